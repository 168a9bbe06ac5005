// The bits of a float as a number, and back.
#pragma once
#include "dispatch.h"
#include <stdint.h>
#include <string.h>

INLINE uint32_t bits_of(float x) { uint32_t bits; memcpy(&bits, &x, 4); return bits; }
INLINE float float_of(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
