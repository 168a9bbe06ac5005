import Candor
import CandorEngine
import TestSupport
import Testing

@Suite struct PathLogitsTests {
  /// Candidates that the search found, that begin like those, that end before them, and that have nothing in common.
  @Test(arguments: [WritingDirection.leftToRight, .rightToLeft])
  func eachCandidateHasWhatItWouldHaveAlone(direction: WritingDirection) {
    var configuration = Tiny.configuration(.none)
    configuration.writes = direction
    let network = EncoderDecoder<Float>(configuration, seed: 3)
    let context = Context<Float>(mode: .deterministic)
    let search = BeamSearch(width: 3, start: Tiny.start, end: Tiny.end, forbidden: [0, Tiny.start])
    let found = network.search(
      SymbolBatch(Tiny.sources), with: search, keepsStates: true, in: context)
    let words = [3, 0, 2]
    let kept = words.map { found.hypotheses[$0] }
    let candidates = kept.map { kept in
      let known = kept.map(\.hypothesis.symbols)
      let written = direction.turned(known[0])
      let others = [
        Array(written.dropLast()), written + [4], written + [4, 5], [6, 6, 5, 4], [],
        written.dropLast() + [3, 6],
      ].map(direction.turned)
      return known + others.filter { !known.contains($0) }
    }
    let result = network.logits(
      along: candidates, kept: kept, of: words, found: found, in: context)
    let classes = configuration.targetSymbols
    let logits = result.logits.scalars
    var path = 0
    for (word, candidates) in zip(words, candidates) {
      #expect(candidates.count > 5)
      for candidate in candidates {
        let expected = network.decode(
          network.encode(SymbolBatch([Tiny.sources[word]]), in: context),
          previous: SymbolBatch([[Tiny.start] + direction.turned(candidate)]), in: context)
        expectClose(
          result.paths[path].flatMap { logits[$0 * classes..<($0 + 1) * classes] },
          expected.value.scalars, absolute: 1e-6, relative: 1e-5)
        path += 1
      }
    }
    #expect(path == result.paths.count)
  }
}
