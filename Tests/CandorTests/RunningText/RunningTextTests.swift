import Candor
import CandorText
import Testing

/// Running text with an untrained model that has the letters and phones of English.
@Suite struct RunningTextTests {
  private let predictor: GraphemeToPhoneme
  private let english = TextExpander(locale: "en")

  init() throws { predictor = try Self.model(phones: ARPAbet.phonesWithStress) }

  private static func model(phones: [String]) throws -> GraphemeToPhoneme {
    let letters = "abcdefghijklmnopqrstuvwxyz'-".map { String($0) }
    let graphemes = try Vocabulary(symbols: letters, specials: Specials(padding: "<pad>"))
    let phonemes = try Vocabulary(symbols: phones, specials: .labels)
    return GraphemeToPhoneme(
      network: EncoderDecoder(
        EncoderDecoderConfiguration(
          sourceSymbols: graphemes.count, targetSymbols: phonemes.count, embedding: 4,
          encoderLayers: 1, encoderHidden: 4, decoderHidden: 4,
          inputDropout: .none, recurrentDropout: .none),
        seed: 1),
      graphemes: GraphemeReader(normalizer: .english, vocabulary: graphemes),
      phonemes: phonemes, maximumWordLength: 32)
  }

  private func lexicon(_ text: String) throws -> LayeredLexicon {
    var lexicon = LayeredLexicon()
    try lexicon.append(
      PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "own")), name: "own")
    return lexicon
  }

  private func transcribe(
    _ text: String, lexicon: LayeredLexicon = LayeredLexicon()
  ) throws -> TextTranscription {
    try predictor.transcribe(
      texts: [text], expander: english, lexicon: lexicon, options: .init(samples: 0))[0]
  }

  @Test func theWordsAreThoseOfTheExpandedTextAndKeepTheirPlace() throws {
    let text = "Dr. Wu's well-known 😀 F-16 cost $5."
    let result = try transcribe(text)
    #expect(
      result.words.map(\.word) == [
        "Doctor", "Wu's", "well-known", "F", "sixteen", "cost", "five", "dollars",
      ])
    #expect(
      result.words.map { $0.range.map { String(text[$0]) } ?? "" } == [
        "Dr.", "Wu's", "well-known", "F", "16", "cost", "$5", "$5",
      ])
    #expect(result.skippedBetweenWords == ["😀"])
    #expect(result.punctuation.map(\.text) == ["-", "."])
    #expect(result.punctuation.map(\.place) == [4, 8])
  }

  @Test func lettersHaveTheirNames() throws {
    let words = try transcribe("the FBI's DVDs").words
    #expect(words.map(\.word) == ["the", "F", "B", "I's", "D", "V", "D's"])
    #expect(
      words.dropFirst().map { $0.phones.joined(separator: " ") } == [
        "EH1 F", "B IY1", "AY1 Z", "D IY1", "V IY1", "D IY1 Z",
      ])
    #expect(words.map(\.source) == [.model] + Array(repeating: .letterNames, count: 6))
    #expect(words[1].confidence == 1 && words[1].uncertainty == 0)
    // A model without stress gets them without, one of other phones is asked itself.
    let bare = try Self.model(phones: ARPAbet.phones).transcribe(
      texts: ["FBI"], expander: english, options: .init(samples: 0))[0]
    #expect(bare.phones == ["EH", "F", "B", "IY", "AY"])
    let other = try Self.model(phones: ["a", "b"]).transcribe(
      texts: ["FBI"], expander: english, options: .init(samples: 0))[0]
    #expect(other.words.map(\.source) == [.model, .model, .model])
  }

  @Test func theLexiconKnowsGenitivesAndCompounds() throws {
    let own = try lexicon(
      "fox F AA1 K S\ncat K AE1 T\ndog D AO1 G\ndogs D AO1 G Z\nwell W EH1 L\nknown N OW1 N\n")
    let words = try transcribe("cat's fox’s dog's dogs' well-known well-read", lexicon: own).words
    #expect(
      words.prefix(5).map { $0.phones.joined(separator: " ") } == [
        "K AE1 T S", "F AA1 K S IH0 Z", "D AO1 G Z", "D AO1 G Z", "W EH1 L N OW1 N",
      ])
    #expect(
      words.map(\.source) == Array(repeating: .lexicon("own"), count: 5) + [.model])
    #expect(words.map(\.word).last == "well-read")
  }

  @Test func theGenitiveOfGivenPhonesIsOneWord() throws {
    let result = try transcribe(
      "[Wu](/W UW1/)'s [Bush](/B UH1 SH/)’s [cat](/K AE1 T/)'S [cat](/K AE1 T/) 's "
        + "[cats](/K AE1 T S/)' s [dog](/D AO1 G/)'t")
    #expect(
      result.words.filter { $0.source == .text }.map {
        "\($0.word): \($0.phones.joined(separator: " "))"
      } == [
        "Wu's: W UW1 Z", "Bush’s: B UH1 SH IH0 Z", "cat'S: K AE1 T S", "cat: K AE1 T",
        "cats: K AE1 T S", "dog: D AO1 G",
      ])
    #expect(result.words[0].confidence == 1)
    // A model without stress has no phone IH0.
    let bare = try Self.model(phones: ARPAbet.phones)
    let results = try bare.transcribe(
      texts: ["[Bush](/B UH SH/)'s fox's"], expander: english,
      lexicon: try lexicon("fox F AA K S\n"),
      options: .init(samples: 0))
    #expect(
      results[0].words.map(\.phones) == [
        ["B", "UH", "SH", "IH", "Z"], ["F", "AA", "K", "S", "IH", "Z"],
      ])
  }

  @Test func phonesInTheTextReplaceThoseOfTheModel() throws {
    let result = try transcribe(
      "a [tomato](/T AH0 M AA1 T OW2/), [Wu](/w uw1/) [cat](/kˈæt/) [New York](/N UW1 Y AO1 R K/)")
    #expect(
      result.words.dropFirst().map { "\($0.word): \($0.phones.joined(separator: " "))" } == [
        "tomato: T AH0 M AA1 T OW2", "Wu: W UW1", "cat: K AE1 T", "New York: N UW1 Y AO1 R K",
      ])
    #expect(result.words.dropFirst().allSatisfy { $0.source == .text && $0.confidence == 1 })
    // They win over a lexicon.
    let own = try lexicon("cat K AA1\n")
    #expect(
      try transcribe("[cat](/K AE1 T/) cat", lexicon: own).words.map(\.phones).map(\.count) == [
        3, 2,
      ])

    // Phones that the model does not have are told, and the word is read.
    let wrong = try transcribe("a [cat](/K QQ T/) b [dog](/ /)")
    #expect(wrong.words.map(\.word) == ["a", "cat", "B", "dog"])
    #expect(wrong.words[1].source == .model)
    #expect(
      wrong.remarks == [
        "phones given for cat not used: QQ is no phone of the model",
        "phones given for dog not used: no phones",
      ])
    // What it stands for is read as it would be alone.
    let bare = try transcribe("pay $2 for an FBI van")
    let refused = try transcribe("pay [$2](/QQ/) for an [FBI](/QQ/) van")
    #expect(refused.words.map(\.word) == bare.words.map(\.word))
    #expect(refused.words.map(\.phones) == bare.words.map(\.phones))
    #expect(refused.words.count == 9 && refused.skipped.isEmpty && refused.remarks.count == 2)
  }

  @Test func homographsReportTheirReadings() throws {
    let words = try transcribe("read the cat").words
    #expect(words[0].homograph.map(\.sense) == ["present tense", "past tense"])
    #expect(words[0].homograph.map(\.phones) == [["R", "IY1", "D"], ["R", "EH1", "D"]])
    #expect(words[2].homograph.isEmpty)
    let json = TranscriptionFormatter(.json).lines([try transcribe("wind")])
    #expect(
      json.contains(
        #""homograph":[{"transcription":"W IH1 N D","phones":["W","IH1","N","D"],"sense":"moving air"}"#
      ))
    // All are English words in phones of CMUdict, said in at least two ways.
    for word in Homographs.words {
      let readings = try #require(Homographs.readings(of: word))
      #expect(Set(readings.map(\.phones)).count > 1, "\(word)")
      for reading in readings {
        #expect(reading.phones.allSatisfy(ARPAbet.phonesWithStress.contains), "\(word)")
      }
    }
    #expect(Homographs.readings(of: "Wind") != nil && Homographs.readings(of: "cat") == nil)
  }

  @Test func punctuationStandsBetweenThePhonesIfItIsKept() throws {
    let own = try lexicon("hello HH AH0 L OW1\nworld W ER1 L D\n")
    let text = try transcribe("“Hello”, world - hello!", lexicon: own)
    func lines(_ notation: PhoneNotation, keeps: Bool) -> String {
      var formatter = TranscriptionFormatter(.plain, spelling: PhoneSpelling(notation))
      formatter.keepsPunctuation = keeps
      return formatter.lines([text])
    }
    #expect(
      lines(.arpabet, keeps: false) == "HH AH0 L OW1 | W ER1 L D | HH AH0 L OW1\n")
    #expect(
      lines(.arpabet, keeps: true)
        == "“ HH AH0 L OW1 ” , | W ER1 L D | - | HH AH0 L OW1 !\n")
    #expect(lines(.ipa, keeps: true) == "“həˈloʊ”, ˈwɝld - həˈloʊ!\n")
    #expect(lines(.ipa, keeps: false) == "həˈloʊ ˈwɝld həˈloʊ\n")
  }

  @Test func wordsMayHaveLinesOfTheirOwn() throws {
    let own = try lexicon("hello HH AH0 L OW1\nworld W ER1 L D\n")
    let texts = try predictor.transcribe(
      texts: ["Hello, world! 😀", "", "hello"], expander: english, lexicon: own,
      options: .init(samples: 0))
    var formatter = TranscriptionFormatter(.tsv)
    formatter.separatesWords = true
    #expect(
      formatter.lines(texts) == """
        Hello\tHH AH0 L OW1\t1.0000\t0.0000
        world\tW ER1 L D\t1.0000\t0.0000
        😀\t\t0.0000\t\tno known grapheme; skipped: 😀


        hello\tHH AH0 L OW1\t1.0000\t0.0000


        """)
    formatter.keepsPunctuation = true
    #expect(
      formatter.lines([texts[0]]) == """
        Hello\tHH AH0 L OW1\t1.0000\t0.0000
        ,\t,\t1.0000\t0.0000
        world\tW ER1 L D\t1.0000\t0.0000
        !\t!\t1.0000\t0.0000
        😀\t\t0.0000\t\tno known grapheme; skipped: 😀


        """)
  }

  @Test func jsonHasThePlaceOfEachWordInScalars() throws {
    let own = try lexicon("five F AY1 V\ndollars D AA1 L ER0 Z\n")
    let json = TranscriptionFormatter(.json).lines([try transcribe("é😀 $5", lexicon: own)])
    #expect(json.contains(#""lexicon":"own","start":3,"end":5}"#))
    #expect(json.components(of: #""start":3,"end":5"#) == 2)
    #expect(json.contains(#""start":0,"end":1"#))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
