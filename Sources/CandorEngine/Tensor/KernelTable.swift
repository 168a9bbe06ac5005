import CKernels

/// The vectorised kernels for one number type, as described in `ckernels_declarations.h`, in the same order.
///
/// A table of functions rather than protocol requirements: generic code pays one indirect call for a whole kernel,
/// and users' `Float` gains no methods.
public struct KernelTable<Scalar: BinaryFloatingPoint & BitwiseCopyable>: Sendable {
  typealias Input = UnsafePointer<Scalar>?
  typealias Output = UnsafeMutablePointer<Scalar>?

  let packedCount: @Sendable (_ level: Int32, _ n: Int, _ k: Int) -> Int
  let pack:
    @Sendable (
      _ level: Int32, _ n: Int, _ k: Int, _ rows: UnsafePointer<Int32>?, _ b: Input, _ bStride: Int,
      _ transposed: Int32, _ packed: Output
    ) -> Void
  let packedProduct:
    @Sendable (
      _ level: Int32, _ m: Int, _ n: Int, _ k: Int, _ a: Input, _ aStride: Int, _ packed: Input,
      _ k2: Int, _ a2: Input, _ a2Stride: Int, _ packed2: Input, _ accumulate: Int32, _ c: Output,
      _ cStride: Int
    ) -> Void
  let packedTransposedProduct:
    @Sendable (
      _ level: Int32, _ m: Int, _ n: Int, _ k: Int, _ rows: UnsafePointer<Int32>?, _ a: Input,
      _ aStride: Int, _ packed: Input, _ accumulate: Int32, _ c: Output, _ cStride: Int
    ) -> Void
  let tapProduct:
    @Sendable (
      _ level: Int32, _ m: Int, _ n: Int, _ k: Int, _ taps: Int, _ offsets: UnsafePointer<Int>?,
      _ panels: UnsafePointer<Int>?, _ a: Input, _ aStride: Int, _ packed: Input,
      _ accumulate: Int32, _ c: Output, _ cStride: Int
    ) -> Void
  let lstmGates:
    @Sendable (
      _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?, _ bias: Input,
      _ gates: Output, _ cellBefore: Input, _ hiddenBefore: Input, _ cell: Output,
      _ hiddenState: Output, _ output: Output, _ outputStride: Int
    ) -> Void
  let lstmGatesAdjoint:
    @Sendable (
      _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?, _ gates: Input,
      _ cellBefore: Input, _ cell: Input, _ outputGradient: Input, _ outputStride: Int,
      _ hiddenGradient: Output, _ cellGradient: Output, _ gateGradient: Output
    ) -> Void
  let concreteMask:
    @Sendable (
      _ count: Int, _ logit: Scalar, _ temperature: Scalar, _ uniforms: Input, _ mask: Output
    ) -> Void
  let concreteMaskAdjoint:
    @Sendable (
      _ count: Int, _ logit: Scalar, _ temperature: Scalar, _ mask: Input, _ maskGradient: Input
    ) -> Scalar
  let bernoulliMask:
    @Sendable (_ count: Int, _ rate: Scalar, _ uniforms: Input, _ mask: Output) -> Void
  let add: @Sendable (_ count: Int, _ a: Input, _ b: Input, _ out: Output) -> Void
  let multiply: @Sendable (_ count: Int, _ a: Input, _ b: Input, _ out: Output) -> Void
  let multiplyAdd: @Sendable (_ count: Int, _ a: Input, _ b: Input, _ accumulator: Output) -> Void
  let scaleAdd: @Sendable (_ count: Int, _ scale: Scalar, _ x: Input, _ accumulator: Output) -> Void
  let scale: @Sendable (_ count: Int, _ scale: Scalar, _ x: Input, _ out: Output) -> Void
  let tanh: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  let tanhAdjoint:
    @Sendable (_ count: Int, _ y: Input, _ gradient: Input, _ accumulator: Output) -> Void
  let relu: @Sendable (_ count: Int, _ x: Input, _ y: Output) -> Void
  let reluAdjoint:
    @Sendable (_ count: Int, _ y: Input, _ gradient: Input, _ accumulator: Output) -> Void
  let sum: @Sendable (_ count: Int, _ x: Input) -> Scalar
  let sumOfSquares: @Sendable (_ count: Int, _ x: Input) -> Scalar
  let addBias: @Sendable (_ rows: Int, _ columns: Int, _ bias: Input, _ y: Output) -> Void
  let columnSums:
    @Sendable (
      _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ x: Input, _ accumulator: Output
    ) -> Void
  let gather:
    @Sendable (
      _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ table: Input, _ out: Output
    ) -> Void
  let scatterAdd:
    @Sendable (
      _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ gradient: Input,
      _ table: Output
    ) -> Void
  let maximum:
    @Sendable (
      _ count: Int, _ step: Int32, _ x: Input, _ best: Output, _ place: UnsafeMutablePointer<Int32>?
    ) -> Void
  let maximumAdjoint:
    @Sendable (
      _ count: Int, _ step: Int32, _ place: UnsafePointer<Int32>?, _ gradient: Input,
      _ accumulator: Output
    ) -> Void
  let batchStatistics:
    @Sendable (
      _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
      _ validCount: Int, _ x: Input, _ mean: Output, _ variance: Output
    ) -> Void
  let batchNormalize:
    @Sendable (
      _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
      _ x: Input, _ mean: Input, _ inverseDeviation: Input, _ gamma: Input, _ beta: Input,
      _ y: Output
    ) -> Void
  let batchNormalizeAdjoint:
    @Sendable (
      _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
      _ validCount: Int, _ statisticsFromBatch: Int32, _ x: Input, _ mean: Input,
      _ inverseDeviation: Input, _ gamma: Input, _ gradient: Input, _ xGradient: Output,
      _ gammaGradient: Output, _ betaGradient: Output
    ) -> Void
  let logSoftmax: @Sendable (_ rows: Int, _ classes: Int, _ logits: Input, _ out: Output) -> Void
  let softmaxCrossEntropy:
    @Sendable (
      _ rows: Int, _ classes: Int, _ logits: Input, _ targets: UnsafePointer<Int32>?,
      _ smoothing: Scalar, _ losses: Output, _ gradient: Output
    ) -> Void
  let attention:
    @Sendable (
      _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Scalar,
      _ q: Input, _ qStride: Int, _ k: Input, _ kStride: Int, _ v: Input, _ vStride: Int,
      _ weights: Output, _ context: Output, _ contextStride: Int
    ) -> Void
  let attentionAdjoint:
    @Sendable (
      _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Scalar,
      _ q: Input, _ qStride: Int, _ k: Input, _ kStride: Int, _ v: Input, _ vStride: Int,
      _ weights: Input, _ contextGradient: Input, _ contextStride: Int, _ qGradient: Output,
      _ kGradient: Output, _ vGradient: Output
    ) -> Void
  let sgd:
    @Sendable (
      _ count: Int, _ rate: Scalar, _ momentum: Scalar, _ gradient: Input, _ velocity: Output,
      _ parameter: Output
    ) -> Void
  let rmsprop:
    @Sendable (
      _ count: Int, _ rate: Scalar, _ decay: Scalar, _ epsilon: Scalar, _ epsilonInside: Int32,
      _ gradient: Input, _ meanSquare: Output, _ parameter: Output
    ) -> Void
  let adam:
    @Sendable (
      _ count: Int, _ rate: Scalar, _ beta1: Scalar, _ beta2: Scalar, _ epsilon: Scalar,
      _ correction1: Scalar, _ correction2: Scalar, _ weightDecay: Scalar, _ gradient: Input,
      _ mean: Output, _ meanSquare: Output, _ parameter: Output
    ) -> Void
}

/// Holds a table where it lies, so that naming a kernel does not copy all of them.
public final class KernelTableBox<Scalar: BinaryFloatingPoint & BitwiseCopyable>: Sendable {
  let table: KernelTable<Scalar>

  init(_ table: KernelTable<Scalar>) {
    self.table = table
  }
}

extension KernelTable<Float> {
  static let single = KernelTable(
    packedCount: candor_packed_count_f32,
    pack: candor_pack_f32,
    packedProduct: candor_packed_product_f32,
    packedTransposedProduct: candor_packed_transposed_product_f32,
    tapProduct: candor_tap_product_f32,
    lstmGates: candor_lstm_gates_f32,
    lstmGatesAdjoint: candor_lstm_gates_adjoint_f32,
    concreteMask: candor_concrete_mask_f32,
    concreteMaskAdjoint: candor_concrete_mask_adjoint_f32,
    bernoulliMask: candor_bernoulli_mask_f32,
    add: candor_add_f32,
    multiply: candor_multiply_f32,
    multiplyAdd: candor_multiply_add_f32,
    scaleAdd: candor_scale_add_f32,
    scale: candor_scale_f32,
    tanh: candor_tanh_f32,
    tanhAdjoint: candor_tanh_adjoint_f32,
    relu: candor_relu_f32,
    reluAdjoint: candor_relu_adjoint_f32,
    sum: candor_sum_f32,
    sumOfSquares: candor_sum_of_squares_f32,
    addBias: candor_add_bias_f32,
    columnSums: candor_column_sums_f32,
    gather: candor_gather_f32,
    scatterAdd: candor_scatter_add_f32,
    maximum: candor_maximum_f32,
    maximumAdjoint: candor_maximum_adjoint_f32,
    batchStatistics: candor_batch_statistics_f32,
    batchNormalize: candor_batch_normalize_f32,
    batchNormalizeAdjoint: candor_batch_normalize_adjoint_f32,
    logSoftmax: candor_log_softmax_f32,
    softmaxCrossEntropy: candor_softmax_cross_entropy_f32,
    attention: candor_attention_f32,
    attentionAdjoint: candor_attention_adjoint_f32,
    sgd: candor_sgd_f32,
    rmsprop: candor_rmsprop_f32,
    adam: candor_adam_f32)
}

extension KernelTable<Double> {
  static let double = KernelTable(
    packedCount: candor_packed_count_f64,
    pack: candor_pack_f64,
    packedProduct: candor_packed_product_f64,
    packedTransposedProduct: candor_packed_transposed_product_f64,
    tapProduct: candor_tap_product_f64,
    lstmGates: candor_lstm_gates_f64,
    lstmGatesAdjoint: candor_lstm_gates_adjoint_f64,
    concreteMask: candor_concrete_mask_f64,
    concreteMaskAdjoint: candor_concrete_mask_adjoint_f64,
    bernoulliMask: candor_bernoulli_mask_f64,
    add: candor_add_f64,
    multiply: candor_multiply_f64,
    multiplyAdd: candor_multiply_add_f64,
    scaleAdd: candor_scale_add_f64,
    scale: candor_scale_f64,
    tanh: candor_tanh_f64,
    tanhAdjoint: candor_tanh_adjoint_f64,
    relu: candor_relu_f64,
    reluAdjoint: candor_relu_adjoint_f64,
    sum: candor_sum_f64,
    sumOfSquares: candor_sum_of_squares_f64,
    addBias: candor_add_bias_f64,
    columnSums: candor_column_sums_f64,
    gather: candor_gather_f64,
    scatterAdd: candor_scatter_add_f64,
    maximum: candor_maximum_f64,
    maximumAdjoint: candor_maximum_adjoint_f64,
    batchStatistics: candor_batch_statistics_f64,
    batchNormalize: candor_batch_normalize_f64,
    batchNormalizeAdjoint: candor_batch_normalize_adjoint_f64,
    logSoftmax: candor_log_softmax_f64,
    softmaxCrossEntropy: candor_softmax_cross_entropy_f64,
    attention: candor_attention_f64,
    attentionAdjoint: candor_attention_adjoint_f64,
    sgd: candor_sgd_f64,
    rmsprop: candor_rmsprop_f64,
    adam: candor_adam_f64)
}
