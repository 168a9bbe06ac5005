#include "ckernels.h"
#include "dispatch.h"
#include <string.h>

// SplitMix64 (Steele, Lea, Flood 2014) as a counter-based generator: the j-th output of the stream that starts at s.
INLINE uint64_t split_mix(uint64_t s, uint64_t j) {
  uint64_t z = s + (j + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

VECTORISED void candor_uniform(ptrdiff_t rows, ptrdiff_t units, const uint64_t *streams, float *uniforms) {
  for (ptrdiff_t row = 0; row < rows; ++row) {
    uint64_t s = streams[row];
    float *out = uniforms + row * units;
    if (row > 0 && s == streams[row - 1]) { // a sample of the weights is shared by the words of a batch
      memcpy(out, out - units, sizeof(float) * (size_t)units);
      continue;
    }
    // The top 23 bits and a half: never 0 and never 1, exact in binary32.
    for (ptrdiff_t j = 0; j < units; ++j)
      out[j] = ((float)(int32_t)(split_mix(s, (uint64_t)j) >> 41) + 0.5f) * 0x1p-23f;
  }
}
