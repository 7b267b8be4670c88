// What the owner has set, kept in EEPROM with a checksum.
#pragma once
#include <stdint.h>

#include "board_size.h"
#include "messages.h"

namespace pods {

struct InputSettings {
    uint8_t flags;
    uint16_t lockout_ms;
    uint8_t confirm_100us;
    uint8_t level;
};

struct BoardSettings {
    uint32_t board_id;
    uint8_t pods;
    uint8_t led_kind;
    uint8_t leds_per_pod;
    uint8_t reference;
    uint8_t ttl_ms;
};

class Settings {
  public:
    BoardSettings board;
    InputSettings inputs[kMaxInputs];

    void set_defaults(uint32_t board_id);
    // Reads EEPROM; false, and defaults hold, when its checksum is wrong.
    bool load();
    void save() { next_byte_ = 0; }
    bool saving() const { return next_byte_ < kStoredBytes; }
    // Writes at most one byte to EEPROM; call it often.
    void save_a_little();

    static constexpr uint8_t kAddress = 8;  // below it, the count of starts
    static constexpr uint8_t kPayloadBytes = 10 + 5 * kMaxInputs;
    static constexpr uint8_t kStoredBytes = kPayloadBytes + 2;

  private:
    uint8_t image(uint8_t at) const;
    void set_image(uint8_t at, uint8_t byte);

    uint8_t next_byte_ = kStoredBytes;
    uint16_t crc_ = 0;
};

// kFine, or why these settings are refused; `wrong_byte` gets the place of a BAD_VALUE in the body.
Reason check_board(const BoardSettings &board, uint8_t *wrong_byte);
Reason check_input(const InputSettings &input, uint8_t *wrong_byte);

}  // namespace pods
