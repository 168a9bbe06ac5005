import CandorText

/// What is known of words without asking the network: phones that the text gives, entries of lexicons, the names of
/// letters.
struct WordAnswers: Sendable {
  private let lexicon: LayeredLexicon
  private let speaksEnglish: Bool
  private let hasStress: Bool

  init(_ predictor: GraphemeToPhoneme, lexicon: LayeredLexicon) {
    self.lexicon = lexicon
    speaksEnglish = predictor.speaksEnglish
    hasStress = predictor.phonemes.hasStress
  }

  /// The transcription of a token; nil if the network has to be asked for its text.
  func callAsFunction(_ token: SpokenToken) -> Transcription? {
    switch token.kind {
    case .given(let phones):
      return Transcription(
        token.text, known: phones.split(separator: " ").map(String.init), from: .text)
    case .letter where speaksEnglish:
      return LetterNames.phones(token.text).map {
        Transcription(token.text, known: stressed($0), from: .letterNames)
      }
    default:
      return lexicon.isEmpty ? nil : entry(token.text)
    }
  }

  /// The ways to say a word, if it is an English homograph.
  func homograph(_ word: String) -> [Homographs.Reading] {
    guard speaksEnglish else { return [] }
    let readings = Homographs.readings(of: word) ?? []
    return hasStress
      ? readings
      : readings.map { Homographs.Reading(phones: stressed($0.phones), sense: $0.sense) }
  }

  private func entry(_ word: String) -> Transcription? {
    if let answer = lexicon[word] { return Transcription(word, answer) }
    guard speaksEnglish else { return nil }
    // `Candor's`, where the lexicon has Candor.
    if let stem = EnglishSuffix.stem(word), let answer = lexicon[stem.word] {
      return Transcription(
        word,
        stem.addsPhones
          ? answer.mapping { stressed(EnglishSuffix.adding(to: $0)) } : answer)
    }
    return compound(word)
  }

  /// `well-known`, where the lexicon has all parts: each with its first pronunciation.
  private func compound(_ word: String) -> Transcription? {
    let parts = word.split(whereSeparator: { "-‐‑".contains($0) })
    guard parts.count > 1 else { return nil }
    let answers = parts.compactMap { lexicon[String($0)] }
    guard answers.count == parts.count, let first = answers.first else { return nil }
    let phones = answers.flatMap { $0.pronunciations[0] }
    return Transcription(
      word, LayeredLexicon.Answer(lexicon: first.lexicon, pronunciations: [phones]))
  }

  private func stressed(_ phones: [String]) -> [String] {
    hasStress ? phones : phones.map(ARPAbet.withoutStress)
  }
}
