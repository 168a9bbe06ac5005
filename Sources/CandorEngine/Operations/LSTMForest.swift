/// The steps of sequences that share what they begin with: a forest, whose steps lie level by level.
public struct StepForest: Sendable, Equatable {
  /// Where the steps of each level start, and last the number of all.
  public let levels: [Int]
  /// For each step the one before it, which is of a level before; −1 − r for the first one after given state r.
  public let parents: [Int]

  /// Levels and parents, whose counts agree.
  public init(levels: [Int], parents: [Int]) {
    precondition(
      levels.first == 0 && levels.last == parents.count
        && zip(levels, levels.dropFirst()).allSatisfy(<=),
      "StepForest: levels \(levels) of \(parents.count) steps")
    precondition(
      zip(levels, levels.dropFirst()).allSatisfy { first, end in
        parents[first..<end].allSatisfy { $0 < first }
      }, "StepForest: a step before its parent")
    (self.levels, self.parents) = (levels, parents)
  }

  /// The steps in parts of so many at most, each of one level.
  func chunks(of size: Int) -> [Range<Int>] {
    zip(levels, levels.dropFirst()).flatMap { first, end in
      stride(from: first, to: end, by: size).map { $0..<min($0 + size, end) }
    }
  }
}

extension Context {
  /// An LSTM, as `lstm(_:)`, over sequences that share what they begin with. For prediction: no gradient flows.
  ///
  /// - Parameters:
  ///   - x: `[N, I]`, the input of each step
  ///   - forest: the steps
  ///   - inputWeight: W, `[4H, I]`
  ///   - recurrentWeight: U, `[4H, H]`
  ///   - bias: b, `[4H]`
  ///   - initial: the given states; zeros by default
  ///   - recurrentMask: m, `[N, H]`, on the recurrent state
  /// - Returns: h and c after each step, `[N, H]`
  @specialized(where Scalar == Float)
  func lstm(
    _ x: Tensor<Scalar>, along forest: StepForest, inputWeight: Tensor<Scalar>,
    recurrentWeight: Tensor<Scalar>, bias: Tensor<Scalar>, initial: LSTMState<Scalar>?,
    recurrentMask: Tensor<Scalar>?
  ) -> LSTMState<Scalar> {
    let (N, I) = (forest.parents.count, inputWeight.shape[1])
    let H = recurrentWeight.shape[1]
    let given = initial?.hidden.shape[0]
    precondition(x.shape == [N, I], "lstm: input \(x.shape) is not [\(N), \(I)]")
    precondition(
      recurrentMask.map { $0.shape == [N, H] } ?? true,
      "lstm: recurrent mask \(recurrentMask?.shape ?? []) is not [\(N), \(H)]")
    precondition(tape == nil, "lstm: no gradient flows along a forest")
    precondition(
      initial.map { $0.hidden.shape == [given ?? 0, H] && $0.cell.shape == $0.hidden.shape }
        ?? true,
      "lstm: given states \(initial?.hidden.shape ?? []), \(initial?.cell.shape ?? [])")
    precondition(
      given.map { rows in forest.parents.allSatisfy { -1 - $0 < rows } } ?? true,
      "lstm: a step after a state beyond \(given ?? 0)")
    let packedW = packedTranspose(of: inputWeight)
    let packedU = packedTranspose(of: recurrentWeight)
    let chunk = lstmRowsAtOnce(hidden: H)
    let hiddenBefore = Tensor<Scalar>(uninitialized: [chunk, H])
    let cellBefore = Tensor<Scalar>(uninitialized: [chunk, H])
    let gates = Tensor<Scalar>(uninitialized: [chunk, 4 * H])
    let outputs = Tensor<Scalar>(uninitialized: [chunk, H])
    let hidden = Tensor<Scalar>(uninitialized: [N, H])
    let cell = Tensor<Scalar>(uninitialized: [N, H])

    func gather(
      _ steps: Range<Int>, of states: Tensor<Scalar>, _ initial: Tensor<Scalar>?,
      into target: UnsafeMutablePointer<Scalar>
    ) {
      for (place, step) in steps.enumerated() {
        let parent = forest.parents[step]
        if parent >= 0 {
          (target + place * H).update(from: states.pointer + parent * H, count: H)
        } else if let initial {
          (target + place * H).update(from: initial.pointer + (-1 - parent) * H, count: H)
        } else {
          (target + place * H).setToZero(count: H)
        }
      }
    }
    for steps in forest.chunks(of: chunk) {
      let (first, count) = (steps.lowerBound, steps.count)
      gather(steps, of: hidden, initial?.hidden.value, into: hiddenBefore.freshPointer)
      gather(steps, of: cell, initial?.cell.value, into: cellBefore.freshPointer)
      if let recurrentMask {
        Scalar.kernels.multiply(
          count * H, hiddenBefore.pointer, recurrentMask.pointer + first * H,
          hiddenBefore.freshPointer)
      }
      packedW.product(
        m: count, x.pointer + first * I, stride: I, plus: packedU, hiddenBefore.pointer, stride: H,
        gates.freshPointer, stride: 4 * H)
      Scalar.kernels.lstmGates(
        count, H, 0, nil, bias.pointer, gates.freshPointer, cellBefore.pointer,
        hiddenBefore.pointer, cell.freshPointer + first * H, hidden.freshPointer + first * H,
        outputs.freshPointer, H)
    }
    keepAlive(x)
    return LSTMState(hidden: Variable(hidden), cell: Variable(cell))
  }
}

extension LSTM {
  /// h and c after each step, `[N, H]`, of sequences that share what they begin with: `x` is `[N, I]`. For prediction:
  /// no gradient flows.
  public func callAsFunction(
    _ x: Variable<Scalar>, along forest: StepForest, from initial: LSTMState<Scalar>? = nil,
    in context: Context<Scalar>
  ) -> LSTMState<Scalar> {
    let mask = recurrentDropout.mask(
      rows: forest.parents.count, weights: [recurrentWeight], in: context)
    return context.lstm(
      x.value, along: forest, inputWeight: inputWeight.value,
      recurrentWeight: recurrentWeight.value, bias: bias.value, initial: initial,
      recurrentMask: mask?.value)
  }
}
