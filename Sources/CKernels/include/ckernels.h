// Vectorised kernels behind the engine's operations. Every function exists for float (_f32) and double (_f64).
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

/// Uniform numbers in (0, 1), a pure function of stream and position: row r, unit j depend on streams[r] and j alone.
void candor_uniform(ptrdiff_t rows, ptrdiff_t units, const uint64_t *streams, float *uniforms);

/// IEEE 754 binary16 to and from binary32, rounding to nearest even.
void candor_half_to_float(ptrdiff_t count, const uint16_t *half, float *single);
void candor_float_to_half(ptrdiff_t count, const float *single, uint16_t *half);

#ifdef __cplusplus
}
#endif
