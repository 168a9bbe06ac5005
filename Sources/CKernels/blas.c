#include "ckernels.h"
#include <stdlib.h>
#include <string.h>

// Weak, so that another BLAS, or an OpenBLAS built for one processor, links as well.
extern void openblas_set_num_threads(int) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

const char *candor_blas_prepare(void) {
#if defined(__x86_64__)
  // OpenBLAS 0.3.21 (Debian 12) does not know Zen 4 and Zen 5 and falls back to AVX2, half the speed they have with
  // AVX-512. Its own way to say so, the environment variable, is read when the library loads; the two functions that
  // it runs then are exported, so they can be run again.
  if (gotoblas_dynamic_init && gotoblas_dynamic_quit && openblas_get_corename && !getenv("OPENBLAS_CORETYPE") &&
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      (strcmp(openblas_get_corename(), "Haswell") == 0 || strcmp(openblas_get_corename(), "Zen") == 0)) {
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    unsetenv("OPENBLAS_CORETYPE");
  }
#endif
  if (openblas_set_num_threads) openblas_set_num_threads(1);
  return openblas_get_corename ? openblas_get_corename() : "unknown";
}
