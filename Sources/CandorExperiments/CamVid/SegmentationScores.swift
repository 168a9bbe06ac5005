import RealModule

/// How good the class probabilities of pixels are, gathered image by image.
struct SegmentationScores: Sendable {
  /// `[C, C]`: pixels by true and likeliest class; void takes no part.
  private var confusion: [Int]
  private var nll = 0.0
  /// Over images: the mean over the classes and void of the image's own intersection over union.
  private var imageMeans: [Double] = []
  private(set) var calibration: ClassCalibration
  private let classes: Int

  init(classes: Int) {
    self.classes = classes
    confusion = Array(repeating: 0, count: classes * classes)
    calibration = ClassCalibration(classes: classes)
  }

  /// Takes in one image.
  ///
  /// - Parameters:
  ///   - probabilities: `[pixels, C]`
  ///   - labels: of each pixel; C is void
  mutating func add(_ probabilities: ArraySlice<Float>, labels: ArraySlice<UInt8>) {
    var (both, either) = (
      Array(repeating: 0.0, count: classes + 1), Array(repeating: 0.0, count: classes + 1)
    )
    for (pixel, label) in labels.enumerated() {
      let row = probabilities.startIndex + pixel * classes
      let values = probabilities[row..<row + classes]
      let best = Self.likeliest(values)
      let label = Int(label)
      either[label] += 1
      if best == label { both[label] += 1 } else { either[best] += 1 }
      guard label < classes else { continue }
      confusion[label * classes + best] += 1
      nll -= Double.log(max(Double(values[row + label]), 1e-12))
      calibration.add(values, label: label, likeliest: best)
    }
    // A class that is neither there nor predicted counts as 0, as in the paper's code.
    imageMeans.append(
      zip(both, either).reduce(0) { $0 + $1.0 / max($1.1, 1e-8) } / Double(classes + 1))
  }

  /// The place of the greatest probability, from 0.
  static func likeliest(_ values: ArraySlice<Float>) -> Int {
    values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
      - values.startIndex
  }

  private var pixels: Int { confusion.reduce(0, +) }

  /// The share of pixels whose likeliest class is right.
  var accuracy: Double {
    let right = (0..<classes).reduce(0) { $0 + confusion[$1 * classes + $1] }
    return Double(right) / Double(max(1, pixels))
  }

  /// Mean −ln of the probability of the right class, in nats.
  var meanNLL: Double { nll / Double(max(1, pixels)) }

  /// Intersection over union of each class over all pixels of all images; nil where it is neither there nor predicted.
  var classIoU: [Double?] {
    (0..<classes).map { c in
      let both = confusion[c * classes + c]
      let either =
        (0..<classes).reduce(0) { $0 + confusion[c * classes + $1] + confusion[$1 * classes + c] }
        - both
      return either == 0 ? nil : Double(both) / Double(either)
    }
  }

  /// Their mean: the usual measure of this corpus.
  var meanIoU: Double {
    let values = classIoU.compactMap { $0 }
    return values.reduce(0, +) / Double(max(1, values.count))
  }

  /// The paper's measure: over the classes of one image, void among them, then over the images.
  var meanIoUOfImages: Double {
    imageMeans.reduce(0, +) / Double(max(1, imageMeans.count))
  }
}

/// How often a class is there where its probability says so, for each class, and for the likeliest one.
///
/// Counted as pixels come: a test set has tens of millions of probabilities.
struct ClassCalibration: Sendable {
  /// Bins of equal width.
  static let binCount = 10

  private struct Bin: Sendable {
    var count = 0
    var probability = 0.0
    var hits = 0

    mutating func add(_ value: Double, _ isRight: Bool) {
      count += 1
      probability += value
      hits += isRight ? 1 : 0
    }
  }

  private var classes: [[Bin]]
  private var top: [Bin]

  init(classes: Int) {
    top = Array(repeating: Bin(), count: Self.binCount)
    self.classes = Array(repeating: top, count: classes)
  }

  mutating func add(_ probabilities: ArraySlice<Float>, label: Int, likeliest: Int) {
    for (c, value) in probabilities.enumerated() {
      classes[c][Self.place(value)].add(Double(value), c == label)
    }
    let value = probabilities[probabilities.startIndex + likeliest]
    top[Self.place(value)].add(Double(value), likeliest == label)
  }

  private static func place(_ probability: Float) -> Int {
    min(max(Int(probability * Float(binCount)), 0), binCount - 1)
  }

  /// Mean probability, frequency and pixels of the bins of a class that are not empty.
  func bins(of c: Int) -> [[Double]] { Self.summary(classes[c]) }
  /// The same of the likeliest class.
  var topBins: [[Double]] { Self.summary(top) }

  private static func summary(_ bins: [Bin]) -> [[Double]] {
    bins.filter { $0.count > 0 }.map {
      let count = Double($0.count)
      return [$0.probability / count, Double($0.hits) / count, count]
    }
  }

  /// Expected calibration error of the likeliest class.
  var expectedError: Double {
    let bins = topBins
    let total = bins.reduce(0) { $0 + $1[2] }
    return bins.reduce(0) { $0 + abs($1[0] - $1[1]) * $1[2] } / max(1, total)
  }
}
