import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder of one run: `log.jsonl` and `checkpoint.safetensors` while it trains, `result.json` once it is finished.
public struct RunFolder: Sendable, Equatable {
  /// Where it lies.
  public let path: String

  var logPath: String { path + "/log.jsonl" }
  var checkpointPath: String { path + "/checkpoint.safetensors" }
  var resultPath: String { path + "/result.json" }

  /// The folders below `runs` in an experiment's that hold a result, in the order of their paths.
  static func finished(in output: String) -> [RunFolder] {
    let runs = "\(output)/runs"
    let paths = FileManager.default.enumerator(atPath: runs)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix("/result.json") }.sorted().map {
      RunFolder(path: "\(runs)/\($0.dropLast("/result.json".count))")
    }
  }

  /// The checkpoint of a run that was interrupted, or nil.
  var checkpoint: String? {
    FileManager.default.fileExists(atPath: checkpointPath) ? checkpointPath : nil
  }

  /// - Throws: `ExperimentError.settings` when a run lies there
  func requireEmpty() throws {
    let files = FileManager.default
    if [checkpointPath, logPath, resultPath].contains(where: { files.fileExists(atPath: $0) }) {
      throw ExperimentError.settings(
        "\(path) holds a run already: continue it with --resume, or choose another --output")
    }
  }

  /// Makes the folder ready to train in.
  func prepare() throws {
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ExperimentError.settings("the folder \(path) cannot be made; choose another --output")
    }
    if checkpoint == nil, files.fileExists(atPath: logPath) {
      try files.removeItem(atPath: logPath)
    }
  }

  /// Writes what the finished run measured.
  func finish(with result: some Encodable) throws {
    try writeJSON(result, to: resultPath)
  }

  /// What the run measured, or nil if it is not finished.
  func result<Result: Decodable>(as type: Result.Type) throws -> Result? {
    guard FileManager.default.fileExists(atPath: resultPath) else { return nil }
    do {
      return try JSONDecoder.tolerant.decode(
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
    let decoder = JSONDecoder.tolerant
    for (index, line) in text.split(separator: "\n").enumerated() {
      guard let report = try? decoder.decode(EpochReport.self, from: Data(line.utf8)) else {
        throw ExperimentError.data("\(logPath), line \(index + 1): not a line of a training log")
      }
      reports[report.epoch] = report
    }
    return reports.values.sorted { $0.epoch < $1.epoch }
  }
}

extension JSONDecoder {
  /// Reads the text that `writeJSON` and the training log have for numbers that are not finite.
  fileprivate static var tolerant: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
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
