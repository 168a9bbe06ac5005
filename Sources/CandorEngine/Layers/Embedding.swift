/// A table of vectors, one for each symbol of a vocabulary.
public struct Embedding<Scalar: EngineScalar>: Module {
  /// `[V, D]`
  public var table: Parameter<Scalar>
  /// A symbol whose vector is not trained.
  public let padding: Int?

  /// Vectors with elements uniform in ±√(3/D), of unit expected square norm.
  ///
  /// - Parameters:
  ///   - symbols: V, the size of the vocabulary
  ///   - features: D
  ///   - padding: a symbol whose vector is not trained
  public init(
    symbols: Int, features: Int, padding: Int? = nil, using generator: inout SeededGenerator
  ) {
    let bound = Scalar((3 / Double(features)).squareRoot())
    table = Parameter(
      .uniform([symbols, features], bound: bound, using: &generator), role: .table)
    self.padding = padding
  }

  /// The vectors of symbols: indices with the axes `shape` → `shape + [D]`.
  public func callAsFunction(
    _ indices: [Int32], shape: [Int], in context: Context<Scalar>
  ) -> Variable<Scalar> {
    context.embedding(
      context.variable(table), indices: indices, shape: shape, padding: padding.map(Int32.init))
  }

  /// Visits `table`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("table", &table)
  }
}
