import CandorEngine

/// What a search found, with what it read on the way.
package struct FoundTranscriptions {
  /// The words.
  package var encoded: EncodedSource<Float>
  /// For each word its hypotheses, most probable first, with phones in the order of speech.
  package var hypotheses: [[BeamSearch.Traced]]
  /// The logits of each step, `[rows, C]`.
  package var logits: [Tensor<Float>]
  /// The state after each step, row by row, if it was wanted.
  package var states: [EncoderDecoder<Float>.DecoderState]
}

extension EncoderDecoder where Scalar == Float {
  /// The most phones of a word. English needs fewer phones than letters; scripts that spell syllables need more.
  static func outputLimit(graphemes: Int) -> Int { 3 * graphemes + 10 }

  /// The most probable transcriptions of words under the mean network.
  ///
  /// - Parameters:
  ///   - source: the words
  ///   - search: beam width and special symbols
  ///   - keepsStates: whether the state after each step is wanted
  ///   - context: a deterministic one
  package func search(
    _ source: SymbolBatch, with search: BeamSearch, keepsStates: Bool = false,
    in context: Context<Float>
  ) -> FoundTranscriptions {
    let encoded = encode(source, in: context)
    var logits: [Tensor<Float>] = []
    var states: [DecoderState] = []
    var hypotheses = search.tracing(
      limits: source.lengths.lengths.map { Self.outputLimit(graphemes: $0) },
      from: DecoderState?.none,
      pick: { state, rows in state?.picking(rows) },
      step: { items, last, state in
        let (next, after) = step(
          encoded.picking(items), previous: SymbolBatch(step: last), from: state, in: context)
        let rows = next.value.reshaped([last.count, configuration.targetSymbols])
        logits.append(rows)
        if keepsStates { states.append(after) }
        return (context.logSoftmax(Variable(rows)), after)
      })
    for word in hypotheses.indices {
      for index in hypotheses[word].indices {
        let written = hypotheses[word][index].hypothesis.symbols
        hypotheses[word][index].hypothesis.symbols = direction.turned(written)
      }
    }
    return FoundTranscriptions(
      encoded: encoded, hypotheses: hypotheses, logits: logits, states: states)
  }
}
