import CandorText

extension TranscriptionFormatter {
  /// Everything there is to say of a text; its words follow one by one if there are several.
  func json(_ text: TextTranscription) -> JSONText {
    let ranked = ranked(text)
    // The probabilities are those of the first answer, which is not shown where it has no phones.
    let isOwn = ranked[0].words == text.words.map(\.phones)
    var fields: [(String, JSONText)] = [
      ("word", .string(text.text)),
      ("transcription", .string(spelled(words: ranked[0].words, of: text))),
      ("phones", .strings(shown(ranked[0].words.flatMap { $0 }))),
      ("confidence", .number(ranked[0].confidence)),
      ("uncertainty", .number(text.uncertainty)),
      ("entropy", .number(text.words.isEmpty ? nil : text.entropy)),
      ("phoneProbabilities", .array(isOwn ? text.phoneProbabilities.map { .number($0) } : [])),
      (
        "alternatives",
        .array(
          ranked.dropFirst().map { words, confidence in
            .object([
              ("transcription", .string(spelled(words: words, of: text))),
              ("phones", .strings(shown(words.flatMap { $0 }))),
              ("confidence", .number(confidence)),
            ])
          })
      ),
      ("skipped", .strings(text.skipped)),
      ("simplified", .strings(text.simplified)),
      ("problem", text.problem.map { .string($0.description) } ?? .null),
    ]
    fields += source(of: text.words)
    if !text.remarks.isEmpty { fields.append(("remarks", .strings(text.remarks))) }
    let places = text.wordPlaces
    if text.words.count == 1, text.words[0].word == text.text {
      fields += homograph(text.words[0])
    } else if !text.words.isEmpty {
      fields.append(("words", .array(zip(text.words, places).map(json))))
    }
    return .object(fields)
  }

  // What another notation needs of the stress, as that of ə, is not told here.
  private func shown(_ phones: [String]) -> [String] {
    spelling.keepsStress ? phones : phones.map(PhoneSpelling().withoutStress)
  }

  private func json(_ word: Transcription, place: Range<Int>?) -> JSONText {
    let fields: [(String, JSONText)] = [
      ("word", .string(word.word)),
      ("transcription", .string(spelled(word.phones))),
      ("phones", .strings(shown(word.phones))),
      ("confidence", .number(word.confidence)),
      ("uncertainty", .number(word.uncertainty)),
      ("entropy", .number(word.phones.isEmpty ? nil : word.entropy)),
      ("phoneProbabilities", .array(word.phoneProbabilities.map { .number($0) })),
      ("skipped", .strings(word.skipped)),
      ("simplified", .strings(word.simplified)),
      ("problem", word.problem.map { .string($0.description) } ?? .null),
    ]
    let range =
      place.map { [("start", JSONText.integer($0.lowerBound)), ("end", .integer($0.upperBound))] }
      ?? []
    return .object(fields + source(of: [word]) + range + homograph(word))
  }

  /// Who answered: `model`, `lexicon` and which, `text` for phones given in it, `letters` for the names of letters; `mixed` where words of a text differ in it.
  private func source(of words: [Transcription]) -> [(String, JSONText)] {
    guard let first = words.first?.source else { return [("source", .null)] }
    guard words.allSatisfy({ $0.source == first }) else { return [("source", .string("mixed"))] }
    switch first {
    case .model: return [("source", .string("model"))]
    case .lexicon(let name): return [("source", .string("lexicon")), ("lexicon", .string(name))]
    case .text: return [("source", .string("text"))]
    case .letterNames: return [("source", .string("letters"))]
    }
  }

  /// The ways to say a homograph; nothing for other words.
  private func homograph(_ word: Transcription) -> [(String, JSONText)] {
    guard !word.homograph.isEmpty else { return [] }
    let readings = word.homograph.map { reading in
      JSONText.object([
        ("transcription", .string(spelled(reading.phones))),
        ("phones", .strings(shown(reading.phones))),
        ("sense", .string(reading.sense)),
      ])
    }
    return [("homograph", .array(readings))]
  }
}
