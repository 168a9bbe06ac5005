import CICU

/// The segments between the ICU boundaries of a text, as byte ranges of its UTF-8.
enum Segments {
  /// Which boundaries.
  enum Kind: Int32 {
    case character = 0
    case word = 1
  }

  /// Calls `body` with each segment's bytes (as a range) and its rule status.
  static func forEach(
    _ kind: Kind, locale: String, in utf8: UnsafeBufferPointer<UInt8>,
    _ body: (_ bytes: Range<Int>, _ ruleStatus: Int32) -> Void
  ) {
    guard !utf8.isEmpty else { return }
    precondition(utf8.count < Int(Int32.max), "a text of \(utf8.count) bytes")
    utf8.withMemoryRebound(to: CChar.self) { text in
      var status: Int32 = 0
      let breaks = candor_icu_breaks_open(
        kind.rawValue, locale, text.baseAddress, Int64(text.count), &status)
      precondition(breaks != nil, "ICU: \(ICU.errorName(status))")
      defer { candor_icu_breaks_close(breaks) }
      var start = 0
      while true {
        let end = Int(candor_icu_breaks_next(breaks))
        guard end > start else { return }
        body(start..<end, candor_icu_breaks_rule_status(breaks))
        start = end
      }
    }
  }
}
