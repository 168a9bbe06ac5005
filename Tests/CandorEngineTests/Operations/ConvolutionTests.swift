import CandorEngine
import TestSupport
import Testing

@Suite struct ConvolutionTests {
  /// A way to lay a kernel over images: kernel, stride, padding, dilation.
  struct Layout: Sendable, CustomTestStringConvertible {
    let kernel: (Int, Int)
    let stride: Int
    let padding: Int
    let dilation: Int
    var testDescription: String { "\(kernel), stride \(stride), \(padding), \(dilation)" }

    init(_ height: Int, _ width: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
      kernel = (height, width)
      (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
    }
  }

  static let layouts = [
    Layout(3, 3, padding: 1), Layout(1, 1), Layout(3, 3), Layout(3, 3, stride: 2, padding: 1),
    Layout(3, 2, stride: 3), Layout(3, 3, padding: 2, dilation: 2), Layout(2, 3, padding: 3),
    Layout(2, 2, stride: 2, padding: 1, dilation: 3), Layout(1, 1, stride: 2),
  ]

  /// The sum as the formula has it.
  private func naive(
    _ x: Tensor<Double>, _ weight: Tensor<Double>, _ bias: Tensor<Double>, _ layout: Layout
  ) -> [Double] {
    let (X, K, s, p, d) = (x.shape, weight.shape, layout.stride, layout.padding, layout.dilation)
    let height = (X[1] + 2 * p - d * (K[0] - 1) - 1) / s + 1
    let width = (X[2] + 2 * p - d * (K[1] - 1) - 1) / s + 1
    let (xs, ws, bs) = (x.scalars, weight.scalars, bias.scalars)
    var y: [Double] = []
    for b in 0..<X[0] {
      for r in 0..<height {
        for c in 0..<width {
          for o in 0..<K[3] {
            var sum = bs[o]
            for u in 0..<K[0] {
              for v in 0..<K[1] {
                let (row, column) = (r * s + u * d - p, c * s + v * d - p)
                guard (0..<X[1]).contains(row), (0..<X[2]).contains(column) else { continue }
                for i in 0..<X[3] {
                  sum +=
                    xs[((b * X[1] + row) * X[2] + column) * X[3] + i]
                    * ws[((u * K[1] + v) * K[2] + i) * K[3] + o]
                }
              }
            }
            y.append(sum)
          }
        }
      }
    }
    return y
  }

  @Test(arguments: layouts) func theFormula(layout: Layout) {
    let x: Tensor<Double> = GradientCheck.random([2, 5, 7, 3])
    let weight: Tensor<Double> = GradientCheck.random([layout.kernel.0, layout.kernel.1, 3, 4])
    let bias: Tensor<Double> = GradientCheck.random([4])
    let y = Context<Double>(mode: .deterministic).convolution(
      Variable(x), weight: Variable(weight), bias: Variable(bias), stride: layout.stride,
      padding: layout.padding, dilation: layout.dilation)
    expectClose(
      y.value.scalars, naive(x, weight, bias, layout), absolute: 1e-12, relative: 1e-12)
  }

  @Test(arguments: layouts) func gradients(layout: Layout) {
    let weight: Tensor<Double> = GradientCheck.random([layout.kernel.0, layout.kernel.1, 2, 3])
    GradientCheck.expect([
      GradientCheck.random([2, 5, 4, 2]), weight, GradientCheck.random([3]),
    ]) {
      $0.convolution(
        $1[0], weight: $1[1], bias: $1[2], stride: layout.stride, padding: layout.padding,
        dilation: layout.dilation)
    }
    GradientCheck.expect([
      GradientCheck.random([2, 4, 3, 3]), weight, GradientCheck.random([2]),
    ]) {
      $0.transposedConvolution(
        $1[0], weight: $1[1], bias: $1[2], stride: layout.stride,
        padding: min(layout.padding, 1), dilation: layout.dilation)
    }
  }

  /// Gradients add up where a value is used twice.
  @Test func gradientsOfWhatIsUsedTwice() {
    GradientCheck.expect([
      GradientCheck.random([1, 4, 4, 2]), GradientCheck.random([3, 3, 2, 2]),
    ]) {
      let once = $0.convolution($1[0], weight: $1[1], bias: nil, padding: 1)
      return $0.add(once, $0.convolution(once, weight: $1[1], bias: nil, padding: 1))
    }
  }

  /// ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩
  @Test(arguments: layouts) func transposeIsTheAdjoint(layout: Layout) {
    let context = Context<Double>(mode: .deterministic)
    // Of a size that the convolution uses to the last pixel.
    let size = 3 * layout.stride + layout.dilation * 2 + 1
    let (kernelHeight, kernelWidth) = layout.kernel
    let height = size + layout.dilation * (kernelHeight - 3)
    let width = size + layout.dilation * (kernelWidth - 3)
    let x: Tensor<Double> = GradientCheck.random([2, height, width, 3])
    let weight: Tensor<Double> = GradientCheck.random([kernelHeight, kernelWidth, 3, 5])
    let padding = layout.padding / 2 * layout.stride
    let reduced = context.convolution(
      Variable(x), weight: Variable(weight), bias: nil, stride: layout.stride, padding: padding,
      dilation: layout.dilation
    ).value
    let y: Tensor<Double> = GradientCheck.random(reduced.shape, seed: 3)
    let enlarged = context.transposedConvolution(
      Variable(y), weight: Variable(weight), bias: nil, stride: layout.stride, padding: padding,
      dilation: layout.dilation
    ).value
    #expect(enlarged.shape == x.shape)
    func product(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
      zip(a.scalars, b.scalars).reduce(0) { $0 + $1.0 * $1.1 }
    }
    expectClose(product(reduced, y), product(x, enlarged), absolute: 1e-10, relative: 1e-10)
  }

  /// Sizes beyond one tile, at which the rows of tiles, their halos and half panels meet.
  @Test(arguments: [(12, 16), (70, 40), (3, 33)])
  func singlePrecisionOfManyTilesFollowsDouble(inputs: Int, outputs: Int) {
    func run<Scalar: EngineScalar>(_ type: Scalar.Type) -> [Tensor<Double>] {
      let context = Context<Scalar>(mode: .training, workers: Workers(threads: 2))
      func random(_ shape: [Int], _ seed: UInt64) -> Tensor<Scalar> {
        let values: Tensor<Float> = GradientCheck.random(shape, seed: seed)
        return values.converted(to: type)
      }
      let variables = [
        context.input(random([2, 37, 50, inputs], 1)),
        context.input(random([3, 3, inputs, outputs], 2)), context.input(random([outputs], 3)),
      ]
      let y = context.convolution(
        variables[0], weight: variables[1], bias: variables[2], padding: 1)
      let gradients = context.gradients(of: y, for: variables, upstream: random(y.shape, 4))
      return ([y.value] + gradients.compactMap { $0 }).map { $0.converted(to: Double.self) }
    }
    let (single, double) = (run(Float.self), run(Double.self))
    #expect(single.count == 4)
    for (a, b) in zip(single, double) {
      expectClose(a.scalars, b.scalars, absolute: 2e-3, relative: 1e-4)
    }
  }

  @Test func threadsDoNotCount() {
    func bits(threads: Int, stride: Int) -> [[UInt32]] {
      let context = Context<Float>(mode: .training, workers: Workers(threads: threads))
      let variables = [
        context.input(GradientCheck.random([3, 40, 41, 20])),
        context.input(GradientCheck.random([3, 3, 20, 24])),
        context.input(GradientCheck.random([24])),
        context.input(GradientCheck.random([3, 3, 18, 24])),
      ]
      let y = context.transposedConvolution(
        context.convolution(
          variables[0], weight: variables[1], bias: variables[2], stride: stride, padding: 1),
        weight: variables[3], bias: nil, stride: stride)
      let pooled = context.maximumPool(context.averagePool(y, size: 2), size: 2, stride: 1)
      let gradients = context.gradients(
        of: pooled, for: variables, upstream: GradientCheck.random(pooled.shape))
      return ([pooled.value] + gradients.compactMap { $0 }).map { $0.scalars.map(\.bitPattern) }
    }
    for stride in [1, 2] {
      let one = bits(threads: 1, stride: stride)
      #expect(one.count == 5)
      #expect(bits(threads: 2, stride: stride) == one)
      #expect(bits(threads: 3, stride: stride) == one)
    }
  }

  @Test(.needsGolden("conv2d")) func golden() throws {
    for golden in try Goldens.cases("conv2d") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let x = context.input(try golden.values("inputs.x", type).channelsLast())
    let weight = context.input(try golden.values("inputs.weight", type).kernelLayout())
    let bias = context.input(try golden.values("inputs.bias", type))
    var inputs = [("x", x), ("weight", weight), ("bias", bias)]
    var masked = x
    if golden.has("inputs.logit") {
      let logit = context.input(try golden.values("inputs.logit", type).reshaped([1]))
      inputs.append(("logit", logit))
      let u = try golden.values("inputs.u", type)
      let mask = context.concreteMask(
        logit: logit, temperature: Scalar(try golden.number("config.temperature")),
        uniforms: u.reshaped([u.shape[0], u.shape[1]]))
      masked = context.maskedChannels(x, by: mask)
      // The golden mask adds 1e-7 to probabilities and noise; ours needs no such guard.
      expectGolden(
        masked.value, try golden.values("outputs.dropped", type).channelsLast(), absolute: 1e-5,
        relative: 1e-4, "\(golden): dropped")
    }
    let y = context.convolution(
      masked, weight: weight, bias: bias, stride: Int(try golden.number("config.stride")),
      padding: Int(try golden.number("config.padding")))
    let guarded = golden.has("inputs.logit")
    expectGolden(
      y.value, try golden.values("outputs.y", type).channelsLast(),
      absolute: guarded ? 1e-5 : nil, relative: guarded ? 1e-4 : nil, "\(golden): y")
    let gradients = context.gradients(
      of: y, for: inputs.map(\.1),
      upstream: try golden.values("upstream.y", type).channelsLast())
    for ((name, _), gradient) in zip(inputs, gradients) {
      let expected = try golden.values("gradients.\(name)", type)
      expectGolden(
        gradient,
        name == "x"
          ? expected.channelsLast()
          : name == "weight"
            ? expected.kernelLayout() : name == "logit" ? expected.reshaped([1]) : expected,
        absolute: guarded ? 1e-4 : 1e-8, relative: guarded ? 1e-4 : nil, "\(golden): \(name)")
    }
  }

  @Test func wrongShapesEndTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.convolution(
        Variable(Tensor(zeros: [1, 4, 4, 3])), weight: Variable(Tensor(zeros: [3, 3, 2, 5])),
        bias: nil)
    }
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.convolution(
        Variable(Tensor(zeros: [1, 4, 4, 3])), weight: Variable(Tensor(zeros: [5, 5, 3, 5])),
        bias: nil)
    }
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.transposedConvolution(
        Variable(Tensor(zeros: [1, 4, 4, 3])), weight: Variable(Tensor(zeros: [3, 3, 3, 5])),
        bias: nil)
    }
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.maximumPool(Variable(Tensor(zeros: [1, 4, 4, 3])), size: 5)
    }
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.maskedChannels(
        Variable(Tensor(zeros: [2, 4, 4, 3])), by: Variable(Tensor(zeros: [3, 2])))
    }
    await #expect(processExitsWith: .failure) {
      let context = Context<Float>(mode: .deterministic)
      _ = context.centreCrop(Variable(Tensor(zeros: [2, 4, 4, 3])), height: 5, width: 4)
    }
  }
}

extension Tensor {
  /// `[B, C, H, W]` → `[B, H, W, C]`
  fileprivate func channelsLast() -> Tensor { axes(0, 2, 3, 1) }
  /// `[O, I, h, w]` → `[h, w, I, O]`
  fileprivate func kernelLayout() -> Tensor { axes(2, 3, 1, 0) }

  private func axes(_ order: Int...) -> Tensor {
    let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
    let old = scalars
    var new: [Scalar] = []
    for a in 0..<shape[order[0]] {
      for b in 0..<shape[order[1]] {
        for c in 0..<shape[order[2]] {
          for d in 0..<shape[order[3]] {
            new.append(
              old[
                zip([a, b, c, d], order).reduce(0) { $0 + $1.0 * strides[$1.1] }])
          }
        }
      }
    }
    return Tensor(shape: order.map { shape[$0] }, new)
  }
}
