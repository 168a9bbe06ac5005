/// Angles in degrees, minutes and seconds, such as latitudes: `40°26′46″N`.
struct AngleRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), !pieces.isInCode(index), pieces.text(index + 1) == "°",
      let degrees = NumberLiteral(pieces.text(index))
    else { return nil }
    var place = pieces.afterSpace(index + 2)
    guard let minutes = NumberLiteral(pieces.text(place)),
      ["′", "'", "’"].contains(pieces.text(place + 1))
    else { return nil }
    func counted(_ number: NumberLiteral, _ unit: String) -> [String] {
      reader.words(number)
        + [number.integer == "1" && number.fraction == nil ? unit : unit + "s"]
    }
    var words = counted(degrees, "degree") + counted(minutes, "minute")
    place += 2
    let next = pieces.afterSpace(place)
    if let seconds = NumberLiteral(pieces.text(next)),
      ["″", "\"", "”"].contains(pieces.text(next + 1))
    {
      words += counted(seconds, "second")
      place = next + 2
    }
    if let direction = Self.directions[pieces.text(pieces.afterSpace(place))] {
      words.append(direction)
      place = pieces.afterSpace(place) + 1
    }
    return Reading(words, count: place - index, .units)
  }

  private static let directions = ["N": "north", "S": "south", "E": "east", "W": "west"]
}
