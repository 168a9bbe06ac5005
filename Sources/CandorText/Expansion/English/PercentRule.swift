/// `12.5%`, `10-20 %`.
struct PercentRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let quantity = reader.quantity(pieces, at: index) else { return nil }
    let place = pieces.afterSpace(index + quantity.count)
    let name: [String]
    switch pieces.text(place) {
    case "%": name = ["percent"]
    case "‰": name = ["per", "mille"]
    default: return nil
    }
    return Reading(quantity.words + name, count: place + 1 - index, .percentages)
  }
}
