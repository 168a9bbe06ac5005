extension Context {
  /// Joins the features (the last axis) of variables whose other axes agree.
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
      for row in range {
        var out = joined.freshPointer + row * width
        for (part, columns) in zip(parts, widths) {
          out.update(from: part.value.pointer + row * columns, count: columns)
          out += columns
        }
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
