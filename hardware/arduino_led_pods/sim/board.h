/* A board with the real firmware in simavr: pins in, lights out, bytes both ways, all with cycles.
 * Linked with libsimavr (GPL-3): a test program, never part of the package. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef uint64_t cycles_t;

enum light_kind { LIGHTS_PLAIN, LIGHTS_RGB, LIGHTS_APA102, LIGHTS_SK9822, LIGHTS_WS2812 };

struct board_callbacks {
    void (*byte_out)(uint8_t byte, cycles_t ends);               /* `ends`: its stop bit has left */
    void (*light)(int pod, const int rgb_brightness[4], cycles_t at); /* a pod's light changed */
    void (*ttl)(int level, cycles_t at);
    void (*due)(cycles_t now); /* the cycle given to board_wake_at() has come */
};

enum { BYTE_CYCLES = 320, BYTE_IN_EARLY = 8, FREQUENCY = 16000000 };

/* Loads firmware (Intel hex); exits with a message when it cannot. */
void board_load(const char *kind, const char *hex_path, enum light_kind lights, int leds_per_pod,
                const struct board_callbacks *callbacks);
cycles_t board_now(void);
/* Runs until a callback called board_stop(), or the program ended. */
void board_run(void);
void board_stop(void);
void board_wake_at(cycles_t cycle);
void board_byte_in(uint8_t byte); /* its stop bit is over in BYTE_IN_EARLY cycles */
void board_input(int input, int level);
bool board_has_input(int input);
void board_reset(void);
long board_stack_left(void); /* bytes of RAM never touched between data and stack */
int board_overruns(void);
