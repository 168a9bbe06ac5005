import CandorEngine
import RealModule

/// How well a regression network predicts, by Monte-Carlo samples of its weights.
///
///     ŷ = (1/S) Σ_s μ_s        RMSE = √( (1/N) Σ (y − ŷ)² )
///     log-likelihood = (1/N) Σ ln (1/S) Σ_s N(y; μ_s, 1/τ_s)
///
/// in the units of the targets as they are in the file (Gal & Ghahramani 2016, eq. 8).
package struct RegressionScores: Sendable, Codable, Equatable {
  /// Root mean square error of the mean of the samples.
  package var rmse: Double
  /// Mean logarithm of the predictive density, in nats.
  package var logLikelihood: Double

  /// - Parameters:
  ///   - examples: with one target each
  ///   - deviation: by how much the targets were divided
  ///   - samples: S
  package init(
    of model: RegressionNetwork, on examples: RegressionExamples, deviation: Double, samples: Int,
    seed: UInt64, workers: Workers
  ) {
    let count = examples.count
    let (inputs, targets) = examples.batch(0..<count)
    var sums = [Double](repeating: 0, count: count)
    var densities = [[Double]](repeating: [], count: count)
    let wanted = targets.scalars
    for sample in 0..<samples {
      let context = Context<Float>(
        mode: .sampling, seed: seed, workers: workers,
        rows: (0..<count).map { RowIdentity(sample: UInt64(sample), example: UInt64($0)) })
      let (means, logPrecisions) = model.predict(inputs, in: context)
      for row in 0..<count {
        let s = Double(logPrecisions[row])
        let difference = Double(wanted[row]) - Double(means[row])
        sums[row] += Double(means[row])
        densities[row].append(
          (s - Double.exp(s) * difference * difference - Double.log(2 * .pi)) / 2)
      }
    }
    var squares = 0.0
    var total = 0.0
    for row in 0..<count {
      let difference = Double(wanted[row]) - sums[row] / Double(samples)
      squares += difference * difference
      total += Self.logMeanExp(densities[row]) - Double.log(deviation)
    }
    rmse = (squares / Double(max(1, count))).squareRoot() * deviation
    logLikelihood = total / Double(max(1, count))
  }

  /// ln (1/n) Σ e^{x_i}, without overflow.
  package static func logMeanExp(_ values: [Double]) -> Double {
    guard let highest = values.max(), highest.isFinite else { return values.max() ?? -.infinity }
    let sum = values.reduce(0) { $0 + Double.exp($1 - highest) }
    return highest + Double.log(sum / Double(values.count))
  }
}
