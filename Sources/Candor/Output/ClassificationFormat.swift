/// How classifications are written.
package enum ClassificationFormat: String, Sendable, CaseIterable {
  /// `text<TAB>label<TAB>probability<TAB>uncertainty`, with `all` a column of all labels, and a last column where something
  /// has to be said.
  case tsv
  /// One JSON object a line.
  case json
  /// Aligned columns for people, with a bar for the probability.
  case table
}

/// Writes classifications as lines, one for each text.
package struct ClassificationFormatter: Sendable {
  /// The form of the lines.
  package var format: ClassificationFormat
  /// The model's labels.
  package var labels: SentimentLabels
  /// Whether the probability of every label is shown.
  package var showsAll = false
  /// A label of less probability is not given.
  package var threshold: Double?
  /// A label of more epistemic uncertainty is not given.
  package var uncertaintyLimit: Double?
  /// Whether the table has colours.
  package var isColoured = false

  /// A formatter.
  package init(_ format: ClassificationFormat, labels: SentimentLabels) {
    self.format = format
    self.labels = labels
  }

  /// The lines of some classifications, each with its end.
  ///
  /// - Parameter remarks: what happened to each text before it was read
  package func lines(_ results: [Classification], remarks: [[String]]) -> String {
    switch format {
    case .tsv: zip(results, remarks).map { tsv($0, $1) }.joined()
    case .json: zip(results, remarks).map { json($0, $1).text + "\n" }.joined()
    case .table: table(results, remarks)
    }
  }

  /// Why the label is not given, or `nil`: the model abstains rather than guess.
  package func abstention(_ result: Classification) -> String? {
    guard result.label != nil else { return nil }
    if let threshold, result.probability < threshold {
      return "abstains: probability below \(threshold)"
    }
    if let uncertaintyLimit, let uncertainty = result.uncertainty, uncertainty > uncertaintyLimit {
      return "abstains: uncertainty above \(uncertaintyLimit)"
    }
    return nil
  }

  private func note(_ result: Classification, _ remarks: [String]) -> String {
    (remarks + [result.problem?.description, abstention(result)].compactMap { $0 })
      .joined(separator: "; ")
  }

  private func label(_ result: Classification) -> String? {
    abstention(result) == nil ? result.label : nil
  }

  /// The labels by falling probability.
  private func ranked(_ result: Classification) -> [(label: String, probability: Double)] {
    result.probabilities.indices
      .sorted { (result.probabilities[$0], $1) > (result.probabilities[$1], $0) }
      .map { (labels.names[$0], result.probabilities[$0]) }
  }

  private func list(_ result: Classification) -> String {
    ranked(result).map {
      "\(Escaping.column($0.label)) \(Decimal.fixed($0.probability, decimals: 4))"
    }
    .joined(separator: ", ")
  }

  private func tsv(_ result: Classification, _ remarks: [String]) -> String {
    var columns = [
      Escaping.column(result.text), Escaping.column(label(result) ?? ""),
      Decimal.fixed(result.probability, decimals: 4),
      result.uncertainty.map { Decimal.fixed($0, decimals: 4) } ?? "",
    ]
    if showsAll { columns.append(list(result)) }
    let note = note(result, remarks)
    if !note.isEmpty { columns.append(note) }
    return columns.joined(separator: "\t") + "\n"
  }

  private func json(_ result: Classification, _ remarks: [String]) -> JSONText {
    var fields: [(String, JSONText)] = [
      ("text", .string(result.text)),
      ("label", label(result).map { .string($0) } ?? .null),
      ("probability", .number(result.probability)),
      ("uncertainty", .number(result.uncertainty)),
      ("entropy", .number(result.label == nil ? nil : result.entropy)),
    ]
    if showsAll {
      fields.append(
        (
          "probabilities",
          .object(ranked(result).map { ($0.label, .number($0.probability)) })
        ))
    }
    fields.append(("unknownWords", .strings(result.unknownWords)))
    fields.append(("problem", result.problem.map { .string($0.description) } ?? .null))
    if abstention(result) != nil {
      fields.append(("abstains", .bool(true)))
      fields.append(("likeliest", result.label.map { .string($0) } ?? .null))
    }
    if !remarks.isEmpty { fields.append(("remarks", .strings(remarks))) }
    return .object(fields)
  }

  private func table(_ results: [Classification], _ remarks: [[String]]) -> String {
    let texts = results.map { Escaping.column($0.text) }
    let width = texts.reduce(12) { max($0, min(60, DisplayWidth.of($1))) }
    let labelWidth = labels.names.reduce(8) { max($0, DisplayWidth.of(Escaping.column($1))) }
    return zip(zip(texts, results), remarks).map { pair, remarks in
      let (text, result) = pair
      let percent = Decimal.percent(result.probability)
      var line = DisplayWidth.padded(text, to: width) + "  "
      line += DisplayWidth.padded(Escaping.column(label(result) ?? "?"), to: labelWidth) + "  "
      line += ProbabilityBar.text(result.probability, isColoured: isColoured) + " "
      line += String(repeating: " ", count: max(0, 7 - percent.utf8.count)) + percent
      if let uncertainty = result.uncertainty {
        line += "  " + Decimal.fixed(uncertainty, decimals: 3) + " nats"
      }
      if showsAll { line += "  " + list(result) }
      let note = note(result, remarks)
      if !note.isEmpty { line += "  " + (isColoured ? "\u{1B}[2m\(note)\u{1B}[0m" : note) }
      return line + "\n"
    }.joined()
  }
}
