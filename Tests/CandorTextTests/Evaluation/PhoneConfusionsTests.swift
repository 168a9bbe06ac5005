import CandorText
import Testing

struct PhoneConfusionsTests {
  @Test func countsGoAlongTheAlignment() {
    var confusions = PhoneConfusions()
    confusions.add(["T", "IH", "R"], reference: ["T", "EH", "R"])
    confusions.add(["T", "EH"], reference: ["T", "EH", "R"])
    confusions.add(["S", "T"], reference: ["T"])
    #expect(confusions.count("T", as: "T") == 3)
    #expect(confusions.count("EH", as: "IH") == 1 && confusions.count("IH", as: "EH") == 0)
    #expect(confusions.count("R", as: PhoneConfusions.nothing) == 1)
    #expect(confusions.count(PhoneConfusions.nothing, as: "S") == 1)
    #expect(confusions.occurrences("EH") == 2 && confusions.occurrences("ZH") == 0)
    #expect(confusions.phones(atMost: 9) == ["EH", "IH", "R", "S", "T", "∅"])
    // EH, IH, R and S each take part in one error: the first by name are kept.
    #expect(confusions.phones(atMost: 2) == ["EH", "IH", "∅"])
  }
}
