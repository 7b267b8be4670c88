#include "taps.h"

namespace pods {

void TapInput::begin(const InputSettings &settings) {
    settings_ = &settings;
    counts_ = {0, 0, 0, 0, 0, 0};
    counted_ = last_edge_ = 0;
    flags_ = 0;
    active_ = told_ = locked_ = waits_ = false;
    wants_arming_ = true;
}

bool TapInput::advance(Tick now, Tap *tap) {
    for (;;) {
        if (waits_ && confirm(now, tap)) return true;
        if (waits_ || !locked_ || !reached(now, counted_ + ticks_of_ms(settings_->lockout_ms))) return false;
        locked_ = false;
        wants_arming_ = true;
        if (active_ == told_) return false;
        // What happened within the lockout is told late, with the stamp of its last edge.
        if (count_edge(last_edge_, kEdgeHidden, tap)) return true;
    }
}

bool TapInput::edge(Tick tick, bool high, bool blind, Tap *tap) {
    const bool active = high == ((settings_->flags & kInputActiveHigh) != 0);
    if (active == active_) {
        wants_arming_ = !locked_;
        return false;
    }
    active_ = active;
    counts_.state_s = 0;
    last_edge_ = tick;
    if (locked_) {
        count_up(counts_.noise);
        const uint32_t bounce_us = (tick - counted_) / 2;
        const uint16_t capped_us = static_cast<uint16_t>(bounce_us > 0xFFFF ? 0xFFFF : bounce_us);
        if (capped_us > counts_.bounce_us) counts_.bounce_us = capped_us;
        return false;
    }
    return count_edge(tick, blind ? kEdgeBlind : 0, tap);
}

void TapInput::every_second() { count_up(counts_.state_s); }

bool TapInput::undecided(Tick *since) const {
    if (waits_) {
        *since = counted_;
        return true;
    }
    *since = counted_ + 1;
    return locked_ && active_ != told_;
}

bool TapInput::count_edge(Tick tick, uint8_t flags, Tap *tap) {
    told_ = active_;
    counted_ = tick;
    locked_ = true;
    if (told_ && settings_->confirm_100us != 0) {
        waits_ = true;
        flags_ = flags;
        return false;
    }
    return tell(tick, flags, tap);
}

bool TapInput::tell(Tick tick, uint8_t flags, Tap *tap) {
    count_up(told_ ? counts_.presses : counts_.releases);
    *tap = {tick, told_, flags};
    return true;
}

bool TapInput::confirm(Tick now, Tap *tap) {
    const uint32_t wait = settings_->confirm_100us * 200UL;
    const Tick first = counted_ + wait;
    // Active now, and since the last edge: so it was active at some time after `first` once `now` is past it.
    if (active_ && ticks_from(first, now) > 0) {
        waits_ = false;
        return tell(counted_, flags_, tap);
    }
    if (reached(now, first + wait)) {
        waits_ = false;
        told_ = false;
        count_up(counts_.rejected);
    }
    return false;
}

}  // namespace pods
