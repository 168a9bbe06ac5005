import CandorEngine

extension ExperimentEnvironment {
  /// How a trainer runs here: it logs into the folder of the run and continues from its checkpoint.
  func options(for run: String, in folder: RunFolder) -> TrainingOptions {
    var options = TrainingOptions()
    options.workers = workers
    options.checkpointPath = folder.checkpointPath
    options.logPath = folder.logPath
    options.shouldStop = shouldStop
    let note = note
    options.note = { note("\(run): \($0)") }
    return options
  }
}
