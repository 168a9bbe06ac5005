import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// Lexicons that are asked before the model.
struct OwnLexiconOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A lexicon that answers for the words it has: CMUdict's form, WORD<tab>PHONES, or Kaldi's. May \
      be given several times; the first that has a word answers.
      """, valueName: "file"))
  var lexicon: [String] = []

  @Flag(
    help:
      "Count lines of these lexicons that cannot be read and go on; otherwise the first one ends the run."
  )
  var skipBadLines = false

  @Flag(
    help: """
      Do not use CMUdict. If `corpora/fetch cmudict` has put it into the data folder \
      ($XDG_DATA_HOME/candor or ~/.local/share/candor), it is otherwise asked after the lexicons and \
      before an English model with stress (not canonical). No other verb uses it. Nor the 281 function words of English (the, of, \
      is …) that come with g2p and are asked last, since a model of spelling errs on them.
      """)
  var noCmudict = false

  /// The lexicons, for a model.
  ///
  /// - Throws: `FileAccessError` or `PronunciationError` for the first line that is no entry
  func read(for bundle: ModelBundle) throws -> LayeredLexicon {
    let predictor = bundle.predictor
    var layers = LayeredLexicon(normalizer: predictor.graphemes.normalizer)
    for path in lexicon { try append(path, name: path, to: &layers, predictor) }
    if !noCmudict, predictor.speaksEnglish, predictor.phonemes.hasStress,
      let path = DataFolder.cmudict
    {
      try layers.append(cmudict: path, name: "cmudict")
    }
    if !noCmudict, predictor.speaksEnglish {
      layers.appendFunctionWords(
        name: "function words", ignoringStress: !predictor.phonemes.hasStress)
    }
    return layers
  }

  private func append(
    _ path: String, name: String, to layers: inout LayeredLexicon, _ predictor: GraphemeToPhoneme
  ) throws {
    let phones = Set(predictor.phonemes.ordinarySymbols)
    let reader = try PronunciationReader(
      path: path,
      options: PronunciationReader.Options(
        skipsBadLines: skipBadLines, ignoringStress: !predictor.phonemes.hasStress))
    var unknown: (line: Int, phone: String)?
    var unknownCount = 0
    try layers.append(reader, name: name) { entry in
      guard let phone = entry.phones.first(where: { !phones.contains($0) }) else { return }
      unknownCount += 1
      unknown = unknown ?? (entry.line, phone)
    }
    LexiconOptions.reportSkipped(reader)
    if let unknown {
      let count = unknownCount == 1 ? "1 pronunciation" : "\(unknownCount) pronunciations"
      Note.write(
        "\(path):\(unknown.line): \(Escaping.phones(unknown.phone)) is no phone of the model; "
          + "\(count) with such phones are used as they stand")
    }
  }
}
