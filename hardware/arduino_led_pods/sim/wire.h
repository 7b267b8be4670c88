/* The way between host and board: how long bytes take, and what happens to them. Times in ns of the host. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef int64_t ns_t;

enum direction { TO_BOARD, TO_HOST };

enum shape { SHAPE_IDEAL, SHAPE_USB, SHAPE_FTDI };

enum { BYTE_NS = 20000 };

/* Parts per million of frames. */
struct faults {
    uint32_t corrupt, drop, lose_byte, double_byte;
};

void wire_shape(enum shape shape, ns_t extra_delay_ns);
void wire_faults(enum direction direction, struct faults faults);
void wire_seed(uint64_t seed);

/* When a byte that the host wrote at `written` has arrived at the board; false when it is lost. `byte` may be changed,
 * `twice` says that it arrives a second time one byte later. Call in the order of the bytes. */
bool wire_to_board(ns_t written, uint8_t *byte, ns_t *arrives, bool *twice);
/* The same for a byte that had left the board at `left`: when the host can read it. */
bool wire_to_host(ns_t left, uint8_t *byte, ns_t *readable, bool *twice);
/* What was on its way when the board was reset is gone. */
void wire_forget(void);
