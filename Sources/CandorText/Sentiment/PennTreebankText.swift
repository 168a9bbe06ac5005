/// Turns the words of the Penn Treebank's tokenization back into ordinary text.
///
/// `Do n't they -LRB- ever -RRB- say `` no '' ?` becomes `Don't they (ever) say "no"?`. What people type is
/// ordinary text: with this, one tokenizer serves training and use.
public enum PennTreebankText {
  /// The text of some words.
  public static func text(of words: some Sequence<String>) -> String {
    var text = ""
    var joins = true  // whether the next word follows without a space
    var quoteIsOpen = false
    for word in words {
      let (spelling, glue) = spelling(of: word, quoteIsOpen: &quoteIsOpen)
      if !joins, !glue.contains(.left) { text += " " }
      text += spelling
      joins = glue.contains(.right)
    }
    return text
  }

  /// To which side a word stands without a space.
  private struct Glue: OptionSet {
    let rawValue: Int
    static let left = Glue(rawValue: 1)
    static let right = Glue(rawValue: 2)
  }

  private static func spelling(
    of word: String, quoteIsOpen: inout Bool
  ) -> (String, Glue) {
    switch word {
    case "-LRB-", "-lrb-": return ("(", .right)
    case "-RRB-", "-rrb-": return (")", .left)
    case "-LSB-", "-lsb-": return ("[", .right)
    case "-RSB-", "-rsb-": return ("]", .left)
    case "-LCB-", "-lcb-": return ("{", .right)
    case "-RCB-", "-rcb-": return ("}", .left)
    case "``":
      quoteIsOpen = true
      return ("\"", .right)
    case "''":
      quoteIsOpen = false
      return ("\"", .left)
    case "\"":
      quoteIsOpen.toggle()
      return ("\"", quoteIsOpen ? .right : .left)
    case "`": return ("'", .right)
    case "$", "#": return (word, .right)
    case ",", ".", ";", ":", "?", "!", "%", "...", "'": return (word, .left)
    default: break
    }
    if isClitic(word) { return (word, .left) }
    return (word.contains("\\") ? withoutEscapes(word) : word, [])
  }

  // `n't`, `'s`, `'re` and the like.
  private static func isClitic(_ word: String) -> Bool {
    let word = word.lowercased()
    return word == "n't" || ["'s", "'re", "'ve", "'ll", "'d", "'m"].contains(word)
  }

  /// `\/` is `/`, `\*` is `*`.
  private static func withoutEscapes(_ word: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = word.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\\", let next = rest.first, next == "/" || next == "*" { continue }
      result.append(scalar)
    }
    return String(result)
  }
}
