import CandorEngine
import CandorText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a training keeps the state from which it can go on, and its log.
package struct TrainingFolder {
  /// The folder.
  package let path: String

  /// The file from which a training goes on.
  package var checkpoint: String { path + "/checkpoint.safetensors" }
  /// A line of JSON for each epoch.
  package var log: String { path + "/log.jsonl" }

  /// The folder for a bundle's training.
  package static func beside(_ bundle: String) -> String {
    var bundle = Substring(bundle)
    while bundle.count > 1, bundle.last == "/" { bundle.removeLast() }
    return bundle + ".training"
  }

  /// Makes the folder. A run that begins anew removes the log of an earlier one, and refuses to overwrite its state.
  package init(_ path: String, resume: Bool) throws {
    self.path = path
    let files = FileManager.default
    let exists = files.fileExists(atPath: checkpoint)
    if resume, !exists { throw CommandFailure("\(checkpoint): nothing to go on from") }
    if resume { return }
    guard !exists else {
      throw CommandFailure(
        "\(checkpoint): the state of an earlier training; go on with --resume, or remove it")
    }
    do {
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure("\(path): cannot be made")
    }
    try? files.removeItem(atPath: log)
  }

  /// Hours of all runs, by the log.
  package var hours: Double {
    guard let bytes = try? FileReader.bytes(log) else { return 0 }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // An epoch that was cut off is logged again, with the same seconds, once it is complete.
    var seconds: [Int: Double] = [:]
    for line in bytes.split(separator: 0x0A) {
      guard let report = try? decoder.decode(EpochReport.self, from: Data(line)) else { continue }
      seconds[report.epoch] = report.seconds + report.validationSeconds
    }
    return seconds.values.reduce(0, +) / 3600
  }
}

extension TrainingFolder {
  /// Refuses a target of a bundle before hours of training have gone into it.
  package static func requireWritable(_ path: String) throws {
    let folder = TrainingFolder.beside(path).dropLast(".training".count)
    let files = FileManager.default
    let probe = "\(folder).probe"
    do {
      try FileWriter.write([], to: probe)
    } catch {
      throw FileAccessError(.write, path, code: error.code)
    }
    try? files.removeItem(atPath: probe)
  }
}
