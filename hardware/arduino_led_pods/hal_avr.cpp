// The hardware layer for ATmega328P and ATmega2560 at 16 MHz. Timer 1 counts ticks; Timer 0's interrupt is off, so
// millis() and delay() stand still. Serial is driven here, so that its interrupts stay short.
#ifdef __AVR__

#include <Arduino.h>
#include <avr/eeprom.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

#include "hal.h"
#include "hal_avr.h"
#include "pins.h"

#if F_CPU != 16000000UL
#error "Ticks and baud rate are made for 16 MHz."
#endif

#if defined(__AVR_ATmega328P__)
#define PODS_RX_VECTOR USART_RX_vect
#define PODS_TX_VECTOR USART_UDRE_vect
#else
#define PODS_RX_VECTOR USART0_RX_vect
#define PODS_TX_VECTOR USART0_UDRE_vect
#endif

extern uint8_t __heap_start;

namespace pods {
namespace hal {

volatile uint16_t timer_high = 0;

namespace {

constexpr Tick kPollTicks = 8;  // wait_until() looks at the time at least this often
constexpr uint8_t kRxBytes = 128, kTxBytes = 64, kDelimiters = 8;

uint8_t rx[kRxBytes];
volatile uint8_t rx_head = 0, rx_tail = 0;
uint16_t delimiters[kDelimiters];  // readings of Timer 1, which turns over after 33 ms: they are taken out long before
volatile uint8_t delimiter_head = 0, delimiter_tail = 0;
volatile uint16_t rx_lost_count = 0;
uint8_t tx[kTxBytes];
volatile uint8_t tx_head = 0, tx_tail = 0;

uint32_t boot = 0;
uint8_t cause = 0;
uint16_t millivolts = 0;

// A number that differs at every start: a count in EEPROM, stirred so that neighbours do not look alike.
uint32_t count_this_start() {
    const uint32_t starts = eeprom_read_dword(nullptr) + 1;
    eeprom_update_dword(nullptr, starts);
    return starts * 2654435761UL + 0x5A17;
}

void begin_supply() {
#if defined(__AVR_ATmega328P__)
    ADMUX = _BV(REFS0) | 0x0E;
#else
    ADMUX = _BV(REFS0) | 0x1E;
#endif
    ADCSRA = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
}

void begin_serial() {
    UBRR0 = 3;  // 500 000 baud, exact
    UCSR0A = _BV(U2X0);
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}

// Wakes the processor every 256 us; the interrupt itself does nothing.
void begin_heartbeat() {
    TCCR2A = _BV(WGM21);
    TCCR2B = _BV(CS22);
    OCR2A = 63;
    TIMSK2 = _BV(OCIE2A);
    set_sleep_mode(SLEEP_MODE_IDLE);
}

uint8_t tx_used() { return static_cast<uint8_t>((tx_head - tx_tail) & (kTxBytes - 1)); }

void put(const uint8_t *wire, uint8_t length) {
    for (uint8_t at = 0; at < length; ++at) {
        tx[tx_head] = wire[at];
        tx_head = static_cast<uint8_t>((tx_head + 1) & (kTxBytes - 1));
    }
}

}  // namespace

void begin() {
    cause = MCUSR & 0x0F;
    MCUSR = 0;
    wdt_disable();
    TIMSK0 = 0;  // what the Arduino core has started is not used
#if defined(__AVR_ATmega2560__)
    TCCR3B = TCCR4B = TCCR5B = 0;
#endif
    TCCR1A = 0;
    TCCR1B = _BV(CS11);
    TCNT1 = 0;
    TIFR1 = _BV(TOV1);
    TIMSK1 = _BV(TOIE1);
    boot = count_this_start();
    begin_heartbeat();
    begin_supply();
    begin_serial();
    begin_inputs();
    begin_lights();
}

Tick now() {
    const uint8_t saved = SREG;
    cli();
    const Tick tick = stamp();
    SREG = saved;
    return tick;
}

void wait_until(Tick tick) {
    while (!reached(now(), tick)) {
    }
}

void idle() {
    if (rx_head == rx_tail && !edges_wait()) sleep_mode();
}

// --- serial ---

bool read(uint8_t *byte, Tick *received_at) {
    const uint8_t tail = rx_tail;
    if (rx_head == tail) return false;
    *byte = rx[tail];
    rx_tail = static_cast<uint8_t>((tail + 1) & (kRxBytes - 1));
    if (*byte == 0) {
        const Tick taken_out = now();
        const uint16_t ago = static_cast<uint16_t>(static_cast<uint16_t>(taken_out) - delimiters[delimiter_tail]);
        *received_at = taken_out - ago - kInterruptTicks;
        delimiter_tail = static_cast<uint8_t>((delimiter_tail + 1) & (kDelimiters - 1));
    }
    return true;
}

uint16_t rx_lost() {
    const uint8_t saved = SREG;
    cli();
    const uint16_t lost = rx_lost_count;
    SREG = saved;
    return lost;
}

uint8_t send_room() { return static_cast<uint8_t>(kTxBytes - 1 - tx_used()); }

bool send_idle() { return tx_used() == 0; }

void send(const uint8_t *wire, uint8_t length) {
    put(wire, length);
    UCSR0B |= _BV(UDRIE0);
}

void send_at(const uint8_t *wire, uint8_t length, Tick tick) {
    put(wire + 1, static_cast<uint8_t>(length - 1));
    wait_until(tick - kPollTicks);
    const uint8_t saved = SREG;
    cli();
    while (static_cast<int16_t>(TCNT1 - static_cast<uint16_t>(tick)) < 0) {
    }
    UDR0 = wire[0];
    SREG = saved;
    UCSR0B |= _BV(UDRIE0);
}

// The interrupt that comes most often: an edge that comes meanwhile is stamped when it is over, so it does very little.
ISR(PODS_RX_VECTOR) {
    const uint16_t low = TCNT1;
    const uint8_t status = UCSR0A;
    const uint8_t byte = UDR0;
    const uint8_t head = rx_head;
    const uint8_t next = static_cast<uint8_t>((head + 1) & (kRxBytes - 1));
    bool lost = next == rx_tail;
    if (byte == 0) {
        if (rx[(head - 1) & (kRxBytes - 1)] == 0) return;  // a second zero in a row means nothing
        const uint8_t zero = delimiter_head;
        const uint8_t next_zero = static_cast<uint8_t>((zero + 1) & (kDelimiters - 1));
        lost = lost || next_zero == delimiter_tail;
        if (!lost) {
            delimiters[zero] = low;
            delimiter_head = next_zero;
        }
    }
    if (lost || (status & _BV(DOR0))) count_up_volatile(&rx_lost_count);
    if (lost) return;
    rx[head] = byte;
    rx_head = next;
}

ISR(PODS_TX_VECTOR) {
    const uint8_t tail = tx_tail;
    if (tail == tx_head) {
        UCSR0B &= static_cast<uint8_t>(~_BV(UDRIE0));
        return;
    }
    UDR0 = tx[tail];
    tx_tail = static_cast<uint8_t>((tail + 1) & (kTxBytes - 1));
}

EMPTY_INTERRUPT(TIMER2_COMPA_vect)

ISR(TIMER1_OVF_vect) { timer_high = static_cast<uint16_t>(timer_high + 1); }

// --- the rest ---

bool store_busy() { return !eeprom_is_ready(); }

void store(uint8_t address, uint8_t byte) {
    eeprom_write_byte(reinterpret_cast<uint8_t *>(static_cast<uintptr_t>(address)), byte);
}

uint8_t stored(uint8_t address) {
    return eeprom_read_byte(reinterpret_cast<const uint8_t *>(static_cast<uintptr_t>(address)));
}

uint16_t supply_mv() { return millivolts; }

uint16_t free_ram() { return static_cast<uint16_t>(SP - reinterpret_cast<uintptr_t>(&__heap_start)); }

uint32_t boot_id() { return boot; }

uint8_t reset_cause() { return cause; }

// Measures the 1.1 V reference against the supply; the chip's own reference is only good to 10 %.
void every_second() {
    if (ADCSRA & _BV(ADSC)) return;
    const uint16_t reading = ADC;
    if (reading > 100) millivolts = static_cast<uint16_t>(1125300UL / reading);
    ADCSRA |= _BV(ADSC);
}

}  // namespace hal
}  // namespace pods

#endif  // __AVR__
