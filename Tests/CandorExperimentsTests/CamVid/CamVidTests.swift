import CandorEngine
import CandorExperiments
import Foundation
import TestSupport
import Testing

/// Scenes that a child could paint: sky above road, a car in front, void at the left edge.
private func paintScenes(to scratch: Scratch, height: Int = 36, width: Int = 44) throws {
  var generator = SeededGenerator(seed: 5, purpose: "scenes")
  for (part, count) in [("train", 4), ("val", 2), ("test", 3)] {
    for image in 0..<count {
      var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
      let horizon = Int.random(in: 10..<20, using: &generator)
      let car = Int.random(in: 8..<width - 10, using: &generator)
      for y in 0..<height {
        for x in 0..<width {
          let isCar = (horizon..<horizon + 8).contains(y) && (car..<car + 10).contains(x)
          let label: UInt8 = x < 2 ? 11 : isCar ? 8 : y < horizon ? 0 : 3
          labels.append(label)
          let colour: [UInt8] =
            isCar ? [200, 20, 20] : y < horizon ? [120, 170, 240] : [90, 90, 90]
          pixels += colour.map { $0 &+ UInt8.random(in: 0..<12, using: &generator) }
        }
      }
      for folder in [part, part + "annot"] {
        try FileManager.default.createDirectory(
          atPath: scratch.folder + "/camvid/\(folder)", withIntermediateDirectories: true)
      }
      try PNGImage(width: width, height: height, channels: .colour, pixels: pixels)
        .write(to: scratch.folder + "/camvid/\(part)/\(image).png")
      try PNGImage(width: width, height: height, channels: .grey, pixels: labels)
        .write(to: scratch.folder + "/camvid/\(part)annot/\(image).png")
    }
  }
}

@Suite struct CamVidTests {
  private func experiment(_ scratch: Scratch, _ names: [String] = []) throws -> CamVidExperiment {
    try CamVidExperiment(
      settings: CamVidSettings(.smoke), runs: CamVidExperiment.select(names, from: CamVidRun.all),
      environment: ExperimentEnvironment(output: scratch.folder + "/output"))
  }

  @Test func smokeScaleRunsEverythingAndReports() throws {
    let scratch = try Scratch()
    try paintScenes(to: scratch)
    let experiment = try experiment(scratch)
    #expect(try experiment.train(corpora: scratch.folder))
    let report = try experiment.report()
    #expect(report.rows.map(\.run) == CamVidRun.all)
    for row in report.rows {
      let result = row.result
      // Two ways down with 1 and 2 layers and a shrinking each, 2 at the bottom, 2 and 1 up.
      #expect(result.rates.count == 10 && result.sites.count == 10)
      switch row.run.kind {
      case .concrete:
        #expect(result.rates.allSatisfy { $0 > 0 && abs($0 - 0.1) > 1e-7 })
        #expect(result.epistemic > 0)
      case .paper:
        #expect(result.rates.allSatisfy { $0 > 0 && abs($0 - 0.03) > 1e-7 })
      case .fixed(let rate):
        #expect(result.rates == Array(repeating: rate, count: 10))
        #expect((result.epistemic > 1e-9) == (rate > 0))
      }
      #expect((0...1).contains(result.test.meanIoU) && result.test.meanIoU > 0)
      #expect(row.epochs.count == 2)
      let example = try PNGImage(
        path: scratch.folder + "/output/runs/\(row.run.name)/example.png", channels: .colour)
      #expect(example.height == 36 && example.width == 5 * 44 + 4 * 4)
    }
    #expect(try scratch.text("output/learning-curves.tsv").split(separator: "\n").count == 3)
    #expect(try scratch.text("output/rates-over-layers.tsv").split(separator: "\n").count == 11)
    #expect(try scratch.text("output/calibration-concrete.tsv").hasPrefix("probability\tsky"))
  }

  @Test func learnsScenes() throws {
    let scratch = try Scratch()
    try paintScenes(to: scratch)
    var experiment = try experiment(scratch, ["concrete"])
    experiment.settings.epochs = 25
    experiment.settings.imageLimit = 4
    experiment.settings.learningRate = 5e-3
    #expect(try experiment.train(corpora: scratch.folder))
    let row = try experiment.report().rows[0]
    #expect(row.result.test.accuracy > 0.9)
    #expect(row.result.testOfMean.accuracy > 0.9)
  }

  @Test func anInterruptedRunContinuesToTheSameNumbers() throws {
    let scratch = try Scratch()
    try paintScenes(to: scratch)
    let whole = try experiment(scratch, ["concrete"])
    let reports = try cutAndWhole(whole, corpora: scratch.folder, after: 3)
    let rows = [reports.whole, reports.cut].map { $0.rows[0] }
    #expect(rows[0].result.rates == rows[1].result.rates)
    #expect(rows[0].result.test == rows[1].result.test)
    #expect(rows[0].epochs.map(\.loss) == rows[1].epochs.map(\.loss))
  }

  @Test func namesWhatDoesNotFit() throws {
    let scratch = try Scratch()
    try paintScenes(to: scratch)
    let folder = scratch.folder + "/camvid"
    let annotation = "\(folder)/trainannot/1.png"
    func write(_ image: PNGImage, to path: String) throws { try image.write(to: path) }
    var labels = [UInt8](repeating: 0, count: 36 * 44)
    labels[44 * 2 + 6] = 12
    try PNGImage(width: 44, height: 36, channels: .grey, pixels: labels).write(to: annotation)
    #expect(
      throws: ExperimentError.data(
        "\(annotation), row 3, column 7: 12 is no label; there are 0 to 11")
    ) { try CamVidData(folder: folder) }
    try PNGImage(width: 4, height: 3, channels: .grey, pixels: Array(repeating: 0, count: 12))
      .write(to: annotation)
    #expect(
      throws: ExperimentError.data("\(annotation): 4 × 3 labels for 44 × 36 pixels")
    ) { try CamVidData(folder: folder) }
    try PNGImage(
      width: 44, height: 36, channels: .colour, pixels: Array(repeating: 0, count: 44 * 36 * 3)
    ).write(to: annotation)
    #expect(
      throws: ExperimentError.data(
        "\(annotation): not a grey image, so its pixels are no labels")
    ) { try CamVidData(folder: folder) }
    try FileManager.default.removeItem(atPath: annotation)
    #expect(throws: ExperimentError.self) { try CamVidData(folder: folder) }
    #expect(
      throws: ExperimentError.data("\(folder)/no/train is not a folder that can be read")
    ) { try CamVidData(folder: folder + "/no") }
    var settings = CamVidSettings(.paper)
    settings.crop = 31
    #expect(throws: ExperimentError.self) { try settings.validate() }
  }

  @Test(.needsCorpus("camvid/train")) func readsTheRealImages() throws {
    let data = try CamVidData(folder: Corpora.path("camvid"))
    #expect(data.training.count == 367 && data.validation.count == 101 && data.test.count == 233)
    for part in [data.training, data.validation, data.test] {
      #expect(part.width == 192 && part.height == 144)
      #expect(Set(part.labels) == Set(0...11))
    }
    // The weights of the loss are those of the training images: the median share over the share of a class.
    let red = stride(from: 0, to: data.training.pixels.count, by: 3).reduce(0.0) {
      $0 + Double(data.training.pixels[$1])
    }
    #expect(abs(red / Double(data.training.labels.count) / 255 - 0.4119) < 0.01)
  }
}
