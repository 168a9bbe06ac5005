/// A word and one of its pronunciations, piece by piece.
public struct AlignedPronunciation: Sendable, Equatable {
  /// Graphemes and the phones that belong to them.
  public struct Link: Sendable, Equatable {
    /// One grapheme or more.
    public var graphemes: String
    /// The phones; none where the graphemes are silent.
    public var phones: [String]
  }

  /// The word.
  public var word: String
  /// The links from left to right; together they read the word and the pronunciation.
  public var links: [Link]

  /// As the aligned corpora of Phonetisaurus: `p|h}F o}OW n}N e}_`.
  ///
  /// A symbol that would be read as one of the separators has a backslash before it.
  public var line: String {
    links.map { link in
      let graphemes = link.graphemes.unicodeScalars.map { Self.escaped(String($0)) }
      let phones = link.phones.isEmpty ? ["_"] : link.phones.map(Self.escaped)
      return graphemes.joined(separator: "|") + "}" + phones.joined(separator: "|")
    }.joined(separator: " ")
  }

  private static func escaped(_ symbol: String) -> String {
    if symbol == "_" { return "\\_" }
    return symbol.unicodeScalars.reduce(into: "") { text, scalar in
      if scalar == "|" || scalar == "}" || scalar == "\\" || scalar == " " { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
  }

  /// `{"word":…,"links":[{"graphemes":…,"phones":[…]},…]}`
  package var json: JSONText {
    .object([
      ("word", .string(word)),
      (
        "links",
        .array(
          links.map {
            .object([("graphemes", .string($0.graphemes)), ("phones", .strings($0.phones))])
          })
      ),
    ])
  }
}
