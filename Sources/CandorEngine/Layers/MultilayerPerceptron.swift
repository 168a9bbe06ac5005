/// Fully connected layers with rectifiers between them and a dropout site before each.
///
///     h₀ = x      h_l = max(0, W_l (m_l ∘ h_{l−1}) + b_l)      y = W_L (m_L ∘ h_{L−1}) + b_L
public struct MultilayerPerceptron<Scalar: EngineScalar>: Module {
  /// The layers, each with the site before it.
  public private(set) var layers: [InputDropout<Dense<Scalar>>]

  /// A network with random weights; they do not depend on the dropout.
  ///
  /// - Parameters:
  ///   - sizes: inputs, hidden units of each layer, outputs
  ///   - dropout: what the site before each layer is
  ///   - seed: of the weights
  ///   - name: of the network, uniquely in its model
  public init(sizes: [Int], dropout: [DropoutChoice], seed: UInt64, name: String = "layer") {
    precondition(
      sizes.count >= 2 && dropout.count == sizes.count - 1,
      "MultilayerPerceptron: sizes \(sizes), \(dropout.count) dropout sites")
    var generator = SeededGenerator(seed: seed, purpose: "weights of \(name)")
    layers = dropout.indices.map { index in
      InputDropout(
        Dense(inputs: sizes[index], outputs: sizes[index + 1], using: &generator),
        dropout[index], name: "\(name).\(index + 1)")
    }
  }

  /// `[B, inputs]` → `[B, outputs]`
  public func callAsFunction(
    _ input: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    var value = input
    for (index, layer) in layers.enumerated() {
      if index > 0 { value = context.relu(value) }
      value = layer(value, in: context)
    }
    return value
  }

  /// p of the site before each layer.
  public var dropoutRates: [Double] { layers.map(\.dropout.rate) }

  /// Lets the learned rates have another prior from now on, such as one that knows of more data.
  public mutating func replacePrior(with prior: Prior) {
    for index in layers.indices {
      guard case .concrete(let old) = layers[index].dropout else { continue }
      var mask = ConcreteMask<Scalar>(
        name: old.name, inputCount: old.inputCount, initialRate: 0.5, prior: prior,
        sharing: old.sharing, temperature: old.temperature)
      mask.logit = old.logit
      layers[index].dropout = .concrete(mask)
    }
  }

  /// Visits the layers.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("layers", &layers)
  }
}
