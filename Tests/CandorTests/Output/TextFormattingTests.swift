import Candor
import Foundation
import Testing

@Suite struct TextFormattingTests {
  @Test(arguments: [
    (0.0, 4, "0.0000"), (1, 4, "1.0000"), (0.97314, 4, "0.9731"), (0.99996, 4, "1.0000"),
    (-0.00001, 2, "0.00"), (-1.5, 1, "-1.5"), (12.0, 0, "12"), (1234567.891, 2, "1234567.89"),
  ])
  func decimalsAreFixed(value: Double, decimals: Int, expected: String) {
    #expect(Decimal.fixed(value, decimals: decimals) == expected)
  }

  @Test func whatIsNoNumberIsNamed() {
    #expect(Decimal.fixed(.nan, decimals: 2) == "nan")
    #expect(Decimal.fixed(-.infinity, decimals: 2) == "-inf")
    #expect(JSONText.number(.nan).text == "null")
    #expect(Decimal.fixed(1e300, decimals: 9) == "1e+300")
  }

  @Test func columnsCannotBeBroken() {
    let text = "a\tb\nc\rd\\e\u{0}f\u{1B}[31m\u{85}\u{2028}\u{202E}"
    let escaped = Escaping.column(text)
    #expect(
      escaped == "a\\tb\\nc\\rd\\\\e\\u{0}f\\u{1B}[31m\\u{85}\\u{2028}\\u{202E}")
    #expect(Escaping.column("naïve 😀 don’t") == "naïve 😀 don’t")
  }

  @Test func jsonIsReadBackAsItWas() throws {
    let text = "q\" b\\ n\n t\t z\u{0} e\u{1B} ü 😀 \u{2028} \u{7F}"
    let json = JSONText.object([
      ("text", .string(text)), ("number", .number(0.25)), ("whole", .integer(-7)),
      ("list", .array([.bool(true), .null, .strings(["a", ""])])), ("third", .number(1.0 / 3)),
    ]).text
    #expect(!json.utf8.contains { $0 < 0x20 })
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(read["text"] as? String == text)
    #expect(read["number"] as? Double == 0.25)
    #expect(read["whole"] as? Int == -7)
    #expect(read["third"] as? Double == 0.333333)
    #expect((read["list"] as? [Any])?.count == 3)
    #expect(json.hasPrefix("{\"text\":"))
  }

  @Test func widthsFollowTheTerminal() {
    #expect(DisplayWidth.of("word") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("日本") == 4)
    #expect(DisplayWidth.of("😀") == 2)
    #expect(DisplayWidth.padded("日", to: 4) == "日  ")
    #expect(DisplayWidth.padded("longer", to: 3) == "longer")
  }
}
