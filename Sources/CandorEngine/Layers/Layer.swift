/// A module with one input and one output.
public protocol Layer<Scalar>: Module {
  /// What goes in.
  associatedtype Input: LayerInput<Scalar>
  /// What comes out.
  associatedtype Output
  /// Applies the layer.
  func callAsFunction(_ input: Input, in context: Context<Scalar>) -> Output
}

/// A layer whose input a dropout site may mask: it says how many inputs that are and which weights they meet.
public protocol RegularizedLayer<Scalar>: Layer {
  /// K, the number of inputs that can be dropped.
  var inputCount: Int { get }
  /// The matrices that multiply the input; never biases, never recurrent weights.
  var priorWeights: [Parameter<Scalar>] { get }
  /// What one random number of a mask is shared by, unless the site says otherwise: time steps by default.
  var maskSharing: ConcreteMask<Scalar>.Sharing { get }
}

extension RegularizedLayer {
  /// Tied over time.
  public var maskSharing: ConcreteMask<Scalar>.Sharing { .acrossTime }
}

/// The input of a layer, as far as a dropout site needs to know it.
public protocol LayerInput<Scalar> {
  /// The number type.
  associatedtype Scalar: EngineScalar
  /// The values: `[B, D]`, `[T, B, D]` for sequences, or `[B, H, W, C]` for images.
  var values: Variable<Scalar> { get set }
}

extension Variable: LayerInput {
  /// The variable itself.
  public var values: Variable<Scalar> {
    get { self }
    set { self = newValue }
  }
}

/// A padded batch of sequences with its lengths.
public struct Sequences<Scalar: EngineScalar>: LayerInput, Sendable {
  /// `[T, B, D]`
  public var values: Variable<Scalar>
  /// Valid steps of each row.
  public var lengths: SequenceLengths

  /// Values `[T, B, D]` and the valid steps of each row.
  public init(_ values: Variable<Scalar>, lengths: SequenceLengths) {
    lengths.check(values.shape, operation: "Sequences")
    self.values = values
    self.lengths = lengths
  }
}
