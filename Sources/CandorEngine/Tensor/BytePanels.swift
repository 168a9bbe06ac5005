import CKernels

/// The panels of a `PackedMatrix` rounded to bytes.
///
/// A weight's column c of B is sᵦ(c) · q, whole numbers q from −127 to 127; a product rounds each row of `a` likewise and
/// adds up whole numbers exactly, so the result has the same bits on every processor. It reads a quarter of the
/// memory and, with instructions for it, takes a quarter of the time. The error of a factor is at most 1/254 of the
/// largest magnitude in its row or column.
final class BytePanels: Sendable {
  private let k: Int
  private let n: Int
  private let level: Int32
  // Written by the initializer alone.
  private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>
  private nonisolated(unsafe) let scales: UnsafeMutablePointer<Float>

  /// Packs the transpose of a weight `[n, k]`.
  init(transposing weight: Tensor<Float>, level: Int32 = InstructionLevel.bestForBytes) {
    (n, k, self.level) = (weight.shape[0], weight.shape[1], level)
    bytes = .allocate(capacity: candor_byte_packed_count(n, k))
    scales = .allocate(capacity: candor_byte_scale_count(n))
    candor_byte_pack(n, k, weight.pointer, k, bytes, scales)
    keepAlive(weight)
  }

  /// `c = a B`, or `c += a B`, with `a` of `m × k`.
  func product(
    m: Int, _ a: UnsafePointer<Float>, stride aStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Float>, stride cStride: Int
  ) {
    candor_byte_packed_product(
      level, m, n, k, a, aStride, bytes, scales, accumulates ? 1 : 0, c, cStride)
  }

  deinit {
    bytes.deallocate()
    scales.deallocate()
  }
}
