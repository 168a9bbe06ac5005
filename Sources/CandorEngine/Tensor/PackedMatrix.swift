import CKernels

/// The right-hand matrix B of a product, laid out so that a tile of the result stays in registers.
///
/// An LSTM multiplies by the same weights at every step: packed once, they cost nothing more. A row of the result has
/// the same bits whatever other rows are computed with it.
struct PackedMatrix<Scalar: EngineScalar>: Sendable {
  /// The rows of B.
  let k: Int
  /// The columns of B.
  let n: Int
  private let panels: Panels

  /// Where the packed numbers are.
  private enum Panels: Sendable {
    case full(Tensor<Scalar>, level: Int32)
    /// Rounded to bytes, for `Float` only.
    case bytes(BytePanels)
    /// Rounded to bfloat16, for `Float` only.
    case bfloat16(BFloat16Panels)
  }

  /// Packs B, `k × n`.
  ///
  /// - Parameters:
  ///   - matrix: B as it lies, or an `n × k` matrix of which B is the transpose
  ///   - stride: from row to row of what lies there
  ///   - rows: where given, row p of B is row `rows[p]` of the matrix; not for a transpose
  ///   - precision: how exactly it is multiplied by
  ///   - workers: the threads
  ///   - level: the instruction level, for tests
  @specialized(where Scalar == Float)
  init(
    _ matrix: UnsafePointer<Scalar>, stride: Int, k: Int, n: Int, transposed: Bool = false,
    rows: [Int32]? = nil, precision: ProductPrecision = .full, workers: Workers = .single,
    level: Int32? = nil
  ) {
    precondition(
      rows == nil || !transposed && rows?.count == k, "PackedMatrix: rows of a transpose")
    (self.k, self.n) = (k, n)
    if precision == .bfloat16, Scalar.self == Float.self {
      panels = .bfloat16(
        BFloat16Panels(
          single(matrix), stride: stride, k: k, n: n, transposed: transposed, rows: rows,
          workers: workers, level: level ?? InstructionLevel.bestForBFloat16))
      return
    }
    let level = level ?? InstructionLevel.best
    let panels = Tensor<Scalar>(uninitialized: [Scalar.kernels.packedCount(level, n, k)])
    self.panels = .full(panels, level: level)
    workers.forEachChunk(of: n, size: Self.columnsPerChunk(k: k)) { columns in
      let first = columns.lowerBound
      Scalar.kernels.pack(
        level, columns.count, k, rows, matrix + first * (transposed ? stride : 1), stride,
        transposed ? 1 : 0, panels.freshPointer + first * k)
    }
  }

  /// Columns that one thread packs: whole panels at every instruction level.
  static func columnsPerChunk(k: Int) -> Int { max(64, (1 << 15) / max(1, k) / 64 * 64) }

  /// Packs the transpose of a weight `[n, k]`.
  @specialized(where Scalar == Float)
  init(
    transposing weight: Tensor<Scalar>, precision: ProductPrecision = .full,
    workers: Workers = .single
  ) {
    let (n, k) = (weight.shape[0], weight.shape[1])
    self.init(
      weight.pointer, stride: k, k: k, n: n, transposed: true, precision: precision,
      workers: workers)
    keepAlive(weight)
  }

  /// Packs the transpose of a weight `[n, k]`, rounded to bytes.
  init(roundingToBytes weight: Tensor<Float>) where Scalar == Float {
    (k, n) = (weight.shape[1], weight.shape[0])
    panels = .bytes(weight.bytePanels ?? BytePanels(transposing: weight))
  }

  /// `c = a B`, or `c += a B`, with `a` of `m × k`.
  @specialized(where Scalar == Float)
  func product(
    m: Int, _ a: UnsafePointer<Scalar>, stride aStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    switch panels {
    case .full(let panels, let level):
      Scalar.kernels.packedProduct(
        level, m, n, k, a, aStride, panels.pointer, 0, nil, 0, nil, accumulates ? 1 : 0, c, cStride)
      keepAlive(panels)
    case .bytes(let panels):
      panels.product(
        m: m, single(a), stride: aStride, accumulates: accumulates, single(c), stride: cStride)
    case .bfloat16(let panels):
      panels.product(
        m: m, single(a), stride: aStride, accumulates: accumulates, single(c), stride: cStride)
    }
  }

  /// `c = a B + a₂ B₂`, with `a₂` of `m × k₂`: one pass over c instead of two.
  @specialized(where Scalar == Float)
  func product(
    m: Int, _ a: UnsafePointer<Scalar>, stride aStride: Int, plus second: PackedMatrix,
    _ a2: UnsafePointer<Scalar>, stride a2Stride: Int, _ c: UnsafeMutablePointer<Scalar>,
    stride cStride: Int
  ) {
    precondition(second.n == n, "PackedMatrix: \(n) and \(second.n)")
    switch (panels, second.panels) {
    case (.full(let first, let level), .full(let other, let otherLevel)):
      precondition(level == otherLevel, "PackedMatrix: levels \(level) and \(otherLevel)")
      Scalar.kernels.packedProduct(
        level, m, n, k, a, aStride, first.pointer, second.k, a2, a2Stride, other.pointer, 0, c,
        cStride)
      keepAlive(first, other)
    case (.bfloat16(let first), .bfloat16(let other)):
      first.product(
        m: m, single(a), stride: aStride, plus: (other, single(a2), stride: a2Stride),
        accumulates: false, single(c), stride: cStride)
    default:
      product(m: m, a, stride: aStride, accumulates: false, c, stride: cStride)
      second.product(m: m, a2, stride: a2Stride, accumulates: true, c, stride: cStride)
    }
  }

  /// `c = aᵀ B`, or `c += aᵀ B`, with `a` of `k × m`; where `rows` is given, row p of `a` is row `rows[p]`.
  @specialized(where Scalar == Float)
  func transposedProduct(
    m: Int, rows: [Int32]? = nil, _ a: UnsafePointer<Scalar>, stride aStride: Int,
    accumulates: Bool, _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    precondition(rows == nil || rows?.count == k, "PackedMatrix: \(rows?.count ?? 0) rows of \(k)")
    switch panels {
    case .full(let panels, let level):
      Scalar.kernels.packedTransposedProduct(
        level, m, n, k, rows, a, aStride, panels.pointer, accumulates ? 1 : 0, c, cStride)
      keepAlive(panels)
    case .bfloat16(let panels):
      panels.transposedProduct(
        m: m, rows: rows, single(a), stride: aStride, accumulates: accumulates, single(c),
        stride: cStride)
    case .bytes: preconditionFailure("PackedMatrix: a frozen weight's gradient")
    }
  }
}

/// The same address; numbers are rounded for `Float` only.
private func single<Scalar>(_ pointer: UnsafePointer<Scalar>) -> UnsafePointer<Float> {
  UnsafeRawPointer(pointer).assumingMemoryBound(to: Float.self)
}

private func single<Scalar>(_ pointer: UnsafeMutablePointer<Scalar>) -> UnsafeMutablePointer<Float>
{
  UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
}

/// Which instructions the kernels use.
enum InstructionLevel {
  /// The best that this processor has: 0 baseline, 1 x86-64-v3 (AVX2), 2 x86-64-v4 (AVX-512).
  static let best = candor_instruction_level()
  /// The best for products of bytes: 0 baseline, 1 AVX2, 2 AVX-512 with VNNI, 3 AMX.
  static let bestForBytes = candor_byte_level()
  /// The best for products of bfloat16: 0 baseline, 1 AVX2, 2 AVX-512 BF16, 3 AMX.
  static let bestForBFloat16 = candor_bfloat_level()
}

/// Products on arrays, for tests and benchmarks of the kernels.
package enum MatrixProducts {
  /// The best instruction level of this processor.
  package static var bestLevel: Int { Int(InstructionLevel.best) }
  /// The best level of products of bytes on this processor.
  package static var bestByteLevel: Int { Int(InstructionLevel.bestForBytes) }
  /// The best level of products of bfloat16 on this processor.
  package static var bestBFloat16Level: Int { Int(InstructionLevel.bestForBFloat16) }

  /// `c + a · Wᵀ` with a weight `[n, k]` rounded to bytes.
  ///
  /// - Parameter level: that of products of bytes, up to `bestByteLevel`
  package static func bytes(
    m: Int, n: Int, k: Int, _ a: [Float], _ weight: [Float], addingTo c: [Float], level: Int
  ) -> [Float] {
    let panels = BytePanels(transposing: Tensor(shape: [n, k], weight))
    let result = Tensor(shape: [m, n], c)
    panels.product(
      m: m, a, stride: k, accumulates: true, result.freshPointer, stride: n, level: Int32(level))
    return result.scalars
  }

  /// `c + op(a) · op(b)` with packed `op(b)`, where `c` is zero by default; or `a · b + a₂ · b₂` in one pass.
  ///
  /// - Parameters:
  ///   - m: rows of op(a)
  ///   - n: columns of op(b)
  ///   - k: columns of op(a), rows of op(b)
  ///   - rows: where given, the rows of a transposed `a` and of `b` that take part
  ///   - second: k₂, a₂ and b₂
  ///   - precision: how exactly
  ///   - level: of the precision's products, up to the best
  package static func packed<Scalar: EngineScalar>(
    m: Int, n: Int, k: Int, _ a: [Scalar], transposed aIsTransposed: Bool = false, _ b: [Scalar],
    transposed bIsTransposed: Bool = false, rows: [Int]? = nil, addingTo c: [Scalar]? = nil,
    plus second: (k: Int, a: [Scalar], b: [Scalar])? = nil,
    precision: ProductPrecision = .full, level: Int
  ) -> [Scalar] {
    precondition(
      a.count == m * k && b.count == k * n && c.map { $0.count == m * n } ?? true,
      "packed: \(a.count) and \(b.count) numbers for \(m) × \(k) and \(k) × \(n)")
    let (a, b) = (Tensor(shape: [a.count], a), Tensor(shape: [b.count], b))
    let rows = rows.map { $0.map(Int32.init) }
    let packed = PackedMatrix(
      b.pointer, stride: bIsTransposed ? k : n, k: rows?.count ?? k, n: n,
      transposed: bIsTransposed, rows: rows, precision: precision, level: Int32(level))
    let result = c.map { Tensor(shape: [m, n], $0) } ?? Tensor(uninitialized: [m, n])
    if let second {
      packed.product(
        m: m, a.pointer, stride: k,
        plus: PackedMatrix(
          second.b, stride: n, k: second.k, n: n, precision: precision, level: Int32(level)),
        second.a, stride: second.k, result.freshPointer, stride: n)
    } else if aIsTransposed {
      packed.transposedProduct(
        m: m, rows: rows, a.pointer, stride: m, accumulates: c != nil, result.freshPointer,
        stride: n)
    } else {
      packed.product(
        m: m, a.pointer, stride: k, accumulates: c != nil, result.freshPointer, stride: n)
    }
    keepAlive(a, b)
    return result.scalars
  }
}
