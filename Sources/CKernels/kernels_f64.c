#include "ckernels.h"
#include "dispatch.h"
#include <math.h>
#include <string.h>

// Double serves checks against finite differences: exactness before speed.
#define EXPONENTIAL exp
#define LOGARITHM log
#define SQUARE_ROOT sqrt
#define hyperbolic_tangent tanh
// Calls of the mathematical library do not vectorise, so do not ask for it.
#undef INDEPENDENT
#define INDEPENDENT
#define REAL double
#define NAME(x) candor_##x##_f64
#include "kernels_template.h"
