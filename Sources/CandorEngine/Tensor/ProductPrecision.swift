import CKernels

/// How exactly a training multiplies matrices.
public enum ProductPrecision: String, Sendable, Codable, CaseIterable {
  /// As exactly as the numbers are.
  case full
  /// The factors of `Float` products in LSTMs and dense layers are rounded to bfloat16, the upper half of a `Float`; sums,
  /// weights, gradients and everything else stay as they are (Kalamkar et al. 2019, "A Study of BFLOAT16 for Deep
  /// Learning Training"). The error of a factor is at most 1/256 of it. A processor of Intel with AMX makes several times
  /// as many products a second, one of AMD with AVX-512 BF16 twice as many; others make fewer than in full precision.
  /// The bits are the same on all without AMX, as long as products and sums are normal numbers. AMX sums in another
  /// order, so a training that is continued on another kind of processor goes on with other bits; and Linux lends it only
  /// to a process whose threads have not set aside less memory for their signals than it needs (`sigaltstack`).
  case bfloat16

  /// Whether products of bfloat16 are the faster ones here.
  public static let isBFloat16Fast = candor_bfloat_is_fast() != 0
}
