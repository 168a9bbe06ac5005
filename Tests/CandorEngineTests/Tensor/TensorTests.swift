import CandorEngine
import TestSupport
import Testing

@Suite struct TensorTests {
  @Test func shapesAndElements() {
    let tensor = Tensor<Float>(shape: [2, 3], [1, 2, 3, 4, 5, 6])
    #expect(tensor.shape == [2, 3] && tensor.count == 6)
    #expect(tensor.scalars == [1, 2, 3, 4, 5, 6])
    #expect(tensor.reshaped([3, 2]).scalars == tensor.scalars)
    #expect(Tensor<Float>(4).shape == [] && Tensor<Float>(4).item == 4)
    #expect(Tensor<Float>(shape: [1, 1], [7]).item == 7)
    #expect(Tensor<Float>(zeros: [0, 5]).scalars == [])
    #expect(Tensor<Float>(shape: [2], repeating: 3).scalars == [3, 3])
    #expect(tensor.converted(to: Double.self).scalars == [1, 2, 3, 4, 5, 6])
  }

  @Test func copiesAreSnapshots() {
    let original = Tensor<Float>(shape: [2, 2], [1, 2, 3, 4])
    var copy = original
    copy.withUnsafeMutableElements { $0[0] = 9 }
    #expect(original.scalars == [1, 2, 3, 4] && copy.scalars == [9, 2, 3, 4])
    var reshaped = copy.reshaped([4])
    reshaped.withUnsafeMutableElements { $0[1] = 8 }
    #expect(copy.scalars == [9, 2, 3, 4] && reshaped.scalars == [9, 8, 3, 4])
    copy.withUnsafeMutableElements { $0[2] = 7 }
    #expect(copy.scalars == [9, 2, 7, 4] && reshaped.scalars == [9, 8, 3, 4])
  }

  @Test func writingInPlaceDoesNotCopyWhatNobodyShares() {
    var tensor = Tensor<Float>(zeros: [10])
    let before = tensor.withUnsafeElements { $0.baseAddress }
    tensor.withUnsafeMutableElements { $0[0] = 1 }
    #expect(tensor.withUnsafeElements { $0.baseAddress } == before)
    let shared = tensor
    tensor.withUnsafeMutableElements { $0[0] = 2 }
    #expect(tensor.withUnsafeElements { $0.baseAddress } != before)
    #expect(shared.scalars[0] == 1)
  }

  /// A model is a value: training a copy leaves the original alone.
  @Test func modelsAreSnapshots() {
    let original = TestNetwork<Float>()
    var copy = original
    copy.updateParameters { _, parameter in
      parameter.value = Tensor(shape: parameter.value.shape, repeating: 5)
    }
    for (a, b) in zip(original.parameters, copy.parameters) {
      #expect(a.path == b.path && a.parameter.identity == b.parameter.identity)
      #expect(b.parameter.value.scalars.allSatisfy { $0 == 5 })
      #expect(!a.parameter.value.scalars.contains(5))
    }
  }
}
