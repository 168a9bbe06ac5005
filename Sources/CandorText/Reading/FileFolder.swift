import CandorFiles

/// Makes folders for files to be written.
package enum FileFolder {
  /// Makes a folder with those above it, unless it is there, and makes sure that files can be written into it: before
  /// hours of work whose results they are to hold.
  ///
  /// - Throws: ``FileAccessError`` that names the folder.
  package static func prepare(_ path: String) throws(FileAccessError) {
    guard !path.utf8.contains(0) else { throw FileAccessError(.write, quoted(path), code: 2) }
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += "\(part)/"
      if System.kind(of: made) == .folder { continue }
      // Somebody else may have made it meanwhile.
      guard System.makeFolder(made) == 0 || System.kind(of: made) == .folder else {
        throw FileAccessError(.write, path, code: System.lastError)
      }
    }
    do throws(FileAccessError) {
      let probe = made + ".candor-probe"
      try FileWriter.write([], to: probe)
      System.remove(probe)
    } catch {
      throw FileAccessError(.write, path, code: error.code)
    }
  }
}
