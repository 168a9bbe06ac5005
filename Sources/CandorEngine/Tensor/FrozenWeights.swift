import Synchronization

/// The weights of a model that no longer changes, packed for products once and for all.
///
/// A context that knows it multiplies without packing anything. Whoever predicts makes one for a model and hands it
/// to every context, on any thread. A weight that changes all the same is packed anew: results never depend on this.
public final class FrozenWeights<Scalar: EngineScalar>: Sendable {
  private struct Entry {
    /// Kept, so that no other tensor takes its place in memory.
    let weight: Tensor<Scalar>
    let packed: PackedMatrix<Scalar>
  }

  private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

  /// Nothing is packed yet.
  public init() {}

  /// `Wᵀ` of a weight `[n, k]`, packed when it is first asked for.
  @specialized(where Scalar == Float)
  func transposed(_ weight: Tensor<Scalar>) -> PackedMatrix<Scalar> {
    let key = weight.storageIdentity
    if let packed = entries.withLock({ $0[key]?.packed }) { return packed }
    // Outside the lock: two threads may pack the same weight, and either result will do.
    let packed = PackedMatrix(transposingFrozen: weight)
    entries.withLock { $0[key] = Entry(weight: weight, packed: packed) }
    return packed
  }
}

extension Context {
  /// `Wᵀ` of a weight `[n, k]`.
  @specialized(where Scalar == Float)
  func packedTranspose(of weight: Tensor<Scalar>) -> PackedMatrix<Scalar> {
    frozenWeights?.transposed(weight) ?? PackedMatrix(transposing: weight, workers: workers)
  }
}
