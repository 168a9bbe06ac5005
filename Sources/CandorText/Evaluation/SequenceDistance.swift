/// Distances between two sequences.
public enum SequenceDistance {
  /// The Levenshtein distance: the least number of substitutions, deletions and insertions.
  public static func levenshtein<Element: Equatable>(_ left: [Element], _ right: [Element]) -> Int {
    var row = Array(0...right.count)
    for (i, element) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let cost = min(diagonal + (element == right[j] ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[right.count]
  }

  /// The number of slots in which two sequences differ after both were padded, or cut, to `slots`.
  public static func hamming<Element: Equatable>(
    _ left: [Element], _ right: [Element], slots: Int
  ) -> Int {
    let both = min(left.count, right.count, slots)
    let differing = (0..<both).reduce(0) { $0 + (left[$1] == right[$1] ? 0 : 1) }
    return differing + min(max(left.count, right.count), slots) - both
  }
}
