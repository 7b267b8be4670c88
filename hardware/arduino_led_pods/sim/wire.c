#include "wire.h"

enum { USB_FRAME_NS = 1000000, FTDI_LATENCY_NS = 16000000, FTDI_PACKET_BYTES = 62 };

static enum shape shape = SHAPE_IDEAL;
static ns_t extra_delay;
static struct faults faults[2];
static uint64_t random_state = 1;

/* Each direction decides at the first byte of a frame what becomes of it. */
static struct {
    bool inside, dropped;
    int byte, hit, lost, doubled, bit;
} frame[2];

static ns_t board_line_free, host_line_last;
static ns_t ftdi_sent;
static int ftdi_bytes;

static uint32_t random_below(uint32_t limit) { /* splitmix64 */
    uint64_t z = (random_state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ (z >> 31)) >> 32) * limit >> 32);
}

static bool happens(uint32_t ppm) { return ppm != 0 && random_below(1000000) < ppm; }

void wire_shape(enum shape new_shape, ns_t extra_delay_ns) {
    shape = new_shape;
    extra_delay = extra_delay_ns;
}

void wire_faults(enum direction direction, struct faults new_faults) { faults[direction] = new_faults; }

void wire_seed(uint64_t seed) { random_state = seed; }

void wire_forget(void) {
    for (int direction = 0; direction < 2; ++direction) frame[direction].inside = false;
    ftdi_bytes = 0;
}

/* False when the byte is lost. */
static bool suffer(enum direction direction, uint8_t *byte, bool *twice) {
    const struct faults *odds = &faults[direction];
    if (!frame[direction].inside) {
        frame[direction].inside = true;
        frame[direction].byte = 0;
        frame[direction].dropped = happens(odds->drop);
        /* A frame is at least 6 bytes long, so the hit place is within it. */
        frame[direction].hit = happens(odds->corrupt) ? (int)random_below(6) : -1;
        frame[direction].lost = happens(odds->lose_byte) ? (int)random_below(6) : -1;
        frame[direction].doubled = happens(odds->double_byte) ? (int)random_below(6) : -1;
        frame[direction].bit = (int)random_below(8);
    }
    const int place = frame[direction].byte++;
    if (*byte == 0) frame[direction].inside = false;
    *twice = place == frame[direction].doubled;
    if (frame[direction].dropped || place == frame[direction].lost) return false;
    if (place == frame[direction].hit) *byte ^= (uint8_t)(1 << frame[direction].bit);
    return true;
}

static ns_t next_multiple(ns_t at, ns_t step) { return (at + step - 1) / step * step; }

bool wire_to_board(ns_t written, uint8_t *byte, ns_t *arrives, bool *twice) {
    ns_t starts = written + extra_delay;
    if (shape != SHAPE_IDEAL) starts = next_multiple(starts, USB_FRAME_NS);
    if (starts < board_line_free) starts = board_line_free;
    board_line_free = starts + BYTE_NS;
    *arrives = board_line_free;
    const bool there = suffer(TO_BOARD, byte, twice);
    if (there && *twice) board_line_free += BYTE_NS;
    return there;
}

bool wire_to_host(ns_t left, uint8_t *byte, ns_t *readable, bool *twice) {
    ns_t at = left;
    if (shape == SHAPE_FTDI) {
        /* The chip sends when its buffer is full or its timer, running since the last packet, is over. */
        if (left > ftdi_sent) {
            ftdi_sent += (left - ftdi_sent + FTDI_LATENCY_NS - 1) / FTDI_LATENCY_NS * FTDI_LATENCY_NS;
            ftdi_bytes = 0;
        }
        at = ftdi_sent;
        if (++ftdi_bytes >= FTDI_PACKET_BYTES) {
            at = ftdi_sent = left;
            ftdi_bytes = 0;
        }
    }
    if (shape != SHAPE_IDEAL) at = next_multiple(at, USB_FRAME_NS);
    at += extra_delay;
    if (at < host_line_last) at = host_line_last; /* bytes never overtake */
    host_line_last = at;
    *readable = at;
    return suffer(TO_HOST, byte, twice);
}
