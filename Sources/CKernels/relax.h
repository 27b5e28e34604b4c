// What a thread does between two polls of a word that another will change.
#ifndef RELAX_H
#define RELAX_H

#if defined(__x86_64__)
// Some ten cycles to 140, by the core; about 100 on Zen 5.
#define RELAX() __builtin_ia32_pause()
// What ggml does between two polls of its barrier.
#define GGML_RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
// Some tens of cycles; `yield`, which ggml takes, does nothing on cores without SMT.
#define RELAX() __asm__ volatile("isb" ::: "memory")
#define GGML_RELAX() __asm__ volatile("yield" ::: "memory")
#else
#define RELAX() __asm__ volatile("" ::: "memory")
#define GGML_RELAX() RELAX()
#endif

#endif
