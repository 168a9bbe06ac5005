/// A two-dimensional convolution of images with channels last: `[B, H, W, I]` → `[B, H', W', O]`, see
/// `Context.convolution`.
///
/// A dropout site in front of it drops whole channels: K is the number of input channels I (Gal, Hron & Kendall 2017,
/// spatial Concrete Dropout).
public struct Conv2D<Scalar: EngineScalar>: RegularizedLayer {
  /// W, `[h, w, I, O]`
  public var weight: Parameter<Scalar>
  /// b, `[O]`; absent where what follows takes the mean away.
  public var bias: Parameter<Scalar>?
  /// s
  public let stride: Int
  /// p, zeros on every side
  public let padding: Int
  /// d
  public let dilation: Int

  /// Weights uniform in ±√(6/(h·w·I)) (He et al. 2015, eq. 10), bias zero.
  ///
  /// - Parameters:
  ///   - inputs: I
  ///   - outputs: O
  ///   - kernel: h = w
  ///   - stride: s
  ///   - padding: p; by default what keeps the size of images at stride 1 and an odd kernel
  ///   - dilation: d
  ///   - hasBias: whether there is b
  ///   - generator: draws W
  public init(
    inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int? = nil,
    dilation: Int = 1, hasBias: Bool = true, using generator: inout SeededGenerator
  ) {
    weight = .convolution([kernel, kernel, inputs, outputs], fanIn: inputs, using: &generator)
    bias = hasBias ? Parameter(Tensor(zeros: [outputs]), role: .bias) : nil
    self.stride = stride
    self.padding = padding ?? dilation * (kernel - 1) / 2
    self.dilation = dilation
  }

  /// The number of input channels I.
  public var inputCount: Int { weight.value.shape[2] }
  /// W alone.
  public var priorWeights: [Parameter<Scalar>] { [weight] }
  /// Whole channels.
  public var maskSharing: ConcreteMask<Scalar>.Sharing { .channel }

  /// The convolution plus b.
  public func callAsFunction(
    _ input: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    context.convolution(
      input, weight: context.variable(weight), bias: bias.map(context.variable), stride: stride,
      padding: padding, dilation: dilation)
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}

/// A transposed convolution, which enlarges images: `[B, H, W, I]` → `[B, H', W', O]`, see
/// `Context.transposedConvolution`.
public struct TransposedConv2D<Scalar: EngineScalar>: RegularizedLayer {
  /// W, `[h, w, O, I]`
  public var weight: Parameter<Scalar>
  /// b, `[O]`
  public var bias: Parameter<Scalar>?
  /// s
  public let stride: Int
  /// p, what is cut off on every side
  public let padding: Int

  /// Weights uniform in ±√(6/(h·w·I)) (He et al. 2015, eq. 10), bias zero.
  ///
  /// - Parameters:
  ///   - inputs: I
  ///   - outputs: O
  ///   - kernel: h = w
  ///   - stride: s
  ///   - padding: p
  ///   - hasBias: whether there is b
  ///   - generator: draws W
  public init(
    inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    hasBias: Bool = true, using generator: inout SeededGenerator
  ) {
    weight = .convolution([kernel, kernel, outputs, inputs], fanIn: inputs, using: &generator)
    bias = hasBias ? Parameter(Tensor(zeros: [outputs]), role: .bias) : nil
    self.stride = stride
    self.padding = padding
  }

  /// The number of input channels I.
  public var inputCount: Int { weight.value.shape[3] }
  /// W alone.
  public var priorWeights: [Parameter<Scalar>] { [weight] }
  /// Whole channels.
  public var maskSharing: ConcreteMask<Scalar>.Sharing { .channel }

  /// The transposed convolution plus b.
  public func callAsFunction(
    _ input: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    context.transposedConvolution(
      input, weight: context.variable(weight), bias: bias.map(context.variable), stride: stride,
      padding: padding)
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}

extension Parameter {
  /// A kernel `[h, w, …]` of which every output sums over `fanIn` channels.
  fileprivate static func convolution(
    _ shape: [Int], fanIn: Int, using generator: inout SeededGenerator
  ) -> Parameter {
    let bound = (6 / Double(shape[0] * shape[1] * fanIn)).squareRoot()
    return Parameter(.uniform(shape, bound: Scalar(bound), using: &generator))
  }
}
