// Lights and the TTL output. Everything but WS2812 is written with interrupts on, so edges stay stamped.
#ifdef __AVR__

#include <Arduino.h>

#include "hal.h"
#include "hal_avr.h"
#include "pins.h"

namespace pods {
namespace hal {

namespace {

struct Pin {
    volatile uint8_t *out;
    uint8_t bit;
    // Interrupts have to be off, for ports whose single bits cannot be written at once.
    void high() const { *out = static_cast<uint8_t>(*out | bit); }
    void low() const { *out = static_cast<uint8_t>(*out & ~bit); }
};

Pin pin_of(uint8_t number, bool as_output) {
    const uint8_t port = digitalPinToPort(number);
    const Pin pin = {portOutputRegister(port), digitalPinToBitMask(number)};
    volatile uint8_t *const direction = portModeRegister(port);
    const uint8_t saved = SREG;
    cli();
    pin.low();
    *direction = static_cast<uint8_t>(as_output ? *direction | pin.bit : *direction & ~pin.bit);
    SREG = saved;
    return pin;
}

LedSetup leds = {kLedPlain, 0, 1};
Pin led_pins[kMaxPods * pins::kLedPins];
Pin ttl;
uint16_t leads[kMaxPods];
Tick blind_from = 0, blind_until = 0;

bool is_chain(uint8_t kind) { return kind == kLedApa102 || kind == kLedSk9822 || kind == kLedWs2812; }

// Switches one pin, with the TTL output just before it, and says when.
Tick write_pin(const Pin &pin, bool high, bool pulse) {
    const uint8_t saved = SREG;
    cli();
    if (pulse) ttl.high();
    if (high) pin.high();
    else pin.low();
    const Tick tick = stamp();
    SREG = saved;
    return tick;
}

#if defined(__AVR_ATmega328P__)
#define PODS_CHAIN_PORT PORTB
constexpr uint8_t kDataBit = 3, kClockBit = 5;
#else
#define PODS_CHAIN_PORT PORTA
constexpr uint8_t kDataBit = 0, kClockBit = 1;
#endif

// One byte at 0.7 to 0.8 Mbit/s, which metres of cable between pods still carry.
void chain_byte(uint8_t byte) {
    for (uint8_t bit = 0; bit < 8; ++bit) {
        if (byte & 0x80) PODS_CHAIN_PORT |= _BV(kDataBit);
        else PODS_CHAIN_PORT &= static_cast<uint8_t>(~_BV(kDataBit));
        byte = static_cast<uint8_t>(byte << 1);
        __builtin_avr_delay_cycles(3);
        PODS_CHAIN_PORT |= _BV(kClockBit);
        __builtin_avr_delay_cycles(6);
        PODS_CHAIN_PORT &= static_cast<uint8_t>(~_BV(kClockBit));
    }
}

void chain_bytes(uint8_t byte, uint8_t count) {
    while (count-- > 0) chain_byte(byte);
}

void chain_led(const Colour &colour) {
    chain_byte(static_cast<uint8_t>(0xE0 | (colour.dark() ? 0 : colour.brightness >> 3)));
    chain_byte(colour.blue);
    chain_byte(colour.green);
    chain_byte(colour.red);
}

// All LEDs of an APA102 or SK9822 chain; `ends` gets the tick after each pod's last bit.
void show_chain(const Colour *colours, bool pulse, Tick *ends) {
    const Tick started = now();
    chain_bytes(0, 4);
    for (uint8_t pod = 0; pod < leds.pods; ++pod) {
        for (uint8_t led = 0; led < leds.leds_per_pod; ++led) chain_led(colours[pod]);
        ends[pod] = now();
        if (pulse && leds.kind == kLedApa102 && !colours[pod].dark()) raise_ttl();
    }
    chain_bytes(0, 4);
    if (leds.kind == kLedSk9822) {
        const Tick all = pulse ? raise_ttl() : now();
        for (uint8_t pod = 0; pod < leds.pods; ++pod) ends[pod] = all;
    }
    // Each LED passes the data on half a clock later: the last ones need these clocks.
    chain_bytes(0, static_cast<uint8_t>(leds.pods * leds.leds_per_pod / 16 + 1));
    for (uint8_t pod = 0; pod < leds.pods; ++pod) leads[pod] = static_cast<uint16_t>(ends[pod] - started);
}

#if PODS_WS2812
// One byte with the timing of WS2812 at 16 MHz: 19 or 20 cycles a bit, high for 6 (0) or 12 (1). Interrupts are off.
inline void ws2812_byte(uint8_t byte) {
    uint8_t count = 8;
    asm volatile(
        "1: sbi %[port], %[bit]\n\t"
        "nop\n\tnop\n\tnop\n\t"
        "sbrs %[byte], 7\n\t"
        "cbi %[port], %[bit]\n\t"
        "lsl %[byte]\n\t"
        "nop\n\tnop\n\tnop\n\tnop\n\t"
        "cbi %[port], %[bit]\n\t"
        "nop\n\tnop\n\t"
        "dec %[count]\n\t"
        "brne 1b\n\t"
        : [byte] "+r"(byte), [count] "+r"(count)
        : [port] "I"(_SFR_IO_ADDR(PODS_CHAIN_PORT)), [bit] "I"(kDataBit));
}

uint8_t scaled(uint8_t value, uint8_t brightness) { return static_cast<uint8_t>(value * (brightness + 1) >> 8); }

void show_ws2812(const Colour *colours, bool pulse, Tick *ends) {
    constexpr Tick kLatch = 600;  // 0.3 ms of silence, as the newer chips want
    const Tick started = now();
    const uint8_t saved = SREG;
    cli();
    for (uint8_t pod = 0; pod < leds.pods; ++pod) {
        const Colour &colour = colours[pod];
        const uint8_t red = scaled(colour.red, colour.brightness), green = scaled(colour.green, colour.brightness),
                      blue = scaled(colour.blue, colour.brightness);
        for (uint8_t led = 0; led < leds.leds_per_pod; ++led) {
            ws2812_byte(green);
            ws2812_byte(red);
            ws2812_byte(blue);
        }
    }
    const Tick ended = stamp();
    SREG = saved;
    blind_from = started;
    blind_until = ended + 40;
    wait_until(ended + kLatch);
    if (pulse) raise_ttl();
    for (uint8_t pod = 0; pod < leds.pods; ++pod) {
        ends[pod] = ended + kLatch;
        leads[pod] = static_cast<uint16_t>(ends[pod] - started);
    }
}
#endif

// Pins know on and off: a colour is on when it is at least half as strong as the strongest.
bool pin_is_on(const Colour &colour, uint8_t place) {
    if (colour.dark()) return false;
    if (leds.kind == kLedPlain) return place == 0;
    uint8_t strongest = colour.red > colour.green ? colour.red : colour.green;
    if (colour.blue > strongest) strongest = colour.blue;
    const uint8_t value = place == 0 ? colour.red : place == 1 ? colour.green : colour.blue;
    return value >= (strongest + 1) / 2;
}

void show_pins(uint16_t changed, const Colour *colours, bool pulse, Tick *switched) {
    for (uint8_t pod = 0; pod < leds.pods; ++pod) {
        if (!(changed & (1U << pod))) continue;
        const bool on = !colours[pod].dark();
        bool first = true;
        for (uint8_t place = 0; place < pins::kLedPins; ++place) {
            const bool high = pin_is_on(colours[pod], place);
            const bool says_when = high == on && first;
            const Tick tick = write_pin(led_pins[pod * pins::kLedPins + place], high, says_when && on && pulse);
            if (!says_when) continue;
            switched[pod] = tick;
            first = false;
        }
    }
}

}  // namespace

void begin_lights() { ttl = pin_of(pins::kTtl, true); }

void set_up_leds(const LedSetup &setup) {
    leds = setup;
    const bool chain = is_chain(setup.kind);
    for (uint8_t place = 0; place < kMaxPods * pins::kLedPins; ++place) {
        led_pins[place] = pin_of(pgm_read_byte(&pins::kLedPin[place]), !chain);
    }
    if (chain) {
        pin_of(pins::kChainData, true);
        pin_of(pins::kChainClock, true);
    }
    for (uint8_t pod = 0; pod < kMaxPods; ++pod) leads[pod] = 4;
}

void show(uint16_t changed, const Colour *colours, bool pulse, Tick *switched) {
    if (!is_chain(leds.kind)) {
        show_pins(changed, colours, pulse, switched);
        return;
    }
#if PODS_WS2812
    if (leds.kind == kLedWs2812) {
        show_ws2812(colours, pulse, switched);
        return;
    }
#endif
    show_chain(colours, pulse, switched);
}

uint16_t lead_ticks(uint8_t pod) { return leads[pod]; }

Tick raise_ttl() { return write_pin(ttl, true, false); }

void lower_ttl() { write_pin(ttl, false, false); }

bool has_rgb() { return pins::kLedPins == 3; }

// On an Uno the pin of the sound sensor is the first LED pin.
bool has_sound(uint8_t led_kind) { return pins::kLedPins == 3 || is_chain(led_kind); }

bool has_reference(uint8_t led_kind) { return pins::kLedPins == 3 || is_chain(led_kind); }

// 62.5 kHz, which a small filter smooths; with a duty of 0 the timer stands still.
void set_reference(uint8_t duty, uint8_t led_kind) {
    const bool on = duty != 0 && has_reference(led_kind);
    TCCR0B = on ? _BV(CS00) : 0;
#if defined(__AVR_ATmega328P__)
    TCCR0A = on ? _BV(WGM01) | _BV(WGM00) | _BV(COM0A1) : 0;
    OCR0A = duty;
#else
    TCCR0A = on ? _BV(WGM01) | _BV(WGM00) | _BV(COM0B1) : 0;
    OCR0B = duty;
#endif
    if (has_reference(led_kind)) pin_of(pins::kReference, true);
}

bool was_blind(Tick tick) {
    return blind_from != blind_until && reached(tick, blind_from) && reached(blind_until, tick);
}

}  // namespace hal
}  // namespace pods

#endif  // __AVR__
