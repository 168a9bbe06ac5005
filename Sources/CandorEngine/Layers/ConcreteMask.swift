/// A dropout mask with a rate that is learned (Gal, Hron & Kendall 2017).
///
/// In training the mask is relaxed, so that a gradient reaches the rate, and the penalty of its prior registers
/// itself in the context: a rate is never learned without it. A Monte-Carlo sample uses hard masks.
public struct ConcreteMask<Scalar: EngineScalar>: Module {
  /// What one random number is shared by.
  public enum Sharing: String, Sendable, Codable {
    /// Every element of the input has its own.
    case element
    /// An input feature of a sequence is dropped at all time steps or at none (Gal & Ghahramani 2016).
    case acrossTime
    /// A channel of an image is dropped at all pixels or at none (Tompson et al. 2015).
    case channel

    /// t that the authors of Concrete Dropout used: 0.1, and 2/3 for channels, of which an image has few.
    public var temperature: Scalar { self == .channel ? 2 / 3 : 0.1 }
  }

  /// Names the site, uniquely in its model; its random numbers and its place in logs follow from it.
  public let name: String
  /// K, the number of inputs that can be dropped.
  public let inputCount: Int
  /// What one random number is shared by.
  public let sharing: Sharing
  /// t of the relaxation.
  public let temperature: Scalar
  /// From which the penalty follows; `nil` leaves the penalty out, which only the replication of the paper's own
  /// script does (`reproduce g2p`): there the rate falls to zero.
  public let prior: Prior?
  /// logit p, one element.
  public var logit: Parameter<Scalar>

  /// - Parameters:
  ///   - name: unique in the model
  ///   - inputCount: K
  ///   - initialRate: p before training, between 0 and 1
  ///   - prior: of the weights that the masked input meets
  ///   - sharing: what one random number is shared by
  ///   - temperature: t; by default the one for this sharing
  public init(
    name: String, inputCount: Int, initialRate: Double, prior: Prior?,
    sharing: Sharing = .acrossTime, temperature: Scalar? = nil
  ) {
    precondition(
      initialRate > 0 && initialRate < 1, "ConcreteMask: initial rate \(initialRate)")
    self.name = name
    self.inputCount = inputCount
    self.sharing = sharing
    self.temperature = temperature ?? sharing.temperature
    self.prior = prior
    let odds = Scalar(initialRate) / Scalar(1 - initialRate)
    logit = Parameter(Tensor(shape: [1], repeating: Scalar.log(odds)), role: .dropoutLogit)
  }

  /// p, the probability to drop an input.
  public var rate: Scalar { 1 / (1 + Scalar.exp(-logit.value.item)) }

  /// Draws a mask and registers the penalty; `nil` when the context is deterministic.
  ///
  /// - Parameters:
  ///   - rows: B
  ///   - steps: T, used when every element has its own number
  ///   - weights: the matrices that the prior covers
  /// - Returns: `[B, K]`, or `[T, B, K]` when every element has its own number
  func mask(
    rows: Int, steps: Int?, weights: [Parameter<Scalar>], in context: Context<Scalar>
  ) -> Variable<Scalar>? {
    guard context.mode != .deterministic else { return nil }
    let key = RandomStream.key(name)
    if let prior {
      context.addPenalty(layer: key, of: logit.identity) {
        Penalty(
          name: name,
          value: context.dropoutPenalty(
            logit: context.variable(logit), weights: weights.map(context.variable),
            inputs: inputCount, weightCoefficient: Scalar(prior.weightRegularizer),
            entropyCoefficient: Scalar(prior.dropoutRegularizer)))
      }
    }
    let uniforms = context.maskUniforms(
      layer: key, rows: rows, steps: sharing == .element ? steps : nil, units: inputCount)
    return context.mode == .training
      ? context.concreteMask(
        logit: context.variable(logit), temperature: temperature, uniforms: uniforms)
      : context.bernoulliMask(rate: rate, uniforms: uniforms)
  }

  /// Visits `logit`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("logit", &logit)
  }
}

extension Context {
  /// Uniform numbers for a mask, `[B, K]`, or `[T, B, K]` with `steps`: a row's numbers depend on the row alone.
  func maskUniforms(layer key: UInt64, rows: Int, steps: Int?, units: Int) -> Tensor<Scalar> {
    guard let steps else { return uniforms(layer: key, rows: rows, units: units) }
    let byRow = uniforms(layer: key, rows: rows, units: steps * units)
    let byTime = Tensor<Scalar>(uninitialized: [steps, rows, units])
    for row in 0..<rows {
      for t in 0..<steps {
        (byTime.freshPointer + (t * rows + row) * units).update(
          from: byRow.pointer + (row * steps + t) * units, count: units)
      }
    }
    keepAlive(byRow)
    return byTime
  }
}
