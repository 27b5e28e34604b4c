// What this CPU can execute. The compiler's run-time library also asks whether the system saves the registers.
#include "CKernels.h"

bool ck_isa_supported(ck_isa isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    switch (isa) {
    case CK_ISA_SCALAR: return true;
    case CK_ISA_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case CK_ISA_AVX512: return __builtin_cpu_supports("avx512f");
    case CK_ISA_NEON: return false;
    }
    return false;
#elif defined(__aarch64__)
    return isa == CK_ISA_SCALAR || isa == CK_ISA_NEON;
#else
    return isa == CK_ISA_SCALAR;
#endif
}
