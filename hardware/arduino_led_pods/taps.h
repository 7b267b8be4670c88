// One input: first edge counts, then lockout. A pure function of stamped edges, whatever the rate of scanning.
#pragma once
#include <stdint.h>

#include "settings.h"
#include "ticks.h"

namespace pods {

struct Tap {
    Tick tick;
    bool pressed;
    uint8_t flags;  // kEdgeHidden, kEdgeBlind
};

struct TapCounts {
    uint16_t presses, releases, noise, rejected, bounce_us, state_s;
};

class TapInput {
  public:
    // Starts anew as not active; `settings` have to stay where they are.
    void begin(const InputSettings &settings);

    // Time passes to `now`; true when that decided a tap. Call until false, then give the next edge.
    bool advance(Tick now, Tap *tap);
    // An edge at `tick`, not before the last one; advance() has to have been called to it. True when it is a tap.
    bool edge(Tick tick, bool high, bool blind, Tap *tap);
    void every_second();

    // True when nothing changes until the next edge.
    bool at_rest() const { return !locked_ && !waits_ && !wants_arming_; }
    bool active() const { return active_; }
    bool stuck() const { return active_ && counts_.state_s > 10; }
    bool wants_arming() const { return wants_arming_; }
    void armed() { wants_arming_ = false; }
    // True when a tap stamped at `since` or later may still be told although its edges are known.
    bool undecided(Tick *since) const;
    const TapCounts &counts() const { return counts_; }

  private:
    bool count_edge(Tick tick, uint8_t flags, Tap *tap);
    bool tell(Tick tick, uint8_t flags, Tap *tap);
    bool confirm(Tick now, Tap *tap);

    const InputSettings *settings_;
    TapCounts counts_;
    Tick counted_;    // the first edge, start of the lockout
    Tick last_edge_;  // of all, bounce too
    uint8_t flags_;   // of the press that waits for its confirmation
    bool active_ : 1;  // level after the last edge
    bool told_ : 1;    // level as told
    bool locked_ : 1;
    bool waits_ : 1;  // a press waits for its confirmation
    bool wants_arming_ : 1;
};

}  // namespace pods
