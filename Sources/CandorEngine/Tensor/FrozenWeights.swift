import Synchronization

/// The weights of a model that no longer changes, packed for products once and for all.
///
/// A context that knows it multiplies without packing anything. Whoever predicts makes one for a model and hands it
/// to every context, on any thread. A weight that changes all the same is packed anew, and what was packed of it before
/// stays in memory: training is not for it.
public final class FrozenWeights<Scalar: EngineScalar>: Sendable {
  /// How exactly products with frozen weights are computed.
  public enum Precision: Sendable {
    /// As with other weights: results do not depend on the packing.
    case full
    /// Weights and what they are multiplied by are rounded to bytes, row by row: up to four times as fast, a quarter of
    /// the memory, and an error that a trained network hardly notices. Only with `Float`.
    case bytes
  }

  private struct Entry {
    /// Kept, so that no other tensor takes its place in memory.
    let weight: Tensor<Scalar>
    let packed: PackedMatrix<Scalar>
  }

  /// How exactly they are multiplied by.
  public let precision: Precision
  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  /// Nothing is packed yet.
  public init(_ precision: Precision = .full) { self.precision = precision }

  /// `Wᵀ` of a weight `[n, k]`, packed when it is first asked for.
  @specialized(where Scalar == Float)
  func transposed(_ weight: Tensor<Scalar>) -> PackedMatrix<Scalar> {
    let key = weight.storageIdentity
    if let packed = entries.withLock({ $0[key]?.packed }) { return packed }
    // Outside the lock: two threads may pack the same weight, and either result will do.
    let packed = pack(weight)
    entries.withLock { $0[key] = Entry(weight: weight, packed: packed) }
    return packed
  }

  private func pack(_ weight: Tensor<Scalar>) -> PackedMatrix<Scalar> {
    if precision == .bytes, let single = weight as? Tensor<Float>,
      let packed = PackedMatrix<Float>(roundingToBytes: single) as? PackedMatrix<Scalar>
    {
      return packed
    }
    return PackedMatrix(transposing: weight)
  }
}

extension Context {
  /// `Wᵀ` of a weight `[n, k]`.
  @specialized(where Scalar == Float)
  func packedTranspose(of weight: Tensor<Scalar>) -> PackedMatrix<Scalar> {
    frozenWeights?.transposed(weight)
      ?? PackedMatrix(transposing: weight, precision: precision, workers: workers)
  }
}
