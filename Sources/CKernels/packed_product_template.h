// Products with a packed matrix for one number type at one instruction level. The including file defines REAL, LEVEL
// (names of this level), TARGET, VECTOR (numbers in a register), TILE_ROWS and TILE_VECTORS: a tile of the result,
// TILE_ROWS × (TILE_VECTORS · VECTOR), stays in registers while k runs.

#define TILE_COLUMNS (VECTOR * TILE_VECTORS)
#define UNROLLED _Pragma("clang loop unroll(full)")

typedef REAL LEVEL(vector) __attribute__((vector_size(VECTOR * sizeof(REAL)), aligned(sizeof(REAL))));

// c[0..<rows, 0..<columns] = or += a · panel; a[row, p] lies at row * rowStride + p * stepStride. Inlined with a
// constant number of rows. Every element is summed in the order of p, whatever the tile: the bits of a row of the
// result depend neither on the other rows nor on how rows are divided.
TARGET INLINE void LEVEL(tile)(const int rows, ptrdiff_t k, const REAL *a, ptrdiff_t rowStride,
                               const ptrdiff_t stepStride, const REAL *panel, int accumulate, REAL *c,
                               ptrdiff_t cStride, ptrdiff_t columns) {
  CONTRACT
  LEVEL(vector) sums[TILE_ROWS][TILE_VECTORS];
  UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < TILE_VECTORS; ++v) sums[r][v] =
      (LEVEL(vector)){0};
  for (ptrdiff_t p = 0; p < k; ++p) {
    const LEVEL(vector) *b = (const LEVEL(vector) *)(panel + p * TILE_COLUMNS);
    UNROLLED for (int r = 0; r < rows; ++r) {
      REAL x = a[r * rowStride + p * stepStride];
      UNROLLED for (int v = 0; v < TILE_VECTORS; ++v) sums[r][v] += x * b[v];
    }
  }
  if (columns == TILE_COLUMNS) {
    UNROLLED for (int r = 0; r < rows; ++r) UNROLLED for (int v = 0; v < TILE_VECTORS; ++v) {
      LEVEL(vector) *out = (LEVEL(vector) *)(c + r * cStride) + v;
      *out = accumulate ? *out + sums[r][v] : sums[r][v];
    }
    return;
  }
  UNROLLED for (int r = 0; r < rows; ++r) {
    LEVEL(vector) row[TILE_VECTORS];
    UNROLLED for (int v = 0; v < TILE_VECTORS; ++v) row[v] = sums[r][v];
    const REAL *from = (const REAL *)row;
    REAL *out = c + r * cStride;
    for (ptrdiff_t j = 0; j < columns; ++j) out[j] = accumulate ? out[j] + from[j] : from[j];
  }
}

// The tile for a number of rows that is not known beforehand, at most TILE_ROWS.
#define CASE(R)                                                                                                     \
  case R:                                                                                                           \
    if (R <= TILE_ROWS) LEVEL(tile)(R, k, a, rowStride, packedTile ? R : 1, panel, accumulate, c, cStride, columns); \
    break;
TARGET INLINE void LEVEL(any_tile)(ptrdiff_t rows, ptrdiff_t k, const REAL *a, ptrdiff_t rowStride,
                                   const int packedTile, const REAL *panel, int accumulate, REAL *c,
                                   ptrdiff_t cStride, ptrdiff_t columns) {
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
  }
}
#undef CASE

// a is m × k. The rows are taken in blocks that stay in the second cache while the panels pass by.
TARGET static void LEVEL(product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const REAL *a, ptrdiff_t aStride,
                                  const REAL *packed, int accumulate, REAL *c, ptrdiff_t cStride) {
  const ptrdiff_t rowBlock = 8 * TILE_ROWS, stepBlock = 1024;
  for (ptrdiff_t p = 0; p == 0 || p < k; p += stepBlock, accumulate = 1) { // an empty sum is zero
    ptrdiff_t steps = k - p < stepBlock ? k - p : stepBlock;
    for (ptrdiff_t first = 0; first < m; first += rowBlock) {
      ptrdiff_t end = first + rowBlock < m ? first + rowBlock : m;
      for (ptrdiff_t j = 0; j < n; j += TILE_COLUMNS) {
        const REAL *panel = packed + j * k + p * TILE_COLUMNS;
        ptrdiff_t columns = n - j < TILE_COLUMNS ? n - j : TILE_COLUMNS;
        for (ptrdiff_t i = first; i < end; i += TILE_ROWS)
          LEVEL(any_tile)(end - i < TILE_ROWS ? end - i : TILE_ROWS, steps, a + i * aStride + p, aStride, 0, panel,
                          accumulate, c + i * cStride + j, cStride, columns);
      }
    }
  }
}

// a is k × m and its transpose is multiplied; row p of a is row rows[p] where rows is given.
TARGET static void LEVEL(transposed_product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                             const REAL *a, ptrdiff_t aStride, const REAL *packed, int accumulate,
                                             REAL *c, ptrdiff_t cStride) {
  enum { stepBlock = 512 };
  REAL tile[stepBlock * TILE_ROWS];
  for (ptrdiff_t p = 0; p == 0 || p < k; p += stepBlock, accumulate = 1) { // an empty sum is zero
    ptrdiff_t steps = k - p < stepBlock ? k - p : stepBlock;
    for (ptrdiff_t i = 0; i < m; i += TILE_ROWS) {
      ptrdiff_t count = m - i < TILE_ROWS ? m - i : TILE_ROWS;
      for (ptrdiff_t q = 0; q < steps; ++q) {
        const REAL *from = a + (rows ? rows[p + q] : p + q) * aStride + i;
        if (count == TILE_ROWS) {
          memcpy(tile + q * TILE_ROWS, from, sizeof(REAL) * TILE_ROWS);
        } else {
          for (ptrdiff_t r = 0; r < count; ++r) tile[q * count + r] = from[r];
        }
      }
      for (ptrdiff_t j = 0; j < n; j += TILE_COLUMNS)
        LEVEL(any_tile)(count, steps, tile, 1, 1, packed + j * k + p * TILE_COLUMNS, accumulate, c + i * cStride + j,
                        cStride, n - j < TILE_COLUMNS ? n - j : TILE_COLUMNS);
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
#undef UNROLLED
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef TILE_ROWS
#undef TILE_VECTORS
