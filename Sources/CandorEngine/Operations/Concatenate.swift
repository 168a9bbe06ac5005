extension Context {
  /// Joins the features (the last axis) of variables whose other axes agree.
  @specialized(where Scalar == Float)
  public func concatenate(_ parts: [Variable<Scalar>]) -> Variable<Scalar> {
    let leading = parts.first?.shape.dropLast() ?? []
    precondition(
      parts.allSatisfy { $0.shape.dropLast() == leading },
      "concatenate: shapes \(parts.map(\.shape)) differ before the last axis")
    let widths = parts.map { $0.shape.last ?? 0 }
    let width = widths.reduce(0, +)
    let rows = leading.reduce(1, *)
    let workers = workers
    let rowsPerChunk = max(1, Workers.elementsPerChunk / max(1, width))
    let joined = Tensor<Scalar>(uninitialized: leading + [width])
    workers.forEachChunk(of: rows, size: rowsPerChunk) { range in
      var start = 0
      for (part, columns) in zip(parts, widths) {
        // Where they lie is asked once: a row is too short to count references for.
        let (from, to) = (part.value.pointer, joined.freshPointer + start)
        for row in range {
          (to + row * width).update(from: from + row * columns, count: columns)
        }
        keepAlive(part.value)
        start += columns
      }
    }
    return record(joined, from: parts) { upstream, gradients in
      var start = 0
      for (part, columns) in zip(parts, widths) {
        gradients.accumulate(into: part.node, shape: part.shape) { accumulator in
          workers.forEachChunk(of: rows, size: rowsPerChunk) { range in
            for row in range {
              Scalar.kernels.scaleAdd(
                columns, 1, upstream.pointer + row * width + start, accumulator + row * columns)
            }
          }
        }
        start += columns
      }
    }
  }
}

extension Context {
  /// Cuts the features (the last axis) into parts of the given widths, which add up to all of them.
  @specialized(where Scalar == Float)
  public func split(_ x: Variable<Scalar>, widths: [Int]) -> [Variable<Scalar>] {
    let width = x.shape.last ?? 0
    precondition(widths.reduce(0, +) == width, "split: widths \(widths) of \(x.shape)")
    let rows = width == 0 ? 0 : x.value.count / width
    var start = 0
    return widths.map { columns in
      let from = start
      start += columns
      let part = Tensor<Scalar>(uninitialized: x.shape.dropLast() + [columns])
      let (source, target) = (x.value.pointer + from, part.freshPointer)
      for row in 0..<rows {
        (target + row * columns).update(from: source + row * width, count: columns)
      }
      keepAlive(x.value)
      return record(part, from: [x]) { upstream, gradients in
        gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
          for row in 0..<rows {
            Scalar.kernels.scaleAdd(
              columns, 1, upstream.pointer + row * columns, accumulator + row * width + from)
          }
        }
      }
    }
  }
}
