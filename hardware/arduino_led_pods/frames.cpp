#include "frames.h"

#include "ticks.h"

#ifdef __AVR__
#include <util/crc16.h>
#endif

namespace pods {

uint16_t crc16(uint16_t crc, uint8_t byte) {
#ifdef __AVR__
    return _crc_xmodem_update(crc, byte);
#else
    crc = static_cast<uint16_t>(crc ^ (byte << 8));
    for (uint8_t bit = 0; bit < 8; ++bit) {
        crc = static_cast<uint16_t>((crc & 0x8000) ? (crc << 1) ^ 0x1021 : crc << 1);
    }
    return crc;
#endif
}

uint8_t encode_frame(const uint8_t *body, uint8_t size, uint8_t *wire) {
    uint16_t crc = 0xFFFF;
    uint8_t code_at = 0;
    uint8_t at = 1;
    for (uint8_t place = 0; place < size + 2; ++place) {
        uint8_t byte;
        if (place < size) {
            byte = body[place];
            crc = crc16(crc, byte);
        } else {
            byte = static_cast<uint8_t>(place == size ? crc : crc >> 8);
        }
        if (byte != 0) {
            wire[at++] = byte;
        } else {
            wire[code_at] = static_cast<uint8_t>(at - code_at);
            code_at = at++;
        }
    }
    wire[code_at] = static_cast<uint8_t>(at - code_at);
    wire[at++] = 0;
    return at;
}

bool FrameReceiver::take(uint8_t byte) {
    if (ended_) start_anew();
    if (byte == 0) {
        if (!begun_) return false;
        ended_ = true;
        if (good()) return true;
        count_up(bad_frames_);
        return false;
    }
    if (left_in_block_ == 0) {
        if (begun_) keep(0);
        left_in_block_ = static_cast<uint8_t>(byte - 1);
    } else {
        --left_in_block_;
        keep(byte);
    }
    begun_ = true;
    return false;
}

void FrameReceiver::start_anew() {
    length_ = 0;
    left_in_block_ = 0;
    ended_ = begun_ = broken_ = false;
}

void FrameReceiver::keep(uint8_t byte) {
    if (length_ < kLargestRaw) {
        raw_[length_++] = byte;
    } else {
        broken_ = true;
    }
}

bool FrameReceiver::good() const {
    if (broken_ || left_in_block_ != 0 || length_ < kSmallestRaw) return false;
    uint16_t crc = 0xFFFF;
    for (uint8_t place = 0; place < length_ - 2; ++place) crc = crc16(crc, raw_[place]);
    return raw_[length_ - 2] == (crc & 0xFF) && raw_[length_ - 1] == crc >> 8;
}

}  // namespace pods
