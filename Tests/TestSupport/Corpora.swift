import Foundation
import Testing

/// Folders that stand around the package.
public enum Places {
  /// The package root, from the place of this very file.
  public static let packageRoot: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// The value of an environment variable, nil when it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else { return nil }
    return value
  }
}

/// The corpora: `$CANDOR_CORPORA`, else `../shared/corpora` beside the package.
public enum Corpora {
  /// The folder in which the corpora lie; it need not exist.
  public static let folder: String =
    Places.environment("CANDOR_CORPORA") ?? Places.packageRoot + "/../shared/corpora"

  /// The path of a corpus file, such as `cmudict/g014b2b.ref`; it need not exist.
  public static func path(_ relative: String) -> String { folder + "/" + relative }

  /// Whether a corpus file or folder is there.
  public static func has(_ relative: String) -> Bool {
    FileManager.default.fileExists(atPath: path(relative))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, with a message, unless all these corpus files are there:
  /// `@Test(.needsCorpus("cmudict/cmudict.dict"))`.
  public static func needsCorpus(
    _ relative: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    let absent = relative.filter { !Corpora.has($0) }
    return .enabled(
      if: absent.isEmpty,
      "corpus \(absent.joined(separator: ", ")) is absent from \(Corpora.folder)",
      sourceLocation: sourceLocation)
  }

  /// Skips a test, with a message, unless the golden file is there.
  public static func needsGolden(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Self {
    .enabled(
      if: Goldens.has(name), "golden \(name).json is absent from \(Goldens.folder)",
      sourceLocation: sourceLocation)
  }
}
