#include "bits.h"
#include "ckernels.h"
#include "dispatch.h"

VECTORISED void candor_half_to_float(ptrdiff_t count, const uint16_t *half, float *single) {
  for (ptrdiff_t j = 0; j < count; ++j) {
    uint32_t h = half[j], sign = (h & 0x8000u) << 16, magnitude = h & 0x7FFFu;
    // Multiplying by 2^112 moves the exponent's bias, subnormal numbers included.
    float normal = float_of(magnitude << 13) * 0x1p112f;
    uint32_t bits = magnitude >= 0x7C00u ? (0x7F800000u | (magnitude & 0x3FFu) << 13) : bits_of(normal);
    single[j] = float_of(bits | sign);
  }
}

VECTORISED void candor_float_to_half(ptrdiff_t count, const float *single, uint16_t *half) {
  for (ptrdiff_t j = 0; j < count; ++j) {
    uint32_t bits = bits_of(single[j]), sign = (bits >> 16) & 0x8000u;
    bits &= 0x7FFFFFFFu;
    uint16_t result;
    if (bits > 0x7F800000u) result = 0x7E00u;            // NaN
    else if (bits >= 0x477FF000u) result = 0x7C00u;      // rounds beyond 65504
    else if (bits < 0x38800000u) {                       // subnormal: let the adder round
      float shifted = float_of(bits) + 0.5f;
      result = (uint16_t)(bits_of(shifted) - 0x3F000000u);
    } else result = (uint16_t)((bits - 0x38000000u + 0xFFFu + ((bits >> 13) & 1u)) >> 13);
    half[j] = result | (uint16_t)sign;
  }
}
