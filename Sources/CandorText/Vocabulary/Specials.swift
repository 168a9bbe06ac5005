/// The symbols of a vocabulary that stand for no text, each with the name that its line shows.
public struct Specials: Sendable, Hashable {
  /// What a special symbol is for. The raw value is the third column of a vocabulary's file.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Fills a batch's rows up to the longest one.
    case padding
    /// Stands for every symbol that is not in the vocabulary.
    case unknown
    /// Precedes a sequence.
    case start
    /// Follows a sequence.
    case end
  }

  /// Name of the padding symbol, if there is one.
  public var padding: String?
  /// Name of the unknown symbol, if there is one.
  public var unknown: String?
  /// Name of the start symbol, if there is one.
  public var start: String?
  /// Name of the end symbol, if there is one.
  public var end: String?

  /// Makes a choice of specials; what is not named is absent.
  public init(
    padding: String? = nil, unknown: String? = nil, start: String? = nil, end: String? = nil
  ) {
    self.padding = padding
    self.unknown = unknown
    self.start = start
    self.end = end
  }

  /// No special symbols.
  public static let none = Specials()
  /// For what is read: padding and unknown.
  public static let input = Specials(padding: "<pad>", unknown: "<unk>")
  /// For what is predicted: padding, start and end, but no unknown.
  public static let labels = Specials(padding: "<pad>", start: "<s>", end: "</s>")
  /// All four.
  public static let all = Specials(padding: "<pad>", unknown: "<unk>", start: "<s>", end: "</s>")

  /// The present ones, in the order of their ids.
  var present: [(role: Role, name: String)] {
    let names = [padding, unknown, start, end]
    return zip(Role.allCases, names).compactMap { role, name in name.map { (role, $0) } }
  }
}
