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
// Natural logarithm of a positive normal number; infinity and NaN stay what they are. x = m 2^e with m in [sqrt(1/2), sqrt(2)), a polynomial in m - 1.
INLINE float natural_logarithm(float x) {
  CONTRACT
  union { float f; int32_t i; } bits = {.f = x};
  int32_t shifted = bits.i - 0x3F3504F3; // the bits of sqrt(1/2)
  float e = (float)(shifted >> 23);
  union { int32_t i; float f; } mantissa = {.i = (shifted & 0x007FFFFF) + 0x3F3504F3};
  float m = mantissa.f - 1.0f, z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  float logarithm = m + (p * m * z - 2.12194440e-4f * e - 0.5f * z) + 0.693359375f * e;
  return x < INFINITY ? logarithm : x; // a diverged model must be seen
}
#define EXPONENTIAL exponential
#define LOGARITHM natural_logarithm
#define SQUARE_ROOT __builtin_elementwise_sqrt // sqrtf would set errno, which forbids vectors
INLINE float hyperbolic_tangent(float x) { return 2.0f / (1.0f + exponential(-2.0f * x)) - 1.0f; }
#define REAL float
#define NAME(x) candor_##x##_f32
#include "kernels_template.h"
