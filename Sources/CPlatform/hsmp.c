#include "cp_hsmp.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

/// struct hsmp_message of Linux's asm/amd_hsmp.h, which is packed to four bytes: 44 with the padding at its end.
struct message {
    uint32_t id;
    uint16_t argument_count, answer_count;
    uint32_t words[8];
    uint16_t socket;
};
_Static_assert(sizeof(struct message) == 44, "the ioctl's number holds the size");

int cp_hsmp_ask(int file, uint16_t socket, uint32_t message, cp_hsmp_answer *answer) {
    struct message asked = {
        .id = message, .answer_count = message == CP_HSMP_CLOCKS ? 2 : 1, .socket = socket,
    };
    if (ioctl(file, _IOWR(0xF8, 0, struct message), &asked) != 0) return errno;
    memcpy(answer->words, asked.words, sizeof answer->words);
    return 0;
}
