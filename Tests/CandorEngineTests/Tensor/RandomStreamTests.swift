import CKernels
import CandorEngine
import Testing

@Suite struct RandomStreamTests {
  /// The first output of SplitMix64 from state 0, and the 64-bit FNV-1a of the empty string and of "a".
  @Test func referenceValues() {
    #expect(RandomStream.scatter(0) == 0xE220_A839_7B1D_CDAF)
    #expect(RandomStream.key("") == 0xCBF2_9CE4_8422_2325)
    #expect(RandomStream.key("a") == 0xAF63_DC4C_8601_EC8C)
  }

  @Test func everyKeyCounts() {
    var seeds: Set<UInt64> = []
    for a in 0..<10 as Range<UInt64> {
      for b in 0..<10 as Range<UInt64> {
        for c in 0..<10 as Range<UInt64> { seeds.insert(RandomStream.seed(a, b, c)) }
      }
    }
    #expect(seeds.count == 1000)
    #expect(RandomStream.seed(1, 2, 3) != RandomStream.seed(1, 3, 2))
    #expect(RandomStream.seed(1, 2) != RandomStream.seed(2, 1))
    #expect(RandomStream.seed(1, 1) != RandomStream.seed(2, 2))
    #expect(RandomStream.seed(1, 2) != RandomStream.seed(1, 2, 0))
  }

  @Test func generatorsDependOnSeedAndPurpose() {
    func numbers(_ seed: UInt64, _ purpose: String) -> [UInt64] {
      var generator = SeededGenerator(seed: seed, purpose: purpose)
      return (0..<5).map { _ in generator.next() }
    }
    #expect(numbers(1, "a") == numbers(1, "a"))
    #expect(Set(numbers(1, "a") + numbers(2, "a") + numbers(1, "b")).count == 15)
  }

  private func uniforms(_ streams: [UInt64], units: Int) -> [Float] {
    var numbers = [Float](repeating: .nan, count: streams.count * units)
    candor_uniform(streams.count, units, streams, &numbers)
    return numbers
  }

  @Test func uniformNumbersAreStrictlyInside() {
    let numbers = uniforms((0..<200).map { RandomStream.seed(1, $0) }, units: 500)
    #expect(numbers.allSatisfy { $0 > 0 && $0 < 1 })
    // The extremes of the 23 bits that a number is made of.
    let least: Float = (0 + 0.5) * 0x1p-23
    let most: Float = (Float(0x7F_FFFF) + 0.5) * 0x1p-23
    #expect(least > 0 && most < 1)
    #expect(numbers.allSatisfy { ($0 * 0x1p24).truncatingRemainder(dividingBy: 2) == 1 })
  }

  @Test func uniformNumbersAreUniform() {
    let numbers = uniforms((0..<200).map { RandomStream.seed(7, $0) }, units: 500)
    let count = Double(numbers.count)
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / count
    let variance = numbers.reduce(0.0) { $0 + (Double($1) - 0.5) * (Double($1) - 0.5) } / count
    #expect(abs(mean - 0.5) < 5 * (1 / 12 / count).squareRoot())
    #expect(abs(variance - 1 / 12) < 0.001)
    var bins = [Double](repeating: 0, count: 64)
    for number in numbers { bins[Int(number * 64)] += 1 }
    let expected = count / 64
    let chiSquare = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // 63 degrees of freedom: 110 is passed once in 4000 seeds, 25 missed as often; ours is fixed.
    #expect(chiSquare > 25 && chiSquare < 110)
  }

  @Test func aNumberDependsOnItsStreamAndPlaceAlone() {
    let whole = uniforms([5, 6, 7], units: 10)
    #expect(uniforms([6], units: 10) == Array(whole[10..<20]))
    #expect(uniforms([7], units: 4) == Array(whole[20..<24]))
    #expect(Set(whole).count == 30)
  }
}
