#include "pulse.h"

#include "hal.h"

namespace pods {

void Pulse::clear() {
    for (uint8_t place = 0; place < kMarks; ++place) marks_[place].mark = taken_[place] = 0;
    if (high_) hal::lower_ttl();
    high_ = false;
}

Reason Pulse::accept(uint16_t mark, uint8_t flags, Tick at, uint16_t width_100us, Tick now, bool *known) {
    *known = knows(mark);
    if (*known) return kFine;
    for (uint8_t place = 0; place < kMarks; ++place) {
        if (marks_[place].mark != 0) continue;
        marks_[place] = {mark, width_100us, (flags & kFlagNow) ? now : at};
        taken_[next_taken_] = mark;
        next_taken_ = static_cast<uint8_t>((next_taken_ + 1) % kMarks);
        return kFine;
    }
    return kFull;
}

bool Pulse::knows(uint16_t mark) const {
    for (const uint16_t taken : taken_) {
        if (taken == mark) return true;
    }
    return false;
}

bool Pulse::next_rise(Tick *at) const {
    bool found = false;
    for (uint8_t place = 0; place < kMarks; ++place) {
        if (marks_[place].mark == 0) continue;
        *at = found ? earlier_of(*at, marks_[place].at) : marks_[place].at;
        found = true;
    }
    return found;
}

void Pulse::rise_due(Tick now, uint32_t ahead) {
    Tick at;
    if (!next_rise(&at) || ticks_from(now, at) > static_cast<int32_t>(ahead)) return;
    hal::wait_until(at);
    const Tick on_tick = hal::raise_ttl();
    for (uint8_t place = 0; place < kMarks; ++place) {
        Mark &mark = marks_[place];
        if (mark.mark == 0 || !reached(on_tick, mark.at)) continue;
        const bool late = ticks_from(mark.at, on_tick) > kLateTicks;
        EventWriter event(kMarked, 0);
        event.u16(mark.mark).u8(late ? kFlagLate : 0).u32(on_tick);
        events_.push(event);
        keep_until(on_tick + static_cast<Tick>(mark.width_100us) * 200);
        mark.mark = 0;
    }
}

void Pulse::fall_due(Tick now) {
    if (!high_ || !reached(now, until_)) return;
    hal::lower_ttl();
    high_ = false;
}

void Pulse::keep_until(Tick until) {
    if (!high_ || reached(until, until_)) until_ = until;
    high_ = true;
}

}  // namespace pods
