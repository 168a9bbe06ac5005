import COpenBLAS
import Dispatch

/// Divides operations among threads.
///
/// Work is cut into chunks by its size alone, never by the number of threads, and each chunk writes its own part of
/// the result. So one thread and many give the same bits.
public struct Workers: Sendable {
  /// The number of threads that work at the same time, at least one.
  public let threads: Int

  /// - Parameter threads: the number of threads; at least one is used.
  public init(threads: Int) {
    self.threads = max(1, threads)
    Workers.prepareBLAS
  }

  /// All work on the calling thread.
  public static var single: Workers { Workers(threads: 1) }

  /// OpenBLAS keeps to one thread: the engine divides the work itself, in larger pieces.
  private static let prepareBLAS: Void = openblas_set_num_threads(1)

  /// The processor for which OpenBLAS chose its kernels.
  public static var matrixProductCore: String { String(cString: openblas_get_corename()) }

  /// Runs `body` for each chunk of `0..<count`, cut at multiples of `size`.
  func forEachChunk(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let size = max(1, size)
    let chunks = (count + size - 1) / size
    func run(_ chunk: Int) { body(chunk * size..<min(count, (chunk + 1) * size)) }
    let used = min(threads, chunks)
    if used == 1 {
      for chunk in 0..<chunks { run(chunk) }
      return
    }
    withoutActuallyEscaping(run) { run in
      nonisolated(unsafe) let run = run
      DispatchQueue.concurrentPerform(iterations: used) { worker in
        for chunk in stride(from: worker, to: chunks, by: used) { run(chunk) }
      }
    }
  }

  /// Rows of a batch that one thread takes through a whole sequence.
  static func rowsPerChunk(_ rows: Int) -> Int {
    rows >= 256 ? 128 : rows >= 128 ? 64 : rows >= 32 ? (rows + 1) / 2 : rows
  }

  /// Elements of element-wise work in one chunk.
  static let elementsPerChunk = 1 << 16

  /// `c = a · op(b)`, or `c += a · op(b)`, the rows of `c` divided among the threads.
  ///
  /// - Parameters:
  ///   - m: rows of a and c
  ///   - n: columns of op(b) and c
  ///   - k: columns of a, rows of op(b)
  ///   - accumulates: whether the product is added to c
  func matrixProduct<Scalar: EngineScalar>(
    transposeB: Bool = false, m: Int, n: Int, k: Int, _ a: UnsafePointer<Scalar>,
    stride aStride: Int, _ b: UnsafePointer<Scalar>, stride bStride: Int,
    accumulates: Bool = false, _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    guard m >= PackedMatrix<Scalar>.worthwhileRows else {
      return Scalar.kernels.matrixProduct(
        false, transposeB, m, n, k, a, aStride, b, bStride, accumulates ? 1 : 0, c, cStride)
    }
    let packed = PackedMatrix(b, stride: bStride, k: k, n: n, transposed: transposeB)
    forEachChunk(of: m, size: Self.productRows(n: n, k: k)) { range in
      packed.product(
        m: range.count, a + range.lowerBound * aStride, stride: aStride, accumulates: accumulates,
        c + range.lowerBound * cStride, stride: cStride)
    }
  }

  /// `c = aᵀ · b`, or `c += aᵀ · b`, the rows of `c` divided among the threads.
  ///
  /// - Parameters:
  ///   - m: columns of a, rows of c
  ///   - n: columns of b and c
  ///   - k: rows of a and b
  ///   - rows: where given, only these rows of a and b take part
  ///   - accumulates: whether the product is added to c
  func transposedProduct<Scalar: EngineScalar>(
    m: Int, n: Int, k: Int, rows: [Int32]? = nil, _ a: UnsafePointer<Scalar>, stride aStride: Int,
    _ b: UnsafePointer<Scalar>, stride bStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    let k = rows?.count ?? k
    guard rows != nil || m >= PackedMatrix<Scalar>.worthwhileRows else {
      return Scalar.kernels.matrixProduct(
        true, false, m, n, k, a, aStride, b, bStride, accumulates ? 1 : 0, c, cStride)
    }
    let packed = PackedMatrix(b, stride: bStride, k: k, n: n, rows: rows)
    forEachChunk(of: m, size: Self.productRows(n: n, k: k)) { range in
      packed.transposedProduct(
        m: range.count, rows: rows, a + range.lowerBound, stride: aStride, accumulates: accumulates,
        c + range.lowerBound * cStride, stride: cStride)
    }
  }

  /// Rows of a product in one chunk: about two million multiplications, and whole tiles at every instruction level.
  private static func productRows(n: Int, k: Int) -> Int {
    max(48, (2_000_000 / max(1, n * k) + 47) / 48 * 48)
  }
}
