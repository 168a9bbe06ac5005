/// Chemical formulas with a number in them: `H₂O`, `CO2`, `Fe2O3`. Each letter is said, and each number.
struct FormulaRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let first = pieces[index], first.isCapitalized,
      // Most words have neither a number behind them nor one in them.
      pieces.isNumber(index + 1) || Self.isBeyondASCII(first.text)
        || Self.isBeyondASCII(pieces.text(index + 1)),
      !isPart(pieces, at: index - 1)
    else { return nil }
    var text = ""
    var end = index
    while text.utf8.count <= Self.longest, isPart(pieces, at: end) {
      text += pieces.text(end)
      end += 1
    }
    guard text.utf8.count <= Self.longest, let parts = parts(text) else { return nil }
    return Reading(parts, count: end - index, .symbols)
  }

  private static let longest = 40

  private static func isBeyondASCII(_ text: String) -> Bool { text.utf8.contains { $0 >= 0x80 } }

  private func isPart(_ pieces: Pieces, at index: Int) -> Bool {
    guard let piece = pieces[index] else { return false }
    return piece.kind.isWord || piece.text.allSatisfy { Self.subscripts[$0] != nil }
  }

  private func parts(_ text: String) -> [Reading.Part]? {
    var parts: [Reading.Part] = []
    var rest = text[...]
    var (elements, counts, run, longest) = (0, 0, 0, 0)
    while let letter = rest.first {
      if let digit = Self.digit(letter) {
        guard elements > 0, digit != "0" else { return nil }
        let digits = String(rest.prefix { Self.digit($0) != nil }.compactMap(Self.digit))
        guard digits.utf8.count <= 3 else { return nil }
        parts += speller.cardinal(digits).map { .word($0) }
        rest = rest.dropFirst(digits.utf8.count)
        counts += 1
        run = 0
        continue
      }
      guard
        let symbol = [2, 1].map({ String(rest.prefix($0)) }).first(where: Self.elements.contains)
      else { return nil }
      parts += symbol.unicodeScalars.map { .letter(String($0).uppercased()) }
      rest = rest.dropFirst(symbol.utf8.count)
      elements += 1
      run += 1
      longest = max(longest, run)
    }
    // `BUS5` and `COP28` are names.
    let isMixed = text.unicodeScalars.contains { $0.properties.isLowercase }
    let isSubscripted = text.contains { Self.subscripts[$0] != nil }
    guard elements > (isSubscripted ? 0 : 1), counts > 0, isMixed || longest <= (counts > 1 ? 3 : 2)
    else { return nil }
    return parts
  }

  private static func digit(_ character: Character) -> Character? {
    character.isASCII && character.isNumber ? character : subscripts[character]
  }

  private static let subscripts: [Character: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9",
  ]

  /// Those of which formulas are made.
  private static let elements: Set<String> = [
    "Ag", "Al", "As", "Au", "B", "Ba", "Be", "Br", "C", "Ca", "Cd", "Cl", "Co", "Cr", "Cu", "F",
    "Fe",
    "H", "Hg", "I", "K", "Li", "Mg", "Mn", "N", "Na", "Ni", "O", "P", "Pb", "Pt", "S", "Se", "Si",
    "Sn", "Sr", "Ti", "U", "V", "W", "Zn", "Zr",
  ]
}
