extension Experiment {
  /// Gathers the finished runs into `report.json`, tables and figures.
  ///
  /// - Throws: `ExperimentError` when no run is finished, or runs have different settings; an error of the file system.
  ///   Where gnuplot is missing the numbers are written all the same, and a note says so.
  @discardableResult
  public func report() throws -> Report { try gather().report }

  /// The experiment with the settings of what is finished, of those with the most runs, whatever its own were; itself if
  /// nothing is.
  func asFinished() throws -> Self {
    let results = try RunFolder.finished(in: environment.output).compactMap {
      try $0.result(as: Result.self)
    }
    let settings = results.map(\.settings).max {
      Self.runs(for: $0).count < Self.runs(for: $1).count
    }
    return try settings.map { try Self(settings: $0, environment: environment) } ?? self
  }

  /// Writes the report of the finished runs, and tells what a page has to say of it.
  func gather() throws -> (report: Report, section: ExperimentSection) {
    let finished = try finishedRuns()
    guard let first = finished.first else {
      throw ExperimentError.data("\(environment.output) holds no finished run")
    }
    let report = try report(on: finished)
    let figures = try report.write(to: environment.output, note: environment.note)
    let section = ExperimentSection(
      name: Self.name, title: Self.title, scale: first.result.settings.scale,
      finishedRuns: finished.count, runs: runs.count, table: report.markdown, figures: figures)
    return (report, section)
  }

  private func finishedRuns() throws -> [FinishedRun<Run, Result>] {
    var finished: [FinishedRun<Run, Result>] = []
    for run in runs {
      let folder = folder(run)
      guard let result = try folder.result(as: Result.self) else { continue }
      if let first = finished.first,
        settings(first.result.settings, concerning: nil)
          != settings(result.settings, concerning: nil)
      {
        throw ExperimentError.settings(
          "\(folder.path) was made with other settings than \(first.run.name)")
      }
      finished.append(FinishedRun(run: run, result: result, folder: folder))
    }
    return finished
  }
}
