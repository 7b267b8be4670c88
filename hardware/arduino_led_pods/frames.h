// Bodies to wire bytes and back: CRC-16, COBS, a zero at the end (PROTOCOL.md, "Bytes").
#pragma once
#include <stdint.h>

namespace pods {

constexpr uint8_t kLargestRaw = 48;
constexpr uint8_t kLargestBody = kLargestRaw - 2;
constexpr uint8_t kLargestWire = kLargestRaw + 2;
constexpr uint8_t kLargestAnswer = 40;  // on the wire: HELLO_IS needs 36
constexpr uint8_t kSmallestRaw = 4;

uint16_t crc16(uint16_t crc, uint8_t byte);

// Writes the wire form of a body of at most kLargestBody bytes; returns its length with the final zero.
uint8_t encode_frame(const uint8_t *body, uint8_t size, uint8_t *wire);

// Takes bytes one by one and finds bodies; never more than kLargestRaw bytes are kept.
class FrameReceiver {
  public:
    // True when this byte ended a good frame: body() and size() hold until the next byte.
    bool take(uint8_t byte);
    const uint8_t *body() const { return raw_; }
    uint8_t size() const { return static_cast<uint8_t>(length_ - 2); }
    uint16_t bad_frames() const { return bad_frames_; }

  private:
    void start_anew();
    void keep(uint8_t byte);
    bool good() const;

    uint8_t raw_[kLargestRaw];
    uint8_t length_ = 0;
    uint8_t left_in_block_ = 0;
    bool ended_ = false;
    bool begun_ = false;
    bool broken_ = false;
    uint16_t bad_frames_ = 0;
};

}  // namespace pods
