#include "flash_limit.h"

namespace pods {

namespace {
constexpr uint8_t kFlashes = 3;
constexpr int32_t kWindow = static_cast<int32_t>(kTicksPerSecond);
constexpr int32_t kOneFlash = static_cast<int32_t>(ticks_of_ms(5));
}  // namespace

void FlashLimit::add(Tick at) {
    if (count_ == kMost) return;
    uint8_t place = count_++;
    for (; place > 0 && ticks_from(ticks_[place - 1], at) < 0; --place) ticks_[place] = ticks_[place - 1];
    ticks_[place] = at;
}

uint16_t FlashLimit::delay_ms(Tick at) const {
    if (allowed(at)) return 0;
    // A second after one of the flashes; they are in order, so the first that is allowed is the soonest.
    for (uint8_t place = 0; place < count_; ++place) {
        const Tick later = ticks_[place] + kTicksPerSecond;
        if (ticks_from(at, later) > 0 && allowed(later)) return static_cast<uint16_t>((later - at + 1999) / 2000);
    }
    return 1000;
}

bool FlashLimit::allowed(Tick at) const {
    // Greedy groups in order; `begins` are the last kFlashes of them.
    Tick begins[kFlashes];
    uint8_t groups = 0;
    bool asked = false;
    for (uint8_t place = 0; place < count_ || !asked;) {
        Tick flash;
        if (!asked && (place == count_ || ticks_from(at, ticks_[place]) > 0)) {
            flash = at;
            asked = true;
        } else {
            flash = ticks_[place++];
        }
        if (groups > 0 && ticks_from(begins[(groups - 1) % kFlashes], flash) <= kOneFlash) continue;
        if (groups >= kFlashes && ticks_from(begins[groups % kFlashes], flash) < kWindow) return false;
        begins[groups % kFlashes] = flash;
        ++groups;
    }
    return true;
}

void FlashHistory::happened(Tick at) {
    if (count_ > 0 && ticks_from(ticks_[count_ - 1], at) <= kOneFlash) return;
    if (count_ == kKept) {
        for (uint8_t place = 1; place < kKept; ++place) ticks_[place - 1] = ticks_[place];
        --count_;
    }
    ticks_[count_++] = at;
}

void FlashHistory::forget_old(Tick now) {
    uint8_t old = 0;
    while (old < count_ && ticks_from(ticks_[old], now) > kWindow) ++old;
    for (uint8_t place = old; place < count_; ++place) ticks_[place - old] = ticks_[place];
    count_ = static_cast<uint8_t>(count_ - old);
}

void FlashHistory::add_to(FlashLimit *limit) const {
    for (uint8_t place = 0; place < count_; ++place) limit->add(ticks_[place]);
}

}  // namespace pods
