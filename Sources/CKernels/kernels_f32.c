#include "ckernels.h"
#include "dispatch.h"
#include <math.h>
#include <string.h>

// exp by 2^n splitting and a polynomial on [-ln2/2, ln2/2]; relative error about 1e-7.
INLINE float exponential(float x) {
  CONTRACT
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float magic = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer in the low bits
  float shifted = x * 1.44269504088896f + magic;
  float n = shifted - magic;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  union { float f; int32_t i; } power = {.f = shifted};
  union { int32_t i; float f; } two = {.i = (power.i - 0x4B400000 + 127) << 23};
  return p * two.f;
}
#define EXPONENTIAL exponential
#define LOGARITHM logf
#define SQUARE_ROOT __builtin_elementwise_sqrt // sqrtf would set errno, which forbids vectors
INLINE float hyperbolic_tangent(float x) { return 2.0f / (1.0f + exponential(-2.0f * x)) - 1.0f; }
#define REAL float
#define NAME(x) candor_##x##_f32
#include "kernels_template.h"
