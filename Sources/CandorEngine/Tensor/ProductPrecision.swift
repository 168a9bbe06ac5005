/// How exactly a training multiplies matrices.
public enum ProductPrecision: String, Sendable, Codable, CaseIterable {
  /// As exactly as the numbers are.
  case full
  /// The factors of `Float` products in LSTMs and dense layers are rounded to bfloat16, the upper half of a `Float`; sums,
  /// weights, gradients and everything else stay as they are (Kalamkar et al. 2019, "A Study of BFLOAT16 for Deep
  /// Learning Training"). The error of a factor is at most 1/256 of it. Twice as many products a second with AVX-512 BF16;
  /// without it fewer than in full precision, and the same bits as long as products and sums are normal numbers.
  case bfloat16

  /// Whether products of bfloat16 are the faster ones here: only with AVX-512 BF16.
  public static var isBFloat16Fast: Bool { InstructionLevel.bestForBFloat16 == 2 }
}
