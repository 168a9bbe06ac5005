/// A symbol after a context: the longest n-gram of the context's end and the symbol that a model has, and the backoffs on
/// the way to it.
///
/// From the highest bit, 24 bits of backoffs in steps, 8 of the n-gram's cost and 32 of its node: what is added to the
/// backoffs carries into nothing else.
struct Continuation {
  private let bits: Int64

  /// A symbol that the model does not have.
  static let none = Continuation(node: 0, cost: 0)

  @inline(__always)
  private init(bits: Int64) { self.bits = bits }

  @inline(__always)
  init(node: UInt32, cost: UInt8) { bits = (Int64(cost) << 32) | Int64(node) }

  /// The n-gram, 0 where there is none.
  @inline(__always)
  var node: UInt32 { UInt32(truncatingIfNeeded: bits) }
  @inline(__always)
  var cost: UInt8 { UInt8(truncatingIfNeeded: bits >> 32) }
  @inline(__always)
  var backoff: Int { Int(truncatingIfNeeded: bits >> 40) }

  /// The symbol after a longer context, which backs off to this one. Twelve backoffs of 16 bits stay within 24.
  @inline(__always)
  static func + (continuation: Continuation, backoff: Int16) -> Continuation {
    Continuation(bits: continuation.bits &+ (Int64(backoff) << 40))
  }
}
