#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The user's folder for corpora and lexicons that were fetched: `candor` in `XDG_DATA_HOME`, or in `~/.local/share`.
package enum DataFolder {
  /// The path of a file in the folder, which need not exist; nil where there is no home either.
  package static func path(of name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    // The XDG base directory specification: a path that is not absolute is ignored.
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return "\(data)/candor/\(name)"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/.local/share/candor/\(name)"
  }

  /// CMUdict, if `corpora/fetch cmudict` has put it there.
  package static var cmudict: String? {
    path(of: "cmudict/cmudict.dict").flatMap {
      FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }
  }
}
