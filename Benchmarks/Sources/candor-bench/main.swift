// Times the engine. Every option of the harness works: --filter REGEX, --format json, --min-time SECONDS, ….
// CANDOR_MODEL names the model that transcribes, CANDOR_WORDS a list of words; without them no word is transcribed.

import Benchmark
import Candor
import Dispatch

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

let environment = ProcessInfo.processInfo.environment
var measurements = NetworkMeasurements.all
if let model = environment["CANDOR_MODEL"] {
  measurements += TranscriptionMeasurements.all(
    model: model,
    words: environment["CANDOR_WORDS"].map(TranscriptionMeasurements.words) ?? [])
}
let peak = MatrixPeak()
Report.register { peak(threads: $0) }
let threadCounts = Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted()
let suites = threadCounts.map { threads in
  BenchmarkSuite(name: threads == 1 ? "1 thread" : "\(threads) threads") { suite in
    for measurement in measurements {
      measurement.register(in: suite, threads: threads)
    }
  }
}
Benchmark.main(
  suites,
  customDefaults: defaultSettings + [
    Columns(Report.columns), WarmupIterations(2), MinTime(seconds: 2), TimeUnit(.ns),
  ])
