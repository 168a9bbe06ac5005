// Products of bfloat16 in tiles (amx.h). Panels lie as for vectors of 16, with their steps filled up to whole tiles with
// zeros.
//
// The instruction sums the earlier steps of 16 pairs, fused, and the later ones, and adds the two sums to the result: the
// last bits differ from those of other levels, but depend on nothing else.

// c[0..<rows, 0..<columns] = or += factors · panel, of at most 2 × 2 tiles; a row of factors has as many pairs.
TILES static void tiles_product(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t pairs, const pair *factors,
                                const pair *panel, int accumulate, float *c, ptrdiff_t cStride) {
  const int tall = rows > tile_side, wide = columns > tile_side;
  const int whole = rows == 2 * tile_side && columns == tile_panel_columns;
  float edge[2 * tile_side * tile_panel_columns] __attribute__((aligned(64)));
  float *out = whole ? c : edge;
  const ptrdiff_t stride = whole ? cStride : tile_panel_columns, bytes = stride * (ptrdiff_t)sizeof(float);
  if (accumulate) {
    if (!whole)
      for (ptrdiff_t r = 0; r < rows; ++r) memcpy(edge + r * stride, c + r * cStride, sizeof(float) * columns);
    MOVE_TILES(_tile_loadd, tall, wide, out, bytes);
  } else clear_tiles();
  ADD_TILES(_tile_dpbf16ps, tall, wide, pairs, factors, pairs * (ptrdiff_t)sizeof(pair), panel)
  MOVE_TILES(_tile_stored, tall, wide, out, bytes);
  if (!whole)
    for (ptrdiff_t r = 0; r < rows; ++r) memcpy(c + r * cStride, edge + r * stride, sizeof(float) * columns);
}

// All columns of some rows.
TILES static void tiles_strip(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t pairs, const pair *factors, const pair *panels,
                              ptrdiff_t panelSteps, int accumulate, float *c, ptrdiff_t cStride) {
  for (ptrdiff_t j = 0; j < n; j += tile_panel_columns)
    for (ptrdiff_t i = 0; i < rows; i += 2 * tile_side)
      tiles_product(rows - i < 2 * tile_side ? rows - i : 2 * tile_side, n - j < tile_panel_columns ? n - j : tile_panel_columns,
                    pairs, factors + i * pairs, panels + j * panelSteps, accumulate, c + i * cStride + j, cStride);
}

TILES static void amx_product(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t aStride,
                              const pair *packed, ptrdiff_t k2, const float *a2, ptrdiff_t a2Stride,
                              const pair *packed2, int accumulate, float *c, ptrdiff_t cStride) {
  enum { row_block = 128 };
  pair factors[row_block * step_block / 2] __attribute__((aligned(64)));
  begin_tiles();
  for (ptrdiff_t first = 0; first < m; first += row_block) {
    ptrdiff_t rows = m - first < row_block ? m - first : row_block;
    int adds = accumulate;
    for (int product = 0; product < (a2 ? 2 : 1); ++product) {
      ptrdiff_t all = product ? k2 : k, stride = product ? a2Stride : aStride;
      const float *from = (product ? a2 : a) + first * stride;
      for (ptrdiff_t p = 0; p == 0 || p < all; p += step_block, adds = 1) { // an empty sum is zero
        ptrdiff_t steps = all - p < step_block ? all - p : step_block, pairs = whole_tiles((steps + 1) / 2);
        for (ptrdiff_t r = 0; r < rows; ++r) {
          native_round_row(steps, from + r * stride + p, factors + r * pairs);
          memset(factors + r * pairs + (steps + 1) / 2, 0, sizeof(pair) * (pairs - (steps + 1) / 2));
        }
        memset(factors + rows * pairs, 0, sizeof(pair) * (whole_tiles(rows) - rows) * pairs);
        tiles_strip(rows, n, pairs, factors, (product ? packed2 : packed) + p / 2 * tile_panel_columns,
                    whole_tiles((all + 1) / 2), adds, c + first * cStride, cStride);
      }
    }
  }
  end_tiles();
}

#define UNROLLED _Pragma("clang loop unroll(full)")
// Rows and columns of 16 × 16 pairs change places: those whose numbers differ in one digit, digit after digit.
TILES INLINE void transpose_tile(const pair *from, ptrdiff_t fromStride, pair *to, ptrdiff_t toStride) {
  const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i rows[tile_side];
  UNROLLED for (int r = 0; r < tile_side; ++r) rows[r] = _mm512_loadu_si512(from + r * fromStride);
  UNROLLED for (int digit = 1; digit < tile_side; digit *= 2) {
    const __m512i swapped = _mm512_xor_si512(lane, _mm512_set1_epi32(digit));
    const __mmask16 set = _mm512_test_epi32_mask(lane, _mm512_set1_epi32(digit));
    UNROLLED for (int r = 0; r < tile_side; ++r) {
      if (r & digit) continue;
      __m512i upper = rows[r], lower = rows[r | digit];
      rows[r] = _mm512_mask_permutexvar_epi32(upper, set, swapped, lower);
      rows[r | digit] = _mm512_mask_permutexvar_epi32(lower, (__mmask16)~set, swapped, upper);
    }
  }
  UNROLLED for (int r = 0; r < tile_side; ++r) _mm512_storeu_si512(to + r * toStride, rows[r]);
}
#undef UNROLLED

TILES static void amx_transposed_product(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const int32_t *rows, const float *a,
                                         ptrdiff_t aStride, const pair *packed, int accumulate, float *c,
                                         ptrdiff_t cStride) {
  enum { column_block = 64 };
  pair block[column_block * step_block / 2], factors[column_block * step_block / 2] __attribute__((aligned(64)));
  begin_tiles();
  for (ptrdiff_t p = 0; p == 0 || p < k; p += step_block, accumulate = 1) { // an empty sum is zero
    ptrdiff_t steps = k - p < step_block ? k - p : step_block, pairs = whole_tiles((steps + 1) / 2);
    for (ptrdiff_t i = 0; i < m; i += column_block) {
      ptrdiff_t columns = m - i < column_block ? m - i : column_block, width = whole_tiles(columns);
      native_round_steps(columns, steps, rows ? rows + p : 0, a + i + (rows ? 0 : p * aStride), aStride, block, width);
      memset(block + (steps + 1) / 2 * width, 0, sizeof(pair) * (pairs - (steps + 1) / 2) * width);
      for (ptrdiff_t q = 0; q < pairs; q += tile_side)
        for (ptrdiff_t r = 0; r < width; r += tile_side)
          transpose_tile(block + q * width + r, width, factors + r * pairs + q, pairs);
      tiles_strip(columns, n, pairs, factors, packed + p / 2 * tile_panel_columns, whole_tiles((k + 1) / 2), accumulate,
                  c + i * cStride, cStride);
    }
  }
  end_tiles();
}
