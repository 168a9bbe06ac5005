/// A graphone: graphemes and the phones that belong to them.
public struct Graphone: Sendable, Hashable {
  /// One grapheme or more.
  public var graphemes: [Int32]
  /// The phones; none where the grapheme is silent.
  public var phones: [Int32]

  /// Makes a graphone.
  public init(graphemes: [Int32], phones: [Int32]) {
    self.graphemes = graphemes
    self.phones = phones
  }
}
