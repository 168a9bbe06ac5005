// Products of bytes in tiles (amx.h): the sums are those of every level, exact, and so is what is made of them.

// c[0..<rows, 0..<columns] = or += what a panel gives, of at most 2 × 2 tiles; a row has `groups` of four steps, filled up
// to whole tiles with zeros. What follows the panel in memory is multiplied by these zeros.
TILES static void tiles_product(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t groups, const int8_t *bytes,
                                const rounded_row *info, const uint8_t *panel, const float *scales, int accumulate,
                                float *c, ptrdiff_t cStride) {
  SEPARATE // as at the other levels
  const int tall = rows > tile_side, wide = columns > tile_side;
  int32_t sums[2 * tile_side * tile_panel_columns] __attribute__((aligned(64)));
  clear_tiles();
  ADD_TILES(_tile_dpbsud, tall, wide, groups, bytes, 4 * groups, panel)
  MOVE_TILES(_tile_stored, tall, wide, sums, 4 * tile_panel_columns);
  for (ptrdiff_t r = 0; r < rows; ++r) {
    const int32_t *from = sums + r * tile_panel_columns;
    float *out = c + r * cStride;
    for (ptrdiff_t j = 0; j < columns; j += tile_side) {
      __mmask16 some = (__mmask16)((1u << (columns - j < tile_side ? columns - j : tile_side)) - 1);
      v4_sums sum = *(const v4_sums *)(from + j) - info[r].offset;
      v4_floats x = __builtin_convertvector(sum, v4_floats) * (*(const v4_floats *)(scales + j) * info[r].scale);
      if (accumulate) x = (v4_floats)_mm512_maskz_loadu_ps(some, out + j) + x;
      _mm512_mask_storeu_ps(out + j, some, (__m512)x);
    }
  }
}

TILES static void amx_rows(ptrdiff_t rows, ptrdiff_t n, ptrdiff_t groups, const int8_t *bytes, const rounded_row *info,
                           const uint8_t *packed, ptrdiff_t panelStep, const float *scales, int accumulate, float *c,
                           ptrdiff_t cStride) {
  begin_tiles();
  for (ptrdiff_t j = 0; j < n; j += panel_columns)
    for (ptrdiff_t i = 0; i < rows; i += 2 * tile_side)
      tiles_product(rows - i < 2 * tile_side ? rows - i : 2 * tile_side, n - j < panel_columns ? n - j : panel_columns,
                    groups, bytes + i * 4 * groups, info + i, packed + j * panelStep, scales + j, accumulate,
                    c + i * cStride + j, cStride);
  end_tiles();
}
