/// Mean and standard deviation of columns, so that each can be brought to mean 0 and variance 1.
struct Standardization: Sendable, Equatable {
  let means: [Double]
  let deviations: [Double]

  /// Measures rows. A column that never changes keeps its size.
  init(_ rows: some Collection<[Double]>) {
    let width = rows.first?.count ?? 0
    let count = Double(max(1, rows.count))
    var means = [Double](repeating: 0, count: width)
    var squares = means
    for row in rows { for column in 0..<width { means[column] += row[column] / count } }
    for row in rows {
      for column in 0..<width {
        let difference = row[column] - means[column]
        squares[column] += difference * difference / count
      }
    }
    self.means = means
    deviations = squares.map { $0 > 0 ? $0.squareRoot() : 1 }
  }

  /// Changes nothing.
  init(identity width: Int) {
    means = Array(repeating: 0, count: width)
    deviations = Array(repeating: 1, count: width)
  }

  func apply(_ row: [Double]) -> [Float] {
    row.indices.map { Float((row[$0] - means[$0]) / deviations[$0]) }
  }
}
