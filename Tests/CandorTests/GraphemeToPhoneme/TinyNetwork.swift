import Candor
import CandorEngine

/// Networks of a few units, and words for them.
enum Tiny {
  static let concrete = DropoutChoice.concrete(
    initialRate: 0.3, prior: Prior(lengthScale: 0.7, dataCount: 10, beta: 2))

  static func configuration(
    _ input: DropoutChoice = concrete, recurrent: DropoutChoice? = nil, sourceSymbols: Int = 6,
    targetSymbols: Int = 7, layers: Int = 2
  ) -> EncoderDecoderConfiguration {
    EncoderDecoderConfiguration(
      sourceSymbols: sourceSymbols, targetSymbols: targetSymbols, embedding: 4,
      encoderLayers: layers, encoderHidden: 3, decoderHidden: 5, inputDropout: input,
      recurrentDropout: recurrent ?? input)
  }

  static func network<Scalar>(
    _ input: DropoutChoice = concrete, recurrent: DropoutChoice? = nil, seed: UInt64 = 3,
    as type: Scalar.Type = Scalar.self
  ) -> EncoderDecoder<Scalar> {
    EncoderDecoder(configuration(input, recurrent: recurrent), seed: seed)
  }

  /// Words of several lengths: graphemes 1…5, phones 3…6; 1 and 2 are start and end.
  static let sources: [[Int32]] = [[1, 2, 3], [4], [5, 1, 1, 2, 4, 3], [2, 2]]
  static let targets: [[Int32]] = [[3, 4], [5, 6, 3, 3], [4], []]
  static let start: Int32 = 1
  static let end: Int32 = 2

  static func loss<Scalar>(
    of network: EncoderDecoder<Scalar>, words: [Int] = [0, 1, 2, 3], in context: Context<Scalar>
  ) -> Variable<Scalar> {
    network.loss(
      source: words.map { sources[$0] }, target: words.map { targets[$0] }, start: start, end: end,
      smoothing: 0.1, in: context)
  }
}
