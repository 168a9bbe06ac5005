/// A dictionary key that is equal only to the same sequence of Unicode scalars.
///
/// `String` holds canonically equivalent texts for equal ("é" composed and decomposed) and hashes
/// their normal form. Symbols here are scalars, and bringing them to one form is the
/// ``Normalizer``'s task alone.
struct ExactString: Hashable, Comparable, Sendable {
  let string: String

  init(_ string: String) {
    self.string = string
  }

  static func == (left: ExactString, right: ExactString) -> Bool {
    // The same bytes are the common case, and there String's own comparison is a memory compare.
    left.string.utf8.count == right.string.utf8.count
      && left.string.utf8.elementsEqual(right.string.utf8)
  }

  /// Whether two texts are the same scalars.
  static func areSame(_ left: String, _ right: String) -> Bool {
    ExactString(left) == ExactString(right)
  }

  // The order of UTF-8 bytes is the order of scalars.
  static func < (left: ExactString, right: ExactString) -> Bool {
    left.string.utf8.lexicographicallyPrecedes(right.string.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
