// The firmware's logic on a computer: a hardware layer in which time is a number. Commands on standard input, see main().
#include <cstdio>
#include <cstring>
#include <deque>
#include <vector>

#include "controller.h"
#include "hal.h"

namespace {

using pods::Tick;

Tick now_tick = 0;
std::deque<uint8_t> to_board;
std::deque<pods::Edge> edges;
uint8_t eeprom[256];
pods::LedSetup leds;
pods::Colour shown[pods::kMaxPods];
uint32_t boots = 0;
uint16_t show_ticks = 0;

void print_hex(const char *word, const uint8_t *bytes, size_t size) {
    std::printf("%s ", word);
    for (size_t at = 0; at < size; ++at) std::printf("%02x", bytes[at]);
    std::printf("\n");
}

std::vector<uint8_t> from_hex(const char *text) {
    std::vector<uint8_t> bytes;
    unsigned byte;
    for (; std::sscanf(text, "%2x", &byte) == 1; text += 2) bytes.push_back(static_cast<uint8_t>(byte));
    return bytes;
}

void print_sent(const uint8_t *wire, size_t length) {
    pods::FrameReceiver receiver;
    for (size_t at = 0; at < length; ++at) {
        if (receiver.take(wire[at])) print_hex("tx", receiver.body(), receiver.size());
    }
}

}  // namespace

namespace pods {
namespace hal {

void begin() { ++boots; }
Tick now() { return now_tick; }
void wait_until(Tick tick) {
    if (reached(tick, now_tick)) now_tick = tick;
}
void idle() {}
bool read(uint8_t *byte, Tick *received_at) {
    if (to_board.empty()) return false;
    *byte = to_board.front();
    to_board.pop_front();
    if (*byte == 0) *received_at = now_tick;
    return true;
}
uint16_t rx_lost() { return 0; }
uint8_t send_room() { return 63; }
bool send_idle() { return true; }
void send(const uint8_t *wire, uint8_t length) { print_sent(wire, length); }
void send_at(const uint8_t *wire, uint8_t length, Tick tick) {
    wait_until(tick);
    print_sent(wire, length);
}
void set_input(uint8_t, bool, bool) {}
bool next_edge(Edge *edge) {
    if (edges.empty() || !reached(now_tick, edges.front().tick)) return false;
    *edge = edges.front();
    edges.pop_front();
    return true;
}
void arm(uint8_t) {}
bool muted(uint8_t) { return false; }
uint16_t lost_edges() { return 0; }
void set_up_leds(const LedSetup &setup) { leds = setup; }
void show(uint16_t changed, const Colour *colours, bool, Tick *switched) {
    now_tick += show_ticks;
    for (uint8_t pod = 0; pod < kMaxPods; ++pod) {
        if (!(changed & (1U << pod))) continue;
        switched[pod] = now_tick;
        if (std::memcmp(&shown[pod], &colours[pod], sizeof(Colour)) == 0) continue;
        shown[pod] = colours[pod];
        std::printf("light %u %u %u %u %u %u\n", now_tick, pod, colours[pod].red, colours[pod].green, colours[pod].blue,
                    colours[pod].brightness);
    }
}
uint16_t lead_ticks(uint8_t) { return show_ticks; }
Tick raise_ttl() {
    std::printf("ttl %u 1\n", now_tick);
    return now_tick;
}
void lower_ttl() { std::printf("ttl %u 0\n", now_tick); }
bool has_rgb() { return true; }
bool has_sound(uint8_t) { return true; }
bool has_reference(uint8_t) { return true; }
void set_reference(uint8_t, uint8_t) {}
bool store_busy() { return false; }
void store(uint8_t address, uint8_t byte) { eeprom[address] = byte; }
uint8_t stored(uint8_t address) { return eeprom[address]; }
uint16_t supply_mv() { return 5000; }
uint16_t free_ram() { return 1000; }
uint32_t boot_id() { return boots; }
uint8_t reset_cause() { return 1; }
void every_second() {}

}  // namespace hal
}  // namespace pods

namespace {

pods::Controller *controller = nullptr;

void start() {
    delete controller;
    to_board.clear();
    edges.clear();
    controller = new pods::Controller();
    controller->begin();
    // Pods rest high, the sensors low.
    for (uint8_t input = 0; input < pods::kMaxInputs; ++input) edges.push_back({now_tick, input, input < pods::kMaxPods, false});
}

void run(Tick until, Tick every) {
    while (!pods::reached(now_tick, until)) {
        const Tick next = now_tick + every;
        now_tick = pods::reached(next, until) ? until : next;
        controller->step();
    }
}

// Frames alone: what a receiver finds in a stream.
void receive(const std::vector<uint8_t> &stream) {
    pods::FrameReceiver receiver;
    for (const uint8_t byte : stream) {
        if (receiver.take(byte)) print_hex("body", receiver.body(), receiver.size());
    }
    std::printf("bad %u\n", receiver.bad_frames());
}

void encode(const std::vector<uint8_t> &body) {
    uint8_t wire[pods::kLargestWire];
    print_hex("wire", wire, pods::encode_frame(body.data(), static_cast<uint8_t>(body.size()), wire));
}

}  // namespace

// start TICK | restart | edge TICK INPUT HIGH | body HEX | raw HEX | run TICK EVERY | spoil ADDRESS | slow TICKS |
// encode HEX | receive HEX; each command's output is ended by a line "ok".
int main() {
    std::memset(eeprom, 0xFF, sizeof eeprom);
    static char line[1 << 16];
    while (std::fgets(line, sizeof line, stdin) != nullptr) {
        unsigned a, b, c;
        char *rest = std::strchr(line, ' ');
        rest = rest == nullptr ? line + std::strlen(line) : rest + 1;
        if (std::sscanf(line, "start %u", &a) == 1) {
            now_tick = a;
            start();
        } else if (std::strncmp(line, "restart", 7) == 0) {
            start();
        } else if (std::sscanf(line, "edge %u %u %u", &a, &b, &c) == 3) {
            edges.push_back({a, static_cast<uint8_t>(b), c != 0, false});
        } else if (std::strncmp(line, "body", 4) == 0) {
            const std::vector<uint8_t> body = from_hex(rest);
            uint8_t wire[pods::kLargestWire];
            const uint8_t length = pods::encode_frame(body.data(), static_cast<uint8_t>(body.size()), wire);
            to_board.insert(to_board.end(), wire, wire + length);
        } else if (std::strncmp(line, "raw", 3) == 0) {
            const std::vector<uint8_t> bytes = from_hex(rest);
            to_board.insert(to_board.end(), bytes.begin(), bytes.end());
        } else if (std::sscanf(line, "run %u %u", &a, &b) == 2) {
            run(a, b);
        } else if (std::sscanf(line, "spoil %u", &a) == 1) {
            eeprom[a] = static_cast<uint8_t>(eeprom[a] ^ 1);
        } else if (std::sscanf(line, "slow %u", &a) == 1) {
            show_ticks = static_cast<uint16_t>(a);
        } else if (std::strncmp(line, "encode", 6) == 0) {
            encode(from_hex(rest));
        } else if (std::strncmp(line, "receive", 7) == 0) {
            receive(from_hex(rest));
        } else {
            std::printf("unknown %s", line);
        }
        std::printf("ok\n");
        std::fflush(stdout);
    }
    delete controller;
    return 0;
}
