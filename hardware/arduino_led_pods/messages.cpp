#include "messages.h"

#include "ticks.h"

namespace pods {

Reason check_at(Tick at, Tick now) {
    const int32_t ahead = ticks_from(now, at);
    if (ahead < -static_cast<int32_t>(kPastTicks)) return kPast;
    return ahead > static_cast<int32_t>(kLongestTicks) ? kTooFar : kFine;
}

uint8_t smallest_body(uint8_t type) {
    switch (type) {
        case kHello: return 8;
        case kPing: return 28;
        case kHeard: return 4;
        case kLight: return 22;
        case kCancel: return 4;
        case kAllOff: return 2;
        case kMark: return 11;
        case kIdentify: return 9;
        case kStatus: return 2;
        case kCounts: return 3;
        case kGetInput: return 3;
        case kSetInput: return 8;
        case kGetBoard: return 2;
        case kSetBoard: return 11;
        case kFactory: return 2;
        default: return 0;
    }
}

}  // namespace pods
