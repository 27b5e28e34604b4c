// AMD's host system management port: the driver's messages by ioctl, without the kernel's header, which not every
// system has.
#ifndef CP_HSMP_H
#define CP_HSMP_H

#include <stdint.h>

/// The messages that are asked: FCLK and MEMCLK in MHz, a word each; and the DDR bandwidth, in one word of which bits
/// 31 to 20 are the most in GB/s.
typedef enum { CP_HSMP_CLOCKS = 0x0F, CP_HSMP_BANDWIDTH = 0x14 } cp_hsmp_message_id;

/// The words of an answer.
typedef struct { uint32_t words[2]; } cp_hsmp_answer;

/// Asks a socket, from 0, through the open /dev/hsmp; 0, or the errno of the refusal.
int cp_hsmp_ask(int file, uint16_t socket, uint32_t message, cp_hsmp_answer *answer);

#endif
