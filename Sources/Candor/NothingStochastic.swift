/// Samples of the weights are wanted of a network in which nothing is random: they would all be equal, and the
/// uncertainty would be zero whatever the input.
public struct NothingStochastic: Error, Sendable, Equatable, CustomStringConvertible {
  /// The samples that were wanted.
  public let samples: Int

  /// So many samples were wanted.
  public init(samples: Int) {
    self.samples = samples
  }

  /// Says what to do.
  public var description: String {
    "the network has no dropout, so \(samples) samples of its weights would all be equal; "
      + "0 samples give probabilities without uncertainty"
  }
}
