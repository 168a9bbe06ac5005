import CandorEngine
import TestSupport
import Testing

@Suite struct Conv2DTests {
  private static let prior = Prior(lengthScale: 0.1, dataCount: 100)

  /// What a DenseNet does: normalise, rectify, drop channels, convolve; then shrink and enlarge.
  struct ImageNetwork<Scalar: EngineScalar>: Module {
    var norm: BatchNorm<Scalar>
    var convolution: InputDropout<Conv2D<Scalar>>
    var enlargement: InputDropout<TransposedConv2D<Scalar>>
    var classes: Conv2D<Scalar>

    init(_ choice: DropoutChoice) {
      var generator = SeededGenerator(seed: 3, purpose: "image network")
      norm = BatchNorm(features: 2)
      convolution = InputDropout(
        Conv2D(inputs: 2, outputs: 3, kernel: 3, using: &generator), choice, name: "convolution")
      enlargement = InputDropout(
        TransposedConv2D(inputs: 3, outputs: 4, kernel: 3, stride: 2, using: &generator), choice,
        name: "enlargement")
      classes = Conv2D(inputs: 6, outputs: 3, kernel: 1, hasBias: false, using: &generator)
    }

    func callAsFunction(
      _ x: Variable<Scalar>, in context: Context<Scalar>
    ) -> Variable<Scalar> {
      let features = convolution(context.tanh(norm(x, in: context)), in: context)
      let enlarged = enlargement(context.averagePool(features, size: 2), in: context)
      return classes(context.concatenateCropped([enlarged, x]), in: context)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
      visitor.visit("norm", &norm)
      visitor.visit("convolution", &convolution)
      visitor.visit("enlargement", &enlargement)
      visitor.visit("classes", &classes)
    }
  }

  @Test(arguments: [
    DropoutChoice.none, .fixed(rate: 0.2), .concrete(initialRate: 0.3, prior: prior),
  ])
  func gradientsOfANetwork(choice: DropoutChoice) throws {
    let model = ImageNetwork<Double>(choice)
    ParameterAudit.expectComplete(model)
    let x: Tensor<Double> = GradientCheck.random([2, 6, 4, 2])
    let targets = (0..<40).map { Int32($0 % 4 == 3 ? -1 : $0 % 3) }
    try GradientCheck.expect(model: model) { model, context in
      let logits = model(Variable(x), in: context)
      let pixels = Array((targets + targets).prefix(logits.value.count / 3))
      return context.softmaxCrossEntropy(
        logits, targets: pixels, weights: pixels.map { $0 == 1 ? 2 : 0.5 })
    }
  }

  @Test func shapesAndCounts() {
    var generator = SeededGenerator(seed: 1, purpose: "shapes")
    let layer = Conv2D<Float>(inputs: 3, outputs: 8, kernel: 3, stride: 2, using: &generator)
    let context = Context<Float>(mode: .deterministic)
    #expect(layer(Variable(Tensor(zeros: [2, 9, 12, 3])), in: context).shape == [2, 5, 6, 8])
    #expect(layer.parameterCount == 3 * 3 * 3 * 8 + 8)
    let bound = (6 / 27.0).squareRoot()
    #expect(layer.weight.value.scalars.allSatisfy { abs(Double($0)) <= bound })
    #expect(layer.weight.value.scalars.contains { abs(Double($0)) > 0.9 * bound })
    let larger = TransposedConv2D<Float>(
      inputs: 8, outputs: 5, kernel: 3, stride: 2, using: &generator)
    #expect(larger(Variable(Tensor(zeros: [2, 4, 6, 8])), in: context).shape == [2, 9, 13, 5])
    #expect(larger.inputCount == 8)
  }

  /// BatchNorm of images: each channel over all pixels of all images.
  @Test func batchNormOfImages() {
    let x: Tensor<Double> = GradientCheck.random([2, 3, 4, 5])
    var layer = BatchNorm<Double>(features: 5, momentum: 1)
    let context = Context<Double>(mode: .training)
    let y = layer(Variable(x), in: context).value.scalars
    for c in 0..<5 {
      let channel = (0..<24).map { y[$0 * 5 + c] }
      let mean = channel.reduce(0, +) / 24
      let variance = channel.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 24
      expectClose(mean + 1, 1, absolute: 1e-9, relative: 1e-9)
      expectClose(variance, 1, absolute: 1e-3, relative: 1e-3)
    }
    context.applyStatistics(to: &layer)
    let first = (0..<24).map { x.scalars[$0 * 5] }
    expectClose(
      layer.runningMean.value.scalars[0], first.reduce(0, +) / 24, absolute: 1e-12,
      relative: 1e-12)
  }

  private func site(_ choice: DropoutChoice, channels: Int) -> InputDropout<Conv2D<Float>> {
    var generator = SeededGenerator(seed: 1, purpose: "mask")
    return InputDropout(
      Conv2D(inputs: channels, outputs: 1, kernel: 1, using: &generator), choice, name: "site")
  }

  /// The mask of an image is one number a channel, and images have masks of their own.
  @Test(arguments: [
    DropoutChoice.fixed(rate: 0.4), .concrete(initialRate: 0.4, prior: prior),
  ]) func aMaskIsSharedByAChannel(choice: DropoutChoice) {
    for mode in [Mode.training, .sampling] {
      let site = site(choice, channels: 20)
      let ones = Variable(Tensor<Float>(shape: [2, 4, 5, 20], repeating: 1))
      let values = site.masked(ones, in: Context<Float>(mode: mode, seed: 1)).value.scalars
      for image in 0..<2 {
        let pixels = (0..<20).map { pixel in
          let start = (image * 20 + pixel) * 20
          return Array(values[start..<start + 20])
        }
        #expect(pixels.allSatisfy { $0 == pixels[0] })
        #expect(Set(pixels[0]).count > 1)
      }
      #expect(values[..<20] != values[400..<420])
    }
  }

  /// Channels are dropped with probability p, and the temperature is that of channels.
  @Test func theMasksDistribution() {
    let choice = DropoutChoice.concrete(initialRate: 0.3, prior: Self.prior)
    let site = site(choice, channels: 100)
    guard case .concrete(let mask) = site.dropout else {
      Issue.record("not a learned rate")
      return
    }
    #expect(mask.inputCount == 100)
    expectClose(mask.temperature, 2.0 / 3)
    let ones = Variable(Tensor<Float>(shape: [200, 1, 1, 100], repeating: 1))
    let hard = site.masked(ones, in: Context<Float>(mode: .sampling, seed: 1)).value.scalars
    let dropped = Double(hard.filter { $0 == 0 }.count) / 20_000
    let error = (0.21 / 20_000).squareRoot()
    #expect(abs(dropped - 0.3) < 5 * error)
    // The relaxed mask is the formula at its uniform numbers, of which it is a monotone function; its mean by midpoints.
    let relaxed = site.masked(ones, in: Context<Float>(mode: .training, seed: 1)).value.scalars
    let grid = (0..<20_000).map { (step: Int) -> Double in
      let u = (Double(step) + 0.5) / 20_000
      let a = (Double.log(0.3 / 0.7) + Double.log(u / (1 - u))) * 1.5
      return 1 / (1 + Double.exp(a)) / 0.7
    }
    let mean = grid.reduce(0, +) / 20_000
    let variance = grid.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    let found = relaxed.reduce(0.0) { $0 + Double($1) } / 20_000
    let spread = (variance / 20_000).squareRoot()
    #expect(abs(found - mean) < 5 * spread)
  }
}
