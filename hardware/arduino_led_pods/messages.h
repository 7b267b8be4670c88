// Types, numbers and byte order of PROTOCOL.md.
#pragma once
#include <stdint.h>

#include "frames.h"

namespace pods {

constexpr uint8_t kMajor = 1;
constexpr uint8_t kMinor = 0;
constexpr uint8_t kFirmware[3] = {1, 0, 0};

enum Type : uint8_t {
    kHello = 0x01, kPing, kHeard, kLight, kCancel, kAllOff, kMark, kIdentify, kStatus, kCounts, kGetInput, kSetInput,
    kGetBoard, kSetBoard, kFactory,
    kAck = 0x40, kHelloIs = 0x41, kPong = 0x42, kStatusIs = 0x49, kCountsIs = 0x4A, kInputIs = 0x4B, kBoardIs = 0x4D,
    kNack = 0x7F,
    kLit = 0x81, kOut = 0x82, kTap = 0x83, kSensor = 0x84, kMarked = 0x85
};

enum Reason : uint8_t {
    kFine = 0, kUnknownType, kTooShort, kNoSession, kBadPod, kBadValue, kFlashLimit, kFull, kPast, kTooFar,
    kNotAvailable, kBusy
};

enum OutReason : uint8_t { kOutHit = 1, kOutTimeout, kOutEnded, kOutCancelled, kOutReplaced, kOutHostSilent };

enum Rule : uint8_t { kRuleNone = 0, kRuleHit, kRuleTimeout, kRuleEither };

enum LedKind : uint8_t { kLedPlain = 0, kLedApa102, kLedSk9822, kLedRgb, kLedWs2812 };

constexpr uint8_t kFlagRule = 3, kFlagRelease = 4, kFlagNow = 8;                        // LIGHT
constexpr uint8_t kFlagLate = 1;                                                        // LIT, MARKED
constexpr uint8_t kFlagTapValid = 1, kFlagOffValid = 2;                                 // OUT
constexpr uint8_t kEdgeHidden = 1, kEdgeBlind = 2, kEdgeCounted = 4;                    // TAP, SENSOR
constexpr uint8_t kInputEnabled = 1, kInputActiveHigh = 2, kInputPullUp = 4;            // SET_INPUT

constexpr uint8_t kLightSensor = 16;
constexpr uint8_t kSoundSensor = 17;

struct Colour {
    uint8_t red, green, blue, brightness;
    bool dark() const { return brightness == 0 || (red | green | blue) == 0; }
};

// Reads numbers at byte positions of a body; what is beyond its end reads as 0.
class BodyReader {
  public:
    BodyReader(const uint8_t *body, uint8_t size) : body_(body), size_(size) {}
    uint8_t type() const { return u8(0); }
    uint8_t sequence() const { return u8(1); }
    uint8_t size() const { return size_; }
    uint8_t u8(uint8_t at) const { return at < size_ ? body_[at] : 0; }
    uint16_t u16(uint8_t at) const { return static_cast<uint16_t>(u8(at) | u8(static_cast<uint8_t>(at + 1)) << 8); }
    uint32_t u32(uint8_t at) const { return u16(at) | static_cast<uint32_t>(u16(static_cast<uint8_t>(at + 2))) << 16; }
    Colour colour(uint8_t at) const {
        return {u8(at), u8(static_cast<uint8_t>(at + 1)), u8(static_cast<uint8_t>(at + 2)),
                u8(static_cast<uint8_t>(at + 3))};
    }

  private:
    const uint8_t *body_;
    uint8_t size_;
};

// Builds a body of at most `room` bytes field by field; what does not fit is left out.
template <uint8_t room>
class Writer {
  public:
    Writer(uint8_t type, uint8_t sequence) { u8(type).u8(sequence); }
    Writer &u8(uint8_t value) {
        if (size_ < room) body_[size_++] = value;
        return *this;
    }
    Writer &u16(uint16_t value) { return u8(static_cast<uint8_t>(value)).u8(static_cast<uint8_t>(value >> 8)); }
    Writer &u32(uint32_t value) {
        return u16(static_cast<uint16_t>(value)).u16(static_cast<uint16_t>(value >> 16));
    }
    const uint8_t *body() const { return body_; }
    uint8_t size() const { return size_; }

  private:
    uint8_t body_[room];
    uint8_t size_ = 0;
};

constexpr uint8_t kLargestEvent = 17;  // payload behind the number
typedef Writer<kLargestAnswer - 4> BodyWriter;
typedef Writer<kLargestEvent + 2> EventWriter;  // without the number, which the queue gives

// kFine, PAST or TOO_FAR.
Reason check_at(uint32_t at, uint32_t now);

// Bytes a command's body has to have; 0 when there is no such command.
uint8_t smallest_body(uint8_t type);

}  // namespace pods
