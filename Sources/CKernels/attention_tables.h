// The tables that attention_table.c joins: one per instruction set, each ended by a row without a format.
#ifndef ATTENTION_TABLES_H
#define ATTENTION_TABLES_H

#include "ck_attention.h"
#include "dot_blocks.h"

extern const ck_attention_kernel ck_attention_scalar[];

#endif
