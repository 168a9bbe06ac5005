import Foundation
import TestSupport
import Testing

@Suite struct ReproduceTests {
  @Test(arguments: [
    ["uci"], ["uci", "--output", "x", "--scale", "huge"],
    ["uci", "--output", "x", "--splits", "21"],
    ["uci", "--output", "x", "--only", "boston/theirs"], ["uci", "--output", "x", "--beta", "0"],
    ["mnist", "--output", "x", "--epochs", "0"], ["mnist", "--output", "x", "--threads", "0"],
    ["mnist", "--output", "x", "--only", "concrete-0.3"],
    ["cartpole", "--output", "x", "--episodes", "9223372036854775807"],
    ["cartpole", "--output", "x", "--seeds", "9223372036854775807"],
    ["cartpole", "--output", "x", "--learning-rate", "nan"],
    ["camvid", "--output", "x", "--crop", "31"], ["camvid", "--output", "x", "--crop", "5000"],
    ["camvid", "--output", "x", "--network", "densenet57"],
    ["camvid", "--output", "x", "--fraction", "inf"],
    ["g2p", "--output", "x", "--only", "fixed-0.7"],
    ["sst", "--output", "x", "--only", "fixed-0.7"], ["sst", "--output", "x", "--hidden", "0"],
    ["sst", "--output", "x", "--dropout-regularizer", "0"],
    ["all"], ["all", "--output", "x", "--threads", "0"], ["mnist", "--output", ""],
    ["mnist", "--output", "x", "--corpora", ""], ["help", "nothing"],
  ])
  func whatCannotBeMeantIsAUsageError(arguments: [String]) throws {
    let outcome = try Binary.run("reproduce", arguments)
    #expect(outcome.status == 64)
    #expect(outcome.outputBytes.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
  }

  @Test(arguments: [
    ["--help"], ["all", "--help"], ["g2p", "--help"], ["sst", "--help"], ["uci", "--help"],
    ["mnist", "--help"], ["camvid", "--help"], ["cartpole", "--help"],
  ])
  func helpIsAResult(arguments: [String]) throws {
    let outcome = try Binary.run("reproduce", arguments)
    #expect(outcome.status == 0)
    #expect(!outcome.outputBytes.isEmpty && outcome.errorBytes.isEmpty)
  }

  @Test func anAbsentCorpusIsNamed() throws {
    let scratch = try Scratch()
    let corpora = scratch("none")
    for experiment in ["uci", "mnist", "camvid", "sst"] {
      let outcome = try Binary.run(
        "reproduce",
        [experiment, "--scale", "smoke", "--output", scratch("out"), "--corpora", corpora])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains(corpora))
    }
  }

  @Test func oneRunAtSmokeScale() throws {
    let scratch = try Scratch()
    let arguments = [
      "cartpole", "--scale", "smoke", "--only", "concrete", "--output", scratch("out"),
    ]
    let outcome = try Binary.run("reproduce", arguments)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("| agent | solved |"))
    #expect(outcome.errors.contains("concrete/01: not solved"))
    #expect(try scratch.read("out/table.md") == outcome.output)

    // What lies there is not written over; with --resume it is only gathered.
    let again = try Binary.run("reproduce", arguments)
    #expect(again.status == 1)
    #expect(again.errors.contains("--resume"))
    let resumed = try Binary.run("reproduce", arguments + ["--resume"])
    #expect(resumed.status == 0 && resumed.output == outcome.output)
  }

  @Test func whatIsFinishedIsGatheredWhateverTheScale() throws {
    let scratch = try Scratch()
    func cartpole(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run("reproduce", ["cartpole", "--output", scratch("out")] + arguments)
    }
    let trained = try cartpole("--scale", "smoke", "--seeds", "2", "--only", "concrete")
    #expect(trained.status == 0, "\(trained.errors)")
    for scale in ["smoke", "short", "paper"] {
      let report = try cartpole("--scale", scale, "--report-only")
      #expect(report.status == 0 && report.output == trained.output, "\(report.errors)")
    }
    // Nothing is trained that would not belong to it.
    let other = try cartpole(
      "--scale", "smoke", "--only", "fixed", "--learning-rate", "0.5", "--seeds", "2")
    #expect(other.status == 1 && other.errors.contains("was made with other settings"))
    #expect(!FileManager.default.fileExists(atPath: scratch("out/runs/fixed")))
    let full = try Binary.run(
      "/bin/sh",
      [
        "-c",
        "'\(Binary.path("reproduce"))' cartpole --report-only --output '\(scratch("out"))' > /dev/full",
      ])
    #expect(full.status == 1 && full.errors.contains("standard output"))
  }
}
