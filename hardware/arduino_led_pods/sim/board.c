/* What simavr 1.6 does not do as a chip does, and what is done about it here:
 * - it prints and sleeps when a UART is polled: the UART's flags are set to 0, avr->sleep does nothing;
 * - it counts 11 bits a byte, and starts to count when it is given the first of some bytes: bytes are given 8 cycles
 *   before their end, with that as frame time, and the real frame time is put back at once. The few cycles matter:
 *   it looks for the next byte one frame time after the first, and must not look before the byte is there;
 * - it has no buffer behind the shift register that sends, so the interrupt for the next byte comes a byte late: a byte
 *   written within half a byte of the last one's end counts as having waited in that buffer;
 * - it keeps 64 received bytes where a chip keeps two and one in the shift register: the third is lost here too;
 * - a write to a port raises the pull-ups of its inputs anew: inputs are also set as externally driven;
 * - an external interrupt left at "low level" polls its pin at every cycle, 25 times slower than without;
 * - it has 64 timers: everything here shares one, with the list of what is to come kept by the caller;
 * - a Mega has pin-change interrupts on port B only: inputs 0 to 7 and the sensors work there. */
#include "board.h"

#include <simavr/avr_eeprom.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_hex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pin {
    char port;
    int bit;
};

struct layout {
    const char *name, *mcu;
    int pods, inputs;
    struct pin input[18];
    struct pin led[48]; /* three per pod for RGB, one for plain */
    int leds_per_pod_pins;
    struct pin ttl, data, clock;
    uint32_t ram_start, ram_end;
};

static const struct layout uno = {
    .name = "uno", .mcu = "atmega328p", .pods = 8, .inputs = 10,
    .input = {{'C', 0}, {'C', 1}, {'C', 2}, {'C', 3}, {'C', 4}, {'C', 5}, {'B', 0}, {'B', 1}, {'D', 2}, {'D', 3}},
    .led = {{'D', 3}, {'D', 4}, {'D', 5}, {'D', 6}, {'D', 7}, {'B', 3}, {'B', 4}, {'B', 5}},
    .leds_per_pod_pins = 1, .ttl = {'B', 2}, .data = {'B', 3}, .clock = {'B', 5},
    .ram_start = 0x100, .ram_end = 0x900,
};

static const struct layout mega = {
    .name = "mega", .mcu = "atmega2560", .pods = 16, .inputs = 18,
    .input = {{'B', 0}, {'B', 1}, {'B', 2}, {'B', 3}, {'B', 4}, {'B', 5}, {'B', 6}, {'B', 7},
              {'K', 0}, {'K', 1}, {'K', 2}, {'K', 3}, {'K', 4}, {'K', 5}, {'K', 6}, {'K', 7}, {'E', 4}, {'E', 5}},
    .led = {{'J', 1}, {'J', 0}, {'H', 1}, {'H', 0}, {'D', 3}, {'D', 2}, {'D', 1}, {'D', 0}, {'A', 0}, {'A', 1},
            {'A', 2}, {'A', 3}, {'A', 4}, {'A', 5}, {'A', 6}, {'A', 7}, {'C', 7}, {'C', 6}, {'C', 5}, {'C', 4},
            {'C', 3}, {'C', 2}, {'C', 1}, {'C', 0}, {'D', 7}, {'G', 2}, {'G', 1}, {'G', 0}, {'L', 7}, {'L', 6},
            {'L', 5}, {'L', 4}, {'L', 3}, {'L', 2}, {'L', 1}, {'L', 0}, {'F', 0}, {'F', 1}, {'F', 2}, {'F', 3},
            {'F', 4}, {'F', 5}, {'F', 6}, {'F', 7}, {'H', 3}, {'H', 4}, {'H', 5}, {'H', 6}},
    .leds_per_pod_pins = 3, .ttl = {'E', 3}, .data = {'A', 0}, .clock = {'A', 1},
    .ram_start = 0x200, .ram_end = 0x2200,
};

enum { TX_BUFFER_CYCLES = BYTE_CYCLES / 2 };

static const struct layout *layout;
static struct board_callbacks call;
static avr_t *avr;
static avr_uart_t *uart;
static avr_irq_t *uart_in;
static enum light_kind lights;
static int leds_per_pod;
static bool stopping;
static cycles_t wake_at;
static cycles_t line_free; /* end of the last byte sent */
static int overruns;
static struct { uint8_t mask, value; } driven[256];
static int colours[16][4];

static avr_irq_t *pin_irq(struct pin pin) {
    return avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(pin.port), pin.bit);
}

static cycles_t on_wake(avr_t *core, avr_cycle_count_t when, void *param) {
    (void)core, (void)when, (void)param;
    wake_at = 0;
    call.due(avr->cycle);
    /* A sleeping chip is moved on to its next timer at once: let that be now, when the run is to stop here. */
    if (stopping) board_wake_at(avr->cycle + 1);
    return 0;
}

void board_wake_at(cycles_t cycle) {
    if (wake_at != 0) avr_cycle_timer_cancel(avr, on_wake, NULL);
    wake_at = cycle;
    avr_cycle_timer_register(avr, cycle > avr->cycle ? cycle - avr->cycle : 1, on_wake, NULL);
}

static void tell_light(int pod, const int now[4]) {
    if (memcmp(colours[pod], now, sizeof colours[pod]) == 0) return;
    memcpy(colours[pod], now, sizeof colours[pod]);
    call.light(pod, now, avr->cycle);
}

static void on_led_pin(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq;
    const int place = (int)(intptr_t)param;
    const int pins = layout->leds_per_pod_pins;
    int now[4];
    memcpy(now, colours[place / pins], sizeof now);
    now[place % pins] = (value & 1) ? 255 : 0;
    now[3] = (now[0] | now[1] | now[2]) ? 255 : 0;
    tell_light(place / pins, now);
}

/* --- a chain of LEDs, clocked in bit by bit --- */

static struct {
    uint32_t word;
    int bits;  /* of the word; 0 between words, where zeros are counted */
    int zeros; /* 32 of them are a start frame */
    int led;   /* -1 before the first start frame */
    int data;
    int waiting[16][4]; /* SK9822 shows these at the next start frame */
} chain = {.led = -1};

static void chain_start(void) {
    for (int pod = 0; lights == LIGHTS_SK9822 && pod < layout->pods; ++pod) tell_light(pod, chain.waiting[pod]);
    chain.led = chain.bits = 0;
}

static void chain_word(uint32_t word) {
    const int led = chain.led++;
    const int pod = led / leds_per_pod;
    if ((word >> 29) != 7 || pod >= layout->pods || led % leds_per_pod != leds_per_pod - 1) return;
    const int brightness = (int)(word >> 24 & 31) * 255 / 31;
    const int now[4] = {brightness ? (int)(word & 255) : 0, brightness ? (int)(word >> 8 & 255) : 0,
                        brightness ? (int)(word >> 16 & 255) : 0, brightness};
    memcpy(chain.waiting[pod], now, sizeof now);
    if (lights == LIGHTS_APA102) tell_light(pod, now);
}

static void on_data(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    chain.data = value & 1;
}

static void on_clock(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    if (!(value & 1)) return;
    if (chain.bits == 0 && chain.data == 0) {
        if (++chain.zeros == 32) chain_start();
        return;
    }
    chain.zeros = 0;
    if (chain.led < 0) return;
    chain.word = chain.word << 1 | (uint32_t)chain.data;
    if (++chain.bits < 32) return;
    chain.bits = 0;
    chain_word(chain.word);
}

/* --- WS2812: a bit is as long as its pulse --- */

static struct {
    cycles_t rose, fell;
    uint32_t word;
    int bits, led;
} ws2812;

static void on_pulse(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    /* Limits of the data sheet in cycles of 62.5 ns: a zero is 4 to 8 long, a one 9 to 16, a bit 18 to 24. */
    enum { SHORTEST = 4, LONGEST_ZERO = 8, LONGEST_ONE = 16, SHORTEST_BIT = 18, RESET = 800 };
    if (value & 1) {
        if (avr->cycle - ws2812.fell > RESET) ws2812.led = ws2812.bits = 0;
        else if (avr->cycle - ws2812.rose < SHORTEST_BIT) ws2812.led = INT16_MAX; /* nothing more is understood */
        ws2812.rose = avr->cycle;
        return;
    }
    const cycles_t high = avr->cycle - ws2812.rose;
    ws2812.fell = avr->cycle;
    if (high < SHORTEST || high > LONGEST_ONE) ws2812.led = INT16_MAX;
    ws2812.word = ws2812.word << 1 | (high > LONGEST_ZERO);
    if (++ws2812.bits < 24) return;
    ws2812.bits = 0;
    const int led = ws2812.led++, pod = led / leds_per_pod;
    if (pod >= layout->pods || led % leds_per_pod != leds_per_pod - 1) return;
    const uint32_t word = ws2812.word;
    const int now[4] = {(int)(word >> 8 & 255), (int)(word >> 16 & 255), (int)(word & 255), (word & 0xFFFFFF) ? 255 : 0};
    tell_light(pod, now);
}

static void on_ttl(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    call.ttl(value & 1, avr->cycle);
}

/* --- serial --- */

static void on_byte_out(avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    uart->cycles_per_byte = BYTE_CYCLES;
    const bool waited = avr->cycle < line_free + TX_BUFFER_CYCLES;
    const cycles_t starts = waited ? line_free : avr->cycle;
    line_free = starts + BYTE_CYCLES;
    call.byte_out((uint8_t)value, line_free);
}

void board_byte_in(uint8_t byte) {
    const unsigned kept = (uart->input.write - uart->input.read) % uart_fifo_fifo_size;
    if (kept >= 3) {
        ++overruns;
        avr_regbit_set(avr, uart->dor);
        return;
    }
    uart->cycles_per_byte = BYTE_IN_EARLY;
    avr_raise_irq(uart_in, byte);
    uart->cycles_per_byte = BYTE_CYCLES;
}

static avr_uart_t *find_uart(void) {
    for (avr_io_t *io = avr->io_port; io != NULL; io = io->next) {
        if (strcmp(io->kind, "uart") == 0 && ((avr_uart_t *)io)->name == '0') return (avr_uart_t *)io;
    }
    fputs("podsim: this chip has no UART 0\n", stderr);
    exit(2);
}

/* --- inputs --- */

bool board_has_input(int input) { return input >= 0 && input < layout->inputs; }

void board_input(int input, int level) {
    const struct pin pin = layout->input[input];
    const uint8_t bit = (uint8_t)(1 << pin.bit);
    driven[(int)pin.port].mask |= bit;
    driven[(int)pin.port].value = (uint8_t)((driven[(int)pin.port].value & ~bit) | (level ? bit : 0));
    avr_ioport_external_t external = {
        .name = pin.port, .mask = driven[(int)pin.port].mask, .value = driven[(int)pin.port].value};
    avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL(pin.port), &external);
    avr_raise_irq(pin_irq(pin), (uint32_t)level);
}

/* --- the chip --- */

static void no_sleep(avr_t *core, avr_cycle_count_t cycles) { (void)core, (void)cycles; }

static void quiet(avr_t *core, const int level, const char *format, va_list arguments) {
    (void)core;
    if (level == LOG_ERROR) vfprintf(stderr, format, arguments);
}

static void paint_stack(void) { memset(avr->data + layout->ram_start, 0xA5, layout->ram_end - layout->ram_start); }

static void calm_uart(void) {
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
}

static void rest_inputs(void) {
    /* Pods are switches to ground with pull-ups: high while nobody taps. The sensors are low, which they are without
     * being driven; driven low before the firmware has said which edges it wants, they are polled at every cycle. */
    for (int pod = 0; pod < layout->pods; ++pod) board_input(pod, 1);
}

static void release_low_sensors(void) {
    for (int input = layout->pods; input < layout->inputs; ++input) {
        const struct pin pin = layout->input[input];
        const uint8_t bit = (uint8_t)(1 << pin.bit);
        if (!(driven[(int)pin.port].value & bit)) driven[(int)pin.port].mask &= (uint8_t)~bit;
    }
}

void board_reset(void) {
    avr_reset(avr);
    release_low_sensors();
    calm_uart();
    line_free = avr->cycle;
    memset(&chain, 0, sizeof chain);
    chain.led = -1;
    for (int port = 0; port < 256; ++port) {
        if (driven[port].mask == 0) continue;
        avr_ioport_external_t external = {.name = (unsigned)port, .mask = driven[port].mask, .value = driven[port].value};
        avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL(port), &external);
    }
    /* The reset has cleared the registers that a pin is read from; only a change writes them again. */
    for (int input = 0; input < layout->inputs; ++input) {
        const struct pin pin = layout->input[input];
        const uint8_t bit = (uint8_t)(1 << pin.bit);
        if (!(driven[(int)pin.port].mask & bit)) continue;
        const uint32_t level = (driven[(int)pin.port].value & bit) != 0;
        avr_raise_irq(pin_irq(pin), !level);
        avr_raise_irq(pin_irq(pin), level);
    }
    if (wake_at != 0) {
        const cycles_t wake = wake_at;
        wake_at = 0;
        board_wake_at(wake);
    }
}

void board_load(const char *kind, const char *hex_path, enum light_kind light_kind, int leds,
                const struct board_callbacks *callbacks) {
    layout = strcmp(kind, "mega") == 0 ? &mega : &uno;
    lights = light_kind;
    leds_per_pod = leds;
    call = *callbacks;
    avr_global_logger_set(quiet);
    avr = avr_make_mcu_by_name(layout->mcu);
    if (avr == NULL) {
        fprintf(stderr, "podsim: this libsimavr does not know the %s\n", layout->mcu);
        exit(2);
    }
    elf_firmware_t firmware = {.frequency = FREQUENCY, .vcc = 5000, .avcc = 5000, .aref = 5000};
    snprintf(firmware.mmcu, sizeof firmware.mmcu, "%s", layout->mcu);
    firmware.flash = read_ihex_file(hex_path, &firmware.flashsize, &firmware.flashbase);
    if (firmware.flash == NULL) {
        fprintf(stderr, "podsim: cannot read the firmware %s\n", hex_path);
        exit(2);
    }
    avr_init(avr);
    avr_load_firmware(avr, &firmware);
    avr->sleep = no_sleep;
    avr->run = avr_callback_run_raw;
    avr->log = LOG_ERROR;
    paint_stack();
    calm_uart();
    uart = find_uart();
    uart_in = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_byte_out, NULL);
    avr_irq_register_notify(pin_irq(layout->ttl), on_ttl, NULL);
    pin_irq(layout->ttl)->flags |= IRQ_FLAG_FILTERED;
    if (lights == LIGHTS_APA102 || lights == LIGHTS_SK9822) {
        avr_irq_register_notify(pin_irq(layout->data), on_data, NULL);
        avr_irq_register_notify(pin_irq(layout->clock), on_clock, NULL);
        pin_irq(layout->clock)->flags |= IRQ_FLAG_FILTERED;
    } else if (lights == LIGHTS_WS2812) {
        avr_irq_register_notify(pin_irq(layout->data), on_pulse, NULL);
        pin_irq(layout->data)->flags |= IRQ_FLAG_FILTERED;
    } else {
        for (int place = 0; place < layout->pods * layout->leds_per_pod_pins; ++place) {
            avr_irq_register_notify(pin_irq(layout->led[place]), on_led_pin, (void *)(intptr_t)place);
        }
    }
    rest_inputs();
}

cycles_t board_now(void) { return avr->cycle; }

void board_stop(void) { stopping = true; }

void board_run(void) {
    stopping = false;
    while (!stopping) {
        const int state = avr_run(avr);
        if (state != cpu_Done && state != cpu_Crashed) continue;
        fprintf(stderr, "podsim: the firmware crashed at 0x%x\n", avr->pc);
        exit(3);
    }
}

long board_stack_left(void) {
    long best = 0, run = 0;
    for (uint32_t at = layout->ram_start; at < layout->ram_end; ++at) {
        run = avr->data[at] == 0xA5 ? run + 1 : 0;
        if (run > best) best = run;
    }
    return best;
}

int board_overruns(void) { return overruns; }
