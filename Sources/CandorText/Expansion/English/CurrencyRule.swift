/// Sums of money: `$5.50`, `£3bn`, `20 €`, `US$1 million`, `100 USD`, `50¢`.
struct CurrencyRule: ReadingRule {
  let reader: QuantityReader

  private struct Currency {
    let one: String
    let many: String
    /// The hundredth part.
    var cent: (one: String, many: String)?
  }

  private static let cents = (one: "cent", many: "cents")
  private static let dollar = Currency(one: "dollar", many: "dollars", cent: cents)
  private static let real = Currency(one: "real", many: "reais")
  private static let zloty = Currency(one: "zloty", many: "zlotys")
  private static let koruna = Currency(one: "Czech koruna", many: "Czech korunas")
  private static let bySymbol: [String: Currency] = [
    "$": dollar,
    "£": Currency(one: "pound", many: "pounds", cent: ("penny", "pence")),
    "€": Currency(one: "euro", many: "euros", cent: cents),
    "¥": Currency(one: "yen", many: "yen"),
    "￥": Currency(one: "yen", many: "yen"),
    "₹": Currency(one: "rupee", many: "rupees", cent: ("paisa", "paise")),
    "₩": Currency(one: "won", many: "won"),
    "₽": Currency(one: "ruble", many: "rubles", cent: ("kopeck", "kopecks")),
    "₺": Currency(one: "lira", many: "lira"),
    "₪": Currency(one: "shekel", many: "shekels"),
    "฿": Currency(one: "baht", many: "baht"),
    "₫": Currency(one: "dong", many: "dong"),
    "₴": Currency(one: "hryvnia", many: "hryvnias"),
    "₦": Currency(one: "naira", many: "naira"),
    "₱": Currency(one: "peso", many: "pesos"),
    "₿": Currency(one: "bitcoin", many: "bitcoins"),
    "₡": Currency(one: "colon", many: "colones"),
    "zł": zloty,
    "Kč": koruna,
    "¢": Currency(one: "cent", many: "cents"),
  ]
  private static let byCode: [String: Currency] = [
    "USD": Currency(one: "US dollar", many: "US dollars", cent: cents),
    "EUR": Currency(one: "euro", many: "euros", cent: cents),
    "GBP": Currency(one: "pound", many: "pounds", cent: ("penny", "pence")),
    "JPY": Currency(one: "yen", many: "yen"),
    "CHF": Currency(one: "Swiss franc", many: "Swiss francs"),
    "CAD": Currency(one: "Canadian dollar", many: "Canadian dollars", cent: cents),
    "AUD": Currency(one: "Australian dollar", many: "Australian dollars", cent: cents),
    "INR": Currency(one: "rupee", many: "rupees"),
    "CNY": Currency(one: "yuan", many: "yuan"),
    "RMB": Currency(one: "yuan", many: "yuan"),
    "BRL": real, "PLN": zloty, "CZK": koruna,
    "DKK": Currency(one: "Danish krone", many: "Danish kroner"),
    "HKD": Currency(one: "Hong Kong dollar", many: "Hong Kong dollars", cent: cents),
    "HUF": Currency(one: "forint", many: "forints"),
    "KRW": Currency(one: "won", many: "won"),
    "MXN": Currency(one: "Mexican peso", many: "Mexican pesos"),
    "NOK": Currency(one: "Norwegian krone", many: "Norwegian kroner"),
    "NZD": Currency(one: "New Zealand dollar", many: "New Zealand dollars", cent: cents),
    "SEK": Currency(one: "Swedish krona", many: "Swedish kronor"),
    "SGD": Currency(one: "Singapore dollar", many: "Singapore dollars", cent: cents),
    "ZAR": Currency(one: "rand", many: "rand"),
  ]
  /// Letters directly before `$`.
  private static let countries = [
    "US": "US", "U.S": "US", "A": "Australian", "AU": "Australian", "C": "Canadian",
    "CA": "Canadian", "NZ": "New Zealand", "HK": "Hong Kong", "S": "Singapore",
    "NT": "Taiwan", "TT": "Trinidad",
  ]
  /// Letters before `$` that make another currency of it.
  private static let prefixed = [
    "R": real, "MX": Currency(one: "Mexican peso", many: "Mexican pesos"),
  ]
  private static let scales = [
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million",
    "mm": "million", "MM": "million", "b": "billion", "B": "billion", "bn": "billion",
    "Bn": "billion", "t": "trillion", "T": "trillion", "tn": "trillion", "trn": "trillion",
  ]
  private static let scaleWords: Set<String> = [
    "hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore",
  ]

  /// What money is said of: `the $5 bill`, `its $2 billion stake`.
  private static let priced: Set<String> = [
    "acquisition", "bailout", "banknote", "bill", "bond", "bonus", "budget", "coin", "contract",
    "coupon", "deal", "discount", "donation", "fine", "fund", "grant", "investment", "lawsuit",
    "loan", "note", "package", "penalty", "prize", "project", "refund", "reward", "settlement",
    "stake", "takeover", "ticket", "voucher",
  ]

  static func isSymbol(_ text: String) -> Bool { bySymbol[text] != nil }

  static func isScaleWord(_ text: String) -> Bool { scaleWords.contains(text) }

  static func isScale(_ text: String) -> Bool { scales[text] != nil }

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    symbolFirst(pieces, at: index) ?? numberFirst(pieces, at: index)
  }

  private func symbolFirst(_ pieces: Pieces, at index: Int) -> Reading? {
    var place = index
    var isNegative = false
    if ["-", "−"].contains(pieces.text(place)), !pieces.isWord(place - 1) {
      isNegative = true
      place += 1
    }
    var country: String?
    if let name = Self.countries[pieces.text(place)], pieces.text(place + 1) == "$" {
      country = name
      place += 1
    }
    // `R$` and `MX$` are no dollars.
    let isPrefixed = Self.prefixed[pieces.text(place)] != nil && pieces.text(place + 1) == "$"
    let symbol = pieces.text(place)
    guard
      let currency = isPrefixed
        ? Self.prefixed[symbol] : Self.bySymbol[symbol] ?? Self.byCode[symbol],
      symbol != "¢"
    else { return nil }
    place += isPrefixed ? 2 : 1
    // A code stands apart, a symbol may.
    place = pieces.afterSpace(place)
    if !isNegative, ["-", "−"].contains(pieces.text(place)) {
      isNegative = true
      place += 1
    }
    guard pieces.isNumber(place) || pieces.text(place) == ".",
      let first = reader.unsigned(pieces, at: place) ?? withDecimalComma(pieces, at: place)
    else { return nil }
    place += first.count
    var amount = Amount(first)
    // `$5m-10m`, `$500k-1m`
    if let scale = Self.scales[pieces.text(place)],
      ["-", "–", "‑"].contains(pieces.text(place + 1)),
      let second = reader.unsigned(pieces, at: place + 2),
      let other = Self.scales[pieces.text(place + 2 + second.count)]
    {
      if scale != other { amount.lower.words.append(scale) }
      amount.upper = second
      place += 2 + second.count
    }
    // `$5-10`, `$5-$10`, `$5–10 million`
    if ["-", "–", "‑"].contains(pieces.text(place)), first.literal != nil,
      !pieces.isDifference(place)
    {
      var next = place + 1
      if Self.bySymbol[pieces.text(next)] != nil { next += 1 }
      if let second = reader.unsigned(pieces, at: next) {
        amount.upper = second
        place = next + second.count
      }
    }
    return finish(
      amount, currency, country: country, isNegative: isNegative, pieces, from: index, to: place)
  }

  private func numberFirst(_ pieces: Pieces, at index: Int) -> Reading? {
    guard
      let quantity = reader.quantity(pieces, at: index) ?? withDecimalComma(pieces, at: index)
    else { return nil }
    var amount = Amount(quantity)
    var place = index + quantity.count
    if let scale = scale(pieces, at: place, afterSymbol: false) {
      amount.scale = scale.word
      place += scale.count
    }
    let next = pieces.afterSpace(place)
    let name = pieces.text(next)
    guard let currency = Self.bySymbol[name] ?? Self.byCode[name],
      // `10 $5`: the sign belongs to what follows.
      !pieces.isNumber(next + 1)
    else { return nil }
    return Self.reading(
      words(amount, currency, country: nil, asAdjective: false), count: next + 1 - index)
  }

  /// `€5,50`, `1.234,56 €`, `€1,5 million`: a comma that parts no thousands is a decimal point.
  private func withDecimalComma(_ pieces: Pieces, at index: Int) -> Quantity? {
    guard pieces.isNumber(index),
      let literal = NumberLiteral(pieces.text(index), point: ",", grouping: "."),
      literal.fraction != nil
    else { return nil }
    return Quantity(words: reader.words(literal), count: 1, isSingular: false, literal: literal)
  }

  private struct Amount {
    var lower: Quantity
    var upper: Quantity?
    var scale: String?
    init(_ lower: Quantity) { self.lower = lower }
  }

  private func scale(
    _ pieces: Pieces, at index: Int, afterSymbol: Bool
  ) -> (word: String, count: Int)? {
    if afterSymbol, let word = Self.scales[pieces.text(index)] { return (word, 1) }
    // `$1.5-billion`
    guard pieces.isSpace(index) || (afterSymbol && pieces.text(index) == "-") else { return nil }
    let next = pieces.text(index + 1)
    if Self.scaleWords.contains(next.lowercased()) { return (next.lowercased(), 2) }
    // `$1.5 M`
    if afterSymbol, ["bn", "mn", "M", "B"].contains(next), let word = Self.scales[next] {
      return (word, 2)
    }
    return nil
  }

  private func finish(
    _ amount: Amount, _ currency: Currency, country: String?, isNegative: Bool, _ pieces: Pieces,
    from index: Int, to end: Int
  ) -> Reading {
    var amount = amount
    var place = end
    if let scale = scale(pieces, at: place, afterSymbol: true) {
      amount.scale = scale.word
      place += scale.count
    }
    // `a $5 bill`, `a $10-million deal`
    let article = ["a", "an"].contains(pieces.wordBefore(index)?.text.lowercased() ?? "")
    let next = pieces.text(place) == "-" ? pieces[place + 1] : pieces.wordAfter(place)
    let isAdjective =
      (article && next?.kind == .letter)
      || (pieces.isSpace(place) && Self.priced.contains(next?.text ?? ""))
    // `$20/hr`
    var per: [String] = []
    if pieces.text(place) == "/", let name = Self.denominators[pieces.text(place + 1)] {
      per = ["per", name]
      place += 2
      // `$3/lb.`
      if pieces.text(place) == ".", !pieces.endsSentence(place) { place += 1 }
    }
    return Self.reading(
      (isNegative ? ["minus"] : [])
        + words(amount, currency, country: country, asAdjective: isAdjective) + per,
      count: place - index)
  }

  /// What a price is for.
  static let denominators = [
    "acre": "acre", "barrel": "barrel", "bbl": "barrel", "day": "day", "gal": "gallon",
    "gallon": "gallon", "h": "hour", "hour": "hour", "hr": "hour", "kg": "kilogram",
    "lb": "pound", "mile": "mile", "min": "minute", "minute": "minute", "mo": "month",
    "month": "month", "night": "night", "ounce": "ounce", "oz": "ounce", "person": "person",
    "pound": "pound", "sec": "second", "share": "share", "ton": "ton", "tonne": "tonne",
    "unit": "unit", "week": "week", "wk": "week", "year": "year", "yr": "year",
  ]

  private static func reading(_ words: [String], count: Int) -> Reading {
    Reading(
      words.flatMap { $0 == "US" ? [.letter("U"), .letter("S")] : [Reading.Part.word($0)] },
      count: count, .currency)
  }

  private func words(
    _ amount: Amount, _ currency: Currency, country: String?, asAdjective: Bool
  ) -> [String] {
    let country = country.map { $0.split(separator: " ").map(String.init) } ?? []
    func name(_ isOne: Bool) -> [String] {
      country
        + (isOne || asAdjective ? currency.one : currency.many).split(separator: " ").map(
          String.init)
    }
    if let upper = amount.upper {
      return amount.lower.words + ["to"] + upper.words + (amount.scale.map { [$0] } ?? [])
        + name(false)
    }
    if let scale = amount.scale { return amount.lower.words + [scale] + name(false) }
    // `$5.50`: dollars and cents.
    if let literal = amount.lower.literal, let fraction = literal.fraction,
      fraction.utf8.count == 2, let cent = currency.cent, let cents = Int(fraction)
    {
      let whole = NumberLiteral(literal.integer.isEmpty ? "0" : literal.integer)
      let isNothing = literal.integer.isEmpty || literal.integer == "0"
      let small = reader.speller.cardinal(String(cents)) + [cents == 1 ? cent.one : cent.many]
      if isNothing, cents > 0 { return small }
      let large = (whole.map(reader.words) ?? []) + name(literal.integer == "1")
      return cents == 0 ? large : large + ["and"] + small
    }
    return amount.lower.words + name(amount.lower.isSingular)
  }
}
