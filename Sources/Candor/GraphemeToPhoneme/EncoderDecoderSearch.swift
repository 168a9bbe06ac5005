import CandorEngine

/// What a search found, with what it read on the way.
struct FoundTranscriptions {
  /// The words.
  var encoded: EncodedSource<Float>
  /// For each word its hypotheses, most probable first, with phones in the order of speech.
  var hypotheses: [[BeamSearch.Traced]]
  /// The logits of each step, `[rows, C]`.
  var logits: [Tensor<Float>]

  /// Copies the logits along a hypothesis to a row of a batch `[U, rows, C]`.
  func copyLogits(along hypothesis: BeamSearch.Traced, to row: Int, of batch: inout Tensor<Float>) {
    let (rows, classes) = (batch.shape[1], batch.shape[2])
    batch.withUnsafeMutableElements { target in
      for (step, source) in hypothesis.rows.enumerated() {
        logits[step].withUnsafeElements { logits in
          let at = (step * rows + row) * classes
          _ = UnsafeMutableBufferPointer(rebasing: target[at..<at + classes])
            .update(fromContentsOf: logits[source * classes..<(source + 1) * classes])
        }
      }
    }
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
    var hypotheses = search.tracing(
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
    for word in hypotheses.indices {
      for index in hypotheses[word].indices {
        let written = hypotheses[word][index].hypothesis.symbols
        hypotheses[word][index].hypothesis.symbols = direction.turned(written)
      }
    }
    return FoundTranscriptions(encoded: encoded, hypotheses: hypotheses, logits: logits)
  }
}
