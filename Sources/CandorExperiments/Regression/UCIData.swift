import CandorFigures

import CandorText

/// The data sets of the paper's regression experiment.
public enum UCIDataset: String, Sendable, Codable, CaseIterable {
  case boston, kin8nm, wine

  /// The folder below `uci`.
  public var folder: String {
    switch self {
    case .boston: "bostonHousing"
    case .kin8nm: "kin8nm"
    case .wine: "wine-quality-red"
    }
  }

  /// RMSE and log-likelihood of Monte-Carlo dropout with rates from a grid, 4,000 epochs (Mukhoti et al. 2018, "On the
  /// Importance of Strong Baselines in Bayesian Deep Learning", table 1).
  public var published: (rmse: Double, logLikelihood: Double) {
    switch self {
    case .boston: (2.90, -2.40)
    case .kin8nm: (0.079, 1.136)
    case .wine: (0.622, -0.928)
    }
  }
}

/// A table of numbers with its standard splits (Hernández-Lobato & Adams 2015).
public struct UCIData: Sendable, Equatable {
  /// One division into training and test rows.
  public struct Split: Sendable, Equatable {
    /// Rows to train on.
    public let training: [Int]
    /// Rows to test on.
    public let test: [Int]
  }

  /// The features of each row.
  public let features: [[Double]]
  /// The target of each row.
  public let targets: [Double]
  /// The divisions.
  public let splits: [Split]

  /// The number of standard splits.
  public static let splitCount = 20

  /// Reads `data.txt`, `index_features.txt`, `index_target.txt` and the first `index_{train,test}_K.txt` of a folder.
  ///
  /// - Parameters:
  ///   - folder: of the data set
  ///   - splits: how many splits are read
  /// - Throws: `FileAccessError`; `ExperimentError.data` that names file and line of what is no number, of a line with
  ///   another count of numbers, of an index beyond the data, and of a row that is in two places of a split
  public init(folder: String, splits count: Int = UCIData.splitCount) throws {
    let path = folder + "/data.txt"
    let rows = try Self.table(path)
    let width = rows[0].count
    let columns = try Self.indices(folder + "/index_features.txt", below: width)
    let target = try Self.indices(folder + "/index_target.txt", below: width)
    guard target.count == 1 else {
      throw ExperimentError.data("\(folder)/index_target.txt names \(target.count) columns, not 1")
    }
    features = rows.map { row in columns.map { row[$0] } }
    targets = rows.map { $0[target[0]] }
    splits = try (0..<count).map { number in
      let files = ["train", "test"].map { "\(folder)/index_\($0)_\(number).txt" }
      var seen = Array(repeating: false, count: rows.count)
      let parts = try files.map { try Self.indices($0, below: rows.count, seen: &seen) }
      return Split(training: parts[0], test: parts[1])
    }
  }

  private static func table(_ path: String) throws -> [[Double]] {
    let reader = try LineReader(path: path)
    var rows: [[Double]] = []
    while let line = try reader.next() {
      let words = line.text.split(whereSeparator: \.isWhitespace)
      if words.isEmpty { continue }
      let place = "\(path), line \(line.number)"
      let row = try words.map { word in
        guard let value = Double(word), value.isFinite else {
          throw ExperimentError.data("\(place): \(quoted(String(word))) is not a number")
        }
        return value
      }
      if let first = rows.first, row.count != first.count {
        throw ExperimentError.data("\(place): \(row.count) numbers, not \(first.count) as before")
      }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw ExperimentError.data("\(path) has no numbers") }
    return rows
  }

  private static func indices(_ path: String, below limit: Int) throws -> [Int] {
    var seen = Array(repeating: false, count: limit)
    return try indices(path, below: limit, seen: &seen)
  }

  private static func indices(
    _ path: String, below limit: Int, seen: inout [Bool]
  ) throws -> [Int] {
    let reader = try LineReader(path: path)
    var indices: [Int] = []
    while let line = try reader.next() {
      for word in line.text.split(whereSeparator: \.isWhitespace) {
        let place = "\(path), line \(line.number)"
        // Some tools write indices as 12.0.
        guard let value = Double(word), value >= 0, value < Double(limit), value == value.rounded()
        else {
          throw ExperimentError.data(
            "\(place): \(quoted(String(word))) is not an index below \(limit)")
        }
        let index = Int(value)
        guard !seen[index] else {
          throw ExperimentError.data("\(place): \(index) is named a second time")
        }
        seen[index] = true
        indices.append(index)
      }
    }
    guard !indices.isEmpty else { throw ExperimentError.data("\(path) has no indices") }
    return indices
  }
}

/// Quotes what a user wrote, for a message.
private func quoted(_ text: String) -> String { "\"\(singleLine(String(text.prefix(40))))\"" }
