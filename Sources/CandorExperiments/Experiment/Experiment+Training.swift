extension Experiment {
  /// Trains what is not trained yet, then gathers all that is finished: a run alone is not the whole table.
  ///
  /// - Parameters:
  ///   - names: of the runs to train, or first parts of their names; all for none
  ///   - corpora: the folder of corpora; nil trains nothing
  /// - Returns: nil when the series was interrupted
  public static func reproduce(
    _ settings: Settings, only names: [String] = [], corpora: String?,
    in environment: ExperimentEnvironment
  ) throws -> ExperimentSection? {
    var experiment = try Self(settings: settings, environment: environment)
    guard let corpora else { return try experiment.asFinished().gather().section }
    let all = experiment.runs
    // What would not be gathered with the others is not trained.
    try experiment.requireSameSettings()
    experiment.runs = try select(names, from: all)
    guard try experiment.train(corpora: corpora) else { return nil }
    experiment.runs = all
    return try experiment.gather().section
  }

  /// Refuses to train beside finished runs that were made otherwise.
  private func requireSameSettings() throws {
    let own = settings(settings, concerning: nil)
    for run in runs {
      let folder = folder(run)
      guard let result = try folder.result(as: Result.self),
        settings(result.settings, concerning: nil) != own
      else { continue }
      throw ExperimentError.settings(
        "\(folder.path) was made with other settings than these; choose another --output")
    }
  }

  /// Trains what is not trained yet. The corpus is read only if there is something to train.
  ///
  /// - Parameter corpora: the folder of corpora
  /// - Returns: whether all runs are finished; false when the series was interrupted
  public func train(corpora: String) throws -> Bool {
    let unfinished = try unfinishedRuns()
    let finished = runs.filter { !unfinished.contains($0) }
    for run in finished { environment.note("\(run.name): finished already") }
    guard !unfinished.isEmpty else { return true }
    let corpus = try corpus(in: corpora)
    // The time begins after the reading.
    var series = SeriesProgress(costs: runs.map(\.cost))
    for run in finished { series.skip(run.cost) }
    for run in unfinished {
      let folder = folder(run)
      try folder.prepare()
      guard let result = try train(run, on: corpus, in: folder) else { return false }
      try folder.finish(with: result)
      environment.note("\(run.name): \(summary(result))  (\(series.finish(run.cost)))")
    }
    return true
  }

  /// The runs that are still to be trained.
  ///
  /// - Throws: `ExperimentError.settings` when a run lies there that is not to be continued, or was made otherwise
  func unfinishedRuns() throws -> [Run] {
    try runs.filter { run in
      let folder = folder(run)
      guard environment.resumes else {
        try folder.requireEmpty()
        return true
      }
      guard let result = try folder.result(as: Result.self) else { return true }
      guard settings(result.settings, concerning: run) == settings(settings, concerning: run)
      else {
        throw ExperimentError.settings(
          "\(folder.path) was made with other settings than these; choose another --output")
      }
      return false
    }
  }

  /// Where a run lies.
  func folder(_ run: Run) -> RunFolder {
    RunFolder(path: "\(environment.output)/runs/\(run.name)")
  }
}
