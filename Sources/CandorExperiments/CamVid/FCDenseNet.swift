import CandorEngine

/// How large a fully convolutional DenseNet is.
public struct FCDenseNetSizes: Sendable, Equatable {
  /// Layers of the dense blocks on the way down.
  public var down: [Int]
  /// Layers of the block at the bottom.
  public var bottleneck: Int
  /// Layers of the dense blocks on the way up.
  public var up: [Int]
  /// Channels that a layer adds.
  public var growth: Int
  /// Channels of the first convolution.
  public var first: Int

  /// One network of the family.
  public init(down: [Int], bottleneck: Int, up: [Int], growth: Int, first: Int = 48) {
    precondition(down.count == up.count, "FCDenseNet: \(down.count) blocks down, \(up.count) up")
    (self.down, self.bottleneck, self.up) = (down, bottleneck, up)
    (self.growth, self.first) = (growth, first)
  }

  /// FC-DenseNet56: 4 layers in every block.
  public static let densenet56 = FCDenseNetSizes(
    down: [4, 4, 4, 4, 4], bottleneck: 4, up: [4, 4, 4, 4, 4], growth: 12)
  /// FC-DenseNet67: 5 layers in every block.
  public static let densenet67 = FCDenseNetSizes(
    down: [5, 5, 5, 5, 5], bottleneck: 5, up: [5, 5, 5, 5, 5], growth: 16)
  /// FC-DenseNet103.
  public static let densenet103 = FCDenseNetSizes(
    down: [4, 5, 7, 10, 12], bottleneck: 15, up: [12, 10, 7, 5, 4], growth: 16)
  /// A very small one, to see that everything works.
  public static let tiny = FCDenseNetSizes(
    down: [1, 2], bottleneck: 2, up: [2, 1], growth: 4, first: 8)
}

/// A fully convolutional DenseNet, the One Hundred Layers Tiramisu (Jégou et al. 2017, §3 and tables 1 and 2):
/// `[B, H, W, 3]` → logits `[B, H, W, C]`.
///
/// A layer normalises, rectifies and convolves everything before it in its block and adds a few channels. On the way
/// down each block is shrunk by a maximum over 2 × 2 pixels; on the way up, what the last block added is enlarged by a
/// transposed convolution and joined with the block of that size from the way down.
///
/// Dropout stands before each convolution of a dense block and of a way down, as Concrete Dropout masks the input of the
/// layer that it owns; that is where the paper's code has it. (Jégou et al. drop what comes out of the convolution.)
public struct FCDenseNet<Scalar: EngineScalar>: Module {
  private typealias Convolution = InputDropout<Conv2D<Scalar>>

  /// Normalise, rectify, drop channels, convolve.
  private struct NormalizedConvolution: Module {
    var norm: BatchNorm<Scalar>
    var convolution: Convolution

    init(
      inputs: Int, outputs: Int, kernel: Int, _ dropout: DropoutChoice, name: String,
      using generator: inout SeededGenerator
    ) {
      norm = BatchNorm(features: inputs)
      convolution = InputDropout(
        Conv2D(inputs: inputs, outputs: outputs, kernel: kernel, using: &generator), dropout,
        name: name)
    }

    func callAsFunction(
      _ x: Variable<Scalar>, in context: Context<Scalar>
    ) -> Variable<Scalar> {
      convolution(context.relu(norm(x, in: context)), in: context)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
      visitor.visit("norm", &norm)
      visitor.visit("convolution", &convolution)
    }
  }

  /// Layers each of which sees all before it.
  private struct DenseBlock: Module {
    var layers: [NormalizedConvolution]

    init(
      inputs: Int, layers count: Int, growth: Int, _ dropout: DropoutChoice, name: String,
      using generator: inout SeededGenerator
    ) {
      layers = []
      for layer in 0..<count {
        layers.append(
          NormalizedConvolution(
            inputs: inputs + layer * growth, outputs: growth, kernel: 3, dropout,
            name: "\(name).\(layer)", using: &generator))
      }
    }

    /// What the layers added, with the input before it where that is asked for.
    func callAsFunction(
      _ x: Variable<Scalar>, withInput: Bool, in context: Context<Scalar>
    ) -> Variable<Scalar> {
      var (all, added): (Variable<Scalar>, [Variable<Scalar>]) = (x, [])
      for (index, layer) in layers.enumerated() {
        added.append(layer(all, in: context))
        if withInput || index + 1 < layers.count {
          all = context.concatenate([all, added[index]])
        }
      }
      return withInput ? all : added.count == 1 ? added[0] : context.concatenate(added)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
      visitor.visit("layers", &layers)
    }
  }

  private var first: Conv2D<Scalar>
  private var down: [DenseBlock]
  private var shrinkings: [NormalizedConvolution]
  private var bottleneck: DenseBlock
  private var enlargements: [TransposedConv2D<Scalar>]
  private var up: [DenseBlock]
  private var last: Conv2D<Scalar>

  /// Weights after He et al. 2015, biases zero.
  ///
  /// - Parameters:
  ///   - sizes: layers and channels
  ///   - classes: C
  ///   - dropout: before every convolution that has it
  ///   - seed: of the weights
  public init(_ sizes: FCDenseNetSizes, classes: Int, dropout: DropoutChoice, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, purpose: "FC-DenseNet")
    first = Conv2D(inputs: 3, outputs: sizes.first, kernel: 3, using: &generator)
    (down, shrinkings, enlargements, up) = ([], [], [], [])
    var (channels, skipped) = (sizes.first, [Int]())
    for (level, layers) in sizes.down.enumerated() {
      down.append(
        DenseBlock(
          inputs: channels, layers: layers, growth: sizes.growth, dropout, name: "down.\(level)",
          using: &generator))
      channels += layers * sizes.growth
      skipped.append(channels)
      shrinkings.append(
        NormalizedConvolution(
          inputs: channels, outputs: channels, kernel: 1, dropout, name: "shrinking.\(level)",
          using: &generator))
    }
    bottleneck = DenseBlock(
      inputs: channels, layers: sizes.bottleneck, growth: sizes.growth, dropout,
      name: "bottleneck", using: &generator)
    var added = sizes.bottleneck * sizes.growth
    for (level, layers) in sizes.up.enumerated() {
      enlargements.append(
        TransposedConv2D(inputs: added, outputs: added, kernel: 3, stride: 2, using: &generator))
      channels = added + skipped[skipped.count - 1 - level]
      up.append(
        DenseBlock(
          inputs: channels, layers: layers, growth: sizes.growth, dropout, name: "up.\(level)",
          using: &generator))
      added = layers * sizes.growth
    }
    last = Conv2D(inputs: channels + added, outputs: classes, kernel: 1, using: &generator)
  }

  /// Images must be at least 2^levels pixels high and wide, so that something is left at the bottom.
  public static func smallestSide(_ sizes: FCDenseNetSizes) -> Int { 1 << sizes.down.count }

  /// Logits of every pixel.
  public func callAsFunction(
    _ images: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    var x = first(images, in: context)
    var skipped: [Variable<Scalar>] = []
    for (block, shrinking) in zip(down, shrinkings) {
      x = block(x, withInput: true, in: context)
      skipped.append(x)
      x = context.maximumPool(shrinking(x, in: context), size: 2)
    }
    x = bottleneck(x, withInput: false, in: context)
    for (level, (enlargement, block)) in zip(enlargements, up).enumerated() {
      // The enlarged image is the larger one, by a pixel or so; it is cropped.
      x = context.concatenateCropped([enlargement(x, in: context), skipped.removeLast()])
      x = block(x, withInput: level + 1 == up.count, in: context)
    }
    return last(x, in: context)
  }

  private var sites: [(name: String, convolution: Convolution)] {
    func blocks(_ name: String, _ blocks: [DenseBlock]) -> [[(String, Convolution)]] {
      blocks.enumerated().map { level, block in
        block.layers.enumerated().map { ("\(name).\(level).\($0)", $1.convolution) }
      }
    }
    let ways = zip(blocks("down", down), shrinkings).enumerated().flatMap { level, way in
      way.0 + [("shrinking.\(level)", way.1.convolution)]
    }
    let bottom = bottleneck.layers.enumerated().map { ("bottleneck.\($0)", $1.convolution) }
    return ways + bottom + blocks("up", up).flatMap { $0 }
  }

  /// p of every site, in the order in which an image passes them.
  public var rates: [(site: String, rate: Double)] {
    sites.map { ($0.name, $0.convolution.dropout.rate) }
  }

  /// K of every place where dropout may stand.
  public var inputCounts: [Int] { sites.map { $0.convolution.layer.inputCount } }

  /// Visits everything in the order in which an image passes it.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("first", &first)
    visitor.visit("down", &down)
    visitor.visit("shrinkings", &shrinkings)
    visitor.visit("bottleneck", &bottleneck)
    visitor.visit("enlargements", &enlargements)
    visitor.visit("up", &up)
    visitor.visit("last", &last)
  }
}
