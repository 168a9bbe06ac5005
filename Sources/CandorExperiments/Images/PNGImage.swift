import CPNG

/// Pixels of eight bits, read and written through libpng.
public struct PNGImage: Sendable, Equatable {
  /// What a pixel holds.
  public enum Channels: Int, Sendable {
    /// One number: a grey value, or a label.
    case grey = 1
    /// Red, green, blue.
    case colour = 3

    fileprivate var format: UInt32 {
      switch self {
      case .grey: UInt32(PNG_FORMAT_GRAY)
      case .colour: UInt32(PNG_FORMAT_RGB)
      }
    }
  }

  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// What a pixel holds.
  public let channels: Channels
  /// Row by row, `[height, width, channels]`.
  public let pixels: [UInt8]

  /// An image of pixels `[height, width, channels]`.
  public init(width: Int, height: Int, channels: Channels, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && pixels.count == width * height * channels.rawValue,
      "PNGImage: \(pixels.count) numbers for \(width) × \(height) × \(channels.rawValue)")
    (self.width, self.height, self.channels, self.pixels) = (width, height, channels, pixels)
  }

  /// More pixels than this are not read: a small file can claim any size.
  private static let mostPixels = 1 << 26

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - channels: what to make of it; a grey image must be one, since colours have no label
  /// - Throws: `ExperimentError.data` with the path and what libpng found
  public init(path: String, channels: Channels) throws {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard !path.utf8.contains(0), png_image_begin_read_from_file(&image, path) != 0 else {
      throw ExperimentError.data("\(path): \(image.problem)")
    }
    let (width, height) = (Int(image.width), Int(image.height))
    guard width > 0, height > 0, width <= Self.mostPixels / height else {
      throw ExperimentError.data("\(path): \(width) × \(height) pixels are too many")
    }
    let colours = UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_COLORMAP)
    guard channels == .colour || image.format & colours == 0 else {
      throw ExperimentError.data("\(path): not a grey image, so its pixels are no labels")
    }
    image.format = channels.format
    var pixels = [UInt8](repeating: 0, count: width * height * channels.rawValue)
    // Where the file has an alpha channel, the image stands before black.
    var background = png_color(red: 0, green: 0, blue: 0)
    guard
      png_image_finish_read(
        &image, &background, &pixels, Int32(width * channels.rawValue), nil) != 0
    else { throw ExperimentError.data("\(path): \(image.problem)") }
    self.init(width: width, height: height, channels: channels, pixels: pixels)
  }

  /// Writes a file.
  ///
  /// - Throws: `ExperimentError.data` with the path and what libpng found
  public func write(to path: String) throws {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.format = channels.format
    defer { png_image_free(&image) }
    guard
      !path.utf8.contains(0),
      png_image_write_to_file(
        &image, path, 0, pixels, Int32(width * channels.rawValue), nil) != 0
    else { throw ExperimentError.data("\(path): \(image.problem)") }
  }
}

extension png_image {
  /// What libpng says.
  fileprivate var problem: String {
    let text = withUnsafeBytes(of: message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.isEmpty ? "not a file that can be read or written" : text
  }
}
