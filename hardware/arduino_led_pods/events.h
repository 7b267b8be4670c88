// Events, numbered and kept until the host has acknowledged them (PROTOCOL.md, "Sequence, answers, repetition").
#pragma once
#include <stdint.h>

#include "board_size.h"
#include "messages.h"
#include "ticks.h"

namespace pods {

class EventQueue {
  public:
    static constexpr uint8_t kSlots = kEventBytes / (kLargestEvent + 2);

    void clear();
    // Keeps an event, written without its number, and returns the number. Drops the oldest for want of room.
    uint16_t push(const EventWriter &event);
    void heard(uint16_t first_missing);
    // True when an event has to be sent now: `body` gets it.
    bool next_to_send(Tick now, BodyWriter *body);
    void sent(Tick now);

    uint16_t next_number() const { return static_cast<uint16_t>(first_number_ + count_); }
    uint16_t first_held() const { return first_number_; }
    uint16_t lost() const { return lost_; }

  private:
    uint8_t at(uint16_t place) const { return bytes_[place % kEventBytes]; }
    void drop_oldest();

    uint8_t bytes_[kEventBytes];  // a ring of records: type, payload size, payload
    uint16_t start_ = 0;
    uint16_t used_ = 0;
    uint16_t count_ = 0;
    uint16_t first_number_ = 0;
    uint16_t cursor_number_ = 0;  // next to send
    uint16_t cursor_place_ = 0;
    Tick first_sent_ = 0;  // when the oldest was sent last
    Tick last_sent_ = 0;
    uint16_t lost_ = 0;
};

}  // namespace pods
