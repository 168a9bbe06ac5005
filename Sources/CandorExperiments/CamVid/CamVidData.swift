import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Road scenes with a class for every pixel: CamVid (Brostow et al. 2009) with the 11 classes of SegNet (Badrinarayanan
/// et al. 2017).
public struct CamVidData: Sendable {
  /// Images of one purpose, all of the same size.
  public struct Part: Sendable {
    /// The names of the files.
    public let names: [String]
    /// H
    public let height: Int
    /// W
    public let width: Int
    /// `[N, H, W, 3]`
    public let pixels: ArraySlice<UInt8>
    /// `[N, H, W]`: a class, or `CamVidData.void`
    public let labels: ArraySlice<UInt8>

    /// The number of images.
    public var count: Int { names.count }

    /// The labels of one image, row by row.
    func labels(of index: Int) -> ArraySlice<UInt8> {
      let start = labels.startIndex + index * height * width
      return labels[start..<start + height * width]
    }

    /// Parts of some images, `[B, h, w, 3]`, with mean 0 and variance 1 over the training images, and the class of each
    /// pixel, negative where there is none.
    func batch(
      _ crops: [Crop]
    ) -> (images: Tensor<Float>, targets: [Int32]) {
      guard let size = crops.first else { return (Tensor(zeros: [0, 0, 0, 3]), []) }
      var values: [Float] = []
      values.reserveCapacity(crops.count * size.height * size.width * 3)
      var targets: [Int32] = []
      targets.reserveCapacity(crops.count * size.height * size.width)
      for crop in crops {
        for y in 0..<crop.height {
          let row = (crop.image * height + crop.top + y) * width + crop.left
          for x in 0..<crop.width {
            let pixel = row + (crop.isFlipped ? crop.width - 1 - x : x)
            for channel in 0..<3 {
              values.append(
                CamVidData.scaled[channel][Int(pixels[pixels.startIndex + pixel * 3 + channel])])
            }
            let label = labels[labels.startIndex + pixel]
            targets.append(label == CamVidData.void ? -1 : Int32(label))
          }
        }
      }
      return (Tensor(shape: [crops.count, size.height, size.width, 3], values), targets)
    }

    /// A whole image as a crop.
    func whole(_ index: Int) -> Crop {
      Crop(image: index, top: 0, left: 0, height: height, width: width, isFlipped: false)
    }
  }

  /// A part of an image, perhaps mirrored.
  struct Crop: Sendable, Equatable {
    var image: Int
    var top: Int
    var left: Int
    var height: Int
    var width: Int
    var isFlipped: Bool
  }

  /// The classes in the order of their labels.
  public static let classes = [
    "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian",
    "bicyclist",
  ]
  /// The label of pixels without a class.
  public static let void: UInt8 = 11
  /// Weights of the classes in the loss: median frequency balancing over the training images (Eigen & Fergus 2015), as in
  /// SegNet and in the paper's code.
  public static let classWeights: [Float] = [
    0.58872014284134, 0.51052379608154, 2.6966278553009, 0.45021694898605, 1.1785038709641,
    0.77028578519821, 2.4782588481903, 2.5273461341858, 1.0122526884079, 3.2375309467316,
    4.1312313079834,
  ]
  /// A colour for each class, and black for void, as is customary for this corpus.
  static let colours: [[UInt8]] = [
    [128, 128, 128], [128, 0, 0], [192, 192, 128], [128, 64, 128], [0, 0, 192], [128, 128, 0],
    [192, 128, 128], [64, 64, 128], [64, 0, 128], [64, 64, 0], [0, 128, 192], [0, 0, 0],
  ]

  /// (v/255 − mean) / deviation by channel: those of the training images, as in the paper's code.
  private static let scaled: [[Float]] = [
    (mean: 0.41189489566336, deviation: 0.27413549931506),
    (mean: 0.4251328133025, deviation: 0.28506257482912),
    (mean: 0.4326707089857, deviation: 0.28284674400252),
  ].map { channel in
    (0..<256).map { Float((Double($0) / 255 - channel.mean) / channel.deviation) }
  }

  /// 367 images.
  public let training: Part
  /// 101 images that choices are made on.
  public let validation: Part
  /// 233 images.
  public let test: Part

  /// Reads `train`, `val`, `test` and their annotations `trainannot`, `valannot`, `testannot`.
  ///
  /// - Parameters:
  ///   - folder: of the six folders
  ///   - limit: at most so many images of each part; nil for all
  /// - Throws: `ExperimentError.data` with the file, and the row and column of a wrong label
  public init(folder: String, limit: Int? = nil) throws {
    training = try Self.part(folder, "train", limit)
    validation = try Self.part(folder, "val", limit)
    test = try Self.part(folder, "test", limit)
  }

  private static func part(_ folder: String, _ name: String, _ limit: Int?) throws -> Part {
    let images = "\(folder)/\(name)"
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: images) else {
      throw ExperimentError.data("\(images) is not a folder that can be read")
    }
    let names = Array(entries.filter { $0.hasSuffix(".png") }.sorted().prefix(limit ?? .max))
    guard !names.isEmpty else { throw ExperimentError.data("\(images) holds no PNG images") }
    var size: (height: Int, width: Int)?
    var (pixels, labels): ([UInt8], [UInt8]) = ([], [])
    for file in names {
      let image = try PNGImage(path: "\(images)/\(file)", channels: .colour)
      let path = "\(folder)/\(name)annot/\(file)"
      let annotation = try PNGImage(path: path, channels: .grey)
      let expected = size ?? (image.height, image.width)
      guard (image.height, image.width) == expected else {
        throw ExperimentError.data(
          "\(images)/\(file): \(image.width) × \(image.height) pixels, unlike "
            + "\(expected.width) × \(expected.height) before it")
      }
      guard (annotation.height, annotation.width) == expected else {
        throw ExperimentError.data(
          "\(path): \(annotation.width) × \(annotation.height) labels for "
            + "\(expected.width) × \(expected.height) pixels")
      }
      if let place = annotation.pixels.firstIndex(where: { $0 > void }) {
        throw ExperimentError.data(
          "\(path), row \(place / expected.width + 1), column \(place % expected.width + 1): "
            + "\(annotation.pixels[place]) is no label; there are 0 to \(void)")
      }
      size = expected
      pixels += image.pixels
      labels += annotation.pixels
    }
    return Part(
      names: names, height: size?.height ?? 0, width: size?.width ?? 0, pixels: pixels[...],
      labels: labels[...])
  }
}
