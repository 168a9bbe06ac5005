#include "amx.h"
#include "bits.h"
#include "ckernels.h"
#include "dispatch.h"
#include <string.h>

// Products with a matrix rounded to bytes (Vanhoucke, Senior & Mao 2011). Both factors are whole numbers from -127 to
// 127 times a scale, one for each column of the matrix and one for each row of a, so that sums are exact and the result
// has the same bits at every instruction level.

enum {
  panel_columns = 32,
  row_block = 48,
  step_block = 1024, // a sum of so many products is below 2^24, exact as a float
};

// What the rounded numbers of a row of a stand for.
typedef struct {
  float scale;
  int32_t offset; // the matrix is stored with 128 added to each number: what that adds to every sum
} rounded_row;

#if defined(__x86_64__)
#include <immintrin.h>
// Four steps of a row: as bytes for the instruction that takes four, else as pairs of 16 bits.
typedef struct {
  int32_t even, odd;
} pairs;

#define LEVEL(x) baseline_##x
#define TARGET
#define LANES 4
#define TILE_ROWS 1
#define WORD pairs
#define DOT(sums, b, word)                                                                                          \
  (baseline_sums) _mm_add_epi32(                                                                                    \
      (__m128i)(sums),                                                                                              \
      _mm_add_epi32(_mm_madd_epi16(_mm_and_si128((__m128i)(b), _mm_set1_epi16(255)), _mm_set1_epi32((word).even)),  \
                    _mm_madd_epi16(_mm_srli_epi16((__m128i)(b), 8), _mm_set1_epi32((word).odd))))
#include "byte_product_template.h"

#define LEVEL(x) v3_##x
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define LANES 8
#define TILE_ROWS 2
#define WORD pairs
#define DOT(sums, b, word)                                                                                          \
  (v3_sums) _mm256_add_epi32(                                                                                       \
      (__m256i)(sums), _mm256_add_epi32(_mm256_madd_epi16(_mm256_and_si256((__m256i)(b), _mm256_set1_epi16(255)),   \
                                                          _mm256_set1_epi32((word).even)),                          \
                                        _mm256_madd_epi16(_mm256_srli_epi16((__m256i)(b), 8),                       \
                                                          _mm256_set1_epi32((word).odd))))
#include "byte_product_template.h"

#define LEVEL(x) v4_##x
#define TARGET __attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512)))
#define LANES 16
#define TILE_ROWS 12
#define WORD int32_t
#define DOT(sums, b, word) (v4_sums) _mm512_dpbusd_epi32((__m512i)(sums), (__m512i)(b), _mm512_set1_epi32(word))
#include "byte_product_template.h"

#if HAS_AMX
#include "amx_byte_product.h"
#endif
#else
typedef struct {
  int8_t steps[4];
} quad;
#define LEVEL(x) baseline_##x
#define TARGET
#define LANES 4
#define TILE_ROWS 4
#define WORD quad
typedef int32_t four_sums __attribute__((vector_size(16), aligned(4)));
typedef uint8_t four_quads __attribute__((vector_size(16), aligned(4)));
INLINE four_sums dot(four_sums sums, four_quads b, quad word) {
  for (int j = 0; j < 4; ++j)
    for (int s = 0; s < 4; ++s) sums[j] += b[4 * j + s] * word.steps[s];
  return sums;
}
#define DOT(sums, b, word) (baseline_sums) dot((four_sums)(sums), (four_quads)(b), word)
#include "byte_product_template.h"
#endif

int candor_byte_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni"))
    return has_amx(amx_int8) ? amx : vectors_of_16;
  return __builtin_cpu_supports("x86-64-v3") ? vectors_of_8 : vectors_of_4;
#else
  return vectors_of_4;
#endif
}

// The largest magnitude; not a number where one of them is not.
VECTORISED static float greatest(ptrdiff_t count, const float *x) {
  uint32_t most = 0;
  for (ptrdiff_t j = 0; j < count; ++j) {
    uint32_t bits = bits_of(x[j]) & 0x7FFFFFFFu;
    most = bits > most ? bits : most;
  }
  return float_of(most);
}

// Adding 3 · 2^22 rounds to the nearest whole number, ties to even, and leaves it in the low byte.
INLINE uint8_t rounded(float x) { return (uint8_t)bits_of(x + 0x1.8p23f); }

// x / scale as bytes; returns their sum.
VECTORISED static int32_t round_row(ptrdiff_t count, const float *x, float perScale, int8_t *bytes) {
  int32_t sum = 0;
  for (ptrdiff_t j = 0; j < count; ++j) {
    bytes[j] = (int8_t)rounded(x[j] * perScale);
    sum += bytes[j];
  }
  return sum;
}

// What a number is multiplied by for the greatest to be 127; too small a row is zero.
INLINE float per_scale(float greatest) { return greatest >= 0x1p-100f || greatest != greatest ? 127 / greatest : 0; }

ptrdiff_t candor_byte_scale_count(ptrdiff_t n) { return (n + panel_columns - 1) / panel_columns * panel_columns; }

ptrdiff_t candor_byte_packed_count(ptrdiff_t n, ptrdiff_t k) { return candor_byte_scale_count(n) * ((k + 3) / 4 * 4); }

ptrdiff_t candor_byte_slack(void) { return 15 * 4 * panel_columns; }

// Panels of 32 columns, and in each for four steps of k the four numbers of every column together.
void candor_byte_pack(ptrdiff_t n, ptrdiff_t k, const float *weight, ptrdiff_t stride, uint8_t *packed, float *scales) {
  ptrdiff_t steps = (k + 3) / 4 * 4;
  memset(packed, 128, (size_t)candor_byte_packed_count(n, k));
  memset(scales, 0, sizeof(float) * (size_t)candor_byte_scale_count(n));
  for (ptrdiff_t j = 0; j < n; ++j) {
    const float *row = weight + j * stride;
    float most = greatest(k, row), perScale = per_scale(most);
    scales[j] = most / 127;
    uint8_t *column = packed + (j / panel_columns * steps * panel_columns + j % panel_columns * 4);
    for (ptrdiff_t p = 0; p < k; ++p)
      column[p / 4 * 4 * panel_columns + p % 4] = (uint8_t)(rounded(row[p] * perScale) + 128);
  }
}

ptrdiff_t candor_byte_panel_columns(void) { return panel_columns; }

// Four numbers of a row lie together there as here: they move as one, with 128 added to each or taken away again.
void candor_byte_pack_panel(ptrdiff_t n, ptrdiff_t k, const int8_t *rows, uint8_t *panel) {
  memset(panel, 128, (size_t)((k + 3) / 4 * 4 * panel_columns));
  for (ptrdiff_t p = 0; p < k; p += 4) {
    size_t steps = (size_t)(k - p < 4 ? k - p : 4);
    for (ptrdiff_t j = 0; j < n; ++j) {
      uint32_t word = 0;
      memcpy(&word, rows + j * k + p, steps);
      word ^= 0x80808080u;
      memcpy(panel + p * panel_columns + 4 * j, &word, sizeof word);
    }
  }
}

void candor_byte_unpack_panel(ptrdiff_t n, ptrdiff_t k, const uint8_t *panel, int8_t *rows) {
  for (ptrdiff_t p = 0; p < k; p += 4) {
    size_t steps = (size_t)(k - p < 4 ? k - p : 4);
    for (ptrdiff_t j = 0; j < n; ++j) {
      uint32_t word;
      memcpy(&word, panel + p * panel_columns + 4 * j, sizeof word);
      word ^= 0x80808080u;
      memcpy(rows + j * k + p, &word, steps);
    }
  }
}

#if defined(__x86_64__)
VECTORISED static void make_pairs(ptrdiff_t count, const int8_t *bytes, pairs *words) {
  for (ptrdiff_t w = 0; w < count; ++w) {
    const int8_t *x = bytes + 4 * w;
    words[w].even = (int32_t)((uint16_t)x[0] | (uint32_t)(uint16_t)x[2] << 16);
    words[w].odd = (int32_t)((uint16_t)x[1] | (uint32_t)(uint16_t)x[3] << 16);
  }
}

static void multiply_pairs(int level, ptrdiff_t rows, ptrdiff_t n, ptrdiff_t groups, const int8_t *bytes,
                           const rounded_row *info, const uint8_t *packed, ptrdiff_t panelStep, const float *scales,
                           int accumulate, float *c, ptrdiff_t cStride) {
  pairs words[row_block * step_block / 4];
  make_pairs(rows * groups, bytes, words);
  if (level == vectors_of_8) v3_rows(rows, n, groups, words, info, packed, panelStep, scales, accumulate, c, cStride);
  else baseline_rows(rows, n, groups, words, info, packed, panelStep, scales, accumulate, c, cStride);
}
#endif

void candor_byte_packed_product(int level, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                                const uint8_t *packed, const float *scales, int accumulate, float *c,
                                ptrdiff_t cStride) {
  enum { few_rows = 7 }; // which vectors multiply as fast as tiles that they fill in part
  const ptrdiff_t panelStep = (k + 3) / 4 * 4;
  _Alignas(64) int8_t bytes[row_block * step_block];
  rounded_row info[row_block];
  for (ptrdiff_t first = 0; first < m; first += row_block) {
    ptrdiff_t rows = m - first < row_block ? m - first : row_block;
    const int inTiles = level == amx && rows > few_rows;
    float *out = c + first * cStride;
    int adds = accumulate;
    for (ptrdiff_t p = 0; p == 0 || p < k; p += step_block, adds = 1) { // an empty sum is zero
      ptrdiff_t steps = k - p < step_block ? k - p : step_block, unit = inTiles ? 64 : 4;
      ptrdiff_t width = (steps + unit - 1) / unit * unit, groups = width / 4;
      for (ptrdiff_t r = 0; r < rows; ++r) {
        const float *row = a + (first + r) * aStride + p;
        int8_t *to = bytes + r * width;
        float most = greatest(steps, row);
        info[r].scale = most / 127;
        info[r].offset = 128 * round_row(steps, row, per_scale(most), to);
        memset(to + steps, 0, (size_t)(width - steps));
      }
      const uint8_t *panels = packed + p * panel_columns;
#if HAS_AMX
      if (inTiles) {
        memset(bytes + rows * width, 0, (size_t)((whole_tiles(rows) - rows) * width));
        amx_rows(rows, n, groups, bytes, info, panels, panelStep, scales, adds, out, cStride);
        continue;
      }
#endif
#if defined(__x86_64__)
      if (level < vectors_of_16)
        multiply_pairs(level, rows, n, groups, bytes, info, panels, panelStep, scales, adds, out, cStride);
      else v4_rows(rows, n, groups, (const int32_t *)bytes, info, panels, panelStep, scales, adds, out, cStride);
#else
      baseline_rows(rows, n, groups, (const quad *)bytes, info, panels, panelStep, scales, adds, out, cStride);
#endif
    }
  }
}
