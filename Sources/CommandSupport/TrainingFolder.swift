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
  /// The words that a seed held out, one a line.
  package var heldOut: String { path + "/held-out.words" }

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
    guard !files.fileExists(atPath: log) || isLogOfTraining else {
      throw CommandFailure("\(log): is no log of a training; it is left alone")
    }
    try FileFolder.prepare(path)
    try? files.removeItem(atPath: log)
  }

  /// Writes the words that a seed held out, and nothing if there are none. A list of somebody else is left alone, and that
  /// of a training that goes on is there.
  package func keep(heldOut words: [String], resume: Bool) throws {
    if FileManager.default.fileExists(atPath: heldOut) {
      if words.isEmpty || resume { return }
      guard try FileReader.bytes(heldOut).starts(with: Self.heldOutRemark.utf8) else {
        throw CommandFailure("\(heldOut): is no list of a training; it is left alone")
      }
    }
    guard !words.isEmpty else { return }
    try FileWriter.write(
      Array((Self.heldOutRemark + words.map { $0 + "\n" }.joined()).utf8), to: heldOut)
  }

  /// A comment of lists and lexicons.
  private static let heldOutRemark = ";;; words that a training held out\n"

  /// Whether the log is empty, or begins as one does.
  private var isLogOfTraining: Bool {
    guard let bytes = try? FileReader.bytes(log) else { return false }
    guard let line = bytes.split(separator: 0x0A).first else { return true }
    return (try? Self.decoder.decode(EpochReport.self, from: Data(line))) != nil
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// Hours of all runs, by the log.
  package var hours: Double {
    guard let bytes = try? FileReader.bytes(log) else { return 0 }
    let decoder = Self.decoder
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
    // The attributes are those of a link itself.
    if !files.fileExists(atPath: path), (try? files.attributesOfItem(atPath: "\(folder)")) != nil {
      throw CommandFailure("\(path): is a link to nothing")
    }
    var probe = "\(folder).probe"
    while (try? files.attributesOfItem(atPath: probe)) != nil { probe += "~" }
    do {
      try FileWriter.write([], to: probe)
    } catch {
      throw FileAccessError(.write, path, code: error.code)
    }
    try? files.removeItem(atPath: probe)
  }
}
