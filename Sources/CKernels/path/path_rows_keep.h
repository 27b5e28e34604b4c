// How loops keep an engine's shape against the compiler, which would put together what engines' compilers leave apart,
// such as two shifts, or a load and a shuffle of what was loaded.
#ifndef PATH_KEEP

/// Keeps a vector as it is at this place.
#define PATH_KEEP(vector) __asm__("" : "+x"(vector))

/// Stands before a loop of a few known passes that are all written out, as the shifts in them then are by constants.
#define PATH_UNROLL _Pragma("clang loop unroll(full)")

#endif
