extension Context {
  /// The loss whose gradient is the policy gradient of a categorical policy (Williams 1992, REINFORCE; Sutton et al.
  /// 2000, eq. 2).
  ///
  ///     loss = −(1/n) Σ_b A_b ln π(a_b | s_b),      π = softmax(logits)
  ///
  /// - Parameters:
  ///   - logits: of the policy at each visited state, `[B, C]`
  ///   - actions: a, the action taken at each, 0 ..< C
  ///   - advantages: A, what the action brought beyond the expected, of either sign; a constant
  ///   - normalizer: n, or `nil` for the number of rows
  /// - Returns: a scalar; its value means nothing, its gradient does
  public func policyGradientLoss(
    _ logits: Variable<Scalar>, actions: [Int32], advantages: [Scalar], normalizer: Int? = nil
  ) -> Variable<Scalar> {
    softmaxCrossEntropy(
      logits, targets: actions, weights: advantages, normalizer: normalizer ?? actions.count)
  }
}
