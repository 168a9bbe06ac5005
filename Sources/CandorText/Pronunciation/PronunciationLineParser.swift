/// Takes one line of a lexicon apart.
struct PronunciationLineParser {
  /// A reason, and the part of the line at fault.
  struct Failure: Error {
    let reason: PronunciationError.Reason
    let value: String
  }

  let format: PronunciationFormat

  /// The entries of a line; none for a blank line or a comment.
  func entries(of line: Line) throws(Failure) -> [PronunciationEntry] {
    guard !line.wasTruncated else { throw failure(.lineTooLong, line.bytes.prefix(60)) }
    let bytes = line.bytes[...]
    if format == .cmudict, bytes.starts(with: [0x3B, 0x3B, 0x3B]) { return [] }
    // A lone # begins a comment, as it does behind phones.
    let isComment = bytes.first == 0x23 && bytes.dropFirst().first.map { $0 == 0x20 } ?? true
    if isComment, format == .cmudict || (format == .tabSeparated && !bytes.contains(0x09)) {
      return []
    }
    guard let first = bytes.first(where: { !Self.isBlank($0) }) else { return [] }
    guard line.isValidUTF8 else { throw failure(.invalidUTF8, bytes) }
    guard !line.hasControlCharacter else { throw failure(.controlCharacter, bytes) }
    // Below, `first` is the first byte of a word only where no blank precedes it.
    guard bytes.first == first else { throw failure(.emptyWord, bytes) }
    switch format {
    case .cmudict: return [try cmudict(bytes, line.number)]
    case .tabSeparated: return try tabSeparated(bytes, line.number)
    case .kaldi: return [try kaldi(bytes, line.number)]
    case .kaldiProbabilities: return [try kaldiProbabilities(bytes, line.number)]
    }
  }

  private func cmudict(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(Failure) -> PronunciationEntry {
    var fields = bytes.split(whereSeparator: Self.isBlank)
    var comment: String?
    // A lone # begins the comment; in Kaldi's files #1 is a phone.
    if let tail = fields.dropFirst().firstIndex(where: { $0.elementsEqual([0x23]) }) {
      comment = Self.text(
        bytes[fields[tail].endIndex...].drop(while: Self.isBlank))
      fields.removeSubrange(tail...)
    }
    let (word, variant) = try wordAndVariant(fields[0])
    let phones = fields.dropFirst().map(Self.text)
    guard !phones.isEmpty else { throw failure(.noPhones, bytes) }
    return PronunciationEntry(
      word: word, phones: phones, variant: variant, comment: comment, line: line)
  }

  // `word(2)` is the second variant of word; parentheses around anything but digits belong to the
  // word.
  private func wordAndVariant(_ field: ArraySlice<UInt8>) throws(Failure) -> (String, Int) {
    guard field.last == 0x29, let open = field.lastIndex(of: 0x28) else {
      return (Self.text(field), 1)
    }
    let digits = field[(open + 1)..<(field.endIndex - 1)]
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return (Self.text(field), 1)
    }
    guard let variant = Int(Self.text(digits)), variant > 0 else {
      throw failure(.badVariant, field)
    }
    guard open > field.startIndex else { throw failure(.emptyWord, field) }
    return (Self.text(field[..<open]), variant)
  }

  /// As of CMUdict; but `FY(2024)` and `(2)` are words.
  private func tableVariant(_ field: ArraySlice<UInt8>) -> (String, Int) {
    guard let found = try? wordAndVariant(field), found.1 < 100 else {
      return (Self.text(field), 1)
    }
    return found
  }

  private func tabSeparated(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(Failure) -> [PronunciationEntry] {
    var columns = bytes.split(separator: 0x09, omittingEmptySubsequences: false)
    // A sheet has as many columns in every line.
    while let last = columns.last, last.allSatisfy(Self.isBlank) { columns.removeLast() }
    let (word, variant) = tableVariant(Self.trimmed(columns[0]))
    guard columns.count > 1 else { throw failure(.noPhones, bytes) }
    var entries: [PronunciationEntry] = []
    for (index, column) in columns.dropFirst().enumerated() {
      let phones = column.split(separator: 0x20).map(Self.text)
      guard !phones.isEmpty else { throw failure(.emptyColumn, bytes) }
      if phones.count == 1, Self.isDecimal(phones[0]) { throw failure(.number, column) }
      entries.append(
        PronunciationEntry(word: word, phones: phones, variant: variant + index, line: line))
    }
    return entries
  }

  private func kaldi(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(Failure) -> PronunciationEntry {
    let fields = bytes.split(whereSeparator: Self.isBlank)
    guard fields.count > 1 else { throw failure(.noPhones, bytes) }
    return PronunciationEntry(
      word: Self.text(fields[0]), phones: fields.dropFirst().map(Self.text), line: line)
  }

  private func kaldiProbabilities(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(Failure) -> PronunciationEntry {
    let fields = bytes.split(whereSeparator: Self.isBlank)
    guard fields.count > 1 else { throw failure(.noPhones, bytes) }
    guard let probability = Double(Self.text(fields[1])), probability > 0, probability <= 1 else {
      throw failure(.badProbability, fields[1])
    }
    var phones = fields.dropFirst(2).map(Self.text)
    // Those of silence before and after the word, in Kaldi's `lexiconp_silprob.txt` and in MFA's dictionaries.
    if phones.count >= 3, phones.prefix(3).allSatisfy(Self.isDecimal) { phones.removeFirst(3) }
    guard !phones.isEmpty else { throw failure(.noPhones, bytes) }
    return PronunciationEntry(
      word: Self.text(fields[0]), phones: phones, probability: probability, line: line)
  }

  private func failure(
    _ reason: PronunciationError.Reason, _ bytes: ArraySlice<UInt8>
  ) -> Failure {
    Failure(reason: reason, value: Self.text(bytes))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a field is a number with a point: phones may be digits, as in X-SAMPA.
  private static func isDecimal(_ field: String) -> Bool {
    field.utf8.contains(0x2E) && field.utf8.last != 0x2E && Double(field) != nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while rest.last == 0x20 { rest.removeLast() }
    return rest
  }
}

extension Line {
  /// Whether there is a control character besides the tab: C0, DEL, or C1 (C2 80 to C2 9F).
  fileprivate var hasControlCharacter: Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte < 0x20, byte != 0x09 { return true }
      if byte == 0x7F || (previous == 0xC2 && byte < 0xA0) { return true }
      previous = byte
    }
    return false
  }
}
