/// Why a bundle cannot be used.
public struct BundleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The bundle's path, or one of its files.
  public let path: String
  /// What is wrong with it.
  public let reason: String

  /// Path and reason.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// `path: reason`
  public var description: String { "\(path): \(reason)" }
}
