// Shared by the three files of the AVR layer: time in interrupts.
#pragma once
#include <avr/interrupt.h>
#include <avr/io.h>

#include "ticks.h"

// A call from an interrupt would make it save every register.
#define PODS_INLINE static inline __attribute__((always_inline))

namespace pods {
namespace hal {

extern volatile uint16_t timer_high;

// From an event to the reading of Timer 1 in its interrupt: 8 to 10 cycles to get there, then the registers saved
// first, together about 3 us. Measured by tests/hardware; a simulator gets there in no time, so its stamps come out
// 0.5 us earlier than a chip's.
constexpr Tick kInterruptTicks = 6;

// The 32-bit tick that belongs to a reading of Timer 1 made in this interrupt or with interrupts off.
PODS_INLINE Tick extended(uint16_t low) {
    uint16_t high = timer_high;
    if ((TIFR1 & _BV(TOV1)) && low < 0x8000) ++high;  // it has overflowed, and the interrupt has still to come
    return static_cast<Tick>(high) << 16 | low;
}

PODS_INLINE Tick stamp() { return extended(TCNT1); }

PODS_INLINE void count_up_volatile(volatile uint16_t *counter) {
    const uint16_t value = *counter;
    if (value != 0xFFFF) *counter = static_cast<uint16_t>(value + 1);
}

void begin_inputs();
void begin_lights();
bool edges_wait();
// True for ticks at which a refresh of WS2812 kept interrupts off.
bool was_blind(Tick tick);

}  // namespace hal
}  // namespace pods
