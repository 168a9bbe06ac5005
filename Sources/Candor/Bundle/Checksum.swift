import CNettle
import CandorText

/// SHA-256 of files, in lower-case hexadecimal, as `sha256sum` prints it.
package struct Checksum {
  private var state = sha256_ctx()

  private init() {
    nettle_sha256_init(&state)
  }

  /// The checksum of a whole file.
  ///
  /// - Throws: `FileAccessError` when the file cannot be read.
  package static func sha256(path: String) throws(FileAccessError) -> String {
    var checksum = Checksum()
    try FileReader.parts(path) { checksum.update($0) }
    return checksum.digest()
  }

  /// The checksum of bytes.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var checksum = Checksum()
    checksum.update(bytes[...])
    return checksum.digest()
  }

  private mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { nettle_sha256_update(&state, $0.count, $0.baseAddress) }
  }

  private mutating func digest() -> String {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&state, digest.count, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
