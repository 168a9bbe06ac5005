import CandorFiles

/// Writes whole files so that no half-written one is ever seen under its name.
package enum FileWriter {
  /// Writes to a temporary name beside the target and renames it; a device or a pipe is written
  /// straight.
  ///
  /// - Throws: ``FileAccessError``; the target is then as it was.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileAccessError) {
    do throws(SystemFile.Failure) {
      try SystemFile.replace(path) { (file) throws(SystemFile.Failure) in try file.write(bytes) }
    } catch {
      let name = path.utf8.contains(0) ? quoted(path) : path
      throw FileAccessError(.write, name, code: error.code)
    }
  }
}
