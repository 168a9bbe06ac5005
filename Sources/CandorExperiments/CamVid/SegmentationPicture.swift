import RealModule

/// An image with its true classes, the likeliest ones, all uncertainty, and the part that comes from the weights.
enum SegmentationPicture {
  private static let gap = 4

  /// Five panels side by side, on white. Uncertainties are white at ln C and black at 0; void is black.
  static func of(_ sampled: SampledPixels, image: Int, in part: CamVidData.Part) -> PNGImage {
    let (height, width) = (part.height, part.width)
    let start = part.pixels.startIndex + image * height * width * 3
    let mean = sampled.mean
    let predicted = (0..<height * width).map { pixel in
      SegmentationScores.likeliest(
        mean[pixel * sampled.classes..<(pixel + 1) * sampled.classes])
    }
    let most = Double.log(Double(sampled.classes))
    func grey(_ values: [Double]) -> [UInt8] {
      values.flatMap { value in
        Array(repeating: UInt8(max(0, min(255, (255 * value / most).rounded()))), count: 3)
      }
    }
    let panels = [
      Array(part.pixels[start..<start + height * width * 3]),
      part.labels(of: image).flatMap { CamVidData.colours[Int($0)] },
      predicted.flatMap { CamVidData.colours[$0] },
      grey(sampled.predictiveEntropy), grey(sampled.mutualInformation),
    ]
    let total = panels.count * width + (panels.count - 1) * gap
    var pixels = [UInt8](repeating: 255, count: total * height * 3)
    for (index, panel) in panels.enumerated() {
      for y in 0..<height {
        let to = (y * total + index * (width + gap)) * 3
        pixels.replaceSubrange(
          to..<to + width * 3, with: panel[y * width * 3..<(y + 1) * width * 3])
      }
    }
    return PNGImage(width: total, height: height, channels: .colour, pixels: pixels)
  }
}
