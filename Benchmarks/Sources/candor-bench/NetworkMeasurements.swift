import Candor
import CandorEngine
import CandorExperiments

/// Multiplications and additions of the matrix products of one forward pass; training takes three times as many.
private enum Operations {
  static func dense(rows: Int, inputs: Int, outputs: Int) -> Double {
    2 * Double(rows) * Double(inputs) * Double(outputs)
  }

  static func lstm(steps: Int, rows: Int, inputs: Int, hidden: Int) -> Double {
    dense(rows: steps * rows, inputs: inputs + hidden, outputs: 4 * hidden)
  }

  static func convolution(pixels: Int, inputs: Int, outputs: Int, kernel: Int) -> Double {
    dense(rows: pixels, inputs: kernel * kernel * inputs, outputs: outputs)
  }
}

/// Steps of training and forward passes of whole networks. `peers/networks.py` has the same ones.
enum NetworkMeasurements {
  static var all: [Measurement] {
    pooled(rows: 64) + pooled(rows: 256) + sentences() + attention() + perceptron() + [
      lstmStep(.full), lstmStep(.bytes),
    ]
      + convolutional() + segmentation()
  }

  /// Steps of training, in every precision that makes a difference.
  private static func training<Model: Module>(
    _ name: String, items: Int, operations: Double,
    precisions: [ProductPrecision] = ProductPrecision.allCases,
    _ network: @escaping () -> Model,
    loss: @escaping (Model, Context<Float>) -> Variable<Float>
  ) -> [Measurement] where Model.Scalar == Float {
    precisions.map { precision in
      Measurement(
        name: "train \(name)" + (precision == .full ? "" : " \(precision.rawValue)"),
        items: items, operations: 3 * operations
      ) { threads in
        TrainingLoop(network(), precision: precision, threads: threads, loss: loss).run
      }
    }
  }

  /// The paper's grapheme-to-phoneme network, with Concrete Dropout drawn for each element.
  private static func pooled(rows: Int) -> [Measurement] {
    let (steps, features, graphemes, phones) = (16, 100, 30, 42)
    let operations =
      5 * Operations.lstm(steps: steps, rows: rows, inputs: features, hidden: features)
      + Operations.dense(rows: steps * rows, inputs: features, outputs: phones)
    func network() -> PooledEncoderDecoder<Float> {
      let configuration = PooledEncoderDecoderConfiguration(graphemes: graphemes, phones: phones)
      let prior = Prior(lengthScale: 0.1, dataCount: 90_000)
      return PooledEncoderDecoder(
        configuration,
        dropout: Array(
          repeating: .concrete(initialRate: 0.1, prior: prior), count: configuration.siteCount),
        seed: 1)
    }
    var inputs = Inputs()
    let source = SymbolBatch(inputs.sequences(rows, length: steps, below: Int32(graphemes)))
    let target = SymbolBatch(inputs.sequences(rows, length: steps, below: Int32(phones)))
    return training("g2p \(rows)", items: rows, operations: operations, network) {
      $0.loss(graphemes: source, phones: target, in: $1)
    } + [
      Measurement(name: "infer g2p \(rows)", items: rows, operations: operations) { threads in
        let network = network()
        let predicting = Predicting(threads: threads)
        return {
          let context = predicting.context()
          _ = network.logits(graphemes: source, lengths: target.lengths, in: context)
        }
      }
    ]
  }

  private static func sentences() -> [Measurement] {
    let (rows, steps, words, features, hidden, classes) = (64, 40, 16_000, 100, 256, 5)
    let operations =
      Operations.lstm(steps: steps, rows: rows, inputs: features, hidden: hidden)
      + Operations.dense(rows: rows, inputs: hidden, outputs: classes)
    var inputs = Inputs()
    let symbols = inputs.symbols(rows * steps, below: Int32(words))
    let labels = inputs.symbols(rows, below: Int32(classes))
    let lengths = SequenceLengths(full: rows, steps: steps)
    func network() -> SentenceClassifier {
      SentenceClassifier(words: words, features: features, hidden: hidden, classes: classes)
    }
    return training("sst", items: rows, operations: operations, network) { network, context in
      context.softmaxCrossEntropy(
        network.logits(symbols, lengths: lengths, in: context), targets: labels)
    } + [
      Measurement(name: "infer sst", items: rows, operations: operations) { threads in
        let network = network()
        let predicting = Predicting(threads: threads)
        return {
          let context = predicting.context()
          _ = network.logits(symbols, lengths: lengths, in: context)
        }
      }
    ]
  }

  /// The attention network that ships, at the size of a strong one.
  private static func attention() -> [Measurement] {
    let (rows, steps, symbols, width) = (128, 16, 72, 512)
    let configuration = EncoderDecoderConfiguration(
      sourceSymbols: 30, targetSymbols: symbols, embedding: 256, encoderLayers: 2,
      encoderHidden: 256, decoderHidden: width)
    // One phone less, for the start and the end symbol.
    let (T, B) = (steps, rows)
    let operations =
      2 * Operations.lstm(steps: T, rows: B, inputs: 256, hidden: 256)
      + 2 * Operations.lstm(steps: T, rows: B, inputs: 512, hidden: 256)
      + Operations.dense(rows: T * B, inputs: 512, outputs: width)
      + Operations.dense(rows: B, inputs: 512, outputs: 2 * width)
      + Operations.lstm(steps: T, rows: B, inputs: 256, hidden: width)
      + Operations.lstm(steps: T, rows: B, inputs: width + 512, hidden: width)
      + Operations.dense(rows: T * B, inputs: width + 512, outputs: width)
      + Operations.dense(rows: T * B, inputs: width, outputs: symbols)
      + 2 * Operations.dense(rows: T * B, inputs: width, outputs: T)
    var inputs = Inputs()
    let source = inputs.sequences(rows, length: steps, below: 30)
    let target = inputs.sequences(rows, length: steps - 1, below: Int32(symbols))
    return training(
      "seq2seq", items: rows, operations: operations,
      { EncoderDecoder<Float>(configuration, seed: 1) }
    ) { $0.loss(source: source, target: target, start: 1, end: 2, in: $1) } + [
      Measurement(name: "infer seq2seq", items: rows, operations: operations) { threads in
        let network = EncoderDecoder<Float>(configuration, seed: 1)
        let predicting = Predicting(threads: threads)
        let (words, previous) = (SymbolBatch(source), SymbolBatch(target.map { [1] + $0 }))
        return {
          let context = predicting.context()
          _ = network.decode(
            network.encode(words, in: context), previous: previous, in: context)
        }
      }
    ]
  }

  private static func perceptron() -> [Measurement] {
    let (rows, sizes) = (128, [784, 512, 512, 512, 10])
    let operations = zip(sizes, sizes.dropFirst()).reduce(0) {
      $0 + Operations.dense(rows: rows, inputs: $1.0, outputs: $1.1)
    }
    var inputs = Inputs()
    let images = inputs.numbers([rows, sizes[0]])
    let labels = inputs.symbols(rows, below: 10)
    return training(
      "mlp", items: rows, operations: operations, { Perceptron(sizes: sizes) }
    ) { network, context in
      context.softmaxCrossEntropy(network.logits(Variable(images), in: context), targets: labels)
    } + [
      Measurement(name: "infer mlp", items: rows, operations: operations) { threads in
        let network = Perceptron(sizes: sizes)
        let predicting = Predicting(threads: threads)
        return {
          let context = predicting.context()
          _ = network.logits(Variable(images), in: context)
        }
      }
    ]
  }

  private static func convolutional() -> [Measurement] {
    let (rows, side, channels) = (32, 32, [64, 128])
    let operations = zip([3] + channels, channels).enumerated().reduce(0.0) {
      let (level, (inputs, outputs)) = $1
      let pixels = rows * (side >> level) * (side >> level)
      return $0
        + Operations.convolution(pixels: pixels, inputs: inputs, outputs: outputs, kernel: 3)
        + Operations.convolution(pixels: pixels, inputs: outputs, outputs: outputs, kernel: 3)
    }
    var inputs = Inputs()
    let images = inputs.numbers([rows, side, side, 3])
    let labels = inputs.symbols(rows, below: 10)
    return training(
      "cnn", items: rows, operations: operations, precisions: [.full],
      { ConvolutionalClassifier(channels: channels, classes: 10) }
    ) { network, context in
      context.softmaxCrossEntropy(network.logits(Variable(images), in: context), targets: labels)
    } + [
      Measurement(name: "infer cnn", items: rows, operations: operations) { threads in
        let network = ConvolutionalClassifier(channels: channels, classes: 10)
        let predicting = Predicting(threads: threads)
        return {
          let context = predicting.context()
          _ = network.logits(Variable(images), in: context)
        }
      }
    ]
  }

  /// FC-DenseNet56 on two crops, with a fixed rate of dropout for whole channels.
  private static func segmentation() -> [Measurement] {
    let (rows, side, classes) = (2, 96, 11)
    var inputs = Inputs()
    let images = inputs.numbers([rows, side, side, 3])
    let labels = inputs.symbols(rows * side * side, below: Int32(classes))
    func make() -> FCDenseNet<Float> {
      FCDenseNet(.densenet56, classes: classes, dropout: .fixed(rate: 0.2), seed: 1)
    }
    return training("densenet", items: rows, operations: 0, precisions: [.full], make) {
      $1.softmaxCrossEntropy($0(Variable(images), in: $1), targets: labels)
    } + [
      Measurement(name: "infer densenet", items: rows, operations: 0) { threads in
        let network = make()
        let predicting = Predicting(threads: threads)
        return {
          let context = predicting.context()
          _ = network(Variable(images), in: context)
        }
      }
    ]
  }

  private static func lstmStep(_ precision: FrozenWeights<Float>.Precision) -> Measurement {
    let width = 512
    var inputs = Inputs()
    let x = inputs.numbers([1, 1, width])
    return Measurement(
      name: precision == .bytes ? "infer lstm step in bytes" : "infer lstm step", items: 1,
      operations: Operations.lstm(steps: 1, rows: 1, inputs: width, hidden: width)
    ) { threads in
      var generator = SeededGenerator(seed: 1, purpose: "benchmark")
      let lstm = LSTM<Float>(inputs: width, hidden: width, using: &generator)
      let lengths = SequenceLengths(full: 1, steps: 1)
      var state = LSTMState<Float>(zeros: 1, hidden: width)
      let predicting = Predicting(threads: threads, precision: precision)
      return {
        let context = predicting.context()
        let output = lstm(Sequences(Variable(x), lengths: lengths), from: state, in: context)
        state = LSTMState(hidden: output.hidden, cell: output.cell)
      }
    }
  }
}
