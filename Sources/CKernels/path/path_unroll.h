// How loops of a few known passes are compiled: all written out, as the shifts in them then are by constants, or left as
// loops.
#ifndef PATH_UNROLL_H
#define PATH_UNROLL_H

#if defined(__clang__)
#define PATH_UNROLL _Pragma("clang loop unroll(full)")
#define PATH_ROLLED _Pragma("clang loop unroll(disable)")
#else
#define PATH_UNROLL _Pragma("GCC unroll 64")
#define PATH_ROLLED _Pragma("GCC unroll 1")
#endif

#endif
