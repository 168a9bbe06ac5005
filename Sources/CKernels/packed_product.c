#include "ckernels.h"
#include "dispatch.h"
#include <string.h>

// Products with a packed matrix (Goto & van de Geijn 2008) for every instruction level and both number types. At the
// sizes of an LSTM a general matrix product spends a third of its time on packing the same weights at each step.

#if defined(__x86_64__)
#define LEVELS 3
#elif defined(__aarch64__)
#define BASELINE_ROWS 8
#define LEVELS 1
#else
#define LEVELS 1
#endif
#ifndef BASELINE_ROWS
#define BASELINE_ROWS 4
#endif

// Without a minimum clang halves the vectors of this level, and the halves of a tile do not fit in the registers.
#define V4_TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))

#define REAL float
#define LEVEL(x) baseline_f32_##x
#define TARGET
#define VECTOR 4
#define TILE_ROWS BASELINE_ROWS
#define TILE_VECTORS 2
#include "packed_product_template.h"
#if LEVELS == 3
#define LEVEL(x) v3_f32_##x
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define VECTOR 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
#include "packed_product_template.h"
#define LEVEL(x) v4_f32_##x
#define TARGET V4_TARGET
#define VECTOR 16
#define TILE_ROWS 12
#define TILE_VECTORS 2
#include "packed_product_template.h"
#endif
#undef REAL

#define REAL double
#define LEVEL(x) baseline_f64_##x
#define TARGET
#define VECTOR 2
#define TILE_ROWS BASELINE_ROWS
#define TILE_VECTORS 2
#include "packed_product_template.h"
#if LEVELS == 3
#define LEVEL(x) v3_f64_##x
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define VECTOR 4
#define TILE_ROWS 6
#define TILE_VECTORS 2
#include "packed_product_template.h"
#define LEVEL(x) v4_f64_##x
#define TARGET V4_TARGET
#define VECTOR 8
#define TILE_ROWS 12
#define TILE_VECTORS 2
#include "packed_product_template.h"
#endif
#undef REAL

int candor_instruction_level(void) {
#if LEVELS == 3
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 2;
  if (__builtin_cpu_supports("x86-64-v3")) return 1;
#endif
  return 0;
}

// Calls the function of a level: EACH(f32, pack, arguments…)
#if LEVELS == 3
#define EACH(type, name, ...)                                                                                        \
  switch (level) {                                                                                                  \
  case 2: v4_##type##_##name(__VA_ARGS__); break;                                                                   \
  case 1: v3_##type##_##name(__VA_ARGS__); break;                                                                   \
  default: baseline_##type##_##name(__VA_ARGS__);                                                                   \
  }
#else
#define EACH(type, name, ...) baseline_##type##_##name(__VA_ARGS__);
#endif

#define FUNCTIONS(REAL, type)                                                                                         \
  ptrdiff_t candor_packed_count_##type(int level, ptrdiff_t n, ptrdiff_t k) {                                       \
    ptrdiff_t columns = (level == 2 ? 128 : level == 1 ? 64 : 32) / (ptrdiff_t)sizeof(REAL);                        \
    return (n + columns - 1) / columns * columns * k;                                                               \
  }                                                                                                                 \
  void candor_pack_##type(int level, ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const REAL *b, ptrdiff_t bStride, \
                          int transposed, REAL *packed) {                                                           \
    EACH(type, pack, n, k, rows, b, bStride, transposed, packed)                                                    \
  }                                                                                                                 \
  void candor_packed_product_##type(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a,                \
                                    ptrdiff_t aStride, const REAL *packed, ptrdiff_t k2, const REAL *a2,            \
                                    ptrdiff_t a2Stride, const REAL *packed2, int accumulate, REAL *c,               \
                                    ptrdiff_t cStride) {                                                            \
    EACH(type, product, m, n, k, a, aStride, packed, k2, a2, a2Stride, packed2, accumulate, c, cStride)             \
  }                                                                                                                 \
  void candor_packed_transposed_product_##type(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k,                    \
                                               const int32_t *rows, const REAL *a, ptrdiff_t aStride,               \
                                               const REAL *packed, int accumulate, REAL *c, ptrdiff_t cStride) {    \
    EACH(type, transposed_product, m, n, k, rows, a, aStride, packed, accumulate, c, cStride)                       \
  }                                                                                                                 \
  void candor_tap_product_##type(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, ptrdiff_t taps,                   \
                                 const ptrdiff_t *offsets, const ptrdiff_t *panels, const REAL *a, ptrdiff_t aStride, \
                                 const REAL *packed, int accumulate, REAL *c, ptrdiff_t cStride) {                   \
    EACH(type, tap_product, m, n, k, taps, offsets, panels, a, aStride, packed, accumulate, c, cStride)             \
  }
FUNCTIONS(float, f32)
FUNCTIONS(double, f64)
