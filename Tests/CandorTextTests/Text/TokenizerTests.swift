import CandorText
import Testing

struct TokenizerTests {
  static func pieces(_ text: String, _ mode: Tokenizer.Mode) -> [[String]] {
    Tokenizer(mode: mode)(text).map { scalars($0.text) }
  }

  @Test func words() {
    let tokens = Tokenizer()("Don't stop, naïve café.")
    #expect(
      tokens.map(\.text) == ["Don't", " ", "stop", ",", " ", "naïve", " ", "café", "."])
    #expect(
      tokens.map(\.kind) == [
        .letter, .space, .letter, .punctuation, .space, .letter, .space, .letter, .punctuation,
      ])
  }

  @Test func wordsThatCanBeRead() {
    let words = Tokenizer().words(in: "Don\u{2019}t pay $3.50 (or 2,000) — e.g. 7 well-known eggs!")
    #expect(
      words.map(\.text) == [
        "Don\u{2019}t", "pay", "3.50", "or", "2,000", "e.g", "7", "well", "known", "eggs",
      ])
    #expect(words.filter { $0.kind == .number }.map(\.text) == ["3.50", "2,000", "7"])
  }

  @Test func emptyText() {
    for mode in Tokenizer.Mode.allCases { #expect(Tokenizer(mode: mode)("").isEmpty) }
  }

  @Test func lineEnds() {
    #expect(Tokenizer()("a\r\nb").map(\.kind) == [.letter, .space, .letter])
    #expect(Self.pieces("a\r\nb", .graphemes) == [["61"], ["D", "A"], ["62"]])
    #expect(Self.pieces("a\r\nb", .scalars) == [["61"], ["D"], ["A"], ["62"]])
    #expect(Self.pieces("a\r\nb\n", .whitespace) == [["61"], ["62"]])
  }

  @Test func combiningMarks() {
    let text = "e\u{301}a\u{308}\u{323}"
    #expect(Self.pieces(text, .words).count == 1)
    #expect(Self.pieces(text, .graphemes) == [["65", "301"], ["61", "308", "323"]])
    #expect(Self.pieces(text, .scalars).count == 5)
    // A mark with nothing to sit on.
    #expect(Tokenizer()("\u{301}").map(\.kind) == [.other])
  }

  @Test func hangul() {
    #expect(Tokenizer()("한국어 책").map(\.text) == ["한국어", " ", "책"])
    #expect(Tokenizer()("한국어").map(\.kind) == [.letter])
    #expect(Self.pieces("\u{1112}\u{1161}\u{11AB}\u{1100}", .graphemes).count == 2)
  }

  @Test func scriptsWithoutSpaces() {
    // "Thai language is hard", and "I am a student".
    #expect(Tokenizer()("ภาษาไทยยาก").map(\.text) == ["ภาษา", "ไทย", "ยาก"])
    let japanese = Tokenizer(locale: "ja")("私は学生です。カタカナ")
    #expect(japanese.map(\.text).contains("学生"))
    #expect(japanese.first?.kind == .ideograph)
    #expect(japanese.last?.text == "カタカナ")
    #expect(japanese.last?.kind == .kana)
    #expect(japanese.contains { $0.text == "。" && $0.kind == .punctuation })
    #expect(japanese.contains { $0.text == "は" && $0.kind == .kana })
  }

  @Test func emoji() {
    let family = "👩\u{200D}👩\u{200D}👧"
    for mode in [Tokenizer.Mode.words, .graphemes] {
      let tokens = Tokenizer(mode: mode)("a\(family)🇬🇪👍🏽")
      #expect(tokens.map(\.text) == ["a", family, "🇬🇪", "👍🏽"])
      #expect(tokens.dropFirst().allSatisfy { $0.kind == .symbol })
    }
    #expect(Tokenizer(mode: .scalars)(family).count == 5)
  }

  @Test func controlCharacters() {
    #expect(Tokenizer()("a\u{0}b").map(\.kind) == [.letter, .other, .letter])
    #expect(Tokenizer(mode: .scalars)("\u{0}").map(\.kind) == [.other])
  }

  @Test func whitespaceFields() {
    let text = "\t (word), 42 \u{3000}— ありがとう\u{A0}x"
    let tokens = Tokenizer(mode: .whitespace)(text)
    #expect(tokens.map(\.text) == ["(word),", "42", "—", "ありがとう", "x"])
    #expect(tokens.map(\.kind) == [.letter, .number, .punctuation, .kana, .letter])
  }

  @Test func rangesPointIntoTheSource() {
    let text = "Don't\r\n naïve e\u{301} 한국어 ภาษาไทย 👩\u{200D}👧 1,000.5 \u{0}\u{FFFD}"
    for mode in Tokenizer.Mode.allCases {
      let tokens = Tokenizer(mode: mode)(text)
      for token in tokens { #expect(scalars(String(text[token.range])) == scalars(token.text)) }
      for (left, right) in zip(tokens, tokens.dropFirst()) {
        #expect(left.range.upperBound <= right.range.lowerBound)
      }
      if mode != .whitespace {
        #expect(scalars(tokens.map(\.text).joined()) == scalars(text))
        #expect(tokens.first?.range.lowerBound == text.startIndex)
        #expect(tokens.last?.range.upperBound == text.endIndex)
      }
    }
    // A part of a larger string has its own indices.
    let part = String(text.dropFirst(3))
    let first = Tokenizer()(part)[0]
    #expect(part[first.range] == "'")
  }

  @Test func unknownLocaleIsTheRootLocale() {
    let odd = Tokenizer(locale: String(repeating: "x", count: 500))
    #expect(odd("a b").map(\.text) == ["a", " ", "b"])
  }
}
