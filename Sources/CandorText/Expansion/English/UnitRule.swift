/// Measures: `5kg`, `60 mph`, `-3 °C`, `10 m/s`, `5'10"`.
struct UnitRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let height = height(pieces, at: index) ?? length(pieces, at: index) { return height }
    if let minutes = minutes(pieces, at: index) { return minutes }
    // `H1N1`, `F-35A`
    guard !pieces.isInCode(index), let quantity = reader.quantity(pieces, at: index) else {
      return nil
    }
    let end = index + quantity.count
    let isJoined = pieces.text(end) == "-"
    let next = isJoined ? end + 1 : pieces.afterSpace(end)
    let isApart = next > end && !(pieces.text(next) == "in" && isBehindFeet(pieces, at: index))
    guard let unit = Self.unit(pieces, at: next, isApart: isApart),
      !isJoined || Self.mayFollowHyphen(pieces.text(next))
        // `a 9-in. plate`
        || (pieces.text(next) == "in" && pieces.text(next + 1) == "."),
      // `exit 12A`
      next > end || pieces.text(next).utf8.count > 1
        || !Self.numbered.contains(pieces.wordBefore(index)?.text.lowercased() ?? ""),
      !isMillions(quantity, pieces, at: end), !AbbreviationRule.isCompass(pieces, at: next)
    else { return nil }
    var place = next + unit.count
    var words = unit.one
    var per: [String] = []
    // `12 GB/s`
    if pieces.text(place) == "/" {
      let below = [1, 2].map { pieces.text(place + 1) + ($0 == 2 ? pieces.text(place + 2) : "") }
      // `g/cm³`, whose exponent is a piece of its own.
      if let length = [2, 1].first(where: { Self.denominators[below[$0 - 1]] != nil }),
        let name = Self.denominators[below[length - 1]]
      {
        per = ["per"] + name.split(separator: " ").map(String.init)
        place += 1 + length
      }
    }
    // The point of `5 lb.`, unless it ends the sentence.
    if pieces.text(place) == ".", unit.mayHavePoint, !pieces.endsSentence(place) { place += 1 }
    // `a 5kg bag`, `5-ft`: an adjective keeps the singular.
    let article = ["a", "an"].contains(pieces.wordBefore(index)?.text.lowercased() ?? "")
    let isAdjective = article && pieces.isSpace(place) && pieces[place + 1]?.kind == .letter
    if !quantity.isSingular && !isAdjective && !isJoined { words = unit.many }
    return Reading(
      quantity.words + words.split(separator: " ").map(String.init) + per, count: place - index,
      .units)
  }

  /// What has a number and a letter for a name.
  private static let numbered: Set<String> = [
    "apartment", "apt", "appendix", "building", "bus", "exhibit", "exit", "figure", "flight",
    "form", "gate", "grade", "highway", "item", "lot", "part", "platform", "room", "route", "row",
    "schedule", "seat", "section", "step", "suite", "table", "terminal", "track", "unit", "zone",
  ]

  /// `5 ft 3`, `5 ft. 3`: what follows are inches, `in` or not.
  private func isBehindFeet(_ pieces: Pieces, at index: Int) -> Bool {
    guard pieces.isSpace(index - 1) else { return false }
    let before = pieces.text(index - 2) == "." ? index - 3 : index - 2
    guard ["ft", "feet", "foot"].contains(pieces.text(before)) else { return false }
    return pieces.isNumber(before - 1)
      || (pieces.isSpace(before - 1) && pieces.isNumber(before - 2))
  }

  /// The minutes of `2h 30m` and `2h30m`.
  private func minutes(_ pieces: Pieces, at index: Int) -> Reading? {
    let hours = pieces.isSpace(index - 1) ? index - 2 : index - 1
    guard ["h", "hr", "hrs"].contains(pieces.text(hours)), pieces.isNumber(hours - 1),
      pieces.text(index + 1) == "m", pieces[index + 1]?.token == pieces[index]?.token,
      let number = NumberLiteral(pieces.text(index)), let value = number.value, value < 60
    else { return nil }
    return Reading(
      reader.words(number) + [value == 1 ? "minute" : "minutes"], count: 2, .units)
  }

  /// `3.5m people`: millions, and no meters.
  private func isMillions(_ quantity: Quantity, _ pieces: Pieces, at end: Int) -> Bool {
    quantity.literal?.fraction != nil && pieces.text(end) == "m"
      && YearRule.isCountedInMillions(pieces, at: end + 1)
  }

  /// `220-lb`, `100-m`: a letter alone is more often part of a name.
  private static func mayFollowHyphen(_ symbol: String) -> Bool {
    ["m", "V", "W"].contains(symbol) || (symbol.utf8.count > 1 && symbol != "in")
  }

  private static let denominators = [
    "acre": "acre", "ft": "foot", "gal": "gallon", "lb": "pound", "oz": "ounce",
    "s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "day": "day",
    "kg": "kilogram", "L": "liter", "l": "liter", "dL": "deciliter", "dl": "deciliter",
    "mL": "milliliter", "ml": "milliliter", "m": "meter", "m²": "square meter",
    "m³": "cubic meter", "cm²": "square centimeter", "cm³": "cubic centimeter", "km": "kilometer",
    "week": "week", "month": "month", "year": "year", "yr": "year",
  ]

  /// `5'10"`: feet and inches. An apostrophe between digits makes them one piece.
  private func height(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index) else { return nil }
    var fields = pieces.text(index).split(whereSeparator: { $0 == "'" || $0 == "’" }).map(
      String.init)
    var end = index + 1
    if fields.count == 1, ["'", "′", "’"].contains(pieces.text(end)), pieces.isNumber(end + 1) {
      fields.append(pieces.text(end + 1))
      end += 2
    }
    guard fields.count == 2, ["\"", "″", "”"].contains(pieces.text(end)),
      let feet = NumberLiteral(fields[0]), let inches = NumberLiteral(fields[1])
    else { return nil }
    return Reading(
      reader.words(feet) + [feet.integer == "1" ? "foot" : "feet"] + reader.words(inches)
        + [inches.integer == "1" && inches.fraction == nil ? "inch" : "inches"],
      count: end + 1 - index, .units)
  }

  /// `12"` and `3'`, where no quotation ends: inches and feet.
  private func length(_ pieces: Pieces, at index: Int) -> Reading? {
    guard !pieces.isInCode(index) || pieces.text(index - 1) == "x",
      let quantity = reader.quantity(pieces, at: index), quantity.words.first != "point"
    else { return nil }
    let end = index + quantity.count
    let names: (one: String, many: String)
    switch pieces.text(end) {
    case "\"", "”": names = ("inch", "inches")
    case "'", "’": names = ("foot", "feet")
    default: return nil
    }
    // `1980's`
    let isJoined = pieces.text(end + 1) == "x"
    guard !pieces.isWord(end + 1) || isJoined, !pieces.endsQuotation(end) else { return nil }
    // `a 12" record`, `6' tall`
    let next = pieces.isSpace(end + 1) ? pieces[end + 2] : nil
    let isAdjective =
      next?.kind == .letter && next?.isCapitalized == false
      && !Self.behindLengths.contains(next?.text ?? "")
    return Reading(
      quantity.words + [quantity.isSingular || isAdjective ? names.one : names.many],
      count: quantity.count + 1, .units)
  }

  private static let behindLengths: Set<String> = [
    "above", "and", "apart", "away", "below", "by", "deep", "from", "high", "in", "is", "long",
    "of", "on", "or", "tall", "thick", "to", "wide", "x",
  ]

  private struct Unit {
    var one: String
    var many: String
    var count = 1
    var mayHavePoint = false
  }

  /// The longest unit that stands at a place, of up to four pieces without spaces, such as `km/h`.
  private static func unit(_ pieces: Pieces, at index: Int, isApart: Bool) -> Unit? {
    // `sq. ft.`
    if let prefix = prefixes[pieces.text(index)] {
      let next = pieces.afterSpace(pieces.text(index + 1) == "." ? index + 2 : index + 1)
      guard next > index + 1, var unit = unit(pieces, at: next, isApart: true) else { return nil }
      unit.one = prefix + " " + unit.one
      unit.many = prefix + " " + unit.many
      unit.count += next - index
      return unit
    }
    var key = ""
    var best: Unit?
    for length in 1...4 {
      guard let piece = pieces[index + length - 1], piece.kind != .space else { break }
      key += piece.text
      // `10 in. tall` has a point, `5 in a row` none.
      let hasPoint =
        key == "in" && pieces.text(index + length) == "." && !pieces.endsSentence(index + length)
      guard let names = units[key], isApart ? hasPoint || !attachedOnly.contains(key) : key != "K"
      else { continue }
      best = Unit(
        one: names.one, many: names.many, count: length,
        mayHavePoint: key.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 })
    }
    return best
  }

  private static let prefixes = ["cu": "cubic", "sq": "square"]

  /// Words, and letters that more often mean something else, unless they touch the number.
  private static let attachedOnly: Set<String> = [
    "s", "A", "h", "J", "N", "C", "F", "in", "t", "ha",
  ]

  private static let units: [String: (one: String, many: String)] = {
    var units: [String: (one: String, many: String)] = [:]
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: ":").map { $0.split(separator: " ").map(String.init) }
      guard parts.count == 3 else { continue }
      for symbol in parts[0] {
        units[symbol] = (parts[1].joined(separator: " "), parts[2].joined(separator: " "))
      }
    }
    return units
  }()

  /// Symbols, one, many. A straight quotation mark behind a number more often ends a quotation.
  private static let table = """
    km:kilometer:kilometers
    m:meter:meters
    cm:centimeter:centimeters
    mm:millimeter:millimeters
    µm μm:micrometer:micrometers
    nm:nanometer:nanometers
    mi:mile:miles
    yd yds:yard:yards
    ft:foot:feet
    in ″:inch:inches
    ′:foot:feet
    kg kgs:kilogram:kilograms
    g:gram:grams
    mg:milligram:milligrams
    µg μg mcg:microgram:micrograms
    lb lbs:pound:pounds
    oz:ounce:ounces
    t:ton:tons
    l L:liter:liters
    ml mL:milliliter:milliliters
    cl cL:centiliter:centiliters
    dl dL:deciliter:deciliters
    gal:gallon:gallons
    qt qts:quart:quarts
    tsp Tsp:teaspoon:teaspoons
    tbsp Tbsp Tbs tbs:tablespoon:tablespoons
    km/h kph kmh:kilometer per hour:kilometers per hour
    mph:mile per hour:miles per hour
    mpg:mile per gallon:miles per gallon
    m/s:meter per second:meters per second
    m/s² m/s^2:meter per second squared:meters per second squared
    ft/s:foot per second:feet per second
    m² m2:square meter:square meters
    km² km2:square kilometer:square kilometers
    cm² cm2:square centimeter:square centimeters
    ft² ft2 sqft:square foot:square feet
    mi² mi2:square mile:square miles
    m³ m3:cubic meter:cubic meters
    cm³ cm3:cubic centimeter:cubic centimeters
    ha:hectare:hectares
    Hz:hertz:hertz
    kHz:kilohertz:kilohertz
    MHz:megahertz:megahertz
    GHz:gigahertz:gigahertz
    W:watt:watts
    kW:kilowatt:kilowatts
    MW:megawatt:megawatts
    GW:gigawatt:gigawatts
    kWh:kilowatt hour:kilowatt hours
    V:volt:volts
    kV:kilovolt:kilovolts
    mV:millivolt:millivolts
    A:ampere:amperes
    mA:milliampere:milliamperes
    mAh:milliampere hour:milliampere hours
    Ω Ω:ohm:ohms
    kΩ kΩ:kilohm:kilohms
    J:joule:joules
    kJ:kilojoule:kilojoules
    N:newton:newtons
    Pa:pascal:pascals
    kPa:kilopascal:kilopascals
    hPa:hectopascal:hectopascals
    atm:atmosphere:atmospheres
    pct:percent:percent
    psi:pound per square inch:pounds per square inch
    cal:calorie:calories
    kcal:kilocalorie:kilocalories
    K:kelvin:kelvins
    °C ℃ ºC:degree Celsius:degrees Celsius
    °F ℉ ºF:degree Fahrenheit:degrees Fahrenheit
    C:degree Celsius:degrees Celsius
    F:degree Fahrenheit:degrees Fahrenheit
    ° deg:degree:degrees
    kB KB:kilobyte:kilobytes
    MB:megabyte:megabytes
    GB:gigabyte:gigabytes
    TB:terabyte:terabytes
    PB:petabyte:petabytes
    kbps Kbps:kilobit per second:kilobits per second
    Mbps:megabit per second:megabits per second
    Gbps:gigabit per second:gigabits per second
    px:pixel:pixels
    dpi:dot per inch:dots per inch
    fps:frame per second:frames per second
    rpm:revolution per minute:revolutions per minute
    bpm:beat per minute:beats per minute
    bps:basis point:basis points
    dB:decibel:decibels
    ns:nanosecond:nanoseconds
    µs μs:microsecond:microseconds
    ms:millisecond:milliseconds
    s sec secs:second:seconds
    min mins:minute:minutes
    h hr hrs:hour:hours
    yr yrs:year:years
    """
}
