import Foundation
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    ["--nbest", "0", "a"], ["--nbest", "1000000", "a"], ["--nbest", "-1", "a"],
    ["--samples", "-1", "a"], ["--samples", "99999999999999999999", "a"], ["--seed", "-1", "a"],
    ["--seed", "x", "a"], ["--format", "xml", "a"], ["--notation", "klingon", "a"],
    ["--threads", "0", "a"], ["--beam", "0", "a"], ["--beam", "2", "--nbest", "3", "a"],
    ["--mass", "0", "a"], ["--mass", "1.1", "a"], ["--mass", "nan", "a"], ["--stress", "x", "a"],
    ["--shard", "0/2"], ["--shard", "3/2"], ["--shard", "1/0"], ["--shard", "1"], ["--jobs", "0"],
    ["--shard", "1/2", "word"], ["--shard", "1/2", "word", "-"],
    ["--samples", "some", "a"], ["audit", "--top", "0", "x"], ["score", "--samples", "200", "x"],
    ["--no-such-option"], ["evaluate"], ["evaluate", "--lexicon", "x", "--limit", "0"],
    ["evaluate", "--lexicon", "x", "--merge", "AH"], ["evaluate", "--lexicon", "x", "--plots", ""],
    ["train"], ["train", "--lexicon", "x"], ["train", "--lexicon", "x", "--output", ""],
    ["train", "--lexicon", "x", "--output", "y", "--epochs", "0"],
    ["train", "--lexicon", "x", "--output", "y", "--time-limit", "soon"],
    ["train", "--lexicon", "x", "--output", "y", "--time-limit", "nan"],
    ["vocabulary"], ["vocabulary", "--graphemes", "a", "--words", "b"],
    ["vocabulary", "--words", "b", "--maximum-size", "0"],
    ["vocabulary", "--words", "b", "--report", "c"], ["info", "a", "b"],
    ["help", "nope"], ["vocabulary", "--words", "b", "--exclude", "c"],
    ["vocabulary", "--words", "b", "--skip-bad-lines"],
    ["vocabulary", "--graphemes", "b", "--ignore-stress"],
  ])
  func whatCannotBeMeantIsAUsageError(arguments: [String]) throws {
    let outcome = try Binary.run("g2p", arguments)
    #expect(outcome.status == 64)
    #expect(outcome.outputBytes.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  @Test func aNegativeNumberIsAValue() throws {
    let outcome = try Binary.run("g2p", ["--nbest", "-1", "a"])
    #expect(outcome.errors.hasPrefix("Error: --nbest is -1; "))
  }

  @Test(arguments: [
    ["--help"], ["transcribe", "--help"], ["score", "--help"],
    ["audit", "--help"], ["extend", "--help"], ["evaluate", "--help"], ["train", "--help"],
    ["vocabulary", "--help"], ["info", "--help"], ["help", "train"], ["--version"],
  ])
  func helpIsAResult(arguments: [String]) throws {
    let outcome = try Binary.run("g2p", arguments)
    #expect(outcome.status == 0)
    #expect(!outcome.outputBytes.isEmpty && outcome.errorBytes.isEmpty)
    if arguments != ["--version"] { #expect(outcome.output.contains("\n\ng2p ")) }
  }

  @Test func aMissingModelIsNamed() throws {
    let outcome = try Binary.run("g2p", ["--model", "/no/such\u{1B}place", "pama"])
    #expect(outcome.status == 1)
    #expect(outcome.lines.isEmpty)
    #expect(outcome.errors.hasPrefix("g2p: /no/such"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test func damagedModelsAreRefused() throws {
    let trained = try ToyLanguage.trained.get()
    let scratch = try Scratch()
    let files = try FileManager.default.contentsOfDirectory(atPath: trained.bundle)
    #expect(files.count == 6)
    for file in files {
      for damage in ["truncated", "altered", "absent", "empty"] {
        let copy = scratch("\(file).\(damage)")
        try FileManager.default.copyItem(atPath: trained.bundle, toPath: copy)
        let path = URL(fileURLWithPath: "\(copy)/\(file)")
        var bytes = try Data(contentsOf: path)
        switch damage {
        case "truncated": bytes = bytes.prefix(bytes.count / 2)
        // The manifest is no secret; what it promises of the other files is what counts.
        case "altered" where file == "bundle.json":
          let text = String(decoding: bytes, as: UTF8.self)
          bytes = Data(text.replacing("\"phonemes.txt\" : \"", with: "\"phonemes.txt\" : \"0").utf8)
        case "altered": bytes[bytes.count / 2] ^= 0x55
        case "empty": bytes = Data()
        default: break
        }
        try bytes.write(to: path)
        if damage == "absent" { try FileManager.default.removeItem(at: path) }
        for arguments in [["--model", copy, "pama"], ["info", copy]] {
          let outcome = try Binary.run("g2p", arguments)
          guard outcome.status == 1 else {
            Issue.record("\(file) \(damage): \(outcome.status) \(outcome.errors)")
            continue
          }
          #expect(outcome.outputBytes.isEmpty)
          #expect(outcome.errors.hasPrefix("g2p: "))
          #expect(outcome.errors.contains(copy))
          #expect(outcome.errors.split(separator: "\n").count == 1)
        }
      }
    }
    let foreign = try Binary.run("g2p", ["info", Places.packageRoot])
    #expect(foreign.status == 1 && foreign.errors.hasPrefix("g2p: "))
  }

  @Test func infoTellsWhatAModelIs() throws {
    let trained = try ToyLanguage.trained.get()
    let outcome = try Binary.run("g2p", ["info", trained.bundle])
    #expect(outcome.status == 0)
    for text in [
      "encoder.0.input", "temperature", "ICU here", "sha256", "toy.dict",
      "g2p train --lexicon toy.dict", "AA1", "validation wer",
    ] {
      #expect(outcome.output.contains(text), "\(text)")
    }
    #expect(!outcome.output.contains(trained.folder("toy.dict")))
  }
}
