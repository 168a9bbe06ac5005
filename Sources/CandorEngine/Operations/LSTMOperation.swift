/// The results of an LSTM over a batch of sequences.
public struct LSTMOutput<Scalar: EngineScalar>: Sendable {
  /// h of every step, `[T, B, H]`; zero at padding.
  public let outputs: Variable<Scalar>
  /// h after the last valid step (backward direction: after the first), `[B, H]`.
  public let hidden: Variable<Scalar>
  /// c after the last valid step, `[B, H]`.
  public let cell: Variable<Scalar>
}

/// The state between two steps of an LSTM.
public struct LSTMState<Scalar: EngineScalar>: Sendable {
  /// `[B, H]`
  public var hidden: Variable<Scalar>
  /// `[B, H]`
  public var cell: Variable<Scalar>

  /// Hidden state and cell.
  public init(hidden: Variable<Scalar>, cell: Variable<Scalar>) {
    self.hidden = hidden
    self.cell = cell
  }

  /// The state before the first step.
  public init(zeros rows: Int, hidden: Int) {
    self.hidden = Variable(Tensor(zeros: [rows, hidden]))
    cell = Variable(Tensor(zeros: [rows, hidden]))
  }
}

extension Context {
  /// A long short-term memory over whole sequences (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).
  ///
  ///     a = W x_t + U (m ∘ h_{t-1}) + b
  ///     i = σ(a_i)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
  ///     c_t = f ∘ c_{t-1} + i ∘ g        h_t = o ∘ tanh(c_t)
  ///
  /// The rows of W, U and b are in blocks i, f, g, o. A row of the batch takes part in its own steps only: after
  /// them its state is kept and its output is zero. Steps run on rows that threads share out, with weights packed once;
  /// products leave out rows that have ended, as far as no longer row comes after them in the batch, so padding costs
  /// little in a batch that is sorted from the longest row to the shortest. Each weight gradient is one product
  /// over all valid steps.
  ///
  /// - Parameters:
  ///   - x: `[T, B, I]`
  ///   - inputWeight: W, `[4H, I]`
  ///   - recurrentWeight: U, `[4H, H]`
  ///   - bias: b, `[4H]`
  ///   - initial: the state before the first step; zeros by default
  ///   - lengths: valid steps of each row; full by default
  ///   - reverse: whether time runs from the last valid step to the first
  ///   - recurrentMask: m, `[B, H]`, on the recurrent state, the same at every step (Gal & Ghahramani 2016, §4)
  @specialized(where Scalar == Float)
  public func lstm(
    _ x: Variable<Scalar>, inputWeight: Variable<Scalar>, recurrentWeight: Variable<Scalar>,
    bias: Variable<Scalar>, initial: LSTMState<Scalar>? = nil, lengths: SequenceLengths? = nil,
    reverse: Bool = false, recurrentMask: Variable<Scalar>? = nil
  ) -> LSTMOutput<Scalar> {
    precondition(x.shape.count == 3, "lstm: input \(x.shape) is not [T, B, I]")
    let (T, B, I) = (x.shape[0], x.shape[1], x.shape[2])
    let H = recurrentWeight.shape.last ?? 0
    precondition(
      inputWeight.shape == [4 * H, I] && recurrentWeight.shape == [4 * H, H]
        && bias.shape == [4 * H],
      "lstm: input \(x.shape), weights \(inputWeight.shape), \(recurrentWeight.shape), bias \(bias.shape)"
    )
    lengths?.check(x.shape, operation: "lstm")
    let initial = initial ?? LSTMState(zeros: B, hidden: H)
    precondition(
      initial.hidden.shape == [B, H] && initial.cell.shape == [B, H],
      "lstm: initial state \(initial.hidden.shape), \(initial.cell.shape) is not [\(B), \(H)]")
    precondition(
      recurrentMask.map { $0.shape == [B, H] } ?? true,
      "lstm: recurrent mask \(recurrentMask?.shape ?? []) is not [\(B), \(H)]")

    let inputs =
      [x, inputWeight, recurrentWeight, bias, initial.hidden, initial.cell]
      + (recurrentMask.map { [$0] } ?? [])
    let run = LSTMRun(
      T: T, B: B, I: I, H: H, reverse: reverse, lengths: lengths, keepsSteps: records(inputs),
      precision: precision, workers: workers)
    let gates = Tensor<Scalar>(uninitialized: [run.kept(T), B, 4 * H])
    // State s lies before step s when time runs forward, after it when it runs backward: in both cases the states
    // that the steps start from lie together, for the gradient of U.
    let hidden = Tensor<Scalar>(uninitialized: [run.kept(T + 1), B, H])
    let cell = Tensor<Scalar>(uninitialized: [run.kept(T + 1), B, H])
    let maskedHidden = recurrentMask.map { _ in
      Tensor<Scalar>(uninitialized: [run.kept(T), B, H])
    }
    let outputs = Tensor<Scalar>(uninitialized: [T, B, H])
    run.forward(
      x: x.value, packedW: packedTranspose(of: inputWeight.value),
      packedU: packedTranspose(of: recurrentWeight.value), bias: bias.value,
      initialHidden: initial.hidden.value, initialCell: initial.cell.value,
      mask: recurrentMask?.value, gates: gates, hidden: hidden, cell: cell,
      maskedHidden: maskedHidden, outputs: outputs)

    let last = run.place(reverse ? 0 : T)
    let results = [outputs, hidden.slice(last, shape: [B, H]), cell.slice(last, shape: [B, H])]
    let variables = record(results, from: inputs) { upstream, gradients in
      let gateGradients = Tensor<Scalar>(uninitialized: [T, B, 4 * H])
      let hiddenGradient = upstream[1].map { $0.copied() } ?? Tensor(zeros: [B, H])
      let cellGradient = upstream[2].map { $0.copied() } ?? Tensor(zeros: [B, H])
      let maskGradient = recurrentMask.map { _ in Tensor<Scalar>(zeros: [B, H]) }
      func backward(inputGradient: UnsafeMutablePointer<Scalar>?, accumulates: Bool) {
        run.backward(
          W: inputWeight.value, U: recurrentWeight.value, mask: recurrentMask?.value, gates: gates,
          hidden: hidden, cell: cell, outputGradient: upstream[0], hiddenGradient: hiddenGradient,
          cellGradient: cellGradient, gateGradients: gateGradients, maskGradient: maskGradient,
          inputGradient: inputGradient, accumulates: accumulates)
      }
      if x.node == nil { backward(inputGradient: nil, accumulates: false) }
      gradients.write(to: x.node, shape: x.shape) { backward(inputGradient: $0, accumulates: $1) }
      gradients.add(hiddenGradient, to: initial.hidden.node)
      gradients.add(cellGradient, to: initial.cell.node)
      if let maskGradient { gradients.add(maskGradient, to: recurrentMask?.node) }

      gradients.write(to: inputWeight.node, shape: inputWeight.shape) {
        run.weightGradient(
          gateGradients, states: x.value.pointer, width: I, into: $0, accumulates: $1)
      }
      gradients.write(to: recurrentWeight.node, shape: recurrentWeight.shape) {
        run.weightGradient(
          gateGradients,
          states: maskedHidden?.pointer ?? hidden.pointer + (reverse ? B * H : 0), width: H,
          into: $0, accumulates: $1)
      }
      let (rows, workers) = (T * B, run.workers)
      gradients.accumulate(into: bias.node, shape: bias.shape) {
        workers.columnSums(rows: rows, columns: 4 * H, gateGradients.pointer, into: $0)
      }
      keepAlive(gateGradients)
    }
    return LSTMOutput(outputs: variables[0], hidden: variables[1], cell: variables[2])
  }
}

/// Rows that are computed together: their gates stay in the second cache between the passes of a step, and they are many
/// enough for the weights to be worth fetching.
func lstmRowsAtOnce(hidden: Int) -> Int { min(128, max(48, (1 << 14) / max(1, hidden))) }

/// The sizes of one LSTM call and its two passes over time.
private struct LSTMRun: Sendable {
  let T, B, I, H: Int
  let reverse: Bool
  let lengths: SequenceLengths?
  /// Whether gates and states of every step are kept for the adjoint; else each step overwrites those of the last.
  let keepsSteps: Bool
  let precision: ProductPrecision
  let workers: Workers

  /// How many of so many steps or states are kept.
  func kept(_ count: Int) -> Int { keepsSteps ? count : 1 }

  /// Where those of a step lie among the ones that are kept.
  func place(_ step: Int) -> Int { keepsSteps ? step : 0 }

  /// Rows that go through the whole sequence together.
  private var chunk: Int { workers.rowsPerChunk(B, atMost: lstmRowsAtOnce(hidden: H)) }

  /// The steps in the order in which the state passes through them, with the places of the states around each.
  private func step(_ index: Int) -> (t: Int, before: Int, after: Int) {
    reverse ? (T - 1 - index, T - index, T - 1 - index) : (index, index, index + 1)
  }

  private func withLengths<Result>(
    from row: Int, _ body: (UnsafePointer<Int32>?) -> Result
  ) -> Result {
    guard let lengths else { return body(nil) }
    return lengths.steps.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + row }) }
  }

  /// For each step the number of rows of a chunk up to the last one that is still running.
  private func activeRows(in rows: Range<Int>) -> [Int] {
    guard let lengths else { return Array(repeating: rows.count, count: T) }
    var active = Array(repeating: 0, count: T)
    var longest = 0
    for row in rows.reversed() where lengths.lengths[row] > longest {
      for t in longest..<lengths.lengths[row] { active[t] = row - rows.lowerBound + 1 }
      longest = lengths.lengths[row]
    }
    return active
  }

  @specialized(where Scalar == Float)
  func forward<Scalar: EngineScalar>(
    x: Tensor<Scalar>, packedW: PackedMatrix<Scalar>, packedU: PackedMatrix<Scalar>,
    bias: Tensor<Scalar>,
    initialHidden: Tensor<Scalar>, initialCell: Tensor<Scalar>, mask: Tensor<Scalar>?,
    gates: Tensor<Scalar>, hidden: Tensor<Scalar>, cell: Tensor<Scalar>,
    maskedHidden: Tensor<Scalar>?, outputs: Tensor<Scalar>
  ) {
    let start = place(step(0).before) * B * H
    (hidden.freshPointer + start).update(from: initialHidden.pointer, count: B * H)
    (cell.freshPointer + start).update(from: initialCell.pointer, count: B * H)
    workers.forEachChunk(of: B, size: chunk) { rows in
      let first = rows.lowerBound
      let active = activeRows(in: rows)
      withLengths(from: first) { lengths in
        for index in 0..<T {
          let (t, before, after) = step(index)
          let stateBefore = (place(before) * B + first) * H
          let stateAfter = (place(after) * B + first) * H
          let gate = gates.freshPointer + (place(t) * B + first) * 4 * H
          var recurrent = hidden.pointer + stateBefore
          if let mask, let maskedHidden {
            let target = maskedHidden.freshPointer + (place(t) * B + first) * H
            Scalar.kernels.multiply(rows.count * H, recurrent, mask.pointer + first * H, target)
            recurrent = UnsafePointer(target)
          }
          packedW.product(
            m: active[t], x.pointer + (t * B + first) * I, stride: I, plus: packedU, recurrent,
            stride: H, gate, stride: 4 * H)
          Scalar.kernels.lstmGates(
            rows.count, H, t, lengths, bias.pointer, gate, cell.pointer + stateBefore,
            hidden.pointer + stateBefore, cell.freshPointer + stateAfter,
            hidden.freshPointer + stateAfter, outputs.freshPointer + (t * B + first) * H, H)
        }
      }
    }
    keepAlive(x)
  }

  /// - Parameters:
  ///   - inputGradient: dL/dx; nil where nobody asks for it
  ///   - accumulates: whether it is added to
  @specialized(where Scalar == Float)
  func backward<Scalar: EngineScalar>(
    W: Tensor<Scalar>, U: Tensor<Scalar>, mask: Tensor<Scalar>?, gates: Tensor<Scalar>,
    hidden: Tensor<Scalar>, cell: Tensor<Scalar>, outputGradient: Tensor<Scalar>?,
    hiddenGradient: Tensor<Scalar>, cellGradient: Tensor<Scalar>, gateGradients: Tensor<Scalar>,
    maskGradient: Tensor<Scalar>?, inputGradient: UnsafeMutablePointer<Scalar>?, accumulates: Bool
  ) {
    let packedW =
      inputGradient == nil
      ? nil
      : PackedMatrix(
        W.pointer, stride: I, k: 4 * H, n: I, precision: precision, workers: workers)
    let packedU = PackedMatrix(
      U.pointer, stride: H, k: 4 * H, n: H, precision: precision, workers: workers)
    workers.forEachChunk(of: B, size: chunk) { rows in
      let first = rows.lowerBound
      let active = activeRows(in: rows)
      let passing = mask.map { _ in Tensor<Scalar>(uninitialized: [rows.count, H]) }
      withLengths(from: first) { lengths in
        for index in (0..<T).reversed() {
          let (t, before, after) = step(index)
          let stateBefore = (before * B + first) * H
          let gate = gateGradients.freshPointer + (t * B + first) * 4 * H
          let dh = hiddenGradient.freshPointer + first * H
          Scalar.kernels.lstmGatesAdjoint(
            rows.count, H, t, lengths, gates.pointer + (t * B + first) * 4 * H,
            cell.pointer + stateBefore, cell.pointer + (after * B + first) * H,
            outputGradient.map { $0.pointer + (t * B + first) * H }, H, dh,
            cellGradient.freshPointer + first * H, gate)
          if let mask, let maskGradient, let passing {
            let count = active[t] * H
            packedU.product(
              m: active[t], gate, stride: 4 * H, accumulates: false, passing.freshPointer, stride: H
            )
            Scalar.kernels.multiplyAdd(count, passing.pointer, mask.pointer + first * H, dh)
            Scalar.kernels.multiplyAdd(
              count, passing.pointer, hidden.pointer + stateBefore,
              maskGradient.freshPointer + first * H)
          } else {
            packedU.product(
              m: active[t], gate, stride: 4 * H, accumulates: true, dh, stride: H)
          }
          if let inputGradient, let packedW {
            let target = inputGradient + (t * B + first) * I
            packedW.product(
              m: active[t], gate, stride: 4 * H, accumulates: accumulates, target, stride: I)
            if !accumulates {
              (target + active[t] * I).setToZero(count: (rows.count - active[t]) * I)
            }
          }
        }
      }
      keepAlive(passing)
    }
    keepAlive(W, U)
  }

  /// The gradient of weights that meet `states`, `[T · B, width]`: a product over the valid steps.
  @specialized(where Scalar == Float)
  func weightGradient<Scalar: EngineScalar>(
    _ gateGradients: Tensor<Scalar>, states: UnsafePointer<Scalar>, width: Int,
    into target: UnsafeMutablePointer<Scalar>, accumulates: Bool
  ) {
    workers.transposedProduct(
      m: 4 * H, n: width, k: T * B, rows: lengths?.validPositions, gateGradients.pointer,
      stride: 4 * H, states, stride: width, precision: precision, accumulates: accumulates, target,
      stride: width)
    keepAlive(gateGradients)
  }
}

extension SequenceLengths {
  /// The valid places of the time-major batch; nil if all are valid.
  var validPositions: [Int32]? {
    guard validCount < maximum * rows else { return nil }
    return (0..<maximum).flatMap { t in
      steps.indices.compactMap { steps[$0] > t ? Int32(t * steps.count + $0) : nil }
    }
  }
}

extension Tensor {
  /// The part at `index` of the first axis, copied, under the given shape.
  func slice(_ index: Int, shape: [Int]) -> Tensor {
    let part = Tensor(uninitialized: shape)
    part.freshPointer.update(from: pointer + index * part.count, count: part.count)
    return part
  }

  /// A copy that shares nothing.
  func copied() -> Tensor {
    slice(0, shape: shape)
  }
}
