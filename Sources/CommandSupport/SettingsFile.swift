import CandorText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Settings of a training from a JSON file; a name that does not exist is an error and not ignored.
package enum SettingsFile {
  /// The settings in a file.
  package static func read<Settings: Decodable>(
    _ type: Settings.Type, from path: String
  ) throws -> Settings {
    let bytes = try FileReader.bytes(path)
    // Foundation's decoder takes more for JSON, and the first or the last of two values.
    var values: [String: String] = [:]
    for member in try members(of: bytes, in: path) {
      if let before = values.updateValue(member.value, forKey: member.name) {
        throw CommandFailure(
          "\(path): \(member.name) stands there twice, as \(before) and as \(member.value)")
      }
    }
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw CommandFailure(
        try problem(of: bytes, as: type, in: path) ?? "\(path): \(reason(error))")
    }
  }

  private static func members(
    of bytes: [UInt8], in path: String
  ) throws(CommandFailure) -> [JSONScanner.Member] {
    do throws(JSONScanner.Problem) {
      return try JSONScanner.members(of: bytes)
    } catch {
      throw CommandFailure(
        "\(path):\(error.line):\(error.column): not valid JSON: expected \(error.expected), "
          + "found \(error.found)")
    }
  }

  /// What is wrong with settings that cannot be decoded: the place, or the setting and what it must be.
  private static func problem<Settings: Decodable>(
    of bytes: [UInt8], as type: Settings.Type, in path: String
  ) throws -> String? {
    let members = try members(of: bytes, in: path)
    let defaults = settings(of: type)
    let known = defaults.map(\.name)
    for member in members {
      if !known.isEmpty, !known.contains(member.name) {
        return "\(path): there is no setting \(member.name.debugDescription); there are "
          + known.joined(separator: ", ")
      }
      // Alone, so that a number that does not fit has a name.
      let alone = Data("{\"\(member.name)\": \(member.value)}".utf8)
      do {
        _ = try JSONDecoder().decode(type, from: alone)
      } catch {
        return "\(path): \(member.name) is \(member.value); it must be "
          + expectation(error, of: defaults.first { $0.name == member.name }?.value)
      }
    }
    return nil
  }

  /// The settings that there are: the properties of the value that an empty file gives.
  private static func settings<Settings: Decodable>(
    of type: Settings.Type
  ) -> [(name: String, value: Any)] {
    guard let defaults = try? JSONDecoder().decode(type, from: Data("{}".utf8)) else { return [] }
    return Mirror(reflecting: defaults).children.compactMap { child in
      child.label.map { ($0, child.value) }
    }
  }

  private static func expectation(_ error: any Error, of value: Any?) -> String {
    switch error as? DecodingError {
    case .typeMismatch(let type, _)?, .valueNotFound(let type, _)?: name(of: type)
    // A number that is none of its type has no path, a word that is none of the choices has one.
    case .dataCorrupted(let context)? where context.codingPath.isEmpty:
      "a whole number, and not too large"
    case .dataCorrupted?: choices(like: value).map { "one of \($0)" } ?? "one of its choices"
    default: "something else"
    }
  }

  /// The values of the type of a value that is one of few words.
  private static func choices(like value: Any?) -> String? {
    func list<Choice: CaseIterable>(_: Choice) -> String? {
      let words = Choice.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
      return words.isEmpty ? nil : words.joined(separator: ", ")
    }
    return (value as? any CaseIterable).flatMap { list($0) }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is any FixedWidthInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is Bool.Type: "true or false"
    case is String.Type: "a text"
    default: "another value"
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.codingPath.isEmpty
        ? "the settings must be an object, such as {\"epochs\": 20}"
        : context.codingPath.map(\.stringValue).joined(separator: ".") + " has another type"
    case .keyNotFound(let key, _): "there is no \(key.stringValue)"
    case .dataCorrupted(let context): context.debugDescription
    @unknown default: "not readable"
    }
  }
}
