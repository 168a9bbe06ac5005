/// Angles in degrees, minutes and seconds, and latitudes: `40°26′46″N`, `74° W`.
struct AngleRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), !pieces.isInCode(index), pieces.text(index + 1) == "°",
      let degrees = NumberLiteral(pieces.text(index))
    else { return nil }
    func counted(_ number: NumberLiteral, _ unit: String) -> [String] {
      reader.words(number)
        + [number.integer == "1" && number.fraction == nil ? unit : unit + "s"]
    }
    var words = counted(degrees, "degree")
    var place = pieces.afterSpace(index + 2)
    // An apostrophe between digits makes them one piece: `26'46`.
    let fields = pieces.text(place).split(whereSeparator: { $0 == "'" || $0 == "’" })
      .map { NumberLiteral(String($0)) }
    if pieces.isNumber(place), fields.count == 2, let minutes = fields[0], let seconds = fields[1],
      Self.seconds.contains(pieces.text(place + 1))
    {
      words += counted(minutes, "minute") + counted(seconds, "second")
      place += 2
    } else if let minutes = NumberLiteral(pieces.text(place)),
      ["′", "'", "’"].contains(pieces.text(place + 1))
    {
      words += counted(minutes, "minute")
      place += 2
      let next = pieces.afterSpace(place)
      if let seconds = NumberLiteral(pieces.text(next)),
        Self.seconds.contains(pieces.text(next + 1))
      {
        words += counted(seconds, "second")
        place = next + 2
      }
    } else {
      // `40°N`: what has neither minutes nor a direction is a measure like others.
      guard let direction = Self.directions[pieces.text(place)] else { return nil }
      return Reading(words + [direction], count: place + 1 - index, .units)
    }
    if let direction = Self.directions[pieces.text(pieces.afterSpace(place))] {
      words.append(direction)
      place = pieces.afterSpace(place) + 1
    }
    return Reading(words, count: place - index, .units)
  }

  private static let seconds: Set<String> = ["″", "\"", "”"]
  private static let directions = ["N": "north", "S": "south", "E": "east", "W": "west"]
}
