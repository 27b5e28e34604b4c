// AMX by plain arithmetic, as Intel's manual describes each instruction, with every condition it faults on: no CPU
// with AMX is needed. Instructions come as the text that the assembler would get.
#ifndef TILES_H
#define TILES_H

#include <stddef.h>
#include <stdint.h>

/// Executes "tdpbf16ps", "tdpbusd", "tdpbssd", "tilezero" or "tilerelease" with the registers that the text names.
void tile_instruction(const char *text);

/// Executes "ldtilecfg" on 64 bytes.
void tile_configure(const char *text, const void *configuration);

/// Executes "tileloadd" or "tilestored" with rows that lie 64 bytes apart.
void tile_move(const char *text, void *address);

/// Products since the start; and tiles that are configured, which is none after a release.
extern size_t tile_products, tiles_configured;

#define TILE_INSTRUCTION(text) tile_instruction(text)
#define TILE_CONFIGURE(text, configuration) tile_configure(text, &(configuration))
#define TILE_MOVE(text, address) tile_move(text, address)

#endif
