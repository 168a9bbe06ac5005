import CandorEngine

/// Handwritten digits (LeCun & Cortes): 28 × 28 grey pixels and the digit.
public struct MNISTData: Sendable {
  /// Images of one purpose.
  public struct Part: Sendable {
    /// The pixels of each image, row by row.
    public let pixels: ArraySlice<UInt8>
    /// The digit of each image.
    public let labels: ArraySlice<UInt8>

    /// The number of images.
    public var count: Int { labels.count }

    /// The first images.
    public func prefix(_ count: Int) -> Part {
      Part(
        pixels: pixels.prefix(count * MNISTData.pixelCount), labels: labels.prefix(count))
    }

    /// Some images, `[B, 784]`, with mean 0 and variance 1 over all training images, and their digits.
    func batch(_ indices: some Collection<Int>) -> (images: Tensor<Float>, labels: [Int32]) {
      let size = MNISTData.pixelCount
      var values: [Float] = []
      values.reserveCapacity(indices.count * size)
      var digits: [Int32] = []
      for index in indices {
        let start = pixels.startIndex + index * size
        for pixel in pixels[start..<start + size] { values.append(MNISTData.scaled[Int(pixel)]) }
        digits.append(Int32(labels[labels.startIndex + index]))
      }
      return (Tensor(shape: [indices.count, size], values), digits)
    }
  }

  /// Pixels of an image.
  public static let pixelCount = 28 * 28
  /// Digits.
  public static let classCount = 10
  /// Images that choices are made on, the last ones of the training file.
  public static let validationCount = 10_000

  /// (v/255 − 0.1307) / 0.3081: the mean and the deviation of the training pixels.
  private static let scaled = (0..<256).map { (Float($0) / 255 - 0.1307) / 0.3081 }

  /// What is trained on: all but the last 10,000 of the training file.
  public let training: Part
  /// The last 10,000 of the training file.
  public let validation: Part
  /// The test file.
  public let test: Part

  /// Reads the four idx files.
  ///
  /// - Parameters:
  ///   - folder: of the files
  ///   - limit: at most so many images of each part; nil for all
  /// - Throws: `ExperimentError.data`
  public init(folder: String, limit: Int? = nil) throws {
    let all = try Self.part(folder, "train")
    let held = min(Self.validationCount, all.count / 6)
    let rest = all.count - held
    training = all.prefix(min(limit ?? rest, rest))
    validation = Part(
      pixels: all.pixels.suffix(held * Self.pixelCount), labels: all.labels.suffix(held)
    ).prefix(min(limit ?? held, held))
    let test = try Self.part(folder, "t10k")
    self.test = test.prefix(min(limit ?? test.count, test.count))
  }

  private static func part(_ folder: String, _ name: String) throws -> Part {
    let imagePath = "\(folder)/\(name)-images-idx3-ubyte.gz"
    let labelPath = "\(folder)/\(name)-labels-idx1-ubyte.gz"
    let images = try IDXFile(path: imagePath, axes: 3)
    let labels = try IDXFile(path: labelPath, axes: 1)
    guard images.shape[1...] == [28, 28], images.shape[0] > 0 else {
      throw ExperimentError.data("\(imagePath): images of shape \(images.shape), not [N, 28, 28]")
    }
    guard labels.shape[0] == images.shape[0] else {
      throw ExperimentError.data(
        "\(labelPath): \(labels.shape[0]) labels for \(images.shape[0]) images")
    }
    if let index = labels.bytes.firstIndex(where: { $0 >= classCount }) {
      throw ExperimentError.data(
        "\(labelPath), byte \(8 + index): \(labels.bytes[index]) is no digit")
    }
    return Part(pixels: images.bytes[...], labels: labels.bytes[...])
  }
}
