#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds the English bundle that comes with the package.
enum DefaultBundle {
  /// The folder inside the package's resources.
  static let name = "english"
  /// The folder that the package manager makes of the resources of this target.
  static let resources = "Candor_Candor.resources"

  /// The path of the bundle: `CANDOR_MODEL` if that is set, else beside the executable (a build folder or an app),
  /// else in `share/candor` of the prefix in which the executable is installed.
  static func path() throws(BundleError) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["CANDOR_MODEL"], !path.isEmpty { return path }
    let folder = executableFolder()
    let candidates = [
      "\(folder)/\(resources)/\(name)", "\(folder)/../share/candor/\(resources)/\(name)",
      "\(folder)/../Resources/\(resources)/\(name)",
    ]
    for candidate in candidates where FileManager.default.fileExists(atPath: candidate) {
      return candidate
    }
    throw BundleError(
      path: candidates[0],
      reason: "no model found here, nor in ../share/candor; name one with --model or CANDOR_MODEL")
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
