// Products with a matrix rounded to bfloat16 at one instruction level. The including file defines what
// product_tile_template.h asks for, but REAL and FACTOR: a factor is a pair of steps; and ROUND(row) and ROUND(steps),
// which make pairs.

#define REAL float
#define FACTOR pair
#include "product_tile_template.h"

// c = or += a · b, and then += a2 · b2 where a2 is given. Rows of a are rounded a block at a time; sums over a block of
// steps are added to c.
TARGET static void LEVEL(product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                                  const pair *packed, ptrdiff_t k2, const float *a2, ptrdiff_t a2Stride,
                                  const pair *packed2, int accumulate, float *c, ptrdiff_t cStride) {
  enum { row_block = 8 * TILE_ROWS };
  pair factors[row_block * step_block / 2];
  for (ptrdiff_t first = 0; first < m; first += row_block) {
    ptrdiff_t rows = m - first < row_block ? m - first : row_block, whole = rows - rows % TILE_ROWS;
    float *out = c + first * cStride;
    int adds = accumulate;
    for (int product = 0; product < (a2 ? 2 : 1); ++product) {
      ptrdiff_t all = product ? k2 : k, stride = product ? a2Stride : aStride, panelSteps = (all + 1) / 2;
      const float *from = (product ? a2 : a) + first * stride;
      for (ptrdiff_t p = 0; p == 0 || p < all; p += step_block, adds = 1) { // an empty sum is zero
        ptrdiff_t steps = all - p < step_block ? all - p : step_block, pairs = (steps + 1) / 2;
        const pair *panels = (product ? packed2 : packed) + p / 2 * TILE_COLUMNS;
        for (ptrdiff_t r = 0; r < rows; ++r) ROUND(row)(steps, from + r * stride + p, factors + r * pairs);
        for (ptrdiff_t j = 0; whole && j < n; j += TILE_COLUMNS)
          for (ptrdiff_t i = 0; i < whole; i += TILE_ROWS)
            LEVEL(full_tile)(0, pairs, factors + i * pairs, pairs, 1, panels + j * panelSteps, adds,
                             out + i * cStride + j, cStride, n - j);
        LEVEL(strip)(rows - whole, n, 0, pairs, factors + whole * pairs, pairs, 0, panels, panelSteps, adds,
                     out + whole * cStride, cStride);
      }
    }
  }
}

// a is k × m and its transpose is multiplied; row p of a is row rows[p] where rows is given.
TARGET static void LEVEL(transposed_product)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows,
                                             const float *a, ptrdiff_t aStride, const pair *packed, int accumulate,
                                             float *c, ptrdiff_t cStride) {
  enum { group = 4, width = group * TILE_ROWS };
  pair block[width * step_block / 2], tiles[width * step_block / 2];
  const ptrdiff_t panelSteps = (k + 1) / 2;
  for (ptrdiff_t p = 0; p == 0 || p < k; p += step_block, accumulate = 1) { // an empty sum is zero
    ptrdiff_t steps = k - p < step_block ? k - p : step_block, pairs = (steps + 1) / 2;
    const pair *panels = packed + p / 2 * TILE_COLUMNS;
    for (ptrdiff_t i = 0; i < m; i += width) {
      ptrdiff_t columns = m - i < width ? m - i : width, whole = columns - columns % TILE_ROWS;
      ROUND(steps)(columns, steps, rows ? rows + p : 0, a + i + (rows ? 0 : p * aStride), aStride, block, columns);
      for (ptrdiff_t q = 0; q < pairs; ++q) {
        const pair *from = block + q * columns;
        for (ptrdiff_t g = 0; g < whole; g += TILE_ROWS)
          memcpy(tiles + g * pairs + q * TILE_ROWS, from + g, sizeof(pair) * TILE_ROWS);
        for (ptrdiff_t r = whole; r < columns; ++r)
          tiles[whole * pairs + q * (columns - whole) + r - whole] = from[r];
      }
      for (ptrdiff_t j = 0; whole && j < n; j += TILE_COLUMNS)
        for (ptrdiff_t g = 0; g < whole; g += TILE_ROWS)
          LEVEL(full_tile)(0, pairs, tiles + g * pairs, 1, TILE_ROWS, panels + j * panelSteps, accumulate,
                           c + (i + g) * cStride + j, cStride, n - j);
      LEVEL(strip)(columns - whole, n, 0, pairs, tiles + whole * pairs, 1, 1, panels, panelSteps, accumulate,
                   c + (i + whole) * cStride, cStride);
    }
  }
}

#undef TILE_COLUMNS
#undef MOST_PANELS
#undef UNROLLED
#undef REAL
#undef FACTOR
#undef MULTIPLY_ADD
#undef ROUND
#undef LEVEL
#undef TARGET
#undef VECTOR
#undef TILE_ROWS
#undef TILE_VECTORS
