/* The least a program can do: Xlib, a filled rectangle, a wait on the connection, CLOCK_MONOTONIC. See told.py. */

#define _GNU_SOURCE
#include <X11/Xlib.h>
#include <X11/keysym.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MS 1000000LL

static Display *display;

static long long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* When the key went down, as its event arrived; 0 when the time was over before. */
static long long pressed_within(long long wait_ns, KeyCode keycode) {
    long long over_ns = now_ns() + wait_ns;
    struct pollfd link = {ConnectionNumber(display), POLLIN, 0};
    for (;;) {
        while (XPending(display)) {
            XEvent event;
            XNextEvent(display, &event);
            long long at_ns = now_ns();
            if (event.type == KeyPress && event.xkey.keycode == keycode) return at_ns;
        }
        long long left_ns = over_ns - now_ns();
        if (left_ns <= 0) return 0;
        struct timespec left = {left_ns / 1000000000LL, left_ns % 1000000000LL};
        ppoll(&link, 1, &left, NULL);
    }
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 10;
    unsigned short drawn[3] = {1, 2, (unsigned short)(argc > 2 ? atoi(argv[2]) : 0)};
    display = XOpenDisplay(NULL);
    if (display == NULL) return 1;
    int screen = DefaultScreen(display);
    Window window = XCreateSimpleWindow(display, RootWindow(display, screen), 0, 0, 1280, 720, 0, 0, 0);
    XSelectInput(display, window, KeyPressMask | StructureNotifyMask);
    XMapWindow(display, window);
    GC gc = XCreateGC(display, window, 0, NULL);
    KeyCode keycode = XKeysymToKeycode(display, XK_Left);
    XSync(display, False);
    pressed_within(500 * MS, 0);
    printf("{\"probe\": [640, 360], \"lit\": %d, \"key\": \"Left\"}\n", 0x56B4E9);
    fflush(stdout);
    for (int trial = 0; trial < count; trial++) {
        long long early_ns = pressed_within((long long)((30 + 50 * erand48(drawn)) * MS), keycode);
        XSetForeground(display, gc, 0x56B4E9);
        XFillRectangle(display, window, gc, 490, 210, 300, 300);
        XSync(display, False);
        long long onset_ns = now_ns();
        long long at_ns = pressed_within(1000 * MS, keycode);
        XSetForeground(display, gc, 0);
        XFillRectangle(display, window, gc, 490, 210, 300, 300);
        XSync(display, False);
        printf("{\"trial\": %d, \"onset\": %lld, \"extra\": %d, ", trial, onset_ns, early_ns != 0);
        if (at_ns)
            printf("\"response\": %lld, \"rt\": %lld}\n", at_ns, at_ns - onset_ns);
        else
            printf("\"response\": null, \"rt\": null}\n");
        fflush(stdout);
    }
    return 0;
}
