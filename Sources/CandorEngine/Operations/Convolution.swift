/// Which pixels a convolution joins, and its three products: from large images to small ones, back, and the weight's
/// gradient. A transposed convolution is the same with the first two exchanged.
///
/// Large images X are `[B, H, W, I]`, small ones Y `[B, H', W', O]`, the weight `[h, w, I, O]`, with
///
///     Y[b, y, x, o] = Σ_{u, v, i} X[b, y·s + u·d − p, x·s + v·d − p, i] · W[u, v, i, o]
///
/// for stride s, dilation d and padding p with zeros (a cross-correlation, as everywhere in this field). No matrix of
/// patches is built: with channels last, the pixels of a row that meet one (u, v) are a matrix as they lie, and its
/// products with all W[u, v] are summed in registers. Only the rows at work are copied, for the zeros around them.
struct Convolution: Sendable, Equatable {
  /// B
  let batch: Int
  /// H, W, I
  let large: (height: Int, width: Int, channels: Int)
  /// H', W', O
  let small: (height: Int, width: Int, channels: Int)
  /// h, w
  let kernel: (height: Int, width: Int)
  let stride: Int
  let padding: Int
  let dilation: Int

  static func == (a: Convolution, b: Convolution) -> Bool {
    a.batch == b.batch && a.large == b.large && a.small == b.small && a.kernel == b.kernel
      && a.stride == b.stride && a.padding == b.padding && a.dilation == b.dilation
  }

  /// `⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1`, or nil where the kernel does not fit.
  static func size(_ n: Int, kernel: Int, stride: Int, padding: Int, dilation: Int) -> Int? {
    let room = n + 2 * padding - dilation * (kernel - 1) - 1
    return room < 0 ? nil : room / stride + 1
  }

  /// The shape of the weight.
  var weightShape: [Int] { [kernel.height, kernel.width, large.channels, small.channels] }
  var largeShape: [Int] { [batch, large.height, large.width, large.channels] }
  var smallShape: [Int] { [batch, small.height, small.width, small.channels] }
  private var taps: Int { kernel.height * kernel.width }

  // MARK: The three products

  /// Y from X, or `Y +=`. Finished rows of an image are handed to `finish` while they are in the caches.
  @specialized(where Scalar == Float)
  func reduce<Scalar: EngineScalar>(
    _ x: Tensor<Scalar>, _ weight: Tensor<Scalar>, accumulates: Bool,
    into y: UnsafeMutablePointer<Scalar>, workers: Workers,
    finish: (_ pixels: Int, UnsafeMutablePointer<Scalar>) -> Void = { _, _ in }
  ) {
    let packed = PackedTaps(
      weight, taps: taps, k: large.channels, n: small.channels, transposed: false)
    forEachTile(of: small.height, workers: workers) { image, rows in
      let patch = patch(of: x, image: image, rows: rows)
      let all = everyTap(pitch: patch.pitch)
      for row in rows {
        let out = y + (image * small.height + row) * small.width * small.channels
        packed.product(
          m: small.width, all,
          patch.start + (row - rows.lowerBound) * stride * patch.pitch * large.channels,
          stride: stride * large.channels, accumulates: accumulates, out, stride: small.channels)
        finish(small.width, out)
      }
      keepAlive(patch)
    }
    keepAlive(x, weight)
  }

  /// X from Y by the transposed product, or `X +=`.
  ///
  /// A pixel of X meets the (u, v) for which its place plus p − u·d is a multiple of s: with a stride, every s-th pixel
  /// of a row meets the same ones, and no product with a zero is taken.
  @specialized(where Scalar == Float)
  func expand<Scalar: EngineScalar>(
    _ y: Tensor<Scalar>, _ weight: Tensor<Scalar>, accumulates: Bool,
    into x: UnsafeMutablePointer<Scalar>, workers: Workers,
    finish: (_ pixels: Int, UnsafeMutablePointer<Scalar>) -> Void = { _, _ in }
  ) {
    let packed = PackedTaps(
      weight, taps: taps, k: small.channels, n: large.channels, transposed: true)
    let columns =
      Self.floor(
        padding - dilation * (kernel.width - 1), by: stride)...Self.floor(
        large.width - 1 + padding, by: stride)
    forEachTile(of: large.height, workers: workers) { image, rows in
      let first = Self.floor(
        rows.lowerBound + padding - dilation * (kernel.height - 1), by: stride)
      let last = Self.floor(rows.upperBound - 1 + padding, by: stride)
      let patch = Patch(
        of: y, image: image, height: small.height, width: small.width, channels: small.channels,
        rows: first..<last + 1, columns: columns.lowerBound..<columns.upperBound + 1)
      for row in rows {
        let out = x + (image * large.height + row) * large.width * large.channels
        for phase in 0..<min(stride, large.width) {
          packed.product(
            m: (large.width - phase + stride - 1) / stride,
            taps(row: row, column: phase, from: (first, columns.lowerBound), pitch: patch.pitch),
            patch.start, stride: small.channels, accumulates: accumulates,
            out + phase * large.channels, stride: stride * large.channels)
        }
        finish(large.width, out)
      }
      keepAlive(patch)
    }
    keepAlive(y, weight)
  }

  /// The weight's gradient from X and Y's gradient, or of a transposed convolution from X's gradient and Y; or `+=`.
  ///
  /// Tiles are summed in lanes whose number does not depend on the threads, so the sum has the same bits on any number.
  @specialized(where Scalar == Float)
  func weightGradient<Scalar: EngineScalar>(
    _ x: Tensor<Scalar>, _ y: Tensor<Scalar>, accumulates: Bool,
    into gradient: UnsafeMutablePointer<Scalar>, workers: Workers
  ) {
    let (I, O) = (large.channels, small.channels)
    let size = taps * I * O
    let tiles = tiles(of: small.height)
    let lanes = min(4, tiles.count)
    let perLane = (tiles.count + lanes - 1) / max(1, lanes)
    let sums = Tensor<Scalar>(zeros: [lanes, size])
    workers.forEachChunk(of: tiles.count, size: perLane) { lane in
      let sum = sums.freshPointer + lane.lowerBound / perLane * size
      for (image, rows) in tiles[lane] {
        let patch = patch(of: x, image: image, rows: rows)
        let pixels = rows.count * small.width
        let packed = PackedMatrix(
          y.pointer + (image * small.height + rows.lowerBound) * small.width * O, stride: O,
          k: pixels, n: O)
        let places = (0..<pixels).map { pixel in
          let (row, column) = pixel.quotientAndRemainder(dividingBy: small.width)
          return Int32((row * patch.pitch + column) * stride)
        }
        for (tap, offset) in everyTap(pitch: patch.pitch).offsets.enumerated() {
          packed.transposedProduct(
            m: I, rows: places, patch.start + offset, stride: I, accumulates: true,
            sum + tap * I * O, stride: O)
        }
        keepAlive(patch)
      }
    }
    workers.forEachChunk(of: size, size: Workers.elementsPerChunk) { part in
      let out = gradient + part.lowerBound
      if !accumulates { out.setToZero(count: part.count) }
      for lane in 0..<lanes {
        Scalar.kernels.scaleAdd(part.count, 1, sums.pointer + lane * size + part.lowerBound, out)
      }
    }
    keepAlive(x, y, sums)
  }

  // MARK: Tiles

  /// What one thread does at a time: some rows of one image. A tile's numbers stay in the second cache, as far as its
  /// halo allows, and it does not depend on the number of threads.
  private func tiles(of height: Int) -> [(image: Int, rows: Range<Int>)] {
    let widest = max(large.width * large.channels, small.width * small.channels)
    let rows = max(2 * stride, (1 << 16) / max(1, widest) / stride * stride)
    return (0..<batch).flatMap { image in
      Swift.stride(from: 0, to: height, by: rows).map { (image, $0..<min(height, $0 + rows)) }
    }
  }

  private func forEachTile(
    of height: Int, workers: Workers, _ body: (_ image: Int, _ rows: Range<Int>) -> Void
  ) {
    let tiles = tiles(of: height)
    workers.forEachChunk(of: tiles.count, size: 1) { chunk in
      for tile in tiles[chunk] { body(tile.image, tile.rows) }
    }
  }

  /// What the rows of Y see of X.
  private func patch<Scalar: EngineScalar>(
    of x: Tensor<Scalar>, image: Int, rows: Range<Int>
  ) -> Patch<Scalar> {
    Patch(
      of: x, image: image, height: large.height, width: large.width, channels: large.channels,
      rows: rows.lowerBound * stride - padding..<(rows.upperBound - 1) * stride - padding
        + dilation * (kernel.height - 1) + 1,
      columns: -padding..<(small.width - 1) * stride - padding + dilation * (kernel.width - 1) + 1)
  }

  /// All (u, v), and where the pixels that they meet start in a patch of X.
  private func everyTap(pitch: Int) -> Taps {
    var taps = Taps()
    for u in 0..<kernel.height {
      for v in 0..<kernel.width {
        taps.append(
          u * kernel.width + v, offset: (u * dilation * pitch + v * dilation) * large.channels)
      }
    }
    return taps
  }

  /// The (u, v) that a pixel of X meets, and where the pixel of Y that it meets lies in a patch of Y.
  private func taps(
    row: Int, column: Int, from origin: (row: Int, column: Int), pitch: Int
  ) -> Taps {
    var taps = Taps()
    for u in 0..<kernel.height where (row + padding - u * dilation) % stride == 0 {
      for v in 0..<kernel.width where (column + padding - v * dilation) % stride == 0 {
        let y = (row + padding - u * dilation) / stride - origin.row
        let x = (column + padding - v * dilation) / stride - origin.column
        taps.append(u * kernel.width + v, offset: (y * pitch + x) * small.channels)
      }
    }
    return taps
  }

  private static func floor(_ a: Int, by b: Int) -> Int {
    a >= 0 ? a / b : -((b - 1 - a) / b)
  }
}

/// Kernel positions and where the pixels that they meet start.
private struct Taps {
  private(set) var indices: [Int] = []
  private(set) var offsets: [Int] = []

  mutating func append(_ index: Int, offset: Int) {
    indices.append(index)
    offsets.append(offset)
  }
}

/// A part of an image with zeros where it goes beyond the image; the image itself where it does not.
private struct Patch<Scalar: EngineScalar> {
  let start: UnsafePointer<Scalar>
  /// Pixels from row to row.
  let pitch: Int
  private let storage: Tensor<Scalar>

  init(
    of images: Tensor<Scalar>, image: Int, height: Int, width: Int, channels: Int,
    rows: Range<Int>, columns: Range<Int>
  ) {
    let first = images.pointer + image * height * width * channels
    if rows.lowerBound >= 0, rows.upperBound <= height, columns.lowerBound >= 0,
      columns.upperBound <= width
    {
      start = first + (rows.lowerBound * width + columns.lowerBound) * channels
      pitch = width
      storage = images
      return
    }
    pitch = columns.count
    storage = Tensor(uninitialized: [rows.count, pitch, channels])
    start = storage.pointer
    let inside = max(0, columns.lowerBound)..<max(0, min(width, columns.upperBound))
    let before = (inside.lowerBound - columns.lowerBound) * channels
    let after = (columns.upperBound - inside.upperBound) * channels
    for (line, row) in rows.enumerated() {
      let out = storage.freshPointer + line * pitch * channels
      guard row >= 0, row < height, !inside.isEmpty else {
        out.setToZero(count: pitch * channels)
        continue
      }
      out.setToZero(count: before)
      (out + before).update(
        from: first + (row * width + inside.lowerBound) * channels, count: inside.count * channels)
      (out + before + inside.count * channels).setToZero(count: after)
    }
  }
}

/// The matrices of a convolution's weight `[taps, I, O]`, each packed for products.
private struct PackedTaps<Scalar: EngineScalar> {
  private let k: Int
  private let n: Int
  private let panels: Tensor<Scalar>

  /// Packs each `I × O` matrix (k = I, n = O), or its transpose (k = O, n = I).
  init(_ weight: Tensor<Scalar>, taps: Int, k: Int, n: Int, transposed: Bool) {
    (self.k, self.n) = (k, n)
    let size = Scalar.kernels.packedCount(InstructionLevel.best, n, k)
    panels = Tensor(uninitialized: [taps, size])
    for tap in 0..<taps {
      Scalar.kernels.pack(
        InstructionLevel.best, n, k, nil, weight.pointer + tap * n * k, transposed ? k : n,
        transposed ? 1 : 0, panels.freshPointer + tap * size)
    }
    keepAlive(weight)
  }

  /// `c = Σ_t a_t B_t`, or `c +=`, with `a_t` of `m × k`.
  func product(
    m: Int, _ taps: Taps, _ a: UnsafePointer<Scalar>, stride aStride: Int, accumulates: Bool,
    _ c: UnsafeMutablePointer<Scalar>, stride cStride: Int
  ) {
    let size = panels.shape[1]
    Scalar.kernels.tapProduct(
      InstructionLevel.best, m, n, k, taps.indices.count, taps.offsets,
      taps.indices.map { $0 * size }, a, aStride, panels.pointer, accumulates ? 1 : 0, c, cStride)
    keepAlive(panels)
  }
}
