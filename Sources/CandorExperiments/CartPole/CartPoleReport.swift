import Candor
import CandorFigures

/// The table and the figures of the cart-and-pole experiment.
public struct CartPoleReport: ExperimentReport {
  /// All agents of a variant.
  public struct Group: Sendable {
    /// How they learn.
    public let variant: CartPoleVariant
    /// What each measured.
    public let results: [CartPoleResult]

    /// Episodes until it was solved, sorted; those that never solved it count as more than any number.
    public var episodesToSolve: [Double] {
      results.map { $0.episodesToSolve.map(Double.init) ?? .infinity }.sorted()
    }
    /// How many solved it.
    public var solved: Int { results.count { $0.episodesToSolve != nil } }
  }

  /// In the order of the table.
  public let groups: [Group]
  private let names: [String]
  private let results: [CartPoleResult]

  init(runs: [(run: CartPoleRun, result: CartPoleResult)]) {
    groups = CartPoleVariant.allCases.compactMap { variant in
      let own = runs.filter { $0.run.variant == variant }.map(\.result)
      return own.isEmpty ? nil : Group(variant: variant, results: own)
    }
    names = runs.map(\.run.name)
    results = runs.map(\.result)
  }

  /// The quartiles of sorted values, between two of them on the line that joins them; infinite where one of them is.
  public static func quartiles(_ sorted: [Double]) -> (lower: Double, median: Double, upper: Double)
  {
    func at(_ share: Double) -> Double {
      guard let last = sorted.last else { return .nan }
      let place = share * Double(sorted.count - 1)
      let index = Int(place)
      guard index + 1 < sorted.count else { return last }
      let weight = place - Double(index)
      if weight == 0 { return sorted[index] }
      return sorted[index] * (1 - weight) + sorted[index + 1] * weight
    }
    return (at(0.25), at(0.5), at(0.75))
  }

  /// The numbers of the table.
  public var table: SeriesTable {
    var table = SeriesTable(columns: [
      "run", "agents", "solved", "episodes_lower", "episodes_median", "episodes_upper",
      "last_return_median", "seconds",
    ])
    for group in groups {
      let episodes = Self.quartiles(group.episodesToSolve)
      table.append([
        .text(group.variant.rawValue), .init(group.results.count), .init(group.solved),
        .init(episodes.lower), .init(episodes.median), .init(episodes.upper),
        .init(lastReturn(group)), .init(group.results.reduce(0) { $0 + $1.seconds }),
      ])
    }
    return table
  }

  private func lastReturn(_ group: Group) -> Double {
    Self.quartiles(
      group.results.map { result in
        let last = result.record.returns.suffix(CartPole.solvedEpisodes)
        return last.reduce(0, +) / Double(max(1, last.count))
      }.sorted()
    ).median
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| agent | solved | episodes to solve: median (quartiles) | last 100 episodes, median | rates in the end, median |",
      "|---|---:|---:|---:|---|",
    ]
    func words(_ value: Double) -> String {
      value.isFinite ? Decimal.fixed(value, decimals: 0) : "never"
    }
    for group in groups {
      let (lower, median, upper) = Self.quartiles(group.episodesToSolve)
      let layers = group.results[0].record.rates.last?.indices ?? 0..<0
      let rates = layers.map { layer in
        Self.quartiles(group.results.compactMap { $0.record.rates.last?[layer] }.sorted()).median
      }
      lines.append(
        "| \(group.variant.title) | \(group.solved) of \(group.results.count) "
          + "| \(words(median)) (\(words(lower))–\(words(upper))) "
          + "| \(Decimal.fixed(lastReturn(group), decimals: 1)) "
          + "| \(rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every agent.
  public var contents: [String: CartPoleResult] {
    Dictionary(uniqueKeysWithValues: zip(names, results))
  }

  /// The paper's figures 7 and 8, and those of the model.
  public var figures: [(name: String, figure: Figure)] {
    let free = groups.filter { $0.variant != .model }
    var figures: [(String, Figure)] = []
    if !free.isEmpty {
      figures.append(("returns", curves("Mean return of the last 20 episodes", free, returns)))
    }
    if let group = groups.first(where: { $0.variant == .concrete }) {
      figures.append(
        (
          "rate-of-policy",
          curves("Dropout rate of the policy", [group]) { $0.record.rates.map { $0[0] } }
        ))
    }
    if let group = groups.first(where: { $0.variant == .model }) {
      figures.append(
        ("returns-model", curves("Return of real episodes", [group]) { $0.record.returns }))
      figures.append(("rates-of-dynamics", ratesOfDynamics(group)))
      figures.append(("uncertainty-of-dynamics", uncertainty(group)))
    }
    return figures
  }

  private func returns(_ result: CartPoleResult) -> [Double] {
    let values = result.record.returns
    return values.indices.map { index in
      let window = values[max(0, index - 19)...index]
      return window.reduce(0, +) / Double(window.count)
    }
  }

  /// Median and quartiles over the agents, episode by episode.
  private func curves(
    _ title: String, _ groups: [Group], _ values: (CartPoleResult) -> [Double]
  ) -> Figure {
    let names = groups.map(\.variant.rawValue)
    let curves = groups.map { $0.results.map(values) }
    var table = SeriesTable(
      columns: ["episode"] + names.flatMap { [$0, "\($0) lower", "\($0) upper"] })
    for episode in 0..<(curves.joined().map(\.count).max() ?? 0) {
      table.append(
        [.init(episode + 1)]
          + curves.flatMap { curves -> [SeriesTable.Cell] in
            let here = curves.filter { $0.count > episode }.map { $0[episode] }.sorted()
            guard !here.isEmpty else { return [.missing, .missing, .missing] }
            let (lower, median, upper) = Self.quartiles(here)
            return [.init(median), .init(lower), .init(upper)]
          })
    }
    return Figure(
      title: title + ": median and quartiles", table: table, x: "episode",
      xAxis: .init("episode"), yAxis: .init(title.lowercased()),
      series: names.map { Figure.Series($0, band: (lower: "\($0) lower", upper: "\($0) upper")) })
  }

  private func ratesOfDynamics(_ group: Group) -> Figure {
    let layers = group.results[0].record.rates[0].indices
    return overTransitions(
      group, "Dropout rates of the dynamics", y: "dropout rate, median",
      names: layers.map { "layer \($0 + 1)" },
      values: layers.map { layer in { $0.rates.map { $0[layer] } } })
  }

  private func uncertainty(_ group: Group) -> Figure {
    overTransitions(
      group, "Dynamics on transitions not learned from", y: "standard deviations of a change",
      names: ["disagreement of samples", "error of their mean"],
      values: [{ $0.disagreement }, { $0.error }])
  }

  /// Medians over the agents after each episode, over the median number of transitions.
  private func overTransitions(
    _ group: Group, _ title: String, y: String, names: [String],
    values: [(CartPoleRecord) -> [Double]]
  ) -> Figure {
    var table = SeriesTable(columns: ["transitions"] + names)
    var before = 0.0
    for episode in 0..<(group.results.map(\.record.returns.count).min() ?? 0) {
      func median(_ values: (CartPoleRecord) -> [Double]) -> Double {
        Self.quartiles(group.results.map { values($0.record)[episode] }.sorted()).median
      }
      let count = median { $0.transitions.map(Double.init) }
      guard count > before else { continue }
      before = count
      table.append([.number(count)] + values.map { .number(median($0)) })
    }
    return Figure(
      title: title, table: table, x: "transitions",
      xAxis: .init("transitions learned from", logarithmic: true),
      yAxis: .init(y, logarithmic: true),
      series: names.map { Figure.Series($0, style: .linePoints) })
  }
}
