import CandorText

/// The labels that a classifier tells apart, in the order of its logits.
public struct SentimentLabels: Sendable, Hashable, Codable {
  /// The names.
  public let names: [String]

  /// Labels in the order given.
  public init(_ names: [String]) { self.names = names }

  /// The two of the binary task.
  public static let binary = SentimentLabels(["negative", "positive"])
  /// The five of the treebank.
  public static let fine = SentimentLabels(SentimentTree.labels)

  /// The number of labels.
  public var count: Int { names.count }

  /// The place of a label; `nil` if it is none of them.
  ///
  /// Corpora write the two labels of the binary task in several ways: `0`, `neg` and `negative` are one.
  public func index(of label: String) -> Int? {
    if let index = names.firstIndex(of: label) { return index }
    guard self == .binary else { return nil }
    return switch label.lowercased() {
    case "0", "-1", "neg", "negative": 0
    case "1", "+1", "pos", "positive": 1
    default: nil
    }
  }

  /// Of the treebank's five labels 0…4, the one that it is here; `nil` for none, as neutral has in the binary task. Where
  /// nothing is very negative or very positive, those are negative and positive.
  ///
  /// - Returns: the place, or `nil` if the label does not count; `.none` also where these labels are others
  public func index(ofTreebankLabel label: Int) -> Int? {
    if self == .binary { return label < 2 ? 0 : label > 2 ? 1 : nil }
    if self == .fine { return label }
    let strong = [0: 1, 4: 3][label]
    return index(of: SentimentTree.labels[label]) ?? index(of: String(label))
      ?? strong.flatMap { index(of: SentimentTree.labels[$0]) }
  }

  /// The labels of some texts: numbers by their value, others by their scalars; `0` and `1`, `neg` and `pos` and the
  /// like are those of the binary task.
  public static func of(_ texts: [LabelledText]) -> SentimentLabels {
    let names = Set(texts.map(\.label))
    let places = names.map(SentimentLabels.binary.index(of:))
    // Several spellings of the two; but between -1 and 1, 0 is a third.
    if Set(places) == [0, 1], !names.isSuperset(of: ["-1", "0"]) { return .binary }
    let numbers = names.compactMap { name in Int(name).map { (name, $0) } }
    if numbers.count == names.count {
      return SentimentLabels(numbers.sorted { $0.1 < $1.1 }.map(\.0))
    }
    return SentimentLabels(
      names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
  }
}

/// A corpus with its name.
public struct SentimentCorpus: Sendable {
  /// The file, as the user named it.
  public let file: String
  /// What it holds.
  public let contents: LabelledTextReader.Contents

  /// Reads a file.
  ///
  /// - Throws: `FileAccessError` or `CorpusError`, with file and line.
  public init(
    path: String, format: LabelledTextFormat? = nil, columns: LabelledTextFormat.Columns = .init()
  ) throws {
    file = path
    contents = try LabelledTextReader.read(path: path, format: format, columns: columns)
  }

  /// Texts that are there already.
  public init(file: String, contents: LabelledTextReader.Contents) {
    self.file = file
    self.contents = contents
  }

  /// Whether it holds trees with a label on each phrase.
  package var isTreebank: Bool {
    if case .trees = contents { true } else { false }
  }

  /// Its texts with their labels' places: of a treebank the sentences, those without a label left out.
  ///
  /// - Throws: `CorpusError` at the first label that is none of those.
  public func texts(_ labels: SentimentLabels) throws(CorpusError) -> [(text: String, label: Int)] {
    switch contents {
    case .trees(let trees):
      return trees.compactMap { tree in
        labels.index(ofTreebankLabel: tree.label).map { (tree.text(of: tree.words.indices), $0) }
      }
    case .texts(let texts):
      var found: [(text: String, label: Int)] = []
      for text in texts {
        guard let label = labels.index(of: text.label) else {
          throw CorpusError(
            file: file, line: text.line,
            reason: .unknownLabel(expected: labels.names.joined(separator: ", ")),
            value: text.label)
        }
        found.append((text.text, label))
      }
      return found
    }
  }
}
