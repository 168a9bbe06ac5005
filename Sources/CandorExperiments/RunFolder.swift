import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder of one run: `log.jsonl`, `checkpoint.safetensors` and, once it is finished, `result.json`.
struct RunFolder {
  let path: String

  var logPath: String { path + "/log.jsonl" }
  var checkpointPath: String { path + "/checkpoint.safetensors" }
  var resultPath: String { path + "/result.json" }

  /// Makes the folder.
  ///
  /// - Parameter resuming: whether a run that is there is continued
  /// - Returns: the checkpoint to continue from, or nil
  /// - Throws: `ExperimentError.settings` when a run is there that is not to be continued
  func prepare(resuming: Bool) throws -> String? {
    let files = FileManager.default
    let hasCheckpoint = files.fileExists(atPath: checkpointPath)
    if !resuming, hasCheckpoint || files.fileExists(atPath: logPath) {
      throw ExperimentError.settings(
        "\(path) holds a run already: continue it with --resume, or choose another --output")
    }
    do {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ExperimentError.settings("the folder \(path) cannot be made; choose another --output")
    }
    if !hasCheckpoint, files.fileExists(atPath: logPath) { try files.removeItem(atPath: logPath) }
    return hasCheckpoint ? checkpointPath : nil
  }

  /// What the run measured, or nil if it is not finished.
  func result<Result: Decodable>(_ type: Result.Type) throws -> Result? {
    guard FileManager.default.fileExists(atPath: resultPath) else { return nil }
    do {
      return try JSONDecoder().decode(
        type, from: Data(contentsOf: URL(fileURLWithPath: resultPath)))
    } catch {
      throw ExperimentError.data("\(resultPath) is not the result of a run: \(error)")
    }
  }

  /// The epochs of the log; of an epoch that was logged twice, the last time.
  func epochs() throws -> [EpochReport] {
    let text = try String(
      decoding: Data(contentsOf: URL(fileURLWithPath: logPath)), as: UTF8.self)
    var reports: [Int: EpochReport] = [:]
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for (index, line) in text.split(separator: "\n").enumerated() {
      guard let report = try? decoder.decode(EpochReport.self, from: Data(line.utf8)) else {
        throw ExperimentError.data("\(logPath), line \(index + 1): not a line of a training log")
      }
      reports[report.epoch] = report
    }
    return reports.values.sorted { $0.epoch < $1.epoch }
  }
}

/// Writes a value as JSON, whole or not at all.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
}
