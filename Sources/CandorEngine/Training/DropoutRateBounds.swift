import RealModule

/// The range in which learned dropout rates are kept.
///
/// Near 0 and 1 the gradient of a rate's logit vanishes: a rate that once got there would stay.
public struct DropoutRateBounds: Sendable, Codable, Equatable {
  /// The least probability.
  public var lowest: Double
  /// The greatest probability.
  public var highest: Double

  /// - Parameters:
  ///   - lowest: the least probability, above 0
  ///   - highest: the greatest probability, below 1
  public init(lowest: Double = 0.005, highest: Double = 0.5) {
    self.lowest = lowest
    self.highest = highest
  }

  /// Moves the logits of trainable dropout rates into the range.
  public func apply(to model: inout some Module) {
    model.clampDropoutLogits(logit(lowest), logit(highest))
  }

  private func logit(_ p: Double) -> Double { Double.log(p) - Double.log(onePlus: -p) }

  /// Why these bounds cannot be used, or nil.
  var problem: String? {
    lowest > 0 && lowest <= highest && highest < 1
      ? nil : "bounds of dropout rates \(lowest) and \(highest)"
  }
}

extension Module {
  fileprivate mutating func clampDropoutLogits(_ lowest: Double, _ highest: Double) {
    let (lowest, highest) = (Scalar(lowest), Scalar(highest))
    updateParameters { _, parameter in
      guard parameter.role == .dropoutLogit, parameter.isTrainable else { return }
      let logits = parameter.mutablePointer
      for index in 0..<parameter.value.count {
        logits[index] = min(max(logits[index], lowest), highest)
      }
    }
  }

  /// p by the path of its logit; the mean where one parameter holds several logits.
  public var dropoutRates: [String: Double] {
    var rates: [String: Double] = [:]
    for (path, parameter) in parameters where parameter.role == .dropoutLogit {
      let logits = parameter.value.scalars
      let sum = logits.reduce(0) { $0 + 1 / (1 + Double.exp(-Double($1))) }
      rates[path] = sum / Double(max(1, logits.count))
    }
    return rates
  }
}
