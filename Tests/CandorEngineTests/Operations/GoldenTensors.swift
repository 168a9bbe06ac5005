import CandorEngine
import TestSupport
import Testing

extension Golden {
  /// A tensor of the file.
  func values<Scalar: EngineScalar>(_ path: String, _ type: Scalar.Type) throws
    -> CandorEngine.Tensor<Scalar>
  {
    let tensor = try tensor(path)
    return CandorEngine.Tensor(shape: tensor.shape, tensor.doubles.map { Scalar($0) })
  }

  /// A tensor of the file, `[B, T, …]` there, as the engine has it: `[T, B, …]`.
  func timeMajor<Scalar: EngineScalar>(
    _ path: String, _ type: Scalar.Type
  ) throws -> CandorEngine.Tensor<Scalar> {
    try values(path, type).swappedLeadingAxes()
  }
}

extension Tensor {
  /// `[A, B, …]` → `[B, A, …]`
  func swappedLeadingAxes() -> Tensor {
    let (rows, columns) = (shape[0], shape[1])
    let width = shape.dropFirst(2).reduce(1, *)
    let old = scalars
    var new: [Scalar] = []
    for column in 0..<columns {
      for row in 0..<rows {
        let start = (row * columns + column) * width
        new += old[start..<start + width]
      }
    }
    return Tensor(shape: [columns, rows] + shape.dropFirst(2), new)
  }
}

/// Records an issue unless a tensor has the shape and the values of a golden one: to the digits that the files hold in
/// double precision, to 1e-5 + 1e-4 |b| in single.
func expectGolden<Scalar: EngineScalar>(
  _ actual: Tensor<Scalar>?, _ expected: Tensor<Scalar>, absolute: Double? = nil,
  relative: Double? = nil, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let actual else {
    Issue.record("\(what): nothing there", sourceLocation: sourceLocation)
    return
  }
  let isDouble = Scalar.self == Double.self
  #expect(actual.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
  expectClose(
    actual.scalars, expected.scalars, absolute: isDouble ? absolute ?? 1e-9 : 1e-5,
    relative: isDouble ? relative ?? 2e-7 : 1e-4, "\(what), \(Scalar.self)",
    sourceLocation: sourceLocation)
}
