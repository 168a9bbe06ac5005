import CandorText

/// Cuts a text into the words that are transcribed one by one.
///
/// The phones of a pronunciation stay together. Words are those that an expander gives; two that a hyphen joins stay one
/// word if the model knows the hyphen. White space and punctuation between words need no mention; other symbols are
/// reported.
struct WordCutter {
  /// A text and its words.
  struct Cut {
    /// What is spoken, in order.
    var words: [SpokenToken] = []
    /// What stood between them and cannot be read.
    var skipped: [String] = []
    /// The punctuation between them.
    var punctuation: [TextTranscription.Punctuation] = []
    /// Phones that the text gives and the model does not have.
    var remarks: [String] = []
  }

  let expander: TextExpander
  let graphemes: GraphemeReader
  let givenPhones: GivenPhones

  func callAsFunction(_ text: String) -> Cut {
    var cut = Cut()
    if expander.leaves(text) {
      cut.words = [
        SpokenToken(text: text, range: text.startIndex..<text.endIndex, kind: .word)
      ]
      return cut
    }
    if graphemes.unit == .field {
      if !text.allSatisfy(\.isWhitespace) {
        cut.words = [
          SpokenToken(text: text, range: text.startIndex..<text.endIndex, kind: .word)
        ]
      }
      return cut
    }
    // What stands directly before: a word of the text itself, or such a word and a hyphen.
    var followsWord = false
    var hyphen: String?
    // Phones that the text gives, or such and an apostrophe.
    var followsGiven = false
    var apostrophe: String?
    var isAfterSpace = true
    for token in tokens(of: text, &cut) {
      switch token.kind {
      case .word, .letter, .given:
        if let joint = apostrophe, let last = cut.words.last,
          let whole = givenPhones.genitive(of: last, joint, token)
        {
          cut.words[cut.words.count - 1] = whole
          cut.punctuation.removeLast()
        } else if let joint = hyphen, token.kind == .word, token.rule == nil,
          let last = cut.words.popLast()
        {
          let range = last.range.lowerBound..<token.range.upperBound
          cut.words.append(
            SpokenToken(text: last.text + joint + token.text, range: range, kind: .word))
          cut.punctuation.removeLast()
        } else {
          cut.words.append(token)
        }
        followsWord = token.kind == .word && token.rule == nil
        if case .given = cut.words.last?.kind { followsGiven = true } else { followsGiven = false }
        hyphen = nil
        apostrophe = nil
        isAfterSpace = false
        continue
      case .space:
        if let last = cut.punctuation.indices.last, cut.punctuation[last].place == cut.words.count {
          cut.punctuation[last].isBeforeSpace = true
        }
        isAfterSpace = true
      case .punctuation:
        cut.punctuation.append(
          TextTranscription.Punctuation(
            text: token.text, place: cut.words.count, isAfterSpace: isAfterSpace))
        isAfterSpace = false
      case .unreadable:
        cut.skipped.append(token.text)
        isAfterSpace = false
      }
      hyphen =
        followsWord && token.kind == .punctuation && isKnownHyphen(token.text) ? token.text : nil
      apostrophe =
        followsGiven && token.kind == .punctuation && ["'", "’"].contains(token.text)
        ? token.text : nil
      followsWord = false
      followsGiven = false
    }
    if cut.words.isEmpty { cut.skipped += cut.punctuation.map(\.text) }
    return cut
  }

  /// The tokens of a text. Where it gives phones that the model does not have, what they were given for is read as it
  /// would be alone, and the cut says so.
  private func tokens(of text: String, _ cut: inout Cut) -> [SpokenToken] {
    let all = expander(text)
    let hasPhones = all.contains { if case .given = $0.kind { true } else { false } }
    guard hasPhones else { return all }
    var tokens: [SpokenToken] = []
    for var token in all {
      if case .given(let phones) = token.kind {
        do throws(GivenPhones.Unknown) {
          token.kind = .given(phones: try givenPhones(phones).joined(separator: " "))
        } catch {
          cut.remarks.append("phones given for \(Escaping.column(token.text)) not used: \(error)")
          tokens += expander(token.text).map {
            SpokenToken(text: $0.text, range: token.range, kind: $0.kind, rule: $0.rule)
          }
          continue
        }
      }
      tokens.append(token)
    }
    return tokens
  }

  /// A dash joins nothing: `asked—twice`.
  private func isKnownHyphen(_ text: String) -> Bool {
    ["-", "\u{2010}", "\u{2011}"].contains(text) && graphemes.normalizer(text) == "-"
      && graphemes.vocabulary.contains("-")
  }
}
