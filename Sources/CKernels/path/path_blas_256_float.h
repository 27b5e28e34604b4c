// Tiles of floats in 256-bit vectors. Beside what path_blas.h asks for, a file that includes this defines
// MULTIPLY_ADD(sum, a, b).
#include "path_blas_256.h"
#include "path_blas_float.h"

#define VECTOR __m256
#define FACTOR __m256
#define STEP 8
#define NONE _mm256_setzero_ps()
#define TOTAL total

PART __m256 load_f16(const uint16_t *numbers) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)numbers)); }

FLOATS(f16, uint16_t, 3)
