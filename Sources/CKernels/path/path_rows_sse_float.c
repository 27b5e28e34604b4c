// Row by row for SSE 4.2: floats, and halves that are looked up one by one. BF16 has no loop in vectors: its products
// are added up as doubles, in their order.
#if defined(__x86_64__)
#define TARGET __attribute__((target("sse4.2")))
#define SET sse42
#define VECTOR __m128
#define LANES 4
#define ZERO _mm_setzero_ps()
#define ADD(a, b) _mm_add_ps((a), (b))
#define MULTIPLY_ADD(a, b, sum) _mm_add_ps(_mm_mul_ps((a), (b)), (sum))
#define TOTAL(vector) _mm_cvtss_f32(_mm_hadd_ps(_mm_hadd_ps((vector), (vector)), _mm_hadd_ps((vector), (vector))))
#define LOAD_f32(at) _mm_loadu_ps(at)
#define LOAD_f16(at)                                                                                                   \
    _mm_setr_ps(path_half((at)[0]), path_half((at)[1]), path_half((at)[2]), path_half((at)[3]))
#define SUMS_F32 8
#include "path_rows_float_template.h"

PATH_ROW_SUM(bf16, ck_bf16, ck_bf16) {
    const uint16_t *numbers = weights->numbers, *values = activations->numbers;
    double sum = 0;
    for (size_t i = 0; i < blocks * DOT_FLOATS; i++) sum += (double)(value_bf16(numbers + i) * value_bf16(values + i));
    return (float)sum;
}

PATH_ROW_RUN(bf16, sse42, ck_bf16)
#endif
