// Three flashes: no fourth may begin within any second. Lights that go on within 5 ms are one flash.
#pragma once
#include <stdint.h>

#include "board_size.h"
#include "ticks.h"

namespace pods {

class FlashLimit {
  public:
    static constexpr uint8_t kMost = kCueSlots + 5;

    // Starts a question: add() every flash that was or will be, then delay_ms() of the new one.
    void ask() { count_ = 0; }
    void add(Tick at);
    // 0 when one more at `at` keeps the limit, else how many milliseconds later it would.
    uint16_t delay_ms(Tick at) const;

  private:
    bool allowed(Tick at) const;

    Tick ticks_[kMost];  // in order
    uint8_t count_ = 0;
};

// When the latest flashes began; enough of them for any second that is not over.
class FlashHistory {
  public:
    void happened(Tick at);
    void forget_old(Tick now);
    void add_to(FlashLimit *limit) const;

  private:
    static constexpr uint8_t kKept = 4;
    Tick ticks_[kKept];
    uint8_t count_ = 0;
};

}  // namespace pods
