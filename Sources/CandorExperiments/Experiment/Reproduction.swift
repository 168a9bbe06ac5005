/// The experiments of the paper, one after another, each in a folder of its own.
public struct Reproduction: Sendable {
  /// Every experiment, in the order in which they run.
  public static let experiments: [any Experiment.Type] = [
    PaperExperiment.self, SentimentExperiment.self, UCIExperiment.self, MNISTExperiment.self,
    CamVidExperiment.self, CartPoleExperiment.self,
  ]

  /// The experiments of the given names; all for none.
  ///
  /// - Throws: `ExperimentError.settings` for an unknown name
  public static func select(_ names: [String]) throws -> [any Experiment.Type] {
    let known = experiments.map { $0.name }
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw ExperimentError.settings(
        "there is no experiment \"\(unknown)\"; there are \(known.joined(separator: ", "))")
    }
    return names.isEmpty ? experiments : experiments.filter { names.contains($0.name) }
  }

  /// How large they are run.
  public var scale: ExperimentScale
  /// The seed of each; nil for its own.
  public var seed: UInt64?
  /// Where they run; `output` is the folder of their folders.
  public var environment: ExperimentEnvironment

  /// Describes the series.
  public init(scale: ExperimentScale, seed: UInt64?, environment: ExperimentEnvironment) {
    self.scale = scale
    self.seed = seed
    self.environment = environment
  }

  /// Trains what is not trained yet, gathers what is finished, and writes `report.md` and `report.json` anew after each
  /// experiment. One that fails does not keep the others from running.
  ///
  /// - Parameters:
  ///   - names: of the experiments; all for none. The page keeps what others gave before.
  ///   - corpora: the folder of corpora; nil trains nothing
  ///   - finished: gets what each experiment gave
  /// - Returns: false when the series was interrupted
  /// - Throws: `UnfinishedExperiments` in the end if one of them failed; `ExperimentError` at once when what lies in the
  ///   folders cannot be continued
  public func run(
    _ names: [String] = [], corpora: String?, finished: (ExperimentSection) -> Void
  ) throws -> Bool {
    let chosen = try Self.select(names)
    var index = try ReproductionIndex(in: environment.output)
    if corpora != nil {
      for experiment in chosen { try checkFolder(of: experiment) }
    }
    var done: [String] = []
    for (number, experiment) in chosen.enumerated() {
      environment.note(
        "\(experiment.name) (\(number + 1) of \(chosen.count)): \(experiment.title)")
      do {
        guard let section = try reproduce(experiment, corpora: corpora) else { return false }
        index.insert(section)
        done.append(section.name)
        finished(section)
      } catch {
        environment.note("\(experiment.name): \(error)")
        index.problems.append(.init(name: experiment.name, reason: "\(error)"))
      }
      try index.write(to: environment.output)
    }
    guard index.problems.isEmpty else {
      throw UnfinishedExperiments(
        problems: index.problems.map { ($0.name, $0.reason) }, finished: done)
    }
    return true
  }

  private func reproduce<Subject: Experiment>(
    _ experiment: Subject.Type, corpora: String?
  ) throws -> ExperimentSection? {
    try experiment.reproduce(
      Subject.Settings(scale, seed: seed), corpora: corpora, in: environment(of: experiment))
  }

  /// Whether an experiment can run or be continued in its folder, before others take their time.
  private func checkFolder<Subject: Experiment>(of experiment: Subject.Type) throws {
    do {
      _ = try Subject(
        settings: .init(scale, seed: seed), environment: environment(of: experiment)
      ).unfinishedRuns()
    } catch let error as ExperimentError {
      throw ExperimentError.settings("\(experiment.name): \(error)")
    }
  }

  private func environment(of experiment: any Experiment.Type) -> ExperimentEnvironment {
    var environment = environment
    environment.output += "/\(experiment.name)"
    return environment
  }
}

/// Some experiments of a series failed; what the others gave is there.
public struct UnfinishedExperiments: Error, CustomStringConvertible {
  /// Which failed, and why.
  public let problems: [(name: String, reason: String)]
  /// The names of those that are finished.
  public let finished: [String]

  /// All that a person needs to go on.
  public var description: String {
    problems.map { "\($0.name): \($0.reason); " }.joined()
      + "finished: \(finished.isEmpty ? "none" : finished.joined(separator: ", ")). "
      + "Continue with --resume."
  }
}
