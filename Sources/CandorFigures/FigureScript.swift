extension Figure {
  /// Okabe & Ito's colours, without the yellow that is too pale for a line on white.
  static let colours = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
  ]

  /// The gnuplot script that reads `NAME.tsv` and draws `NAME.svg` and `NAME.png`.
  ///
  /// - Throws: `FigureError` for an unknown column, an invalid range or nothing to draw.
  public func script(name: String) throws -> String {
    guard !table.rows.isEmpty, !series.isEmpty else {
      throw FigureError.nothingToDraw(title: title)
    }
    let x = try place(of: self.x)
    let columns = try series.map { try place(of: $0.column) }
    let bands = try series.map { series in
      try series.band.map { (lower: try place(of: $0.lower), upper: try place(of: $0.upper)) }
    }
    let plots: [String]
    switch kind {
    case .lines: plots = bandPlots(x: x, bands) + linePlots(x: x, columns)
    case .bars(let decimals): plots = barPlots(x: x, columns, decimals: decimals)
    case .heatMap:
      plots = [
        "\(quoted(name + ".tsv")) matrix rowheaders columnheaders using 1:2:3 with image notitle"
      ]
    }
    // A second, empty line keeps the legend off the label.
    let room = legend.contains(" below ") ? ".\"\\n\"" : ""
    var lines = [
      "# Draws \(singleLine(name)).svg and \(singleLine(name)).png; run it in its folder.",
      "set encoding utf8",
      "set datafile separator \"\\t\"",
      "set datafile missing 'NaN'",
      "set title \(quoted(title)) font ',17' offset 0,0.4 textcolor rgb '#202020'",
      "set xlabel \(quoted(xAxis.label))\(room) textcolor rgb '#404040'",
      "set ylabel \(quoted(yAxis.label)) offset -0.5,0 textcolor rgb '#404040'",
      "set border 3 linecolor rgb '#808080' linewidth 1",
      "set tics nomirror out scale 0.6 textcolor rgb '#404040'",
      "set grid ytics linetype 1 linecolor rgb '#e8e8e8' linewidth 1",
      legend,
    ]
    switch kind {
    case .lines:
      lines.append("set grid xtics ytics linetype 1 linecolor rgb '#e8e8e8' linewidth 1")
      lines += try axis(xAxis, "x", tight: true, values: numbers(in: [x]))
    case .bars:
      lines += barStyle(x: x)
    case .heatMap:
      lines += heatMapStyle
    }
    if !isHeatMap {
      let drawn = columns + bands.flatMap { $0.map { [$0.lower, $0.upper] } ?? [] }
      lines += try axis(
        yAxis, "y", tight: false, values: numbers(in: drawn) + references.map(\.value))
    }
    let (width, height) = size
    let plot = "plot " + plots.joined(separator: ", \\\n     ")
    lines += [
      "set terminal svg size \(width),\(height) dynamic enhanced rounded font 'DejaVu Sans,14' "
        + "background '#ffffff'",
      "set termoption noenhanced",
      "set output \(quoted(name + ".svg"))",
      plot,
      "set output",
      "set terminal pngcairo size \(2 * width),\(2 * height) noenhanced rounded font 'DejaVu Sans,14' "
        + "fontscale 2 linewidth 2 pointscale 2 background '#ffffff'",
      "set output \(quoted(name + ".png"))",
      "replot",
      "set output",
    ]
    return lines.joined(separator: "\n").replacing(
      "$DATA using", with: quoted(name + ".tsv") + " using") + "\n"
  }

  /// gnuplot counts columns from 1.
  private func place(of column: String) throws -> Int {
    guard let index = table.index(of: column) else {
      throw FigureError.unknownColumn(column, columns: table.columns)
    }
    return index + 1
  }

  /// Beside the chart, or below it where long titles would take the chart's room.
  private var legend: String {
    let titles = series.map(\.title.count) + references.map(\.title.count)
    let style = "Left reverse samplen 2.5 spacing 1.3 width 1 textcolor rgb '#202020'"
    if titles.count == 1 || isHeatMap { return "unset key" }
    return (titles.max() ?? 0) <= 14
      ? "set key outside right top vertical \(style)" : "set key below left horizontal \(style)"
  }

  private func numbers(in columns: [Int]) -> [Double] {
    table.rows.flatMap { row in
      columns.compactMap { column in
        guard case .number(let value) = row[column - 1], value.isFinite else { return nil }
        return value
      }
    }
  }

  /// The limits and the ticks of an axis. gnuplot rounds the limits of a logarithmic axis to whole
  /// decades, which leaves most of a chart empty: they are set here.
  private func axis(
    _ axis: Axis, _ letter: String, tight: Bool, values: [Double]
  ) throws -> [String] {
    var range = axis.range
    if let range {
      let (low, high) = (range.lowerBound, range.upperBound)
      guard low < high, low.isFinite, high.isFinite, !axis.logarithmic || low > 0 else {
        throw FigureError.invalidRange(axis: axis.label)
      }
    } else if tight || axis.logarithmic {
      let usable = axis.logarithmic ? values.filter { $0 > 0 } : values
      if let low = usable.min(), let high = usable.max(), low < high {
        range = tight ? low...high : (low / 1.1)...(high * 1.1)
      }
    }
    var lines: [String] = []
    if axis.logarithmic {
      lines += ["set logscale \(letter) 10", "set format \(letter) '%g'"]
      if let range, let ticks = LogTicks.ticks(in: range) {
        lines.append(
          "set \(letter)tics (\(ticks.map { "\($0)" }.joined(separator: ", ")))")
      }
    }
    if let range {
      lines.append("set \(letter)range [\(range.lowerBound):\(range.upperBound)]")
    } else if case .bars = kind, letter == "y", !axis.logarithmic {
      lines.append("set yrange [0:*]")
    }
    return lines
  }

  private func colour(_ index: Int) -> String { Self.colours[index % Self.colours.count] }

  /// Drawn before the lines, so that no band hides a line.
  private func bandPlots(x: Int, _ bands: [(lower: Int, upper: Int)?]) -> [String] {
    bands.enumerated().compactMap { index, band in
      band.map {
        "$DATA using \(x):\($0.lower):\($0.upper) skip 1 with filledcurves "
          + "fillcolor rgb '\(colour(index))' fillstyle transparent solid 0.18 noborder notitle"
      }
    }
  }

  private func linePlots(x: Int, _ columns: [Int]) -> [String] {
    let drawn = zip(series, columns).enumerated().map { index, pair in
      let (series, column) = pair
      // A second round of the colours is told apart by its dashes.
      let round = index / Self.colours.count
      let dashes = series.style == .dashed ? "(14,12)" : round == 0 ? "1" : "(24,10,4,10)"
      let point = [7, 5, 9, 13, 11, 15][index % 6]
      let style =
        switch series.style {
        case .line, .dashed: "lines linewidth 2.2 dashtype \(dashes)"
        case .points: "points pointtype \(point) pointsize 0.8"
        case .linePoints:
          "linespoints linewidth 2.2 dashtype \(dashes) pointtype \(point) pointsize 0.7 "
            + "pointinterval \(max(1, table.rows.count / 12))"
        }
      return "$DATA using \(x):\(column) skip 1 with \(style) "
        + "linecolor rgb '\(colour(index))' title \(quoted(series.title))"
    }
    return drawn + referencePlots()
  }

  private func barPlots(x: Int, _ columns: [Int], decimals: Int?) -> [String] {
    var plots = zip(series, columns).enumerated().map { index, pair in
      "$DATA using \(pair.1):xtic(\(x)) skip 1 linecolor rgb '\(colour(index))' "
        + "title \(quoted(pair.0.title))"
    }
    let bars = columns.count * table.rows.count
    // Numbers that would run into each other are left out.
    if let decimals, bars * (decimals + 3) <= 110 {
      // In a cluster of n bars with a gap of one bar, each is 1/(n + 1) wide.
      let width = 1 / Double(columns.count + 1)
      for (index, column) in columns.enumerated() {
        let shift = (Double(index) - Double(columns.count - 1) / 2) * width
        let format = "%.\(min(max(decimals, 0), 9))f"
        plots.append(
          "$DATA using ($0\(shift < 0 ? "" : "+")\(shift)):\(column):"
            + "(sprintf('\(format)', $\(column))) skip 1 with labels font ',\(bars * (decimals + 3) <= 70 ? 11 : 9)' "
            + "offset 0,0.6 textcolor rgb '#404040' notitle")
      }
    }
    return plots + referencePlots()
  }

  private func referencePlots() -> [String] {
    let greys = ["#606060", "#9a9a9a"]
    return references.enumerated().map { index, reference in
      "\(reference.value) with lines linewidth 1.6 dashtype \(3 + index % 3) "
        + "linecolor rgb '\(greys[index % 2])' title \(quoted(reference.title))"
    }
  }

  private func barStyle(x: Int) -> [String] {
    let longest = table.rows.map { $0[x - 1].written.count }.max() ?? 0
    let crowded = longest * table.rows.count > 60
    return [
      "set style data histograms",
      "set style histogram clustered gap 1",
      "set style fill solid 0.9 border rgb '#ffffff'",
      "set boxwidth 0.95",
      "set xtics scale 0" + (crowded ? " rotate by -25" : ""),
      "set xrange [-0.6:\(table.rows.count - 1).6]",
      // Room for the values above the bars.
      "set offsets 0, 0, graph 0.06, 0",
    ]
  }

  /// Points of the drawing; the cells of a heat map are about square.
  private var size: (width: Int, height: Int) {
    isHeatMap ? (900, 820) : (960, 540)
  }

  private var isHeatMap: Bool {
    if case .heatMap = kind { true } else { false }
  }

  private var heatMapStyle: [String] {
    let crowded = max(table.rows.count, table.columns.count) > 24
    return [
      "unset grid",
      "set palette defined (0 '#ffffff', 0.15 '#c6dbef', 0.5 '#4292c6', 1 '#08306b')",
      "set cbrange [0:*]",
      "set colorbox noborder",
      "set xtics scale 0 font ',\(crowded ? 9 : 12)'\(crowded ? " rotate by 90 right" : "")",
      "set ytics scale 0 font ',\(crowded ? 9 : 12)'",
      "set yrange [*:*] reverse",
    ]
  }

  /// A gnuplot string in single quotes, in which nothing but the quote is special.
  private func quoted(_ text: String) -> String {
    "'" + singleLine(text).replacing("'", with: "''") + "'"
  }
}
