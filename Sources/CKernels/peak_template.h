// Peak loops, written once. Each instruction is an assembly statement of its own: the compiler chooses registers, and
// neither reorders nor removes it. Accumulators live in registers between loading and storing the state.
// A file that includes this defines:
//   TARGET            the target attribute of its functions
//   VEC               the vector type
//   LOAD(p) STORE(p, x)
//   REGISTER          the assembly constraint of a vector register

#define REPEAT_4(DO, ...) DO(0, __VA_ARGS__) DO(1, __VA_ARGS__) DO(2, __VA_ARGS__) DO(3, __VA_ARGS__)
#define REPEAT_6(DO, ...) REPEAT_4(DO, __VA_ARGS__) DO(4, __VA_ARGS__) DO(5, __VA_ARGS__)
#define REPEAT_8(DO, ...) REPEAT_6(DO, __VA_ARGS__) DO(6, __VA_ARGS__) DO(7, __VA_ARGS__)
#define REPEAT_10(DO, ...) REPEAT_8(DO, __VA_ARGS__) DO(8, __VA_ARGS__) DO(9, __VA_ARGS__)
#define REPEAT_12(DO, ...) REPEAT_10(DO, __VA_ARGS__) DO(10, __VA_ARGS__) DO(11, __VA_ARGS__)
#define REPEAT_14(DO, ...) REPEAT_12(DO, __VA_ARGS__) DO(12, __VA_ARGS__) DO(13, __VA_ARGS__)
#define REPEAT_20(DO, ...) REPEAT_14(DO, __VA_ARGS__) DO(14, __VA_ARGS__) DO(15, __VA_ARGS__) \
    DO(16, __VA_ARGS__) DO(17, __VA_ARGS__) DO(18, __VA_ARGS__) DO(19, __VA_ARGS__)
#define REPEAT_24(DO, ...) REPEAT_20(DO, __VA_ARGS__) DO(20, __VA_ARGS__) DO(21, __VA_ARGS__) \
    DO(22, __VA_ARGS__) DO(23, __VA_ARGS__)

#define TAKE(k, ...) x[k] = LOAD(state->accumulators[k]);
#define GIVE(k, ...) STORE(state->accumulators[k], x[k]);
#define OPERAND(k) const VEC o##k = LOAD(state->operands[k]);

// The body of a loop over N accumulators.
#define PEAK_LOOP(name, N, OPERANDS, TURN)                           \
    TARGET static void name(ck_peak_state *state, size_t turns) {    \
        VEC x[N];                                                    \
        OPERANDS                                                     \
        REPEAT_##N(TAKE, )                                           \
        for (size_t turn = 0; turn < turns; turn++) { TURN }         \
        REPEAT_##N(GIVE, )                                           \
    }

// One instruction on an accumulator: %0 is x, and %1, %2 are operands.
#define WITH_ONE(k, op, a) __asm__ volatile(op : "+" REGISTER(x[k]) : REGISTER(a));
#define WITH_TWO(k, op, a, b) __asm__ volatile(op : "+" REGISTER(x[k]) : REGISTER(a), REGISTER(b));
#define FMA_STEP(k, op) WITH_TWO(k, op, ((k) % 2 ? o2 : o0), ((k) % 2 ? o3 : o1))
