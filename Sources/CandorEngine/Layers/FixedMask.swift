/// A dropout mask with a rate chosen beforehand (Srivastava et al. 2014): what Concrete Dropout is compared with.
public struct FixedMask<Scalar: EngineScalar>: Sendable {
  /// Names the site, uniquely in its model.
  public let name: String
  /// K, the number of inputs that can be dropped.
  public let inputCount: Int
  /// p, the probability to drop an input, in 0 ..< 1.
  public let rate: Double
  /// What one random number is shared by.
  public let sharing: ConcreteMask<Scalar>.Sharing

  /// - Parameters:
  ///   - name: unique in the model
  ///   - inputCount: K
  ///   - rate: p
  ///   - sharing: what one random number is shared by
  public init(
    name: String, inputCount: Int, rate: Double,
    sharing: ConcreteMask<Scalar>.Sharing = .acrossTime
  ) {
    precondition(rate >= 0 && rate < 1, "FixedMask: rate \(rate)")
    self.name = name
    self.inputCount = inputCount
    self.rate = rate
    self.sharing = sharing
  }

  func mask(rows: Int, steps: Int?, in context: Context<Scalar>) -> Variable<Scalar>? {
    guard context.mode != .deterministic, rate > 0 else { return nil }
    let uniforms = context.maskUniforms(
      layer: RandomStream.key(name), rows: rows, steps: sharing == .element ? steps : nil,
      units: inputCount)
    return context.bernoulliMask(rate: Scalar(rate), uniforms: uniforms)
  }
}
