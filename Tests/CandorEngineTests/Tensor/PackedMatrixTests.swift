import CandorEngine
import TestSupport
import Testing

/// Products with packed weights against sums written out, at every instruction level of this processor.
@Suite struct PackedMatrixTests {
  /// Sizes around the tiles of every level, and beyond the blocks in which k and the rows are taken.
  private static let sizes = [
    (1, 1, 1), (3, 5, 2), (6, 16, 7), (7, 17, 9), (12, 32, 33), (13, 31, 40), (49, 70, 25),
    (100, 8, 3), (2, 3, 1100), (14, 20, 600),
    (7, 18, 0),
  ]

  private func random(_ count: Int, seed: UInt64) -> [Double] {
    (GradientCheck.random([count], seed: seed) as Tensor<Double>).scalars
  }

  @Test(arguments: sizes, 0...MatrixProducts.bestLevel)
  func productsAreTheSums(size: (m: Int, n: Int, k: Int), level: Int) {
    let (m, n, k) = size
    let a = random(m * k, seed: 1)
    let b = random(k * n, seed: 2)
    let before = random(m * n, seed: 3)
    var expected = before
    for i in 0..<m {
      for j in 0..<n {
        for p in 0..<k { expected[i * n + j] += a[i * k + p] * b[p * n + j] }
      }
    }
    func transposed(_ x: [Double], _ rows: Int, _ columns: Int) -> [Double] {
      (0..<columns).flatMap { c in (0..<rows).map { x[$0 * columns + c] } }
    }
    for (aIsTransposed, bIsTransposed) in [(false, false), (false, true), (true, false)] {
      let left = aIsTransposed ? transposed(a, m, k) : a
      let right = bIsTransposed ? transposed(b, k, n) : b
      func check<Scalar: EngineScalar>(_ type: Scalar.Type, _ tolerance: Double) {
        let result = MatrixProducts.packed(
          m: m, n: n, k: k, left.map { Scalar($0) }, transposed: aIsTransposed,
          right.map { Scalar($0) }, transposed: bIsTransposed,
          addingTo: before.map { Scalar($0) }, level: level)
        expectClose(
          result.map { Double($0) }, expected, absolute: tolerance * Double(max(1, k)),
          relative: tolerance)
      }
      check(Double.self, 1e-14)
      check(Float.self, 1e-6)
    }
  }

  @Test(arguments: 0...MatrixProducts.bestLevel) func aRowDoesNotDependOnTheOthers(level: Int) {
    let (m, n, k) = (53, 37, 29)
    let a = random(m * k, seed: 4).map { Float($0) }
    let b = random(k * n, seed: 5).map { Float($0) }
    func product(_ rows: Range<Int>) -> [Float] {
      MatrixProducts.packed(
        m: rows.count, n: n, k: k, Array(a[rows.lowerBound * k..<rows.upperBound * k]), b,
        level: level)
    }
    let all = product(0..<m)
    for rows in [0..<1, 5..<12, 40..<53, 52..<53] {
      #expect(product(rows) == Array(all[rows.lowerBound * n..<rows.upperBound * n]))
    }
  }

  @Test(arguments: 0...MatrixProducts.bestLevel) func chosenRowsAlone(level: Int) {
    let (m, n, k) = (19, 23, 31)
    let a = random(k * m, seed: 6)
    let b = random(k * n, seed: 7)
    let chosen = [0, 3, 4, 17, 30]
    let picked = MatrixProducts.packed(
      m: m, n: n, k: chosen.count, chosen.flatMap { a[$0 * m..<$0 * m + m] }, transposed: true,
      chosen.flatMap { b[$0 * n..<$0 * n + n] }, level: level)
    #expect(
      MatrixProducts.packed(
        m: m, n: n, k: k, a, transposed: true, b, rows: chosen, level: level) == picked)
  }
}
