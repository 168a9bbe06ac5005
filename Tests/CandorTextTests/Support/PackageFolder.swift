import CandorText

/// Folders found from this source file.
enum PackageFolder {
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    // Tests/CandorTextTests/Support/PackageFolder.swift
    parts.removeLast(4)
    return parts.joined(separator: "/")
  }()

  static func vocabulary(_ name: String) -> String { "\(root)/vocab/\(name).txt" }

  static func fixture(_ name: String) -> String { "\(root)/corpora/fixtures/\(name)" }
}
