import CNettle
import CandorText

/// SHA-256 of files, in lower-case hexadecimal, as `sha256sum` prints it.
package enum Checksum {
  /// The checksum of a whole file.
  ///
  /// - Throws: `FileAccessError` when the file cannot be read.
  package static func sha256(path: String) throws(FileAccessError) -> String {
    sha256(try FileReader.bytes(path))
  }

  /// The checksum of bytes.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var state = sha256_ctx()
    nettle_sha256_init(&state)
    bytes.withUnsafeBufferPointer { nettle_sha256_update(&state, $0.count, $0.baseAddress) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&state, digest.count, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
