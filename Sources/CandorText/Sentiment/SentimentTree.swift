/// A sentence of the Stanford Sentiment Treebank with a label on each of its phrases (Socher et al. 2013).
public struct SentimentTree: Sendable, Hashable {
  /// A phrase: some words of the sentence that follow each other.
  public struct Phrase: Sendable, Hashable {
    /// 0 very negative, 1 negative, 2 neutral, 3 positive, 4 very positive.
    public let label: Int
    /// Its words, as positions in the sentence.
    public let words: Range<Int>
  }

  /// The words, as the treebank spells them.
  public let words: [String]
  /// Every phrase, those of one word too, a phrase before its parts: the first one is the whole sentence.
  public let phrases: [Phrase]

  /// The label of the whole sentence, 0 to 4.
  public var label: Int { phrases[0].label }

  /// The names of the five labels.
  public static let labels = ["very negative", "negative", "neutral", "positive", "very positive"]

  /// The text of some of its words, spelled as people write.
  public func text(of words: Range<Int>) -> String {
    PennTreebankText.text(of: self.words[words])
  }

  /// Reads a tree: `(LABEL WORD)` or `(LABEL TREE …)`.
  ///
  /// It reads with a stack of its own, so that no nesting is too deep.
  ///
  /// - Throws: a `Failure` with the place, from 1, and what is wrong.
  public init(_ bytes: some Collection<UInt8>) throws(Failure) {
    let bytes = Array(bytes)
    var words: [String] = []
    var phrases: [(label: Int, start: Int, end: Int)] = []
    var open: [Int] = []
    var at = 0
    func skipSpaces() { while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 } }
    func failure(_ problem: String) -> Failure { Failure(column: at + 1, problem: problem) }

    while true {
      skipSpaces()
      guard at < bytes.count else { break }
      switch bytes[at] {
      case 0x28:  // (
        guard open.isEmpty ? phrases.isEmpty : !Self.isWord(phrases, open, words.count) else {
          throw failure(open.isEmpty ? "more than one tree" : "a phrase behind a word")
        }
        at += 1
        skipSpaces()
        guard at < bytes.count, (0x30...0x34).contains(bytes[at]) else {
          throw failure("a phrase without a label 0 to 4")
        }
        let label = Int(bytes[at] - 0x30)
        at += 1
        guard at < bytes.count, [0x20, 0x09, 0x28].contains(bytes[at]) else {
          throw failure("a label that is more than one digit")
        }
        open.append(phrases.count)
        phrases.append((label, words.count, words.count))
      case 0x29:  // )
        guard let phrase = open.popLast() else { throw failure("more brackets close than open") }
        guard words.count > phrases[phrase].start else {
          throw failure("a phrase without a word")
        }
        phrases[phrase].end = words.count
        at += 1
      default:
        guard let phrase = open.last else { throw failure("a word outside of a tree") }
        guard phrase == phrases.count - 1, phrases[phrase].start == words.count else {
          throw failure("a second word in a phrase")
        }
        let start = at
        while at < bytes.count, ![0x20, 0x09, 0x28, 0x29].contains(bytes[at]) { at += 1 }
        words.append(String(decoding: bytes[start..<at], as: UTF8.self))
      }
    }
    guard !phrases.isEmpty else { throw failure("no tree") }
    guard open.isEmpty else { throw failure("\(open.count) brackets are not closed") }
    self.words = words
    self.phrases = phrases.map { Phrase(label: $0.label, words: $0.start..<$0.end) }
  }

  /// Whether the innermost open phrase is a word already.
  private static func isWord(
    _ phrases: [(label: Int, start: Int, end: Int)], _ open: [Int], _ words: Int
  ) -> Bool {
    guard let phrase = open.last else { return false }
    return phrase == phrases.count - 1 && phrases[phrase].start < words
  }

  /// A text that is no tree.
  public struct Failure: Error, Sendable, Hashable {
    /// The byte, from 1.
    public let column: Int
    /// What is wrong there.
    public let problem: String

    /// A place and what is wrong there.
    public init(column: Int, problem: String) {
      self.column = column
      self.problem = problem
    }
  }
}
