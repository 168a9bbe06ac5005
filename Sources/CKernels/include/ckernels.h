// Vectorised kernels behind the engine's operations. Those of ckernels_declarations.h exist for float (_f32) and double
// (_f64).
//
// Matrices are row-major. Sequences are time-major: [T, B, D]. Kernels work on the rows or columns that the
// caller gives them, so that threads can share one operation; no kernel allocates or keeps state.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The best instruction level of this processor: 0 baseline, 1 x86-64-v3 (AVX2), 2 x86-64-v4 (AVX-512).
int candor_instruction_level(void);

#define REAL float
#define NAME(x) candor_##x##_f32
#include "ckernels_declarations.h"
#undef REAL
#undef NAME

#define REAL double
#define NAME(x) candor_##x##_f64
#include "ckernels_declarations.h"
#undef REAL
#undef NAME

/// Tells the processor that this thread waits actively.
static inline void candor_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb" ::: "memory");
#endif
}

/// Uniform numbers in (0, 1), a pure function of stream and position: row r, unit j depend on streams[r] and j alone.
void candor_uniform(ptrdiff_t rows, ptrdiff_t units, const uint64_t *streams, float *uniforms);

/// IEEE 754 binary16 to and from binary32, rounding to nearest even.
void candor_half_to_float(ptrdiff_t count, const uint16_t *half, float *single);
void candor_float_to_half(ptrdiff_t count, const float *single, uint16_t *half);

/// The best level of products of bytes on this processor: 0 baseline, 1 AVX2, 2 AVX-512 VNNI, 3 AMX, which the system
/// lends to the process when this is called.
int candor_byte_level(void);

/// Bytes and scales of a weight `[n, k]` packed in bytes.
ptrdiff_t candor_byte_packed_count(ptrdiff_t n, ptrdiff_t k);
ptrdiff_t candor_byte_scale_count(ptrdiff_t n);

/// Bytes after the packed ones that a product may read, whatever they are.
ptrdiff_t candor_byte_slack(void);

/// Packs the transpose of a weight `[n, k]`, each of its rows rounded to 255 numbers.
void candor_byte_pack(ptrdiff_t n, ptrdiff_t k, const float *weight, ptrdiff_t stride, uint8_t *packed, float *scales);

/// Columns that lie together in what is packed in bytes.
ptrdiff_t candor_byte_panel_columns(void);

/// One panel, of `n` rows of a weight that are rounded already; and these rows from the panel.
void candor_byte_pack_panel(ptrdiff_t n, ptrdiff_t k, const int8_t *rows, uint8_t *panel);
void candor_byte_unpack_panel(ptrdiff_t n, ptrdiff_t k, const uint8_t *panel, int8_t *rows);

/// `c = a B` or `c += a B` with B packed in bytes and each row of a rounded likewise.
void candor_byte_packed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                                const uint8_t *packed, const float *scales, int accumulate, float *c,
                                ptrdiff_t cStride);

/// The best level of products of bfloat16 on this processor: 0 baseline, 1 AVX2, 2 AVX-512 BF16, 3 AMX, which the system
/// lends to the process when this is called.
int candor_bfloat_level(void);

/// Whether products of bfloat16 are faster than those of floats on this processor.
int candor_bfloat_is_fast(void);

/// Pairs of a matrix `k × n` packed in bfloat16.
ptrdiff_t candor_bfloat_packed_count(int level, ptrdiff_t n, ptrdiff_t k);

/// Packs B, rounded to bfloat16: as `candor_pack_f32`, but two steps of k in each number.
void candor_bfloat_pack(int level, ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const float *b, ptrdiff_t bStride,
                        int transposed, uint32_t *packed);

/// `c = a B (+ a2 B2)` or `c += …`, the factors rounded to bfloat16 and the products summed up as floats.
void candor_bfloat_packed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                                  const uint32_t *packed, ptrdiff_t k2, const float *a2, ptrdiff_t a2Stride,
                                  const uint32_t *packed2, int accumulate, float *c, ptrdiff_t cStride);

/// `c = aᵀ B` or `c += aᵀ B` likewise, with a of `k × m`.
void candor_bfloat_packed_transposed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                             const float *a, ptrdiff_t aStride, const uint32_t *packed, int accumulate,
                                             float *c, ptrdiff_t cStride);

#ifdef __cplusplus
}
#endif
