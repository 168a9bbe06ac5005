import CandorText
import Testing

struct PhoneErrorRateTests {
  @Test func rates() {
    var rate = PhoneErrorRate()
    #expect(rate.wordErrorRate.isNaN)
    // Right, by the second reference.
    let outcome = rate.add(
      ["R", "IY1", "D"], references: [["R", "EH1", "D"], ["R", "IY1", "D"]])
    #expect(outcome?.isRight == true)
    #expect(outcome?.phoneErrors == 0)
    #expect(outcome?.nearestReference == 1)
    // One deletion from the nearer reference, of four phones.
    rate.add(["A", "B", "C"], references: [["X", "Y"], ["A", "B", "C", "D"]])
    // Nothing said at all.
    rate.add([], references: [["A", "B", "C"]])
    #expect(rate.words == 3)
    #expect(rate.wrongWords == 2)
    #expect(rate.phoneErrors == 4)
    #expect(rate.referencePhones == 10)
    #expect(rate.wordErrorRate == 2.0 / 3)
    #expect(rate.phoneErrorRate == 0.4)
    #expect(rate.averageHammingDistance == 4.0 / 3)
  }

  @Test func stressCanBeIgnored() {
    var strict = PhoneErrorRate()
    var lenient = PhoneErrorRate(ignoringStress: true)
    strict.add(["HH", "AH0", "L", "OW1"], references: [["HH", "AH", "L", "OW"]])
    lenient.add(["HH", "AH0", "L", "OW1"], references: [["HH", "AH", "L", "OW"]])
    #expect(strict.phoneErrorRate == 0.5)
    #expect(lenient.wrongWords == 0)
  }

  @Test func mergedPartsEqualTheWhole() {
    let words: [([String], [[String]])] = [
      (["A"], [["A"]]), (["B"], [["A"], ["C", "D"]]), ([], [["A", "B"]]), (["A"], []),
    ]
    var whole = PhoneErrorRate(slots: 2)
    var parts = [PhoneErrorRate(slots: 2), PhoneErrorRate(slots: 2)]
    for (index, word) in words.enumerated() {
      whole.add(word.0, references: word.1)
      parts[index % 2].add(word.0, references: word.1)
    }
    parts[0].merge(parts[1])
    #expect(parts[0] == whole)
    #expect(whole.words == 3)
    #expect(whole.wordsWithoutReference == 1)
  }

  @Test func hammingDistanceHasAsManySlotsAsGiven() {
    var rate = PhoneErrorRate(slots: 40)
    let long = (0..<60).map { "\($0)" }
    rate.add(long, references: [["0"]])
    #expect(rate.averageHammingDistance == 39)
    // A shift by one costs all slots, though only two edits.
    var shifted = PhoneErrorRate()
    shifted.add(["B", "C", "D"], references: [["A", "B", "C"]])
    #expect(shifted.averageHammingDistance == 3)
    #expect(shifted.phoneErrors == 2)
  }
}
