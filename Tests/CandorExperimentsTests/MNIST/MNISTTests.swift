import CandorEngine
import CandorExperiments
import Foundation
import TestSupport
import Testing

/// Digits that a child could draw: the row of bright pixels says which.
private func writeStripes(to scratch: Scratch) throws {
  var generator = SeededGenerator(seed: 5, purpose: "stripes")
  for (name, count) in [("train", 360), ("t10k", 60)] {
    var images: [UInt8] = [0, 0, 8, 3, 0, 0, UInt8(count / 256), UInt8(count % 256)]
    images += [0, 0, 0, 28, 0, 0, 0, 28]
    var labels: [UInt8] = [0, 0, 8, 1, 0, 0, UInt8(count / 256), UInt8(count % 256)]
    for _ in 0..<count {
      let digit = UInt8.random(in: 0..<10, using: &generator)
      labels.append(digit)
      for row in 0..<28 {
        for _ in 0..<28 {
          let bright = row / 2 == Int(digit)
          images.append(bright ? 255 : .random(in: 0..<60, using: &generator))
        }
      }
    }
    try scratch.write("mnist/\(name)-images-idx3-ubyte.gz", images)
    try scratch.write("mnist/\(name)-labels-idx1-ubyte.gz", labels)
  }
}

@Suite struct MNISTTests {
  private func experiment(_ scratch: Scratch, _ names: [String] = []) throws -> MNISTExperiment {
    try MNISTExperiment(
      settings: MNISTSettings(.smoke), runs: MNISTExperiment.select(names, from: MNISTRun.all),
      environment: ExperimentEnvironment(output: scratch.folder + "/output"))
  }

  @Test func smokeScaleRunsEverythingAndReports() throws {
    let scratch = try Scratch()
    try writeStripes(to: scratch)
    let experiment = try experiment(scratch)
    #expect(try experiment.train(corpora: scratch.folder))
    let report = try experiment.report()
    #expect(report.rows.map(\.run) == MNISTRun.all)
    for row in report.rows {
      let rates = row.result.rates
      switch row.run.kind {
      case .concrete, .paper:
        #expect(rates.allSatisfy { $0 > 0 && abs($0 - 0.1) > 1e-7 }, "\(row.run.name)")
        #expect(row.result.epistemic > 0)
      case .fixed(let rate):
        #expect(rates == [0, rate, rate, rate])
        #expect((row.result.epistemic > 0) == (rate > 0))
      }
    }
    // Two epochs of all images, or as many steps with fewer.
    #expect(report.rows.first { $0.run.name == "concrete-0.2" }?.epochs.count == 10)
    #expect(report.rows.first { $0.run.name == "concrete-0.2" }?.result.images == 60)
    #expect(try scratch.text("output/rates-over-epochs.tsv").split(separator: "\n").count == 3)
    #expect(try scratch.text("output/rates-over-images.tsv").split(separator: "\n").count == 6)
    #expect(try scratch.text("output/reliability.tsv").hasPrefix("confidence\tconcrete-1.0\tnone"))
  }

  @Test func learnsStripes() throws {
    let scratch = try Scratch()
    try writeStripes(to: scratch)
    var experiment = try experiment(scratch, ["concrete-1.0"])
    experiment.settings.epochs = 20
    experiment.settings.learningRate = 3e-3
    #expect(try experiment.train(corpora: scratch.folder))
    let row = try experiment.report().rows[0]
    #expect(row.epochs.last?.validation["accuracy"] ?? 0 > 0.9)
  }

  @Test func anInterruptedRunContinuesToTheSameNumbers() throws {
    let scratch = try Scratch()
    try writeStripes(to: scratch)
    let whole = try experiment(scratch, ["concrete-0.4"])
    let reports = try cutAndWhole(whole, corpora: scratch.folder, after: 9)
    let rows = [reports.whole, reports.cut].map { $0.rows[0] }
    #expect(rows[0].result.rates == rows[1].result.rates)
    #expect(rows[0].epochs.map(\.loss) == rows[1].epochs.map(\.loss))
  }

  @Test func namesWhatDoesNotFit() throws {
    let scratch = try Scratch()
    try writeStripes(to: scratch)
    let folder = scratch.folder + "/mnist"
    let labels = "mnist/train-labels-idx1-ubyte.gz"
    try scratch.write(labels, [0, 0, 8, 1, 0, 0, 0, 1, 3])
    #expect(
      throws: ExperimentError.data("\(scratch.folder)/\(labels): 1 labels for 360 images")
    ) { try MNISTData(folder: folder) }
    try scratch.write(
      labels, [0, 0, 8, 1, 0, 0, 1, 104] + Array(repeating: UInt8(10), count: 360))
    #expect(throws: ExperimentError.data("\(scratch.folder)/\(labels), byte 8: 10 is no digit")) {
      try MNISTData(folder: folder)
    }
  }

  @Test(.needsCorpus("mnist/train-images-idx3-ubyte.gz")) func readsTheRealFiles() throws {
    let data = try MNISTData(folder: Corpora.path("mnist"))
    #expect(data.training.count == 50_000)
    #expect(data.validation.count == 10_000 && data.test.count == 10_000)
    let first: [UInt8] = [5, 0, 4, 1, 9]
    #expect(Array(data.training.labels.prefix(5)) == first)
    let mean =
      data.training.pixels.reduce(0.0) { $0 + Double($1) } / Double(data.training.pixels.count)
    #expect(abs(mean / 255 - 0.1307) < 0.001)
  }
}
