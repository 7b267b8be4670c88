// Scheduled lights: when they switch, when they are over, and which tap counts.
#pragma once
#include <stdint.h>

#include "board_size.h"
#include "events.h"
#include "flash_limit.h"
#include "messages.h"
#include "pulse.h"
#include "ticks.h"

namespace pods {

struct LightOrder {
    uint8_t pod;
    uint16_t round;
    uint8_t flags;
    Colour colour;
    Tick at;
    uint32_t on_ticks;
    uint32_t window_ticks;
};

class Cues {
  public:
    Cues(EventQueue &events, Pulse &pulse) : events_(events), pulse_(pulse) {}

    // Forgets everything without a word and darkens the lights.
    void drop_all();
    // kFine, or why the cue is refused. `known` tells that its round was accepted before.
    Reason accept(const LightOrder &order, Tick now, bool *known, uint16_t *detail);
    Reason identify(uint8_t pod, const Colour &colour, uint16_t ms, Tick now, uint16_t *detail);
    // True for the rounds accepted last.
    bool knows(uint16_t round) const;
    bool cancel(uint16_t round, Tick now);
    void end_all(OutReason reason, Tick now);
    bool none_active() const { return busy_ == 0; }

    // The next moment at which a light has to switch to the tick; false when there is none.
    bool next_switch(Tick *at) const;
    // Switches what is due within `ahead` ticks, waiting for the exact tick.
    void switch_due(Tick now, uint32_t ahead);
    // Ends windows that closed before `decided`: every edge up to it has been given to tap().
    void decide(Tick decided, const Tick *undecided_since, uint16_t undecided, Tick now);
    // The round that is open on `pod` at `tick`, or 0; `counts` tells that this edge is the one that counts.
    uint16_t round_at(uint8_t pod, Tick tick, bool pressed, bool *counts) const;
    // The edge that round_at() said counts.
    void tapped(uint8_t pod, Tick tick);
    void every_second(Tick now);

    uint16_t late_lights() const { return late_lights_; }

  private:
    enum State : uint8_t { kFree, kScheduled, kSwitchesOn, kOpen, kClosing };
    struct Cue {
        uint16_t round;
        uint8_t pod;
        uint8_t flags;
        State state;
        OutReason reason;  // when closing
        bool lit : 1;
        bool has_tap : 1;
        bool has_off : 1;
        bool old : 1;  // open for so long that ticks cannot be compared with `at`
        Tick at;       // to go on; when open: went on; when closing: ended
        uint32_t window_ticks;
        union {  // RAM is scarce
            Colour colour;  // until it is lit
            Tick tap_tick;  // once has_tap
        };
        union {
            uint32_t on_ticks;  // until it went out
            Tick off_tick;      // once has_off
        };

        uint8_t rule() const { return flags & kFlagRule; }
        bool dims() const { return state == kOpen && lit && on_ticks != 0; }
        void went_dark(Tick tick) {
            lit = false;
            has_off = true;
            off_tick = tick;
        }
    };

    Cue *open_on(uint8_t pod);
    const Cue *open_on(uint8_t pod) const;
    Cue *free_cue();
    PODS_APART uint16_t flash_delay(Tick at, Tick now) const;
    uint16_t stage_switches(Tick until, bool *lights);
    PODS_APART void went_on(Cue &cue);
    void went_off(Cue &cue);
    void end_identify(Tick now);
    void closes(Cue &cue, OutReason reason, Tick end_tick);
    PODS_APART void close_all_closing();
    PODS_APART void tell_out(Cue &cue);

    static constexpr uint8_t kRounds = 16;
    EventQueue &events_;
    Pulse &pulse_;
    FlashHistory history_;
    Cue cues_[kCueSlots];
    Colour shown_[kMaxPods];
    Tick switched_[kMaxPods];
    Tick identify_until_[kMaxPods];
    uint16_t identified_ = 0;  // bit per pod
    uint16_t rounds_[kRounds];
    uint8_t next_round_ = 0;
    uint16_t late_lights_ = 0;
    uint8_t busy_ = 0;  // cues that are not free
};

}  // namespace pods
