import CandorEngine
import TestSupport
import Testing

/// Products of factors rounded to bfloat16, at every level of this processor.
@Suite struct BFloat16PanelsTests {
  /// Sizes around the tiles of every level, and beyond the blocks in which k and the rows are taken.
  private static let sizes = [
    (1, 1, 1), (3, 5, 2), (5, 256, 12), (6, 16, 7), (7, 17, 9), (12, 32, 33), (13, 33, 40),
    (49, 70, 25), (100, 8, 3), (2, 140, 66), (2, 3, 1100), (14, 20, 515), (7, 18, 0), (3, 140, 515),
    (150, 70, 100),
  ]
  private static let levels = 0...MatrixProducts.bestBFloat16Level

  private func random(_ count: Int, seed: UInt64) -> [Float] {
    (GradientCheck.random([count], seed: seed) as Tensor<Float>).scalars
  }

  /// The nearest number with eight significant binary digits.
  private func rounded(_ x: Float) -> Double {
    guard x != 0, x.isFinite else { return Double(x) }
    let unit = x.ulp * 65_536
    return Double((x / unit).rounded(.toNearestOrEven) * unit)
  }

  private func transposed<Scalar>(_ x: [Scalar], _ rows: Int, _ columns: Int) -> [Scalar] {
    (0..<columns).flatMap { c in (0..<rows).map { x[$0 * columns + c] } }
  }

  @Test(arguments: sizes, levels)
  func productsAreThoseOfRoundedNumbers(size: (m: Int, n: Int, k: Int), level: Int) {
    let (m, n, k) = size
    let (a, b) = (random(m * k, seed: 1), random(k * n, seed: 2))
    let before = random(m * n, seed: 3)
    var expected = before.map { Double($0) }
    for i in 0..<m {
      for j in 0..<n {
        for p in 0..<k { expected[i * n + j] += rounded(a[i * k + p]) * rounded(b[p * n + j]) }
      }
    }
    for (aIsTransposed, bIsTransposed) in [(false, false), (false, true), (true, false)] {
      let result = MatrixProducts.packed(
        m: m, n: n, k: k, aIsTransposed ? transposed(a, m, k) : a, transposed: aIsTransposed,
        bIsTransposed ? transposed(b, k, n) : b, transposed: bIsTransposed, addingTo: before,
        precision: .bfloat16, level: level)
      expectClose(
        result.map { Double($0) }, expected, absolute: 1e-6 * Double(max(1, k)), relative: 1e-6)
    }
  }

  @Test(arguments: sizes) func vectorsOfAnyWidthGiveTheSameBits(size: (m: Int, n: Int, k: Int)) {
    let (m, n, k) = size
    for isTransposed in [false, true] {
      let results = Self.levels.prefix(3).map {
        MatrixProducts.packed(
          m: m, n: n, k: k, random(m * k, seed: 1), transposed: isTransposed,
          random(n * k, seed: 2), addingTo: random(m * n, seed: 3), precision: .bfloat16, level: $0)
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }

  /// The instruction adds, fused, the earlier steps of 16 pairs, and the later ones, and both sums to the result.
  @Test(.enabled(if: levels.contains(3), "a processor without AMX"), arguments: sizes)
  func tilesGiveTheBitsOfTheirOrder(size: (m: Int, n: Int, k: Int)) {
    let (m, n, k) = size
    let (a, b) = (random(m * k, seed: 1), random(n * k, seed: 2))
    let before = random(m * n, seed: 3)
    let (left, right) = (a.map { Float(rounded($0)) }, b.map { Float(rounded($0)) })
    var expected = before
    for i in 0..<m {
      for j in 0..<n {
        for block in stride(from: 0, to: k, by: 32) {
          var sums: (Float, Float) = (0, 0)
          for p in stride(from: block, to: min(k, block + 32), by: 2) {
            sums.0.addProduct(left[i * k + p], right[p * n + j])
            if p + 1 < k { sums.1.addProduct(left[i * k + p + 1], right[(p + 1) * n + j]) }
          }
          expected[i * n + j] += sums.0 + sums.1
        }
      }
    }
    for isTransposed in [false, true] {
      let result = MatrixProducts.packed(
        m: m, n: n, k: k, isTransposed ? transposed(a, m, k) : a, transposed: isTransposed, b,
        addingTo: before, precision: .bfloat16, level: 3)
      #expect(result == expected)
    }
  }

  @Test(arguments: levels) func aRowDoesNotDependOnTheOthers(level: Int) {
    let (m, n, k) = (103, 37, 529)
    let (a, b) = (random(m * k, seed: 4), random(k * n, seed: 5))
    func product(_ rows: Range<Int>) -> [Float] {
      MatrixProducts.packed(
        m: rows.count, n: n, k: k, Array(a[rows.lowerBound * k..<rows.upperBound * k]), b,
        precision: .bfloat16, level: level)
    }
    let all = product(0..<m)
    for rows in [0..<1, 5..<12, 40..<53, 102..<103] {
      #expect(product(rows) == Array(all[rows.lowerBound * n..<rows.upperBound * n]))
    }
  }

  @Test(arguments: levels) func chosenRowsAlone(level: Int) {
    let (m, n, k) = (61, 23, 1200)
    let (a, b) = (random(k * m, seed: 6), random(k * n, seed: 7))
    let chosen = (0..<k).filter { $0 % 2 == 0 || $0 % 23 == 0 }
    let picked = MatrixProducts.packed(
      m: m, n: n, k: chosen.count, chosen.flatMap { a[$0 * m..<$0 * m + m] }, transposed: true,
      chosen.flatMap { b[$0 * n..<$0 * n + n] }, precision: .bfloat16, level: level)
    #expect(
      MatrixProducts.packed(
        m: m, n: n, k: k, a, transposed: true, b, rows: chosen, precision: .bfloat16, level: level)
        == picked)
  }

  @Test(arguments: levels) func twoProductsInOnePass(level: Int) {
    let (m, n, k, k2) = (17, 40, 9, 523)
    let (a, b) = (random(m * k, seed: 8), random(k * n, seed: 9))
    let (a2, b2) = (random(m * k2, seed: 10), random(k2 * n, seed: 11))
    for precision in ProductPrecision.allCases {
      let first = MatrixProducts.packed(
        m: m, n: n, k: k, a, b, precision: precision, level: level)
      let both = MatrixProducts.packed(
        m: m, n: n, k: k2, a2, b2, addingTo: first, precision: precision,
        level: level)
      let atOnce = MatrixProducts.packed(
        m: m, n: n, k: k, a, b, plus: (k2, a2, b2), precision: precision, level: level)
      #expect(atOnce == both)
    }
  }

  @Test(arguments: levels) func numbersOfEveryKind(level: Int) {
    func times(_ x: Float, _ y: Float) -> Float {
      MatrixProducts.packed(
        m: 1, n: 1, k: 1, [x], [y], precision: .bfloat16, level: level)[0]
    }
    // Ties go to the even neighbour, of either sign.
    #expect(times(1 + 0x1p-8, 1) == 1 && times(1 + 0x1.8p-7, 1) == 1 + 0x1p-6)
    #expect(times(1, -1 - 0x1.8p-7) == -1 - 0x1p-6 && times(1 + 0x1.02p-8, 1) == 1 + 0x1p-7)
    #expect(times(0x1.feffp10, 1) == 0x1.fep10)
    #expect(times(.infinity, 2) == .infinity && times(-.infinity, 2) == -.infinity)
    #expect(times(.greatestFiniteMagnitude, 1) == .infinity)
    // A network that has diverged must not look sound.
    #expect(times(.nan, 1).isNaN && times(1, .nan).isNaN)
    #expect(times(Float(nan: 1, signaling: false), 1).isNaN && times(.infinity, 0).isNaN)
    #expect(times(Float(bitPattern: 0x7F80_0001), 1).isNaN)
    #expect(times(0x1p-130, 1) == 0 && times(-0x1p-130, 0x1p100) == 0)
    #expect(times(.leastNormalMagnitude, 0x1p100) == 0x1p-26)
  }

  /// A pass through LSTMs, dense layers and attention, and back.
  @Test func gradientsAreNearlyTheFullOnes() throws {
    let model = TestNetwork<Float>(inputs: 32, hidden: 48, classes: 20)
    let lengths = SequenceLengths((0..<24).map { 1 + $0 % 5 }, maximum: 5)
    let x: Tensor<Float> = GradientCheck.random([5, 24, 32])
    func gradients(_ precision: ProductPrecision) throws -> [[Float]] {
      let context = Context<Float>(mode: .training, seed: 5, precision: precision)
      let objective = context.objective(
        model.loss(Sequences(Variable(x), lengths: lengths), in: context))
      let gradients = try context.gradients(of: objective, for: model)
      return model.parameters.compactMap { gradients[$0.parameter]?.scalars }
    }
    let (full, rounded) = try (gradients(.full), gradients(.bfloat16))
    #expect(full.count > 15 && full != rounded)
    func norm(_ x: [Float]) -> Float { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    for (a, b) in zip(full, rounded) {
      let difference = norm(zip(a, b).map { $0 - $1 })
      #expect(difference < 0.03 * norm(a) + 1e-6, "\(difference) of \(norm(a))")
    }
  }

  /// Numbers of 64 bits are never rounded.
  @Test func doublesStayWhole() {
    let a = (GradientCheck.random([6], seed: 1) as Tensor<Double>).scalars
    #expect(
      MatrixProducts.packed(m: 2, n: 2, k: 3, a, a, precision: .bfloat16, level: 0)
        == MatrixProducts.packed(m: 2, n: 2, k: 3, a, a, level: 0))
  }
}
