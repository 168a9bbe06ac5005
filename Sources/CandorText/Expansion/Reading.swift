/// How an expression is spoken, and how many pieces it takes up.
struct Reading {
  enum Part: Hashable {
    case word(String)
    case letter(String)
  }

  var parts: [Part]
  var count: Int
  var rule: ExpansionRule

  init(_ parts: [Part], count: Int, _ rule: ExpansionRule) {
    (self.parts, self.count, self.rule) = (parts, count, rule)
  }

  init(_ words: [String], count: Int, _ rule: ExpansionRule) {
    self.init(words.map { .word($0) }, count: count, rule)
  }

  /// The letters of an acronym; `ending` goes to the last.
  init(letters: String, ending: String = "", count: Int, _ rule: ExpansionRule) {
    var names = letters.unicodeScalars.map { String($0).uppercased() }
    if !ending.isEmpty, let last = names.popLast() { names.append(last + ending) }
    self.init(names.map { .letter($0) }, count: count, rule)
  }
}

/// Finds one kind of expression in a text.
protocol ReadingRule: Sendable {
  /// How the expression that begins with a piece is spoken; nil if none does.
  func reading(_ pieces: Pieces, at index: Int) -> Reading?
}
