import CandorEngine

/// Work on the parts of a list at the same time.
enum Parallel {
  /// The results of all parts, in the order of the list.
  ///
  /// - Parameters:
  ///   - elements: the list
  ///   - jobs: parts at most, each on a thread of its own
  ///   - transform: the results of a part
  /// - Throws: what the first part that fails throws
  static func map<Element, Output>(
    _ elements: [Element], jobs: Int, _ transform: (ArraySlice<Element>) throws -> [Output]
  ) throws -> [Output] {
    let parts = min(max(1, jobs), elements.count)
    guard parts > 1 else { return try transform(elements[...]) }
    return try Workers(threads: parts).map(parts) { part in
      try transform(
        elements[(part * elements.count / parts)..<((part + 1) * elements.count / parts)])
    }.flatMap { $0 }
  }
}
