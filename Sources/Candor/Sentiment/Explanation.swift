import CandorEngine
import CandorText
import RealModule

/// What each word of a text adds to its label.
public struct Explanation: Sendable {
  /// A token and what it adds.
  public struct Part: Sendable, Equatable {
    /// The token as it stands in the text.
    public let text: String
    /// Its place in the text.
    public let range: Range<String.Index>
    /// By how much the label's log-odds are higher than without the token (leave-one-out), in nats.
    public let leaveOneOut: Double
    /// The gradient of the label's log-odds by the token's vector, times the vector (Shrikumar et al. 2016), in nats.
    public let gradientTimesInput: Double
  }

  /// What the text is taken for.
  public let classification: Classification
  /// The label that is explained; nil if nothing could be read.
  public let label: String?
  /// The tokens, in order; none if nothing could be read.
  public let parts: [Part]
}

extension SentimentClassifier {
  /// Explains the label of a text, by the mean network.
  ///
  /// The log-odds are ln p − ln(1 − p) of the calibrated probability p of the label. A text of many tokens takes as many
  /// passes as it has tokens.
  ///
  /// - Parameters:
  ///   - text: the text
  ///   - label: the label that is explained; by default the one that the text is given
  ///   - threads: the threads
  /// - Returns: nothing but the classification where nothing could be read, or for a label that the model has not
  public func explain(
    _ text: String, label: String? = nil, threads: Int = 1
  ) throws -> Explanation {
    let workers = Workers(threads: threads)
    let classification = try self(text, options: Options(samples: 0, threads: threads))
    guard let given = classification.label, let label = labels.index(of: label ?? given) else {
      return Explanation(classification: classification, label: nil, parts: [])
    }
    var table = WordTable()
    let tokens = reader.text(text, limit: maximumLength)
    let sentence = reader.read(tokens, into: &table)

    // The whole text, then the text without each token; a text of one token leaves the prior of an unknown one.
    let unknown = Int32(table.count)
    table.add(word: Int32(reader.words.unknown ?? 0), bag: [])
    var variants = [sentence]
    for index in sentence.indices {
      var rest = sentence
      rest.remove(at: index)
      variants.append(rest.isEmpty ? [unknown] : rest)
    }
    var odds: [Double] = []
    for start in stride(from: 0, to: variants.count, by: 128) {
      let part = Array(variants[start..<min(start + 128, variants.count)])
      let context = Context<Float>(
        mode: .deterministic, workers: workers, frozenWeights: weights)
      let logits = network(WordBatch(part, of: table), in: context).labels.value
      odds += logits.withUnsafeElements { values in
        part.indices.map { row in
          logOdds(Array(values[row * labels.count..<(row + 1) * labels.count]), of: label)
        }
      }
    }

    let gradient = gradientTimesInput(sentence, of: table, label: label, workers: workers)
    return Explanation(
      classification: classification, label: labels.names[label],
      parts: tokens.indices.map { index in
        Explanation.Part(
          text: String(text[tokens[index].range]), range: tokens[index].range,
          leaveOneOut: odds[0] - odds[index + 1], gradientTimesInput: gradient[index])
      })
  }

  /// ln p − ln(1 − p) of a label under the calibrated softmax of logits.
  private func logOdds(_ logits: [Float], of label: Int) -> Double {
    let scaled = logits.map { Double($0) / calibration.deterministicTemperature }
    let others = scaled.indices.filter { $0 != label }.map { scaled[$0] }
    let highest = others.max() ?? 0
    let rest = highest + Double.log(others.reduce(0) { $0 + Double.exp($1 - highest) })
    return scaled[label] - rest
  }

  private func gradientTimesInput(
    _ sentence: [Int32], of table: WordTable, label: Int, workers: Workers
  ) -> [Double] {
    let context = Context<Float>(mode: .deterministic, recordsGradients: true, workers: workers)
    let batch = WordBatch([sentence], of: table)
    let plain = Context<Float>(mode: .deterministic, workers: workers)
    let vectors = network.embed(batch, in: plain)
    let input = context.input(vectors.values.value)
    let logits = network.logits(of: Sequences(input, lengths: vectors.lengths), in: context).labels
    // d(log-odds)/d(logit): 1 for the label, minus its share of the rest for each other.
    let temperature = Float(calibration.deterministicTemperature)
    let values = logits.value.scalars.map { $0 / temperature }
    let others = values.indices.filter { $0 != label }
    let highest = others.map { values[$0] }.max() ?? 0
    let total = others.reduce(Float(0)) { $0 + Float.exp(values[$1] - highest) }
    let upstream = values.indices.map { index in
      (index == label ? 1 : -Float.exp(values[index] - highest) / total) / temperature
    }
    let gradients = context.gradients(
      of: logits, for: [input], upstream: Tensor(shape: logits.shape, upstream))
    guard let gradient = gradients[0]?.scalars else { return sentence.map { _ in 0 } }
    let (x, width) = (input.value.scalars, network.configuration.embedding)
    return sentence.indices.map { t in
      (t * width..<(t + 1) * width).reduce(0.0) { $0 + Double(gradient[$1]) * Double(x[$1]) }
    }
  }
}
