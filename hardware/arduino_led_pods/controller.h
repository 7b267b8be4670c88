// A board: commands in, answers and events out, inputs and lights in between. Everything runs from step().
#pragma once
#include <stdint.h>

#include "cues.h"
#include "events.h"
#include "frames.h"
#include "messages.h"
#include "pulse.h"
#include "settings.h"
#include "taps.h"

namespace pods {

class Controller {
  public:
    Controller() : pulse_(events_), cues_(events_, pulse_) {}
    void begin();
    void step();

  private:
    void read_commands(Tick now);
    PODS_APART void handle(const BodyReader &command, Tick received);
    PODS_APART void hello(const BodyReader &command);
    void open_session(uint32_t session);
    Reason run(const BodyReader &command, Tick now);
    PODS_APART Reason light(const BodyReader &command, Tick now);
    PODS_APART Reason mark(const BodyReader &command, Tick now);
    PODS_APART Reason set_input(const BodyReader &command);
    PODS_APART Reason set_board(const BodyReader &command);
    PODS_APART void factory();
    PODS_APART void apply_board();
    void apply_input(uint8_t place);

    PODS_APART void follow_inputs();
    PODS_APART void tell(uint8_t place, const Tap &tap);
    PODS_APART void watch_host(Tick now);
    PODS_APART void every_second(Tick now);
    PODS_APART void send_what_waits(Tick now);
    PODS_APART void send_pong();
    PODS_APART void answer(const BodyWriter &body);
    PODS_APART void ack(const BodyReader &command);
    PODS_APART void nack(const BodyReader &command, Reason reason);
    PODS_APART void hello_is(uint8_t sequence);
    PODS_APART void status_is(uint8_t sequence);
    PODS_APART void counts_is(uint8_t sequence, uint8_t place);
    PODS_APART void input_is(uint8_t sequence, uint8_t place);
    PODS_APART void board_is(uint8_t sequence);

    bool find_input(uint8_t input, uint8_t *place) const;
    bool next_switch(Tick *at) const;
    PODS_APART void switch_what_is_due();

    FrameReceiver receiver_;
    EventQueue events_;
    Pulse pulse_;
    Cues cues_;
    Settings settings_;
    TapInput taps_[kMaxInputs];
    uint16_t detail_ = 0;

    uint32_t session_ = 0;
    Tick heard_at_ = 0;
    bool host_silent_ = false;
    bool was_silent_ = false;
    bool defaults_hold_ = false;
    bool was_muted_ = false;

    bool pong_waits_ = false;
    uint8_t pong_sequence_ = 0;
    Tick ping_received_ = 0;
    Tick delimiter_at_ = 0;

    uint16_t last_tap_ = 0;
    Tick last_tap_tick_ = 0;
    Tick complete_until_ = 0;
    Tick second_at_ = 0;
    uint32_t uptime_s_ = 0;
};

}  // namespace pods
