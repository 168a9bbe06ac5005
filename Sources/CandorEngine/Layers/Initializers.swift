extension Tensor {
  /// Numbers uniform in `−bound ..< bound`.
  public static func uniform(
    _ shape: [Int], bound: Scalar, using generator: inout SeededGenerator
  ) -> Tensor {
    if generator.leavesWeightsUnset { return Tensor(uninitialized: shape) }
    var tensor = Tensor(uninitialized: shape)
    tensor.withUnsafeMutableElements { elements in
      for index in elements.indices {
        elements[index] = Scalar(2 * Double.random(in: 0..<1, using: &generator) - 1) * bound
      }
    }
    return tensor
  }
}
