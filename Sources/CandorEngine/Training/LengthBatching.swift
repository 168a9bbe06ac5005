/// Divides examples into batches of like length, in another order each epoch.
///
/// A pure function of seed and epoch. Every example is in exactly one batch of an epoch; the number of batches is the
/// same in every epoch.
public struct LengthBatching: Sendable {
  /// The length of each example.
  public let lengths: [Int]
  /// Examples in a batch; the last one of the longest examples may have fewer.
  public let batchSize: Int
  /// The seed of the order.
  public let seed: UInt64
  /// Lengths are blurred by up to this much before sorting: 1 mixes nothing but equal lengths; more mixes
  /// neighbouring lengths, at the price of some padding.
  public let jitter: Double

  /// - Parameters:
  ///   - lengths: of each example. Where two lengths matter, `first * 64 + second` sorts by both.
  ///   - batchSize: at least one
  ///   - seed: the seed of the order
  ///   - jitter: how far lengths are blurred
  public init(lengths: [Int], batchSize: Int, seed: UInt64, jitter: Double = 1) {
    precondition(
      batchSize > 0 && jitter >= 0, "LengthBatching: batch size \(batchSize), jitter \(jitter)")
    self.lengths = lengths
    self.batchSize = batchSize
    self.seed = seed
    self.jitter = jitter
  }

  /// The batches of an epoch, as indices of examples.
  public func batches(epoch: Int) -> [[Int]] {
    var generator = SeededGenerator(
      seed: RandomStream.seed(seed, UInt64(bitPattern: Int64(epoch))), purpose: "length batching")
    let keys = lengths.map { Double($0) + jitter * Double.random(in: 0..<1, using: &generator) }
    let sorted = lengths.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var batches = LengthBatching.cut(sorted, batchSize)
    batches.shuffle(using: &generator)
    return batches
  }

  /// Batches for evaluation: sorted by length, without any randomness.
  public static func sorted(lengths: [Int], batchSize: Int) -> [[Int]] {
    precondition(batchSize > 0, "LengthBatching: batch size \(batchSize)")
    return cut(lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }, batchSize)
  }

  private static func cut(_ indices: [Int], _ size: Int) -> [[Int]] {
    stride(from: 0, to: indices.count, by: size).map {
      Array(indices[$0..<min($0 + size, indices.count)])
    }
  }
}
