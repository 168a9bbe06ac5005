// The kernels themselves, for the REAL, NAME, EXPONENTIAL, LOGARITHM and SQUARE_ROOT that the including file defines.

INLINE REAL sigmoid(REAL x) { return (REAL)1 / ((REAL)1 + EXPONENTIAL(-x)); }

VECTORISED void NAME(lstm_gates)(ptrdiff_t rows, ptrdiff_t H, ptrdiff_t t, const int32_t *lengths, const REAL *bias,
                                 REAL *gates, const REAL *cellBefore, const REAL *hiddenBefore, REAL *cell,
                                 REAL *hiddenState, REAL *output, ptrdiff_t outputStride) {
  for (ptrdiff_t row = 0; row < rows; ++row) {
    REAL *g = gates + row * 4 * H;
    const REAL *c0 = cellBefore + row * H, *h0 = hiddenBefore + row * H;
    REAL *c1 = cell + row * H, *h1 = hiddenState + row * H, *out = output + row * outputStride;
    if (lengths && t >= lengths[row]) {
      for (ptrdiff_t j = 0; j < H; ++j) c1[j] = c0[j];
      for (ptrdiff_t j = 0; j < H; ++j) h1[j] = h0[j];
      for (ptrdiff_t j = 0; j < H; ++j) out[j] = 0;
      memset(g, 0, sizeof(REAL) * 4 * H);
      continue;
    }
    INDEPENDENT for (ptrdiff_t j = 0; j < H; ++j) {
      REAL i = sigmoid(g[j] + bias[j]);
      REAL f = sigmoid(g[H + j] + bias[H + j]);
      REAL a = hyperbolic_tangent(g[2 * H + j] + bias[2 * H + j]);
      REAL o = sigmoid(g[3 * H + j] + bias[3 * H + j]);
      REAL c = f * c0[j] + i * a;
      REAL h = o * hyperbolic_tangent(c);
      g[j] = i;
      g[H + j] = f;
      g[2 * H + j] = a;
      g[3 * H + j] = o;
      c1[j] = c;
      h1[j] = h;
      out[j] = h;
    }
  }
}

VECTORISED void NAME(lstm_gates_adjoint)(ptrdiff_t rows, ptrdiff_t H, ptrdiff_t t, const int32_t *lengths,
                                         const REAL *gates, const REAL *cellBefore, const REAL *cell,
                                         const REAL *outputGradient, ptrdiff_t outputStride, REAL *hiddenGradient,
                                         REAL *cellGradient, REAL *gateGradient) {
  for (ptrdiff_t row = 0; row < rows; ++row) {
    REAL *dg = gateGradient + row * 4 * H;
    if (lengths && t >= lengths[row]) {
      memset(dg, 0, sizeof(REAL) * 4 * H);
      continue;
    }
    const REAL *g = gates + row * 4 * H, *c0 = cellBefore + row * H, *c1 = cell + row * H;
    const REAL *dout = outputGradient ? outputGradient + row * outputStride : 0;
    REAL *dh = hiddenGradient + row * H, *dc = cellGradient + row * H;
    if (dout) for (ptrdiff_t j = 0; j < H; ++j) dh[j] += dout[j];
    INDEPENDENT for (ptrdiff_t j = 0; j < H; ++j) {
      REAL i = g[j], f = g[H + j], a = g[2 * H + j], o = g[3 * H + j];
      REAL tc = hyperbolic_tangent(c1[j]);
      REAL d = dc[j] + dh[j] * o * (1 - tc * tc);
      dg[j] = d * a * i * (1 - i);
      dg[H + j] = d * c0[j] * f * (1 - f);
      dg[2 * H + j] = d * i * (1 - a * a);
      dg[3 * H + j] = dh[j] * tc * o * (1 - o);
      dc[j] = d * f;
      dh[j] = 0;
    }
  }
}

VECTORISED void NAME(concrete_mask)(ptrdiff_t count, REAL logit, REAL temperature, const REAL *u, REAL *mask) {
  REAL keep = 1 + EXPONENTIAL(logit); // 1 / (1 - p)
  REAL inverse = 1 / temperature;
  for (ptrdiff_t j = 0; j < count; ++j) {
    // 1 - sigmoid(a) = sigmoid(-a)
    REAL a = (logit + LOGARITHM(u[j] / (1 - u[j]))) * inverse;
    mask[j] = sigmoid(-a) * keep;
  }
}

VECTORISED REAL NAME(concrete_mask_adjoint)(ptrdiff_t count, REAL logit, REAL temperature, const REAL *mask,
                                            const REAL *maskGradient) {
  REASSOCIATE
  REAL p = sigmoid(logit), kept = 1 - p, inverse = 1 / temperature, total = 0;
  for (ptrdiff_t j = 0; j < count; ++j) {
    REAL notDropped = mask[j] * kept, z = 1 - notDropped;
    total += maskGradient[j] * mask[j] * (p - z * inverse);
  }
  return total;
}

VECTORISED void NAME(bernoulli_mask)(ptrdiff_t count, REAL rate, const REAL *u, REAL *mask) {
  REAL keep = 1 / (1 - rate);
  for (ptrdiff_t j = 0; j < count; ++j) mask[j] = u[j] < rate ? 0 : keep;
}

VECTORISED void NAME(add)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *out) {
  for (ptrdiff_t j = 0; j < count; ++j) out[j] = a[j] + b[j];
}
VECTORISED void NAME(multiply)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *out) {
  for (ptrdiff_t j = 0; j < count; ++j) out[j] = a[j] * b[j];
}
VECTORISED void NAME(multiply_add)(ptrdiff_t count, const REAL *a, const REAL *b, REAL *accumulator) {
  CONTRACT
  for (ptrdiff_t j = 0; j < count; ++j) accumulator[j] += a[j] * b[j];
}
VECTORISED void NAME(scale_add)(ptrdiff_t count, REAL scale, const REAL *x, REAL *accumulator) {
  CONTRACT
  for (ptrdiff_t j = 0; j < count; ++j) accumulator[j] += scale * x[j];
}
VECTORISED void NAME(scale)(ptrdiff_t count, REAL scale, const REAL *x, REAL *out) {
  for (ptrdiff_t j = 0; j < count; ++j) out[j] = scale * x[j];
}
VECTORISED void NAME(tanh)(ptrdiff_t count, const REAL *x, REAL *y) {
  for (ptrdiff_t j = 0; j < count; ++j) y[j] = hyperbolic_tangent(x[j]);
}
VECTORISED void NAME(tanh_adjoint)(ptrdiff_t count, const REAL *y, const REAL *gradient, REAL *accumulator) {
  for (ptrdiff_t j = 0; j < count; ++j) accumulator[j] += gradient[j] * (1 - y[j] * y[j]);
}
VECTORISED void NAME(relu)(ptrdiff_t count, const REAL *x, REAL *y) {
  // NaN passes through, so that a diverged model is seen.
  for (ptrdiff_t j = 0; j < count; ++j) y[j] = x[j] < 0 ? 0 : x[j];
}
VECTORISED void NAME(relu_adjoint)(ptrdiff_t count, const REAL *y, const REAL *gradient, REAL *accumulator) {
  for (ptrdiff_t j = 0; j < count; ++j) accumulator[j] += y[j] > 0 ? gradient[j] : 0;
}
VECTORISED REAL NAME(sum)(ptrdiff_t count, const REAL *x) {
  REASSOCIATE
  REAL total = 0;
  for (ptrdiff_t j = 0; j < count; ++j) total += x[j];
  return total;
}
VECTORISED REAL NAME(sum_of_squares)(ptrdiff_t count, const REAL *x) {
  REASSOCIATE
  REAL total = 0;
  for (ptrdiff_t j = 0; j < count; ++j) total += x[j] * x[j];
  return total;
}
VECTORISED void NAME(add_bias)(ptrdiff_t rows, ptrdiff_t columns, const REAL *bias, REAL *y) {
  for (ptrdiff_t row = 0; row < rows; ++row, y += columns)
    for (ptrdiff_t j = 0; j < columns; ++j) y[j] += bias[j];
}
VECTORISED void NAME(column_sums)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to, const REAL *x,
                                  REAL *accumulator) {
  for (ptrdiff_t row = 0; row < rows; ++row, x += stride)
    INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) accumulator[j] += x[j];
}

VECTORISED void NAME(maximum)(ptrdiff_t count, int32_t step, const REAL *x, REAL *best, int32_t *where) {
  for (ptrdiff_t j = 0; j < count; ++j) {
    int isGreater = x[j] > best[j];
    best[j] = isGreater ? x[j] : best[j];
    where[j] = isGreater ? step : where[j];
  }
}
VECTORISED void NAME(maximum_adjoint)(ptrdiff_t count, int32_t step, const int32_t *where, const REAL *gradient,
                                      REAL *accumulator) {
  for (ptrdiff_t j = 0; j < count; ++j) accumulator[j] += where[j] == step ? gradient[j] : 0;
}

VECTORISED void NAME(gather)(ptrdiff_t count, ptrdiff_t width, const int32_t *indices, const REAL *table, REAL *out) {
  for (ptrdiff_t n = 0; n < count; ++n, out += width) memcpy(out, table + indices[n] * width, sizeof(REAL) * width);
}
VECTORISED void NAME(scatter_add)(ptrdiff_t count, ptrdiff_t width, const int32_t *indices, const REAL *gradient,
                                  REAL *table) {
  for (ptrdiff_t n = 0; n < count; ++n, gradient += width) {
    REAL *row = table + indices[n] * width;
    INDEPENDENT for (ptrdiff_t j = 0; j < width; ++j) row[j] += gradient[j];
  }
}

VECTORISED void NAME(batch_statistics)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to,
                                       const uint8_t *valid, ptrdiff_t validCount, const REAL *x, REAL *mean,
                                       REAL *variance) {
  REAL inverse = (REAL)1 / (REAL)validCount;
  for (ptrdiff_t j = from; j < to; ++j) mean[j] = variance[j] = 0;
  for (ptrdiff_t row = 0; row < rows; ++row) {
    if (valid && !valid[row]) continue;
    const REAL *r = x + row * stride;
    INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) mean[j] += r[j];
  }
  for (ptrdiff_t j = from; j < to; ++j) mean[j] *= inverse;
  for (ptrdiff_t row = 0; row < rows; ++row) {
    if (valid && !valid[row]) continue;
    const REAL *r = x + row * stride;
    INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) {
      REAL d = r[j] - mean[j];
      variance[j] += d * d;
    }
  }
  for (ptrdiff_t j = from; j < to; ++j) variance[j] *= inverse;
}

VECTORISED void NAME(batch_normalize)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to,
                                      const uint8_t *valid, const REAL *x, const REAL *mean,
                                      const REAL *inverseDeviation, const REAL *gamma, const REAL *beta, REAL *y) {
  for (ptrdiff_t row = 0; row < rows; ++row) {
    const REAL *r = x + row * stride;
    REAL *out = y + row * stride;
    if (valid && !valid[row]) {
      for (ptrdiff_t j = from; j < to; ++j) out[j] = 0;
      continue;
    }
    INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) out[j] =
        (r[j] - mean[j]) * inverseDeviation[j] * gamma[j] + beta[j];
  }
}

VECTORISED void NAME(batch_normalize_adjoint)(ptrdiff_t rows, ptrdiff_t stride, ptrdiff_t from, ptrdiff_t to,
                                              const uint8_t *valid, ptrdiff_t validCount, int statisticsFromBatch,
                                              const REAL *x, const REAL *mean, const REAL *inverseDeviation,
                                              const REAL *gamma, const REAL *gradient, REAL *xGradient,
                                              REAL *gammaGradient, REAL *betaGradient) {
  REAL inverse = (REAL)1 / (REAL)validCount;
  for (ptrdiff_t j = from; j < to; ++j) gammaGradient[j] = betaGradient[j] = 0;
  for (ptrdiff_t row = 0; row < rows; ++row) {
    if (valid && !valid[row]) continue;
    const REAL *r = x + row * stride, *g = gradient + row * stride;
    INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) {
      gammaGradient[j] += g[j] * (r[j] - mean[j]) * inverseDeviation[j];
      betaGradient[j] += g[j];
    }
  }
  if (!xGradient) return;
  for (ptrdiff_t row = 0; row < rows; ++row) {
    if (valid && !valid[row]) continue;
    const REAL *r = x + row * stride, *g = gradient + row * stride;
    REAL *d = xGradient + row * stride;
    if (statisticsFromBatch) {
      INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) {
        REAL normalized = (r[j] - mean[j]) * inverseDeviation[j];
        REAL centred = g[j] - betaGradient[j] * inverse - normalized * gammaGradient[j] * inverse;
        d[j] += centred * gamma[j] * inverseDeviation[j];
      }
    } else {
      INDEPENDENT for (ptrdiff_t j = from; j < to; ++j) d[j] += g[j] * gamma[j] * inverseDeviation[j];
    }
  }
}

INLINE REAL NAME(row_log_sum)(ptrdiff_t classes, const REAL *row, REAL *exponentials) {
  REASSOCIATE
  REAL maximum = row[0], total = 0;
  for (ptrdiff_t c = 1; c < classes; ++c) maximum = row[c] > maximum ? row[c] : maximum;
  // Independent, or small rows that lie close together in memory would be added up in another order than others.
  INDEPENDENT for (ptrdiff_t c = 0; c < classes; ++c) {
    REAL e = EXPONENTIAL(row[c] - maximum);
    exponentials[c] = e;
    total += e;
  }
  return maximum + LOGARITHM(total);
}

VECTORISED void NAME(log_softmax)(ptrdiff_t rows, ptrdiff_t classes, const REAL *logits, REAL *out) {
  for (ptrdiff_t row = 0; row < rows; ++row, logits += classes, out += classes) {
    REAL normalizer = NAME(row_log_sum)(classes, logits, out);
    for (ptrdiff_t c = 0; c < classes; ++c) out[c] = logits[c] - normalizer;
  }
}

VECTORISED void NAME(softmax_cross_entropy)(ptrdiff_t rows, ptrdiff_t classes, const REAL *logits,
                                            const int32_t *targets, REAL smoothing, REAL *losses, REAL *gradient) {
  REASSOCIATE
  REAL share = smoothing / (REAL)classes;
  for (ptrdiff_t row = 0; row < rows; ++row, logits += classes, gradient += classes) {
    if (targets[row] < 0) {
      losses[row] = 0;
      memset(gradient, 0, sizeof(REAL) * classes);
      continue;
    }
    REAL normalizer = NAME(row_log_sum)(classes, logits, gradient);
    REAL loss = (1 - smoothing) * (normalizer - logits[targets[row]]);
    if (smoothing > 0) {
      REAL total = 0;
      for (ptrdiff_t c = 0; c < classes; ++c) total += logits[c];
      loss += smoothing * normalizer - share * total;
    }
    for (ptrdiff_t c = 0; c < classes; ++c) gradient[c] = EXPONENTIAL(logits[c] - normalizer) - share;
    gradient[targets[row]] -= 1 - smoothing;
    losses[row] = loss;
  }
}

INLINE REAL NAME(dot)(ptrdiff_t n, const REAL *a, const REAL *b) {
  REASSOCIATE
  REAL total = 0;
  for (ptrdiff_t j = 0; j < n; ++j) total += a[j] * b[j];
  return total;
}

VECTORISED void NAME(attention)(ptrdiff_t queries, ptrdiff_t steps, ptrdiff_t length, ptrdiff_t width,
                                ptrdiff_t valueWidth, REAL scale, const REAL *q, ptrdiff_t qStride, const REAL *k,
                                ptrdiff_t kStride, const REAL *v, ptrdiff_t vStride, REAL *weights, REAL *context,
                                ptrdiff_t contextStride) {
  CONTRACT
  for (ptrdiff_t u = 0; u < queries; ++u) {
    REAL *w = weights + u * steps, *out = context + u * contextStride;
    for (ptrdiff_t t = 0; t < length; ++t) w[t] = scale * NAME(dot)(width, q + u * qStride, k + t * kStride);
    for (ptrdiff_t t = length; t < steps; ++t) w[t] = 0;
    REAL maximum = w[0], total = 0;
    for (ptrdiff_t t = 1; t < length; ++t) maximum = w[t] > maximum ? w[t] : maximum;
    for (ptrdiff_t t = 0; t < length; ++t) total += w[t] = EXPONENTIAL(w[t] - maximum);
    for (ptrdiff_t t = 0; t < length; ++t) w[t] /= total;
    memset(out, 0, sizeof(REAL) * valueWidth);
    for (ptrdiff_t t = 0; t < length; ++t) {
      const REAL *value = v + t * vStride;
      REAL share = w[t];
      INDEPENDENT for (ptrdiff_t j = 0; j < valueWidth; ++j) out[j] += share * value[j];
    }
  }
}

VECTORISED void NAME(attention_adjoint)(ptrdiff_t queries, ptrdiff_t steps, ptrdiff_t length, ptrdiff_t width,
                                        ptrdiff_t valueWidth, REAL scale, const REAL *q, ptrdiff_t qStride,
                                        const REAL *k, ptrdiff_t kStride, const REAL *v, ptrdiff_t vStride,
                                        const REAL *weights, const REAL *contextGradient, ptrdiff_t contextStride,
                                        REAL *qGradient, REAL *kGradient, REAL *vGradient) {
  CONTRACT
  for (ptrdiff_t u = 0; u < queries; ++u) {
    const REAL *w = weights + u * steps, *dcontext = contextGradient + u * contextStride, *query = q + u * qStride;
    REAL *dq = qGradient + u * qStride, mean = 0;
    for (ptrdiff_t t = 0; t < length; ++t) mean += w[t] * NAME(dot)(valueWidth, dcontext, v + t * vStride);
    for (ptrdiff_t t = 0; t < length; ++t) {
      REAL share = w[t];
      REAL score = scale * share * (NAME(dot)(valueWidth, dcontext, v + t * vStride) - mean);
      REAL *dv = vGradient + t * vStride, *dk = kGradient + t * kStride;
      const REAL *key = k + t * kStride;
      INDEPENDENT for (ptrdiff_t j = 0; j < valueWidth; ++j) dv[j] += share * dcontext[j];
      INDEPENDENT for (ptrdiff_t j = 0; j < width; ++j) dk[j] += score * query[j];
      INDEPENDENT for (ptrdiff_t j = 0; j < width; ++j) dq[j] += score * key[j];
    }
  }
}

VECTORISED void NAME(sgd)(ptrdiff_t count, REAL rate, REAL momentum, const REAL *g, REAL *velocity, REAL *w) {
  CONTRACT
  if (momentum == 0) {
    for (ptrdiff_t j = 0; j < count; ++j) w[j] -= rate * g[j];
    return;
  }
  INDEPENDENT for (ptrdiff_t j = 0; j < count; ++j) {
    velocity[j] = momentum * velocity[j] + g[j];
    w[j] -= rate * velocity[j];
  }
}
VECTORISED void NAME(rmsprop)(ptrdiff_t count, REAL rate, REAL decay, REAL epsilon, int epsilonInside, const REAL *g,
                              REAL *v, REAL *w) {
  CONTRACT
  REAL inside = epsilonInside ? epsilon : 0, outside = epsilonInside ? 0 : epsilon;
  INDEPENDENT for (ptrdiff_t j = 0; j < count; ++j) {
    v[j] = decay * v[j] + (1 - decay) * g[j] * g[j];
    w[j] -= rate * g[j] / (SQUARE_ROOT(v[j] + inside) + outside);
  }
}
VECTORISED void NAME(adam)(ptrdiff_t count, REAL rate, REAL beta1, REAL beta2, REAL epsilon, REAL correction1,
                           REAL correction2, REAL weightDecay, const REAL *g, REAL *m, REAL *v, REAL *w) {
  CONTRACT
  REAL shrink = 1 - rate * weightDecay;
  INDEPENDENT for (ptrdiff_t j = 0; j < count; ++j) {
    m[j] = beta1 * m[j] + (1 - beta1) * g[j];
    v[j] = beta2 * v[j] + (1 - beta2) * g[j] * g[j];
    w[j] = w[j] * shrink - rate * (m[j] / correction1) / (SQUARE_ROOT(v[j] / correction2) + epsilon);
  }
}
