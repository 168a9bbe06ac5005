// The instruction set is chosen at run time: unsafe compiler flags would forbid others to depend on the package.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORISED
#endif
// The levels of products of bytes and of bfloat16: vectors of so many numbers of 32 bits, and tiles of AMX.
enum { vectors_of_4, vectors_of_8, vectors_of_16, amx };

#define INLINE static inline __attribute__((always_inline))
// Sums may be taken in vector order.
#define REASSOCIATE _Pragma("clang fp reassociate(on) contract(fast)")
#define CONTRACT _Pragma("clang fp contract(fast)")
#define SEPARATE _Pragma("clang fp contract(off)")
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
