import Candor
import CandorText

extension BundleManifest.Provenance {
  /// Lines for people: a name and its value.
  ///
  /// - Parameter examples: what the model learned from, such as `pronunciations`
  package func lines(examples: String, heldOut: String) -> [(String, String)] {
    [
      ("command", command), ("seed", "\(seed)"),
      ("epochs", "\(epochs), the best was \(bestEpoch)"),
      ("hours", Decimal.fixed(hours, decimals: 2)),
      ("training", "\(trainingExamples) \(examples)"),
      ("validation", "\(validationExamples) \(heldOut)"),
    ] + corpora.map { ($0.role, "\($0.name)  sha256 \($0.sha256)") }
      + validation.sorted { $0.key < $1.key }.map {
        ("validation \($0.key)", Decimal.fixed($0.value, decimals: 4))
      }
  }
}

/// Titled lists of names and values.
package enum Sections {
  /// The text, with nothing in it that a terminal obeys.
  package static func text(_ sections: [(title: String, rows: [(String, String)])]) -> String {
    sections.map { title, rows in
      "\(title)\n" + Columns.lines(rows.map { ("  \($0.0)", Escaping.column($0.1)) })
    }.joined(separator: "\n")
  }
}

extension TextSettings {
  /// Lines for people: a name and its value.
  package var lines: [(String, String)] {
    [
      ("normal form", "\(normalizer.form.rawValue), \(normalizer.caseMapping)"),
      ("ICU of training", icuVersion),
      ("ICU here", "\(ICU.version), Unicode \(ICU.unicodeVersion)"),
    ]
  }
}
