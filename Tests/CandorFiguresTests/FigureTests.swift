import CandorFigures
import Foundation
import TestSupport
import Testing

@Suite struct SeriesTableTests {
  @Test func writesTabSeparatedValues() throws {
    var table = SeriesTable(columns: ["name", "epoch", "loss"])
    table.append(["a\tb\nc", 1, 0.5])
    table.append([.text("d"), .init(2), .missing])
    table.append([.text("e"), .init(Double?.none), .init(Float(0.1))])
    table.append([.text("f"), 0, .number(1.0 / 3)])
    table.append([.text("g"), -7, .number(1.25e-9)])
    table.append([.text("h"), 1e12, .number(.nan)])
    #expect(
      table.tabSeparated == """
        name\tepoch\tloss
        a b c\t1\t0.5
        d\t2\tNaN
        e\tNaN\t0.100000001
        f\t0\t0.333333333
        g\t-7\t1.25e-09
        h\t1000000000000.0\tNaN

        """)
    let path = NSTemporaryDirectory() + "candor-table-\(UUID().uuidString).tsv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try table.write(to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == table.tabSeparated)
    #expect(table.index(of: "loss") == 2)
    #expect(table.index(of: "none") == nil)
  }
}

@Suite struct FigureTests {
  static let gnuplotIsThere = (try? Binary.shell("command -v gnuplot"))?.status == 0

  var curves: SeriesTable {
    var table = SeriesTable(columns: ["epoch", "fixed 0.1", "fixed 0.3", "Concrete", "authors"])
    for epoch in 1...50 {
      let t = Double(epoch)
      table.append([
        .init(epoch), .number(0.83 + 2 * exp(-t / 7)), .number(0.95 + 2.2 * exp(-t / 9)),
        .number(0.76 + 2.1 * exp(-t / 10)),
        epoch > 30 ? .missing : .number(0.96 + 1.9 * exp(-t / 6)),
      ])
    }
    return table
  }

  var lines: Figure {
    Figure(
      title: "Hamming distance over 40 slots, it's p_drop's doing", table: curves, x: "epoch",
      xAxis: .init("epoch"), yAxis: .init("distance", logarithmic: true),
      series: [
        .init("fixed 0.1", title: "fixed rate 0.1"), .init("fixed 0.3", title: "fixed rate 0.3"),
        .init("Concrete", style: .linePoints),
        .init("authors", title: "Concrete, no penalty", style: .dashed),
      ],
      references: [.init(0.82, title: "paper's best fixed rate")])
  }

  var bars: Figure {
    var table = SeriesTable(columns: ["rate", "ours", "paper"])
    for (rate, ours, paper) in [
      ("fixed 0.0", 0.97, 0.95), ("fixed 0.1", 0.84, 0.82), ("fixed 0.2", 0.86, 0.86),
      ("fixed 0.3", 0.97, 0.95), ("fixed 0.4", 1.07, 1.05), ("Concrete", 0.78, 0.96),
    ] { table.append([.text(rate), .number(ours), .number(paper)]) }
    return Figure(
      title: "Hamming distance on the validation words", kind: .bars(), table: table, x: "rate",
      xAxis: .init("dropout"), yAxis: .init("average Hamming distance"),
      series: [.init("ours"), .init("paper", title: "paper, 100 epochs")])
  }

  var heat: Figure {
    let phones = ["AA", "AE", "AH", "B", "it's", "_"]
    var table = SeriesTable(columns: ["reference"] + phones)
    for (row, phone) in phones.enumerated() {
      table.append(
        [.text(phone)]
          + phones.indices.map { $0 == row ? .missing : .number(Double($0 * row) / 10) })
    }
    return Figure(
      title: "Confusions", kind: .heatMap, table: table, x: "reference", xAxis: .init("said"),
      yAxis: .init("reference"), series: phones.map { .init($0) })
  }

  @Test func scriptsNameColumnsAxesAndColours() throws {
    let script = try lines.script(name: "hamming")
    #expect(script.contains("'hamming.tsv' using 1:2 skip 1 with lines"))
    #expect(script.contains("'hamming.tsv' using 1:4 skip 1 with linespoints"))
    #expect(script.contains("title 'fixed rate 0.1'"))
    #expect(script.contains("it''s p_drop''s doing"), "quotes are doubled")
    #expect(script.contains("set logscale y 10") && !script.contains("set logscale x"))
    #expect(script.contains("set output 'hamming.svg'") && script.contains("'hamming.png'"))
    #expect(script.contains("#0072b2") && script.contains("#d55e00"))
    #expect(script.contains("0.82 with lines"))
    #expect(script.contains("set ytics (0.8, 0.9, 1.0, 2.0, 3.0)"))
    #expect(script.contains("set xrange [1.0:50.0]"))
    #expect(!script.contains("$DATA"))
    let bars = try bars.script(name: "bars")
    #expect(bars.contains("using 2:xtic(1)") && bars.contains("using 3:xtic(1)"))
    #expect(bars.contains("set yrange [0:*]") && bars.contains("'%.2f'"))
    let heat = try heat.script(name: "heat")
    #expect(heat.contains("'heat.tsv' matrix rowheaders columnheaders") && heat.contains("reverse"))
  }

  @Test func aBandHasTheColourOfItsLineAndNoPlaceInTheLegend() throws {
    var figure = lines
    figure.series = [.init("authors"), .init("Concrete", band: ("fixed 0.1", "fixed 0.3"))]
    let plots = try figure.script(name: "bands").split(separator: "\n")
      .filter { $0.contains("'bands.tsv' using ") }
    #expect(plots.count == 3)
    #expect(
      plots[0].contains("using 1:2:3 skip 1 with filledcurves") && plots[0].contains("notitle"))
    #expect(plots[0].contains("#d55e00") && plots[2].contains("#d55e00"))
    #expect(plots[2].contains("using 1:4 skip 1 with lines"))
  }

  @Test func mistakesAreNamed() throws {
    var figure = lines
    figure.series = [.init("nothing")]
    #expect(throws: FigureError.unknownColumn("nothing", columns: curves.columns)) {
      try figure.script(name: "x")
    }
    figure.series = [.init("Concrete", band: ("nothing", "authors"))]
    #expect(throws: FigureError.unknownColumn("nothing", columns: curves.columns)) {
      try figure.script(name: "x")
    }
    figure.series = []
    #expect(throws: FigureError.nothingToDraw(title: figure.title)) {
      try figure.script(name: "x")
    }
    figure = lines
    figure.yAxis.range = 0...1
    #expect(throws: FigureError.invalidRange(axis: "distance")) { try figure.script(name: "x") }
    figure.table = SeriesTable(columns: curves.columns)
    #expect(throws: FigureError.nothingToDraw(title: figure.title)) {
      try figure.script(name: "x")
    }
  }

  @Test func withoutGnuplotTableAndScriptStay() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = "gnuplot-that-is-not-there"
    #expect(
      throws: FigureError.gnuplotMissing(program: program, script: folder + "/lost.gp")
    ) { try lines.write(to: folder, name: "lost", gnuplot: program) }
    #expect(FileManager.default.fileExists(atPath: folder + "/lost.tsv"))
    #expect(FileManager.default.fileExists(atPath: folder + "/lost.gp"))
    #expect(throws: FigureError.self) { try lines.write(to: folder, name: "f", gnuplot: "false") }
  }

  @Test(.enabled(if: gnuplotIsThere, "gnuplot is not installed (apt-get install gnuplot-nox)"))
  func drawsSVGAndPNG() throws {
    // CANDOR_FIGURES keeps the pictures, to be looked at.
    let kept = ProcessInfo.processInfo.environment["CANDOR_FIGURES"]
    let folder = kept ?? Self.folder() + "/it's here"
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
    var many = lines
    many.title = "Many lines"
    many.references = []
    var table = SeriesTable(columns: ["x"] + (0..<9).map { "series \($0)" })
    for x in 1...20 {
      table.append([.init(x)] + (0..<9).map { .number(Double(x) * Double($0 + 1)) })
    }
    many.table = table
    many.x = "x"
    many.series = table.columns.dropFirst().map { .init($0) }
    var linear = lines
    linear.yAxis = .init("distance")
    linear.series = [.init("fixed 0.1"), .init("Concrete"), .init("authors")]
    linear.references = [.init(0.82, title: "paper")]
    var single = bars
    single.series = [.init("ours")]
    single.title = "One series"
    var banded = lines
    banded.series = [.init("authors"), .init("Concrete", band: ("fixed 0.1", "fixed 0.3"))]
    for (name, figure) in [
      ("lines", lines), ("bars", bars), ("many", many), ("single", single), ("linear", linear),
      ("heat", heat), ("banded", banded),
    ] {
      let files = try figure.write(to: folder, name: name)
      let png = try Data(contentsOf: URL(fileURLWithPath: files.png))
      #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47]) && png.count > 5_000)
      let svg = try String(contentsOfFile: files.svg, encoding: .utf8)
      #expect(svg.contains("<svg") && svg.contains("</svg>") && svg.contains(figure.xAxis.label))
    }
  }

  @Test(.enabled(if: gnuplotIsThere, "gnuplot is not installed (apt-get install gnuplot-nox)"))
  func gnuplotsOwnErrorsAreToldOf() throws {
    let folder = Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var figure = lines
    figure.table = SeriesTable(columns: curves.columns)
    figure.table.append([1, .missing, .missing, .missing, .missing])
    figure.references = []
    #expect {
      try figure.write(to: folder, name: "empty")
    } throws: { error in
      guard case .gnuplotFailed(_, let status, let message)? = error as? FigureError else {
        return false
      }
      return status != 0 && !message.isEmpty
    }
  }

  static func folder() -> String {
    NSTemporaryDirectory() + "candor-figures-\(UUID().uuidString)"
  }
}
