/// A place in a model where inputs may be dropped.
public enum DropoutSite<Scalar: EngineScalar>: Module {
  /// Nothing is dropped.
  case none
  /// A rate chosen beforehand.
  case fixed(FixedMask<Scalar>)
  /// A rate that is learned.
  case concrete(ConcreteMask<Scalar>)

  /// The mask for a batch, or `nil` where nothing is dropped.
  func mask(
    rows: Int, steps: Int? = nil, weights: [Parameter<Scalar>], in context: Context<Scalar>
  ) -> Variable<Scalar>? {
    switch self {
    case .none: nil
    case .fixed(let mask): mask.mask(rows: rows, steps: steps, in: context)
    case .concrete(let mask): mask.mask(rows: rows, steps: steps, weights: weights, in: context)
    }
  }

  /// p: 0 where nothing is dropped.
  public var rate: Double {
    switch self {
    case .none: 0
    case .fixed(let mask): mask.rate
    case .concrete(let mask): Double(mask.rate)
    }
  }

  /// Visits `logit` where the rate is learned.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    guard case .concrete(var mask) = self else { return }
    self = .none
    mask.visitParameters(visitor)
    self = .concrete(mask)
  }
}

/// How to make the dropout sites of a model.
public enum DropoutChoice: Sendable, Codable, Equatable {
  /// No dropout.
  case none
  /// One rate everywhere.
  case fixed(rate: Double)
  /// Learned rates.
  ///
  /// - initialRate: p before training
  /// - prior: from which the penalty follows; `nil` replicates the script that forgot it
  case concrete(initialRate: Double, prior: Prior?)

  /// Why no site can be made of this, or `nil`: values from a file may be anything.
  public var problem: String? {
    switch self {
    case .none: nil
    case .fixed(let rate):
      rate >= 0 && rate < 1 ? nil : "dropout rate \(rate) is not in 0 ..< 1"
    case .concrete(let rate, let prior):
      rate > 0 && rate < 1
        ? prior?.problem : "initial dropout rate \(rate) is not between 0 and 1"
    }
  }

  /// A site of this kind.
  public func site<Scalar: EngineScalar>(
    _ name: String, inputCount: Int, sharing: ConcreteMask<Scalar>.Sharing = .acrossTime
  ) -> DropoutSite<Scalar> {
    switch self {
    case .none: .none
    case .fixed(let rate):
      .fixed(FixedMask(name: name, inputCount: inputCount, rate: rate, sharing: sharing))
    case .concrete(let rate, let prior):
      .concrete(
        ConcreteMask(
          name: name, inputCount: inputCount, initialRate: rate, prior: prior, sharing: sharing))
    }
  }
}
