/// Which phones were said for which, counted along the alignments of transcriptions with their references.
public struct PhoneConfusions: Sendable, Hashable {
  /// Stands for no phone: what was said where the reference has nothing, or the other way round.
  public static let nothing = "∅"

  /// How often each phone of the references (the first key) was said as each phone (the second).
  public private(set) var counts: [String: [String: Int]] = [:]

  /// Nothing counted yet.
  public init() {}

  /// Counts the phones of a word.
  public mutating func add(_ hypothesis: [String], reference: [String]) {
    for step in Alignment(hypothesis: hypothesis, reference: reference).steps {
      switch step {
      case .match(let phone): add(phone, phone)
      case .substitution(let reference, let hypothesis): add(reference, hypothesis)
      case .deletion(let phone): add(phone, Self.nothing)
      case .insertion(let phone): add(Self.nothing, phone)
      }
    }
  }

  private mutating func add(_ reference: String, _ hypothesis: String) {
    counts[reference, default: [:]][hypothesis, default: 0] += 1
  }

  /// How often a phone was said for another.
  public func count(_ reference: String, as hypothesis: String) -> Int {
    counts[reference]?[hypothesis] ?? 0
  }

  /// How often a phone occurs in the references; of nothing, how often something was said in its place.
  public func occurrences(_ reference: String) -> Int {
    counts[reference]?.values.reduce(0, +) ?? 0
  }

  /// The phones that take part in the most confusions, in the order of their names, nothing last.
  public func phones(atMost limit: Int) -> [String] {
    var errors: [String: Int] = [:]
    for (reference, said) in counts {
      for (hypothesis, count) in said {
        for phone in [reference, hypothesis] {
          errors[phone, default: 0] += reference == hypothesis ? 0 : count
        }
      }
    }
    let kept = errors.filter { $0.key != Self.nothing }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key).sorted()
    return errors[Self.nothing, default: 0] > 0 ? kept + [Self.nothing] : kept
  }
}
