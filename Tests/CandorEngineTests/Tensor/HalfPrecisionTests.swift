import CKernels
import Testing

/// IEEE 754 binary16, in which weights may be saved.
@Suite struct HalfPrecisionTests {
  private func singles(_ halves: [UInt16]) -> [Float] {
    var result = [Float](repeating: -1, count: halves.count)
    candor_half_to_float(halves.count, halves, &result)
    return result
  }

  private func halves(_ singles: [Float]) -> [UInt16] {
    var result = [UInt16](repeating: 1, count: singles.count)
    candor_float_to_half(singles.count, singles, &result)
    return result
  }

  private func isNaN(_ half: UInt16) -> Bool { half & 0x7FFF > 0x7C00 }

  @Test func everyHalfComesBack() {
    let all = (0...UInt16.max).map { $0 }
    let single = singles(all)
    let back = halves(single)
    let wrong = all.filter { half in
      let index = Int(half)
      return isNaN(half) ? !single[index].isNaN || !isNaN(back[index]) : back[index] != half
    }
    #expect(wrong == [])
  }

  @Test func valuesByTheDefinition() {
    let all = (0..<UInt16(0x7C00)).map { $0 }
    let wrong = zip(all, singles(all)).filter { half, single in
      let (exponent, fraction) = (Int(half >> 10), Float(half & 0x3FF))
      let value =
        exponent == 0
        ? fraction * 0x1p-24
        : (1 + fraction / 1024) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
      return single != value
    }
    #expect(wrong.isEmpty)
    #expect(singles([0x7C00, 0xFC00, 0x8000]) == [.infinity, -.infinity, 0])
    #expect(singles([0x8000])[0].sign == .minus)
  }

  /// Between two neighbours, the nearer; in the very middle, the one whose last bit is zero.
  @Test func roundingIsToNearestEven() {
    let lower = (0..<UInt16(0x7BFF)).map { $0 }
    let below = singles(lower)
    let above = singles(lower.map { $0 + 1 })
    let middle = zip(below, above).map { ($0 + $1) / 2 }
    #expect(zip(middle, zip(below, above)).allSatisfy { $0 > $1.0 && $0 < $1.1 })
    #expect(halves(middle) == lower.map { $0 % 2 == 0 ? $0 : $0 + 1 })
    #expect(halves(middle.map(\.nextDown)) == lower)
    #expect(halves(middle.map(\.nextUp)) == lower.map { $0 + 1 })
    #expect(halves(middle.map { -$0.nextUp }) == lower.map { ($0 + 1) | 0x8000 })
  }

  @Test func theEndsOfTheRange() {
    #expect(
      halves([65504, 65519.996, 65520, 1e10, .infinity]) == [
        0x7BFF, 0x7BFF, 0x7C00, 0x7C00, 0x7C00,
      ])
    #expect(halves([-65520, -.infinity]) == [0xFC00, 0xFC00])
    #expect(halves([0, 1e-10, 0x1p-25, Float(0x1p-25).nextUp, -1e-30]) == [0, 0, 0, 1, 0x8000])
    #expect(isNaN(halves([.nan])[0]))
    #expect(isNaN(halves([.signalingNaN])[0]))
  }
}
