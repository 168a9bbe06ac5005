/// Exponents of numbers, symbols and brackets: `10³`, `10^-3`, `x²`. Behind a word they are the mark of a note.
struct PowerRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let base = pieces[index - 1],
      base.isNumber || base.text == ")" || (base.kind == .letter && base.text.count <= 2)
    else { return nil }
    var exponent = ""
    var end = index
    if pieces.text(index) == "^" {
      end += 1
      if ["-", "−"].contains(pieces.text(end)) {
        exponent = "-"
        end += 1
      }
      guard pieces.isNumber(end), let literal = NumberLiteral(pieces.text(end)),
        literal.fraction == nil
      else { return nil }
      exponent += literal.integer
      end += 1
    } else {
      while let piece = pieces[end], !piece.text.isEmpty,
        piece.text.allSatisfy({ Self.superscripts[$0] != nil })
      {
        exponent += String(piece.text.compactMap { Self.superscripts[$0] })
        end += 1
      }
    }
    let digits = exponent.drop { $0 == "-" }
    guard !digits.isEmpty, !digits.contains("-") else { return nil }
    let words =
      switch exponent {
      case "2": ["squared"]
      case "3": ["cubed"]
      default:
        ["to", "the", "power", "of"] + (exponent.hasPrefix("-") ? ["minus"] : [])
          + speller.cardinal(String(digits))
      }
    return Reading(words, count: end - index, .symbols)
  }

  private static let superscripts: [Character: Character] = [
    "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
    "⁹": "9", "⁻": "-",
  ]
}
