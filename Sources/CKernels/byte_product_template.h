// Products with a matrix rounded to bytes at one instruction level. The including file defines LEVEL (names of this
// level), TARGET, LANES (sums in a register), TILE_ROWS, WORD (what a row of a has for four steps of k) and
// DOT(sums, b, word), which adds a · b over four steps to each sum.

#define TILE_VECTORS (panel_columns / LANES)
#define MOST_PANELS 4
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef int32_t LEVEL(sums) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef float LEVEL(floats) __attribute__((vector_size(LANES * 4), aligned(4)));
typedef uint8_t LEVEL(bytes) __attribute__((vector_size(LANES * 4), aligned(4)));

// c[0..<rows, 0..<columns] = or += what the panels give. Inlined with constant numbers of rows and vectors.
TARGET INLINE void LEVEL(tile)(const int rows, const int vectors, ptrdiff_t groups, const WORD *a, ptrdiff_t aStride,
                               const rounded_row *info, const uint8_t *packed, ptrdiff_t panelStride,
                               const float *scales, int accumulate, float *c, ptrdiff_t cStride, ptrdiff_t columns) {
  SEPARATE // a fused addition here and not there would be other bits
  LEVEL(sums) sums[TILE_ROWS][MOST_PANELS * TILE_VECTORS];
  UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] = (LEVEL(sums)){0};
  for (ptrdiff_t p = 0; p < groups; ++p, packed += 4 * panel_columns) {
    LEVEL(bytes) b[MOST_PANELS * TILE_VECTORS];
    UNROLLED for (int v = 0; v < vectors; ++v)
      b[v] = ((const LEVEL(bytes) *)(packed + v / TILE_VECTORS * panelStride))[v % TILE_VECTORS];
    UNROLLED for (int r = 0; r < rows; ++r) {
      WORD word = a[r * aStride + p];
      UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] = DOT(sums[r][v], b[v], word);
    }
  }
  UNROLLED for (int r = 0; r < rows; ++r) {
    LEVEL(floats) row[MOST_PANELS * TILE_VECTORS];
    UNROLLED for (int v = 0; v < vectors; ++v)
      row[v] = __builtin_convertvector(sums[r][v] - info[r].offset, LEVEL(floats)) *
               (((const LEVEL(floats) *)scales)[v] * info[r].scale);
    float *out = c + r * cStride;
    if (columns == vectors * LANES) {
      UNROLLED for (int v = 0; v < vectors; ++v) {
        LEVEL(floats) *to = (LEVEL(floats) *)out + v;
        *to = accumulate ? *to + row[v] : row[v];
      }
    } else {
      const float *from = (const float *)row;
      for (ptrdiff_t j = 0; j < columns; ++j) out[j] = accumulate ? out[j] + from[j] : from[j];
    }
  }
}

// Rows that are not known beforehand, at most TILE_ROWS. Of few rows, several panels are taken at a time: the additions
// of a single one would wait for each other.
#define CASE(R)                                                                                                     \
  case R:                                                                                                           \
    if (R <= TILE_ROWS) {                                                                                           \
      enum { panels = TILE_ROWS / R < 1 ? 1 : TILE_ROWS / R > MOST_PANELS ? MOST_PANELS : TILE_ROWS / R };          \
      for (; j + panels * panel_columns <= n; j += panels * panel_columns)                                          \
        LEVEL(tile)(R, panels * TILE_VECTORS, groups, a, groups, info, packed + j * panelStep,                      \
                    panel_columns * panelStep, scales + j, accumulate, c + j, cStride, panels * panel_columns);     \
      for (; j < n; j += panel_columns)                                                                             \
        LEVEL(tile)(R, TILE_VECTORS, groups, a, groups, info, packed + j * panelStep, 0, scales + j, accumulate,    \
                    c + j, cStride, n - j < panel_columns ? n - j : panel_columns);                                 \
    }                                                                                                               \
    break;
TARGET static void LEVEL(rows)(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t groups, const WORD *a,
                                     const rounded_row *info, const uint8_t *packed, ptrdiff_t panelStep,
                                     const float *scales, int accumulate, float *c, ptrdiff_t cStride) {
  ptrdiff_t whole = rows - rows % TILE_ROWS, j = 0;
  for (ptrdiff_t column = 0; whole && column < n; column += panel_columns)
    for (ptrdiff_t i = 0; i < whole; i += TILE_ROWS)
      LEVEL(tile)(TILE_ROWS, TILE_VECTORS, groups, a + i * groups, groups, info + i, packed + column * panelStep, 0,
                  scales + column, accumulate, c + i * cStride + column, cStride,
                  n - column < panel_columns ? n - column : panel_columns);
  a += whole * groups, info += whole, c += whole * cStride;
  switch (rows - whole) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11)
  }
}
#undef CASE
#undef TILE_VECTORS
#undef MOST_PANELS
#undef UNROLLED
#undef LEVEL
#undef TARGET
#undef LANES
#undef TILE_ROWS
#undef WORD
#undef DOT
