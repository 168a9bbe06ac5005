/// A bar for a probability: ten cells, drawn in eighths; green, yellow or red where colours are wanted.
package enum ProbabilityBar {
  /// The bar between its marks.
  package static func text(_ probability: Double, isColoured: Bool) -> String {
    let cells = 10
    let eighths = Int((min(max(probability, 0), 1) * Double(cells * 8)).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    var bar = String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    bar += String(repeating: " ", count: cells - (eighths + 7) / 8)
    guard isColoured else { return "▕" + bar + "▏" }
    let colour = probability >= 0.9 ? 32 : probability >= 0.6 ? 33 : 31
    return "▕\u{1B}[\(colour)m\(bar)\u{1B}[0m▏"
  }
}
