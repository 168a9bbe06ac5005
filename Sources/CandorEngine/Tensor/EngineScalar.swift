import CKernels
import COpenBLAS
import RealModule

/// The number types of the engine: `Float` for work, `Double` for checks against finite differences.
///
/// Each requirement is a whole kernel, so generic code above it costs one call, not one dispatch an element.
/// The kernels are described in `ckernels_declarations.h`, in the same order.
public protocol EngineScalar: BinaryFloatingPoint, Real, Sendable, BitwiseCopyable {
  /// `c = alpha * op(a) * op(b) + beta * c`, row-major; op(a) is `m × k`, op(b) is `k × n`.
  static func matrixProduct(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Self,
    _ a: UnsafePointer<Self>, _ aStride: Int, _ b: UnsafePointer<Self>, _ bStride: Int,
    _ beta: Self, _ c: UnsafeMutablePointer<Self>, _ cStride: Int)

  static func lstmGates(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ bias: UnsafePointer<Self>?, _ gates: UnsafeMutablePointer<Self>?,
    _ cellBefore: UnsafePointer<Self>?, _ hiddenBefore: UnsafePointer<Self>?,
    _ cell: UnsafeMutablePointer<Self>?, _ hiddenState: UnsafeMutablePointer<Self>?,
    _ output: UnsafeMutablePointer<Self>?, _ outputStride: Int
  )
  static func lstmGatesAdjoint(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ gates: UnsafePointer<Self>?, _ cellBefore: UnsafePointer<Self>?, _ cell: UnsafePointer<Self>?,
    _ outputGradient: UnsafePointer<Self>?, _ outputStride: Int,
    _ hiddenGradient: UnsafeMutablePointer<Self>?, _ cellGradient: UnsafeMutablePointer<Self>?,
    _ gateGradient: UnsafeMutablePointer<Self>?
  )
  static func concreteMask(
    _ count: Int, _ logit: Self, _ temperature: Self, _ uniforms: UnsafePointer<Self>?,
    _ mask: UnsafeMutablePointer<Self>?
  )
  static func concreteMaskAdjoint(
    _ count: Int, _ logit: Self, _ temperature: Self, _ mask: UnsafePointer<Self>?,
    _ maskGradient: UnsafePointer<Self>?
  ) -> Self
  static func bernoulliMask(
    _ count: Int, _ rate: Self, _ uniforms: UnsafePointer<Self>?,
    _ mask: UnsafeMutablePointer<Self>?
  )
  static func add(
    _ count: Int, _ a: UnsafePointer<Self>?, _ b: UnsafePointer<Self>?,
    _ out: UnsafeMutablePointer<Self>?
  )
  static func multiply(
    _ count: Int, _ a: UnsafePointer<Self>?, _ b: UnsafePointer<Self>?,
    _ out: UnsafeMutablePointer<Self>?
  )
  static func multiplyAdd(
    _ count: Int, _ a: UnsafePointer<Self>?, _ b: UnsafePointer<Self>?,
    _ accumulator: UnsafeMutablePointer<Self>?
  )
  static func scaleAdd(
    _ count: Int, _ scale: Self, _ x: UnsafePointer<Self>?,
    _ accumulator: UnsafeMutablePointer<Self>?
  )
  static func scale(
    _ count: Int, _ scale: Self, _ x: UnsafePointer<Self>?, _ out: UnsafeMutablePointer<Self>?
  )
  static func tanh(
    _ count: Int, _ x: UnsafePointer<Self>?, _ y: UnsafeMutablePointer<Self>?
  )
  static func tanhAdjoint(
    _ count: Int, _ y: UnsafePointer<Self>?, _ gradient: UnsafePointer<Self>?,
    _ accumulator: UnsafeMutablePointer<Self>?
  )
  static func relu(
    _ count: Int, _ x: UnsafePointer<Self>?, _ y: UnsafeMutablePointer<Self>?
  )
  static func reluAdjoint(
    _ count: Int, _ y: UnsafePointer<Self>?, _ gradient: UnsafePointer<Self>?,
    _ accumulator: UnsafeMutablePointer<Self>?
  )
  static func sum(
    _ count: Int, _ x: UnsafePointer<Self>?
  ) -> Self
  static func sumOfSquares(
    _ count: Int, _ x: UnsafePointer<Self>?
  ) -> Self
  static func addBias(
    _ rows: Int, _ columns: Int, _ bias: UnsafePointer<Self>?, _ y: UnsafeMutablePointer<Self>?
  )
  static func columnSums(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ x: UnsafePointer<Self>?,
    _ accumulator: UnsafeMutablePointer<Self>?
  )
  static func gather(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ table: UnsafePointer<Self>?,
    _ out: UnsafeMutablePointer<Self>?
  )
  static func scatterAdd(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ gradient: UnsafePointer<Self>?,
    _ table: UnsafeMutablePointer<Self>?
  )
  static func batchStatistics(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ x: UnsafePointer<Self>?, _ mean: UnsafeMutablePointer<Self>?,
    _ variance: UnsafeMutablePointer<Self>?
  )
  static func batchNormalize(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ x: UnsafePointer<Self>?, _ mean: UnsafePointer<Self>?,
    _ inverseDeviation: UnsafePointer<Self>?, _ gamma: UnsafePointer<Self>?,
    _ beta: UnsafePointer<Self>?, _ y: UnsafeMutablePointer<Self>?
  )
  static func batchNormalizeAdjoint(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ statisticsFromBatch: Int32, _ x: UnsafePointer<Self>?,
    _ mean: UnsafePointer<Self>?, _ inverseDeviation: UnsafePointer<Self>?,
    _ gamma: UnsafePointer<Self>?, _ gradient: UnsafePointer<Self>?,
    _ xGradient: UnsafeMutablePointer<Self>?, _ gammaGradient: UnsafeMutablePointer<Self>?,
    _ betaGradient: UnsafeMutablePointer<Self>?
  )
  static func logSoftmax(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Self>?, _ out: UnsafeMutablePointer<Self>?
  )
  static func softmaxCrossEntropy(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Self>?, _ targets: UnsafePointer<Int32>?,
    _ smoothing: Self, _ losses: UnsafeMutablePointer<Self>?,
    _ gradient: UnsafeMutablePointer<Self>?
  )
  static func attention(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Self,
    _ q: UnsafePointer<Self>?, _ qStride: Int, _ k: UnsafePointer<Self>?, _ kStride: Int,
    _ v: UnsafePointer<Self>?, _ vStride: Int, _ weights: UnsafeMutablePointer<Self>?,
    _ context: UnsafeMutablePointer<Self>?, _ contextStride: Int
  )
  static func attentionAdjoint(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Self,
    _ q: UnsafePointer<Self>?, _ qStride: Int, _ k: UnsafePointer<Self>?, _ kStride: Int,
    _ v: UnsafePointer<Self>?, _ vStride: Int, _ weights: UnsafePointer<Self>?,
    _ contextGradient: UnsafePointer<Self>?, _ contextStride: Int,
    _ qGradient: UnsafeMutablePointer<Self>?, _ kGradient: UnsafeMutablePointer<Self>?,
    _ vGradient: UnsafeMutablePointer<Self>?
  )
  static func sgd(
    _ count: Int, _ rate: Self, _ momentum: Self, _ gradient: UnsafePointer<Self>?,
    _ velocity: UnsafeMutablePointer<Self>?, _ parameter: UnsafeMutablePointer<Self>?
  )
  static func rmsprop(
    _ count: Int, _ rate: Self, _ decay: Self, _ epsilon: Self, _ epsilonInside: Int32,
    _ gradient: UnsafePointer<Self>?, _ meanSquare: UnsafeMutablePointer<Self>?,
    _ parameter: UnsafeMutablePointer<Self>?
  )
  static func adam(
    _ count: Int, _ rate: Self, _ beta1: Self, _ beta2: Self, _ epsilon: Self, _ correction1: Self,
    _ correction2: Self, _ weightDecay: Self, _ gradient: UnsafePointer<Self>?,
    _ mean: UnsafeMutablePointer<Self>?, _ meanSquare: UnsafeMutablePointer<Self>?,
    _ parameter: UnsafeMutablePointer<Self>?
  )
}

extension Float: EngineScalar {
  public static func matrixProduct(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Float,
    _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
    _ beta: Float, _ c: UnsafeMutablePointer<Float>, _ cStride: Int
  ) {
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), alpha, a, blasint(aStride), b, blasint(bStride), beta, c,
      blasint(cStride))
  }

  public static func lstmGates(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ bias: UnsafePointer<Float>?, _ gates: UnsafeMutablePointer<Float>?,
    _ cellBefore: UnsafePointer<Float>?, _ hiddenBefore: UnsafePointer<Float>?,
    _ cell: UnsafeMutablePointer<Float>?, _ hiddenState: UnsafeMutablePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>?, _ outputStride: Int
  ) {
    candor_lstm_gates_f32(
      rows, hidden, t, lengths, bias, gates, cellBefore, hiddenBefore, cell, hiddenState, output,
      outputStride)
  }
  public static func lstmGatesAdjoint(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ gates: UnsafePointer<Float>?, _ cellBefore: UnsafePointer<Float>?,
    _ cell: UnsafePointer<Float>?, _ outputGradient: UnsafePointer<Float>?, _ outputStride: Int,
    _ hiddenGradient: UnsafeMutablePointer<Float>?, _ cellGradient: UnsafeMutablePointer<Float>?,
    _ gateGradient: UnsafeMutablePointer<Float>?
  ) {
    candor_lstm_gates_adjoint_f32(
      rows, hidden, t, lengths, gates, cellBefore, cell, outputGradient, outputStride,
      hiddenGradient, cellGradient, gateGradient)
  }
  public static func concreteMask(
    _ count: Int, _ logit: Float, _ temperature: Float, _ uniforms: UnsafePointer<Float>?,
    _ mask: UnsafeMutablePointer<Float>?
  ) {
    candor_concrete_mask_f32(count, logit, temperature, uniforms, mask)
  }
  public static func concreteMaskAdjoint(
    _ count: Int, _ logit: Float, _ temperature: Float, _ mask: UnsafePointer<Float>?,
    _ maskGradient: UnsafePointer<Float>?
  ) -> Float {
    candor_concrete_mask_adjoint_f32(count, logit, temperature, mask, maskGradient)
  }
  public static func bernoulliMask(
    _ count: Int, _ rate: Float, _ uniforms: UnsafePointer<Float>?,
    _ mask: UnsafeMutablePointer<Float>?
  ) {
    candor_bernoulli_mask_f32(count, rate, uniforms, mask)
  }
  public static func add(
    _ count: Int, _ a: UnsafePointer<Float>?, _ b: UnsafePointer<Float>?,
    _ out: UnsafeMutablePointer<Float>?
  ) {
    candor_add_f32(count, a, b, out)
  }
  public static func multiply(
    _ count: Int, _ a: UnsafePointer<Float>?, _ b: UnsafePointer<Float>?,
    _ out: UnsafeMutablePointer<Float>?
  ) {
    candor_multiply_f32(count, a, b, out)
  }
  public static func multiplyAdd(
    _ count: Int, _ a: UnsafePointer<Float>?, _ b: UnsafePointer<Float>?,
    _ accumulator: UnsafeMutablePointer<Float>?
  ) {
    candor_multiply_add_f32(count, a, b, accumulator)
  }
  public static func scaleAdd(
    _ count: Int, _ scale: Float, _ x: UnsafePointer<Float>?,
    _ accumulator: UnsafeMutablePointer<Float>?
  ) {
    candor_scale_add_f32(count, scale, x, accumulator)
  }
  public static func scale(
    _ count: Int, _ scale: Float, _ x: UnsafePointer<Float>?, _ out: UnsafeMutablePointer<Float>?
  ) {
    candor_scale_f32(count, scale, x, out)
  }
  public static func tanh(
    _ count: Int, _ x: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>?
  ) {
    candor_tanh_f32(count, x, y)
  }
  public static func tanhAdjoint(
    _ count: Int, _ y: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ accumulator: UnsafeMutablePointer<Float>?
  ) {
    candor_tanh_adjoint_f32(count, y, gradient, accumulator)
  }
  public static func relu(
    _ count: Int, _ x: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>?
  ) {
    candor_relu_f32(count, x, y)
  }
  public static func reluAdjoint(
    _ count: Int, _ y: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ accumulator: UnsafeMutablePointer<Float>?
  ) {
    candor_relu_adjoint_f32(count, y, gradient, accumulator)
  }
  public static func sum(
    _ count: Int, _ x: UnsafePointer<Float>?
  ) -> Float {
    candor_sum_f32(count, x)
  }
  public static func sumOfSquares(
    _ count: Int, _ x: UnsafePointer<Float>?
  ) -> Float {
    candor_sum_of_squares_f32(count, x)
  }
  public static func addBias(
    _ rows: Int, _ columns: Int, _ bias: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>?
  ) {
    candor_add_bias_f32(rows, columns, bias, y)
  }
  public static func columnSums(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ x: UnsafePointer<Float>?,
    _ accumulator: UnsafeMutablePointer<Float>?
  ) {
    candor_column_sums_f32(rows, stride, from, to, x, accumulator)
  }
  public static func gather(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ table: UnsafePointer<Float>?,
    _ out: UnsafeMutablePointer<Float>?
  ) {
    candor_gather_f32(count, width, indices, table, out)
  }
  public static func scatterAdd(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ gradient: UnsafePointer<Float>?,
    _ table: UnsafeMutablePointer<Float>?
  ) {
    candor_scatter_add_f32(count, width, indices, gradient, table)
  }
  public static func batchStatistics(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ x: UnsafePointer<Float>?, _ mean: UnsafeMutablePointer<Float>?,
    _ variance: UnsafeMutablePointer<Float>?
  ) {
    candor_batch_statistics_f32(rows, stride, from, to, valid, validCount, x, mean, variance)
  }
  public static func batchNormalize(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ x: UnsafePointer<Float>?, _ mean: UnsafePointer<Float>?,
    _ inverseDeviation: UnsafePointer<Float>?, _ gamma: UnsafePointer<Float>?,
    _ beta: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>?
  ) {
    candor_batch_normalize_f32(
      rows, stride, from, to, valid, x, mean, inverseDeviation, gamma, beta, y)
  }
  public static func batchNormalizeAdjoint(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ statisticsFromBatch: Int32, _ x: UnsafePointer<Float>?,
    _ mean: UnsafePointer<Float>?, _ inverseDeviation: UnsafePointer<Float>?,
    _ gamma: UnsafePointer<Float>?, _ gradient: UnsafePointer<Float>?,
    _ xGradient: UnsafeMutablePointer<Float>?, _ gammaGradient: UnsafeMutablePointer<Float>?,
    _ betaGradient: UnsafeMutablePointer<Float>?
  ) {
    candor_batch_normalize_adjoint_f32(
      rows, stride, from, to, valid, validCount, statisticsFromBatch, x, mean, inverseDeviation,
      gamma, gradient, xGradient, gammaGradient, betaGradient)
  }
  public static func logSoftmax(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Float>?,
    _ out: UnsafeMutablePointer<Float>?
  ) {
    candor_log_softmax_f32(rows, classes, logits, out)
  }
  public static func softmaxCrossEntropy(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Float>?, _ targets: UnsafePointer<Int32>?,
    _ smoothing: Float, _ losses: UnsafeMutablePointer<Float>?,
    _ gradient: UnsafeMutablePointer<Float>?
  ) {
    candor_softmax_cross_entropy_f32(rows, classes, logits, targets, smoothing, losses, gradient)
  }
  public static func attention(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Float,
    _ q: UnsafePointer<Float>?, _ qStride: Int, _ k: UnsafePointer<Float>?, _ kStride: Int,
    _ v: UnsafePointer<Float>?, _ vStride: Int, _ weights: UnsafeMutablePointer<Float>?,
    _ context: UnsafeMutablePointer<Float>?, _ contextStride: Int
  ) {
    candor_attention_f32(
      queries, steps, length, width, valueWidth, scale, q, qStride, k, kStride, v, vStride, weights,
      context, contextStride)
  }
  public static func attentionAdjoint(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Float,
    _ q: UnsafePointer<Float>?, _ qStride: Int, _ k: UnsafePointer<Float>?, _ kStride: Int,
    _ v: UnsafePointer<Float>?, _ vStride: Int, _ weights: UnsafePointer<Float>?,
    _ contextGradient: UnsafePointer<Float>?, _ contextStride: Int,
    _ qGradient: UnsafeMutablePointer<Float>?, _ kGradient: UnsafeMutablePointer<Float>?,
    _ vGradient: UnsafeMutablePointer<Float>?
  ) {
    candor_attention_adjoint_f32(
      queries, steps, length, width, valueWidth, scale, q, qStride, k, kStride, v, vStride, weights,
      contextGradient, contextStride, qGradient, kGradient, vGradient)
  }
  public static func sgd(
    _ count: Int, _ rate: Float, _ momentum: Float, _ gradient: UnsafePointer<Float>?,
    _ velocity: UnsafeMutablePointer<Float>?, _ parameter: UnsafeMutablePointer<Float>?
  ) {
    candor_sgd_f32(count, rate, momentum, gradient, velocity, parameter)
  }
  public static func rmsprop(
    _ count: Int, _ rate: Float, _ decay: Float, _ epsilon: Float, _ epsilonInside: Int32,
    _ gradient: UnsafePointer<Float>?, _ meanSquare: UnsafeMutablePointer<Float>?,
    _ parameter: UnsafeMutablePointer<Float>?
  ) {
    candor_rmsprop_f32(count, rate, decay, epsilon, epsilonInside, gradient, meanSquare, parameter)
  }
  public static func adam(
    _ count: Int, _ rate: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float,
    _ correction1: Float, _ correction2: Float, _ weightDecay: Float,
    _ gradient: UnsafePointer<Float>?, _ mean: UnsafeMutablePointer<Float>?,
    _ meanSquare: UnsafeMutablePointer<Float>?, _ parameter: UnsafeMutablePointer<Float>?
  ) {
    candor_adam_f32(
      count, rate, beta1, beta2, epsilon, correction1, correction2, weightDecay, gradient, mean,
      meanSquare, parameter)
  }
}

extension Double: EngineScalar {
  public static func matrixProduct(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ aStride: Int, _ b: UnsafePointer<Double>, _ bStride: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ cStride: Int
  ) {
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      blasint(m), blasint(n), blasint(k), alpha, a, blasint(aStride), b, blasint(bStride), beta, c,
      blasint(cStride))
  }

  public static func lstmGates(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ bias: UnsafePointer<Double>?, _ gates: UnsafeMutablePointer<Double>?,
    _ cellBefore: UnsafePointer<Double>?, _ hiddenBefore: UnsafePointer<Double>?,
    _ cell: UnsafeMutablePointer<Double>?, _ hiddenState: UnsafeMutablePointer<Double>?,
    _ output: UnsafeMutablePointer<Double>?, _ outputStride: Int
  ) {
    candor_lstm_gates_f64(
      rows, hidden, t, lengths, bias, gates, cellBefore, hiddenBefore, cell, hiddenState, output,
      outputStride)
  }
  public static func lstmGatesAdjoint(
    _ rows: Int, _ hidden: Int, _ t: Int, _ lengths: UnsafePointer<Int32>?,
    _ gates: UnsafePointer<Double>?, _ cellBefore: UnsafePointer<Double>?,
    _ cell: UnsafePointer<Double>?, _ outputGradient: UnsafePointer<Double>?, _ outputStride: Int,
    _ hiddenGradient: UnsafeMutablePointer<Double>?, _ cellGradient: UnsafeMutablePointer<Double>?,
    _ gateGradient: UnsafeMutablePointer<Double>?
  ) {
    candor_lstm_gates_adjoint_f64(
      rows, hidden, t, lengths, gates, cellBefore, cell, outputGradient, outputStride,
      hiddenGradient, cellGradient, gateGradient)
  }
  public static func concreteMask(
    _ count: Int, _ logit: Double, _ temperature: Double, _ uniforms: UnsafePointer<Double>?,
    _ mask: UnsafeMutablePointer<Double>?
  ) {
    candor_concrete_mask_f64(count, logit, temperature, uniforms, mask)
  }
  public static func concreteMaskAdjoint(
    _ count: Int, _ logit: Double, _ temperature: Double, _ mask: UnsafePointer<Double>?,
    _ maskGradient: UnsafePointer<Double>?
  ) -> Double {
    candor_concrete_mask_adjoint_f64(count, logit, temperature, mask, maskGradient)
  }
  public static func bernoulliMask(
    _ count: Int, _ rate: Double, _ uniforms: UnsafePointer<Double>?,
    _ mask: UnsafeMutablePointer<Double>?
  ) {
    candor_bernoulli_mask_f64(count, rate, uniforms, mask)
  }
  public static func add(
    _ count: Int, _ a: UnsafePointer<Double>?, _ b: UnsafePointer<Double>?,
    _ out: UnsafeMutablePointer<Double>?
  ) {
    candor_add_f64(count, a, b, out)
  }
  public static func multiply(
    _ count: Int, _ a: UnsafePointer<Double>?, _ b: UnsafePointer<Double>?,
    _ out: UnsafeMutablePointer<Double>?
  ) {
    candor_multiply_f64(count, a, b, out)
  }
  public static func multiplyAdd(
    _ count: Int, _ a: UnsafePointer<Double>?, _ b: UnsafePointer<Double>?,
    _ accumulator: UnsafeMutablePointer<Double>?
  ) {
    candor_multiply_add_f64(count, a, b, accumulator)
  }
  public static func scaleAdd(
    _ count: Int, _ scale: Double, _ x: UnsafePointer<Double>?,
    _ accumulator: UnsafeMutablePointer<Double>?
  ) {
    candor_scale_add_f64(count, scale, x, accumulator)
  }
  public static func scale(
    _ count: Int, _ scale: Double, _ x: UnsafePointer<Double>?, _ out: UnsafeMutablePointer<Double>?
  ) {
    candor_scale_f64(count, scale, x, out)
  }
  public static func tanh(
    _ count: Int, _ x: UnsafePointer<Double>?, _ y: UnsafeMutablePointer<Double>?
  ) {
    candor_tanh_f64(count, x, y)
  }
  public static func tanhAdjoint(
    _ count: Int, _ y: UnsafePointer<Double>?, _ gradient: UnsafePointer<Double>?,
    _ accumulator: UnsafeMutablePointer<Double>?
  ) {
    candor_tanh_adjoint_f64(count, y, gradient, accumulator)
  }
  public static func relu(
    _ count: Int, _ x: UnsafePointer<Double>?, _ y: UnsafeMutablePointer<Double>?
  ) {
    candor_relu_f64(count, x, y)
  }
  public static func reluAdjoint(
    _ count: Int, _ y: UnsafePointer<Double>?, _ gradient: UnsafePointer<Double>?,
    _ accumulator: UnsafeMutablePointer<Double>?
  ) {
    candor_relu_adjoint_f64(count, y, gradient, accumulator)
  }
  public static func sum(
    _ count: Int, _ x: UnsafePointer<Double>?
  ) -> Double {
    candor_sum_f64(count, x)
  }
  public static func sumOfSquares(
    _ count: Int, _ x: UnsafePointer<Double>?
  ) -> Double {
    candor_sum_of_squares_f64(count, x)
  }
  public static func addBias(
    _ rows: Int, _ columns: Int, _ bias: UnsafePointer<Double>?, _ y: UnsafeMutablePointer<Double>?
  ) {
    candor_add_bias_f64(rows, columns, bias, y)
  }
  public static func columnSums(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ x: UnsafePointer<Double>?,
    _ accumulator: UnsafeMutablePointer<Double>?
  ) {
    candor_column_sums_f64(rows, stride, from, to, x, accumulator)
  }
  public static func gather(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?, _ table: UnsafePointer<Double>?,
    _ out: UnsafeMutablePointer<Double>?
  ) {
    candor_gather_f64(count, width, indices, table, out)
  }
  public static func scatterAdd(
    _ count: Int, _ width: Int, _ indices: UnsafePointer<Int32>?,
    _ gradient: UnsafePointer<Double>?, _ table: UnsafeMutablePointer<Double>?
  ) {
    candor_scatter_add_f64(count, width, indices, gradient, table)
  }
  public static func batchStatistics(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ x: UnsafePointer<Double>?, _ mean: UnsafeMutablePointer<Double>?,
    _ variance: UnsafeMutablePointer<Double>?
  ) {
    candor_batch_statistics_f64(rows, stride, from, to, valid, validCount, x, mean, variance)
  }
  public static func batchNormalize(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ x: UnsafePointer<Double>?, _ mean: UnsafePointer<Double>?,
    _ inverseDeviation: UnsafePointer<Double>?, _ gamma: UnsafePointer<Double>?,
    _ beta: UnsafePointer<Double>?, _ y: UnsafeMutablePointer<Double>?
  ) {
    candor_batch_normalize_f64(
      rows, stride, from, to, valid, x, mean, inverseDeviation, gamma, beta, y)
  }
  public static func batchNormalizeAdjoint(
    _ rows: Int, _ stride: Int, _ from: Int, _ to: Int, _ valid: UnsafePointer<UInt8>?,
    _ validCount: Int, _ statisticsFromBatch: Int32, _ x: UnsafePointer<Double>?,
    _ mean: UnsafePointer<Double>?, _ inverseDeviation: UnsafePointer<Double>?,
    _ gamma: UnsafePointer<Double>?, _ gradient: UnsafePointer<Double>?,
    _ xGradient: UnsafeMutablePointer<Double>?, _ gammaGradient: UnsafeMutablePointer<Double>?,
    _ betaGradient: UnsafeMutablePointer<Double>?
  ) {
    candor_batch_normalize_adjoint_f64(
      rows, stride, from, to, valid, validCount, statisticsFromBatch, x, mean, inverseDeviation,
      gamma, gradient, xGradient, gammaGradient, betaGradient)
  }
  public static func logSoftmax(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Double>?,
    _ out: UnsafeMutablePointer<Double>?
  ) {
    candor_log_softmax_f64(rows, classes, logits, out)
  }
  public static func softmaxCrossEntropy(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Double>?, _ targets: UnsafePointer<Int32>?,
    _ smoothing: Double, _ losses: UnsafeMutablePointer<Double>?,
    _ gradient: UnsafeMutablePointer<Double>?
  ) {
    candor_softmax_cross_entropy_f64(rows, classes, logits, targets, smoothing, losses, gradient)
  }
  public static func attention(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Double,
    _ q: UnsafePointer<Double>?, _ qStride: Int, _ k: UnsafePointer<Double>?, _ kStride: Int,
    _ v: UnsafePointer<Double>?, _ vStride: Int, _ weights: UnsafeMutablePointer<Double>?,
    _ context: UnsafeMutablePointer<Double>?, _ contextStride: Int
  ) {
    candor_attention_f64(
      queries, steps, length, width, valueWidth, scale, q, qStride, k, kStride, v, vStride, weights,
      context, contextStride)
  }
  public static func attentionAdjoint(
    _ queries: Int, _ steps: Int, _ length: Int, _ width: Int, _ valueWidth: Int, _ scale: Double,
    _ q: UnsafePointer<Double>?, _ qStride: Int, _ k: UnsafePointer<Double>?, _ kStride: Int,
    _ v: UnsafePointer<Double>?, _ vStride: Int, _ weights: UnsafePointer<Double>?,
    _ contextGradient: UnsafePointer<Double>?, _ contextStride: Int,
    _ qGradient: UnsafeMutablePointer<Double>?, _ kGradient: UnsafeMutablePointer<Double>?,
    _ vGradient: UnsafeMutablePointer<Double>?
  ) {
    candor_attention_adjoint_f64(
      queries, steps, length, width, valueWidth, scale, q, qStride, k, kStride, v, vStride, weights,
      contextGradient, contextStride, qGradient, kGradient, vGradient)
  }
  public static func sgd(
    _ count: Int, _ rate: Double, _ momentum: Double, _ gradient: UnsafePointer<Double>?,
    _ velocity: UnsafeMutablePointer<Double>?, _ parameter: UnsafeMutablePointer<Double>?
  ) {
    candor_sgd_f64(count, rate, momentum, gradient, velocity, parameter)
  }
  public static func rmsprop(
    _ count: Int, _ rate: Double, _ decay: Double, _ epsilon: Double, _ epsilonInside: Int32,
    _ gradient: UnsafePointer<Double>?, _ meanSquare: UnsafeMutablePointer<Double>?,
    _ parameter: UnsafeMutablePointer<Double>?
  ) {
    candor_rmsprop_f64(count, rate, decay, epsilon, epsilonInside, gradient, meanSquare, parameter)
  }
  public static func adam(
    _ count: Int, _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double,
    _ correction1: Double, _ correction2: Double, _ weightDecay: Double,
    _ gradient: UnsafePointer<Double>?, _ mean: UnsafeMutablePointer<Double>?,
    _ meanSquare: UnsafeMutablePointer<Double>?, _ parameter: UnsafeMutablePointer<Double>?
  ) {
    candor_adam_f64(
      count, rate, beta1, beta2, epsilon, correction1, correction2, weightDecay, gradient, mean,
      meanSquare, parameter)
  }
}
