import Foundation
import TestSupport
import Testing

/// `corpora/fetch`, from a folder that stands for the origin.
@Suite(
  .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is not installed"))
struct FetchTests {
  private static let dictionary = Corpora.path("cmudict/cmudict.dict")

  private func fetch(_ arguments: String..., scratch: Scratch) throws -> Binary.Outcome {
    try Binary.run(
      Places.packageRoot + "/corpora/fetch", arguments,
      environment: ["XDG_DATA_HOME": scratch("data")])
  }

  /// A folder with CMUdict, to fetch it from.
  private func origin(_ scratch: Scratch) throws -> String {
    let files = FileManager.default
    try files.createDirectory(atPath: scratch("www"), withIntermediateDirectories: true)
    for name in ["cmudict.dict", "LICENSE"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: Corpora.path("cmudict/\(name)")))
      try bytes.write(to: URL(fileURLWithPath: scratch("www/\(name)")))
    }
    return "file://" + scratch("www")
  }

  @Test(.needsCorpus("cmudict/cmudict.dict", "cmudict/LICENSE"))
  func cmudictIsInstalledOnceAndInterruptedDownloadsGoOn() throws {
    let scratch = try Scratch()
    let origin = try origin(scratch)
    let first = try fetch("--from", origin, "cmudict", scratch: scratch)
    #expect(first.status == 0, "\(first.errors)")
    let installed = scratch("data/candor/cmudict/cmudict.dict")
    #expect(
      FileManager.default.contentsEqual(atPath: installed, andPath: Self.dictionary))

    // It is there: the origin is not asked again.
    let again = try fetch("--from", "file:///nonexistent", "cmudict", scratch: scratch)
    #expect(again.status == 0 && again.output.contains("is there"))

    // A part of it, as an interrupted run leaves it, and a part of something else.
    for part in [
      try Data(contentsOf: URL(fileURLWithPath: installed)).prefix(1_000_000),
      Data(repeating: 0x61, count: 1000),
    ] {
      try FileManager.default.removeItem(atPath: installed)
      try part.write(to: URL(fileURLWithPath: installed + ".partial"))
      let resumed = try fetch("--from", origin, "cmudict", scratch: scratch)
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(
        FileManager.default.contentsEqual(atPath: installed, andPath: Self.dictionary))
      #expect(!FileManager.default.fileExists(atPath: installed + ".partial"))
    }
  }

  @Test(.needsCorpus("cmudict/cmudict.dict", "cmudict/LICENSE"))
  func anAlteredFileIsNotInstalled() throws {
    let scratch = try Scratch()
    let origin = try origin(scratch)
    _ = try scratch.write("hello HH\n", to: "www/cmudict.dict")
    let outcome = try fetch("--from", origin, "cmudict", scratch: scratch)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("its SHA-256 is") && outcome.errors.contains("81917843"))
    let folder = scratch("data/candor/cmudict")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["LICENSE"])
  }

  @Test func mistakesAreTold() throws {
    let scratch = try Scratch()
    #expect(try fetch(scratch: scratch).status == 64)
    let unknown = try fetch("camvid", scratch: scratch)
    #expect(unknown.status == 64 && unknown.errors.contains("no corpus camvid"))
    let missing = try fetch("--from", "file:///nonexistent", "cmudict", scratch: scratch)
    #expect(missing.status == 1 && missing.errors.contains("cannot be fetched"))
  }
}
