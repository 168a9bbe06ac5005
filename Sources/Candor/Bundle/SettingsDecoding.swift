/// A setting outside its range.
public struct InvalidSetting: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  /// Refuses a value outside of a range.
  static func require<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ name: String
  ) throws(InvalidSetting) {
    guard range.contains(value) else {
      throw InvalidSetting(
        description: "\(name) is \(value); it must be \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension Decoder {
  /// Refuses a name that is no setting: it would be ignored in silence.
  func refuseUnknownFields<Key: CodingKey>(_ known: Key.Type) throws {
    for key in try container(keyedBy: AnyField.self).allKeys
    where Key(stringValue: key.stringValue) == nil {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "there is no setting \(key.stringValue.debugDescription)"))
    }
  }
}

extension KeyedDecodingContainer {
  /// Reads a field that may be left out: the value then stays.
  func read<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    value = try decodeIfPresent(Value.self, forKey: key) ?? value
  }
}

/// Any name in a file.
private struct AnyField: CodingKey {
  let stringValue: String
  let intValue: Int? = nil
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
