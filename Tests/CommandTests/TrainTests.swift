import Foundation
import TestSupport
import Testing

@Suite struct TrainTests {
  @Test func aTrainingMakesABundleALogAndACheckpoint() throws {
    let trained = try ToyLanguage.trained.get()
    #expect(trained.outcome.outputBytes.isEmpty)
    #expect(trained.outcome.errors.contains("epoch 1 "))
    #expect(trained.outcome.errors.contains("on the held-out words"))
    let log = try trained.folder.read("bundle.training/log.jsonl").split(separator: "\n")
    #expect(log.count == 8)
    let line = try #require(log.last)
    let last = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(last["epoch"] as? Int == 8)
    #expect(last["dropoutRates"] as? [String: Double] != nil)
    #expect(last["penalty"] as? Double != nil)
    let manifest = try trained.folder.read("bundle/bundle.json")
    #expect(manifest.contains("\"role\" : \"training\""))
    let lexicon = Set(
      ToyLanguage.lexicon().split(separator: "\n").map { $0.split(separator: " ")[0] })
    let list = try trained.folder.read("bundle.training/held-out.words").split(separator: "\n")
    #expect(list[0].hasPrefix(";;; "))
    let heldOut = list.dropFirst()
    #expect(manifest.contains("\"validationWords\" : \(heldOut.count)"))
    #expect(Set(heldOut).isStrictSubset(of: lexicon) && Set(heldOut).count == heldOut.count)
    #expect(!manifest.contains(trained.folder.path))
  }

  private func arguments(_ scratch: Scratch, _ more: String...) throws -> [String] {
    [
      "train", "--lexicon", try scratch.write(ToyLanguage.lexicon(), to: "toy.dict"), "--config",
      try scratch.write(ToyLanguage.settings, to: "settings.json"), "--output", scratch("bundle"),
    ] + more
  }

  @Test func anInterruptedTrainingGoesOnAndGivesTheSameModel() throws {
    let scratch = try Scratch()
    let interrupted = try Binary.run(
      "g2p", arguments(scratch, "--epochs", "8"), interruptOn: "epoch 2 ")
    #expect(interrupted.status == 130, "\(interrupted.errors)")
    #expect(interrupted.errors.contains("--resume"))
    #expect(!FileManager.default.fileExists(atPath: scratch("bundle")))

    let again = try Binary.run("g2p", arguments(scratch, "--epochs", "8"))
    #expect(again.status == 1)
    #expect(again.errors.contains("go on with --resume, or remove it"))

    let resumed = try Binary.run("g2p", arguments(scratch, "--epochs", "8", "--resume"))
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try ToyLanguage.trained.get()
    for file in ["weights.safetensors", "graphemes.txt", "phonemes.txt"] {
      let (one, other) = (scratch("bundle/\(file)"), whole.folder("bundle/\(file)"))
      #expect(FileManager.default.contentsEqual(atPath: one, andPath: other), "\(file)")
    }
  }

  @Test func aTrainingGoesOnOnlyAsItBegan() throws {
    let scratch = try Scratch()
    let interrupted = try Binary.run(
      "g2p", arguments(scratch, "--epochs", "8"), interruptOn: "epoch 1 ")
    #expect(interrupted.status == 130, "\(interrupted.errors)")
    func resumed(_ more: String...) throws -> Binary.Outcome {
      try Binary.run("g2p", arguments(scratch, "--epochs", "8", "--resume") + more)
    }
    let smoother = try scratch.write(
      ToyLanguage.settings.replacing("{", with: "{\"labelSmoothing\": 0.25, "), to: "other.json")
    for (change, reason) in [
      (["--config", smoother], "other settings: labelSmoothing "),
      (["--right-to-left"], "other settings: writes leftToRight, now rightToLeft"),
      (["--normal-form", "nfd"], "other settings: form nfc, now nfd"),
    ] {
      let outcome = try Binary.run(
        "g2p", arguments(scratch, "--epochs", "8", "--resume") + change)
      #expect(outcome.status == 1 && outcome.errors.contains(reason), "\(outcome.errors)")
    }
    let checkpoint = URL(fileURLWithPath: scratch("bundle.training/checkpoint.safetensors"))
    let whole = try Data(contentsOf: checkpoint)
    var damaged = whole
    damaged[damaged.count - 1000] ^= 0x10
    try damaged.write(to: checkpoint)
    let refused = try resumed()
    #expect(refused.status == 1 && refused.errors.contains("it is damaged"), "\(refused.errors)")
    try whole.write(to: checkpoint)
    // For longer is no other training.
    #expect(try Binary.run("g2p", arguments(scratch, "--epochs", "9", "--resume")).status == 0)
  }

  @Test func filesOfOthersAreLeftAlone() throws {
    let scratch = try Scratch()
    let files = FileManager.default
    let probe = try scratch.write("mine", to: "bundle.probe")
    let trained = try Binary.run("g2p", arguments(scratch, "--epochs", "1"))
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(try scratch.read("bundle.probe") == "mine", "\(probe)")

    for (name, reason) in [
      ("log.jsonl", "is no log of a training"), ("held-out.words", "is no list of a training"),
    ] {
      try files.createDirectory(atPath: scratch("at " + name), withIntermediateDirectories: true)
      let mine = try scratch.write("dear diary", to: "at \(name)/\(name)")
      let foreign = try Binary.run(
        "g2p",
        arguments(scratch, "--output", scratch("second"), "--checkpoint", scratch("at " + name)))
      #expect(foreign.status == 1 && foreign.errors.contains("\(mine): \(reason)"))
      #expect(try scratch.read("at \(name)/\(name)") == "dear diary")
    }
    // A list of an earlier training with another seed gives way.
    try files.removeItem(atPath: scratch("bundle.training/checkpoint.safetensors"))
    let before = try scratch.read("bundle.training/held-out.words")
    let anew = try Binary.run("g2p", arguments(scratch, "--epochs", "1", "--seed", "2"))
    #expect(anew.status == 0, "\(anew.errors)")
    #expect(try scratch.read("bundle.training/held-out.words") != before)

    try files.createSymbolicLink(
      atPath: scratch("dangling"), withDestinationPath: scratch("nowhere"))
    let dangling = try Binary.run("g2p", arguments(scratch, "--output", scratch("dangling")))
    #expect(dangling.status == 1 && dangling.errors.contains("is a link to nothing"))
    let same = try Binary.run(
      "g2p", arguments(scratch, "--output", scratch("m"), "--checkpoint", scratch("m/")))
    #expect(same.status == 64 && same.errors.contains("are the same folder"))
    let inside = try Binary.run(
      "g2p", arguments(scratch, "--output", scratch("n"), "--checkpoint", probe + "/state"))
    #expect(inside.status == 1 && inside.errors.contains("\(probe)/state: Not a directory"))
  }

  @Test func aTimeLimitStillMakesABundle() throws {
    let scratch = try Scratch()
    let outcome = try Binary.run(
      "g2p",
      arguments(scratch, "--epochs", "100000", "--time-limit", "1.5s") + [
        "--config",
        scratch.write(
          ToyLanguage.settings.replacing("{", with: "{\"patience\": 10000, "), to: "patient.json"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("the time is up"))
    #expect(try Binary.run("g2p", ["--model", scratch("bundle"), "pama"]).status == 0)
  }

  @Test func aModelWithoutDropoutHasNoUncertaintyToGive() throws {
    let scratch = try Scratch()
    let settings = ToyLanguage.settings.replacing("{", with: "{\"fixedRate\": 0, ")
    let outcome = try Binary.run(
      "g2p",
      [
        "train", "--lexicon", scratch.write(ToyLanguage.lexicon(words: 300), to: "toy.dict"),
        "--config", scratch.write(settings, to: "settings.json"), "--output", scratch("bundle"),
        "--epochs", "4",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let plain = try Binary.run("g2p", ["--model", scratch("bundle"), "pama"])
    #expect(plain.status == 0 && plain.lines[0].hasSuffix("\t"))
    let sampled = try Binary.run("g2p", ["--model", scratch("bundle"), "--samples", "4", "pama"])
    #expect(sampled.status == 1 && sampled.errors.hasPrefix("g2p: "))
    let evaluated = try Binary.run(
      "g2p",
      ["evaluate", "--model", scratch("bundle"), "--lexicon", scratch("toy.dict"), "--limit", "50"])
    #expect(evaluated.status == 0 && evaluated.output.contains("not measured"))
  }

  @Test func wordsToLeaveOutAreLeftOut() throws {
    let scratch = try Scratch()
    let lines = ToyLanguage.lexicon().split(separator: "\n")
    let words = lines.map { $0.prefix { $0 != " " } }
    let outcome = try Binary.run(
      "g2p",
      arguments(
        scratch, "--epochs", "1", "--exclude",
        scratch.write(words.prefix(100).joined(separator: "\n").uppercased(), to: "test.txt"),
        "--dev", scratch.write(lines[100..<150].joined(separator: "\n"), to: "dev.dict")))
    #expect(outcome.errors.contains("450 pronunciations of 450 words; 50 words held out"))
  }

  @Test func mistakesAreNamedBeforeAnyWorkIsDone() throws {
    let scratch = try Scratch()
    func expectRefusal(
      _ arguments: [String], _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let outcome = try Binary.run("g2p", ["train"] + arguments)
      #expect(outcome.status == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.errors.hasPrefix("g2p: "), sourceLocation: sourceLocation)
      #expect(
        outcome.errors.contains(reason), "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(!outcome.errors.contains("epoch 1 "), sourceLocation: sourceLocation)
    }
    let toy = try scratch.write(ToyLanguage.lexicon(), to: "toy.dict")
    let bad = try scratch.write("ok AA\nbad\n", to: "bad.dict")
    let output = scratch("bundle")
    try expectRefusal(["--lexicon", bad, "--output", output], "\(bad):2: no phones: \"bad\"")
    try expectRefusal(["--lexicon", scratch("none"), "--output", output], "No such file")
    try expectRefusal(
      ["--lexicon", scratch.write("", to: "empty"), "--output", output], "no words to learn from")
    try expectRefusal(
      ["--lexicon", toy, "--output", scratch("no/folder/bundle")], "No such file or directory")
    try expectRefusal(["--lexicon", toy, "--output", scratch.path], "is no bundle")
    try expectRefusal(["--lexicon", toy, "--output", output, "--resume"], "nothing to go on from")
    try expectRefusal(
      [
        "--lexicon", toy, "--dev", scratch.write("zzz Z\n", to: "dev.dict"), "--exclude",
        scratch.write("zzz\n", to: "zzz.txt"), "--output", output,
      ], "no validation words: none is left of those named")
    for (settings, reason) in [
      (
        "{\"encoderHiden\": 3}",
        "settings: there is no setting \"encoderHiden\"; there are embedding, encoderLayers, "
      ),
      ("{", "settings:1:2: not valid JSON: expected a name in quotation marks, found the end"),
      ("{\n \"epochs\" 3}", "settings:2:11: not valid JSON: expected a colon, found \"3\""),
      (
        "{\"epochs\": 1e999}",
        ":1:12: not valid JSON: expected a number that can be stored, found \"1e999\""
      ),
      ("{\"epochs\": 2, \"epochs\": 1}", "settings: epochs stands there twice, as 2 and as 1"),
      (
        "{\"epochs\": 2, \"epochs\": 1,}",
        "settings:1:27: not valid JSON: expected a name in quotation marks, found \"}\""
      ),
      ("{\"epochs\": 1} x", "settings:1:15: not valid JSON: expected the end, found \"x\""),
      ("{\"epochs\": 1.5}", ": epochs is 1.5; it must be a whole number, and not too large"),
      ("{\"epochs\": \"many\"}", "settings: epochs is \"many\"; it must be a whole number"),
      ("{\"joint\": 1}", "settings: joint is 1; it must be true or false"),
      (
        "{\"writes\": \"down\"}",
        "settings: writes is \"down\"; it must be one of left-to-right, right-to-left"
      ),
      ("{\"batchSize\": -1}", "batchSize is -1"),
      ("[]", "settings: the settings must be an object, such as {"),
      ("null", "settings: the settings must be an object, such as {"),
    ] {
      try expectRefusal(
        [
          "--lexicon", toy, "--output", output, "--config", scratch.write(settings, to: "settings"),
        ],
        reason)
    }
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func aRescoringNetworkJoinsAFinishedOne() throws {
    let scratch = try Scratch()
    let trained = try ToyLanguage.trained.get()
    let lexicon = try scratch.write(ToyLanguage.lexicon(), to: "toy.dict")
    let settings = try scratch.write(ToyLanguage.settings, to: "settings.json")
    func train(_ more: [String]) throws -> Binary.Outcome {
      try Binary.run("g2p", ["train", "--lexicon", lexicon, "--config", settings] + more)
    }
    let second = try train([
      "--right-to-left", "--epochs", "2", "--output", scratch("second"),
    ])
    #expect(second.status == 0, "\(second.errors)")
    let first = trained.folder("bundle")
    let joined = try train([
      "--from", first, "--rescorer", scratch("second"), "--output", scratch("three"),
    ])
    #expect(joined.status == 0, "\(joined.errors)")
    let info = try Binary.run("g2p", ["info", scratch("three")]).output
    #expect(info.contains("rescoring network 1") && info.contains("right-to-left"))
    #expect(info.contains("--rescorer second"))
    #expect(info.contains("--right-to-left"), "the rescoring network's command")
    let answers = try Binary.run(
      "g2p", ["--model", scratch("three"), "--format", "tsv", "--quiet", "bat", "tab"])
    #expect(answers.status == 0 && answers.output.split(separator: "\n").count == 2)

    let alone = try Binary.run(
      "g2p",
      ["--model", scratch("three"), "--network-only", "--format", "tsv", "--quiet", "bat", "tab"])
    let before = try Binary.run(
      "g2p", ["--model", first, "--network-only", "--format", "tsv", "--quiet", "bat", "tab"])
    #expect(alone.output == before.output && alone.output != answers.output)

    let both = try train([
      "--right-to-left", "--rescorer", scratch("second"), "--output", scratch("none"),
    ])
    #expect(both.status == 64 && both.errors.contains("--right-to-left"))
    let stranger = try Binary.run(
      "g2p",
      [
        "train", "--lexicon", lexicon, "--seed", "2", "--config", settings, "--from", first,
        "--output", scratch("none"),
      ])
    #expect(stranger.status == 1 && stranger.errors.contains("bundle: not the lexicon"))
  }

  @Test func theConfidenceOfAnotherHybridIsTaken() throws {
    let scratch = try Scratch()
    let first = try ToyLanguage.trained.get().folder("bundle")
    let lexicon = try scratch.write(ToyLanguage.lexicon(), to: "toy.dict")
    let settings = try scratch.write(ToyLanguage.settings, to: "settings.json")
    let alone = try scratch.write(
      ToyLanguage.settings.replacing("{", with: "{\"joint\": false, \"analogies\": false, "),
      to: "alone.json")
    func train(
      _ more: String..., config: String, output: String = "none"
    ) throws -> Binary.Outcome {
      try Binary.run(
        "g2p",
        ["train", "--lexicon", lexicon, "--from", first, "--config", config]
          + ["--output", scratch(output)] + more)
    }
    func manifest(_ name: String) throws -> URL {
      URL(fileURLWithPath: scratch(name) + "/bundle.json")
    }
    func weights(_ name: String) throws -> [String: Any] {
      let fields =
        try JSONSerialization.jsonObject(with: Data(contentsOf: manifest(name))) as? [String: Any]
      return try #require((fields?["hybrid"] as? [String: [String: Any]])?["sampled"])
    }
    func confidence(_ name: String) throws -> [String: Any] {
      try #require(try weights(name)["confidence"] as? [String: Any])
    }
    let kept = try train("--keep-outcomes", config: settings, output: "hybrid")
    #expect(kept.status == 0, "\(kept.errors)")
    for table in ["outcomes-mean.tsv", "outcomes-sampled.tsv"] {
      let lines = try String(contentsOfFile: scratch("hybrid/" + table), encoding: .utf8)
        .split(separator: "\n")
      #expect(lines[0].hasPrefix("word\tright\tbest\tsecond\tthird\tmixture\tnetwork\t"))
      #expect(kept.errors.contains("calibrating on \(lines.count - 1) words"), "\(kept.errors)")
    }
    #expect(try train(config: alone, output: "network").status == 0)
    #expect(try train(config: settings, output: "forgetful").status == 0)
    #expect(
      try weights("forgetful")["scaling"] as? [String: Double] == ["slope": 1, "intercept": 0])

    // What is learned from other words is scaled to one's own, and what it was learned from is told.
    let others = try scratch.write(ToyLanguage.lexicon(words: 500), to: "others.dict")
    let stranger = try Binary.run(
      "g2p",
      ["train", "--lexicon", others, "--config", settings, "--epochs", "1", "--seed", "2"]
        + ["--keep-outcomes"]
        + ["--output", scratch("stranger")])
    #expect(stranger.status == 0, "\(stranger.errors)")
    let taken = try train("--confidence", scratch("stranger"), config: settings, output: "taken")
    #expect(taken.status == 0, "\(taken.errors)")
    let told = try String(contentsOf: manifest("taken"), encoding: .utf8)
    #expect(told.contains("\"name\" : \"others.dict\"") && told.contains("\"name\" : \"toy.dict\""))
    #expect(try weights("taken")["scaling"] as? [String: Double] != ["slope": 1, "intercept": 0])
    let own = try confidence("taken")
    #expect(own["means"] as? [Double] != (try confidence("hybrid"))["means"] as? [Double])
    let info = try Binary.run("g2p", ["info", scratch("taken")]).output
    #expect(info.contains("--confidence stranger") && info.contains("--keep-outcomes"))

    // Of two all words count.
    let twice = try train(
      "--confidence", scratch("stranger"), "--confidence", scratch("stranger"), config: settings,
      output: "twice")
    #expect(twice.status == 0, "\(twice.errors)")
    let both = try #require(try confidence("twice")["means"] as? [Double])
    let single = try #require(own["means"] as? [Double])
    #expect(zip(both, single).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try confidence("twice")["weights"] as? [Double] != own["weights"] as? [Double])

    // Lists of words must be the same number.
    let words = try scratch.write("bat\ntab\n", to: "words.txt")
    let listed = try train(
      "--word-list", words, "--word-list", lexicon, "--keep-outcomes", config: settings,
      output: "listed")
    #expect(listed.status == 0, "\(listed.errors)")
    let about = try Binary.run("g2p", ["info", scratch("listed")]).output
    #expect(about.contains("words.txt 2, toy.dict ") && about.contains("--word-list words.txt"))
    #expect(try confidence("listed")["weights"].map { ($0 as? [Double])?.count } == 19)
    for (arguments, config, reason) in [
      (
        ["--word-list", words, "--word-list", lexicon, "--confidence", scratch("listed")], settings,
        "are all held out or excluded here"
      ),
      (["--confidence", scratch("listed")], settings, "listed: not of the same models"),
      (
        ["--word-list", lexicon, "--word-list", words, "--confidence", scratch("listed")], settings,
        "listed: not of the same models"
      ),
      (["--word-list", scratch("nowhere")], settings, "nowhere"),
      (["--keep-outcomes"], alone, "--keep-outcomes: a network alone keeps none"),
      (
        ["--confidence", scratch("stranger"), "--exclude", others], settings,
        "are all held out or excluded here"
      ),
      (["--word-list", words], alone, "--word-list: a network alone has no use for it"),
      (
        ["--word-list", words, "--word-list", try scratch.write("ж\n\n", to: "foreign.txt")],
        settings,
        "foreign.txt: no word that the model can read"
      ),
    ] {
      let refused = try Binary.run(
        "g2p",
        ["train", "--lexicon", lexicon, "--from", first, "--config", config]
          + ["--output", scratch("none")] + arguments)
      #expect(refused.status == 1 && refused.errors.contains(reason), "\(refused.errors)")
    }

    // What other words come out right with other phones, or beside other words of a list, says nothing.
    let flat = try scratch.write(
      ToyLanguage.lexicon(words: 500).replacing("0", with: "").replacing("1", with: ""),
      to: "flat.dict")
    for (output, arguments) in [
      ("flat", ["--lexicon", flat]), ("others", ["--lexicon", others, "--word-list", words]),
    ] {
      let made = try Binary.run(
        "g2p",
        ["train", "--config", settings, "--epochs", "1", "--keep-outcomes"]
          + ["--output", scratch(output)] + arguments)
      #expect(made.status == 0, "\(made.errors)")
    }
    let stressless = try train("--confidence", scratch("flat"), config: settings)
    #expect(stressless.errors.contains("flat: stress in the phones of one"), "\(stressless.errors)")
    _ = try scratch.write("bat\n", to: "words.txt")
    let changed = try train(
      "--word-list", words, "--confidence", scratch("others"), config: settings)
    #expect(changed.errors.contains("others: its --word-list files had other content"))
    #expect(stressless.status == 1 && changed.status == 1)
    // A word is left out as the model of the bundle reads it.
    let marked = try scratch.write(
      ToyLanguage.lexicon(words: 500).replacing("a", with: "ä"), to: "marked.txt")
    let strange = try train(
      "--confidence", scratch("stranger"), "--exclude", marked, config: settings)
    #expect(strange.errors.contains("are all held out or excluded here"), "\(strange.errors)")
    let swapped = try train(
      "--swap", "--exclude", marked, "--confidence", scratch("stranger"), config: settings)
    #expect(swapped.status == 64 && swapped.errors.contains("--exclude names words"))

    for (bundle, config, reason) in [
      ("network", settings, "network: a network alone, whose confidence is another"),
      ("hybrid", alone, "hybrid: not of the same models"), ("missing", settings, "missing"),
      ("forgetful", settings, "forgetful: has not kept which words came out right"),
      ("hybrid", settings, "are all held out or excluded here"),
    ] {
      let refused = try train("--confidence", scratch(bundle), config: config)
      #expect(refused.status == 1 && refused.errors.contains(reason), "\(refused.errors)")
    }
  }

  @Test func moreRescoringNetworksThanABundleHoldsAreRefused() throws {
    let many = Array(repeating: ["--rescorer", "x"], count: 9).flatMap { $0 }
    let outcome = try Binary.run("g2p", ["train", "--lexicon", "x", "--output", "y"] + many)
    #expect(outcome.status == 64 && outcome.errors.contains("--rescorer at most 8 times"))
    let lists = try Binary.run(
      "g2p",
      ["train", "--lexicon", "x", "--output", "y"]
        + Array(repeating: ["--word-list", "x"], count: 9).flatMap { $0 })
    #expect(lists.status == 64 && lists.errors.contains("--word-list at most 8 times"))
    let swapped = try Binary.run(
      "g2p", ["train", "--lexicon", "x", "--output", "y", "--swap", "--word-list", "x"])
    #expect(swapped.status == 64 && swapped.errors.contains("--word-list holds words"))
  }

  /// Where the held-out words are given, the seed does not choose them.
  @Test func networksOfTwoSeedsAnswerTogether() throws {
    let scratch = try Scratch()
    let lines = ToyLanguage.lexicon().split(separator: "\n")
    let lexicon = try scratch.write(lines.dropFirst(40).joined(separator: "\n"), to: "toy.dict")
    let dev = try scratch.write(lines.prefix(40).joined(separator: "\n"), to: "dev.dict")
    let settings = try scratch.write(ToyLanguage.settings, to: "settings.json")
    func train(_ more: [String]) throws -> Binary.Outcome {
      let common = ["train", "--lexicon", lexicon, "--dev", dev, "--config", settings]
      return try Binary.run("g2p", common + more)
    }
    for seed in ["1", "2"] {
      let trained = try train(["--seed", seed, "--epochs", "1", "--output", scratch(seed)])
      #expect(trained.status == 0, "\(trained.errors)")
    }
    let pair = try train([
      "--from", scratch("1"), "--rescorer", scratch("2"), "--output", scratch("pair"),
    ])
    #expect(pair.status == 0, "\(pair.errors)")
  }
}
