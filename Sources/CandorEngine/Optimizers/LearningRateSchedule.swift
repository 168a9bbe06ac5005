import RealModule

/// How the learning rate changes over a run: a factor for each step. Steps count from 0.
public enum LearningRateSchedule: Sendable, Codable, Equatable {
  /// Always 1.
  case constant
  /// Linear growth over `warmUp` steps, then half a cosine from 1 to `floor` at the last step
  /// (Loshchilov & Hutter 2017, eq. 5).
  case cosine(warmUp: Int, floor: Double)
  /// `factor` to the power of the number of whole periods of `every` steps.
  case stepDecay(factor: Double, every: Int)
  /// Linear growth over `warmUp` steps, then √(warmUp / (step + 1)) (Vaswani et al. 2017, eq. 3).
  case inverseSquareRoot(warmUp: Int)

  /// The factor for a step.
  ///
  /// - Parameters:
  ///   - step: from 0
  ///   - total: the number of steps of the whole run
  public func factor(step: Int, of total: Int) -> Double {
    switch self {
    case .constant:
      return 1
    case .cosine(let warmUp, let floor):
      if step < warmUp { return Double(step + 1) / Double(warmUp) }
      let progress = Double(step - warmUp) / Double(max(1, total - 1 - warmUp))
      return floor + (1 - floor) * (1 + Double.cos(.pi * min(1, progress))) / 2
    case .stepDecay(let factor, let every):
      return Double.pow(factor, step / max(1, every))
    case .inverseSquareRoot(let warmUp):
      let warmUp = Double(max(1, warmUp))
      let step = Double(step + 1)
      return min(step / warmUp, (warmUp / step).squareRoot())
    }
  }

  /// Why this schedule cannot be used, or nil.
  var problem: String? {
    switch self {
    case .constant: nil
    case .cosine(let warmUp, let floor):
      warmUp < 0
        ? "warmUp \(warmUp) is below 0"
        : (0...1).contains(floor) ? nil : "floor \(floor) is not in 0 ... 1"
    case .stepDecay(let factor, let every):
      every < 1
        ? "every \(every) is below 1"
        : factor > 0 && factor.isFinite ? nil : "factor \(factor) is not above 0"
    case .inverseSquareRoot(let warmUp): warmUp < 0 ? "warmUp \(warmUp) is below 0" : nil
    }
  }
}
