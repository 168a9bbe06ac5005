// Included twice by ckernels.h, with REAL and NAME defined. No include guard: that is the point.

// --- Products with a packed matrix, at an instruction level (candor_instruction_level) ----------------------------
// The numbers that a packed k × n matrix takes.
ptrdiff_t NAME(packed_count)(int level, ptrdiff_t n, ptrdiff_t k);
// Packs a k × n matrix b for the functions below: b as it lies, or the transpose of an n × k matrix. Of a matrix that
// is not transposed, row p is rows[p] where rows is given.
void NAME(pack)(int level, ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const REAL *b, ptrdiff_t bStride,
                int transposed, REAL *packed);
// c [m, n] = or += a [m, k] · b, and then += a2 [m, k2] · b2 where a2 is given
void NAME(packed_product)(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t aStride,
                          const REAL *packed, ptrdiff_t k2, const REAL *a2, ptrdiff_t a2Stride, const REAL *packed2,
                          int accumulate, REAL *c, ptrdiff_t cStride);
// c [m, n] = or += aᵀ · b with a [k, m]; row p of a is rows[p] where rows is given.
void NAME(packed_transposed_product)(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                     const REAL *a, ptrdiff_t aStride, const REAL *packed, int accumulate, REAL *c,
                                     ptrdiff_t cStride);
// c [m, n] = or += the sum over taps t of a_t [m, k] · b_t, where a_t starts at a + offsets[t] and b_t was packed at
// packed + panels[t]: a row of a convolution, where a_t is the image moved by an offset of the kernel.
void NAME(tap_product)(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, ptrdiff_t taps, const ptrdiff_t *offsets,
                       const ptrdiff_t *panels, const REAL *a, ptrdiff_t aStride, const REAL *packed, int accumulate,
                       REAL *c, ptrdiff_t cStride);

// --- Long short-term memory -------------------------------------------------------------------------------------
// gates [rows, 4H] (blocks i, f, g, o): pre-activations without bias in, activations out.
// A row with t >= lengths[row] keeps its state and outputs zero. outputStride is the distance between output rows.
void NAME(lstm_gates)(ptrdiff_t rows, ptrdiff_t hidden, ptrdiff_t t, const int32_t *lengths, const REAL *bias,
                      REAL *gates, const REAL *cellBefore, const REAL *hiddenBefore, REAL *cell, REAL *hiddenState,
                      REAL *output, ptrdiff_t outputStride);
// hiddenGradient [rows, H] in: dL/dh after this step from later steps; out: the part that passes by the gates.
// cellGradient in: dL/dc after, out: dL/dc before. gateGradient out: dL/d(pre-activation).
void NAME(lstm_gates_adjoint)(ptrdiff_t rows, ptrdiff_t hidden, ptrdiff_t t, const int32_t *lengths,
                              const REAL *gates, const REAL *cellBefore, const REAL *cell,
                              const REAL *outputGradient, ptrdiff_t outputStride, REAL *hiddenGradient,
                              REAL *cellGradient, REAL *gateGradient);

// --- Concrete Dropout -------------------------------------------------------------------------------------------
// mask = (1 - z) / (1 - p), z = sigmoid((logit + log u - log(1 - u)) / temperature)
void NAME(concrete_mask)(ptrdiff_t count, REAL logit, REAL temperature, const REAL *uniforms, REAL *mask);
// dL/dlogit given dL/dmask; z is read back from the mask.
REAL NAME(concrete_mask_adjoint)(ptrdiff_t count, REAL logit, REAL temperature, const REAL *mask,
                                 const REAL *maskGradient);
// Hard Bernoulli mask: 0 where u < p, else 1 / (1 - p).
void NAME(bernoulli_mask)(ptrdiff_t count, REAL rate, const REAL *uniforms, REAL *mask);

// --- Element-wise -----------------------------------------------------------------------------------------------
void NAME(add)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *out);
void NAME(multiply)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *out);
void NAME(multiply_add)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *accumulator);
void NAME(scale_add)(ptrdiff_t count, REAL scale, const REAL *x, REAL *accumulator);
void NAME(scale)(ptrdiff_t count, REAL scale, const REAL *x, REAL *out);
void NAME(tanh)(ptrdiff_t count, const REAL *x, REAL *y);
void NAME(tanh_adjoint)(ptrdiff_t count, const REAL *y, const REAL *gradient, REAL *accumulator);
void NAME(relu)(ptrdiff_t count, const REAL *x, REAL *y);
void NAME(relu_adjoint)(ptrdiff_t count, const REAL *y, const REAL *gradient, REAL *accumulator);
REAL NAME(sum)(ptrdiff_t count, const REAL *x);
REAL NAME(sum_of_squares)(ptrdiff_t count, const REAL *x);
void NAME(add_bias)(ptrdiff_t rows, ptrdiff_t columns, const REAL *bias, REAL *y);
// accumulator[j] += sum over rows of x[row, j], for the columns from..<to of a matrix `stride` wide.
void NAME(column_sums)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to, const REAL *x, REAL *accumulator);

// --- Embedding --------------------------------------------------------------------------------------------------
void NAME(gather)(ptrdiff_t count, ptrdiff_t width, const int32_t *indices, const REAL *table, REAL *out);
void NAME(scatter_add)(ptrdiff_t count, ptrdiff_t width, const int32_t *indices, const REAL *gradient, REAL *table);

// --- Maximum over time --------------------------------------------------------------------------------------------
// Where x is greater than best, best takes it over and where becomes step.
void NAME(maximum)(ptrdiff_t count, int32_t step, const REAL *x, REAL *best, int32_t *where);
// accumulator += gradient where `where` is step.
void NAME(maximum_adjoint)(ptrdiff_t count, int32_t step, const int32_t *where, const REAL *gradient, REAL *accumulator);

// --- Batch normalisation over valid rows, for the features from..<to -------------------------------------------
void NAME(batch_statistics)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to, const uint8_t *valid,
                            ptrdiff_t validCount, const REAL *x, REAL *mean, REAL *variance);
void NAME(batch_normalize)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to, const uint8_t *valid,
                           const REAL *x, const REAL *mean, const REAL *inverseDeviation, const REAL *gamma,
                           const REAL *beta, REAL *y);
void NAME(batch_normalize_adjoint)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to,
                                   const uint8_t *valid, ptrdiff_t validCount, int statisticsFromBatch, const REAL *x,
                                   const REAL *mean, const REAL *inverseDeviation, const REAL *gamma,
                                   const REAL *gradient, REAL *xGradient, REAL *gammaGradient, REAL *betaGradient);

// --- Softmax ----------------------------------------------------------------------------------------------------
void NAME(log_softmax)(ptrdiff_t rows, ptrdiff_t classes, const REAL *logits, REAL *out);
// losses[r] = -sum_c q_c log p_c with q the target smoothed by `smoothing`; 0 where targets[r] < 0.
// gradient[r, :] = p - q, or zero where targets[r] < 0.
void NAME(softmax_cross_entropy)(ptrdiff_t rows, ptrdiff_t classes, const REAL *logits, const int32_t *targets,
                                 REAL smoothing, REAL *losses, REAL *gradient);

// --- Attention of one batch row; consecutive steps are `...Stride` apart -----------------------------------------
// weights[u, t] = softmax over t < length of scale * q_u . k_t;  context_u = sum_t weights[u, t] v_t
void NAME(attention)(ptrdiff_t queries, ptrdiff_t steps, ptrdiff_t length, ptrdiff_t width, ptrdiff_t valueWidth,
                     REAL scale, const REAL *q, ptrdiff_t qStride, const REAL *k, ptrdiff_t kStride, const REAL *v,
                     ptrdiff_t vStride, REAL *weights, REAL *context, ptrdiff_t contextStride);
void NAME(attention_adjoint)(ptrdiff_t queries, ptrdiff_t steps, ptrdiff_t length, ptrdiff_t width,
                             ptrdiff_t valueWidth, REAL scale, const REAL *q, ptrdiff_t qStride, const REAL *k,
                             ptrdiff_t kStride, const REAL *v, ptrdiff_t vStride, const REAL *weights,
                             const REAL *contextGradient, ptrdiff_t contextStride, REAL *qGradient, REAL *kGradient,
                             REAL *vGradient);

// --- Optimizers: one pass over a parameter ----------------------------------------------------------------------
void NAME(sgd)(ptrdiff_t count, REAL rate, REAL momentum, const REAL *gradient, REAL *velocity, REAL *parameter);
void NAME(rmsprop)(ptrdiff_t count, REAL rate, REAL decay, REAL epsilon, int epsilonInside, const REAL *gradient,
                   REAL *meanSquare, REAL *parameter);
void NAME(adam)(ptrdiff_t count, REAL rate, REAL beta1, REAL beta2, REAL epsilon, REAL correction1, REAL correction2,
                REAL weightDecay, const REAL *gradient, REAL *mean, REAL *meanSquare, REAL *parameter);
