/* A simulated board for tests: commands on standard input, what happens on standard output. See README.md. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "board.h"
#include "wire.h"

enum kind { AT_BYTE_IN, AT_BYTE_OUT, AT_INPUT, AT_RESET, AT_END };

struct entry {
    cycles_t cycle;
    uint64_t order;
    enum kind kind;
    int a, b;
};

/* What is to come, as a heap ordered by cycle, then by when it was put in. */
static struct entry *agenda;
static size_t agenda_size, agenda_room;
static uint64_t agenda_order;

static double rate_ppm;
static ns_t now_ns;
static bool stop_at_bytes, reset_due;
static uint8_t inbox[4096];
static size_t inbox_size;
static ns_t inbox_ns;
static bool use_pty, paced;
static int pty_fd = -1;

/* --- time --- */

/* Only integers, so that two runs agree to the cycle: the rate is kept in millionths. */
static __int128 rate_millionths(void) {
    return (__int128)FREQUENCY * 1000000 + (__int128)(FREQUENCY / 1000000) * (int64_t)(rate_ppm * 1000000);
}

static cycles_t cycles_of(ns_t ns) { return (cycles_t)((__int128)ns * rate_millionths() / 1000000000 / 1000000); }

static ns_t ns_of(cycles_t cycles) {
    const __int128 rate = rate_millionths();
    return (ns_t)(((__int128)cycles * 1000000000 * 1000000 + rate - 1) / rate);
}

/* --- agenda --- */

static bool before(const struct entry *a, const struct entry *b) {
    return a->cycle != b->cycle ? a->cycle < b->cycle : a->order < b->order;
}

static void swap(size_t a, size_t b) {
    const struct entry kept = agenda[a];
    agenda[a] = agenda[b];
    agenda[b] = kept;
}

static void put(cycles_t cycle, enum kind kind, int a, int b) {
    if (agenda_size == agenda_room) {
        agenda_room = agenda_room ? 2 * agenda_room : 256;
        agenda = realloc(agenda, agenda_room * sizeof *agenda);
        if (agenda == NULL) exit(4);
    }
    size_t at = agenda_size++;
    agenda[at] = (struct entry){cycle, agenda_order++, kind, a, b};
    for (; at > 0 && before(&agenda[at], &agenda[(at - 1) / 2]); at = (at - 1) / 2) swap(at, (at - 1) / 2);
    board_wake_at(agenda[0].cycle);
}

static struct entry take_first(void) {
    const struct entry first = agenda[0];
    agenda[0] = agenda[--agenda_size];
    for (size_t at = 0;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < agenda_size; ++child) {
            if (before(&agenda[child], &agenda[least])) least = child;
        }
        if (least == at) return first;
        swap(at, least);
        at = least;
    }
}

/* --- what the board does --- */

static void byte_left(uint8_t byte, cycles_t ends) {
    ns_t readable;
    bool twice;
    if (!wire_to_host(ns_of(ends), &byte, &readable, &twice)) return;
    for (int times = 0; times <= twice; ++times) {
        cycles_t at = cycles_of(readable);
        put(at > ends ? at : ends, AT_BYTE_OUT, byte, 0);
    }
}

static void light_changed(int pod, const int colour[4], cycles_t at) {
    printf("light %lld %llu %d %d %d %d %d\n", (long long)ns_of(at), (unsigned long long)at, pod, colour[0], colour[1],
           colour[2], colour[3]);
}

static void ttl_changed(int level, cycles_t at) {
    printf("ttl %lld %llu %d\n", (long long)ns_of(at), (unsigned long long)at, level);
}

static void flush_inbox(void) {
    if (inbox_size == 0) return;
    if (use_pty) {
        size_t done = 0;
        while (done < inbox_size) {
            const ssize_t n = write(pty_fd, inbox + done, inbox_size - done);
            if (n <= 0) break; /* nobody reads: lost, as on a real cable */
            done += (size_t)n;
        }
    } else {
        printf("rx %lld ", (long long)inbox_ns);
        for (size_t at = 0; at < inbox_size; ++at) printf("%02x", inbox[at]);
        putchar('\n');
    }
    inbox_size = 0;
}

static void byte_readable(uint8_t byte, ns_t at) {
    inbox[inbox_size++] = byte;
    inbox_ns = at;
    if (byte != 0 && inbox_size < sizeof inbox) return;
    flush_inbox();
    if (!stop_at_bytes) return;
    board_stop();
    now_ns = at;
}

static void something_due(cycles_t now) {
    while (agenda_size > 0 && agenda[0].cycle <= now) {
        const struct entry entry = take_first();
        switch (entry.kind) {
            case AT_BYTE_IN: board_byte_in((uint8_t)entry.a); break;
            case AT_BYTE_OUT: byte_readable((uint8_t)entry.a, ns_of(entry.cycle)); break;
            case AT_INPUT:
                board_input(entry.a, entry.b);
                printf("input %lld %llu %d %d\n", (long long)ns_of(now), (unsigned long long)now, entry.a, entry.b);
                break;
            case AT_RESET:
                reset_due = true; /* between two instructions, not within one */
                board_stop();
                break;
            case AT_END: board_stop(); break;
        }
    }
    if (agenda_size > 0) board_wake_at(agenda[0].cycle);
}

static void reset_now(void) {
    reset_due = false;
    board_reset();
    wire_forget();
    printf("reset %lld %llu\n", (long long)ns_of(board_now()), (unsigned long long)board_now());
}

static void run_until(ns_t until, bool stop) {
    if (until < now_ns) until = now_ns;
    stop_at_bytes = stop;
    /* An end left over from a run that stopped at bytes only stops once more; the loop goes on. */
    now_ns = until;
    const cycles_t end = cycles_of(until);
    if (end > board_now()) {
        put(end, AT_END, 0, 0);
        do {
            board_run();
            if (reset_due) reset_now();
        } while (board_now() < end && now_ns == until);
    }
    if (!stop) flush_inbox();
}

/* --- what the host sends --- */

static void host_writes(ns_t at, const uint8_t *bytes, size_t count) {
    for (size_t place = 0; place < count; ++place) {
        uint8_t byte = bytes[place];
        ns_t arrives;
        bool twice;
        if (!wire_to_board(at, &byte, &arrives, &twice)) continue;
        put(cycles_of(arrives) - BYTE_IN_EARLY, AT_BYTE_IN, byte, 0);
        if (twice) put(cycles_of(arrives + BYTE_NS) - BYTE_IN_EARLY, AT_BYTE_IN, byte, 0);
    }
}

static void host_writes_hex(ns_t at, const char *hex) {
    uint8_t bytes[4096];
    size_t count = 0;
    for (unsigned byte; count < sizeof bytes && sscanf(hex, "%2x", &byte) == 1; hex += 2) bytes[count++] = (uint8_t)byte;
    host_writes(at, bytes, count);
}

/* --- commands --- */

static bool fault_command(const char *line) {
    char way[8];
    struct faults odds;
    const int found = sscanf(line, "fault %7s %u %u %u %u", way, &odds.corrupt, &odds.drop, &odds.lose_byte,
                             &odds.double_byte);
    if (found != 5) return false;
    if (strcmp(way, "up") != 0 && strcmp(way, "down") != 0) return false;
    wire_faults(strcmp(way, "up") == 0 ? TO_HOST : TO_BOARD, odds);
    return true;
}

static bool shape_command(const char *line) {
    static const char *const names[] = {"ideal", "usb", "ftdi"};
    char name[8];
    long long extra;
    if (sscanf(line, "shape %7s %lld", name, &extra) != 2 || extra < 0) return false;
    for (int shape = 0; shape < 3; ++shape) {
        if (strcmp(name, names[shape]) != 0) continue;
        wire_shape((enum shape)shape, extra);
        return true;
    }
    return false;
}

static void open_pty(void);
static void close_pty(void);
static void read_pty(void);

/* False when the line is no command; `answered` says that time passed. */
static bool command(const char *line, bool *answered) {
    long long at;
    int input, level, skip = 0;
    unsigned long long seed;
    *answered = false;
    if (sscanf(line, "run %lld", &at) == 1) {
        run_until(at, false);
        *answered = true;
    } else if (sscanf(line, "step %lld", &at) == 1) {
        run_until(at, true);
        *answered = true;
    } else if (sscanf(line, "send %lld %n", &at, &skip) == 1 && skip > 0) {
        host_writes_hex(at < now_ns ? now_ns : at, line + skip);
    } else if (sscanf(line, "input %lld %d %d", &at, &input, &level) == 3 && board_has_input(input)) {
        put(cycles_of(at < now_ns ? now_ns : at), AT_INPUT, input, level != 0);
    } else if (sscanf(line, "reset %lld", &at) == 1) {
        put(cycles_of(at < now_ns ? now_ns : at), AT_RESET, 0, 0);
    } else if (sscanf(line, "seed %llu", &seed) == 1) {
        wire_seed(seed);
    } else if (strncmp(line, "facts", 5) == 0) {
        printf("facts stack_left=%ld overruns=%d\n", board_stack_left(), board_overruns());
    } else if (use_pty && strncmp(line, "unplug", 6) == 0) {
        close_pty();
    } else if (use_pty && strncmp(line, "plug", 4) == 0) {
        if (pty_fd < 0) {
            put(cycles_of(now_ns), AT_RESET, 0, 0); /* it had no power meanwhile */
            open_pty();
        }
    } else {
        return fault_command(line) || shape_command(line);
    }
    return true;
}

/* True while there is more to come on standard input. */
static bool read_command(void) {
    static char line[16384];
    if (fgets(line, sizeof line, stdin) == NULL) return false;
    if (strncmp(line, "quit", 4) == 0) return false;
    if (use_pty) read_pty();
    bool answered;
    if (!command(line, &answered)) printf("error %s%s", line, strchr(line, '\n') ? "" : "\n");
    if (answered) printf("at %lld\n", (long long)now_ns);
    fflush(stdout);
    return true;
}

/* --- pty --- */

static void open_pty(void) {
    int slave;
    char name[128];
    struct termios raw;
    if (openpty(&pty_fd, &slave, name, NULL, NULL) != 0) {
        perror("podsim: openpty");
        exit(4);
    }
    tcgetattr(slave, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
    close(slave); /* so that the far end hanging up can be seen */
    fcntl(pty_fd, F_SETFL, O_NONBLOCK);
    printf("pty %s\n", name);
    fflush(stdout);
}

/* Whoever has the other end is told that it hung up, as by a cable that is pulled out. */
static void close_pty(void) {
    if (pty_fd >= 0) close(pty_fd);
    pty_fd = -1;
}

static void read_pty(void) {
    uint8_t bytes[512];
    for (ssize_t n; (n = read(pty_fd, bytes, sizeof bytes)) > 0;) host_writes(now_ns, bytes, (size_t)n);
}

static ns_t real_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (ns_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Follows the real clock in millisecond steps. When the machine was too busy the time lost is given up, and said. */
static void run_paced(void) {
    enum { STEP_NS = 1000000, GIVE_UP_NS = 100000000 };
    ns_t origin = real_ns() - now_ns;
    setvbuf(stdin, NULL, _IONBF, 0); /* a line that waits in a buffer would not wake ppoll */
    for (bool open = true; open;) {
        struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
        const ns_t ahead = now_ns + STEP_NS - (real_ns() - origin);
        const struct timespec nap = {0, ahead > 0 && ahead < GIVE_UP_NS ? ahead : 0};
        if (ppoll(&ready, 1, &nap, NULL) > 0) open = read_command();
        const ns_t behind = real_ns() - origin - now_ns;
        if (behind > GIVE_UP_NS) {
            origin += behind;
            printf("rebased %lld\n", (long long)behind);
        }
        read_pty();
        if (behind >= STEP_NS && behind <= GIVE_UP_NS) run_until(now_ns + behind, false);
        fflush(stdout);
    }
}

/* --- start --- */

static int usage(void) {
    fputs("usage: podsim uno|mega FIRMWARE.hex [--lights plain|rgb|apa102|sk9822|ws2812] [--leds-per-pod N] [--ppm X]\n"
          "              [--pty | --pty --paced]\n", stderr);
    return 2;
}

int main(int count, char **words) {
    static const char *const kinds[] = {"plain", "rgb", "apa102", "sk9822", "ws2812"};
    if (count < 3 || (strcmp(words[1], "uno") != 0 && strcmp(words[1], "mega") != 0)) return usage();
    int kind = strcmp(words[1], "mega") == 0 ? LIGHTS_RGB : LIGHTS_PLAIN, leds_per_pod = 1;
    for (int at = 3; at < count; ++at) {
        const char *value = at + 1 < count ? words[at + 1] : "";
        if (strcmp(words[at], "--pty") == 0) {
            use_pty = true;
            continue;
        }
        if (strcmp(words[at], "--paced") == 0) {
            paced = true;
            continue;
        }
        if (strcmp(words[at], "--ppm") == 0) rate_ppm = atof(value);
        else if (strcmp(words[at], "--leds-per-pod") == 0) leds_per_pod = atoi(value) > 0 ? atoi(value) : 1;
        else if (strcmp(words[at], "--lights") == 0) {
            for (kind = 4; kind >= 0 && strcmp(kinds[kind], value) != 0;) --kind;
        } else return usage();
        ++at;
    }
    if (kind < 0 || (paced && !use_pty)) return usage();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    const struct board_callbacks callbacks = {byte_left, light_changed, ttl_changed, something_due};
    board_load(words[1], words[2], (enum light_kind)kind, leds_per_pod, &callbacks);
    if (use_pty) open_pty();
    if (paced) {
        run_paced();
        return 0;
    }
    while (read_command()) continue;
    return 0;
}
