// Scales of blocks of 256 as the loops that go row by row take them apart: in words of four, by plain operations. The
// file that includes this has defined TARGET.
#include <string.h>

/// Eight scales, and eight minima, in bytes.
typedef struct {
    int32_t words[4];
} path_pairs;

PATH_PART path_pairs path_unpack_pairs(const uint8_t *packed) {
    const uint32_t six = 0x3F3F3F3F, four = 0x0F0F0F0F, two = 0x03030303;
    uint32_t words[3];
    memcpy(words, packed, sizeof words);
    return (path_pairs) { {
        (int32_t)(words[0] & six), (int32_t)((words[2] & four) | (words[0] >> 6 & two) << 4),
        (int32_t)(words[1] & six), (int32_t)((words[2] >> 4 & four) | (words[1] >> 6 & two) << 4) } };
}

/// The sixteen scales of Q3_K in bytes, to which 32 are added.
PATH_PART path_pairs path_unpack_q3_k(const uint8_t *packed) {
    const uint32_t four = 0x0F0F0F0F, two = 0x03030303;
    uint32_t words[3];
    memcpy(words, packed, sizeof words);
    return (path_pairs) { {
        (int32_t)((words[0] & four) | (words[2] & two) << 4),
        (int32_t)((words[1] & four) | (words[2] >> 2 & two) << 4),
        (int32_t)((words[0] >> 4 & four) | (words[2] >> 4 & two) << 4),
        (int32_t)((words[1] >> 4 & four) | (words[2] >> 6 & two) << 4) } };
}

#define PATH_EIGHT(byte) byte, byte, byte, byte, byte, byte, byte, byte

/// Eight times byte 2n and eight times the next, to be shuffled by.
static const uint8_t path_pair_places[8][16] __attribute__((unused)) = {
    { PATH_EIGHT(0), PATH_EIGHT(1) },   { PATH_EIGHT(2), PATH_EIGHT(3) },
    { PATH_EIGHT(4), PATH_EIGHT(5) },   { PATH_EIGHT(6), PATH_EIGHT(7) },
    { PATH_EIGHT(8), PATH_EIGHT(9) },   { PATH_EIGHT(10), PATH_EIGHT(11) },
    { PATH_EIGHT(12), PATH_EIGHT(13) }, { PATH_EIGHT(14), PATH_EIGHT(15) },
};
