/// How explanations are written.
package enum ExplanationFormat: String, Sendable, CaseIterable {
  /// The text with its words coloured by what they add, and a table.
  case text
  /// `token<TAB>leave-one-out<TAB>gradient × input`, a line for each token, an empty line after each text.
  case tsv
  /// One JSON object a line.
  case json
  /// A page with the words coloured by what they add.
  case html
}

/// Which of the two measures colours the words.
package enum ExplanationMeasure: String, Sendable, CaseIterable {
  /// The change when a token is left out.
  case leaveOneOut = "leave-one-out"
  /// The gradient times the input.
  case gradient

  func value(_ part: Explanation.Part) -> Double {
    switch self {
    case .leaveOneOut: part.leaveOneOut
    case .gradient: part.gradientTimesInput
    }
  }
}

/// Writes explanations.
package struct ExplanationFormatter: Sendable {
  /// The form.
  package var format: ExplanationFormat
  /// What colours the words.
  package var measure: ExplanationMeasure
  /// Whether the terminal shows colours.
  package var isColoured: Bool

  /// A formatter.
  package init(_ format: ExplanationFormat, measure: ExplanationMeasure, isColoured: Bool) {
    self.format = format
    self.measure = measure
    self.isColoured = isColoured
  }

  /// What stands before the first explanation.
  package var head: String {
    format == .html
      ? """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>What each word adds</title><style>
      body { font: 1.1em/1.9 sans-serif; max-width: 45em; margin: 2em auto; padding: 0 1em }
      span { padding: .15em .1em; border-radius: .2em }
      small { color: #555 }
      </style></head><body>
      <p><small>Green words speak for the label, orange ones against it; point at one for the numbers: \
      by how much the label’s log-odds would fall without it, in nats.</small></p>

      """ : ""
  }

  /// What stands after the last one.
  package var tail: String { format == .html ? "</body></html>\n" : "" }

  /// One explanation.
  ///
  /// - Parameter remarks: what happened to the text before it was read
  package func text(_ explanation: Explanation, remarks: [String] = []) -> String {
    switch format {
    case .text: plain(explanation, remarks)
    case .tsv: tsv(explanation)
    case .json: json(explanation, remarks).text + "\n"
    case .html: html(explanation, remarks)
    }
  }

  /// What a format without room for it does not say of how the text was read.
  package func omission(_ explanation: Explanation, remarks: [String]) -> String? {
    guard format == .tsv else { return nil }
    let said = said(of: explanation.classification, remarks)
    return said.isEmpty
      ? nil : "\(Escaping.column(String(explanation.classification.text.prefix(60)))): \(said)"
  }

  private func said(of result: Classification, _ remarks: [String]) -> String {
    (remarks + [result.problem?.description].compactMap(\.self)).joined(separator: "; ")
  }

  private func verdict(_ explanation: Explanation, _ remarks: [String]) -> String {
    let result = explanation.classification
    let said = said(of: result, remarks)
    guard let label = result.label else { return said }
    let verdict =
      "\(Escaping.column(label)) \(Decimal.percent(result.probability))"
      + (said.isEmpty ? "" : "; \(said)")
    guard let explained = explanation.label, explained != label else { return verdict }
    return verdict + "; what speaks for \(Escaping.column(explained)):"
  }

  /// In −1…1, the largest part of the text being ±1; parts of less than 0.5 nats at most stay pale.
  private func strength(_ part: Explanation.Part, of explanation: Explanation) -> Double {
    let largest = explanation.parts.reduce(0.5) { max($0, abs(measure.value($1))) }
    return measure.value(part) / largest
  }

  private func signed(_ value: Double) -> String {
    (value >= 0 ? "+" : "") + Decimal.fixed(value, decimals: 3)
  }

  private func tsv(_ explanation: Explanation) -> String {
    explanation.parts.map {
      Escaping.column($0.text) + "\t" + Decimal.fixed($0.leaveOneOut, decimals: 4) + "\t"
        + Decimal.fixed($0.gradientTimesInput, decimals: 4) + "\n"
    }.joined() + "\n"
  }

  private func json(_ explanation: Explanation, _ remarks: [String]) -> JSONText {
    let result = explanation.classification
    var fields: [(String, JSONText)] = [
      ("text", .string(result.text)),
      ("label", result.label.map { .string($0) } ?? .null),
      ("probability", .number(result.probability)),
      ("explained", explanation.label.map { .string($0) } ?? .null),
      (
        "parts",
        .array(
          explanation.parts.map {
            .object([
              ("text", .string($0.text)), ("leaveOneOut", .number($0.leaveOneOut)),
              ("gradientTimesInput", .number($0.gradientTimesInput)),
            ])
          })
      ),
      ("problem", result.problem.map { .string($0.description) } ?? .null),
    ]
    if !remarks.isEmpty { fields.append(("remarks", .strings(remarks))) }
    return .object(fields)
  }

  private func plain(_ explanation: Explanation, _ remarks: [String]) -> String {
    var lines = coloured(explanation) + "\n" + verdict(explanation, remarks) + "\n"
    let width = explanation.parts.reduce(8) {
      max($0, min(40, DisplayWidth.of(Escaping.column($1.text))))
    }
    for part in explanation.parts {
      let value = measure.value(part)
      let length = Int((abs(strength(part, of: explanation)) * 20).rounded())
      let bar = String(repeating: value >= 0 ? "+" : "-", count: length)
      lines +=
        "  " + DisplayWidth.padded(Escaping.column(part.text), to: width) + "  "
        + DisplayWidth.padded(signed(value), to: 8) + (bar.isEmpty ? "" : " " + bar) + "\n"
    }
    return lines
  }

  /// The text, each token on its colour.
  private func coloured(_ explanation: Explanation) -> String {
    pieces(explanation).map { text, part in
      let shown = Escaping.column(text)
      guard isColoured, let part else { return shown }
      let strength = strength(part, of: explanation)
      let level = Int((abs(strength) * 3).rounded())
      guard level > 0 else { return shown }
      let colours = strength > 0 ? [0, 194, 157, 114] : [0, 223, 215, 208]
      return "\u{1B}[30;48;5;\(colours[level])m\(shown)\u{1B}[0m"
    }.joined()
  }

  private func html(_ explanation: Explanation, _ remarks: [String]) -> String {
    let body = pieces(explanation).map { text, part in
      guard let part else { return Self.escapedHTML(text) }
      let strength = strength(part, of: explanation)
      let colour = strength > 0 ? "0,158,115" : "230,159,0"
      return
        "<span style=\"background:rgba(\(colour),\(Decimal.fixed(abs(strength) * 0.8, decimals: 2)))\" "
        + "title=\"leave-one-out \(signed(part.leaveOneOut)), "
        + "gradient × input \(signed(part.gradientTimesInput))\">\(Self.escapedHTML(text))</span>"
    }.joined()
    return
      "<p>\(body)<br><small>\(Self.escapedHTML(verdict(explanation, remarks)))</small></p>\n"
  }

  /// The whole text in pieces: tokens, and what stands between them.
  private func pieces(_ explanation: Explanation) -> [(String, Explanation.Part?)] {
    let text = explanation.classification.text
    var pieces: [(String, Explanation.Part?)] = []
    var at = text.startIndex
    for part in explanation.parts {
      if at < part.range.lowerBound {
        pieces.append((String(text[at..<part.range.lowerBound]), nil))
      }
      pieces.append((part.text, part))
      at = part.range.upperBound
    }
    if at < text.endIndex { pieces.append((String(text[at...]), nil)) }
    return pieces
  }

  private static func escapedHTML(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
