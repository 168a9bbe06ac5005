import RealModule

/// Aligns words with their pronunciations.
///
/// A pronunciation is explained by a chain of links, each of which takes one or two graphemes and the phones that
/// belong to them. Every link has a probability; expectation maximisation finds those that make the lexicon most
/// probable, over all ways to link it:
///
///     p(link) ∝ Σ over pronunciations of E[times that the link is used | pronunciation]
///
/// Jiampojamarn, Kondrak & Sherif, "Applying Many-to-Many Alignments and Hidden Markov Models to Letter-to-Phoneme
/// Conversion" (NAACL 2007), §2. A chain of long links has fewer factors than one of short links and would win for
/// that alone: a link of n symbols on its longer side counts as pⁿ (Novak, Minematsu & Hirose, "WFST-based
/// Grapheme-to-Phoneme Conversion", 2012, §2).
public struct Aligner: Sendable {
  /// The limits of a link.
  public let limits: LinkLimits
  /// Pronunciations of the lexicon that no chain of links explains: too many phones for so few graphemes.
  public private(set) var unalignableCount = 0

  private var graphemeRuns = SequenceIndex()
  private var phoneRuns = SequenceIndex()
  private var links = PairIndex()
  /// For each link its graphemes and phones, as numbers of runs.
  private var parts: [(graphemes: Int32, phones: Int32)] = []
  /// ln p, times the length of the longer side.
  private var weights: [Double] = []

  /// Learns the links of a lexicon.
  ///
  /// - Parameters:
  ///   - words: graphemes of each pronunciation
  ///   - pronunciations: phones of each, as many
  ///   - limits: of a link
  ///   - iterations: rounds of expectation maximisation, at most
  public init(
    words: [[Int32]], pronunciations: [[Int32]], limits: LinkLimits = LinkLimits(),
    iterations: Int = 12
  ) {
    precondition(
      words.count == pronunciations.count,
      "Aligner: \(words.count) words, \(pronunciations.count) pronunciations")
    precondition(
      (1...LinkLimits.mostGraphemes).contains(limits.graphemes)
        && (1...LinkLimits.mostPhones).contains(limits.phones), "Aligner: \(limits)")
    self.limits = limits
    findLinks(words, pronunciations)
    maximise(words, pronunciations, iterations: iterations)
  }

  /// The most probable chain of links, or `nil` where none explains the pronunciation.
  public func align(_ graphemes: [Int32], _ phones: [Int32]) -> [Graphone]? {
    var lattice = LinkLattice()
    fill(&lattice, graphemes, phones)
    var best = [Double](repeating: -.infinity, count: lattice.nodes)
    var incoming = [Int](repeating: -1, count: lattice.nodes)
    best[0] = 0
    for (index, edge) in lattice.edges.enumerated() {
      let score = best[Int(edge.from)] + weights[Int(edge.link)]
      if score > best[Int(edge.to)] {
        best[Int(edge.to)] = score
        incoming[Int(edge.to)] = index
      }
    }
    var chain: [Graphone] = []
    var node = lattice.nodes - 1
    while node > 0 {
      guard incoming[node] >= 0 else { return nil }
      let edge = lattice.edges[incoming[node]]
      let part = parts[Int(edge.link)]
      chain.append(
        Graphone(
          graphemes: graphemeRuns.sequences[Int(part.graphemes)],
          phones: phoneRuns.sequences[Int(part.phones)]))
      node = Int(edge.from)
    }
    return chain.reversed()
  }

  // MARK: Links

  private static func length(_ graphemes: Int, _ phones: Int) -> Double {
    Double(max(graphemes, phones))
  }

  private mutating func findLinks(_ words: [[Int32]], _ pronunciations: [[Int32]]) {
    var lattice = LinkLattice()
    for (graphemes, phones) in zip(words, pronunciations) {
      guard limits.canLink(graphemes: graphemes.count, phones: phones.count) else {
        unalignableCount += 1
        continue
      }
      let g = graphemeRuns.insertRuns(of: graphemes, upTo: limits.graphemes)
      let p = phoneRuns.insertRuns(of: phones, upTo: limits.phones)
      lattice.fill(graphemes: graphemes.count, phones: phones.count, limits: limits) {
        let graphemes = g[$0.lowerBound * limits.graphemes + $0.count - 1]
        let phones = $1.isEmpty ? 0 : p[$1.lowerBound * limits.phones + $1.count - 1]
        let link = links.insert(graphemes, phones)
        if Int(link) == parts.count { parts.append((graphemes, phones)) }
        return link
      }
    }
  }

  private func fill(_ lattice: inout LinkLattice, _ graphemes: [Int32], _ phones: [Int32]) {
    let g = graphemeRuns.runs(of: graphemes, upTo: limits.graphemes)
    let p = phoneRuns.runs(of: phones, upTo: limits.phones)
    lattice.fill(graphemes: graphemes.count, phones: phones.count, limits: limits) {
      let graphemes = g[$0.lowerBound * limits.graphemes + $0.count - 1]
      let phones = $1.isEmpty ? 0 : p[$1.lowerBound * limits.phones + $1.count - 1]
      guard graphemes >= 0, phones >= 0 else { return -1 }
      let link = links.find(graphemes, phones)
      return link >= 0 && weights[Int(link)] > -.infinity ? link : -1
    }
  }

  // MARK: Expectation maximisation

  private mutating func maximise(
    _ words: [[Int32]], _ pronunciations: [[Int32]], iterations: Int
  ) {
    let lengths = parts.map {
      Self.length(
        graphemeRuns.sequences[Int($0.graphemes)].count, phoneRuns.sequences[Int($0.phones)].count)
    }
    let graphemeCounts = parts.map { Double(graphemeRuns.sequences[Int($0.graphemes)].count) }
    weights = Array(repeating: 0, count: parts.count)
    var tilt = 0.0
    var before = -Double.infinity
    var lattice = LinkLattice()
    for _ in 0..<iterations {
      // Every chain of a word has all its graphemes, so a factor for each grapheme changes no expectation; it keeps
      // the products of long words within the range of a Double.
      let factors = weights.indices.map { Double.exp(weights[$0] + tilt * graphemeCounts[$0]) }
      var expected = [Double](repeating: 0, count: parts.count)
      var total = 0.0
      var read = 0.0
      for (graphemes, phones) in zip(words, pronunciations)
      where limits.canLink(graphemes: graphemes.count, phones: phones.count) {
        fill(&lattice, graphemes, phones)
        guard let likelihood = Self.expect(lattice, factors, &expected) else { continue }
        total += likelihood - tilt * Double(graphemes.count)
        read += Double(graphemes.count)
      }
      guard read > 0 else { return }
      let sum = expected.reduce(0, +)
      for index in weights.indices {
        // A link that is hardly ever used is none.
        weights[index] =
          expected[index] > 1e-9 ? lengths[index] * Double.log(expected[index] / sum) : -.infinity
      }
      let change = abs(total - before) / max(1, abs(total))
      tilt = -total / read
      before = total
      if change < 1e-4 { break }
    }
  }

  /// Adds the expected number of uses of each link; ln of the sum over all chains, or `nil` if that is not positive.
  private static func expect(
    _ lattice: LinkLattice, _ factors: [Double], _ expected: inout [Double]
  ) -> Double? {
    var forward = [Double](repeating: 0, count: lattice.nodes)
    var backward = forward
    forward[0] = 1
    backward[lattice.nodes - 1] = 1
    for edge in lattice.edges {
      forward[Int(edge.to)] += forward[Int(edge.from)] * factors[Int(edge.link)]
    }
    for edge in lattice.edges.reversed() {
      backward[Int(edge.from)] += backward[Int(edge.to)] * factors[Int(edge.link)]
    }
    let sum = backward[0]
    guard sum > 0, sum < .infinity else { return nil }
    for edge in lattice.edges {
      let uses =
        forward[Int(edge.from)] * factors[Int(edge.link)] * backward[Int(edge.to)] / sum
      expected[Int(edge.link)] += uses
    }
    return Double.log(sum)
  }
}
