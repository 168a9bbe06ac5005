extension TextTranscription {
  /// What a reader should know of how the text was read, such as `skipped: 7 😀`; empty if nothing.
  package var note: String { Self.note(remarks, problem, skipped, simplified) }

  static func note(
    _ remarks: [String], _ problem: Transcription.Problem?, _ skipped: [String],
    _ simplified: [String]
  ) -> String {
    var parts = remarks
    if let problem { parts.append(problem.description) }
    if !skipped.isEmpty { parts.append("skipped: " + list(skipped)) }
    if !simplified.isEmpty { parts.append("simplified: " + list(simplified)) }
    return parts.joined(separator: "; ")
  }

  private static func list(_ graphemes: [String], limit: Int = 16) -> String {
    let shown = graphemes.prefix(limit).map(Escaping.column).joined(separator: " ")
    return graphemes.count > limit ? "\(shown) … (\(graphemes.count) in all)" : shown
  }
}

extension Transcription {
  /// As ``TextTranscription/note``, of a single word.
  var note: String { TextTranscription.note([], problem, skipped, simplified) }
}
