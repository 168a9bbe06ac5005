// The tile registers of AMX, which multiply several times as fast as vectors do (Intel, "Architecture Instruction Set
// Extensions Programming Reference", chapter 3). There are eight, each of 16 rows of 64 bytes. One instruction adds to
// 16 × 16 sums the product of 16 rows of 16 words and 16 words of 16 columns, where a word is two steps of bfloat16 or
// four of bytes: words lie in the panels of vectors of 16 as they must here.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define HAS_AMX 1
#include "dispatch.h"
#include <cpuid.h>
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TILES                                                                                                       \
  __attribute__((target("arch=x86-64-v4,avx512bf16,amx-tile,amx-bf16,amx-int8"), min_vector_width(512)))

enum { tile_side = 16, tile_panel_columns = 2 * tile_side };

// Of the numbers that CPUID gives.
enum { amx_bf16 = 1u << 22, amx_int8 = 1u << 25 };

// Linux lends a process its tiles when it asks for them, unless a thread has set aside less memory for its signals than
// they need (sigaltstack); afterwards it refuses to set aside less.
INLINE int has_amx(unsigned kind) {
  enum { tiles = 1u << 24, ask_for = 0x1023, tile_data = 18 }; // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & tiles) && (d & kind) &&
         !syscall(SYS_arch_prctl, ask_for, tile_data);
}

INLINE ptrdiff_t whole_tiles(ptrdiff_t x) { return (x + tile_side - 1) / tile_side * tile_side; }

// Tiles hold what they are told to: all of them everything. Whoever begins with tiles ends with them, so that the system
// need not save them.
TILES INLINE void begin_tiles(void) {
  static const struct {
    uint8_t palette, start, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
  } shapes = {.palette = 1, .bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
  _tile_loadconfig(&shapes);
}
TILES INLINE void end_tiles(void) { _tile_release(); }

// Tiles 0 to 3 += rows of words · a panel, or only those on the left (not wide) or above (not tall), where PRODUCT is the
// instruction for it.
#define ADD_TILES(PRODUCT, tall, wide, words, rows, rowBytes, panel)                                                \
  for (ptrdiff_t word = 0; word < (words); word += tile_side) {                                                     \
    const char *left = (const char *)(rows) + 4 * word, *right = (const char *)(panel) + 4 * word * tile_panel_columns; \
    _tile_loadd(4, left, rowBytes);                                                                                 \
    _tile_loadd(6, right, 4 * tile_panel_columns);                                                                  \
    PRODUCT(0, 4, 6);                                                                                               \
    if (wide) {                                                                                                     \
      _tile_loadd(7, right + 4 * tile_side, 4 * tile_panel_columns);                                                \
      PRODUCT(1, 4, 7);                                                                                             \
    }                                                                                                               \
    if (tall) {                                                                                                     \
      _tile_loadd(5, left + tile_side * (rowBytes), rowBytes);                                                      \
      PRODUCT(2, 5, 6);                                                                                             \
    }                                                                                                               \
    if (tall && wide) PRODUCT(3, 5, 7);                                                                             \
  }

// Tiles 0 to 3 from or to numbers of 32 bits, whose rows lie `bytes` apart.
#define MOVE_TILES(MOVE, tall, wide, out, bytes)                                                                    \
  do {                                                                                                              \
    char *to = (char *)(out);                                                                                       \
    MOVE(0, to, bytes);                                                                                             \
    if (wide) MOVE(1, to + 4 * tile_side, bytes);                                                                   \
    if (tall) MOVE(2, to + tile_side * (bytes), bytes);                                                             \
    if (tall && wide) MOVE(3, to + tile_side * (bytes) + 4 * tile_side, bytes);                                     \
  } while (0)

TILES INLINE void clear_tiles(void) {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
}
#else
#define HAS_AMX 0
#define has_amx(kind) 0
#endif
