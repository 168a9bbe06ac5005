/// States of the USA as an address has them: `Springfield, IL 62704`, `Austin, TX`; and as newspapers shorten them:
/// `Nashville, Tenn.`, `(R-Ariz.)`.
struct StateRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let reading = shortened(pieces, at: index) { return reading }
    guard Self.stands(pieces, at: index), let name = Self.names[pieces.text(index)] else {
      return nil
    }
    return Reading(name.split(separator: " ").map(String.init), count: 1, .abbreviations)
  }

  /// `Tenn.` behind a town and a comma, `Ariz.` behind the letter of a party.
  private func shortened(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.text(index + 1) == ".", let code = Self.shortened[pieces.text(index)],
      let name = Self.names[code],
      Self.isBehindTown(pieces, at: index) || isBehindParty(pieces, at: index)
    else { return nil }
    let keepsPoint =
      pieces.endsSentence(index + 1) && pieces.text(index + 2) != ")"
      && !AbbreviationRule.goesOn(pieces, after: index + 1)
    return Reading([name], count: keepsPoint ? 1 : 2, .abbreviations)
  }

  /// `D-Ga.`
  private func isBehindParty(_ pieces: Pieces, at index: Int) -> Bool {
    Pieces.dashes.contains(pieces.text(index - 1))
      && ["D", "I", "R"].contains(pieces.text(index - 2))
      && (pieces.isSpace(index - 3) || pieces.text(index - 3) == "(")
  }

  /// Whether a town and a comma stand before a place; `Yes, Miss.` has none.
  private static func isBehindTown(_ pieces: Pieces, at index: Int) -> Bool {
    guard pieces.text(index - 2) == ",", pieces.isSpace(index - 1), let town = pieces[index - 3]
    else { return false }
    // `an MRI, CT scans`
    return town.isCapitalized && !town.isAllCapitals && town.text.utf8.count > 2
      && !answers.contains(town.text)
  }

  private static let answers: Set<String> = [
    "Bye", "Goodbye", "Hello", "Hey", "Morning", "Okay", "Please", "Sorry", "Thanks", "Well",
    "Yeah", "Yes", "You",
  ]

  /// Whether a state, or DC, stands at a place: behind a town and a comma, or before a ZIP code.
  static func stands(_ pieces: Pieces, at index: Int) -> Bool {
    let text = pieces.text(index)
    guard text.utf8.count == 2, names[text] != nil || text == "DC", !pieces.isShouting,
      pieces[index + 1]?.token != pieces[index]?.token
    else { return false }
    if pieces.isSpace(index + 1), PostcodeRule.code(pieces, at: index + 2) != nil { return true }
    return isBehindTown(pieces, at: index)
      && (!ambiguous.contains(text) || towns.contains(pieces.text(index - 3)))
  }

  /// Words, degrees and the like too.
  private static let ambiguous: Set<String> = [
    "AR", "HI", "ID", "IN", "LA", "MA", "MD", "ME", "MS", "OH", "OK", "OR", "PA",
  ]
  /// The last words of the names of towns in those states.
  private static let towns: Set<String> = [
    "Akron", "Allentown", "Annapolis", "Augusta", "Baltimore", "Bangor", "Bend", "Bethesda",
    "Biloxi", "Bloomington", "Boise", "Boston", "Cambridge", "Cincinnati", "Cleveland",
    "Columbus", "Dayton", "Eugene", "Evansville", "Fayetteville", "Gary", "Gulfport",
    "Harrisburg", "Honolulu", "Indianapolis", "Jackson", "Lafayette", "Norman", "Orleans",
    "Philadelphia", "Pittsburgh", "Portland", "Rock", "Rockville", "Rouge", "Salem", "Scranton",
    "Shreveport", "Springfield", "Toledo", "Tulsa", "Tupelo", "Worcester",
  ]

  /// With a point.
  private static let shortened = [
    "Ala": "AL", "Ariz": "AZ", "Ark": "AR", "Calif": "CA", "Colo": "CO", "Conn": "CT",
    "Del": "DE", "Fla": "FL", "Ga": "GA", "Ill": "IL", "Ind": "IN", "Kan": "KS", "Ky": "KY",
    "La": "LA", "Mass": "MA", "Md": "MD", "Mich": "MI", "Minn": "MN", "Miss": "MS", "Mo": "MO",
    "Mont": "MT", "Neb": "NE", "Nev": "NV", "Okla": "OK", "Ore": "OR", "Pa": "PA",
    "Tenn": "TN", "Va": "VA", "Vt": "VT", "Wash": "WA", "Wis": "WI", "Wyo": "WY",
  ]

  private static let names = [
    "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "MA": "Massachusetts",
    "MD": "Maryland", "ME": "Maine", "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri",
    "MS": "Mississippi", "MT": "Montana", "NC": "North Carolina", "ND": "North Dakota",
    "NE": "Nebraska", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NV": "Nevada", "NY": "New York", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VA": "Virginia", "VT": "Vermont",
    "WA": "Washington", "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
  ]
}
