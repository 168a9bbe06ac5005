/// The cheapest way to turn a reference into a hypothesis (Levenshtein 1966): every substitution,
/// deletion and insertion costs 1.
public struct Alignment<Element: Equatable> {
  /// One step from the reference to the hypothesis.
  public enum Step {
    /// The same element in both.
    case match(Element)
    /// An element of the reference replaced by another.
    case substitution(reference: Element, hypothesis: Element)
    /// An element of the reference that the hypothesis lacks.
    case deletion(Element)
    /// An element that only the hypothesis has.
    case insertion(Element)
  }

  /// The steps in the order of the sequences.
  public let steps: [Step]
  /// Number of substitutions.
  public let substitutions: Int
  /// Number of deletions.
  public let deletions: Int
  /// Number of insertions.
  public let insertions: Int

  /// The Levenshtein distance.
  public var distance: Int { substitutions + deletions + insertions }

  /// Aligns two sequences. Of several cheapest ways the one is taken that, from the end, prefers a
  /// match or substitution to a deletion, and that to an insertion.
  public init(hypothesis: [Element], reference: [Element]) {
    let width = hypothesis.count + 1
    // costs[i · width + j]: from the first i of the reference to the first j of the hypothesis.
    var costs = [Int](repeating: 0, count: (reference.count + 1) * width)
    for j in 0..<width { costs[j] = j }
    for i in reference.indices {
      costs[(i + 1) * width] = i + 1
      for j in hypothesis.indices {
        let diagonal = costs[i * width + j] + (reference[i] == hypothesis[j] ? 0 : 1)
        let down = costs[i * width + j + 1] + 1
        let across = costs[(i + 1) * width + j] + 1
        costs[(i + 1) * width + j + 1] = min(diagonal, down, across)
      }
    }
    var steps: [Step] = []
    var (substitutions, deletions, insertions) = (0, 0, 0)
    var (i, j) = (reference.count, hypothesis.count)
    while i > 0 || j > 0 {
      let cost = costs[i * width + j]
      if i > 0, j > 0 {
        let same = reference[i - 1] == hypothesis[j - 1]
        if cost == costs[(i - 1) * width + j - 1] + (same ? 0 : 1) {
          (i, j) = (i - 1, j - 1)
          if same {
            steps.append(.match(reference[i]))
          } else {
            steps.append(.substitution(reference: reference[i], hypothesis: hypothesis[j]))
            substitutions += 1
          }
          continue
        }
      }
      if i > 0, cost == costs[(i - 1) * width + j] + 1 {
        i -= 1
        steps.append(.deletion(reference[i]))
        deletions += 1
      } else {
        j -= 1
        steps.append(.insertion(hypothesis[j]))
        insertions += 1
      }
    }
    self.steps = steps.reversed()
    self.substitutions = substitutions
    self.deletions = deletions
    self.insertions = insertions
  }
}

extension Alignment: Sendable where Element: Sendable {}
extension Alignment.Step: Sendable where Element: Sendable {}
extension Alignment: Equatable {}
extension Alignment.Step: Equatable {}
