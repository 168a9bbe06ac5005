// Products with a packed matrix for one number type at one instruction level. The including file defines REAL, LEVEL
// (names of this level), TARGET, VECTOR (numbers in a register), TILE_ROWS and TILE_VECTORS: a tile of the result,
// TILE_ROWS × (TILE_VECTORS · VECTOR), stays in registers while k runs.

#define TILE_COLUMNS (VECTOR * TILE_VECTORS)
#define MOST_PANELS 4
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef REAL LEVEL(vector) __attribute__((vector_size(VECTOR * sizeof(REAL)), aligned(sizeof(REAL))));

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
TARGET INLINE void LEVEL(tile)(const int rows, const int vectors, const LEVEL(taps) *taps, ptrdiff_t k, const REAL *a,
                               ptrdiff_t rowStride, const ptrdiff_t stepStride, const REAL *packed,
                               ptrdiff_t panelStride, int accumulate, REAL *c, ptrdiff_t cStride, ptrdiff_t columns) {
  CONTRACT
  LEVEL(vector) sums[TILE_ROWS][MOST_PANELS * TILE_VECTORS];
  UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] = (LEVEL(vector)){0};
  for (ptrdiff_t tap = 0; tap < (taps ? taps->count : 1); ++tap) {
    const REAL *from = a + (taps ? taps->offsets[tap] : 0), *panel = packed + (taps ? taps->panels[tap] : 0);
    for (ptrdiff_t p = 0; p < k; ++p, panel += TILE_COLUMNS) {
      LEVEL(vector) b[MOST_PANELS * TILE_VECTORS];
      UNROLLED for (int v = 0; v < vectors; ++v) b[v] =
          *((const LEVEL(vector) *)(panel + v / TILE_VECTORS * panelStride) + v % TILE_VECTORS);
      UNROLLED for (int r = 0; r < rows; ++r) {
        REAL x = from[r * rowStride + p * stepStride];
        UNROLLED for (int v = 0; v < vectors; ++v) sums[r][v] += x * b[v];
      }
    }
  }
  if (columns == vectors * VECTOR) {
    UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < vectors; ++v) {
      LEVEL(vector) *out = (LEVEL(vector) *)(c + r * cStride) + v;
      *out = accumulate ? *out + sums[r][v] : sums[r][v];
    }
    return;
  }
  UNROLLED for (int r = 0; r < rows; ++r) {
    LEVEL(vector) row[MOST_PANELS * TILE_VECTORS];
    UNROLLED for (int v = 0; v < vectors; ++v) row[v] = sums[r][v];
    const REAL *from = (const REAL *)row;
    REAL *out = c + r * cStride;
    for (ptrdiff_t j = 0; j < columns; ++j) out[j] = accumulate ? out[j] + from[j] : from[j];
  }
}

// A tile of all rows and at most one panel: half a panel costs half where that many columns are left.
TARGET INLINE void LEVEL(full_tile)(const LEVEL(taps) *taps, ptrdiff_t k, const REAL *a, ptrdiff_t rowStride,
                                    const ptrdiff_t stepStride, const REAL *packed, int accumulate, REAL *c,
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
TARGET INLINE void LEVEL(strip)(ptrdiff_t rows, ptrdiff_t n, const LEVEL(taps) *taps, ptrdiff_t k, const REAL *a,
                                ptrdiff_t rowStride, const int packedTile, const REAL *packed, ptrdiff_t panelSteps,
                                int accumulate, REAL *c, ptrdiff_t cStride) {
  ptrdiff_t j = 0;
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
  }
}
#undef CASE

// c = or += a · b, and then += a2 · b2 where a2 is given, with a of m × k. The rows are taken in blocks that stay in the
// second cache while the panels pass by; both products of a tile follow each other, so that it stays in the first.
TARGET static void LEVEL(product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t aStride,
                                  const REAL *packed, ptrdiff_t k2, const REAL *a2, ptrdiff_t a2Stride,
                                  const REAL *packed2, int accumulate, REAL *c, ptrdiff_t cStride) {
  const ptrdiff_t rowBlock = 8 * TILE_ROWS;
  for (ptrdiff_t first = 0; first < m; first += rowBlock) {
    ptrdiff_t end = first + rowBlock < m ? first + rowBlock : m, rest = end - (end - first) % TILE_ROWS;
    for (ptrdiff_t j = 0; first < rest && j < n; j += TILE_COLUMNS) {
      for (ptrdiff_t i = first; i < rest; i += TILE_ROWS)
        LEVEL(full_tile)(0, k, a + i * aStride, aStride, 1, packed + j * k, accumulate, c + i * cStride + j, cStride,
                         n - j);
      for (ptrdiff_t i = first; a2 && i < rest; i += TILE_ROWS)
        LEVEL(full_tile)(0, k2, a2 + i * a2Stride, a2Stride, 1, packed2 + j * k2, 1, c + i * cStride + j, cStride,
                         n - j);
    }
    REAL *out = c + rest * cStride;
    LEVEL(strip)(end - rest, n, 0, k, a + rest * aStride, aStride, 0, packed, k, accumulate, out, cStride);
    if (a2) LEVEL(strip)(end - rest, n, 0, k2, a2 + rest * a2Stride, a2Stride, 0, packed2, k2, 1, out, cStride);
  }
}

// c = or += the sum over taps of (a from the tap's offset) · (the tap's matrix): a row of a convolution.
TARGET static void LEVEL(tap_product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, ptrdiff_t count, const ptrdiff_t *offsets,
                                      const ptrdiff_t *panels, const REAL *a, ptrdiff_t aStride, const REAL *packed,
                                      int accumulate, REAL *c, ptrdiff_t cStride) {
  const LEVEL(taps) taps = {count, offsets, panels};
  ptrdiff_t rest = m - m % TILE_ROWS;
  for (ptrdiff_t j = 0; rest && j < n; j += TILE_COLUMNS)
    for (ptrdiff_t i = 0; i < rest; i += TILE_ROWS)
      LEVEL(full_tile)(&taps, k, a + i * aStride, aStride, 1, packed + j * k, accumulate, c + i * cStride + j, cStride,
                       n - j);
  LEVEL(strip)(m - rest, n, &taps, k, a + rest * aStride, aStride, 0, packed, k, accumulate, c + rest * cStride,
               cStride);
}

// a is k × m and its transpose is multiplied; row p of a is row rows[p] where rows is given. Neighbouring tiles are
// gathered together: a row of one alone is less than a cache line.
TARGET static void LEVEL(transposed_product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                             const REAL *a, ptrdiff_t aStride, const REAL *packed, int accumulate,
                                             REAL *c, ptrdiff_t cStride) {
  enum { stepBlock = 256, group = 4 };
  REAL tiles[group][stepBlock * TILE_ROWS];
  for (ptrdiff_t p = 0; p == 0 || p < k; p += stepBlock, accumulate = 1) { // an empty sum is zero
    ptrdiff_t steps = k - p < stepBlock ? k - p : stepBlock;
    const REAL *panels = packed + p * TILE_COLUMNS;
    for (ptrdiff_t i = 0; i < m; i += group * TILE_ROWS) {
      ptrdiff_t whole = (m - i) / TILE_ROWS < group ? (m - i) / TILE_ROWS : group;
      ptrdiff_t rest = whole < group ? (m - i) % TILE_ROWS : 0;
      for (ptrdiff_t q = 0; q < steps; ++q) {
        const REAL *from = a + (rows ? rows[p + q] : p + q) * aStride + i;
        for (ptrdiff_t g = 0; g < whole; ++g, from += TILE_ROWS)
          memcpy(tiles[g] + q * TILE_ROWS, from, sizeof(REAL) * TILE_ROWS);
        for (ptrdiff_t r = 0; r < rest; ++r) tiles[whole][q * rest + r] = from[r];
      }
      for (ptrdiff_t j = 0; j < n; j += TILE_COLUMNS)
        for (ptrdiff_t g = 0; g < whole; ++g)
          LEVEL(full_tile)(0, steps, tiles[g], 1, TILE_ROWS, panels + j * k, accumulate,
                           c + (i + g * TILE_ROWS) * cStride + j, cStride, n - j);
      if (rest)
        LEVEL(strip)(rest, n, 0, steps, tiles[whole], 1, 1, panels, k, accumulate,
                     c + (i + whole * TILE_ROWS) * cStride, cStride);
    }
  }
}

// Panels of TILE_COLUMNS columns, each row after row, the last one filled up with zeros.
TARGET static void LEVEL(pack)(ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const REAL *b, ptrdiff_t bStride,
                               int transposed, REAL *packed) {
  for (ptrdiff_t j = 0; j < n; j += TILE_COLUMNS) {
    ptrdiff_t columns = n - j < TILE_COLUMNS ? n - j : TILE_COLUMNS;
    for (ptrdiff_t p = 0; p < k; ++p, packed += TILE_COLUMNS) {
      if (transposed) {
        for (ptrdiff_t x = 0; x < columns; ++x) packed[x] = b[(j + x) * bStride + p];
      } else {
        const REAL *from = b + (rows ? rows[p] : p) * bStride + j;
        if (columns == TILE_COLUMNS) {
          UNROLLED for (ptrdiff_t x = 0; x < TILE_COLUMNS; ++x) packed[x] = from[x];
        } else {
          for (ptrdiff_t x = 0; x < columns; ++x) packed[x] = from[x];
        }
      }
      for (ptrdiff_t x = columns; x < TILE_COLUMNS; ++x) packed[x] = 0;
    }
  }
}

#undef TILE_COLUMNS
#undef MOST_PANELS
#undef UNROLLED
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef TILE_ROWS
#undef TILE_VECTORS
