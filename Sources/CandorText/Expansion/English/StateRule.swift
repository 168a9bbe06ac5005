/// States of the USA as an address has them: `Springfield, IL 62704`, `Austin, TX`.
struct StateRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard Self.stands(pieces, at: index), let name = Self.names[pieces.text(index)] else {
      return nil
    }
    return Reading(name.split(separator: " ").map(String.init), count: 1, .abbreviations)
  }

  /// Whether a state, or DC, stands at a place: behind a town and a comma, or before a ZIP code.
  static func stands(_ pieces: Pieces, at index: Int) -> Bool {
    let text = pieces.text(index)
    guard text.utf8.count == 2, names[text] != nil || text == "DC", !pieces.isShouting,
      pieces[index + 1]?.token != pieces[index]?.token
    else { return false }
    if pieces.isSpace(index + 1), PostcodeRule.code(pieces, at: index + 2) != nil { return true }
    guard pieces.text(index - 2) == ",", pieces.isSpace(index - 1), let town = pieces[index - 3],
      !ambiguous.contains(text) || towns.contains(town.text)
    else { return false }
    // `an MRI, CT scans`
    return town.isCapitalized && !town.isAllCapitals && town.text.utf8.count > 2
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
