/* The robot's eye and finger: watches one pixel of the X server's framebuffer, presses keys through XTEST.

   The connection to the server is opened and greeted by whoever starts this; here XTEST's 36 bytes are only written
   to it, so that no X library is needed. finger.py does the same in Python and explains arguments and output. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MS 1000000LL
#define LOOK_EVERY_NS 40000LL   /* between two looks at the pixel for a cue; a tenth of a core */
#define REST_EVERY_NS 500000LL  /* and for the dark after it */
#define AWAKE_EARLY_NS 150000LL /* before a press is due the rest is waited for without sleeping */
#define PRIORITY 60

static int link_fd;
static unsigned opcode;
static uint64_t state;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void sleep_until(int64_t at_ns) {
    struct timespec t = {at_ns / 1000000000LL, at_ns % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {
    }
}

static void wait_until(int64_t at_ns) {
    if (at_ns - AWAKE_EARLY_NS > now_ns()) sleep_until(at_ns - AWAKE_EARLY_NS);
    while (now_ns() < at_ns) {
    }
}

/* splitmix64, so that the Python version draws the same. */
static uint64_t draw(void) {
    uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

static int64_t between(int64_t low, int64_t high) { return low + (int64_t)(draw() % (uint64_t)(high - low)); }

static void key(int keycode, int down) {
    unsigned char request[36] = {0};
    uint16_t units = 9;
    request[0] = (unsigned char)opcode;
    request[1] = 2; /* FakeInput */
    memcpy(request + 2, &units, 2);
    request[4] = down ? 2 : 3;
    request[5] = (unsigned char)keycode;
    if (write(link_fd, request, sizeof request) != sizeof request) {
        perror("write to the X server");
        exit(1);
    }
}

/* Until the server has dealt with everything: it answers in order. Other clients' changes are told to everyone. */
static void settle(void) {
    unsigned char request[4] = {43, 0, 0, 0}, packet[32] = {0}; /* GetInputFocus */
    uint16_t units = 1;
    memcpy(request + 2, &units, 2);
    if (write(link_fd, request, sizeof request) != sizeof request) exit(1);
    while (packet[0] != 1) {
        struct pollfd link = {link_fd, POLLIN, 0};
        poll(&link, 1, -1);
        if (recv(link_fd, packet, sizeof packet, MSG_WAITALL) != sizeof packet) exit(1);
    }
}

static const char *priority(void) {
    struct sched_param wanted = {.sched_priority = PRIORITY};
    prctl(PR_SET_TIMERSLACK, 1UL);
    return sched_setscheduler(0, SCHED_FIFO, &wanted) == 0 ? "fifo" : "normal";
}

/* Until the pixel is as wanted: when it last was not, and when it first was. False: it never came. */
static int see(volatile const uint32_t *pixel, uint32_t lit, int wanted, int64_t give_up_ns, int64_t *before_ns,
               int64_t *after_ns) {
    int64_t looked_ns = now_ns(), over_ns = looked_ns + give_up_ns;
    *before_ns = looked_ns;
    for (;;) {
        int64_t begun_ns = now_ns();
        int is_lit = (*pixel & 0xFFFFFF) == lit;
        if (is_lit == wanted) {
            *after_ns = now_ns();
            return 1;
        }
        *before_ns = begun_ns;
        if (begun_ns > over_ns) return 0;
        sleep_until(begun_ns + (wanted ? LOOK_EVERY_NS : REST_EVERY_NS));
    }
}

static int trials(char **given) {
    const char *file = given[0];
    long offset = atol(given[1]);
    uint32_t lit = (uint32_t)strtoul(given[2], NULL, 0);
    int count = atoi(given[3]), keycode = atoi(given[4]), catch_every = atoi(given[5]);
    int64_t give_up_ns = atoll(given[6]) * MS;
    int file_fd = open(file, O_RDONLY);
    struct stat size;
    if (file_fd < 0 || fstat(file_fd, &size) != 0) {
        perror(file);
        return 1;
    }
    char *picture = mmap(NULL, (size_t)size.st_size, PROT_READ, MAP_SHARED, file_fd, 0);
    if (picture == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    volatile const uint32_t *pixel = (volatile const uint32_t *)(picture + offset);
    for (int number = 0; number < count; number++) {
        int64_t unlit_ns, lit_ns, due_ns, before_ns = 0, after_ns = 0, dark_ns, ignored;
        int presses = draw() % (uint64_t)catch_every != 0;
        int64_t reaction_ns = between(150 * MS, 400 * MS), hold_ns = between(1 * MS, 30 * MS);
        if (!see(pixel, lit, 1, give_up_ns, &unlit_ns, &lit_ns)) return 3;
        due_ns = (unlit_ns + lit_ns) / 2 + reaction_ns;
        if (presses) {
            wait_until(due_ns);
            before_ns = now_ns();
            key(keycode, 1);
            after_ns = now_ns();
            sleep_until(before_ns + hold_ns);
            key(keycode, 0);
        }
        if (!see(pixel, lit, 0, give_up_ns, &ignored, &dark_ns)) return 4;
        printf("%d %lld %lld %lld %lld %lld %lld\n", number, (long long)unlit_ns, (long long)lit_ns,
               (long long)due_ns, (long long)before_ns, (long long)after_ns, (long long)dark_ns);
        fflush(stdout);
    }
    return 0;
}

static int bursts(char **given) {
    int count = atoi(given[0]), keys[8], known = 0;
    for (char *part = strtok(given[1], ","); part != NULL && known < 8; part = strtok(NULL, ","))
        keys[known++] = atoi(part);
    int64_t longest_pause_ns = atoll(given[2]) * MS, at_ns = now_ns() + 10 * MS;
    for (int number = 0; number < count;) {
        int many = (int)between(1, 13);
        for (int in_burst = 0; in_burst < many && number < count; in_burst++, number++) {
            int keycode = keys[draw() % (uint64_t)known];
            wait_until(at_ns);
            int64_t before_ns = now_ns();
            key(keycode, 1);
            int64_t after_ns = now_ns();
            wait_until(before_ns + between(0, 1 * MS));
            key(keycode, 0);
            printf("%d %d %lld %lld\n", number, keycode, (long long)before_ns, (long long)after_ns);
            at_ns = now_ns() + between(0, 1 * MS);
        }
        at_ns += between(1 * MS, longest_pause_ns);
    }
    settle();
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 7) {
        fprintf(stderr, "usage: see finger.py\n");
        return 2;
    }
    link_fd = atoi(argv[2]);
    opcode = (unsigned)atoi(argv[3]);
    state = strtoull(argv[4], NULL, 10);
    printf("# c %s\n", priority());
    fflush(stdout);
    if (strcmp(argv[1], "trials") == 0 && argc == 12) return trials(argv + 5);
    if (strcmp(argv[1], "bursts") == 0 && argc == 8) return bursts(argv + 5);
    fprintf(stderr, "usage: see finger.py\n");
    return 2;
}
