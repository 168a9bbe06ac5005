extension Context {
  /// `y[b, r, c, d] = x[b, r, c, d] · mask[b, d]`: a mask `[B, C]` of whole channels of images `[B, H, W, C]`.
  @specialized(where Scalar == Float)
  public func maskedChannels(_ x: Variable<Scalar>, by mask: Variable<Scalar>) -> Variable<Scalar> {
    let shape = x.shape
    precondition(
      shape.count == 4 && mask.shape == [shape[0], shape[3]],
      "maskedChannels: mask \(mask.shape) is not [B, C] of images \(shape)")
    let (B, pixels, C) = (shape[0], shape[1] * shape[2], shape[3])
    let perChunk = max(1, Workers.elementsPerChunk / max(1, C))
    let workers = workers
    let y = Tensor<Scalar>(uninitialized: shape)
    workers.forEachPixels(images: B, pixels: pixels, perChunk: perChunk) { image, range in
      for pixel in range {
        let at = (image * pixels + pixel) * C
        Scalar.kernels.multiply(
          C, x.value.pointer + at, mask.value.pointer + image * C, y.freshPointer + at)
      }
    }
    return record(y, from: [x, mask]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: shape) { accumulator in
        workers.forEachPixels(images: B, pixels: pixels, perChunk: perChunk) { image, range in
          for pixel in range {
            let at = (image * pixels + pixel) * C
            Scalar.kernels.multiplyAdd(
              C, upstream.pointer + at, mask.value.pointer + image * C, accumulator + at)
          }
        }
      }
      gradients.accumulate(into: mask.node, shape: mask.shape) { accumulator in
        workers.forEachPixels(images: B, pixels: pixels, perChunk: pixels) { image, range in
          for pixel in range {
            let at = (image * pixels + pixel) * C
            Scalar.kernels.multiplyAdd(
              C, upstream.pointer + at, x.value.pointer + at, accumulator + image * C)
          }
        }
      }
    }
  }

  /// The middle of images: `[B, H, W, C]` → `[B, height, width, C]`. Where the rest is odd, one row or column more is
  /// cut off at the end.
  @specialized(where Scalar == Float)
  public func centreCrop(_ x: Variable<Scalar>, height: Int, width: Int) -> Variable<Scalar> {
    let shape = x.shape
    precondition(
      shape.count == 4 && (0...shape[1]).contains(height) && (0...shape[2]).contains(width),
      "centreCrop: \(height) × \(width) of images \(shape)")
    if shape[1] == height, shape[2] == width { return x }
    let (top, left) = ((shape[1] - height) / 2, (shape[2] - width) / 2)
    let (C, row) = (shape[3], width * shape[3])
    let cropped = Tensor<Scalar>(uninitialized: [shape[0], height, width, C])
    let starts = (0..<shape[0] * height).map { line in
      let (image, y) = line.quotientAndRemainder(dividingBy: height)
      return ((image * shape[1] + y + top) * shape[2] + left) * C
    }
    for (line, start) in starts.enumerated() {
      (cropped.freshPointer + line * row).update(from: x.value.pointer + start, count: row)
    }
    return record(cropped, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: shape) { accumulator in
        for (line, start) in starts.enumerated() {
          Scalar.kernels.scaleAdd(row, 1, upstream.pointer + line * row, accumulator + start)
        }
      }
    }
  }

  /// Joins the channels of images, each cropped to the middle of the smallest height and width among them: a skip
  /// connection between images that differ by a pixel (Jégou et al. 2017).
  public func concatenateCropped(_ images: [Variable<Scalar>]) -> Variable<Scalar> {
    precondition(
      !images.isEmpty && images.allSatisfy { $0.shape.count == 4 },
      "concatenateCropped: \(images.map(\.shape)) are not images")
    let height = images.reduce(Int.max) { min($0, $1.shape[1]) }
    let width = images.reduce(Int.max) { min($0, $1.shape[2]) }
    return concatenate(images.map { centreCrop($0, height: height, width: width) })
  }
}

extension Workers {
  /// Runs `body` for parts of images, in chunks of so many pixels at most.
  fileprivate func forEachPixels(
    images: Int, pixels: Int, perChunk: Int, _ body: (_ image: Int, _ pixels: Range<Int>) -> Void
  ) {
    let perChunk = max(1, perChunk)
    let parts = (pixels + perChunk - 1) / perChunk
    forEachChunk(of: images * parts, size: 1) { chunk in
      for index in chunk {
        let (image, part) = index.quotientAndRemainder(dividingBy: parts)
        body(image, part * perChunk..<min(pixels, (part + 1) * perChunk))
      }
    }
  }
}
