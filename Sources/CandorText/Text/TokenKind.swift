import CICU

extension Token.Kind {
  /// The kind of a segment from ICU's word rules (UAX #29) by its rule status, or by its first
  /// scalar where the rules say nothing.
  init(ruleStatus: Int32, firstScalar: Unicode.Scalar) {
    switch ruleStatus {
    case 100..<200: self = .number
    case 200..<300: self = .letter
    case 300..<400: self = .kana
    // One dictionary serves Chinese and Japanese, and ICU gives its words, kana or not, the status
    // of ideographs.
    case 400..<500: self = candor_icu_is_kana(firstScalar.value) ? .kana : .ideograph
    default:
      let kind = Token.Kind(firstScalar)
      self = kind.isWord ? .other : kind
    }
  }

  /// The kind of a single scalar.
  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    if candor_icu_is_white_space(value) {
      self = .space
    } else if candor_icu_is_ideographic(value) {
      self = .ideograph
    } else if candor_icu_is_kana(value) {
      self = .kana
    } else {
      // ICU's order of the general categories (uchar.h): 1...5 letters, 6...8 marks, 9...11
      // numbers, 12...14 separators, 15...18 controls and the like, 19...23 and 28...29
      // punctuation, 24...27 symbols.
      switch candor_icu_general_category(value) {
      case 1...5: self = .letter
      case 9...11: self = .number
      case 12...14: self = .space
      case 19...23, 28...29: self = .punctuation
      case 24...27: self = .symbol
      default: self = .other
      }
    }
  }
}
