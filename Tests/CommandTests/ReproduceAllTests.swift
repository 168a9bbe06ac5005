import Foundation
import TestSupport
import Testing

@Suite struct ReproduceAllTests {
  static let names = ["g2p", "sst", "uci", "mnist", "camvid", "cartpole"]

  private func all(_ scratch: Scratch, _ more: [String]) throws -> Binary.Outcome {
    try Binary.run(
      "reproduce",
      ["all", "--scale", "smoke", "--output", scratch("out"), "--corpora", Corpora.folder] + more)
  }

  /// The files that a page links to or shows, beside it.
  private func links(_ page: String) -> [String] {
    page.matches(of: /\]\((.+?)\)/).map { String($0.1) }
  }

  @Test(
    .needsCorpus(
      "cmudict/seed-train.tsv", "sst/train.txt", "uci/bostonHousing", "uci/kin8nm",
      "uci/wine-quality-red", "mnist", "camvid/train"))
  func everyTableAndFigureIsOnThePage() throws {
    let scratch = try Scratch()
    let outcome = try all(scratch, ["--threads", "2"])
    #expect(outcome.status == 0)
    let page = try scratch.read("out/report.md")
    for name in Self.names {
      let table = try scratch.read("out/\(name)/table.md")
      #expect(page.contains("## \(name): ") && page.contains(table))
      #expect(outcome.output.contains(table))
    }
    let files = FileManager.default
    for link in links(page) { #expect(files.fileExists(atPath: scratch("out/" + link)), "\(link)") }
    // And the other way round: no figure is left out.
    let figures = (files.enumerator(atPath: scratch("out"))?.allObjects as? [String] ?? [])
      .filter { $0.hasSuffix(".svg") || $0.hasSuffix(".png") }
    #expect(Set(figures).subtracting(links(page)).isEmpty)
    #expect(figures.contains("camvid/runs/concrete/example.png"))

    // Finished runs are only gathered, for which no corpus is needed.
    let log = try scratch.read("out/mnist/runs/none/log.jsonl")
    let resumed = try all(scratch, ["--resume", "--corpora", scratch("none")])
    #expect(resumed.status == 0 && resumed.output == outcome.output)
    #expect(resumed.errors.contains("finished already") && !resumed.errors.contains(" left)"))
    #expect(try scratch.read("out/mnist/runs/none/log.jsonl") == log)
    #expect(try scratch.read("out/report.md") == page)
  }

  @Test func whatFailsIsNamedAndTheOthersAreKept() throws {
    let scratch = try Scratch()
    let chosen = ["--only", "cartpole", "sst", "--corpora", scratch("none")]
    let outcome = try all(scratch, chosen)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("reproduce: sst: cannot open \(scratch("none"))/sst/train.txt"))
    #expect(outcome.errors.hasSuffix("; finished: cartpole. Continue with --resume.\n"))
    let page = try scratch.read("out/report.md")
    #expect(page.contains("- sst is not finished: cannot open"))
    #expect(page.contains(try scratch.read("out/cartpole/table.md")))

    // What cannot be continued is told before anything trains.
    let again = try all(scratch, ["--only", "sst", "cartpole"])
    #expect(again.status == 1 && again.output.isEmpty)
    #expect(again.errors.hasPrefix("reproduce: cartpole: ") && again.errors.contains("--resume"))
    let others = try all(scratch, ["--only", "cartpole", "--resume", "--seed", "9"])
    #expect(others.status == 1 && others.errors.contains("other settings"))

    // The page keeps what an experiment gave that is not asked for this time.
    let later = try all(scratch, ["--only", "mnist", "--report-only"])
    #expect(later.status == 1 && later.errors.contains("mnist holds no finished run"))
    #expect(try scratch.read("out/report.md").contains("## cartpole: "))
  }

  @Test func anInterruptedSeriesGoesOn() throws {
    let scratch = try Scratch()
    let binary = [
      "all", "--scale", "smoke", "--output", scratch("out"), "--only", "cartpole",
    ]
    let cut = try Binary.run("reproduce", binary, interruptOn: "cartpole (1 of 1): ")
    #expect(cut.status == 130)
    #expect(cut.errors.hasSuffix("interrupted; continue with --resume\n"))
    let whole = try Binary.run("reproduce", binary + ["--resume"])
    #expect(whole.status == 0 && whole.errors.contains("model/01: "))
    #expect(whole.output.contains(try scratch.read("out/cartpole/table.md")))
  }

  @Test func whereNoFolderCanBeIsSaid() throws {
    let scratch = try Scratch()
    let file = try scratch.write("a file", to: "file")
    let outcome = try Binary.run(
      "reproduce", ["all", "--scale", "smoke", "--only", "cartpole", "--output", file + "/below"])
    #expect(outcome.status != 0 && outcome.errors.contains("cannot be made"))
    #expect(!outcome.errors.contains("Domain="), "\(outcome.errors)")
  }

  @Test func anUnknownExperimentIsAUsageError() throws {
    let scratch = try Scratch()
    let outcome = try all(scratch, ["--only", "mnist", "minst"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        "Error: there is no experiment \"minst\"; there are \(Self.names.joined(separator: ", "))\n"
      ))
    #expect(!FileManager.default.fileExists(atPath: scratch("out")))
  }
}
