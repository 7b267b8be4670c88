// Time on a board: 0.5 us ticks of Timer 1, counted in 32 bits, wrapping after 35 min 47 s.
#pragma once
#include <stdint.h>

namespace pods {

typedef uint32_t Tick;

constexpr uint32_t kTicksPerSecond = 2000000UL;

constexpr uint32_t ticks_of_ms(uint32_t ms) { return ms * 2000UL; }

// Signed distance; right for ticks less than 17 minutes apart, wrap or not.
inline int32_t ticks_from(Tick earlier, Tick later) { return static_cast<int32_t>(later - earlier); }

inline bool reached(Tick now, Tick at) { return ticks_from(at, now) >= 0; }

inline Tick earlier_of(Tick a, Tick b) { return reached(b, a) ? a : b; }

// A light or a mark that comes more than 0.1 ms after its tick is told as late.
constexpr int32_t kLateTicks = 200;

// Nothing is scheduled, and no light or window lasts, longer than 500 s: far from where differences change sign.
constexpr uint32_t kLongestTicks = 1000000000UL;
// What was due longer ago than this is refused.
constexpr uint32_t kPastTicks = ticks_of_ms(100);

// One more, staying at the largest value.
inline void count_up(uint16_t &counter) {
    if (counter != 0xFFFF) ++counter;
}

}  // namespace pods
