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

/// S, the samples of the weights that are drawn: those that are asked for; where none are, 16 of a network with
/// dropout and 0 of one without.
///
/// - Throws: `NothingStochastic` when samples are asked of a network without dropout.
func sampleCount(asked: Int?, isStochastic: Bool) throws(NothingStochastic) -> Int {
  guard let asked else { return isStochastic ? 16 : 0 }
  guard asked <= 0 || isStochastic else { throw NothingStochastic(samples: asked) }
  return max(0, asked)
}
