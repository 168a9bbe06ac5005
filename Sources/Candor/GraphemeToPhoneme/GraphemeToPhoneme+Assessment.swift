import CandorEngine

extension GraphemeToPhoneme {
  /// Transcriptions times samples that are scored together; more would outgrow the caches.
  static let scoredRows = 128
  /// The most words whose transcriptions are computed together, and the fewest that are worth a thread.
  static let blockSizes = 16...64
  /// Of what the search finds, so many at most are compared to choose the best and to tell how sure it is: as many as were
  /// when the confidence was learned. What a wider search finds beside them is listed, no more.
  private static let mostCompared = Options().beamWidth
  /// Open transcriptions times phones that a block of words may come to: what a search keeps of each takes memory.
  private static let searchedPhones = 1 << 14

  /// Candidates of words that can be read, and what the models say of them; `nil` where the network's numbers
  /// overflow and it finds nothing.
  ///
  /// - Parameter given: for each word a pronunciation that is a candidate of a hybrid whether it is found or not; none if empty
  func assess(
    _ sources: [[Int32]], given: [[Int32]] = [], options: Options
  ) throws -> [Assessment?] {
    let order = sources.indices.sorted { (sources[$0].count, $0) < (sources[$1].count, $1) }
    // A thread takes whole blocks: it meets the others only at the end.
    let workers = Workers(threads: options.threads)
    let share = (order.count + workers.threads - 1) / workers.threads
    let size = min(max(share, Self.blockSizes.lowerBound), Self.blockSizes.upperBound)
    let blocks = order.indices.parts { part in
      let longest = EncoderDecoder<Float>.outputLimit(
        graphemes: sources[order[part.upperBound - 1]].count)
      return part.count <= size
        && part.count * Self.beamWidth(options) * longest <= Self.searchedPhones
    }.map { order[$0] }
    let assessed = try workers.map(blocks.count) { block in
      try assess(
        block: blocks[block].map { sources[$0] },
        given: given.isEmpty ? [] : blocks[block].map { given[$0] }, options: options)
    }
    var results = [Assessment?](repeating: nil, count: sources.count)
    for (index, assessment) in zip(order, assessed.joined()) { results[index] = assessment }
    return results
  }

  private static func beamWidth(_ options: Options) -> Int { min(max(1, options.beamWidth), 1000) }

  private func assess(
    block sources: [[Int32]], given: [[Int32]], options: Options
  ) throws -> [Assessment?] {
    let samples = try sampleCount(options)
    let block = candidates(
      of: sources, given: given,
      keepsStates: hybrid != nil && (samples == 0 || options.samplesBelow != nil), options: options)
    var results = [Assessment?](repeating: nil, count: sources.count)
    func assess(_ words: [Int], samples: Int) throws {
      for part in block.parts(of: words, samples: samples) {
        for (word, assessment) in zip(part, try score(part, of: block, samples, options)) {
          results[word] = assessment
        }
      }
    }
    // A network whose numbers overflow finds nothing.
    let scorable = sources.indices.filter { !block.candidates[$0].isEmpty }
    if samples > 0, let limit = options.samplesBelow {
      try assess(scorable, samples: 0)
      let doubtful = scorable.filter { results[$0].map { confidence($0) < limit } ?? false }
      try assess(doubtful, samples: samples)
    } else {
      try assess(scorable, samples: samples)
    }
    return results
  }

  /// What the search found, and what other models add to it.
  private func candidates(
    of sources: [[Int32]], given: [[Int32]], keepsStates: Bool, options: Options
  ) -> CandidateBlock {
    let found = network.search(
      SymbolBatch(sources),
      with: BeamSearch(
        width: Self.beamWidth(options), start: startSymbol, end: endSymbol,
        forbidden: forbiddenSymbols, mass: options.mass),
      keepsStates: keepsStates,
      in: Context(mode: .deterministic, frozenWeights: weights))
    // A hypothesis twenty times less probable than the best will hardly come out first after the samples.
    func likely(_ hypotheses: [BeamSearch.Traced]) -> Int {
      hypotheses.prefix(Self.mostCompared).count {
        $0.hypothesis.logProbability > hypotheses[0].hypothesis.logProbability - 3
      }
    }
    let alternatives = min(options.alternatives, Self.beamWidth(options))
    let kept = found.hypotheses.map { Array($0.prefix(max(alternatives + 1, likely($0)))) }
    var block = CandidateBlock(
      sources: sources, found: found, kept: kept, candidates: kept.map { $0.map(\.hypothesis) },
      compared: kept.map { Array($0.indices) }, opinions: [])
    guard let hybrid else { return block }
    block.opinions = sources.indices.map { word in
      guard !kept[word].isEmpty else { return Hybrid.Opinion(joint: []) }
      var listed = Set(likely(found.hypotheses[word])..<kept[word].count)
      if !given.isEmpty { listed.remove(block.candidates[word].include(given[word])) }
      let opinion = hybrid.propose(sources[word], to: &block.candidates[word], listed: listed)
      block.compared[word] = block.candidates[word].indices.filter {
        !listed.contains($0) || opinion.proposed.contains($0)
      }
      return opinion
    }
    return block
  }

  /// What all models say of some words of a block; `nil` where a network's numbers overflow.
  private func score(
    _ words: [Int], of block: CandidateBlock, _ samples: Int, _ options: Options
  ) throws -> [Assessment?] {
    let sources = words.map { block.sources[$0] }
    let candidates = words.map { block.candidates[$0] }
    let compared = words.map { block.compared[$0] }
    let hypotheses = candidates.map { $0.map(\.symbols) }
    var opinions = block.opinions.isEmpty ? [] : words.map { block.opinions[$0] }
    var isFinite = words.map { _ in true }
    for rescorer in hybrid?.rescorers ?? [] {
      let scores = try scorer(of: rescorer, samples: samples, options: options)(
        sources, hypotheses: hypotheses
      ) { index, logProbabilities in
        // Its doubt, too, must not depend on what else is listed.
        compared[index].max { logProbabilities[$0] < logProbabilities[$1] }
      }
      for (index, scores) in scores.enumerated() {
        guard let scores else {
          isFinite[index] = false
          continue
        }
        opinions[index].rescorers.append(
          Hybrid.Rescored(logProbabilities: scores.logProbabilities, doubt: scores.doubt))
      }
    }
    let logits =
      samples > 0
      ? nil
      : network.logits(
        along: hypotheses, kept: words.map { block.kept[$0] }, of: words, found: block.found,
        in: Context(mode: .deterministic, frozenWeights: weights))
    let score = scorer(samples: samples, options: options)
    guard let hybrid else {
      return try zip(candidates, score(sources, hypotheses: hypotheses, logits: logits)).map {
        candidates, scores in
        scores.map { Assessment(hypotheses: candidates, scores: $0, isSampled: samples > 0) }
      }
    }
    let scores = try score(sources, hypotheses: hypotheses, logits: logits) {
      index, logProbabilities in
      hybrid.choice(
        opinions[index], logProbabilities, candidates[index], compared: compared[index],
        sampled: samples > 0)
    }
    var assessments = words.indices.map { index -> Assessment? in
      guard isFinite[index], let scores = scores[index] else { return nil }
      return Assessment(
        hypotheses: candidates[index], scores: scores, isSampled: samples > 0,
        hybrid: hybrid.evidence(
          opinions[index], scores, candidates[index], compared: compared[index],
          graphemes: sources[index], sampled: samples > 0))
    }
    let evidence = assessments.indices.compactMap { index in
      assessments[index]?.hybrid.map { (index: index, of: $0) }
    }
    let logOdds = hybrid.logOdds(
      evidence.map { ($0.of.word, traitReader.traits(of: $0.of.subject)) }, sampled: samples > 0)
    for ((index, _), logOdds) in zip(evidence, logOdds) {
      assessments[index]?.hybrid?.logOdds = logOdds
    }
    return assessments
  }

  /// What gives transcriptions their probabilities.
  func scorer(samples: Int, options: Options) -> HypothesisScorer {
    scorer(of: network, temperature: calibration.temperature, samples: samples, options: options)
  }

  private func scorer(
    of network: EncoderDecoder<Float>, temperature: Double = 1, samples: Int, options: Options
  ) -> HypothesisScorer {
    HypothesisScorer(
      network: network, start: startSymbol, end: endSymbol, temperature: temperature,
      samples: samples, seed: options.seed, weights: weights)
  }
}

/// Words that were searched together, with their candidates.
private struct CandidateBlock {
  let sources: [[Int32]]
  let found: FoundTranscriptions
  /// Of what was found, for each word what is worth scoring.
  let kept: [[BeamSearch.Traced]]
  /// The same, and then what was given or other models proposed.
  var candidates: [[Hypothesis]]
  /// For each word those candidates among which the best one is chosen; the others are only to be listed.
  var compared: [[Int]]
  /// What other models say, if there are any.
  var opinions: [Hybrid.Opinion]

  /// The words in parts that are scored together: a word of more rows than that is scored alone.
  func parts(of words: [Int], samples: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var rows = 0
    for word in words {
      let own = candidates[word].count * max(1, samples)
      if parts.isEmpty || rows + own > GraphemeToPhoneme.scoredRows {
        parts.append([])
        rows = 0
      }
      parts[parts.count - 1].append(word)
      rows += own
    }
    return parts
  }
}

extension Range<Int> {
  /// Consecutive parts, each as long as it may be; of one element at least.
  fileprivate func parts(_ fits: (Range<Int>) -> Bool) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var first = lowerBound
    for end in self where end > first && !fits(first..<end + 1) {
      parts.append(first..<end)
      first = end
    }
    if first < upperBound { parts.append(first..<upperBound) }
    return parts
  }
}
