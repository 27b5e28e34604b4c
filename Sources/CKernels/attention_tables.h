// The tables that attention_table.c joins: one per instruction set, each ended by a row without a format.
#ifndef ATTENTION_TABLES_H
#define ATTENTION_TABLES_H

#include "ck_attention.h"
#include "dot_blocks.h"

extern const ck_attention_kernel ck_attention_scalar[];
#if defined(__x86_64__)
extern const ck_attention_kernel ck_attention_avx2[], ck_attention_avx512[];
#elif defined(__aarch64__)
extern const ck_attention_kernel ck_attention_neon[];
#endif

#endif
