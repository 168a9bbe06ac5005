import CandorEngine

/// What a search found, with the logits that it read on the way.
struct FoundTranscriptions {
  /// For each word its hypotheses, most probable first.
  var hypotheses: [[BeamSearch.Traced]]
  /// The logits of each step, `[rows, C]`.
  var logits: [Tensor<Float>]

  /// The logits along hypotheses, `[U, hypotheses, C]`; zero after the end of one.
  func logits(along hypotheses: [BeamSearch.Traced]) -> Tensor<Float> {
    let steps = hypotheses.reduce(0) { max($0, $1.rows.count) }
    let classes = logits.first?.shape.last ?? 0
    var along = Tensor<Float>(zeros: [steps, hypotheses.count, classes])
    along.withUnsafeMutableElements { target in
      for (index, hypothesis) in hypotheses.enumerated() {
        for (step, row) in hypothesis.rows.enumerated() {
          logits[step].withUnsafeElements { source in
            let at = (step * hypotheses.count + index) * classes
            _ = UnsafeMutableBufferPointer(rebasing: target[at..<at + classes])
              .update(fromContentsOf: source[row * classes..<(row + 1) * classes])
          }
        }
      }
    }
    return along
  }
}

extension EncoderDecoder where Scalar == Float {
  /// The most phones of a word. English needs fewer phones than letters; scripts that spell syllables need more.
  static func outputLimit(graphemes: Int) -> Int { 3 * graphemes + 10 }

  /// The most probable transcriptions of words under the mean network.
  ///
  /// - Parameters:
  ///   - source: the words
  ///   - search: beam width and special symbols
  ///   - context: a deterministic one
  func search(
    _ source: SymbolBatch, with search: BeamSearch, in context: Context<Float>
  ) -> FoundTranscriptions {
    let encoded = encode(source, in: context)
    var logits: [Tensor<Float>] = []
    let hypotheses = search.tracing(
      limits: source.lengths.lengths.map { Self.outputLimit(graphemes: $0) },
      from: DecoderState?.none,
      pick: { state, rows in state?.picking(rows) },
      step: { items, last, state in
        let (next, after) = step(
          encoded.picking(items), previous: SymbolBatch(step: last), from: state, in: context)
        let rows = next.value.reshaped([last.count, configuration.targetSymbols])
        logits.append(rows)
        return (context.logSoftmax(Variable(rows)), after)
      })
    return FoundTranscriptions(hypotheses: hypotheses, logits: logits)
  }
}
