import CandorText

/// Builds the vocabularies of `vocab/` from CMUdict, without the words of the test set.
enum FreshVocabularies {
  static func build() throws -> [String: Vocabulary] {
    let fold = Normalizer(caseMapping: .fold)
    var testWords: Set<String> = []
    try LineReader(path: Corpora.testWords).forEachLine { testWords.insert(fold($0.text)) }

    var graphemes = VocabularyBuilder(specials: .input)
    var phones = VocabularyBuilder(specials: .labels)
    var phonesWithStress = VocabularyBuilder(specials: .labels)
    let reader = try PronunciationReader(
      path: Corpora.cmudict,
      options: .init(format: .cmudict, normalizer: Normalizer(caseMapping: .lowercase)))
    try reader.forEachEntry { entry in
      if testWords.contains(fold(entry.word)) { return }
      graphemes.add(scalarsOf: entry.word)
      phones.add(contentsOf: entry.phones.map(ARPAbet.withoutStress))
      phonesWithStress.add(contentsOf: entry.phones)
    }
    return [
      "graphemes": try graphemes.build(), "arpabet": try phones.build(),
      "arpabet-stress": try phonesWithStress.build(),
    ]
  }
}
