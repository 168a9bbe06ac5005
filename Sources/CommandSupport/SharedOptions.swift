import ArgumentParser
import CandorEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads work.
package struct ThreadsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Threads; by default one for each processor, 16 at most.", valueName: "n"))
  package var threads: Int?

  /// By default one for each processor.
  package init() {}

  /// The number of threads.
  package var count: Int { threads ?? min(16, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

  /// Refuses what makes no sense.
  package func validate() throws { try require(threads ?? 1, in: 1...256, "--threads") }
}

/// How exactly products with a model's weights are computed.
package struct PrecisionOption: ParsableArguments {
  @Flag(
    help: """
      Multiply by weights in single precision instead of bytes: slower, and hardly ever another \
      answer.
      """)
  package var fullPrecision = false

  /// Bytes by default.
  package init() {}

  /// The choice.
  package var choice: FrozenWeights<Float>.Precision { fullPrecision ? .full : .bytes }
}

/// How often the weights are drawn.
package struct SamplesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Samples of the weights, 0 to 128; by default 16. 0 is faster and gives no uncertainty. A \
      model without dropout has nothing to draw.
      """, valueName: "s"))
  package var samples: Int?

  /// The usual number.
  package init() {}

  /// Refuses what makes no sense.
  package func validate() throws { try require(samples ?? 0, in: 0...128, "--samples") }
}

/// Refuses a number outside of what an option takes.
package func require(_ value: Int, in range: ClosedRange<Int>, _ option: String) throws {
  guard range.contains(value) else {
    throw ValidationError(
      "\(option) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
  }
}
