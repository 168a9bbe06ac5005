import CandorText
import Testing

@Suite struct TextExpanderTests {
  @Test func otherLanguagesHaveTheNumbersOfICUAndNothingElse() {
    func text(_ text: String, _ locale: String) -> String {
      TextExpander(locale: locale).text(text)
    }
    #expect(text("Dr. X hat 42 Hunde, FBI", "de") == "Dr. X hat zweiundvierzig Hunde, FBI")
    #expect(
      text("1.234 oder 3,5", "de") == "eintausendzweihundertvierunddreißig oder drei Komma fünf")
    // An ordinal, or the end of a sentence: ICU cannot know.
    #expect(text("am 21. Mai", "de") == "am 21. Mai")
    #expect(text("-5 Grad", "de") == "minus fünf Grad")
    #expect(text("1 234 chats", "fr") == "mille deux cent trente quatre chats")
    #expect(text("42 gatos", "es") == "cuarenta y dos gatos")
    #expect(text("42 кота", "ru") == "сорок два кота")
    #expect(text("21er", "de") == "21er")
    // No language, or none that ICU knows.
    for locale in ["", "xx", "tlh", "not a locale", "\u{0}"] {
      let expand = TextExpander(locale: locale)
      #expect(!expand.expands && expand.text("42 cats") == "42 cats", "\(locale)")
    }
  }

  @Test func wordsKeepTheirPlaceInTheText() {
    let source = "Dr. Wu paid $5 😀 for x7, OK?"
    let expand = TextExpander(locale: "en")
    let tokens = expand(source).filter(\.isSpoken)
    #expect(
      tokens.map { "\($0.text):\(source[$0.range])" } == [
        "Doctor:Dr.", "Wu:Wu", "paid:paid", "five:$5", "dollars:$5", "for:for", "X:x", "seven:7",
        "OK:OK",
      ])
    #expect(
      tokens.map(\.rule) == [
        .abbreviations, nil, nil, .currency, .currency, nil, .acronyms, .numbers, nil,
      ])
  }

  @Test func phonesInTheTextAreFound() {
    let expand = TextExpander(locale: "en")
    func given(_ text: String) -> [String] {
      expand(text).compactMap {
        if case .given(let phones) = $0.kind {
          "\($0.text)=\(phones)@\(text[$0.range])"
        } else {
          nil
        }
      }
    }
    #expect(given("a [tomato](/T AH0/) b") == ["tomato=T AH0@[tomato](/T AH0/)"])
    #expect(given("[New York](/N UW1/)[x](/təˈm/)").count == 2)
    #expect(given("[a [b](/B/) c]") == ["b=B@[b](/B/)"])
    // What is none stays text, and nothing of it is lost.
    for text in [
      "[", "](/", "[a](b)", "[a](/b)", "[a](/b", "[a] (/b/)", "[](/b/)", "[ ](/b/)", "/)", "[a](/",
      "](/x/)", "[[[[", "a](/b/)", "[a](/b/ )",
    ] {
      #expect(given(text).isEmpty, "\(text)")
      #expect(
        TextExpander(locale: "")(text).map(\.text).joined() == text, "\(text)")
    }
    // The rules do not reach into it, and none of it is expanded.
    #expect(expand.text("$[5](/F AY1 V/) [FBI](/F IH1 B/)") == "$5 FBI")
  }

  @Test(arguments: ["en", "en-GB", "de", "fr", "th", "ja", ""])
  func anyTextGivesOrderedRangesAndEndsWell(locale: String) {
    let lexicon = LayeredLexicon()
    let expand = TextExpander(locale: locale, lexicon: lexicon)
    var state: UInt64 = 42
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts =
      [
        "$", "£", "-", "–", "/", ":", ".", ",", "'", "’", "\"", "%", "°", "½", "[", "](/", "/)",
        "(", ")", "#",
        "&", "@", "+", " ", "  ", "\u{A0}", "\t", "\u{0}", "\u{301}", "\u{200D}", "😀", "é", "日本",
        "א", "٤", "1",
        "23", "1984", "5,000", "0", "00", "999999999999999999999", "st", "th", "s", "km", "kg", "h",
        "Dr", "St",
        "FBI", "Jan", "June", "pm", "p.m", "US", "VIII", "Henry", "x", "a", "A", "the", "in",
        "million", "bn",
        "e.g", "www.a.com", "No", "w", "o", "C", "\u{FFFD}", "\u{2028}", "ß", "İ",
      ] + (0..<20).compactMap { _ in Unicode.Scalar(UInt32(draw(0x3000)))?.description }
    for _ in 0..<1500 {
      var text = ""
      for _ in 0...draw(12) { text += parts[draw(parts.count)] }
      var end = text.startIndex
      var start = text.startIndex
      for token in expand(text) {
        #expect(token.range.lowerBound >= start, "\(text.debugDescription)")
        #expect(
          token.range.lowerBound >= end || token.range == start..<end, "\(text.debugDescription)")
        #expect(token.range.upperBound <= text.endIndex)
        #expect(!token.range.isEmpty && !token.text.isEmpty, "\(text.debugDescription)")
        (start, end) = (token.range.lowerBound, token.range.upperBound)
      }
      // Nothing is left out: with no rules the tokens are the text.
      if !text.contains("](/") {
        let plain = TextExpander(locale: locale, rules: [])(text)
        #expect(Array(plain.map(\.text).joined().utf8) == Array(text.utf8))
      }
    }
  }

  @Test func longInputIsReadInReasonableTime() {
    let expand = TextExpander(locale: "en")
    for text in [
      String(repeating: "7", count: 10_000), String(repeating: "1,", count: 5_000),
      String(repeating: "[", count: 30_000), String(repeating: "[a](/", count: 10_000),
      String(repeating: "$", count: 30_000), String(repeating: "5-", count: 10_000),
      String(repeating: "1/2 ", count: 10_000), String(repeating: "a.", count: 15_000),
    ] {
      let clock = ContinuousClock()
      let time = clock.measure { _ = expand(text) }
      #expect(time < .seconds(20), "\(text.prefix(8)): \(time)")
    }
    #expect(expand(String(repeating: "7", count: 10_000)).count == 10_000)
  }
}
