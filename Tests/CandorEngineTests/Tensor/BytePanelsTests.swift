import CandorEngine
import TestSupport
import Testing

/// Products with weights rounded to bytes, at every level of this processor.
@Suite struct BytePanelsTests {
  /// Sizes around the tiles of every level, and beyond the blocks in which k and the rows are taken.
  private static let sizes = [
    (1, 1, 1), (3, 5, 2), (5, 256, 12), (6, 16, 7), (7, 17, 9), (12, 32, 33), (13, 33, 40),
    (49, 70, 25), (2, 140, 66), (2, 3, 1100), (14, 20, 2050), (7, 18, 0),
    (60, 100, 200),
  ]
  private static let levels = 0...MatrixProducts.bestByteLevel

  private func random(_ count: Int, seed: UInt64) -> [Float] {
    (GradientCheck.random([count], seed: seed) as Tensor<Float>).scalars
  }

  /// The nearest of the 255 multiples of a row's scale.
  private func rounded(_ row: ArraySlice<Float>) -> [Double] {
    let scale = Double(row.map(\.magnitude).max() ?? 0) / 127
    return row.map { scale == 0 ? 0 : (Double($0) / scale).rounded(.toNearestOrEven) * scale }
  }

  @Test(arguments: sizes, levels)
  func productsAreThoseOfRoundedNumbers(size: (m: Int, n: Int, k: Int), level: Int) {
    let (m, n, k) = size
    let a = random(m * k, seed: 1)
    let weight = random(n * k, seed: 2)
    let before = random(m * n, seed: 3)
    // A row of a is rounded in blocks of 1,024 steps.
    var left: [Double] = []
    for row in stride(from: 0, to: m * k, by: max(1, k)) {
      for p in stride(from: row, to: row + k, by: 1024) {
        left += rounded(a[p..<min(row + k, p + 1024)])
      }
    }
    let right = (0..<n).flatMap { rounded(weight[$0 * k..<($0 + 1) * k]) }
    var expected = before.map { Double($0) }
    for i in 0..<m {
      for j in 0..<n {
        for p in 0..<k { expected[i * n + j] += left[i * k + p] * right[j * k + p] }
      }
    }
    let result = MatrixProducts.bytes(
      m: m, n: n, k: k, a, weight, addingTo: before, level: level)
    expectClose(result.map { Double($0) }, expected, absolute: 1e-5, relative: 1e-6)
  }

  @Test(arguments: sizes) func everyLevelGivesTheSameBits(size: (m: Int, n: Int, k: Int)) {
    let (m, n, k) = size
    let results = Self.levels.map {
      MatrixProducts.bytes(
        m: m, n: n, k: k, random(m * k, seed: 1), random(n * k, seed: 2),
        addingTo: random(m * n, seed: 3), level: $0)
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: levels) func aRowDoesNotDependOnTheOthers(level: Int) {
    let (m, n, k) = (53, 37, 29)
    let a = random(m * k, seed: 4)
    let weight = random(n * k, seed: 5)
    let before = random(m * n, seed: 6)
    func product(_ rows: Range<Int>) -> [Float] {
      MatrixProducts.bytes(
        m: rows.count, n: n, k: k, Array(a[rows.lowerBound * k..<rows.upperBound * k]), weight,
        addingTo: Array(before[rows.lowerBound * n..<rows.upperBound * n]), level: level)
    }
    let all = product(0..<m)
    for rows in [0..<1, 5..<12, 40..<53, 52..<53] {
      #expect(product(rows) == Array(all[rows.lowerBound * n..<rows.upperBound * n]))
    }
  }

  @Test(arguments: levels) func extremesAreKept(level: Int) {
    func product(_ a: [Float], _ weight: [Float]) -> Float {
      MatrixProducts.bytes(m: 1, n: 1, k: a.count, a, weight, addingTo: [0], level: level)[0]
    }
    let most = [Float](repeating: -127, count: 1024)
    #expect(product(most, most) == 127 * 127 * 1024)
    #expect(product(most, most.map { -$0 }) == -127 * 127 * 1024)
    #expect(product([0, 0, 0], [1, 2, 3]) == 0)
    #expect(product([1, 2, 3], [0, 0, 0]) == 0)
    #expect(product([1e-42], [1]) == 0)
    #expect(product([.nan, 1], [1, 1]).isNaN)
    #expect(!product([.infinity, 1], [1, 1]).isFinite)
  }
}
