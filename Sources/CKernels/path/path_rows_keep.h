// How loops keep an engine's shape against the compiler, which would put together what engines' compilers leave apart,
// such as two shifts, or a load and a shuffle of what was loaded.
#ifndef PATH_ROWS_KEEP_H
#define PATH_ROWS_KEEP_H

#include "path_unroll.h"

/// Keeps a vector as it is at this place.
#define PATH_KEEP(vector) __asm__("" : "+x"(vector))

#endif
