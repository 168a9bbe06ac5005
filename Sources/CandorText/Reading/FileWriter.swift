/// Writes whole files so that no half-written one is ever seen under its name.
package enum FileWriter {
  /// Writes to a temporary name beside the target and renames it; a device or a pipe is written
  /// straight.
  ///
  /// - Throws: ``FileAccessError``; the target is then as it was.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileAccessError) {
    guard !path.utf8.contains(0) else { throw FileAccessError(.write, quoted(path), code: 2) }
    let isFile = System.isWritableRegularFileOrNew(path)
    let target = isFile ? "\(path).\(System.processIdentifier).partial" : path
    let descriptor = System.open(target, flags: System.overwrite)
    guard descriptor >= 0 else { throw FileAccessError(.write, path, code: System.lastError) }
    var code = writeAll(bytes, to: descriptor)
    if code == 0, isFile, System.sync(descriptor) != 0 { code = System.lastError }
    // Some file systems tell only here that the disk is full.
    if System.close(descriptor) != 0, code == 0 { code = System.lastError }
    if code == 0, isFile, System.move(target, to: path) != 0 { code = System.lastError }
    guard code == 0 else {
      if isFile { System.remove(target) }
      throw FileAccessError(.write, path, code: code)
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty {
        let count = System.write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
        guard count > 0 else { return count < 0 ? System.lastError : 5 }
        rest = rest.dropFirst(count)
      }
      return 0
    }
  }
}
