/// Seeds for independent random streams, by mixing.
///
/// Every random number of the engine is a pure function of a seed and of what it is for: nothing is drawn from a
/// shared generator, so results do not depend on order, batch size or threads.
public enum RandomStream {
  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that scatters neighbouring values.
  public static func scatter(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A hash of numbers and of what was hashed before, in which their count and order count.
  public static func hash(_ values: some Collection<UInt64>, after hash: UInt64) -> UInt64 {
    values.reduce(scatter(hash ^ UInt64(values.count))) { scatter($0 ^ $1) }
  }

  /// A seed for the purpose that the keys name. Their order counts.
  public static func seed(_ seed: UInt64, _ keys: UInt64...) -> UInt64 {
    // What went before is scattered once more than the key, else seed and key could be exchanged.
    keys.reduce(scatter(seed)) { scatter(scatter($0) ^ $1) }
  }

  /// A key for a name: FNV-1a over its UTF-8.
  public static func key(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}

/// A seeded generator for the standard library's random functions (shuffles, initial weights).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64
  /// Whether initial weights are left as the memory was, because others are loaded over them next.
  let leavesWeightsUnset: Bool

  /// For models whose weights are loaded next: drawing millions of numbers for nothing takes longer than reading.
  /// Until then the weights are not numbers to work with.
  public static var unset: SeededGenerator { SeededGenerator(state: 0, leavesWeightsUnset: true) }

  private init(state: UInt64, leavesWeightsUnset: Bool) {
    self.state = state
    self.leavesWeightsUnset = leavesWeightsUnset
  }

  /// - Parameters:
  ///   - seed: the run's seed
  ///   - purpose: what the numbers are for; other purposes get unrelated numbers
  public init(seed: UInt64, purpose: String) {
    self.init(
      state: RandomStream.seed(seed, RandomStream.key(purpose)), leavesWeightsUnset: false)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    defer { state &+= 0x9E37_79B9_7F4A_7C15 }
    return RandomStream.scatter(state)
  }
}
