// Counts the allocations of the whole program, as malloc and its relatives see them.
#pragma once
#include <stdint.h>

/// Allocations since the program started; always 0 where they cannot be counted (elsewhere than on glibc).
uint64_t candor_allocations(void);
