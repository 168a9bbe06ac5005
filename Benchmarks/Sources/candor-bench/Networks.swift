import CandorEngine

/// Embedding, LSTM over the words of a sentence, a linear layer on its last state.
struct SentenceClassifier: Module {
  var embedding: Embedding<Float>
  var lstm: LSTM<Float>
  var output: Dense<Float>

  init(words: Int, features: Int, hidden: Int, classes: Int) {
    var generator = SeededGenerator(seed: 1, purpose: "benchmark")
    embedding = Embedding(symbols: words, features: features, using: &generator)
    lstm = LSTM(inputs: features, hidden: hidden, using: &generator)
    output = Dense(inputs: hidden, outputs: classes, using: &generator)
  }

  func logits(
    _ words: [Int32], lengths: SequenceLengths, in context: Context<Float>
  ) -> Variable<Float> {
    let embedded = Sequences(
      embedding(words, shape: [lengths.maximum, lengths.rows], in: context), lengths: lengths)
    return output(lstm(embedded, in: context).hidden, in: context)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("embedding", &embedding)
    visitor.visit("lstm", &lstm)
    visitor.visit("output", &output)
  }
}

/// Linear layers with rectifiers between them.
struct Perceptron: Module {
  var layers: [Dense<Float>]

  init(sizes: [Int]) {
    var generator = SeededGenerator(seed: 1, purpose: "benchmark")
    layers = zip(sizes, sizes.dropFirst()).map {
      Dense(inputs: $0, outputs: $1, using: &generator)
    }
  }

  func logits(_ input: Variable<Float>, in context: Context<Float>) -> Variable<Float> {
    layers.indices.reduce(input) { x, index in
      let y = layers[index](x, in: context)
      return index + 1 < layers.count ? context.relu(y) : y
    }
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("layers", &layers)
  }
}
