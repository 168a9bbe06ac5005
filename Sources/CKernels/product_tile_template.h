// Tiles of a product with a packed matrix for one type of numbers at one instruction level. The including file defines
// REAL (the result), FACTOR (what a and the panels hold for one step), MULTIPLY_ADD(sums, b, x), LEVEL (names of this
// level), TARGET, VECTOR (numbers in a register), TILE_ROWS and TILE_VECTORS: a tile of the result, TILE_ROWS ×
// (TILE_VECTORS · VECTOR), stays in registers while k runs. It is also the one that undefines the names of this file:
// TILE_COLUMNS, MOST_PANELS and UNROLLED.

#define TILE_COLUMNS (VECTOR * TILE_VECTORS)
#define MOST_PANELS 4
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef REAL LEVEL(sums) __attribute__((vector_size(VECTOR * sizeof(REAL)), aligned(sizeof(REAL))));
typedef FACTOR LEVEL(factors) __attribute__((vector_size(VECTOR * sizeof(FACTOR)), aligned(sizeof(FACTOR))));

// Where a product sums over taps (offsets of a, each with a packed matrix of its own); NULL for an ordinary product.
typedef struct {
  ptrdiff_t count;
  const ptrdiff_t *offsets; // where a starts for each tap
  const ptrdiff_t *panels;  // where its packed matrix starts
} LEVEL(taps);

// c[0..<rows, 0..<columns] = or += a · panels; a[row, p] lies at row * rowStride + p * stepStride, and the panels lie
// panelStride apart. Inlined with constant numbers of rows, panels and vectors; only the first vectors of the panels
// are computed. Every element is summed in the order of taps and of p, whatever the tile: the bits of a row of the
// result depend neither on the other rows nor on how rows are divided.
TARGET INLINE void LEVEL(tile)(const int rows, const int vectors, const LEVEL(taps) *taps, ptrdiff_t k, const FACTOR *a,
                               ptrdiff_t rowStride, const ptrdiff_t stepStride, const FACTOR *packed,
                               ptrdiff_t panelStride, int accumulate, REAL *c, ptrdiff_t cStride, ptrdiff_t columns) {
  CONTRACT
  LEVEL(sums) sums[TILE_ROWS][MOST_PANELS * TILE_VECTORS];
  UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] = (LEVEL(sums)){0};
  for (ptrdiff_t tap = 0; tap < (taps ? taps->count : 1); ++tap) {
    const FACTOR *from = a + (taps ? taps->offsets[tap] : 0), *panel = packed + (taps ? taps->panels[tap] : 0);
    for (ptrdiff_t p = 0; p < k; ++p, panel += TILE_COLUMNS) {
      LEVEL(factors) b[MOST_PANELS * TILE_VECTORS];
      UNROLLED for (int v = 0; v < vectors; ++v) b[v] =
          *((const LEVEL(factors) *)(panel + v / TILE_VECTORS * panelStride) + v % TILE_VECTORS);
      UNROLLED for (int r = 0; r < rows; ++r) {
        FACTOR x = from[r * rowStride + p * stepStride];
        UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] = MULTIPLY_ADD(sums[r][v], b[v], x);
      }
    }
  }
  if (columns == vectors * VECTOR) {
    UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < vectors; ++v) {
      LEVEL(sums) *out = (LEVEL(sums) *)(c + r * cStride) + v;
      *out = accumulate ? *out + sums[r][v] : sums[r][v];
    }
    return;
  }
  UNROLLED for (int r = 0; r < rows; ++r) {
    LEVEL(sums) row[MOST_PANELS * TILE_VECTORS];
    UNROLLED for (int v = 0; v < vectors; ++v) row[v] = sums[r][v];
    const REAL *from = (const REAL *)row;
    REAL *out = c + r * cStride;
    for (ptrdiff_t j = 0; j < columns; ++j) out[j] = accumulate ? out[j] + from[j] : from[j];
  }
}

// A tile of all rows and at most one panel: half a panel costs half where that many columns are left.
TARGET INLINE void LEVEL(full_tile)(const LEVEL(taps) *taps, ptrdiff_t k, const FACTOR *a, ptrdiff_t rowStride,
                                    const ptrdiff_t stepStride, const FACTOR *packed, int accumulate, REAL *c,
                                    ptrdiff_t cStride, ptrdiff_t columns) {
  if (columns > VECTOR)
    LEVEL(tile)(TILE_ROWS, TILE_VECTORS, taps, k, a, rowStride, stepStride, packed, 0, accumulate, c, cStride,
                columns < TILE_COLUMNS ? columns : TILE_COLUMNS);
  else LEVEL(tile)(TILE_ROWS, 1, taps, k, a, rowStride, stepStride, packed, 0, accumulate, c, cStride, columns);
}

// Rows that are not known beforehand, at most TILE_ROWS, times all panels. Of few rows, several panels are taken at a
// time: the additions of a single one would wait for each other.
#define CASE(R)                                                                                                     \
  case R:                                                                                                           \
    if (R <= TILE_ROWS) {                                                                                           \
      enum { panels = TILE_ROWS / R < 1 ? 1 : TILE_ROWS / R > MOST_PANELS ? MOST_PANELS : TILE_ROWS / R };          \
      for (; j + panels * TILE_COLUMNS <= n; j += panels * TILE_COLUMNS)                                            \
        LEVEL(tile)(R, panels * TILE_VECTORS, taps, k, a, rowStride, packedTile ? R : 1, packed + j * panelSteps,   \
                    TILE_COLUMNS * panelSteps, accumulate, c + j, cStride, panels * TILE_COLUMNS);                  \
      for (; j < n; j += TILE_COLUMNS)                                                                              \
        LEVEL(tile)(R, TILE_VECTORS, taps, k, a, rowStride, packedTile ? R : 1, packed + j * panelSteps, 0,         \
                    accumulate, c + j, cStride, n - j < TILE_COLUMNS ? n - j : TILE_COLUMNS);                       \
    }                                                                                                               \
    break;
TARGET INLINE void LEVEL(strip)(ptrdiff_t rows, ptrdiff_t n, const LEVEL(taps) *taps, ptrdiff_t k, const FACTOR *a,
                                ptrdiff_t rowStride, const int packedTile, const FACTOR *packed, ptrdiff_t panelSteps,
                                int accumulate, REAL *c, ptrdiff_t cStride) {
  ptrdiff_t j = 0;
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
  }
}
#undef CASE
