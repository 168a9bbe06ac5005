import CKernels

/// The panels of a `PackedMatrix` rounded to bfloat16, two steps of k in each number.
struct BFloat16Panels: Sendable {
  private let k: Int
  private let n: Int
  private let level: Int32
  /// The pairs, in the place of as many numbers.
  private let pairs: Tensor<Float>

  private var pointer: UnsafePointer<UInt32> {
    UnsafeRawPointer(pairs.pointer).assumingMemoryBound(to: UInt32.self)
  }

  /// Packs B, `k × n`, as `PackedMatrix` does.
  init(
    _ matrix: UnsafePointer<Float>, stride: Int, k: Int, n: Int, transposed: Bool,
    rows: [Int32]?, workers: Workers, level: Int32 = InstructionLevel.bestForBFloat16
  ) {
    (self.k, self.n, self.level) = (k, n, level)
    let pairs = Tensor<Float>(uninitialized: [candor_bfloat_packed_count(level, n, k)])
    self.pairs = pairs
    workers.forEachChunk(of: n, size: PackedMatrix<Float>.columnsPerChunk(k: k)) { columns in
      let first = columns.lowerBound
      candor_bfloat_pack(
        level, columns.count, k, rows, matrix + first * (transposed ? stride : 1), stride,
        transposed ? 1 : 0,
        UnsafeMutableRawPointer(pairs.freshPointer + candor_bfloat_packed_count(level, first, k))
          .assumingMemoryBound(to: UInt32.self))
    }
  }

  /// `c = a B (+ a₂ B₂)`, or `c += …`, with `a` of `m × k`.
  func product(
    m: Int, _ a: UnsafePointer<Float>, stride aStride: Int,
    plus second: (BFloat16Panels, UnsafePointer<Float>, stride: Int)? = nil, accumulates: Bool,
    _ c: UnsafeMutablePointer<Float>, stride cStride: Int
  ) {
    precondition(
      second.map { $0.0.n == n && $0.0.level == level } ?? true, "BFloat16Panels: other panels")
    candor_bfloat_packed_product(
      level, m, n, k, a, aStride, pointer, second?.0.k ?? 0, second?.1, second?.stride ?? 0,
      second?.0.pointer, accumulates ? 1 : 0, c, cStride)
    keepAlive(pairs, second?.0.pairs)
  }

  /// `c = aᵀ B`, or `c += aᵀ B`, with `a` of `k × m`.
  func transposedProduct(
    m: Int, rows: [Int32]?, _ a: UnsafePointer<Float>, stride aStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Float>, stride cStride: Int
  ) {
    candor_bfloat_packed_transposed_product(
      level, m, n, k, rows, a, aStride, pointer, accumulates ? 1 : 0, c, cStride)
    keepAlive(pairs)
  }
}
