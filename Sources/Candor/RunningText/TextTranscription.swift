/// The transcription of a text: of each of its words, and as a whole.
public struct TextTranscription: Sendable, Equatable {
  /// The text as it was given.
  public var text: String
  /// Its words, in order; none if the text has no word.
  public var words: [Transcription]
  /// What stood between the words and could not be read, such as emoji; punctuation and white space do not count
  /// unless there is nothing else.
  public var skippedBetweenWords: [String]
  /// The punctuation between the words, in order.
  public var punctuation: [Punctuation]
  /// What happened to the text before it was read, such as `invalid UTF-8`.
  public var remarks: [String]

  /// A mark between the words of a text.
  public struct Punctuation: Sendable, Equatable {
    /// The mark.
    public var text: String
    /// The number of words before it.
    public var place: Int
    /// Whether white space, or nothing, stands before it.
    public var isAfterSpace: Bool
    /// Whether white space stands behind it.
    public var isBeforeSpace = false
  }

  /// A text and what was made of it.
  public init(
    text: String, words: [Transcription], skippedBetweenWords: [String] = [],
    punctuation: [Punctuation] = [], remarks: [String] = []
  ) {
    self.punctuation = punctuation
    self.text = text
    self.words = words
    self.skippedBetweenWords = skippedBetweenWords
    self.remarks = remarks
  }

  /// The phones of all words.
  public var phones: [String] { words.flatMap(\.phones) }

  /// For each phone its probability.
  public var phoneProbabilities: [Double] { words.flatMap(\.phoneProbabilities) }

  /// The calibrated probability that every word is right, taken as independent of each other: the product; 0 if
  /// there is no word, or one that could not be read.
  public var confidence: Double {
    words.isEmpty ? 0 : words.reduce(1) { $0 * $1.confidence }
  }

  /// Epistemic uncertainty of a phone in nats: the mean over all phones; `nil` if no word has any, or only those that
  /// the network was not asked for.
  public var uncertainty: Double? {
    let asked = words.filter { $0.source == .model }
    return Self.mean(asked.isEmpty ? words : asked, \.uncertainty)
  }

  /// Total uncertainty of a phone in nats: the mean over all phones.
  public var entropy: Double { Self.mean(words, \.entropy) ?? 0 }

  /// What words have a phone, each word's as often as it has phones and an end.
  private static func mean(
    _ words: [Transcription], _ value: (Transcription) -> Double?
  ) -> Double? {
    let known = words.compactMap { word in
      value(word).map { (total: $0 * word.steps, steps: word.steps) }
    }
    guard !known.isEmpty else { return nil }
    return known.reduce(0) { $0 + $1.total } / known.reduce(0) { $0 + $1.steps }
  }

  /// Graphemes that were left out.
  public var skipped: [String] { words.flatMap(\.skipped) + skippedBetweenWords }

  /// Graphemes that were read without their marks.
  public var simplified: [String] { words.flatMap(\.simplified) }

  /// Why something of the text is not transcribed in full: the first word's problem that there is.
  public var problem: Transcription.Problem? {
    if words.isEmpty { return skippedBetweenWords.isEmpty ? nil : .nothingToRead }
    return words.lazy.compactMap(\.problem).first
  }

  /// Whole transcriptions, each word's phones apart, by falling confidence: the best one and those that follow from
  /// the words' alternatives. That a word has no phones is left out where it could have some.
  ///
  /// The best combinations of n words are the best ones of the first n − 1 joined with the alternatives of the last:
  /// keeping `count` at each word loses none.
  public func ranked(_ count: Int) -> [(words: [[String]], confidence: Double)] {
    guard !words.isEmpty, count > 0 else { return [] }
    // For each word the combinations that end with it: which one before it, and which of its transcriptions.
    var chains: [[(previous: Int, choice: Int)]] = []
    var confidences = [1.0]
    for word in words {
      var next: [(previous: Int, choice: Int, confidence: Double)] = []
      for (previous, confidence) in confidences.enumerated() {
        for choice in word.sayableChoices.prefix(count) {
          next.append((previous, choice, confidence * word.choice(choice).confidence))
        }
      }
      // Equal confidences stay in the order of the words' own transcriptions.
      let order = next.indices.sorted { (next[$0].confidence, -$0) > (next[$1].confidence, -$1) }
      chains.append(order.prefix(count).map { (next[$0].previous, next[$0].choice) })
      confidences = order.prefix(count).map { next[$0].confidence }
    }
    var best = confidences.indices.map { rank in
      var at = rank
      var phones: [[String]] = []
      for (word, chain) in zip(words, chains).reversed() {
        phones.append(word.choice(chain[at].choice).phones)
        at = chain[at].previous
      }
      return (words: [[String]](phones.reversed()), confidence: confidences[rank])
    }
    // The best of each word, whatever rounding did.
    if let own = best.firstIndex(where: { $0.words == words.map(\.phones) }), own != 0 {
      best.insert(best.remove(at: own), at: 0)
    }
    return best
  }
}

extension Transcription {
  /// The transcription itself, as 0, or one of its alternatives, from 1.
  fileprivate func choice(_ number: Int) -> Alternative {
    number == 0
      ? Alternative(phones: phones, confidence: confidence) : alternatives[number - 1]
  }

  /// The choices that have phones; the transcription itself if there are none.
  fileprivate var sayableChoices: [Int] {
    let sayable = (0...alternatives.count).filter { !choice($0).phones.isEmpty }
    return sayable.isEmpty ? [0] : sayable
  }
}

extension Transcription {
  /// The phones and the end.
  fileprivate var steps: Double { Double(phones.count + 1) }
}
