import CandorEngine

// For prediction: no gradient flows through rows that are picked out of batches.

extension LSTMState {
  /// Rows picked out of the batch.
  func picking(_ rows: [Int]) -> LSTMState {
    LSTMState(
      hidden: Variable(hidden.value.pickingRows(rows)),
      cell: Variable(cell.value.pickingRows(rows)))
  }
}

extension Tensor {
  /// Rows of the batch axis, the last but one: `[…, B, D]` → `[…, rows, D]`.
  @specialized(where Scalar == Float)
  func pickingRows(_ rows: [Int]) -> Tensor {
    let width = shape[shape.count - 1]
    let batch = shape[shape.count - 2]
    let outer = shape.dropLast(2).reduce(1, *)
    precondition(rows.allSatisfy { (0..<batch).contains($0) }, "pickingRows: row beyond \(batch)")
    var picked = Tensor(uninitialized: shape.dropLast(2) + [rows.count, width])
    withUnsafeElements { source in
      picked.withUnsafeMutableElements { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for o in 0..<outer {
          for (at, row) in rows.enumerated() {
            (target + (o * rows.count + at) * width).update(
              from: source + (o * batch + row) * width, count: width)
          }
        }
      }
    }
    return picked
  }
}

/// A row of one of several batches.
struct BatchRow {
  var batch: Int
  var row: Int
}

extension Tensor {
  /// Rows of several matrices of D columns: `[rows, D]`.
  @specialized(where Scalar == Float)
  init(_ rows: [BatchRow], of batches: [Tensor]) {
    let width = batches.first?.shape[1] ?? 0
    precondition(
      batches.allSatisfy { $0.shape.count == 2 && $0.shape[1] == width }
        && rows.allSatisfy { (0..<batches[$0.batch].shape[0]).contains($0.row) },
      "Tensor: rows of \(batches.map(\.shape))")
    self.init(uninitialized: [rows.count, width])
    withUnsafeMutableElements { target in
      guard let target = target.baseAddress else { return }
      for (place, row) in rows.enumerated() {
        batches[row.batch].withUnsafeElements { source in
          guard let source = source.baseAddress else { return }
          (target + place * width).update(from: source + row.row * width, count: width)
        }
      }
    }
  }
}

extension LSTMState {
  /// Rows of several batches.
  init(_ rows: [BatchRow], of batches: [LSTMState]) {
    self.init(
      hidden: Variable(Tensor(rows, of: batches.map(\.hidden.value))),
      cell: Variable(Tensor(rows, of: batches.map(\.cell.value))))
  }
}

extension EncoderDecoder.DecoderState {
  /// Rows picked out of the batch.
  func picking(_ rows: [Int]) -> Self {
    Self(reader: reader.picking(rows), writer: writer.picking(rows))
  }

  /// Rows of several batches.
  init(_ rows: [BatchRow], of batches: [Self]) {
    self.init(
      reader: LSTMState(rows, of: batches.map(\.reader)),
      writer: LSTMState(rows, of: batches.map(\.writer)))
  }
}
