import Synchronization

/// Divides operations among threads.
///
/// Each chunk of the work writes its own part of the result, and where parts are summed, work is cut by its size alone,
/// never by the number of threads. So one thread and many give the same bits.
public struct Workers: Sendable {
  /// The number of threads that work at the same time, at least one.
  public let threads: Int

  /// - Parameter threads: the number of threads; at least one is used.
  public init(threads: Int) {
    self.threads = max(1, threads)
  }

  /// All work on the calling thread.
  public static var single: Workers { Workers(threads: 1) }

  /// Runs `body` for each chunk of `0..<count`, cut at multiples of `size`.
  package func forEachChunk(of count: Int, size: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let size = max(1, size)
    let chunks = (count + size - 1) / size
    func run(_ chunk: Int) { body(chunk * size..<min(count, (chunk + 1) * size)) }
    forEach(chunks, run)
  }

  /// Runs `body` for each of `0..<count`, on as many threads as there are; a thread that is done takes the next.
  private func forEach(_ count: Int, _ body: (Int) -> Void) {
    let used = min(threads, count)
    if used <= 1 {
      for index in 0..<count { body(index) }
      return
    }
    let next = Atomic(0)
    ThreadPool.shared.run(helpers: used - 1) {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// The results of jobs that know nothing of each other, in their order. A job does its own work on one thread.
  ///
  /// - Throws: what the first job that failed, in their order, has thrown
  package func map<Value>(_ count: Int, _ job: (Int) throws -> Value) throws -> [Value] {
    var results = [Result<Value, any Error>?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      forEach(count) { index in results[index] = Result { try job(index) } }
    }
    return try results.compactMap { try $0?.get() }
  }

  /// The results of two jobs that know nothing of each other.
  ///
  /// - Throws: what the first has thrown, else what the second has
  package func both<First, Second>(
    _ first: () throws -> First, _ second: () throws -> Second
  ) throws -> (First, Second) {
    var results: (Result<First, any Error>?, Result<Second, any Error>?)
    withUnsafeMutablePointer(to: &results) { results in
      nonisolated(unsafe) let results = results
      forEach(2) { index in
        if index == 0 {
          results.pointee.0 = Result { try first() }
        } else {
          results.pointee.1 = Result { try second() }
        }
      }
    }
    guard case (let first?, let second?) = results else {
      preconditionFailure("Workers: a job was not done")
    }
    return (try first.get(), try second.get())
  }

  /// Rows of a batch that one thread takes through a whole sequence: an equal share, up to a limit. Only for work in
  /// which rows know nothing of each other, since it depends on the number of threads.
  func rowsPerChunk(_ rows: Int, atMost most: Int = 128) -> Int {
    guard rows >= 32 else { return rows }
    let chunks = ((rows + most - 1) / most + threads - 1) / threads * threads
    return (rows + chunks - 1) / chunks
  }

  /// Elements of element-wise work in one chunk.
  static let elementsPerChunk = 1 << 16

  /// `c = a B`, or `c += a B`, the rows of `c` divided among the threads.
  ///
  /// - Parameters:
  ///   - m: rows of a and c
  ///   - packed: B
  ///   - accumulates: whether the product is added to c
  ///   - finish: what follows on finished rows of c, while they are in the caches
  @specialized(where Scalar == Float)
  func product<Scalar: EngineScalar>(
    m: Int, _ a: UnsafePointer<Scalar>, stride aStride: Int, _ packed: PackedMatrix<Scalar>,
    accumulates: Bool = false, _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int,
    finish: (Range<Int>) -> Void = { _ in }
  ) {
    forEachChunk(of: m, size: productRows(m, n: packed.n, k: packed.k)) { range in
      packed.product(
        m: range.count, a + range.lowerBound * aStride, stride: aStride, accumulates: accumulates,
        c + range.lowerBound * cStride, stride: cStride)
      finish(range)
    }
  }

  /// `c = aᵀ · b`, or `c += aᵀ · b`, the rows of `c` divided among the threads.
  ///
  /// - Parameters:
  ///   - m: columns of a, rows of c
  ///   - n: columns of b and c
  ///   - k: rows of a and b
  ///   - rows: where given, only these rows of a and b take part
  ///   - precision: how exactly
  ///   - accumulates: whether the product is added to c
  @specialized(where Scalar == Float)
  func transposedProduct<Scalar: EngineScalar>(
    m: Int, n: Int, k: Int, rows: [Int32]? = nil, _ a: UnsafePointer<Scalar>, stride aStride: Int,
    _ b: UnsafePointer<Scalar>, stride bStride: Int, precision: ProductPrecision, accumulates: Bool,
    _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    let k = rows?.count ?? k
    let packed = PackedMatrix(
      b, stride: bStride, k: k, n: n, rows: rows, precision: precision, workers: self)
    forEachChunk(of: m, size: productRows(m, n: n, k: k)) { range in
      packed.transposedProduct(
        m: range.count, rows: rows, a + range.lowerBound, stride: aStride, accumulates: accumulates,
        c + range.lowerBound * cStride, stride: cStride)
    }
  }

  /// Rows of a product in one chunk: about two million multiplications, and whole tiles at every instruction level; for
  /// several threads equal shares, since a row has the same bits whatever others are computed with it.
  private func productRows(_ m: Int, n: Int, k: Int) -> Int {
    let rows = max(48, (2_000_000 / max(1, n * k) + 47) / 48 * 48)
    guard threads > 1, m > rows else { return rows }
    let chunks = ((m + 2 * rows - 1) / (2 * rows) + threads - 1) / threads * threads
    return ((m + chunks - 1) / chunks + 3) / 4 * 4
  }
}
