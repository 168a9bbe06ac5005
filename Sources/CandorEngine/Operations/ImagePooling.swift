/// Windows of pooling: `size × size` pixels, `stride` apart.
private struct Windows: Sendable {
  let shape: [Int]
  let height: Int
  let width: Int
  let size: Int
  let stride: Int

  init(_ name: String, _ x: [Int], size: Int, stride: Int) {
    precondition(
      x.count == 4 && size > 0 && stride > 0,
      "\(name): windows of \(size), \(stride) apart, of images \(x)")
    guard
      let height = Convolution.size(x[1], kernel: size, stride: stride, padding: 0, dilation: 1),
      let width = Convolution.size(x[2], kernel: size, stride: stride, padding: 0, dilation: 1)
    else { preconditionFailure("\(name): windows of \(size) are larger than images \(x)") }
    (shape, self.size, self.stride) = (x, size, stride)
    (self.height, self.width) = (height, width)
  }

  var channels: Int { shape[3] }
  var outputShape: [Int] { [shape[0], height, width, channels] }
  private var rows: Int { shape[0] * height }

  /// Calls `body` for each window with its place in the output and its first pixel's place in the image. Windows of
  /// different chunks never share an image, so adjoints may add.
  func forEach(workers: Workers, _ body: (_ output: Int, _ input: Int) -> Void) {
    workers.forEachChunk(of: shape[0], size: 1) { images in
      for row in images.lowerBound * height..<images.upperBound * height {
        let (image, y) = row.quotientAndRemainder(dividingBy: height)
        let first = (image * shape[1] + y * stride) * shape[2]
        for x in 0..<width {
          body((row * width + x) * channels, (first + x * stride) * channels)
        }
      }
    }
  }

  /// Where the pixels of a window lie, from its first.
  var offsets: [Int] {
    (0..<size).flatMap { y in (0..<size).map { x in (y * shape[2] + x) * channels } }
  }
}

extension Context {
  /// The greatest value of each channel in windows of an image, without padding: `[B, H, W, C]` → `[B, H', W', C]` with
  /// `H' = ⌊(H − size) / stride⌋ + 1`. The gradient goes to the first pixel that has the value, row by row.
  @specialized(where Scalar == Float)
  public func maximumPool(
    _ x: Variable<Scalar>, size: Int, stride: Int? = nil
  ) -> Variable<Scalar> {
    let windows = Windows("maximumPool", x.shape, size: size, stride: stride ?? size)
    let offsets = windows.offsets
    let workers = workers
    let C = windows.channels
    let y = Tensor<Scalar>(uninitialized: windows.outputShape)
    let places = Places(count: y.count)
    windows.forEach(workers: workers) { output, input in
      let best = y.freshPointer + output
      best.update(from: x.value.pointer + input, count: C)
      for (step, offset) in offsets.enumerated().dropFirst() {
        Scalar.kernels.maximum(
          C, Int32(step), x.value.pointer + input + offset, best, places.pointer + output)
      }
    }
    return record(y, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        windows.forEach(workers: workers) { output, input in
          for (step, offset) in offsets.enumerated() {
            Scalar.kernels.maximumAdjoint(
              C, Int32(step), places.pointer + output, upstream.pointer + output,
              accumulator + input + offset)
          }
        }
      }
    }
  }

  /// The mean of each channel in windows of an image, without padding: shapes as in `maximumPool`.
  @specialized(where Scalar == Float)
  public func averagePool(
    _ x: Variable<Scalar>, size: Int, stride: Int? = nil
  ) -> Variable<Scalar> {
    let windows = Windows("averagePool", x.shape, size: size, stride: stride ?? size)
    let offsets = windows.offsets
    let share = 1 / Scalar(offsets.count)
    let workers = workers
    let C = windows.channels
    let y = Tensor<Scalar>(zeros: windows.outputShape)
    windows.forEach(workers: workers) { output, input in
      for offset in offsets {
        Scalar.kernels.scaleAdd(
          C, share, x.value.pointer + input + offset, y.freshPointer + output)
      }
    }
    return record(y, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        windows.forEach(workers: workers) { output, input in
          for offset in offsets {
            Scalar.kernels.scaleAdd(
              C, share, upstream.pointer + output, accumulator + input + offset)
          }
        }
      }
    }
  }
}

/// Which pixel of its window each maximum came from.
private final class Places: @unchecked Sendable {
  // Unchecked: written only by the operation that made it, each thread its own part.
  let pointer: UnsafeMutablePointer<Int32>
  private let block: BufferPool.Block

  init(count: Int) {
    block = BufferPool.allocate(bytes: count * MemoryLayout<Int32>.stride)
    pointer = block.address.bindMemory(to: Int32.self, capacity: max(1, count))
    pointer.update(repeating: 0, count: count)
  }

  deinit { BufferPool.deallocate(block) }
}
