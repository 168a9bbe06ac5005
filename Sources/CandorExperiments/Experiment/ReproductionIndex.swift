#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What several experiments gave: `report.json`, and `report.md` for people, beside the folders of the experiments.
struct ReproductionIndex: Codable, Equatable {
  /// Why an experiment is not finished.
  struct Problem: Codable, Equatable {
    var name: String
    var reason: String
  }

  /// In the order of the page.
  private(set) var experiments: [ExperimentSection] = []
  /// What went wrong the last time.
  var problems: [Problem] = []

  /// Nothing yet.
  init() {}

  /// What an earlier series left in a folder, without its problems; nothing where there was none.
  ///
  /// - Throws: `ExperimentError.data` when its file cannot be read
  init(in folder: String) throws {
    let path = folder + "/report.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
      problems = []
    } catch {
      throw ExperimentError.data("\(path) is not the index of a series of experiments: \(error)")
    }
  }

  /// Adds what an experiment gave, in place of what it gave before.
  mutating func insert(_ section: ExperimentSection) {
    experiments.removeAll { $0.name == section.name }
    experiments.append(section)
    let order = Reproduction.experiments.map { $0.name }
    experiments.sort {
      order.firstIndex(of: $0.name) ?? order.count < order.firstIndex(of: $1.name) ?? order.count
    }
  }

  /// Writes both files, unless there is nothing to show.
  func write(to folder: String) throws {
    if experiments.isEmpty && problems.isEmpty { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw ExperimentError.settings("the folder \(folder) cannot be made; choose another --output")
    }
    try writeJSON(self, to: folder + "/report.json")
    try Data(markdown.utf8).write(
      to: URL(fileURLWithPath: folder + "/report.md"), options: .atomic)
  }

  /// The page.
  var markdown: String {
    let notFinished = problems.map { "- \($0.name) is not finished: \($0.reason)\n" }.joined()
    return "# The paper's experiments\n"
      + (notFinished.isEmpty ? "" : "\n\(notFinished)")
      + experiments.map { "\n\($0.markdown)" }.joined()
  }
}
