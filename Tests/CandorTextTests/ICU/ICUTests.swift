import CandorText
import Testing

struct ICUTests {
  @Test func versionsAreNumbers() throws {
    for version in [ICU.version, ICU.unicodeVersion] {
      let parts = version.split(separator: ".")
      #expect(parts.count >= 2, "\(version)")
      #expect(parts.allSatisfy { Int($0) != nil }, "\(version)")
    }
    #expect(try #require(Int(ICU.version.prefix { $0 != "." })) >= 60)
  }
}
