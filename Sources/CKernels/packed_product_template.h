// Products with a packed matrix for one number type at one instruction level. The including file defines what
// product_tile_template.h asks for, but FACTOR and MULTIPLY_ADD.

#define FACTOR REAL
#define MULTIPLY_ADD(sums, b, x) ((sums) + (x) * (b))
#include "product_tile_template.h"

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
#undef FACTOR
#undef MULTIPLY_ADD
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef TILE_ROWS
#undef TILE_VECTORS
