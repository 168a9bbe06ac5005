import CandorText

/// Cuts a text into the words that are transcribed one by one.
///
/// Words are those of UAX #29; two that a hyphen joins stay one word if the model knows the hyphen. White space and
/// punctuation between words need no mention; other symbols are reported.
struct WordCutter {
  let tokenizer: Tokenizer
  let graphemes: GraphemeReader

  func callAsFunction(_ text: String) -> (words: [String], skipped: [String]) {
    if Self.isPlainWord(text) { return ([text], []) }
    var words: [String] = []
    var skipped: [String] = []
    var dropped: [String] = []
    // What stands directly before: a word, or a word and a hyphen.
    var followsWord = false
    var hyphen: String?
    tokenizer.forEachToken(in: text) { token in
      if token.kind.isWord {
        if let joint = hyphen, let last = words.popLast() {
          words.append(last + joint + token.text)
        } else {
          words.append(token.text)
        }
        (followsWord, hyphen) = (true, nil)
        return
      }
      switch token.kind {
      case .space: break
      case .punctuation: dropped.append(token.text)
      default: skipped.append(token.text)
      }
      hyphen = followsWord && isKnownHyphen(token.text) ? token.text : nil
      followsWord = false
    }
    return (words, words.isEmpty ? skipped + dropped : skipped)
  }

  private func isKnownHyphen(_ text: String) -> Bool {
    graphemes.normalizer(text) == "-" && graphemes.vocabulary.contains("-")
  }

  private static func isPlainWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 }
  }
}
