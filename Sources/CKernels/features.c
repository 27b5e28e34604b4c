// What this CPU can execute. The compiler's run-time library also asks whether the system saves the registers.
#include "CKernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

/// AMX has three parts, and state that the system must have switched on (bits 17 and 18 of XCR0).
static bool has_amx(void) {
    enum { OSXSAVE = 1 << 27, TILES = 1 << 24, BF16 = 1 << 22, INT8 = 1 << 25, STATE = 3 << 17 };
    unsigned a, b, c, d, low, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & OSXSAVE)) return false;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & STATE) != STATE || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
    return (d & TILES) && (d & BF16) && (d & INT8);
}

bool ck_isa_supported(ck_isa isa) {
    __builtin_cpu_init();
    switch (isa) {
    case CK_ISA_SCALAR:
    case CK_ISA_SSE2: return true;
    case CK_ISA_SSE42: return __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.2");
    case CK_ISA_AVX: return __builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c");
    case CK_ISA_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case CK_ISA_AVX_VNNI: return ck_isa_supported(CK_ISA_AVX2) && __builtin_cpu_supports("avxvnni");
    case CK_ISA_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl");
    case CK_ISA_AVX512_BF16: return ck_isa_supported(CK_ISA_AVX512) && __builtin_cpu_supports("avx512bf16");
    case CK_ISA_AVX512_FP16: return ck_isa_supported(CK_ISA_AVX512) && __builtin_cpu_supports("avx512fp16");
    case CK_ISA_AVX512_VNNI: return ck_isa_supported(CK_ISA_AVX512) && __builtin_cpu_supports("avx512vnni");
    case CK_ISA_AMX: return has_amx();
    default: return false;
    }
}

#elif defined(__aarch64__)
#include <sys/auxv.h>

bool ck_isa_supported(ck_isa isa) {
    // Bits of <asm/hwcap.h>, which older systems' headers lack.
    const unsigned long first = getauxval(AT_HWCAP), second = getauxval(AT_HWCAP2);
    switch (isa) {
    case CK_ISA_SCALAR:
    case CK_ISA_NEON: return true;
    case CK_ISA_NEON_FP16: return first & 1UL << 10;
    case CK_ISA_DOTPROD: return first & 1UL << 20;
    case CK_ISA_SVE: return first & 1UL << 22;
    case CK_ISA_I8MM: return second & 1UL << 13;
    case CK_ISA_NEON_BF16: return second & 1UL << 14;
    default: return false;
    }
}

#else
bool ck_isa_supported(ck_isa isa) { return isa == CK_ISA_SCALAR; }
#endif
