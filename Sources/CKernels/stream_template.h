// The five stream loops, written once. A file that includes this defines, for its instruction set:
//   NAME(x)        the function's name
//   TARGET         its target attribute
//   VEC, LANES     vector type, doubles in it
//   LOAD(p) SPLAT(s) ADD(x, y) MUL(x, y) FMA(x, y, z) = x * y + z, SUM(x) = the sum of the lanes
//   STORE(p, x)
//   STREAM(p, x) FENCE()   where the set has non-temporal stores
// Eight vectors a turn, so that the loop's own instructions are a small part of it and eight cache lines are asked for
// at a time; eight accumulators in `read`, so that the adds (4 cycles deep, 2 a cycle) never bound it.

#define TURN (8 * LANES)
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)

TARGET static double NAME(read)(double *a, const double *b, const double *c, double s, size_t count) {
    (void)a, (void)c, (void)s;
    VEC sum[8];
    size_t i = 0;
#define DO(k) sum[k] = SPLAT(0.0);
    EACH(DO)
#undef DO
    for (; i + TURN <= count; i += TURN) {
#define DO(k) sum[k] = ADD(sum[k], LOAD(b + i + k * LANES));
        EACH(DO)
#undef DO
    }
    VEC total = ADD(ADD(ADD(sum[0], sum[1]), ADD(sum[2], sum[3])), ADD(ADD(sum[4], sum[5]), ADD(sum[6], sum[7])));
    double result = SUM(total);
    for (; i < count; i++) result += b[i];
    return result;
}

#define WRITING_LOOP(name, WRITE, VALUE, TAIL, AFTER)                                                          \
    TARGET static double NAME(name)(double *a, const double *b, const double *c, double s, size_t count) {     \
        (void)c;                                                                                               \
        const VEC factor = SPLAT(s);                                                                           \
        (void)factor;                                                                                          \
        size_t i = 0;                                                                                          \
        for (; i + TURN <= count; i += TURN) {                                                                 \
            WRITE(a + i + 0 * LANES, VALUE(i + 0 * LANES));                                                    \
            WRITE(a + i + 1 * LANES, VALUE(i + 1 * LANES));                                                    \
            WRITE(a + i + 2 * LANES, VALUE(i + 2 * LANES));                                                    \
            WRITE(a + i + 3 * LANES, VALUE(i + 3 * LANES));                                                    \
            WRITE(a + i + 4 * LANES, VALUE(i + 4 * LANES));                                                    \
            WRITE(a + i + 5 * LANES, VALUE(i + 5 * LANES));                                                    \
            WRITE(a + i + 6 * LANES, VALUE(i + 6 * LANES));                                                    \
            WRITE(a + i + 7 * LANES, VALUE(i + 7 * LANES));                                                    \
        }                                                                                                      \
        for (; i < count; i++) a[i] = TAIL(i);                                                                 \
        AFTER();                                                                                               \
        return 0;                                                                                              \
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

#define REGULAR_STREAM_KERNELS(set)                                                                                  \
    { .name = "read", .operation = CK_READ, .isa = set, .stores = CK_STORES_NONE,                                    \
      .flops = 1, .credited_bytes = 8, .moved_bytes = 8, .run = NAME(read) },                                        \
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
