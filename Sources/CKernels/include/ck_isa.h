// The instruction sets that kernels are written in.
#ifndef CK_ISA_H
#define CK_ISA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Instruction sets a kernel can be written in, narrow to wide within an architecture.
typedef enum {
    CK_ISA_SCALAR,
    CK_ISA_SSE2,
    CK_ISA_SSE42,  // with SSSE3
    CK_ISA_AVX,    // with F16C, without FMA
    CK_ISA_AVX2,   // with FMA and F16C
    CK_ISA_AVX_VNNI,
    CK_ISA_AVX512,  // F, BW and VL
    CK_ISA_AVX512_BF16,
    CK_ISA_AVX512_FP16,
    CK_ISA_AVX512_VNNI,
    CK_ISA_AMX,  // TILE, BF16 and INT8
    CK_ISA_NEON,
    CK_ISA_NEON_FP16,
    CK_ISA_NEON_BF16,
    CK_ISA_DOTPROD,
    CK_ISA_I8MM,
    CK_ISA_SVE,
} ck_isa;

/// Whether this CPU and operating system can execute the instruction set. A process must be permitted AMX besides.
bool ck_isa_supported(ck_isa isa);

#endif
