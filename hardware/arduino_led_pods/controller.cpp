#include "controller.h"

#include "hal.h"

namespace pods {

namespace {

constexpr uint32_t kSilentTicks = 5 * kTicksPerSecond;
// A pass of step() takes less than this; a light due sooner is waited for.
constexpr uint32_t kPassTicks = ticks_of_ms(1);
// An edge stamped this long ago has been through its interrupt.
constexpr uint32_t kSettledTicks = 32;
// From deciding to answer a PING to its first byte: encoding, and the byte that may still be leaving.
constexpr uint32_t kPongTicks = 600;

// Places count the inputs of this board; numbers are those of the protocol.
uint8_t number_of(uint8_t place) {
    return place < kMaxPods ? place : static_cast<uint8_t>(place - kMaxPods + kLightSensor);
}

}  // namespace

void Controller::begin() {
    hal::begin();
    defaults_hold_ = !settings_.load();
    apply_board();
    pulse_.clear();
    cues_.drop_all();
    second_at_ = hal::now();
    hello_is(0);
}

void Controller::step() {
    switch_what_is_due();
    const Tick now = hal::now();
    pulse_.fall_due(now);
    follow_inputs();
    read_commands(now);
    switch_what_is_due();  // a command and an answer together may take longer than the time that is waited
    watch_host(now);
    send_what_waits(now);
    settings_.save_a_little();
    if (reached(now, second_at_ + kTicksPerSecond)) every_second(now);
    hal::idle();
}

// Waits for whatever is due before the next pass, in order.
void Controller::switch_what_is_due() {
    const uint32_t light_ahead = kPassTicks + hal::lead_ticks(static_cast<uint8_t>(settings_.board.pods - 1));
    Tick at;
    while (next_switch(&at)) {
        const Tick now = hal::now();
        Tick light;
        const bool is_light = cues_.next_switch(&light) && light == at;
        const uint32_t ahead = is_light ? light_ahead : kPassTicks;
        if (ticks_from(now, at) > static_cast<int32_t>(ahead)) return;
        if (is_light) cues_.switch_due(now, ahead);
        else pulse_.rise_due(now, ahead);
    }
}

bool Controller::next_switch(Tick *at) const {
    Tick mark;
    const bool lights = cues_.next_switch(at), marks = pulse_.next_rise(&mark);
    if (marks) *at = lights ? earlier_of(*at, mark) : mark;
    return lights || marks;
}

// --- commands ---

void Controller::read_commands(Tick now) {
    uint8_t byte;
    // An answer has to find room; bytes wait in the ring until it does.
    while (hal::send_room() >= kLargestAnswer && hal::read(&byte, &delimiter_at_)) {
        if (!receiver_.take(byte)) continue;
        heard_at_ = now;
        host_silent_ = false;
        handle(BodyReader(receiver_.body(), receiver_.size()), delimiter_at_);
        return;
    }
}

void Controller::handle(const BodyReader &command, Tick received) {
    const uint8_t smallest = smallest_body(command.type());
    detail_ = 0;
    Reason reason = kFine;
    if (smallest == 0) {
        reason = kUnknownType;
    } else if (command.size() < smallest) {
        reason = kTooShort;
    } else if (command.type() == kHello) {
        hello(command);
    } else if (command.type() == kPing) {
        if (session_ != 0) events_.heard(command.u16(2));
        pong_waits_ = true;
        pong_sequence_ = command.sequence();
        ping_received_ = received;
    } else {
        reason = session_ == 0 ? kNoSession : run(command, hal::now());
    }
    if (reason != kFine) nack(command, reason);
}

void Controller::hello(const BodyReader &command) {
    const uint32_t session = command.u32(4);
    if (command.u8(2) == kMajor && session != 0 && session != session_) open_session(session);
    hello_is(command.sequence());
}

void Controller::open_session(uint32_t session) {
    session_ = session;
    pulse_.clear();
    cues_.drop_all();
    events_.clear();
    last_tap_ = 0;
    last_tap_tick_ = 0;
    was_silent_ = false;
}

// Runs a command that needs a session. Commands that only change something are acknowledged here.
Reason Controller::run(const BodyReader &command, Tick now) {
    const uint8_t sequence = command.sequence();
    uint8_t place = 0;
    Reason reason = kFine;
    switch (command.type()) {
        case kHeard: events_.heard(command.u16(2)); return kFine;
        case kLight: reason = light(command, now); break;
        case kCancel: detail_ = cues_.cancel(command.u16(2), now); break;
        case kAllOff: cues_.end_all(kOutCancelled, now); break;
        case kMark: reason = mark(command, now); break;
        case kIdentify:
            if (command.u8(2) >= settings_.board.pods) return kBadPod;
            if (command.u16(7) == 0 || command.u16(7) > 10000) detail_ = 7;
            if (detail_ != 0) return kBadValue;
            reason = cues_.identify(command.u8(2), command.colour(3), command.u16(7), now, &detail_);
            break;
        case kStatus: status_is(sequence); return kFine;
        case kGetBoard: board_is(sequence); return kFine;
        case kCounts:
            if (!find_input(command.u8(2), &place)) return kBadPod;
            counts_is(sequence, place);
            return kFine;
        case kGetInput:
            if (!find_input(command.u8(2), &place)) return kBadPod;
            input_is(sequence, place);
            return kFine;
        case kSetInput: return set_input(command);
        case kSetBoard: return set_board(command);
        default:
            if (!cues_.none_active()) return kBusy;
            factory();
    }
    if (reason == kFine) ack(command);
    return reason;
}

Reason Controller::light(const BodyReader &command, Tick now) {
    const LightOrder order = {command.u8(2),   command.u16(3),  command.u8(5),  command.colour(6),
                              command.u32(10), command.u32(14), command.u32(18)};
    if (order.pod >= settings_.board.pods) return kBadPod;
    bool known = false;
    if (settings_.board.led_kind == kLedWs2812 && !cues_.knows(order.round)) {
        if (!cues_.none_active()) return kBusy;
        if ((order.flags & kFlagRule) != kRuleNone && order.on_ticks != 0) {
            detail_ = 14;
            return kBadValue;
        }
    }
    const Reason reason = cues_.accept(order, now, &known, &detail_);
    if (reason != kFine) return reason;
    if (order.flags & kFlagNow) cues_.switch_due(now, 0);
    detail_ = known;
    return kFine;
}

Reason Controller::mark(const BodyReader &command, Tick now) {
    const uint16_t number = command.u16(2), width_100us = command.u16(9);
    const uint8_t flags = command.u8(4);
    const Tick at = command.u32(5);
    if (number == 0) detail_ = 2;
    else if ((flags & ~kFlagNow) != 0) detail_ = 4;
    else if (width_100us == 0 || width_100us > 10000) detail_ = 9;
    if (detail_ != 0) return kBadValue;
    if (!(flags & kFlagNow)) {
        const Reason when = check_at(at, now);
        if (when != kFine && !pulse_.knows(number)) return when;
    }
    bool known = false;
    const Reason reason = pulse_.accept(number, flags, at, width_100us, now, &known);
    if (reason != kFine) return reason;
    if (flags & kFlagNow) pulse_.rise_due(now, 0);
    detail_ = known;
    return kFine;
}

Reason Controller::set_input(const BodyReader &command) {
    uint8_t place = 0, wrong_byte = 0;
    if (!find_input(command.u8(2), &place)) return kBadPod;
    const InputSettings wanted = {command.u8(3), command.u16(4), command.u8(6), command.u8(7)};
    const Reason reason = check_input(wanted, &wrong_byte);
    detail_ = wrong_byte;
    if (reason != kFine) return reason;
    settings_.inputs[place] = wanted;
    settings_.save();
    defaults_hold_ = false;
    apply_input(place);
    input_is(command.sequence(), place);
    return kFine;
}

Reason Controller::set_board(const BodyReader &command) {
    uint8_t wrong_byte = 0;
    const BoardSettings wanted = {command.u32(2), command.u8(6), command.u8(7),
                                  command.u8(8),  command.u8(9), command.u8(10)};
    const Reason reason = check_board(wanted, &wrong_byte);
    detail_ = wrong_byte;
    if (reason != kFine) return reason;
    if (!cues_.none_active()) return kBusy;
    cues_.drop_all();
    settings_.board = wanted;
    settings_.save();
    defaults_hold_ = false;
    apply_board();
    cues_.drop_all();
    board_is(command.sequence());
    return kFine;
}

void Controller::factory() {
    cues_.drop_all();
    settings_.set_defaults(settings_.board.board_id);
    settings_.save();
    apply_board();
    cues_.drop_all();
}

void Controller::apply_board() {
    const BoardSettings &board = settings_.board;
    hal::set_up_leds({board.led_kind, board.pods, board.leds_per_pod});
    hal::set_reference(board.reference, board.led_kind);
    pulse_.set_light_ms(board.ttl_ms);
    for (uint8_t place = 0; place < kMaxInputs; ++place) apply_input(place);
}

void Controller::apply_input(uint8_t place) {
    const InputSettings &input = settings_.inputs[place];
    const bool connected = place >= kMaxPods ? place == kMaxPods || hal::has_sound(settings_.board.led_kind)
                                             : place < settings_.board.pods;
    taps_[place].begin(input);
    hal::set_input(place, connected && (input.flags & kInputEnabled), (input.flags & kInputPullUp) != 0);
}

bool Controller::find_input(uint8_t input, uint8_t *place) const {
    *place = input >= kLightSensor ? static_cast<uint8_t>(input - kLightSensor + kMaxPods) : input;
    return input >= kLightSensor ? input <= kSoundSensor : input < kMaxPods;
}

// --- inputs ---

void Controller::follow_inputs() {
    const Tick now = hal::now();
    Edge edge;
    Tap tap;
    while (hal::next_edge(&edge)) {
        TapInput &input = taps_[edge.input];
        while (input.advance(edge.tick, &tap)) tell(edge.input, tap);
        if (input.edge(edge.tick, edge.high, edge.blind, &tap)) tell(edge.input, tap);
    }
    const Tick decided = now - kSettledTicks;
    Tick complete = decided;
    Tick since[kMaxInputs];
    uint16_t undecided = 0;
    for (uint8_t place = 0; place < kMaxInputs; ++place) {
        TapInput &input = taps_[place];
        if (input.at_rest()) continue;
        while (input.advance(decided, &tap)) tell(place, tap);
        if (input.wants_arming()) {
            input.armed();
            hal::arm(place);
        }
        if (!input.undecided(&since[place])) continue;
        complete = earlier_of(complete, since[place]);
        if (place < kMaxPods) undecided |= static_cast<uint16_t>(1U << place);
    }
    cues_.decide(decided, since, undecided, now);
    complete_until_ = complete;
}

void Controller::tell(uint8_t place, const Tap &tap) {
    if (session_ == 0) return;
    bool counts = false;
    uint16_t round = 0;
    if (place < kMaxPods) round = cues_.round_at(place, tap.tick, tap.pressed, &counts);
    EventWriter event(place < kMaxPods ? kTap : kSensor, 0);
    event.u8(number_of(place)).u8(tap.pressed).u8(static_cast<uint8_t>(tap.flags | (counts ? kEdgeCounted : 0)));
    event.u16(round).u32(tap.tick);
    const uint16_t event_number = events_.push(event);
    if (place >= kMaxPods) return;
    last_tap_ = event_number;
    last_tap_tick_ = tap.tick == 0 ? 1 : tap.tick;
    if (counts) cues_.tapped(place, tap.tick);
}

// --- time ---

void Controller::watch_host(Tick now) {
    if (session_ == 0 || host_silent_ || !reached(now, heard_at_ + kSilentTicks)) return;
    host_silent_ = true;
    was_silent_ = was_silent_ || !cues_.none_active();
    cues_.end_all(kOutHostSilent, now);
}

void Controller::every_second(Tick now) {
    second_at_ += kTicksPerSecond;
    ++uptime_s_;
    for (uint8_t place = 0; place < kMaxInputs; ++place) {
        taps_[place].every_second();
        was_muted_ = was_muted_ || hal::muted(place);
    }
    cues_.every_second(now);
    hal::every_second();
}

// --- sending ---

void Controller::send_what_waits(Tick now) {
    if (pong_waits_) {
        // Nothing else is sent meanwhile, so the wire is idle soon.
        if (hal::send_idle()) send_pong();
        return;
    }
    if (session_ == 0 || host_silent_ || hal::send_room() < kLargestAnswer) return;
    BodyWriter body(0, 0);
    if (!events_.next_to_send(now, &body)) return;
    answer(body);
    events_.sent(now);
}

void Controller::send_pong() {
    Tick at;
    const Tick sent = hal::now() + kPongTicks;
    if (next_switch(&at) && ticks_from(sent, at) < static_cast<int32_t>(kPassTicks)) return;
    pong_waits_ = false;
    BodyWriter body(kPong, pong_sequence_);
    body.u32(ping_received_).u32(sent).u32(hal::boot_id());
    body.u16(events_.next_number()).u16(events_.first_held());
    body.u16(last_tap_).u32(last_tap_tick_).u32(complete_until_);
    uint8_t wire[kLargestAnswer];
    hal::send_at(wire, encode_frame(body.body(), body.size(), wire), sent);
}

void Controller::answer(const BodyWriter &body) {
    uint8_t wire[kLargestAnswer];
    hal::send(wire, encode_frame(body.body(), body.size(), wire));
}

void Controller::ack(const BodyReader &command) {
    answer(BodyWriter(kAck, command.sequence()).u8(command.type()).u8(static_cast<uint8_t>(detail_)));
}

void Controller::nack(const BodyReader &command, Reason reason) {
    answer(BodyWriter(kNack, command.sequence()).u8(command.type()).u8(reason).u16(detail_));
}

void Controller::hello_is(uint8_t sequence) {
    const BoardSettings &board = settings_.board;
    const uint16_t features = static_cast<uint16_t>((hal::has_rgb() ? 1 : 0) | (PODS_WS2812 ? 2 : 0) |
                                                    (hal::has_sound(board.led_kind) ? 4 : 0) |
                                                    (hal::has_reference(board.led_kind) ? 8 : 0));
    BodyWriter body(kHelloIs, sequence);
    body.u8(kMajor).u8(kMinor).u8(kFirmware[0]).u8(kFirmware[1]).u8(kFirmware[2]);
    body.u8(kBoard).u8(board.pods).u8(kMaxPods).u8(board.led_kind).u16(features);
    body.u32(kTicksPerSecond).u32(hal::boot_id()).u32(board.board_id).u32(session_);
    body.u8(kCueSlots).u8(EventQueue::kSlots).u8(hal::reset_cause());
    answer(body);
}

void Controller::status_is(uint8_t sequence) {
    uint32_t active = 0, stuck = 0;
    for (uint8_t place = 0; place < kMaxInputs; ++place) {
        const uint32_t bit = 1UL << number_of(place);
        if (taps_[place].active()) active |= bit;
        if (taps_[place].stuck()) stuck |= bit;
    }
    const uint16_t flags = static_cast<uint16_t>((was_silent_ ? 1 : 0) | (defaults_hold_ ? 2 : 0) |
                                                 (settings_.saving() ? 4 : 0) | (session_ != 0 ? 8 : 0) |
                                                 (was_muted_ ? 16 : 0));
    BodyWriter body(kStatusIs, sequence);
    body.u32(uptime_s_).u16(hal::supply_mv()).u16(hal::free_ram());
    body.u16(receiver_.bad_frames()).u16(hal::rx_lost()).u16(hal::lost_edges()).u16(events_.lost());
    body.u16(cues_.late_lights()).u16(flags).u32(active).u32(stuck);
    answer(body);
}

void Controller::counts_is(uint8_t sequence, uint8_t place) {
    const TapInput &input = taps_[place];
    const TapCounts &counts = input.counts();
    const bool enabled = (settings_.inputs[place].flags & kInputEnabled) != 0;
    BodyWriter body(kCountsIs, sequence);
    body.u8(number_of(place));
    body.u8(static_cast<uint8_t>((input.active() ? 1 : 0) | (input.stuck() ? 2 : 0) | (hal::muted(place) ? 4 : 0) |
                                 (enabled ? 8 : 0)));
    body.u16(counts.presses).u16(counts.releases).u16(counts.noise).u16(counts.rejected).u16(counts.bounce_us);
    body.u16(counts.state_s);
    answer(body);
}

void Controller::input_is(uint8_t sequence, uint8_t place) {
    const InputSettings &input = settings_.inputs[place];
    answer(BodyWriter(kInputIs, sequence)
               .u8(number_of(place))
               .u8(input.flags)
               .u16(input.lockout_ms)
               .u8(input.confirm_100us)
               .u8(input.level));
}

void Controller::board_is(uint8_t sequence) {
    const BoardSettings &board = settings_.board;
    answer(BodyWriter(kBoardIs, sequence)
               .u32(board.board_id)
               .u8(board.pods)
               .u8(board.led_kind)
               .u8(board.leds_per_pod)
               .u8(board.reference)
               .u8(board.ttl_ms));
}

}  // namespace pods
