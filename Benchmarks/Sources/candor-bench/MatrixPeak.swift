import COpenBLAS
import Dispatch

/// What this machine can do at the moment: the GFLOP/s of a large matrix product by OpenBLAS.
final class MatrixPeak {
  private var known: [Int: Double] = [:]

  /// The best of some runs, all threads multiplying at the same time, each for itself.
  func callAsFunction(threads: Int) -> Double {
    if let peak = known[threads] { return peak }
    let n = 768
    openblas_set_num_threads(1)
    let a = [Float](repeating: 0.5, count: n * n)
    let clock = ContinuousClock()
    var best = Duration.seconds(3600)
    for _ in 0..<12 {
      let time = clock.measure {
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
          var c = [Float](repeating: 0, count: n * n)
          cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(n), blasint(n), blasint(n), 1, a,
            blasint(n), a, blasint(n), 0, &c, blasint(n))
        }
      }
      best = min(best, time)
    }
    let operations = 2 * Double(n) * Double(n) * Double(n) * Double(threads)
    let peak = operations / (best / .nanoseconds(1))
    known[threads] = peak
    return peak
  }
}
