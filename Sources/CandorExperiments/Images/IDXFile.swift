/// An array of bytes in the idx format of the MNIST files, compressed with gzip or not.
///
///     0 0 8 R      two zeros, the type (8: unsigned bytes), the number of axes R
///     R × 4        the size of each axis, big-endian
///     …            the bytes, the last axis varying fastest
public struct IDXFile: Sendable, Equatable {
  /// The size of each axis.
  public let shape: [Int]
  /// The bytes, row by row.
  public let bytes: [UInt8]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - axes: how many axes it must have
  /// - Throws: `ExperimentError.data` that names the file and the byte where it is not such an array
  public init(path: String, axes: Int) throws {
    let content = try GzipReader.bytes(path)
    func refuse(_ position: Int, _ problem: String) -> ExperimentError {
      .data("\(path), byte \(position): \(problem)")
    }
    let header = 4 + 4 * axes
    guard content.count >= header else {
      throw refuse(content.count, "the file ends inside its header of \(header) bytes")
    }
    guard content[0] == 0, content[1] == 0 else {
      throw refuse(0, "\(content[0]) \(content[1]) is not the beginning of an idx file, 0 0")
    }
    guard content[2] == 8 else {
      throw refuse(2, "type \(content[2]), not 8 (unsigned bytes)")
    }
    guard content[3] == UInt8(clamping: axes) else {
      throw refuse(3, "\(content[3]) axes, not \(axes)")
    }
    var shape: [Int] = []
    var count = 1
    for axis in 0..<axes {
      let position = 4 + 4 * axis
      let size = content[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { throw refuse(position, "axis of \(size): too large") }
      count = product
      shape.append(size)
    }
    guard content.count - header == count else {
      throw refuse(
        min(content.count, header + count),
        "\(content.count - header) bytes of data, but the shape \(shape) has \(count)")
    }
    self.shape = shape
    bytes = Array(content[header...])
  }
}
