import Foundation
import TestSupport
import Testing

/// The helpers that all other tests trust.
@Suite struct TestSupportTests {
  @Test func closeArraysAreClose() {
    #expect(mismatch([1.0, 2], [1.0, 2]) == nil)
    #expect(mismatch([1.0 + 1e-6], [1.0]) == nil)
    #expect(mismatch([Float.infinity], [.infinity]) == nil)
    #expect(mismatch([100.005], [100.0]) == nil, "the relative part counts")
  }

  @Test func everythingElseIsNot() {
    #expect(mismatch([1.0, 2], [1.0]) != nil, "unequal counts")
    #expect(mismatch([Double](), []) != nil, "nothing compared")
    #expect(mismatch([Double.nan], [.nan]) != nil)
    #expect(mismatch([1.0], [.nan]) != nil)
    #expect(mismatch([Double.infinity], [1.0]) != nil)
    #expect(mismatch([1.0], [Double.infinity]) != nil)
    #expect(mismatch([-Double.infinity], [.infinity]) != nil)
    #expect(mismatch([1.0], [1.0], absolute: 0) != nil)
    #expect(mismatch([1.0], [1.0], relative: 0) != nil)
    #expect(mismatch([1.0], [1.0], absolute: -1) != nil)
    #expect(mismatch([1.0], [2.0], absolute: .infinity) != nil)
    #expect(mismatch([1.0], [1.0], absolute: .nan) != nil)
    let problem = mismatch([1.0, 2, 3.5], [1.0, 2.01, 3])
    #expect(problem?.contains("2 of 3") == true && problem?.contains("element 2") == true)
  }

  @Test func expectCloseRecordsAnIssue() {
    withKnownIssue { expectClose([1.0], [2.0]) }
    withKnownIssue { expectClose(1.0, .nan) }
    expectClose(1.0, 1.0)
  }

  @Test(.needsGolden("lstm"), .needsGolden("optimizers"), .needsGolden("concrete_mask"))
  func goldensAreRead() throws {
    let lstm = try Goldens.cases("lstm", named: "lstm_concrete_dropout_shared")
    #expect(try lstm[0].tensor("inputs.u").shape == [3, 1, 3])
    #expect(try lstm[0].number("config.K") == 3)
    #expect(try lstm[0].tensor("regularizer.gradients.logit").shape == [])
    #expect(try lstm[0].tensor("gradients.weight").floats.count == 48)
    #expect(lstm[0].keys("gradients").contains("h0"))
    let optimizer = try Goldens.cases("optimizers")[0]
    #expect(try optimizer.tensors("inputs.gradients").count == 5)
    #expect(try optimizer.tensor("outputs.4").shape == [2, 3])
    #expect(try Goldens.cases("concrete_mask")[0].tensor("z").doubles.count == 10)
    #expect(
      try Goldens.cases("lstm", named: "lstm_lengths")[0].tensor("inputs.lengths").integers == [
        5, 3, 1,
      ])
    #expect(throws: GoldenError.self) { try Goldens.cases("lstm", named: "none") }
    #expect(throws: GoldenError.self) { try lstm[0].tensor("inputs.absent") }
    #expect(throws: GoldenError.self) { try lstm[0].number("inputs.x") }
  }

  @Test func processesExchangeMoreThanAPipeHolds() throws {
    let big = [UInt8](repeating: 65, count: 3_000_000)
    let outcome = try Binary.run("/bin/sh", ["-c", "tee /dev/stderr; exit 3"], input: big)
    #expect(outcome.status == 3)
    #expect(outcome.outputBytes == big)
    #expect(outcome.errorBytes == big)
    #expect(!outcome.timedOut)
  }

  @Test func processesGetEnvironmentFolderAndSignals() throws {
    let seen = try Binary.run(
      "/bin/sh", ["-c", "echo \"$CANDOR_X\"; pwd; echo \"${HOME-none}\""],
      environment: ["CANDOR_X": "a b", "HOME": nil], workingDirectory: "/")
    #expect(seen.lines == ["a b", "/", "none"])
    let unread = try Binary.run("/bin/true", input: [UInt8](repeating: 1, count: 1_000_000))
    #expect(unread.status == 0)
    let slow = try Binary.run("/bin/sleep", ["30"], timeout: 0.2)
    #expect(slow.timedOut && slow.status == 128 + 9)
    let stopped = try Binary.run(
      "/bin/sh", ["-c", "echo ready >&2; exec sleep 30"], timeout: 20, interruptOn: "ready")
    #expect(stopped.status == 128 + 2 && !stopped.timedOut)
    #expect(throws: Binary.LaunchError.self) { try Binary.run("/nowhere/nothing") }
    #expect(try Binary.shell("ls \"$BIN\" | grep -c xctest").status == 0)
  }
}
