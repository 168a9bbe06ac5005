/// A kind of writing that is not spoken as it stands.
public enum ExpansionRule: String, Sendable, Hashable, CaseIterable, Codable {
  /// `42`, `1,234.5`, `-7`, `10-20`: read as a number.
  case numbers
  /// `21st`
  case ordinals
  /// `1984`, `the 1990s`, `1914-18`
  case years
  /// `June 5, 2019`, `2019-06-05`
  case dates
  /// `3:30 p.m.`, `15:00`
  case times
  /// `$5.50`, `€3bn`, `20 USD`
  case currency
  /// `12.5%`
  case percentages
  /// `3/4`, `1½`
  case fractions
  /// `5kg`, `60 mph`
  case units
  /// `Henry VIII`, `World War II`
  case romanNumerals = "roman"
  /// `Dr.`, `e.g.`, `St.`
  case abbreviations
  /// `FBI`: read letter by letter. `NASA` stays a word.
  case acronyms
  /// `&`, `+`, `@`, `x²`, and the points of `example.com`.
  case symbols

  /// A list of rules that names something else.
  public struct Unknown: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was named.
    public let name: String

    /// Such as `"colour" is no rule: all, none, or some of numbers, ordinals, …`.
    public var description: String {
      let names = ExpansionRule.allCases.map(\.rawValue).joined(separator: ", ")
      return "\(quoted(name)) is no rule: all, none, or some of \(names)"
    }
  }

  /// Reads `all`, `none`, or names with commas between them.
  ///
  /// - Throws: ``Unknown``
  public static func list(_ text: String) throws(Unknown) -> Set<ExpansionRule> {
    switch text {
    case "all": return Set(allCases)
    case "none": return []
    default:
      var rules: Set<ExpansionRule> = []
      for name in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let rule = ExpansionRule(rawValue: String(name)) else {
          throw Unknown(name: String(name))
        }
        rules.insert(rule)
      }
      return rules
    }
  }
}
