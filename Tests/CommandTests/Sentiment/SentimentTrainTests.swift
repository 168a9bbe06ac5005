import Foundation
import TestSupport
import Testing

@Suite struct SentimentTrainTests {
  @Test func aTrainingMakesABundleALogAndACheckpoint() throws {
    let trained = try ToyReviews.trained.get()
    #expect(trained.outcome.outputBytes.isEmpty)
    #expect(trained.outcome.errors.contains("labels negative, positive"))
    #expect(trained.outcome.errors.contains("of the held-out texts are right"))
    #expect(try trained.folder.read("bundle.training/log.jsonl").split(separator: "\n").count == 8)
    let manifest = try trained.folder.read("bundle/bundle.json")
    #expect(!manifest.contains(trained.folder.path))
  }

  @Test func anInterruptedTrainingGoesOnAndGivesTheSameModel() throws {
    let scratch = try Scratch()
    let arguments = [
      "train", "--input", try scratch.write(ToyReviews.texts(), to: "toy.txt"), "--config",
      try scratch.write(ToyReviews.settings, to: "settings.json"), "--output", scratch("bundle"),
      "--epochs", "8",
    ]
    let interrupted = try Binary.run("sentiment", arguments, interruptOn: "epoch 2 ")
    #expect(interrupted.status == 130, "\(interrupted.errors)")
    let again = try Binary.run("sentiment", arguments)
    #expect(again.status == 1 && again.errors.contains("go on with --resume, or remove it"))
    let resumed = try Binary.run("sentiment", arguments + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try ToyReviews.trained.get()
    for file in ["weights.safetensors", "words.txt", "pieces.txt"] {
      let (one, other) = (scratch("bundle/\(file)"), whole.folder("bundle/\(file)"))
      #expect(FileManager.default.contentsEqual(atPath: one, andPath: other), "\(file)")
    }
  }

  @Test func heldOutTextsThatAreLearnedFromAreCounted() throws {
    let scratch = try Scratch()
    let texts = try scratch.write(ToyReviews.texts(), to: "toy.txt")
    let settings = try scratch.write(ToyReviews.settings, to: "settings.json")
    let outcome = try Binary.run(
      "sentiment",
      ["train", "--input", texts, "--dev", texts, "--config", settings, "--epochs", "1"]
        + ["--output", scratch("bundle")])
    let count = ToyReviews.texts().split(separator: "\n").count
    #expect(outcome.errors.contains("\(count) of the \(count) held-out texts are among those"))
    #expect(try !ToyReviews.trained.get().outcome.errors.contains("are among those"))
  }

  @Test func everyFormAndAnyNumberOfLabelsWillDo() throws {
    let scratch = try Scratch()
    let settings = try scratch.write(ToyReviews.settings, to: "settings.json")
    let rows = (0..<90).map {
      ("c\($0 % 3)", ["red car", "green tree", "blue sea"][$0 % 3] + " \($0)")
    }
    for (name, text, more) in [
      (
        "a.csv", "body,kind\n" + rows.map { "\"\($1)\",\($0)\n" }.joined(),
        ["--text-column", "body", "--label-column", "kind"]
      ),
      ("b.txt", rows.map { "__label__\($0) \($1)\n" }.joined(), []),
      (
        "c.tsv", "text\tlabel\n" + rows.map { "\($1)\t\($0)\n" }.joined(),
        ["--precision", "bfloat16"]
      ),
    ] {
      let output = scratch(name + ".bundle")
      let outcome = try Binary.run(
        "sentiment",
        [
          "train", "--input", scratch.write(text, to: name), "--config", settings, "--epochs", "6",
          "--output", output,
        ] + more)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let found = try Binary.run("sentiment", ["--model", output, "a green tree", "the blue sea"])
      #expect(found.lines.map { $0.split(separator: "\t")[1] } == ["c1", "c2"])
    }
    let trees = "(3 (2 A) (4 superb))\n(1 (2 A) (0 dull))\n(2 (2 A) (2 plot))\n"
    let path = try scratch.write(String(repeating: trees, count: 20), to: "t.txt")
    let outcome = try Binary.run(
      "sentiment",
      [
        "train", "--input", path, "--dev", path, "--labels", "fine", "--config", settings,
        "--epochs", "3", "--output", scratch("trees"),
      ])
    #expect(outcome.status == 0 && outcome.errors.contains("very negative"), "\(outcome.errors)")
  }

  @Test func trainedModelsTeachAnother() throws {
    let scratch = try Scratch()
    let teacher = ["--teacher", try ToyReviews.trained.get().bundle]
    let arguments = [
      "train", "--config", try scratch.write(ToyReviews.settings, to: "settings.json"),
      "--epochs", "8", "--seed", "2",
    ]
    let toy = ["--input", try scratch.write(ToyReviews.texts(), to: "toy.txt")]
    let taught = try Binary.run(
      "sentiment", arguments + toy + teacher + teacher + ["--output", scratch("taught")])
    #expect(taught.status == 0, "\(taught.errors)")
    let info = try Binary.run("sentiment", ["info", scratch("taught")])
    #expect(info.output.contains("--teacher bundle --teacher bundle"))
    #expect(info.output.contains("teacher"))

    // What another teacher thinks is another loss.
    let long = ["--output", scratch("long")]
    let stopped = try Binary.run(
      "sentiment", arguments + toy + teacher + long, interruptOn: "epoch 2 ")
    #expect(stopped.status == 130)
    let alone = try Binary.run("sentiment", arguments + toy + long + ["--resume"])
    #expect(alone.status == 1 && alone.errors.contains("it was made with other data"))
    let goesOn = try Binary.run("sentiment", arguments + toy + teacher + long + ["--resume"])
    #expect(goesOn.status == 0, "\(goesOn.errors)")

    let other = try scratch.write("x fine\ny bad\nx good\ny ugly\n", to: "other.txt")
    let refused = try Binary.run(
      "sentiment", arguments + ["--input", other, "--output", scratch("no")] + teacher)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("teacher 1 tells negative, positive apart, not x, y"))
  }

  @Test func badInputIsAnErrorWithFileAndLine() throws {
    let scratch = try Scratch()
    func refusal(_ text: String, _ name: String, _ more: String...) throws -> String {
      let path = try scratch.write(text, to: name)
      let outcome = try Binary.run(
        "sentiment", ["train", "--input", path, "--output", scratch("x")] + more)
      #expect(outcome.status == 1 && outcome.outputBytes.isEmpty)
      return outcome.errors.replacing(path, with: name)
    }
    #expect(
      try refusal("label,text\n1,a\n2\n", "r.csv")
        == "sentiment: r.csv:3: 1 fields, the header has 2: \"2\"\n")
    #expect(
      try refusal("(3 (2 a) (3 b)\n", "t.txt")
        == "sentiment: t.txt:1:15: 1 brackets are not closed: \"(3 (2 a) (3 b)\"\n")
    #expect(try refusal("1 a\nb\n", "p.txt").hasPrefix("sentiment: p.txt:2: a label and a text"))
    #expect(try refusal("", "e.txt") == "sentiment: e.txt: nothing to read\n")
    #expect(try refusal("1 a\n1 b\n", "o.txt").contains("one label, 1"))
    let vectors = try scratch.write("a 1 2\nb 1\n", to: "v.txt")
    #expect(
      try refusal("1 a\n0 b\n", "q.txt", "--vectors", vectors).contains(":2: 1 numbers, not 2"))
    let settings = try scratch.write("{\"hiden\": 3}", to: "s.json")
    #expect(
      try refusal("1 a\n0 b\n", "q.txt", "--config", settings)
        .contains("there is no setting \"hiden\"; there are embedding, "))
    #expect(
      try refusal("label,text\n1,a\n0,b\n", "l.csv", "--labels", "fine")
        == "sentiment: l.csv is no treebank: its labels are those that it has; --labels chooses "
        + "those of a treebank\n")
    let missing = try Binary.run("sentiment", ["evaluate", "--input", scratch("none")])
    #expect(missing.status == 1 && missing.errors.contains("No such file"))
  }

  @Test func aModelIsMeasuredCalibratedAndShown() throws {
    let scratch = try Scratch()
    let test = try scratch.write(ToyReviews.texts(120, seed: 77), to: "test.txt")
    let json = try ToyReviews.sentiment("evaluate", "--input", test, "--format", "json")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(try #require(figures["accuracy"] as? Double) > 0.8)
    #expect(figures["texts"] as? Int == 120)
    for name in ["ece", "nll", "brier", "aurc", "macroF1", "accuracyAbstaining20"] {
      #expect(figures[name] is Double, "\(name)")
    }
    #expect((figures["confusion"] as? [[Int]])?.joined().reduce(0, +) == 120)
    let text = try ToyReviews.sentiment(
      "evaluate", "--input", test, "--samples", "0", "--plots", scratch("plots"))
    #expect(text.output.contains("negative taken for"))
    let uncertainty = text.lines.first { $0.hasPrefix("mean uncertainty ") }
    #expect(uncertainty?.hasSuffix("  not measured") == true)
    let unwritable = try ToyReviews.sentiment("evaluate", "--input", test, "--plots", "/proc/x")
    #expect(unwritable.status == 1 && unwritable.outputBytes.isEmpty)
    #expect(unwritable.errors == "sentiment: cannot write /proc/x: No such file or directory\n")
    let bare = try Binary.run(
      "sentiment",
      ["evaluate", "--input", test, "--samples", "0", "--plots", scratch("bare"), "--model"]
        + [try ToyReviews.trained.get().bundle], environment: ["PATH": "/nowhere"])
    #expect(bare.status == 1 && bare.output.contains("accuracy"))
    #expect(bare.errors.contains("bare: not drawn: reliability, coverage\n"), "\(bare.errors)")
    #expect(FileManager.default.fileExists(atPath: scratch("plots/reliability.tsv")))
    #expect(FileManager.default.fileExists(atPath: scratch("plots/coverage.tsv")))

    let calibrated = try ToyReviews.sentiment(
      "calibrate", "--input", test, "--output", scratch("calibrated"))
    #expect(calibrated.status == 0 && calibrated.errors.contains("temperature"))
    #expect(calibrated.errors.contains("texts are few"))
    let single = try scratch.write("positive fine\npositive good\n", to: "single.txt")
    let nothing = try ToyReviews.sentiment(
      "calibrate", "--input", single, "--output", scratch("single"))
    #expect(nothing.status == 1 && nothing.errors.contains("every text has one label"))
    let info = try ToyReviews.sentiment("info", scratch("calibrated"))
    #expect(info.output.contains("output.input") && info.output.contains("test.txt  sha256"))
    // Those were measured with the old temperatures.
    #expect(!info.output.contains("nll"))
    let trained = try ToyReviews.sentiment("info", ToyReviews.trained.get().bundle)
    #expect(trained.output.contains("nll"))

    let models = ["--model", try ToyReviews.trained.get().bundle, "--model", scratch("calibrated")]
    let together = try Binary.run("sentiment", ["evaluate", "--input", test] + models)
    #expect(together.status == 0 && together.output.contains("AUROC by uncertainty"))

    let unknown = try scratch.write("positive fine\nodd fine\n", to: "odd.txt")
    let refused = try ToyReviews.sentiment("evaluate", "--input", unknown)
    #expect(refused.status == 1)
    #expect(
      refused.errors.contains("odd.txt:2: unknown label (there are negative, positive): \"odd\""))
  }

  @Test(arguments: [
    ["--samples", "-1", "a"], ["--threshold", "2", "a"], ["--threshold", "nan", "a"],
    ["--abstain-above", "-1", "a"], ["--abstain-above", "0.1", "--samples", "0", "a"],
    ["--format", "xml", "a"], ["evaluate"], ["train"], ["train", "--input", "x"],
    ["train", "--input", "x", "--output", ""], ["explain", "--by", "magic", "a"],
    ["calibrate", "--input", "x"], ["train", "--input", "x", "--output", "y", "--labels", "odd"],
  ])
  func whatCannotBeMeantIsAUsageError(arguments: [String]) throws {
    let outcome = try Binary.run("sentiment", arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Usage:") && outcome.outputBytes.isEmpty)
  }
}
