// What fits on which board.
#pragma once
#include <stdint.h>

#ifndef PODS_WS2812
#define PODS_WS2812 0  // 1 builds firmware for a chain of WS2812
#endif

// Keeps a function's buffers off the stack of its caller: RAM is scarce.
#define PODS_APART __attribute__((noinline))

namespace pods {

#if defined(__AVR_ATmega328P__)
constexpr uint8_t kBoard = 1;
constexpr uint8_t kMaxPods = 8;
constexpr uint8_t kCueSlots = 10;
constexpr uint16_t kEventBytes = 288;
#else  // ATmega2560, and the tests on a computer
constexpr uint8_t kBoard = 2;
constexpr uint8_t kMaxPods = 16;
constexpr uint8_t kCueSlots = 32;
constexpr uint16_t kEventBytes = 1536;
#endif

constexpr uint8_t kMaxInputs = kMaxPods + 2;  // the pods, then the light sensor, then the sound sensor
constexpr uint8_t kChainLeds = 64;
constexpr uint8_t kWs2812Leds = 16;  // 0.5 ms without interrupts

}  // namespace pods
