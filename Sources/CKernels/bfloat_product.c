#include "amx.h"
#include "bits.h"
#include "ckernels.h"
#include "dispatch.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Products whose factors are rounded to bfloat16, the upper half of a float, and summed up as floats (Kalamkar et al.
// 2019). A product of two such numbers is exact as a float, and the levels of vectors add the two of a pair of steps one
// after the other, the later first, as the instruction for it does: the result has the same bits at each of them, as long
// as products and sums are normal numbers. (The instruction takes smaller ones for zero, and adds a product that is too
// large for a float exactly.)

enum { step_block = 512 };

// Two steps of k: the earlier in the lower half.
typedef uint32_t pair;

// To the nearest, ties to even, in the upper half. What is below the normal numbers is zero, as it is for the
// instruction; what is not a number stays so.
INLINE uint32_t rounded(float x) {
  uint32_t bits = bits_of(x), up = bits + 0x7FFFu + (bits >> 16 & 1);
  up = (bits & 0x7FFFFFFFu) > 0x7F800000u ? bits | 0x400000u : up;
  return ((bits & 0x7F800000u) ? up : bits & 0x80000000u) & 0xFFFF0000u;
}

INLINE pair joined(float early, float late) { return rounded(early) >> 16 | rounded(late); }

// Steps that follow each other in memory; an odd last one is followed by zero.
VECTORISED static void round_row(ptrdiff_t steps, const float *x, pair *pairs) {
  INDEPENDENT for (ptrdiff_t q = 0; q < steps / 2; ++q) pairs[q] = joined(x[2 * q], x[2 * q + 1]);
  if (steps % 2) pairs[steps / 2] = joined(x[steps - 1], 0);
}

// Steps that are rows of x, or its rows `rows`: pairs of each column, and zeros up to `width` columns.
VECTORISED static void round_steps(ptrdiff_t columns, ptrdiff_t steps, const int32_t *rows, const float *x,
                                   ptrdiff_t stride, pair *pairs, ptrdiff_t width) {
  for (ptrdiff_t p = 0; p < steps; p += 2, pairs += width) {
    const float *early = x + (rows ? rows[p] : p) * stride;
    if (p + 1 < steps) {
      const float *late = x + (rows ? rows[p + 1] : p + 1) * stride;
      INDEPENDENT for (ptrdiff_t j = 0; j < columns; ++j) pairs[j] = joined(early[j], late[j]);
    } else {
      INDEPENDENT for (ptrdiff_t j = 0; j < columns; ++j) pairs[j] = joined(early[j], 0);
    }
    for (ptrdiff_t j = columns; j < width; ++j) pairs[j] = 0;
  }
}

#if defined(__x86_64__)
// The same with the instructions for it.
#define NATIVE __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))

NATIVE static void native_round_row(ptrdiff_t steps, const float *x, pair *pairs) {
  for (; steps >= 32; steps -= 32, x += 32, pairs += 16)
    _mm512_storeu_si512(pairs, (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(x + 16), _mm512_loadu_ps(x)));
  round_row(steps, x, pairs);
}

// Numbers of 16 columns, each in the lower half.
NATIVE INLINE __m512i native_rounded(__mmask16 columns, const float *x) {
  return _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(_mm512_maskz_loadu_ps(columns, x)));
}

NATIVE static void native_round_steps(ptrdiff_t columns, ptrdiff_t steps, const int32_t *rows, const float *x,
                                      ptrdiff_t stride, pair *pairs, ptrdiff_t width) {
  for (ptrdiff_t p = 0; p < steps; p += 2, pairs += width) {
    const float *early = x + (rows ? rows[p] : p) * stride;
    const float *late = p + 1 < steps ? x + (rows ? rows[p + 1] : p + 1) * stride : 0;
    for (ptrdiff_t j = 0; j < width; j += 16) {
      __mmask16 some = (__mmask16)((1u << (columns - j < 16 ? columns - j < 0 ? 0 : columns - j : 16)) - 1);
      __mmask16 kept = (__mmask16)((1u << (width - j < 16 ? width - j : 16)) - 1);
      __m512i pair = native_rounded(some, early + j);
      if (late) pair = _mm512_or_si512(pair, _mm512_slli_epi32(native_rounded(some, late + j), 16));
      _mm512_mask_storeu_epi32(pairs + j, kept, pair);
    }
  }
}
#endif

// The upper halves as floats, times each other, and then the lower ones.
#define TWO_STEPS(sums, b, x)                                                                                       \
  ((sums) + (typeof(sums))((b) & 0xFFFF0000u) * float_of((x) & 0xFFFF0000u)) +                                      \
      (typeof(sums))((b) << 16) * float_of((x) << 16)

#define LEVEL(x) baseline_##x
#define TARGET
#define VECTOR 4
#define TILE_ROWS 4
#define TILE_VECTORS 2
#define MULTIPLY_ADD TWO_STEPS
#define ROUND(x) round_##x
#include "bfloat_product_template.h"
#if defined(__x86_64__)
#define LEVEL(x) v3_##x
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define VECTOR 8
#define TILE_ROWS 5
#define TILE_VECTORS 2
#define MULTIPLY_ADD TWO_STEPS
#define ROUND(x) round_##x
#include "bfloat_product_template.h"

#define LEVEL(x) v4_##x
#define TARGET NATIVE
#define VECTOR 16
#define TILE_ROWS 12
#define TILE_VECTORS 2
#define MULTIPLY_ADD(sums, b, x)                                                                                    \
  (typeof(sums)) _mm512_dpbf16_ps((__m512)(sums), (__m512bh)(b), (__m512bh)_mm512_set1_epi32((int32_t)(x)))
#define ROUND(x) native_round_##x
#include "bfloat_product_template.h"
#endif

#if HAS_AMX
#include "amx_bfloat_product.h"
#endif

int candor_bfloat_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512bf16"))
    return has_amx(amx_bf16) ? amx : vectors_of_16;
  return __builtin_cpu_supports("x86-64-v3") ? vectors_of_8 : vectors_of_4;
#else
  return vectors_of_4;
#endif
}

// Of the products of AVX-512 BF16 processors of Intel make half as many in a cycle as of floats, those of AMD twice as many.
int candor_bfloat_is_fast(void) {
#if defined(__x86_64__)
  int level = candor_bfloat_level();
  return level == amx || (level == vectors_of_16 && __builtin_cpu_is("amd"));
#else
  return 0;
#endif
}

// The columns of a panel at a level, and its pairs.
INLINE ptrdiff_t panel_columns(int level) { return level == amx ? 32 : 8 << level; }
INLINE ptrdiff_t panel_pairs(int level, ptrdiff_t k) { return level == amx ? (k + 31) / 32 * 16 : (k + 1) / 2; }

ptrdiff_t candor_bfloat_packed_count(int level, ptrdiff_t n, ptrdiff_t k) {
  ptrdiff_t width = panel_columns(level);
  return (n + width - 1) / width * width * panel_pairs(level, k);
}

// A panel of the transpose of b: rows of b are rounded as they lie and then change places.
static void pack_transposed(ptrdiff_t columns, ptrdiff_t k, const float *b, ptrdiff_t bStride, pair *panel,
                            ptrdiff_t width) {
  pair block[32][step_block / 2];
  for (ptrdiff_t p = 0; p < k; p += step_block) {
    ptrdiff_t steps = k - p < step_block ? k - p : step_block;
    for (ptrdiff_t x = 0; x < columns; ++x) round_row(steps, b + x * bStride + p, block[x]);
    for (ptrdiff_t q = 0; q < (steps + 1) / 2; ++q, panel += width) {
      for (ptrdiff_t x = 0; x < columns; ++x) panel[x] = block[x][q];
      for (ptrdiff_t x = columns; x < width; ++x) panel[x] = 0;
    }
  }
}

// Panels each pair of steps after pair of steps, the last one filled up with zeros, and each to whole tiles.
void candor_bfloat_pack(int level, ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const float *b, ptrdiff_t bStride,
                        int transposed, uint32_t *packed) {
  ptrdiff_t width = panel_columns(level), pairs = (k + 1) / 2, all = panel_pairs(level, k);
  for (ptrdiff_t j = 0; j < n; j += width, packed += width * all) {
    ptrdiff_t columns = n - j < width ? n - j : width;
    if (transposed) pack_transposed(columns, k, b + j * bStride, bStride, packed, width);
#if defined(__x86_64__)
    else if (level >= vectors_of_16) native_round_steps(columns, k, rows, b + j, bStride, packed, width);
#endif
    else round_steps(columns, k, rows, b + j, bStride, packed, width);
    memset(packed + pairs * width, 0, sizeof(pair) * (all - pairs) * width);
  }
}

#if HAS_AMX
#define WITH_AMX(call)                                                                                              \
  case amx: call; break;
#else
#define WITH_AMX(call)
#endif

#if defined(__x86_64__)
#define EACH(name, ...)                                                                                             \
  switch (level) {                                                                                                  \
  WITH_AMX(amx_##name(__VA_ARGS__))                                                                                 \
  case vectors_of_16: v4_##name(__VA_ARGS__); break;                                                                \
  case vectors_of_8: v3_##name(__VA_ARGS__); break;                                                                 \
  default: baseline_##name(__VA_ARGS__);                                                                            \
  }
#else
#define EACH(name, ...)                                                                                             \
  (void)level;                                                                                                      \
  baseline_##name(__VA_ARGS__);
#endif

void candor_bfloat_packed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                                  const uint32_t *packed, ptrdiff_t k2, const float *a2, ptrdiff_t a2Stride,
                                  const uint32_t *packed2, int accumulate, float *c, ptrdiff_t cStride) {
  EACH(product, m, n, k, a, aStride, packed, k2, a2, a2Stride, packed2, accumulate, c, cStride)
}

void candor_bfloat_packed_transposed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                             const float *a, ptrdiff_t aStride, const uint32_t *packed, int accumulate,
                                             float *c, ptrdiff_t cStride) {
  EACH(transposed_product, m, n, k, rows, a, aStride, packed, accumulate, c, cStride)
}
