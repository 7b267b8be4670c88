#include "cues.h"

#include "hal.h"

namespace pods {

namespace {

constexpr int32_t kTogether = 20;  // 10 us: lights this close switch in one go
constexpr Colour kDark = {0, 0, 0, 0};

uint16_t bit_of(uint8_t pod) { return static_cast<uint16_t>(1U << pod); }

}  // namespace

void Cues::drop_all() {
    for (Cue &cue : cues_) cue.state = kFree;
    busy_ = 0;
    for (uint16_t &round : rounds_) round = 0;
    for (Colour &colour : shown_) colour = kDark;
    identified_ = 0;
    late_lights_ = 0;
    hal::show(static_cast<uint16_t>((1UL << kMaxPods) - 1), shown_, false, switched_);
}

Reason Cues::accept(const LightOrder &order, Tick now, bool *known, uint16_t *detail) {
    const uint8_t rule = order.flags & kFlagRule;
    *detail = 0;
    if (order.round == 0) *detail = 3;
    else if (order.flags > (kFlagRule | kFlagRelease | kFlagNow)) *detail = 5;
    else if (order.colour.dark()) *detail = 9;
    else if (order.on_ticks > kLongestTicks || (rule == kRuleNone && order.on_ticks == 0)) *detail = 14;
    else if (order.window_ticks > kLongestTicks || (rule >= kRuleTimeout && order.window_ticks == 0)) *detail = 18;
    if (*detail != 0) return kBadValue;
    *known = knows(order.round);
    if (*known) return kFine;

    const Tick at = (order.flags & kFlagNow) ? now : order.at;
    const Reason when = check_at(at, now);
    if (when != kFine) return when;
    Cue *cue = free_cue();
    if (cue == nullptr) return kFull;
    *detail = flash_delay(at, now);
    if (*detail != 0) return kFlashLimit;
    ++busy_;
    cue->round = order.round;
    cue->pod = order.pod;
    cue->flags = order.flags;
    cue->state = kScheduled;
    cue->lit = cue->has_tap = cue->has_off = cue->old = false;
    cue->at = at;
    cue->window_ticks = order.window_ticks;
    cue->colour = order.colour;
    cue->on_ticks = order.on_ticks;
    rounds_[next_round_] = order.round;
    next_round_ = static_cast<uint8_t>((next_round_ + 1) % kRounds);
    return kFine;
}

Reason Cues::identify(uint8_t pod, const Colour &colour, uint16_t ms, Tick now, uint16_t *detail) {
    if (open_on(pod) != nullptr) return kBusy;
    if (!(identified_ & bit_of(pod))) {
        *detail = flash_delay(now, now);
        if (*detail != 0) return kFlashLimit;
        history_.happened(now);
    }
    shown_[pod] = colour;
    identified_ |= bit_of(pod);
    identify_until_[pod] = now + ticks_of_ms(ms);
    hal::show(bit_of(pod), shown_, false, switched_);
    return kFine;
}

bool Cues::cancel(uint16_t round, Tick now) {
    bool found = false;
    for (Cue &cue : cues_) {
        if (cue.state == kFree || cue.round != round) continue;
        closes(cue, kOutCancelled, now);
        found = true;
    }
    close_all_closing();
    return found;
}

void Cues::end_all(OutReason reason, Tick now) {
    for (Cue &cue : cues_) {
        if (cue.state != kFree) closes(cue, reason, now);
    }
    for (uint8_t pod = 0; pod < kMaxPods; ++pod) {
        if (identified_ & bit_of(pod)) identify_until_[pod] = now;
    }
    close_all_closing();
    end_identify(now);
}

bool Cues::next_switch(Tick *at) const {
    if (busy_ == 0) return false;
    bool found = false;
    for (const Cue &cue : cues_) {
        Tick due = cue.at;
        if (cue.dims()) due += cue.on_ticks;
        else if (cue.state != kScheduled) continue;
        *at = found ? earlier_of(*at, due) : due;
        found = true;
    }
    return found;
}

void Cues::switch_due(Tick now, uint32_t ahead) {
    Tick at;
    if (!next_switch(&at) || ticks_from(now, at) > static_cast<int32_t>(ahead)) return;
    bool lights = false;
    const uint16_t changed = stage_switches(at + kTogether, &lights);
    uint8_t first = 0;
    while (!(changed & bit_of(first))) ++first;
    hal::wait_until(at - hal::lead_ticks(first));
    hal::show(changed, shown_, lights, switched_);
    for (Cue &cue : cues_) {
        if (cue.state == kSwitchesOn) went_on(cue);
        else if (cue.dims() && (changed & bit_of(cue.pod)) && shown_[cue.pod].dark()) went_off(cue);
    }
}

// Sets the colours of all that switches until then; returns a bit for each pod.
uint16_t Cues::stage_switches(Tick until, bool *lights) {
    uint16_t changed = 0;
    for (Cue &cue : cues_) {
        if (cue.state != kScheduled || !reached(until, cue.at) || (changed & bit_of(cue.pod))) continue;
        cue.state = kSwitchesOn;
        shown_[cue.pod] = cue.colour;
        changed |= bit_of(cue.pod);
        *lights = true;
    }
    for (const Cue &cue : cues_) {
        if (!cue.dims() || !reached(until, cue.at + cue.on_ticks) || (changed & bit_of(cue.pod))) continue;
        shown_[cue.pod] = kDark;
        changed |= bit_of(cue.pod);
    }
    return changed;
}

void Cues::went_on(Cue &cue) {
    const Tick on_tick = switched_[cue.pod];
    Cue *before = open_on(cue.pod);
    if (before != nullptr) {
        if (before->lit) before->went_dark(on_tick);
        closes(*before, kOutReplaced, on_tick);
        tell_out(*before);
    }
    const bool late = ticks_from(cue.at, on_tick) > kLateTicks;
    if (late) count_up(late_lights_);
    cue.state = kOpen;
    cue.lit = true;
    cue.at = on_tick;
    identified_ = static_cast<uint16_t>(identified_ & ~bit_of(cue.pod));
    history_.happened(on_tick);
    pulse_.raised(on_tick);
    EventWriter event(kLit, 0);
    event.u8(cue.pod).u16(cue.round).u8(late ? kFlagLate : 0).u32(on_tick);
    events_.push(event);
}

void Cues::went_off(Cue &cue) {
    cue.went_dark(switched_[cue.pod]);
    if (cue.rule() != kRuleNone) return;
    closes(cue, kOutEnded, cue.off_tick);
    tell_out(cue);
}

void Cues::decide(Tick decided, const Tick *undecided_since, uint16_t undecided, Tick now) {
    if (busy_ != 0) {
        bool any = false;
        for (Cue &cue : cues_) {
            if (cue.state != kOpen || cue.rule() == kRuleNone || cue.window_ticks == 0) continue;
            const Tick end = cue.at + cue.window_ticks;
            if (ticks_from(end, decided) <= 0) continue;
            if ((undecided & bit_of(cue.pod)) && reached(end, undecided_since[cue.pod])) continue;
            closes(cue, kOutTimeout, end);
            any = true;
        }
        if (any) close_all_closing();
    }
    if (identified_ != 0) end_identify(now);
}

void Cues::end_identify(Tick now) {
    uint16_t ended = 0;
    for (uint8_t pod = 0; pod < kMaxPods; ++pod) {
        if (!(identified_ & bit_of(pod)) || !reached(now, identify_until_[pod])) continue;
        ended |= bit_of(pod);
        shown_[pod] = kDark;
    }
    if (ended == 0) return;
    identified_ = static_cast<uint16_t>(identified_ & ~ended);
    hal::show(ended, shown_, false, switched_);
}

uint16_t Cues::round_at(uint8_t pod, Tick tick, bool pressed, bool *counts) const {
    *counts = false;
    const Cue *cue = open_on(pod);
    if (cue == nullptr || (!cue->old && !reached(tick, cue->at))) return 0;
    const bool ends = cue->rule() != kRuleNone && cue->window_ticks != 0;
    if (ends && !reached(cue->at + cue->window_ticks, tick)) return 0;
    const bool wanted = pressed == ((cue->flags & kFlagRelease) == 0);
    *counts = wanted && cue->rule() != kRuleNone && !cue->has_tap;
    return cue->round;
}

void Cues::tapped(uint8_t pod, Tick tick) {
    Cue *cue = open_on(pod);
    if (cue == nullptr) return;
    cue->has_tap = true;
    cue->tap_tick = tick;
    if (cue->rule() == kRuleTimeout) return;
    closes(*cue, kOutHit, tick);
    close_all_closing();
}

void Cues::every_second(Tick now) {
    history_.forget_old(now);
    for (Cue &cue : cues_) {
        if (cue.state == kOpen && ticks_from(cue.at, now) > static_cast<int32_t>(kLongestTicks) + 2) cue.old = true;
    }
}

Cues::Cue *Cues::open_on(uint8_t pod) {
    for (Cue &cue : cues_) {
        if (cue.state == kOpen && cue.pod == pod) return &cue;
    }
    return nullptr;
}

const Cues::Cue *Cues::open_on(uint8_t pod) const { return const_cast<Cues *>(this)->open_on(pod); }

Cues::Cue *Cues::free_cue() {
    for (Cue &cue : cues_) {
        if (cue.state == kFree) return &cue;
    }
    return nullptr;
}

bool Cues::knows(uint16_t round) const {
    for (const uint16_t known : rounds_) {
        if (known == round) return true;
    }
    return false;
}

uint16_t Cues::flash_delay(Tick at, Tick now) const {
    FlashLimit limit;
    history_.add_to(&limit);
    for (const Cue &cue : cues_) {
        if (cue.state == kScheduled) limit.add(reached(now, cue.at) ? now : cue.at);
    }
    return limit.delay_ms(reached(now, at) ? now : at);
}

void Cues::closes(Cue &cue, OutReason reason, Tick end_tick) {
    cue.state = kClosing;
    cue.reason = reason;
    cue.at = end_tick;
}

// Darkens the lights of all cues that close, in one go, and tells that they are over.
void Cues::close_all_closing() {
    uint16_t changed = 0;
    for (const Cue &cue : cues_) {
        if (cue.state != kClosing || !cue.lit) continue;
        shown_[cue.pod] = kDark;
        changed |= bit_of(cue.pod);
    }
    if (changed != 0) hal::show(changed, shown_, false, switched_);
    for (Cue &cue : cues_) {
        if (cue.state != kClosing) continue;
        if (cue.lit) cue.went_dark(switched_[cue.pod]);
        tell_out(cue);
    }
}

void Cues::tell_out(Cue &cue) {
    const uint8_t flags = static_cast<uint8_t>((cue.has_tap ? kFlagTapValid : 0) | (cue.has_off ? kFlagOffValid : 0));
    EventWriter event(kOut, 0);
    event.u8(cue.pod).u16(cue.round).u8(cue.reason).u8(flags);
    event.u32(cue.at).u32(cue.has_off ? cue.off_tick : 0).u32(cue.has_tap ? cue.tap_tick : 0);
    events_.push(event);
    cue.state = kFree;
    --busy_;
}

}  // namespace pods
