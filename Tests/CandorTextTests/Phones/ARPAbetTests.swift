import CandorText
import Testing

struct ARPAbetTests {
  @Test func inventory() {
    #expect(ARPAbet.phones.count == 39)
    #expect(ARPAbet.phonesWithStress.count == 69)
    #expect(Set(ARPAbet.phonesWithStress.map(ARPAbet.withoutStress)) == Set(ARPAbet.phones))
  }

  @Test(arguments: [
    ("AH0", "AH", 0), ("ER2", "ER", 2), ("AH", "AH", nil), ("AH3", "AH3", nil), ("1", "1", nil),
    ("", "", nil), ("#1", "#1", nil), ("NG", "NG", nil), ("a12", "a12", nil),
  ])
  func stress(phone: String, bare: String, stress: Int?) {
    #expect(ARPAbet.withoutStress(phone) == bare)
    #expect(ARPAbet.stress(of: phone) == stress)
  }
}
