#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds bundles that come with the package.
struct ShippedBundle {
  /// The folder inside the package's resources.
  let name: String
  /// The environment variable that names another bundle where none is named otherwise.
  let variable: String?

  /// English pronunciations with stress, for every day.
  static let english = ShippedBundle(name: "english", variable: "CANDOR_MODEL")
  /// English pronunciations without stress: the models of the usual split of CMUdict, more accurate and slower.
  static let canonical = ShippedBundle(name: "canonical", variable: nil)
  /// Sentiment of English texts.
  static let sentiment = ShippedBundle(name: "sentiment", variable: "CANDOR_SENTIMENT_MODEL")

  /// The folder that the package manager makes of the resources of this target.
  static let resources = "Candor_Candor.resources"

  /// The path of a bundle that a user names, as an argument or in the variable of the first of these: the folder of that
  /// name if it holds a bundle, else one of these that come with the package; without a name the first of them.
  static func path(
    _ named: String?, among shipped: [ShippedBundle],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(BundleError) -> String {
    let variable = shipped[0].variable.flatMap { environment[$0] } ?? ""
    guard let named = named ?? (variable.isEmpty ? nil : variable) else {
      return try shipped[0].path()
    }
    guard
      !FileManager.default.fileExists(
        atPath: "\(named)/\(BundleFolder<BundleManifest>.manifestName)"),
      let bundle = shipped.first(where: { $0.name == named })
    else { return named }
    return try bundle.path()
  }

  /// The path of the bundle: beside the executable (a build folder or an app), else in `share/candor` of the prefix in
  /// which the executable is installed.
  private func path() throws(BundleError) -> String {
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
      reason: "no model found here, nor in ../share/candor; name one with --model"
        + (variable.map { " or \($0)" } ?? ""))
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
