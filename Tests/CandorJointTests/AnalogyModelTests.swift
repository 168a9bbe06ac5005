import CandorJoint
import Testing

@Suite struct AnalogyModelTests {
  /// Letters 0…25; phones are letters with the last of a word's plural, 18, voiced as 50 but after a 19.
  private static let plural: Int32 = 18
  private static let voiced: Int32 = 50
  private static let voiceless: Int32 = 19

  private struct Lexicon {
    var words: [[Int32]] = []
    var pronunciations: [[Int32]] = []
  }

  private static func stem(_ number: Int, _ last: Int32) -> [Int32] {
    [Int32(number % 5), Int32(number / 5 % 5) + 5, Int32(number / 25 % 5), 3, last]
  }

  /// Stems with their plurals, but for those of some numbers.
  private static func plurals(without missing: Set<Int> = []) -> Lexicon {
    var lexicon = Lexicon()
    for number in 0..<60 {
      let stem = stem(number, number % 3 == 0 ? voiceless : 12)
      lexicon.words.append(stem)
      lexicon.pronunciations.append(stem)
      if missing.contains(number) { continue }
      lexicon.words.append(stem + [plural])
      lexicon.pronunciations.append(stem + [number % 3 == 0 ? plural : voiced])
    }
    return lexicon
  }

  private static func model(_ lexicon: Lexicon) -> AnalogyModel {
    AnalogyModel(words: lexicon.words, pronunciations: lexicon.pronunciations)
  }

  @Test func aPluralIsPronouncedLikeItsSingular() {
    let model = Self.model(Self.plurals(without: [7, 9]))
    for (number, last) in [(7, Self.voiced), (9, Self.plural)] {
      let stem = Self.stem(number, number % 3 == 0 ? Self.voiceless : 12)
      let proposals = model.proposals(for: stem + [Self.plural])
      #expect(proposals.first?.phones == stem + [last])
      #expect((proposals.first?.strength ?? 0) > 2)
      // After this phone the other ending was never right.
      let other = stem + [last == Self.voiced ? Self.plural : Self.voiced]
      #expect((proposals.first { $0.phones == other }?.strength ?? 0) < 0.3)
    }
  }

  @Test func itKnowsItsWords() {
    let lexicon = Self.random(100, seed: 7)
    let model = Self.model(lexicon)
    for word in lexicon.words {
      #expect(model.contains(word))
      for other in [word + [0], Array(word.dropLast()), [5] + word, word + [9, 9]] {
        #expect(model.contains(other) == lexicon.words.contains(other))
      }
    }
    #expect(!model.contains([]))
    #expect(!Self.model(Lexicon()).contains([]) && !Self.model(Lexicon()).contains([1]))
  }

  @Test func aWordsOwnEntryProposesNothing() {
    var lexicon = Self.plurals()
    // Pronounced as no other is.
    lexicon.words.append(Self.stem(61, 12) + [Self.plural])
    lexicon.pronunciations.append([1, 1, 1])
    let word = lexicon.words[lexicon.words.count - 1]
    #expect(!Self.model(lexicon).proposals(for: word).contains { $0.phones == [1, 1, 1] })
    let alone = AnalogyModel(words: [word], pronunciations: [[1]])
    #expect(alone.wordCount == 1)
    #expect(alone.proposals(for: word).isEmpty)
  }

  /// Words over few letters, many of which are alike, with one to three pronunciations; symbols from `first` on.
  private static func random(_ count: Int, seed: UInt64, first: Int32 = 0) -> Lexicon {
    var state = seed
    func draw(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var lexicon = Lexicon()
    for _ in 0..<count {
      let word = (0..<4 + draw(5)).map { _ in first + Int32(draw(2)) }
      for _ in 0...draw(3) / 2 {
        lexicon.words.append(word)
        // Letters sound alike but for the last, which varies.
        lexicon.pronunciations.append(
          word.dropLast().map { $0 + 1 } + [first + Int32(draw(3))] + (draw(4) == 0 ? [first] : []))
      }
    }
    return lexicon
  }

  @Test(arguments: [(UInt64(1), Int32(0)), (2, 0), (1, 300)])
  func itProposesWhatPlainCountingDoes(seed: UInt64, first: Int32) {
    let lexicon = Self.random(130, seed: seed, first: first)
    let model = Self.model(lexicon)
    #expect(model.changeCounts.back > 0 && model.changeCounts.front > 0)
    let plain = [false, true].map {
      PlainAnalogies(
        words: lexicon.words, pronunciations: lexicon.pronunciations, isFront: $0)
    }
    var compared = 0
    for word in Self.random(20, seed: seed + 10, first: first).words + lexicon.words.prefix(10) {
      let expected = plain[0].proposals(for: word).merging(
        plain[1].proposals(for: word), uniquingKeysWith: max)
      let found = model.proposals(for: word)
      #expect(Set(found.map(\.phones)) == Set(expected.keys))
      for proposal in found {
        #expect(abs(proposal.strength - (expected[proposal.phones] ?? -1)) < 1e-9)
        compared += 1
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.strength >= $1.strength })
    }
    #expect(compared > 50)
  }

  @Test(arguments: [(240, true), (260, false)])
  func aStretchThatManyWordsShareSaysNothing(count: Int, isHeard: Bool) {
    var lexicon = Self.plurals()
    let stem = Self.stem(61, 12)
    lexicon.words.append(stem)
    lexicon.pronunciations.append(stem)
    for number in 0..<count {
      lexicon.words.append(stem + [Int32(60 + number / 26), Int32(60 + number % 26)])
      lexicon.pronunciations.append([1, 2, 3])
    }
    let proposals = Self.model(lexicon).proposals(for: stem + [Self.plural])
    #expect(proposals.contains { $0.phones == stem + [Self.voiced] } == isHeard)
  }

  @Test func nothingIsLearnedFromNothing() throws {
    for model in [
      AnalogyModel(words: [], pronunciations: []),
      AnalogyModel(words: [[], [1], [2]], pronunciations: [[1], [], [2]]),
      AnalogyModel(
        words: [Array(repeating: 1, count: 500), [-1, 2], [70_000, 1]],
        pronunciations: [[1], [1], [1]]),
    ] {
      #expect(model.proposals(for: [1, 2, 3, 4, 5]).isEmpty && model.proposals(for: []).isEmpty)
      #expect(model.changeCounts == (0, 0))
      #expect(try AnalogyModel(bytes: model.bytes, phones: 100) == model)
    }
  }

  // MARK: Bytes

  @Test(arguments: [Int32(0), 300]) func bytesKeepAModel(first: Int32) throws {
    let lexicon = Self.random(200, seed: 4, first: first)
    let model = Self.model(lexicon)
    let bytes = model.bytes
    #expect(Self.model(lexicon).bytes == bytes)
    let read = try AnalogyModel(bytes: bytes, phones: 400)
    #expect(read == model && read.bytes == bytes)
    for word in lexicon.words { #expect(read.proposals(for: word) == model.proposals(for: word)) }
    // What has phones that there are not is not proposed.
    let few = try AnalogyModel(bytes: bytes, phones: Int(first) + 2)
    var left = 0
    for word in lexicon.words {
      let known = model.proposals(for: word).filter { $0.phones.allSatisfy { $0 < first + 2 } }
      #expect(few.proposals(for: word) == known)
      left += model.proposals(for: word).count - known.count
    }
    #expect(left > 0)
  }

  @Test func cutOrStrangeBytesAreRefused() {
    let bytes = Self.model(Self.random(100, seed: 5)).bytes
    for count in [0, 7, 8, 19, 20, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: ModelBytesError.self, "\(count) bytes") {
        try AnalogyModel(bytes: Array(bytes.prefix(count)), phones: 10)
      }
    }
    #expect(throws: ModelBytesError.self) { try AnalogyModel(bytes: bytes + [0], phones: 10) }
    #expect(throws: ModelBytesError.self) {
      try AnalogyModel(bytes: [bytes[0] ^ 1] + bytes.dropFirst(), phones: 10)
    }
  }

  @Test func noBytesCrash() {
    let lexicon = Self.random(60, seed: 6)
    let bytes = Self.model(lexicon).bytes
    var state: UInt64 = 1
    func draw(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var read = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0...draw(4) { damaged[8 + draw(bytes.count - 8)] = UInt8(draw(256)) }
      guard let model = try? AnalogyModel(bytes: damaged, phones: 10) else { continue }
      read += 1
      for word in lexicon.words.prefix(12) {
        for proposal in model.proposals(for: word) {
          #expect(proposal.phones.allSatisfy { (0..<10).contains($0) } && !proposal.phones.isEmpty)
        }
      }
    }
    #expect(read > 1000)
  }
}
