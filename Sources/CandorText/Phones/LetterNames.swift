/// How the names of the letters are said in English, in ARPAbet.
public enum LetterNames {
  /// The phones of a letter's name; with an ending, as in `D's`, those of the plural or the genitive. Nil for anything
  /// but a letter A to Z, small or capital.
  public static func phones(_ text: String) -> [String]? {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let name = names[Character(first).uppercased()] else {
      return nil
    }
    let phones = name.split(separator: " ").map(String.init)
    switch String(scalars.dropFirst()) {
    case "": return phones
    case "'s", "’s", "s": return EnglishSuffix.adding(to: phones)
    default: return nil
    }
  }

  private static let names = [
    "A": "EY1", "B": "B IY1", "C": "S IY1", "D": "D IY1", "E": "IY1", "F": "EH1 F", "G": "JH IY1",
    "H": "EY1 CH", "I": "AY1", "J": "JH EY1", "K": "K EY1", "L": "EH1 L", "M": "EH1 M",
    "N": "EH1 N", "O": "OW1", "P": "P IY1", "Q": "K Y UW1", "R": "AA1 R", "S": "EH1 S",
    "T": "T IY1", "U": "Y UW1", "V": "V IY1", "W": "D AH1 B AH0 L Y UW0", "X": "EH1 K S",
    "Y": "W AY1", "Z": "Z IY1",
  ]
}
