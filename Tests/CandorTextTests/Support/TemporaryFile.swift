import CandorText

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls `body` with the path of a file of these bytes, which is removed afterwards.
func withTemporaryFile<Result>(
  _ bytes: [UInt8] = [], _ body: (String) throws -> Result
) throws -> Result {
  var template = Array("/tmp/candor-text-XXXXXX".utf8CString)
  let descriptor = mkstemp(&template)
  precondition(descriptor >= 0, "no temporary file")
  close(descriptor)
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unlink(path) }
  try FileWriter.write(bytes, to: path)
  return try body(path)
}

/// The scalars of a text as hexadecimal numbers: shows what `String`'s equality hides.
func scalars(_ text: String) -> [String] {
  text.unicodeScalars.map { String($0.value, radix: 16, uppercase: true) }
}
