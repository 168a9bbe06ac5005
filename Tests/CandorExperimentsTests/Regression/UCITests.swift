import CandorEngine
import CandorExperiments
import CandorText
import Foundation
import TestSupport
import Testing

/// y = x₁ − 2 x₂ with a little noise, in the format of the standard splits.
private func writeLine(to scratch: Scratch, rows: Int = 60) throws {
  var generator = SeededGenerator(seed: 3, purpose: "line")
  var data = ""
  for _ in 0..<rows {
    let (a, b) = (
      Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator)
    )
    data +=
      "  \(a) \(b)  \(100 + 10 * (a - 2 * b) + Double.random(in: -0.1...0.1, using: &generator))\n"
  }
  for dataset in UCIDataset.allCases {
    let folder = "uci/\(dataset.folder)/"
    try scratch.write(folder + "data.txt", data)
    try scratch.write(folder + "index_features.txt", "0\n1\n")
    try scratch.write(folder + "index_target.txt", "2.0\n")
    for split in 0..<2 {
      let test = (0..<rows).filter { $0 % 10 == split }
      let training = (0..<rows).filter { $0 % 10 != split }
      try scratch.write(
        folder + "index_test_\(split).txt", test.map { "\($0)\n" }.joined())
      try scratch.write(
        folder + "index_train_\(split).txt", training.map { "\($0)\n" }.joined())
    }
  }
}

@Suite struct UCIDataTests {
  @Test func readsTableAndSplits() throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let data = try UCIData(folder: scratch.folder + "/uci/kin8nm", splits: 2)
    #expect(data.features.count == 60 && data.features[0].count == 2)
    #expect(data.splits.map(\.test) == [[0, 10, 20, 30, 40, 50], [1, 11, 21, 31, 41, 51]])
    #expect(data.splits[0].training.count == 54)
  }

  @Test(arguments: [
    ("data.txt", "1 2 3\n\n1 two 3\n", "data.txt, line 3: \"two\" is not a number"),
    ("data.txt", "1 2 3\n1 nan 3\n", "data.txt, line 2: \"nan\" is not a number"),
    ("data.txt", "1 2 3\n1 2\n", "data.txt, line 2: 2 numbers, not 3 as before"),
    ("data.txt", "\n", "data.txt has no numbers"),
    ("index_target.txt", "7\n", "index_target.txt, line 1: \"7\" is not an index below 3"),
    ("index_target.txt", "1\n2\n", "index_target.txt names 2 columns, not 1"),
    ("index_test_0.txt", "0\n60\n", "index_test_0.txt, line 2: \"60\" is not an index below 60"),
    ("index_test_0.txt", "0\n0.5\n", "index_test_0.txt, line 2: \"0.5\" is not an index below 60"),
    ("index_test_0.txt", "0\n1\n", "index_test_0.txt, line 2: 1 is named a second time"),
    ("index_test_0.txt", "", "index_test_0.txt has no indices"),
  ]) func namesFileAndLine(file: String, content: String, message: String) throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let folder = scratch.folder + "/uci/kin8nm"
    try scratch.write("uci/kin8nm/\(file)", content)
    #expect(throws: ExperimentError.data("\(folder)/\(message)")) {
      try UCIData(folder: folder, splits: 1)
    }
  }

  @Test func anAbsentFileIsNamed() {
    #expect(throws: FileAccessError.self) { try UCIData(folder: "/nowhere") }
  }

  @Test(.needsCorpus("uci/bostonHousing/data.txt")) func readsTheRealFiles() throws {
    let sizes = [UCIDataset.boston: (506, 13), .kin8nm: (8192, 8), .wine: (1599, 11)]
    for (dataset, size) in sizes {
      let data = try UCIData(folder: Corpora.path("uci/\(dataset.folder)"))
      #expect(data.targets.count == size.0 && data.features[0].count == size.1)
      #expect(data.splits.count == 20)
      for split in data.splits { #expect(split.training.count + split.test.count == size.0) }
    }
  }
}

@Suite struct RegressionScoresTests {
  @Test func logMeanExpSurvivesLargeNumbers() {
    expectClose([RegressionScores.logMeanExp([-1000, -1000])], [-1000], absolute: 1e-9)
    expectClose([RegressionScores.logMeanExp([0, .log(3)])], [.log(2)], absolute: 1e-12)
    #expect(RegressionScores.logMeanExp([-.infinity, -.infinity]) == -.infinity)
  }

  /// Without dropout the density is that of one Gaussian, in the units of the targets before they were divided.
  @Test func oneGaussianWithoutDropout() {
    var model = RegressionNetwork(
      inputs: 1, hidden: [], dropout: [.none],
      noise: .trained(initialLogPrecision: Double.log(4)), seed: 1)
    model.updateParameters { path, parameter in
      if path.hasPrefix("perceptron") { parameter.value = Tensor(zeros: parameter.value.shape) }
    }
    var examples = RegressionExamples(inputCount: 1, targetCount: 1)
    examples.append([0], [0.5])
    examples.append([0], [-0.5])
    let scores = RegressionScores(
      of: model, on: examples, deviation: 10, samples: 3, seed: 1, workers: .single)
    // Targets ±5, mean 0, standard deviation ½ · 10.
    let density = Double.log(1 / (5 * (2 * Double.pi).squareRoot())) - 0.5
    expectClose([scores.rmse, scores.logLikelihood], [5, density], absolute: 1e-6)
  }

  @Test func meanAndStandardError() throws {
    let value = MeanAndError([1, 2, 3, 4])
    let error = try #require(value.error)
    expectClose([value.mean, error], [2.5, (5.0 / 3 / 4).squareRoot()], absolute: 1e-12)
    #expect(MeanAndError([7]) == MeanAndError([7]))
    // One measurement does not tell how far another would be from it.
    #expect(MeanAndError([7]).error == nil)
  }
}

@Suite struct UCIExperimentTests {
  private func experiment(_ scratch: Scratch, runs: [UCIRun]? = nil) throws -> UCIExperiment {
    var settings = UCISettings(.smoke)
    settings.splits = 2
    settings.hidden = 8
    return try UCIExperiment(
      settings: settings, runs: runs ?? UCIExperiment.runs(for: settings),
      environment: ExperimentEnvironment(output: scratch.folder + "/output"))
  }

  @Test func smokeScaleRunsEverythingAndReports() throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let experiment = try experiment(scratch)
    #expect(try experiment.train(corpora: scratch.folder))
    let report = try experiment.report()
    #expect(report.groups.count == 9)
    for group in report.groups {
      #expect(group.splits.map(\.split) == [0, 1])
      #expect(group.rmse.mean.isFinite && group.logLikelihood.mean.isFinite)
      for (_, result) in group.splits {
        #expect(result.rates.count == 3 && result.rates.allSatisfy { $0 > 0 && $0 < 1 })
      }
    }
    let figure = try scratch.text("output/rates-boston-text.tsv")
    #expect(figure.hasPrefix("split\tlayer 1\tlayer 2\tlayer 3\n0\t"))
    #expect(figure.split(separator: "\n").count == 3)
    #expect(try scratch.text("output/table.md").split(separator: "\n").count == 11)
    #expect(try scratch.text("output/report.json").contains("\"logLikelihood\""))
  }

  @Test func oneSplitHasNoStandardError() throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let experiment = try experiment(
      scratch, runs: UCIExperiment.select(["boston/ours/00"], from: UCIRun.all(splits: 2)))
    #expect(try experiment.train(corpora: scratch.folder))
    #expect(try experiment.report().groups[0].rmse.error == nil)
    #expect(try !scratch.text("output/table.md").contains("±"))
    #expect(try scratch.text("output/table.tsv").contains("\tNaN\t"))
  }

  @Test func oursLearnsALine() throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    var experiment = try experiment(
      scratch,
      runs: UCIExperiment.select(
        ["boston/ours/00"], from: UCIRun.all(splits: 2)))
    experiment.settings.steps = 600
    experiment.settings.beta = 1
    experiment.settings.lengthScale = 0.1
    #expect(try experiment.train(corpora: scratch.folder))
    // The targets have a standard deviation of about 13.
    #expect(try experiment.report().groups[0].rmse.mean < 4)
  }

  @Test func aSeriesContinuesAndRefusesOtherSettings() throws {
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let runs = try UCIExperiment.select(["wine/ours"], from: UCIRun.all(splits: 2))
    #expect(runs.map(\.name) == ["wine/ours/00", "wine/ours/01"])
    var whole = try experiment(scratch, runs: runs)
    #expect(try whole.train(corpora: scratch.folder))
    let expected = try whole.report().groups[0]

    var cut = whole
    cut.environment.output += "-cut"
    let first = cut.environment.output + "/runs/wine/ours/00/result.json"
    cut.environment.shouldStop = { FileManager.default.fileExists(atPath: first) }
    #expect(try !cut.train(corpora: scratch.folder))
    cut.environment.shouldStop = { false }
    #expect(throws: ExperimentError.self) { try cut.train(corpora: scratch.folder) }
    cut.environment.resumes = true
    #expect(try cut.train(corpora: scratch.folder))
    let found = try cut.report().groups[0]
    #expect(found.rmse == expected.rmse && found.logLikelihood == expected.logLikelihood)

    whole.environment.resumes = true
    whole.settings.seed = 9
    #expect(throws: ExperimentError.self) { try whole.train(corpora: scratch.folder) }
    #expect(throws: ExperimentError.self) {
      try UCIExperiment.select(["wine/theirs"], from: UCIRun.all(splits: 2))
    }
  }

  @Test func heldOutRowsAreNotTestRows() throws {
    // A test row that cannot be predicted at all is not looked at when rows are held out.
    let scratch = try Scratch()
    try writeLine(to: scratch)
    let folder = "uci/bostonHousing/data.txt"
    var lines = try scratch.text(folder).split(separator: "\n").map(String.init)
    lines[0] = "0 0 1e6"
    try scratch.write(folder, lines.joined(separator: "\n"))
    var experiment = try experiment(
      scratch, runs: UCIExperiment.select(["boston/ours/00"], from: UCIRun.all(splits: 2)))
    experiment.settings.isHeldOut = true
    #expect(try experiment.train(corpora: scratch.folder))
    #expect(try experiment.report().groups[0].rmse.mean < 100)
    experiment.settings.isHeldOut = false
    experiment.environment.output += "-test"
    #expect(try experiment.train(corpora: scratch.folder))
    #expect(try experiment.report().groups[0].rmse.mean > 1000)
  }
}

@Suite struct AlternatingTrainingTests {
  /// The script's loss for each pair of a target and a mean, written out.
  @Test func theScriptComparesEveryTargetWithEveryMean() throws {
    let means: [Float] = [1, -2]
    let targets: [Float] = [0.5, 3]
    let s: Float = 0.3
    var expected: Float = 0
    for y in targets { for mean in means { expected += exp(s) * (y - mean) * (y - mean) - s } }
    expected /= 2
    let context = Context<Float>(mode: .training)
    let likelihood = GaussianLikelihood<Float>(.trained(initialLogPrecision: Double(s)))
    let repeated = context.repeatOverTime(
      context.input(Tensor(shape: [2, 1], means)), steps: 2)
    let loss = AlternatingTraining.broadcastLoss(
      likelihood, outputs: repeated, targets: Tensor(shape: [2, 1], targets), in: context)
    // The script leaves the constant ln 2π out.
    let constant = 2 * Float(Foundation.log(2 * Double.pi))
    expectClose([loss.value.item - constant], [expected], absolute: 1e-5)
  }
}
