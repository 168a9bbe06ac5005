import ArgumentParser
import Candor
import CandorText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which model is used.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model; by default the English one that comes with g2p, or what CANDOR_MODEL names.",
      valueName: "bundle"))
  var model: String?

  func load() throws -> ModelBundle {
    try ModelBundle(contentsOf: model ?? ModelBundle.findDefault())
  }
}

/// How many threads work.
struct ThreadsOption: ParsableArguments {
  @Option(help: ArgumentHelp("Threads; by default one for each processor.", valueName: "n"))
  var threads: Int?

  var count: Int { threads ?? min(16, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  func validate() throws { try require(threads ?? 1, in: 1...256, "--threads") }
}

/// How often the weights are drawn.
struct SamplesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Samples of the weights, 0 to 128; by default 16. 0 is faster and gives no uncertainty. A \
      model without dropout has nothing to draw.
      """, valueName: "s"))
  var samples: Int?

  func validate() throws { try require(samples ?? 0, in: 0...128, "--samples") }

  func count(for predictor: GraphemeToPhoneme) -> Int {
    samples ?? (predictor.isStochastic ? 16 : 0)
  }
}

/// Refuses a number outside of what an option takes.
func require(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
  guard range.contains(value) else {
    throw ValidationError(
      "\(option) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
  }
}

extension PhoneNotation: ExpressibleByArgument {}
extension TranscriptionFormat: ExpressibleByArgument {}
