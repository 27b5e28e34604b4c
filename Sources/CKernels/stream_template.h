// The five stream loops, written once. A file that includes this defines, for its instruction set:
//   NAME(x)        the function's name
//   TARGET         its target attribute
//   VEC, LANES     vector type, doubles in it
//   LOAD(p) SPLAT(s) ADD(x, y) MUL(x, y) FMA(x, y, z) = x * y + z, SUM(x) = the sum of the lanes
//   STORE(p, x)
//   STREAM(p, x) FENCE()   where the set has non-temporal stores
// Eight vectors a turn, so that the loop's own instructions are a small part of it and eight cache lines are asked for
// at a time; eight accumulators in `read`, so that the adds (4 cycles deep, 2 a cycle) never bound it.
// An empty assembly statement between passes makes the compiler believe that the memory has changed.

#define TURN (8 * LANES)
#define BETWEEN_PASSES() __asm__ volatile("" ::: "memory")

#define EACH(DO, X, Y) \
    DO(0, X, Y) DO(1, X, Y) DO(2, X, Y) DO(3, X, Y) DO(4, X, Y) DO(5, X, Y) DO(6, X, Y) DO(7, X, Y)

// About 4 KiB are on their way at any moment when one core reads 40 GB/s at 100 ns: the streams share them.
#define PREFETCH(p, S) __builtin_prefetch((const char *)(p) + 4096 / (S), 0, 3)

// Vector k of a turn belongs to stream k / (8 / S).
#define READ_AT(k, S) (b + ((k) / (8 / (S))) * part + i + ((k) % (8 / (S))) * LANES)
#define READ_ONE(k, S, AHEAD) \
    if (AHEAD && ((k) % (8 / (S))) * LANES % 8 == 0) PREFETCH(READ_AT(k, S), S); \
    sum[k] = ADD(sum[k], LOAD(READ_AT(k, S)));
#define CLEAR_ONE(k, S, AHEAD) sum[k] = SPLAT(0.0);

// Sums b as S streams side by side: memory controllers and prefetchers may serve several better than one.
#define READING_LOOP(name, S, AHEAD)                                                                                  \
    TARGET static double NAME(name)(                                                                                  \
        double *a, const double *b, const double *c, double s, size_t count, size_t passes) {                         \
        (void)a, (void)c, (void)s;                                                                                    \
        const size_t step = TURN / (S), part = count / (S) / step * step;                                             \
        VEC sum[8];                                                                                                   \
        double rest = 0;                                                                                              \
        EACH(CLEAR_ONE, S, AHEAD)                                                                                     \
        for (size_t pass = 0; pass < passes; pass++) {                                                                \
            for (size_t i = 0; i < part; i += step) {                                                                 \
                EACH(READ_ONE, S, AHEAD)                                                                              \
            }                                                                                                         \
            for (size_t i = (S) * part; i < count; i++) rest += b[i];                                                 \
            BETWEEN_PASSES();                                                                                         \
        }                                                                                                             \
        VEC low = ADD(ADD(sum[0], sum[1]), ADD(sum[2], sum[3])), high = ADD(ADD(sum[4], sum[5]), ADD(sum[6], sum[7])); \
        return SUM(ADD(low, high)) + rest;                                                                            \
    }

READING_LOOP(read_1, 1, 0)
READING_LOOP(read_2, 2, 0)
READING_LOOP(read_4, 4, 0)
READING_LOOP(read_8, 8, 0)
READING_LOOP(read_1_prefetch, 1, 1)
READING_LOOP(read_2_prefetch, 2, 1)
READING_LOOP(read_4_prefetch, 4, 1)
READING_LOOP(read_8_prefetch, 8, 1)

#define WRITE_ONE(k, WRITE, VALUE) WRITE(a + i + (k) * LANES, VALUE(i + (k) * LANES));

#define WRITING_LOOP(name, WRITE, VALUE, TAIL, AFTER)                                                                 \
    TARGET static double NAME(name)(                                                                                  \
        double *a, const double *b, const double *c, double s, size_t count, size_t passes) {                         \
        (void)c;                                                                                                      \
        const VEC factor = SPLAT(s);                                                                                  \
        (void)factor;                                                                                                 \
        for (size_t pass = 0; pass < passes; pass++) {                                                                \
            size_t i = 0;                                                                                             \
            for (; i + TURN <= count; i += TURN) {                                                                    \
                EACH(WRITE_ONE, WRITE, VALUE)                                                                         \
            }                                                                                                         \
            for (; i < count; i++) a[i] = TAIL(i);                                                                    \
            BETWEEN_PASSES();                                                                                         \
        }                                                                                                             \
        AFTER();                                                                                                      \
        return 0;                                                                                                     \
    }

#define COPY_VALUE(j) LOAD(b + (j))
#define SCALE_VALUE(j) MUL(factor, LOAD(b + (j)))
#define ADD_VALUE(j) ADD(LOAD(b + (j)), LOAD(c + (j)))
#define TRIAD_VALUE(j) FMA(factor, LOAD(c + (j)), LOAD(b + (j)))
#define COPY_TAIL(j) b[j]
#define SCALE_TAIL(j) s *b[j]
#define ADD_TAIL(j) b[j] + c[j]
#define TRIAD_TAIL(j) b[j] + s *c[j]
#define NOTHING() (void)s

WRITING_LOOP(copy, STORE, COPY_VALUE, COPY_TAIL, NOTHING)
WRITING_LOOP(scale, STORE, SCALE_VALUE, SCALE_TAIL, NOTHING)
WRITING_LOOP(add, STORE, ADD_VALUE, ADD_TAIL, NOTHING)
WRITING_LOOP(triad, STORE, TRIAD_VALUE, TRIAD_TAIL, NOTHING)
#ifdef STREAM
WRITING_LOOP(copy_nt, STREAM, COPY_VALUE, COPY_TAIL, FENCE)
WRITING_LOOP(scale_nt, STREAM, SCALE_VALUE, SCALE_TAIL, FENCE)
WRITING_LOOP(add_nt, STREAM, ADD_VALUE, ADD_TAIL, FENCE)
WRITING_LOOP(triad_nt, STREAM, TRIAD_VALUE, TRIAD_TAIL, FENCE)
#endif

#define READ_ROW(set, S, AHEAD, function)                                                                            \
    { .name = "read", .operation = CK_READ, .isa = set, .stores = CK_STORES_NONE, .streams = S, .prefetch = AHEAD,   \
      .flops = 1, .credited_bytes = 8, .moved_bytes = 8, .run = NAME(function) }

#define REGULAR_STREAM_KERNELS(set)                                                                                  \
    READ_ROW(set, 1, false, read_1), READ_ROW(set, 2, false, read_2),                                                \
    READ_ROW(set, 4, false, read_4), READ_ROW(set, 8, false, read_8),                                                \
    READ_ROW(set, 1, true, read_1_prefetch), READ_ROW(set, 2, true, read_2_prefetch),                                \
    READ_ROW(set, 4, true, read_4_prefetch), READ_ROW(set, 8, true, read_8_prefetch),                                \
    { .name = "copy", .operation = CK_COPY, .isa = set, .stores = CK_STORES_REGULAR,                                 \
      .flops = 0, .credited_bytes = 16, .moved_bytes = 24, .run = NAME(copy) },                                      \
    { .name = "scale", .operation = CK_SCALE, .isa = set, .stores = CK_STORES_REGULAR,                               \
      .flops = 1, .credited_bytes = 16, .moved_bytes = 24, .run = NAME(scale) },                                     \
    { .name = "add", .operation = CK_ADD, .isa = set, .stores = CK_STORES_REGULAR,                                   \
      .flops = 1, .credited_bytes = 24, .moved_bytes = 32, .run = NAME(add) },                                       \
    { .name = "triad", .operation = CK_TRIAD, .isa = set, .stores = CK_STORES_REGULAR,                               \
      .flops = 2, .credited_bytes = 24, .moved_bytes = 32, .run = NAME(triad) }

#define NONTEMPORAL_STREAM_KERNELS(set)                                                                              \
    { .name = "copy", .operation = CK_COPY, .isa = set, .stores = CK_STORES_NONTEMPORAL,                             \
      .flops = 0, .credited_bytes = 16, .moved_bytes = 16, .run = NAME(copy_nt) },                                   \
    { .name = "scale", .operation = CK_SCALE, .isa = set, .stores = CK_STORES_NONTEMPORAL,                           \
      .flops = 1, .credited_bytes = 16, .moved_bytes = 16, .run = NAME(scale_nt) },                                  \
    { .name = "add", .operation = CK_ADD, .isa = set, .stores = CK_STORES_NONTEMPORAL,                               \
      .flops = 1, .credited_bytes = 24, .moved_bytes = 24, .run = NAME(add_nt) },                                    \
    { .name = "triad", .operation = CK_TRIAD, .isa = set, .stores = CK_STORES_NONTEMPORAL,                           \
      .flops = 2, .credited_bytes = 24, .moved_bytes = 24, .run = NAME(triad_nt) }
