import CICU

/// The ICU library that draws the text boundaries and normalises the text.
///
/// Boundaries and normal forms change between versions, so whatever is saved together with results
/// of this module should record ``version``.
public enum ICU {
  /// Version of the library at run time, such as `72.1`.
  public static let version = read(candor_icu_version)

  /// Version of the Unicode data in it, such as `15.0`.
  public static let unicodeVersion = read(candor_icu_unicode_version)

  private static func read(_ function: (UnsafeMutablePointer<CChar>?) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      buffer.initialize(repeating: 0)
      function(buffer.baseAddress)
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The name of an ICU status code, for messages.
  static func errorName(_ status: Int32) -> String {
    candor_icu_error_name(status).map { String(cString: $0) } ?? "ICU status \(status)"
  }

  /// Runs a UTF-16 transformation of the shim, growing the target until the result fits.
  ///
  /// The only failures left are a text beyond 2³¹ UTF-16 units and an ICU without its data, which
  /// no input line can cause (``LineReader`` limits a line's length).
  static func transform(
    _ source: [UInt16],
    _ function: (
      _ source: UnsafePointer<UInt16>?, _ length: Int32, _ target: UnsafeMutablePointer<UInt16>?,
      _ capacity: Int32, _ status: inout Int32
    ) -> Int32
  ) -> [UInt16] {
    precondition(source.count < Int(Int32.max) / 4, "a text of \(source.count) UTF-16 units")
    var capacity = source.count + source.count / 2 + 16
    var status: Int32 = 0
    while true {
      var needed = 0
      let result = [UInt16](unsafeUninitializedCapacity: capacity) { target, count in
        needed = Int(
          function(source, Int32(source.count), target.baseAddress, Int32(capacity), &status))
        count = status > 0 ? 0 : needed
      }
      guard status == CANDOR_ICU_BUFFER_OVERFLOW, needed > capacity else {
        precondition(status <= 0, "ICU: \(errorName(status))")
        return result
      }
      capacity = needed + 1
    }
  }
}
