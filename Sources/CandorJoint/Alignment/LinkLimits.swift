/// Which pieces of a word and its pronunciation may belong together.
public struct LinkLimits: Sendable, Codable, Equatable {
  /// The most graphemes of a link, 1 to `mostGraphemes`.
  public var graphemes: Int
  /// The most phones of a link, 1 to `mostPhones`.
  public var phones: Int
  /// Whether a grapheme may be silent.
  public var allowsSilence: Bool
  /// Whether several graphemes may belong to several phones; else one side of every link is single.
  public var allowsManyToMany: Bool

  /// Limits; the defaults suit alphabetic scripts.
  public init(
    graphemes: Int = 2, phones: Int = 2, allowsSilence: Bool = true,
    allowsManyToMany: Bool = false
  ) {
    self.graphemes = graphemes
    self.phones = phones
    self.allowsSilence = allowsSilence
    self.allowsManyToMany = allowsManyToMany
  }

  /// Limits for a lexicon: as many phones to a link, from two, as ninety-nine of a hundred pronunciations need.
  public static func fitting(words: [[Int32]], pronunciations: [[Int32]]) -> LinkLimits {
    var limits = LinkLimits()
    let lengths = zip(words, pronunciations).map { ($0.count, $1.count) }
    while limits.phones < mostPhones,
      lengths.count(where: { !limits.canLink(graphemes: $0, phones: $1) }) * 100 > lengths.count
    {
      limits.phones += 1
    }
    return limits
  }

  /// The most graphemes of any link.
  public static let mostGraphemes = 4
  /// The most phones of any link.
  public static let mostPhones = 16

  func allows(graphemes: Int, phones: Int) -> Bool {
    if phones == 0 { return allowsSilence && graphemes == 1 }
    return graphemes == 1 || phones == 1 || allowsManyToMany
  }

  /// Whether so many phones can be shared out among so many graphemes.
  func canLink(graphemes count: Int, phones: Int) -> Bool {
    count == 0 ? phones == 0 : fewest(count) <= phones && phones <= count * self.phones
  }

  /// The fewest phones that so many graphemes can have.
  func fewest(_ count: Int) -> Int {
    allowsSilence ? 0 : (count + graphemes - 1) / graphemes
  }
}
