// Edges of all inputs, stamped in their interrupts. A port's edges of one moment are one record.
#ifdef __AVR__

#include "hal.h"
#include "hal_avr.h"
#include "pins.h"

namespace pods {
namespace hal {

namespace {

constexpr uint8_t kEdges = 32;
constexpr Tick kPullUpTicks = 200;  // time for a pull-up of 50 kilohm to lift a cable of 2 nF
constexpr uint8_t kReserved = kMaxInputs;  // room for the first edge of every input, whatever the others bounce

struct Record {
    Tick tick;
    uint8_t port;
    uint8_t changed;
    uint8_t levels;
};

Record edges[kEdges];
volatile uint8_t edge_head = 0, edge_tail = 0;  // counting on, taken modulo kEdges
volatile uint16_t lost_count = 0;
volatile uint8_t last_levels[pins::kPorts];
volatile uint8_t watched[pins::kPorts];  // enabled and not muted
volatile uint8_t armed[pins::kPorts];
volatile uint8_t muted_bits[pins::kPorts];
Record taken = {0, 0, 0, 0};  // the record that next_edge() is handing out bit by bit

template <uint8_t port>
inline uint8_t levels_of() {
#if defined(__AVR_ATmega328P__)
    return port == 0 ? PINB : port == 1 ? PINC : PIND;
#else
    return port == 0 ? PINB : port == 1 ? PINK : PINE;
#endif
}

// Which pins may interrupt.
template <uint8_t port>
inline void set_mask(uint8_t bits) {
#if defined(__AVR_ATmega328P__)
    if (port == 0) PCMSK0 = bits;
    else if (port == 1) PCMSK1 = bits;
    else PCMSK2 = bits;
#else
    if (port == 0) PCMSK0 = bits;
    else if (port == 1) PCMSK2 = bits;
    else EIMSK = bits;  // pins 4 and 5 of port E are INT4 and INT5
#endif
}

template <uint8_t port>
__attribute__((always_inline)) inline void edge_happened(uint16_t low, uint8_t levels) {
    const uint8_t last = last_levels[port];
    const uint8_t changed = static_cast<uint8_t>((levels ^ last) & watched[port]);
    if (changed == 0) return;  // shorter than the way into the interrupt
    last_levels[port] = static_cast<uint8_t>(last ^ changed);
    const uint8_t head = edge_head;
    const uint8_t used = static_cast<uint8_t>(head - edge_tail);
    const uint8_t was_armed = armed[port];
    const uint8_t room = (changed & was_armed) ? kEdges : static_cast<uint8_t>(kEdges - kReserved);
    if (used >= room) {
        muted_bits[port] = static_cast<uint8_t>(muted_bits[port] | changed);
        watched[port] = static_cast<uint8_t>(watched[port] & ~changed);
        set_mask<port>(watched[port]);
        count_up_volatile(&lost_count);
        return;
    }
    armed[port] = static_cast<uint8_t>(was_armed & ~changed);
    Record &record = edges[head % kEdges];
    record.tick = extended(low) - kInterruptTicks;
    record.port = port;
    record.changed = changed;
    record.levels = levels;
    edge_head = static_cast<uint8_t>(head + 1);
}

void apply_mask(uint8_t port) {
    if (port == 0) set_mask<0>(watched[0]);
    else if (port == 1) set_mask<1>(watched[1]);
    else set_mask<2>(watched[2]);
}

// Makes a record of a pin's level, as if its edge came now: what happened before nobody has seen. Interrupts are off.
void tell_level(uint8_t port, uint8_t bit) {
    const uint8_t levels = port == 0 ? levels_of<0>() : port == 1 ? levels_of<1>() : levels_of<2>();
    const uint8_t opposite = static_cast<uint8_t>(~levels & bit);
    last_levels[port] = static_cast<uint8_t>((last_levels[port] & ~bit) | opposite);
    if (port == 0) edge_happened<0>(TCNT1, levels);
    else if (port == 1) edge_happened<1>(TCNT1, levels);
    else edge_happened<2>(TCNT1, levels);
}

bool find(uint8_t input, uint8_t *port, uint8_t *bit) {
    for (*port = 0; *port < pins::kPorts; ++*port) {
        for (uint8_t at = 0; at < 8; ++at) {
            if (pgm_read_byte(&pins::kPlaceAt[*port][at]) != input) continue;
            *bit = static_cast<uint8_t>(1 << at);
            return true;
        }
    }
    return false;
}

void set_pull_up(uint8_t port, uint8_t bit, bool pull_up) {
#if defined(__AVR_ATmega328P__)
    volatile uint8_t *const out = port == 0 ? &PORTB : port == 1 ? &PORTC : &PORTD;
    volatile uint8_t *const direction = port == 0 ? &DDRB : port == 1 ? &DDRC : &DDRD;
#else
    volatile uint8_t *const out = port == 0 ? &PORTB : port == 1 ? &PORTK : &PORTE;
    volatile uint8_t *const direction = port == 0 ? &DDRB : port == 1 ? &DDRK : &DDRE;
#endif
    *direction = static_cast<uint8_t>(*direction & ~bit);
    *out = static_cast<uint8_t>(pull_up ? *out | bit : *out & ~bit);
}

}  // namespace

// Any edge, for all external interrupts: those that are not used must not wait for a level, which costs a simulator
// every cycle.
void begin_inputs() {
#if defined(__AVR_ATmega328P__)
    EICRA = _BV(ISC00) | _BV(ISC10);
    PCICR = _BV(PCIE0) | _BV(PCIE1) | _BV(PCIE2);
#else
    EICRA = 0x55;
    EICRB = 0x55;
    PCICR = _BV(PCIE0) | _BV(PCIE2);
#endif
}

void set_input(uint8_t input, bool enabled, bool pull_up) {
    uint8_t port, bit;
    if (!find(input, &port, &bit)) return;
    if (enabled) {
        set_pull_up(port, bit, pull_up);
        wait_until(now() + kPullUpTicks);
    }
    const uint8_t saved = SREG;
    cli();
    watched[port] = static_cast<uint8_t>(watched[port] & ~bit);
    muted_bits[port] = static_cast<uint8_t>(muted_bits[port] & ~bit);
    if (enabled) {
        watched[port] = static_cast<uint8_t>(watched[port] | bit);
        armed[port] = static_cast<uint8_t>(armed[port] | bit);
    }
    apply_mask(port);
    if (enabled) tell_level(port, bit);
    SREG = saved;
}

bool edges_wait() { return taken.changed != 0 || edge_head != edge_tail; }

bool next_edge(Edge *edge) {
    if (taken.changed == 0) {
        const uint8_t tail = edge_tail;
        if (tail == edge_head) return false;
        taken = edges[tail % kEdges];
        edge_tail = static_cast<uint8_t>(tail + 1);
    }
    uint8_t at = 0;
    while (!(taken.changed & (1 << at))) ++at;
    const uint8_t bit = static_cast<uint8_t>(1 << at);
    taken.changed = static_cast<uint8_t>(taken.changed & ~bit);
    edge->tick = taken.tick;
    edge->input = pgm_read_byte(&pins::kPlaceAt[taken.port][at]);
    edge->high = (taken.levels & bit) != 0;
    edge->blind = was_blind(taken.tick);
    return true;
}

void arm(uint8_t input) {
    uint8_t port, bit;
    if (!find(input, &port, &bit)) return;
    const uint8_t saved = SREG;
    cli();
    armed[port] = static_cast<uint8_t>(armed[port] | bit);
    if (muted_bits[port] & bit) {
        muted_bits[port] = static_cast<uint8_t>(muted_bits[port] & ~bit);
        watched[port] = static_cast<uint8_t>(watched[port] | bit);
        apply_mask(port);
        tell_level(port, bit);
    }
    SREG = saved;
}

bool muted(uint8_t input) {
    uint8_t port, bit;
    return find(input, &port, &bit) && (muted_bits[port] & bit) != 0;
}

uint16_t lost_edges() {
    const uint8_t saved = SREG;
    cli();
    const uint16_t lost = lost_count;
    SREG = saved;
    return lost;
}

// Both ports of the pods are looked at in either's interrupt: pods tapped together get the same stamp.
#if defined(__AVR_ATmega328P__)
ISR(PCINT0_vect) {
    const uint16_t low = TCNT1;
    const uint8_t first = PINB, second = PINC;
    edge_happened<0>(low, first);
    edge_happened<1>(low, second);
}
ISR(PCINT1_vect, ISR_ALIASOF(PCINT0_vect));
ISR(PCINT2_vect) {
    const uint16_t low = TCNT1;
    edge_happened<2>(low, PIND);
}
#else
ISR(PCINT0_vect) {
    const uint16_t low = TCNT1;
    const uint8_t first = PINB, second = PINK;
    edge_happened<0>(low, first);
    edge_happened<1>(low, second);
}
ISR(PCINT2_vect, ISR_ALIASOF(PCINT0_vect));
ISR(INT4_vect) {
    const uint16_t low = TCNT1;
    edge_happened<2>(low, PINE);
}
ISR(INT5_vect, ISR_ALIASOF(INT4_vect));
#endif

}  // namespace hal
}  // namespace pods

#endif  // __AVR__
