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

/// Pairs of 3 × 3 convolutions with rectifiers, a maximum over 2 × 2 pixels between them, the mean of what is left.
struct ConvolutionalClassifier: Module {
  var blocks: [[Conv2D<Float>]]
  var output: Dense<Float>

  init(channels: [Int], classes: Int) {
    var generator = SeededGenerator(seed: 1, purpose: "benchmark")
    blocks = []
    for (inputs, outputs) in zip([3] + channels, channels) {
      blocks.append([
        Conv2D(inputs: inputs, outputs: outputs, kernel: 3, using: &generator),
        Conv2D(inputs: outputs, outputs: outputs, kernel: 3, using: &generator),
      ])
    }
    output = Dense(inputs: channels.last ?? 3, outputs: classes, using: &generator)
  }

  func logits(_ images: Variable<Float>, in context: Context<Float>) -> Variable<Float> {
    var x = images
    for (index, block) in blocks.enumerated() {
      if index > 0 { x = context.maximumPool(x, size: 2) }
      for convolution in block { x = context.relu(convolution(x, in: context)) }
    }
    let mean = context.averagePool(x, size: x.shape[1])
    return output(mean.reshaped([x.shape[0], x.shape[3]]), in: context)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    for index in blocks.indices { visitor.visit("blocks.\(index)", &blocks[index]) }
    visitor.visit("output", &output)
  }
}
