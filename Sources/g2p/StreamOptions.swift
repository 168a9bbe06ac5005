import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// How standard input is worked through.
struct StreamOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Parts of the input that are worked on at the same time, besides the threads of the network.
      """, valueName: "n"))
  var jobs = 1

  @Option(
    help: ArgumentHelp(
      """
      Only every n-th line of standard input from line i on, 1/n to n/n; where each \
      line has one row, and n divides the number of lines, paste -d '\\n' puts the results of all shards together.
      """, valueName: "i/n"))
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Words that are remembered, so that they are computed once; by default 65536.",
      valueName: "n"))
  var cache = 1 << 16

  @Flag(name: .shortAndLong, help: "Do not end with a line of statistics on standard error.")
  var quiet = false

  func validate() throws {
    try require(jobs, in: 1...256, "--jobs")
    try require(cache, in: 0...100_000_000, "--cache")
  }
}

/// What was done, for the end.
struct StreamReport {
  private let start = ContinuousClock.now
  /// Lines read.
  var lines = 0

  /// Such as `2 lines, 4 words, 1 from lexicons, 2 computed, 57 words/s, 25.0 % from the cache`.
  func text(_ statistics: StreamTranscriber.Statistics) -> String {
    let spent = start.duration(to: .now)
    let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
    return "\(lines) lines, \(statistics.words) words, "
      + "\(statistics.answered) from lexicons, \(statistics.computed) computed, "
      + Decimal.fixed(Double(statistics.words) / max(seconds, 1e-9), decimals: 0) + " words/s, "
      + Decimal.percent(statistics.knownShare) + " from the cache"
  }
}
