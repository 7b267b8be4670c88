#include "events.h"

namespace pods {

namespace {
// More than USB and a 16 ms latency timer there and back.
constexpr uint32_t kRepeatTicks = ticks_of_ms(40);
}  // namespace

void EventQueue::clear() {
    start_ = used_ = count_ = first_number_ = cursor_number_ = cursor_place_ = 0;
    lost_ = 0;
}

uint16_t EventQueue::push(const EventWriter &event) {
    const uint8_t size = static_cast<uint8_t>(event.size() - 2);
    while (used_ + size + 2 > kEventBytes) {
        drop_oldest();
        count_up(lost_);
    }
    uint16_t place = static_cast<uint16_t>(start_ + used_);
    bytes_[place++ % kEventBytes] = event.body()[0];
    bytes_[place++ % kEventBytes] = size;
    for (uint8_t at = 0; at < size; ++at) bytes_[place++ % kEventBytes] = event.body()[2 + at];
    used_ = static_cast<uint16_t>(used_ + size + 2);
    ++count_;
    return static_cast<uint16_t>(next_number() - 1);
}

void EventQueue::heard(uint16_t first_missing) {
    const uint16_t done = static_cast<uint16_t>(first_missing - first_number_);
    if (done > count_) return;  // an old acknowledgement, or nonsense
    for (uint16_t left = done; left > 0; --left) drop_oldest();
    if (done > 0) first_sent_ = last_sent_;  // not earlier than the new first one was sent
}

bool EventQueue::next_to_send(Tick now, BodyWriter *body) {
    if (count_ == 0) return false;
    if (cursor_number_ == next_number()) {
        if (!reached(now, first_sent_ + kRepeatTicks)) return false;
        cursor_number_ = first_number_;
        cursor_place_ = start_;
    }
    *body = BodyWriter(at(cursor_place_), 0);
    body->u16(cursor_number_);
    const uint8_t size = at(static_cast<uint16_t>(cursor_place_ + 1));
    for (uint8_t place = 0; place < size; ++place) body->u8(at(static_cast<uint16_t>(cursor_place_ + 2 + place)));
    return true;
}

void EventQueue::sent(Tick now) {
    const uint8_t size = at(static_cast<uint16_t>(cursor_place_ + 1));
    cursor_place_ = static_cast<uint16_t>((cursor_place_ + 2 + size) % kEventBytes);
    if (cursor_number_ == first_number_) first_sent_ = now;
    ++cursor_number_;
    last_sent_ = now;
}

void EventQueue::drop_oldest() {
    const uint16_t size = static_cast<uint16_t>(2 + at(static_cast<uint16_t>(start_ + 1)));
    const bool cursor_on_it = cursor_number_ == first_number_;
    start_ = static_cast<uint16_t>((start_ + size) % kEventBytes);
    used_ = static_cast<uint16_t>(used_ - size);
    --count_;
    ++first_number_;
    if (cursor_on_it) {
        cursor_number_ = first_number_;
        cursor_place_ = start_;
    }
}

}  // namespace pods
