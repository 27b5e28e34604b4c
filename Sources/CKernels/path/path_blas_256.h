// What the tiles in 256-bit vectors share: a vector's sum. See path_blas.h for what a file that includes this defines.
#ifndef PATH_BLAS_256_H
#define PATH_BLAS_256_H

#include <immintrin.h>

#include "path_blas.h"

PART float total(__m256 sum) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}

#endif
