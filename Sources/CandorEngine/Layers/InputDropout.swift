/// A layer with dropout of its own input.
///
/// The site masks the input of the layer it owns, and the penalty covers that layer's weights: the two cannot be
/// paired wrongly.
public struct InputDropout<Wrapped: RegularizedLayer>: Layer {
  /// The number type.
  public typealias Scalar = Wrapped.Scalar
  /// Where the input is masked.
  public var dropout: DropoutSite<Scalar>
  /// The layer behind the mask.
  public var layer: Wrapped

  /// A layer and the site that masks its input.
  public init(_ layer: Wrapped, dropout: DropoutSite<Scalar>) {
    self.layer = layer
    self.dropout = dropout
  }

  /// The layer and a site of the given kind, named and sized for it.
  public init(
    _ layer: Wrapped, _ choice: DropoutChoice, name: String,
    sharing: ConcreteMask<Scalar>.Sharing? = nil
  ) {
    self.init(
      layer,
      dropout: choice.site(
        name, inputCount: layer.inputCount, sharing: sharing ?? layer.maskSharing))
  }

  /// The layer, applied to the masked input.
  public func callAsFunction(
    _ input: Wrapped.Input, in context: Context<Scalar>
  ) -> Wrapped.Output {
    layer(masked(input, in: context), in: context)
  }

  /// The input behind the mask, for layers that take more than one input.
  public func masked(_ input: Wrapped.Input, in context: Context<Scalar>) -> Wrapped.Input {
    let shape = input.values.shape
    let isSequence = shape.count == 3  // of an image, `[B, H, W, C]`, the mask is `[B, C]`
    guard
      let mask = dropout.mask(
        rows: shape[isSequence ? 1 : 0], steps: isSequence ? shape[0] : nil,
        weights: layer.priorWeights, in: context)
    else { return input }
    var masked = input
    masked.values =
      shape.count == 4
      ? context.maskedChannels(input.values, by: mask) : context.masked(input.values, by: mask)
    return masked
  }

  /// Visits `dropout` and the layer's parameters.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("dropout", &dropout)
    visitor.visit("layer", &layer)
  }
}
