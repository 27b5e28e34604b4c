// The tables of path_rows_scales.h, written out by the preprocessor: constants need no first use.
#include "path_rows_scales.h"

#if defined(__x86_64__)

/// Sixteen times what X makes of `a`, `b` and a digit.
#define DIGITS(X, a, b)                                                                                                \
    X(a, b, 0) X(a, b, 1) X(a, b, 2) X(a, b, 3) X(a, b, 4) X(a, b, 5) X(a, b, 6) X(a, b, 7)                            \
    X(a, b, 8) X(a, b, 9) X(a, b, A) X(a, b, B) X(a, b, C) X(a, b, D) X(a, b, E) X(a, b, F)

// A half's fraction has 10 bits: a row of the table is `unit` times `first` and the next 1023 numbers.

#define VALUE(unit, digits, last) 0x##digits##last##p0f *unit,
#define SIXTEEN(unit, first, middle) SIXTEEN_OF(unit, first##middle)
#define SIXTEEN_OF(unit, digits) DIGITS(VALUE, unit, digits)
#define QUARTER(unit, first)                                                                                           \
    SIXTEEN(unit, first, 0) SIXTEEN(unit, first, 1) SIXTEEN(unit, first, 2) SIXTEEN(unit, first, 3)                    \
    SIXTEEN(unit, first, 4) SIXTEEN(unit, first, 5) SIXTEEN(unit, first, 6) SIXTEEN(unit, first, 7)                    \
    SIXTEEN(unit, first, 8) SIXTEEN(unit, first, 9) SIXTEEN(unit, first, A) SIXTEEN(unit, first, B)                    \
    SIXTEEN(unit, first, C) SIXTEEN(unit, first, D) SIXTEEN(unit, first, E) SIXTEEN(unit, first, F)
#define SUBNORMAL(unit) QUARTER(unit, 0) QUARTER(unit, 1) QUARTER(unit, 2) QUARTER(unit, 3)
#define NORMAL(unit) QUARTER(unit, 4) QUARTER(unit, 5) QUARTER(unit, 6) QUARTER(unit, 7)

/// All of one sign. The last row is where infinity and what is no number are, which no weights have.
#define SIGNED(sign)                                                                                                   \
    SUBNORMAL(sign 0x1p-24f)                                                                                           \
    NORMAL(sign 0x1p-24f) NORMAL(sign 0x1p-23f) NORMAL(sign 0x1p-22f) NORMAL(sign 0x1p-21f)                            \
    NORMAL(sign 0x1p-20f) NORMAL(sign 0x1p-19f) NORMAL(sign 0x1p-18f) NORMAL(sign 0x1p-17f)                            \
    NORMAL(sign 0x1p-16f) NORMAL(sign 0x1p-15f) NORMAL(sign 0x1p-14f) NORMAL(sign 0x1p-13f)                            \
    NORMAL(sign 0x1p-12f) NORMAL(sign 0x1p-11f) NORMAL(sign 0x1p-10f) NORMAL(sign 0x1p-9f)                             \
    NORMAL(sign 0x1p-8f) NORMAL(sign 0x1p-7f) NORMAL(sign 0x1p-6f) NORMAL(sign 0x1p-5f)                                \
    NORMAL(sign 0x1p-4f) NORMAL(sign 0x1p-3f) NORMAL(sign 0x1p-2f) NORMAL(sign 0x1p-1f)                                \
    NORMAL(sign 0x1p0f) NORMAL(sign 0x1p1f) NORMAL(sign 0x1p2f) NORMAL(sign 0x1p3f)                                    \
    NORMAL(sign 0x1p4f) NORMAL(sign 0x1p5f) NORMAL(sign 0x1p6f)

const float path_half_values[65536] = { SIGNED(+) SIGNED(-) };

/// The first two are subnormal. A digit is what stands behind 0x.
#define POWER(unused, digit, last) POWER_OF(0x##digit##last)
#define POWER_OF(e) (e < 2 ? 0x00200000u << e % 2 : (e - 1u) << 23),
#define POWERS(digit) DIGITS(POWER, , digit)

const uint32_t path_power_bits[256] = {
    POWERS(0) POWERS(1) POWERS(2) POWERS(3) POWERS(4) POWERS(5) POWERS(6) POWERS(7)
    POWERS(8) POWERS(9) POWERS(A) POWERS(B) POWERS(C) POWERS(D) POWERS(E) POWERS(F)
};

#endif
