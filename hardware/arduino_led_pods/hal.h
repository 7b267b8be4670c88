// The thin layer between the logic and a chip. Implemented by hal_avr.cpp, and by a virtual board in the tests.
#pragma once
#include <stdint.h>

#include "board_size.h"
#include "messages.h"
#include "ticks.h"

namespace pods {

struct Edge {
    Tick tick;
    uint8_t input;  // 0..kMaxPods-1 pods, then light, then sound
    bool high;      // level of the pin from this edge on
    bool blind;     // happened while interrupts were off
};

struct LedSetup {
    uint8_t kind;
    uint8_t pods;
    uint8_t leds_per_pod;
};

namespace hal {

void begin();
Tick now();
void wait_until(Tick tick);
void idle();  // sleeps until something happens, but at most about 0.25 ms

// Serial. `received_at` gets the tick at which a zero byte had arrived; it is left alone for other bytes.
bool read(uint8_t *byte, Tick *received_at);
uint16_t rx_lost();
uint8_t send_room();
bool send_idle();
void send(const uint8_t *wire, uint8_t length);
void send_at(const uint8_t *wire, uint8_t length, Tick tick);  // only when send_idle()

// Inputs. An armed input always finds room for its next edge.
void set_input(uint8_t input, bool enabled, bool pull_up);
bool next_edge(Edge *edge);
void arm(uint8_t input);
bool muted(uint8_t input);
uint16_t lost_edges();

// Lights. `switched[pod]` gets the tick for each pod in `changed`; `pulse` raises the TTL output with the first light.
void set_up_leds(const LedSetup &setup);
void show(uint16_t changed, const Colour *colours, bool pulse, Tick *switched);
uint16_t lead_ticks(uint8_t pod);  // from the call of show() to the pod's light
Tick raise_ttl();                  // returns when
void lower_ttl();
bool has_rgb();
bool has_sound(uint8_t led_kind);
bool has_reference(uint8_t led_kind);
void set_reference(uint8_t duty, uint8_t led_kind);

// Everything slow is asked for and done step by step.
bool store_busy();
void store(uint8_t address, uint8_t byte);  // only when not store_busy()
uint8_t stored(uint8_t address);
uint16_t supply_mv();
uint16_t free_ram();
uint32_t boot_id();
uint8_t reset_cause();
void every_second();

}  // namespace hal
}  // namespace pods
