import CKernels

/// The panels of a `PackedMatrix` in half precision.
final class HalfPanels: Sendable {
  // Written by the initializer alone.
  private nonisolated(unsafe) let numbers: UnsafeMutablePointer<UInt16>

  var pointer: UnsafePointer<UInt16> { UnsafePointer(numbers) }

  /// Packs the transpose of a weight `[n, k]`; `nil` if that would round anything.
  init?(transposing weight: Tensor<Float>, _ level: Int32) {
    guard candor_fits_half(weight.count, weight.pointer) != 0 else { return nil }
    let (n, k) = (weight.shape[0], weight.shape[1])
    numbers = .allocate(capacity: Float.kernels.packedCount(level, n, k))
    // A few panels at a time: a copy of the whole in single precision would be what is to be saved.
    let columns = 64
    let part = UnsafeMutablePointer<Float>.allocate(
      capacity: Float.kernels.packedCount(level, min(n, columns), k))
    defer { part.deallocate() }
    for first in stride(from: 0, to: n, by: columns) {
      let width = min(columns, n - first)
      Float.kernels.pack(level, width, k, nil, weight.pointer + first * k, k, 1, part)
      candor_float_to_half(
        Float.kernels.packedCount(level, width, k), part, numbers + first * k)
    }
    keepAlive(weight)
  }

  deinit { numbers.deallocate() }
}
