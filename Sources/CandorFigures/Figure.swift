import CandorText

/// A line or bar chart or a heat map of a `SeriesTable`, drawn by gnuplot.
///
///     let figure = Figure(
///       title: "Hamming distance on the validation words", table: table, x: "epoch",
///       xAxis: .init("epoch"), yAxis: .init("distance", logarithmic: true),
///       series: [.init("fixed", title: "fixed rate 0.1"), .init("concrete")])
///     try figure.write(to: "results", name: "hamming")
///
/// leaves hamming.tsv, hamming.gp, hamming.svg and hamming.png in the folder. The colours are
/// those of Okabe & Ito (2008), which people with any colour vision can tell apart.
public struct Figure: Sendable {
  /// How the series are drawn.
  public enum Kind: Sendable {
    /// A line for each series over a numeric x column.
    case lines
    /// A group of bars for each row, named by the x column, one bar a series, starting at 0.
    /// The value stands above each bar with this number of decimals, none when nil.
    case bars(decimals: Int? = 2)
    /// A cell for each row and series: rows, named by the x column, from top to bottom, columns from left to right;
    /// the greater the number, the darker, and nothing where it is missing. Every column but x is drawn, whatever
    /// `series` names.
    case heatMap
  }

  /// One axis.
  public struct Axis: Sendable {
    /// What is measured, with its unit.
    public var label: String
    /// Whether its scale is logarithmic.
    public var logarithmic: Bool
    /// Its limits; what fits the data when nil.
    public var range: ClosedRange<Double>?

    /// Describes an axis.
    public init(_ label: String, logarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
      self.label = label
      self.logarithmic = logarithmic
      self.range = range
    }
  }

  /// One column to draw.
  public struct Series: Sendable {
    /// How the points are joined. Bars have no style.
    public enum Style: Sendable { case line, dashed, points, linePoints }
    /// The column of the table.
    public var column: String
    /// Its name in the legend.
    public var title: String
    /// How the points are joined.
    public var style: Style
    /// Two columns, such as quartiles: what lies between them is shaded in the colour of the series. Only among lines.
    public var band: (lower: String, upper: String)?

    /// Describes a series; it is called as its column unless a title is given.
    public init(
      _ column: String, title: String? = nil, style: Style = .line,
      band: (lower: String, upper: String)? = nil
    ) {
      self.column = column
      self.title = title ?? column
      self.style = style
      self.band = band
    }
  }

  /// A horizontal line to compare with, such as a published figure.
  public struct Reference: Sendable {
    /// Where it stands.
    public var value: Double
    /// Its name in the legend.
    public var title: String

    /// Describes a reference line.
    public init(_ value: Double, title: String) {
      self.value = value
      self.title = title
    }
  }

  /// What was written, as paths.
  public struct Files: Sendable, Equatable {
    /// The numbers.
    public let table: String
    /// The script, which draws the figure again with `gnuplot NAME.gp` in its folder.
    public let script: String
    /// The drawing.
    public let svg: String
    /// The picture.
    public let png: String
  }

  /// What the figure shows, above it.
  public var title: String
  /// Lines, bars or a heat map.
  public var kind: Kind
  /// The numbers.
  public var table: SeriesTable
  /// The column that is x, or that names the groups of bars.
  public var x: String
  /// The axis below.
  public var xAxis: Axis
  /// The axis at the left.
  public var yAxis: Axis
  /// The columns to draw, in the order of the legend.
  public var series: [Series]
  /// Lines to compare with.
  public var references: [Reference]

  /// Describes a figure.
  public init(
    title: String, kind: Kind = .lines, table: SeriesTable, x: String, xAxis: Axis, yAxis: Axis,
    series: [Series], references: [Reference] = []
  ) {
    self.title = title
    self.kind = kind
    self.table = table
    self.x = x
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.series = series
    self.references = references
  }

  /// Makes a folder for figures unless it is there, and makes sure that they can be written into it; worth a call before
  /// a long measurement.
  ///
  /// - Throws: `FileAccessError`
  public static func prepare(_ folder: String) throws(FileAccessError) {
    try FileFolder.prepare(folder)
  }

  /// Writes the table, the script, the drawing and the picture into a folder, which is made when
  /// it is absent.
  ///
  /// - Throws: `FigureError` for an unknown column or nothing to draw, and, once the table and the
  ///   script are written, when gnuplot is missing or fails; `FileAccessError` for what cannot be written.
  @discardableResult
  public func write(
    to folder: String, name: String, gnuplot: String = "gnuplot"
  ) throws -> Files {
    let script = try script(name: name)
    try Self.prepare(folder)
    let base = folder + "/" + name
    let files = Files(
      table: base + ".tsv", script: base + ".gp", svg: base + ".svg", png: base + ".png")
    try table.write(to: files.table)
    try FileWriter.write(Array(script.utf8), to: files.script)
    try Gnuplot(program: gnuplot).run(script: name + ".gp", in: folder)
    return files
  }
}

/// Why a figure could not be drawn.
public enum FigureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The table has no such column.
  case unknownColumn(String, columns: [String])
  /// The table has no rows, or no series is asked for.
  case nothingToDraw(title: String)
  /// A log axis, but not every limit that was asked for is positive.
  case invalidRange(axis: String)
  /// gnuplot could not be started. The table and the script are there.
  case gnuplotMissing(program: String, script: String)
  /// gnuplot ended with an error. The table and the script are there.
  case gnuplotFailed(script: String, status: Int32, message: String)

  /// Whether the table is there all the same.
  public var leavesTable: Bool {
    switch self {
    case .gnuplotMissing, .gnuplotFailed: true
    case .unknownColumn, .nothingToDraw, .invalidRange: false
    }
  }

  /// What is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .unknownColumn(let column, let columns):
      "no column \"\(column)\" in the table; it has \(columns.joined(separator: ", "))"
    case .nothingToDraw(let title): "nothing to draw in the figure \"\(title)\""
    case .invalidRange(let axis):
      "the range of the axis \"\(axis)\" is empty, or not positive on a logarithmic scale"
    case .gnuplotMissing(let program, let script):
      "\(program) is not installed (on Debian: apt-get install gnuplot-nox); "
        + "the numbers and the script \(script) were written"
    case .gnuplotFailed(let script, let status, let message):
      "gnuplot ended with status \(status) on \(script): \(message)"
    }
  }
}
