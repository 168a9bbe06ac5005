import CandorExperiments
import Foundation
import Synchronization
import Testing

/// A folder that goes away with its owner.
final class Scratch: Sendable {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "candor-experiments-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a file, with the folders above it.
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = URL(fileURLWithPath: folder + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }
}

/// Says true from the nth question on.
final class Limit: Sendable {
  private let asked = Atomic(0)
  let limit: Int
  init(_ limit: Int) { self.limit = limit }
  func isReached() -> Bool { asked.add(1, ordering: .relaxed).newValue >= limit }
}

/// The reports of an experiment that ran through, and of the same that was interrupted and continued.
///
/// - Parameter asked: it is interrupted when it asks for the nth time whether to stop
func cutAndWhole<Subject: Experiment>(
  _ whole: Subject, corpora: String, after asked: Int
) throws -> (whole: Subject.Report, cut: Subject.Report) {
  #expect(try whole.train(corpora: corpora))
  var cut = whole
  cut.environment.output += "-cut"
  let limit = Limit(asked)
  cut.environment.shouldStop = { limit.isReached() }
  #expect(try !cut.train(corpora: corpora))
  cut.environment.shouldStop = { false }
  cut.environment.resumes = true
  #expect(try cut.train(corpora: corpora))
  return (try whole.report(), try cut.report())
}
