// Which pin is what. README.md has the same as tables and pictures.
#pragma once
#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
#endif

#include "board_size.h"

namespace pods {
namespace pins {

#if defined(__AVR_ATmega328P__)

// Inputs by port, bit by bit: a place (0-7 pods, 8 light sensor, 9 sound sensor), or 0xFF.
constexpr uint8_t kPorts = 3;
constexpr uint8_t kPlaceAt[kPorts][8] PROGMEM = {
    {6, 7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},  // port B: D8, D9
    {0, 1, 2, 3, 4, 5, 0xFF, 0xFF},              // port C: A0-A5
    {0xFF, 0xFF, 8, 9, 0xFF, 0xFF, 0xFF, 0xFF},  // port D: D2, D3
};
constexpr uint8_t kLedPins = 1;  // per pod
constexpr uint8_t kLedPin[kMaxPods * kLedPins] PROGMEM = {3, 4, 5, 6, 7, 11, 12, 13};
constexpr uint8_t kTtl = 10;
constexpr uint8_t kChainData = 11, kChainClock = 13;
constexpr uint8_t kReference = 6;

#elif defined(__AVR_ATmega2560__)

constexpr uint8_t kPorts = 3;
constexpr uint8_t kPlaceAt[kPorts][8] PROGMEM = {
    {0, 1, 2, 3, 4, 5, 6, 7},                          // port B: D53-D50, D10-D13
    {8, 9, 10, 11, 12, 13, 14, 15},                    // port K: A8-A15
    {0xFF, 0xFF, 0xFF, 0xFF, 16, 17, 0xFF, 0xFF},      // port E: D2, D3
};
constexpr uint8_t kLedPins = 3;  // red, green, blue; a plain LED is on the red one
constexpr uint8_t kLedPin[kMaxPods * kLedPins] PROGMEM = {
    14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,  // pods 1-6
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49,  // pods 7-12
    54, 55, 56, 57, 58, 59, 60, 61, 6, 7, 8, 9,                              // pods 13-16: A0-A7, D6-D9
};
constexpr uint8_t kTtl = 5;
constexpr uint8_t kChainData = 22, kChainClock = 23;
constexpr uint8_t kReference = 4;

#elif defined(__AVR__)
#error "This board is not known: choose Uno, Nano (ATmega328P) or Mega 2560."
#endif

}  // namespace pins
}  // namespace pods
