import CandorEngine
import CandorText

/// Training texts as the network reads them: sentences, and of a treebank every phrase.
struct SentimentExamples: Sendable {
  /// One text, or one phrase of a sentence.
  struct Example: Sendable {
    /// Places in the table.
    let words: [Int32]
    /// The label's place; below 0 for none.
    let label: Int32
    /// The finer label's place; below 0 for none.
    let fine: Int32
    /// Whether it is a whole text.
    let isSentence: Bool
  }

  /// The words' numbers and pieces.
  private(set) var table = WordTable()
  /// In the order of the corpora; no phrase twice.
  private(set) var examples: [Example] = []
  /// What teachers think of each, `[examples · C]`; empty without teachers.
  private(set) var taught: [Float] = []

  /// A text before it is read.
  struct Source {
    let text: String
    let tokens: [TextReader.Token]
    let label: Int32
    let fine: Int32
    let isSentence: Bool
  }

  /// Encodes texts; a phrase that occurs again with the same labels counts once, a whole text each time.
  ///
  /// - Throws: `SentimentTraining.UnusableTexts` when a teacher has other labels.
  init(
    _ sources: [Source], reader: SentenceReader, labels: SentimentLabels,
    teachers: SentimentTeachers?
  ) throws {
    var seen: Set<Key> = []
    var texts: [String] = []
    for source in sources where !source.tokens.isEmpty {
      let words = reader.read(source.tokens, into: &table)
      let key = Key(words: words, label: source.label, fine: source.fine)
      guard seen.insert(key).inserted || source.isSentence else { continue }
      examples.append(
        Example(
          words: words, label: source.label, fine: source.fine, isSentence: source.isSentence))
      texts.append(source.text)
    }
    if let teachers { taught = try teachers.probabilities(of: texts, labels: labels) }
  }

  private struct Key: Hashable {
    let words: [Int32]
    let label: Int32
    let fine: Int32
  }

  /// The tokens of everything in some corpora, cut at the limit: texts, and of trees each phrase.
  ///
  /// - Throws: `CorpusError` at an unknown label.
  static func sources(
    _ corpora: [SentimentCorpus], labels: SentimentLabels, text: TextReader, limit: Int
  ) throws(CorpusError) -> [Source] {
    var sources: [Source] = []
    for corpus in corpora {
      switch corpus.contents {
      case .texts:
        for (string, label) in try corpus.texts(labels) {
          sources.append(
            Source(
              text: string, tokens: text(string, limit: limit), label: Int32(label), fine: -1,
              isSentence: true))
        }
      case .trees(let trees):
        for tree in trees {
          for phrase in tree.phrases {
            let string = tree.text(of: phrase.words)
            sources.append(
              Source(
                text: string, tokens: text(string, limit: limit),
                label: labels.index(ofTreebankLabel: phrase.label).map(Int32.init) ?? -1,
                fine: Int32(phrase.label), isSentence: phrase == tree.phrases[0]))
          }
        }
      }
    }
    return sources
  }
}

/// The loss on the examples and the accuracy on the validation texts.
struct SentimentTask: TrainingTask {
  private let training: SentimentTraining
  private let settings: SentimentSettings
  private let examples: [SentimentExamples.Example]
  /// The table, then each word without its number, then nothing at all.
  private let table: WordTable
  private let known: Int32
  private let always: [Int]
  private let sometimes: [Int]

  init(training: SentimentTraining) {
    self.training = training
    settings = training.settings
    examples = training.examples.examples
    var table = training.examples.table
    known = Int32(table.count)
    let unknown = Int32(training.reader.words.unknown ?? 0)
    for place in 0..<table.count { table.add(word: unknown, bag: table.bags[place]) }
    table.add(word: unknown, bag: [])
    self.table = table
    var always: [Int] = []
    var sometimes: [Int] = []
    for (index, example) in examples.enumerated() {
      if example.label < 0, !example.isSentence {
        sometimes.append(index)
      } else {
        // A repeated sentence has a number of its own, and so masks of its own.
        for copy in 0..<(example.isSentence && training.hasPhrases ? settings.sentenceRepeats : 1) {
          always.append(copy * examples.count + index)
        }
      }
    }
    self.always = always
    self.sometimes = sometimes
  }

  /// Of words and labels, of what teachers think and how much it weighs, and of the texts that choose the best epoch.
  var fingerprint: UInt64 {
    training.validation.reduce(learnedFingerprint) { hash, text in
      RandomStream.seed(hash, RandomStream.key(text.text), UInt64(text.label))
    }
  }

  var settingsByName: [String: String] {
    // A training may go on for longer.
    CandorEngine.settingsByName(of: settings, except: ["epochs", "patience"])
  }

  private var learnedFingerprint: UInt64 {
    let read = examples.reduce(0) { hash, example in
      RandomStream.hash(
        ([example.label, example.fine] + example.words).lazy.map { UInt64(truncatingIfNeeded: $0) },
        after: hash)
    }
    let taught = training.examples.taught
    guard !taught.isEmpty else { return read }
    return RandomStream.hash(
      [settings.teacherWeight.bitPattern] + taught.map { UInt64($0.bitPattern) }, after: read)
  }

  func batches(epoch: Int) -> [[Int]] {
    var chosen = always
    let count = Int((Double(sometimes.count) * settings.neutralShare).rounded())
    if count > 0 {
      var generator = SeededGenerator(
        seed: RandomStream.seed(training.seed, UInt64(bitPattern: Int64(epoch))),
        purpose: "neutral phrases")
      chosen += sometimes.shuffled(using: &generator).prefix(count)
    }
    let batching = LengthBatching(
      lengths: chosen.map { examples[$0 % examples.count].words.count },
      batchSize: settings.batchSize, seed: training.seed)
    return batching.batches(epoch: epoch).map { batch in batch.map { chosen[$0] } }
  }

  func loss(
    of model: SentimentNetwork<Float>, on indices: [Int], in context: Context<Float>
  ) throws -> Variable<Float> {
    // From long to short, so that no product is spent on padding.
    let sorted = indices.sorted {
      let (a, b) = (example($0).words.count, example($1).words.count)
      return (b, $0) < (a, $1)
    }
    context.rows = sorted.map { RowIdentity(example: UInt64($0)) }
    let texts = sorted.map { dropping(example($0).words, of: $0, seed: context.seed) }
    return model.loss(
      WordBatch(texts, of: table), labels: sorted.map { example($0).label },
      fine: sorted.map { example($0).fine }, fineWeight: Float(settings.fineWeight),
      smoothing: Float(settings.labelSmoothing), distributions: distributions(of: sorted),
      in: context)
  }

  /// What teachers think, mixed with the labels; an example that has none of the one has all of the other.
  private func distributions(of numbers: [Int]) -> [Float]? {
    let taught = training.examples.taught
    guard !taught.isEmpty else { return nil }
    let classes = training.labels.count
    let (weight, smoothing) = (Float(settings.teacherWeight), Float(settings.labelSmoothing))
    return numbers.flatMap { number -> [Float] in
      let row = number % examples.count * classes
      let teacher = taught[row..<row + classes]
      let label = Int(examples[number % examples.count].label)
      guard label >= 0 else { return Array(teacher) }
      let isTaught = teacher.contains { $0 > 0 }
      return teacher.enumerated().map { place, probability in
        let target = (place == label ? 1 - smoothing : 0) + smoothing / Float(classes)
        return isTaught ? weight * probability + (1 - weight) * target : target
      }
    }
  }

  private func example(_ number: Int) -> SentimentExamples.Example {
    examples[number % examples.count]
  }

  /// Some words become unknown ones, some of them with their pieces.
  private func dropping(_ words: [Int32], of example: Int, seed: UInt64) -> [Int32] {
    let (word, blank) = (settings.wordDropout, settings.blankDropout)
    guard word + blank > 0 else { return words }
    var generator = SeededGenerator(
      seed: RandomStream.seed(seed, UInt64(example)), purpose: "word dropout")
    return words.map { place in
      let u = Double.random(in: 0..<1, using: &generator)
      return u < blank ? 2 * known : u < blank + word ? known + place : place
    }
  }

  func validate(_ model: SentimentNetwork<Float>, workers: Workers) throws -> [String: Double] {
    let classifier = training.classifier(of: model, precision: .full)
    let results = try classifier.classify(
      training.validation.map(\.text), options: .init(samples: 0, threads: workers.threads))
    var evaluation = SentimentEvaluation(labels: training.labels)
    for (result, text) in zip(results, training.validation) {
      evaluation.add(result, label: text.label)
    }
    let figures = try evaluation.figures()
    return ["accuracy": figures.accuracy, "nll": figures.negativeLogLikelihood]
  }
}
