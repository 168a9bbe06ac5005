import CandorEngine
import TestSupport
import Testing

@Suite struct ImageOperationTests {
  private let images: Tensor<Double> = GradientCheck.random([2, 5, 6, 3])

  @Test func gradients() {
    for (size, stride) in [(2, 2), (3, 1), (2, 3), (1, 1)] {
      GradientCheck.expect([images]) { $0.maximumPool($1[0], size: size, stride: stride) }
      GradientCheck.expect([images]) { $0.averagePool($1[0], size: size, stride: stride) }
    }
    GradientCheck.expect([images, GradientCheck.random([2, 3])]) {
      $0.maskedChannels($1[0], by: $1[1])
    }
    GradientCheck.expect([images]) { $0.centreCrop($1[0], height: 2, width: 3) }
    GradientCheck.expect([images, GradientCheck.random([2, 3, 7, 2])]) {
      $0.concatenateCropped($1)
    }
  }

  @Test func pooledValues() {
    let context = Context<Float>(mode: .training)
    // One image of 3 × 4 pixels with one channel; what does not fill a window is left out.
    let x = context.input(Tensor(shape: [1, 3, 4, 1], [-1, -2, 5, 5, -3, -1, 4, 5, 9, 9, 9, 9]))
    let greatest = context.maximumPool(x, size: 2)
    #expect(greatest.shape == [1, 1, 2, 1])
    #expect(greatest.value.scalars == [-1, 5])
    // Of equal values the first one gets the gradient.
    #expect(
      context.gradients(of: greatest, for: [x])[0]?.scalars == [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(context.averagePool(x, size: 2).value.scalars == [-1.75, 4.75])
    #expect(context.averagePool(x, size: 2, stride: 1).shape == [1, 2, 3, 1])
  }

  @Test func croppedValues() {
    let context = Context<Float>(mode: .deterministic)
    let x = Variable(Tensor<Float>(shape: [1, 4, 3, 1], (0..<12).map { Float($0) }))
    #expect(context.centreCrop(x, height: 2, width: 1).value.scalars == [4, 7])
    #expect(context.centreCrop(x, height: 3, width: 2).value.scalars == [0, 1, 3, 4, 6, 7])
    let small = Variable(Tensor<Float>(shape: [1, 2, 1, 2], [1, 2, 3, 4]))
    let joined = context.concatenateCropped([x, small])
    #expect(joined.shape == [1, 2, 1, 3])
    #expect(joined.value.scalars == [4, 1, 2, 7, 3, 4])
  }

  /// A pixel's weight is that of its true class; what is ignored counts neither in the sum nor in the mean.
  @Test func weightedPixels() {
    let logits: Tensor<Double> = GradientCheck.random([1, 2, 3, 4], to: 3)
    let targets: [Int32] = [0, 3, -1, 2, 2, -1]
    let classWeights = [0.5, 9, 2, 0.25]
    let weights = targets.map { $0 < 0 ? 7 : classWeights[Int($0)] }
    for normalizer in [nil, 5] {
      GradientCheck.expect([logits]) {
        $0.softmaxCrossEntropy(
          $1[0], targets: targets, weights: weights, normalizer: normalizer, smoothing: 0.1)
      }
    }
    let context = Context<Double>(mode: .deterministic)
    let found = context.softmaxCrossEntropy(
      Variable(logits), targets: targets, weights: weights
    ).value.item
    let logProbabilities = context.logSoftmax(Variable(logits)).scalars
    var (sum, total) = (0.0, 0.0)
    for (pixel, target) in targets.enumerated() where target >= 0 {
      sum -= weights[pixel] * logProbabilities[pixel * 4 + Int(target)]
      total += weights[pixel]
    }
    expectClose(found, sum / total, absolute: 1e-12, relative: 1e-12)
  }
}
