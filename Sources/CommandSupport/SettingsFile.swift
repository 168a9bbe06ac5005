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
    let data = Data(try FileReader.bytes(path))
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw CommandFailure("\(path): \(reason(error))")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    case .dataCorrupted(let context):
      context.debugDescription
    @unknown default: "not readable"
    }
  }
}
