#include "settings.h"

#include "frames.h"
#include "hal.h"

namespace pods {

namespace {

constexpr uint8_t kLayout = 1;  // another number for another order of bytes
constexpr uint16_t kLockoutMs = 30;  // longer than any button bounced in the makers' data sheets; piezo needs more

uint8_t byte_of(uint32_t value, uint8_t place) { return static_cast<uint8_t>(value >> (8 * place)); }

uint32_t with_byte(uint32_t value, uint8_t place, uint8_t byte) {
    const uint32_t hole = ~(static_cast<uint32_t>(0xFF) << (8 * place));
    return (value & hole) | static_cast<uint32_t>(byte) << (8 * place);
}

}  // namespace

void Settings::set_defaults(uint32_t board_id) {
    board = {board_id, kMaxPods, PODS_WS2812 ? kLedWs2812 : kLedPlain, 1, 0, 5};
    for (uint8_t input = 0; input < kMaxInputs; ++input) {
        inputs[input] = {kInputEnabled | kInputPullUp, kLockoutMs, 0, 0};
    }
    // Sensors come with a comparator board that is high when there is light or sound. They are off until somebody
    // connects one: an open pin hears the mains.
    inputs[kMaxPods] = {kInputActiveHigh, 10, 0, 0};
    inputs[kMaxPods + 1] = {kInputActiveHigh, 100, 0, 0};
}

bool Settings::load() {
    uint16_t crc = 0xFFFF;
    for (uint8_t at = 0; at < kStoredBytes; ++at) {
        const uint8_t byte = hal::stored(static_cast<uint8_t>(kAddress + at));
        set_image(at, byte);
        if (at < kPayloadBytes) crc = crc16(crc, byte);
    }
    uint8_t wrong_byte;
    bool good = crc == crc_ && hal::stored(kAddress) == kLayout && check_board(board, &wrong_byte) == kFine;
    for (uint8_t input = 0; input < kMaxInputs; ++input) good = good && check_input(inputs[input], &wrong_byte) == kFine;
    if (!good) set_defaults(0);
    return good;
}

void Settings::save_a_little() {
    if (!saving() || hal::store_busy()) return;
    if (next_byte_ == 0) crc_ = 0xFFFF;
    const uint8_t byte = image(next_byte_);
    if (next_byte_ < kPayloadBytes) crc_ = crc16(crc_, byte);
    const uint8_t address = static_cast<uint8_t>(kAddress + next_byte_++);
    if (hal::stored(address) != byte) hal::store(address, byte);
}

uint8_t Settings::image(uint8_t at) const {
    if (at == 0) return kLayout;
    if (at < 5) return byte_of(board.board_id, static_cast<uint8_t>(at - 1));
    if (at >= kPayloadBytes) return byte_of(crc_, static_cast<uint8_t>(at - kPayloadBytes));
    switch (at) {
        case 5: return board.pods;
        case 6: return board.led_kind;
        case 7: return board.leds_per_pod;
        case 8: return board.reference;
        case 9: return board.ttl_ms;
    }
    const InputSettings &input = inputs[(at - 10) / 5];
    switch ((at - 10) % 5) {
        case 0: return input.flags;
        case 1: return byte_of(input.lockout_ms, 0);
        case 2: return byte_of(input.lockout_ms, 1);
        case 3: return input.confirm_100us;
        default: return input.level;
    }
}

void Settings::set_image(uint8_t at, uint8_t byte) {
    if (at == 0) return;
    if (at < 5) {
        board.board_id = with_byte(board.board_id, static_cast<uint8_t>(at - 1), byte);
        return;
    }
    if (at >= kPayloadBytes) {
        crc_ = static_cast<uint16_t>(with_byte(crc_, static_cast<uint8_t>(at - kPayloadBytes), byte));
        return;
    }
    switch (at) {
        case 5: board.pods = byte; return;
        case 6: board.led_kind = byte; return;
        case 7: board.leds_per_pod = byte; return;
        case 8: board.reference = byte; return;
        case 9: board.ttl_ms = byte; return;
    }
    InputSettings &input = inputs[(at - 10) / 5];
    switch ((at - 10) % 5) {
        case 0: input.flags = byte; return;
        case 1: input.lockout_ms = static_cast<uint16_t>(with_byte(input.lockout_ms, 0, byte)); return;
        case 2: input.lockout_ms = static_cast<uint16_t>(with_byte(input.lockout_ms, 1, byte)); return;
        case 3: input.confirm_100us = byte; return;
        default: input.level = byte; return;
    }
}

Reason check_board(const BoardSettings &board, uint8_t *wrong_byte) {
    const bool chain = board.led_kind == kLedApa102 || board.led_kind == kLedSk9822 || board.led_kind == kLedWs2812;
    const uint8_t leds_at_most = board.led_kind == kLedWs2812 ? kWs2812Leds : kChainLeds;
    *wrong_byte = 0;
    if (board.pods == 0 || board.pods > kMaxPods) *wrong_byte = 6;
    else if (board.led_kind > kLedWs2812) *wrong_byte = 7;
    else if (board.leds_per_pod == 0 || board.leds_per_pod > 16) *wrong_byte = 8;
    else if (!chain && board.leds_per_pod != 1) *wrong_byte = 8;
    else if (board.pods * board.leds_per_pod > leds_at_most) *wrong_byte = 8;
    else if (board.ttl_ms == 0) *wrong_byte = 10;
    if (*wrong_byte != 0) return kBadValue;
    const bool built = board.led_kind == kLedRgb      ? hal::has_rgb()
                       : board.led_kind == kLedWs2812 ? PODS_WS2812 != 0
                                                      : true;
    return built ? kFine : kNotAvailable;
}

Reason check_input(const InputSettings &input, uint8_t *wrong_byte) {
    *wrong_byte = 0;
    if (input.flags > (kInputEnabled | kInputActiveHigh | kInputPullUp)) *wrong_byte = 3;
    else if (input.lockout_ms == 0 || input.lockout_ms > 2000) *wrong_byte = 4;
    else if (input.confirm_100us * 4 > input.lockout_ms * 10) *wrong_byte = 6;
    return *wrong_byte == 0 ? kFine : kBadValue;
}

}  // namespace pods
