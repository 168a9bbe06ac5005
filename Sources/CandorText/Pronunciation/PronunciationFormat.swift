/// The spelling of a lexicon's lines.
public enum PronunciationFormat: String, Sendable, Hashable, CaseIterable {
  /// `word(2) PH PH # comment`; lines that begin with `;;;`, or with `#` and a space, are comments. Both the current
  /// dictionary (lower case, one space) and the older ones (upper case, two spaces).
  case cmudict
  /// `WORD<TAB>PH PH`; further tab-separated columns are further pronunciations, as is `WORD(2)`.
  case tabSeparated = "tsv"
  /// Kaldi's `lexicon.txt`: `word PH PH`, parted by spaces or tabs; no comments, no variants.
  case kaldi
  /// Kaldi's `lexiconp.txt`: `word 0.5 PH PH`; and its `lexiconp_silprob.txt` and the dictionaries of MFA, with three
  /// numbers more before the phones, of silence around the word.
  case kaldiProbabilities = "kaldi-probabilities"

  /// How many lines ``detect(_:)`` wants to see.
  static let sampleSize = 200

  /// The format that the first lines of a file look like; ``cmudict`` if they could be anything.
  static func detect(_ lines: [Line]) -> PronunciationFormat {
    var tabs = 0
    var probabilities = 0
    var sampled = 0
    for line in lines {
      let bytes = line.bytes
      if bytes.starts(with: Array(";;;".utf8)) { return .cmudict }
      let fields = bytes.split { $0 == 0x20 || $0 == 0x09 }
      guard let word = fields.first else { continue }
      sampled += 1
      // A tab after the word; or, after a word with spaces, the only one before something that is no comment.
      if let tab = bytes.firstIndex(of: 0x09),
        tab == word.endIndex
          || (tab == bytes.lastIndex(of: 0x09) && tab + 1 < bytes.endIndex
            && bytes[tab + 1] != UInt8(ascii: "#"))
      {
        tabs += 1
      }
      if fields.count > 2, Double(String(decoding: fields[1], as: UTF8.self)) != nil {
        probabilities += 1
      }
    }
    guard sampled > 0 else { return .cmudict }
    // A broken line or two must not decide.
    if probabilities * 10 > sampled * 9 { return .kaldiProbabilities }
    if tabs * 2 > sampled { return .tabSeparated }
    let isKaldi = lines.contains { line in
      let text = line.text
      return text.hasPrefix("!SIL ") || text.hasPrefix("<eps> ") || text.hasPrefix("<UNK> ")
        || text.hasPrefix("<unk> ") || text.hasPrefix("<SPOKEN_NOISE> ")
    }
    return isKaldi ? .kaldi : .cmudict
  }
}
