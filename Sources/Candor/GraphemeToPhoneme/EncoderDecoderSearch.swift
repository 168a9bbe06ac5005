import CandorEngine

extension EncoderDecoder where Scalar == Float {
  /// The most phones of a word. English needs fewer phones than letters; scripts that spell syllables need more.
  static func outputLimit(graphemes: Int) -> Int { 3 * graphemes + 10 }

  /// The most probable transcriptions of words under the mean network.
  ///
  /// - Parameters:
  ///   - source: the words
  ///   - search: beam width and special symbols
  ///   - workers: the threads
  /// - Returns: for each word its hypotheses, most probable first
  public func search(
    _ source: SymbolBatch, with search: BeamSearch, workers: Workers
  ) -> [[Hypothesis]] {
    let context = Context<Float>(mode: .deterministic, workers: workers)
    let encoded = encode(source, in: context)
    let limits = source.lengths.lengths.map { Self.outputLimit(graphemes: $0) }
    return search(
      limits: limits, from: DecoderState?.none,
      pick: { state, rows in state?.picking(rows) },
      step: { items, last, state in
        let rows = SymbolBatch(last.map { [$0] })
        let picked =
          items == Array(0..<source.lengths.rows) ? encoded : encoded.picking(items)
        let (logits, after) = step(picked, previous: rows, from: state, in: context)
        return (context.logSoftmax(logits), after)
      })
  }
}
