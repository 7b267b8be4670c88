// The TTL output: high at each light, and at marks that the host asks for.
#pragma once
#include <stdint.h>

#include "events.h"
#include "messages.h"
#include "ticks.h"

namespace pods {

class Pulse {
  public:
    explicit Pulse(EventQueue &events) : events_(events) {}

    void clear();
    void set_light_ms(uint8_t ms) { light_ticks_ = ticks_of_ms(ms); }
    // The output went high with a light at `tick`.
    void raised(Tick tick) { keep_until(tick + light_ticks_); }
    // kFine, or why the mark is refused. `known` tells that it was taken before.
    Reason accept(uint16_t mark, uint8_t flags, Tick at, uint16_t width_100us, Tick now, bool *known);
    bool knows(uint16_t mark) const;
    bool next_rise(Tick *at) const;
    // Raises the output for marks due within `ahead` ticks, waiting for the exact tick.
    PODS_APART void rise_due(Tick now, uint32_t ahead);
    void fall_due(Tick now);

  private:
    struct Mark {
        uint16_t mark;  // 0 is free
        uint16_t width_100us;
        Tick at;
    };
    void keep_until(Tick until);

    static constexpr uint8_t kMarks = 4;
    EventQueue &events_;
    Mark marks_[kMarks];
    uint16_t taken_[kMarks];
    uint8_t next_taken_ = 0;
    uint32_t light_ticks_ = ticks_of_ms(5);
    Tick until_ = 0;
    bool high_ = false;
};

}  // namespace pods
