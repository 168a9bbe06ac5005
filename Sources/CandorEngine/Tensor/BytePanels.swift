import CKernels

/// A matrix rounded to bytes, in the panels of a `PackedMatrix`.
///
/// Row r of a weight `[n, k]`, which is column r of B, is s(r) · q, whole numbers q from −127 to 127; a product rounds
/// each row of `a` likewise and adds up whole numbers exactly, so the result has the same bits on every processor. It
/// reads a quarter of the memory and, with instructions for it, takes a quarter of the time. The error of a factor is
/// at most 1/254 of the largest magnitude in its row or column.
final class BytePanels: Sendable {
  /// n and k
  let shape: [Int]
  /// The numbers.
  var count: Int { shape[0] * shape[1] }
  private var n: Int { shape[0] }
  private var k: Int { shape[1] }
  // Written by the initializers alone.
  private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>
  private nonisolated(unsafe) let scales: UnsafeMutablePointer<Float>

  private static let columns = candor_byte_panel_columns()

  private init(uninitialized shape: [Int]) {
    precondition(shape.count == 2, "BytePanels: \(shape) is no matrix")
    self.shape = shape
    bytes = .allocate(
      capacity: candor_byte_packed_count(shape[0], shape[1]) + candor_byte_slack())
    scales = .allocate(capacity: candor_byte_scale_count(shape[0]))
  }

  /// Rounds a weight `[n, k]`.
  convenience init(transposing weight: Tensor<Float>) {
    self.init(uninitialized: weight.shape)
    candor_byte_pack(n, k, weight.pointer, k, bytes, scales)
    keepAlive(weight)
  }

  /// A weight that was rounded before.
  ///
  /// - Parameters:
  ///   - shape: n and k
  ///   - scales: of each row
  ///   - fill: reads the numbers of some rows
  convenience init<Failure: Error>(
    shape: [Int], scales: [Float],
    reading fill: (Range<Int>, UnsafeMutableBufferPointer<Int8>) throws(Failure) -> Void
  ) throws(Failure) {
    self.init(uninitialized: shape)
    precondition(scales.count == n, "BytePanels: \(scales.count) scales of \(n) rows")
    self.scales.initialize(repeating: 0, count: candor_byte_scale_count(n))
    self.scales.update(from: scales, count: n)
    let panel = UnsafeMutableBufferPointer<Int8>.allocate(capacity: min(Self.columns, n) * k)
    defer { panel.deallocate() }
    for rows in Self.panels(of: n) {
      let numbers = UnsafeMutableBufferPointer(rebasing: panel[..<(rows.count * k)])
      try fill(rows, numbers)
      candor_byte_pack_panel(
        rows.count, k, numbers.baseAddress, bytes + candor_byte_packed_count(rows.lowerBound, k))
    }
  }

  private static func panels(of rows: Int) -> some Sequence<Range<Int>> {
    stride(from: 0, to: rows, by: columns).lazy.map { $0..<min($0 + columns, rows) }
  }

  /// s, of each row.
  var rowScales: [Float] { Array(UnsafeBufferPointer(start: scales, count: n)) }

  /// Calls `body` with the numbers of some rows after others.
  func forEachPanel<Failure: Error>(
    _ body: (Range<Int>, UnsafeBufferPointer<Int8>) throws(Failure) -> Void
  ) throws(Failure) {
    let panel = UnsafeMutableBufferPointer<Int8>.allocate(capacity: min(Self.columns, n) * k)
    defer { panel.deallocate() }
    for rows in Self.panels(of: n) {
      candor_byte_unpack_panel(
        rows.count, k, bytes + candor_byte_packed_count(rows.lowerBound, k), panel.baseAddress)
      try body(rows, UnsafeBufferPointer(rebasing: panel[..<(rows.count * k)]))
    }
  }

  /// Writes s · q, row by row.
  func widen(into weight: UnsafeMutablePointer<Float>) {
    forEachPanel { rows, numbers in
      for (place, row) in rows.enumerated() {
        for column in 0..<k {
          weight[row * k + column] = scales[row] * Float(numbers[place * k + column])
        }
      }
    }
  }

  /// `c = a B`, or `c += a B`, with `a` of `m × k`.
  ///
  /// - Parameter level: the instruction level, for tests
  func product(
    m: Int, _ a: UnsafePointer<Float>, stride aStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Float>, stride cStride: Int,
    level: Int32 = InstructionLevel.bestForBytes
  ) {
    candor_byte_packed_product(
      level, m, n, k, a, aStride, bytes, scales, accumulates ? 1 : 0, c, cStride)
  }

  deinit {
    bytes.deallocate()
    scales.deallocate()
  }
}
