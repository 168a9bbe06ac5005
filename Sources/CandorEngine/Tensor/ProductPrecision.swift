import CKernels

/// How exactly a training multiplies matrices.
public enum ProductPrecision: String, Sendable, Codable, CaseIterable {
  /// As exactly as the numbers are.
  case full
  /// The factors of `Float` products in LSTMs and dense layers are rounded to bfloat16, the upper half of a `Float`; sums,
  /// weights, gradients and everything else stay as they are (Kalamkar et al. 2019, "A Study of BFLOAT16 for Deep
  /// Learning Training"). The error of a factor is at most 1/256 of it. Twice as many products a second with AVX-512 BF16;
  /// without it fewer than in full precision, and the same bits as long as products and sums are normal numbers.
  case bfloat16

  /// Whether products of bfloat16 are the faster ones here: only with AVX-512 BF16.
  public static var isBFloat16Fast: Bool { InstructionLevel.bestForBFloat16 == 2 }
}

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
        UnsafeMutableRawPointer(pairs.freshPointer + first * ((k + 1) / 2))
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
