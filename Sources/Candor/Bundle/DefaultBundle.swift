#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds a bundle that comes with the package.
struct DefaultBundle {
  /// The folder inside the package's resources.
  let name: String
  /// The environment variable that names another bundle.
  let variable: String

  /// English pronunciations.
  static let english = DefaultBundle(name: "english", variable: "CANDOR_MODEL")
  /// Sentiment of English texts.
  static let sentiment = DefaultBundle(name: "sentiment", variable: "CANDOR_SENTIMENT_MODEL")

  /// The folder that the package manager makes of the resources of this target.
  static let resources = "Candor_Candor.resources"

  /// The path of the bundle: the variable's if that is set, else beside the executable (a build folder or an app),
  /// else in `share/candor` of the prefix in which the executable is installed.
  func path() throws(BundleError) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment[variable], !path.isEmpty { return path }
    let folder = Self.executableFolder()
    let candidates = [
      "\(folder)/\(Self.resources)/\(name)",
      "\(folder)/../share/candor/\(Self.resources)/\(name)",
      "\(folder)/../Resources/\(Self.resources)/\(name)",
    ]
    for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
      return candidate
    }
    throw BundleError(
      path: candidates[0],
      reason: "no model found here, nor in ../share/candor; name one with --model or \(variable)")
  }

  private static func executableFolder() -> String {
    #if os(Linux)
      let executable =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
    #else
      let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
    let parts = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }
}
