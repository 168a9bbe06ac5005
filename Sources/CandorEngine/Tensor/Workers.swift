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

  /// `c = alpha * op(a) * op(b) + beta * c`, the rows of `c` divided among the threads.
  func matrixProduct<Scalar: EngineScalar>(
    transposeA: Bool = false, transposeB: Bool = false, m: Int, n: Int, k: Int, alpha: Scalar = 1,
    _ a: UnsafePointer<Scalar>, stride aStride: Int, _ b: UnsafePointer<Scalar>,
    stride bStride: Int,
    beta: Scalar = 0, _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    guard m > 0, n > 0 else { return }
    // Chunks of about two million multiplications, a multiple of 16 rows.
    let rows = max(16, (2_000_000 / max(1, n * k) + 15) / 16 * 16)
    forEachChunk(of: m, size: max(rows, (m + 7) / 8)) { range in
      let aStart = a + (transposeA ? range.lowerBound : range.lowerBound * aStride)
      Scalar.kernels.matrixProduct(
        transposeA, transposeB, range.count, n, k, alpha, aStart, aStride, b, bStride, beta,
        c + range.lowerBound * cStride, cStride)
    }
  }
}
