/* The baseline of `make bench-live`: an epoll loop that does nothing but write one frame to every socket, one send each.
 *
 * Prints `listening PORT`, answers any request with a fixed handshake, then reads commands on stdin:
 *   send TIMES TEXT     frame TEXT and send it TIMES to every socket -> sent AT NS CPU_NS (monotonic start, spent, CPU)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FDS_MAX = 65536, LINE_MAX_BYTES = 1 << 16, BACKLOG = 4096, EVENTS = 512, LISTENER = 1 << 30 };

static int fds[FDS_MAX], fd_count, poller;
static uint64_t owed[FDS_MAX];   /* bytes of this round that a socket did not take yet, by fd */
static uint8_t wire[LINE_MAX_BYTES + 4];
static size_t wire_bytes;

static int64_t now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void watch(int fd, int data, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.u32 = data};
    epoll_ctl(poller, operation, fd, &event);
}

static void greet(int fd) {
    static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    char request[4096];
    if (recv(fd, request, sizeof request, 0) <= 0) { close(fd); return; }
    send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
    watch(fd, fd, 0, EPOLL_CTL_MOD);
    fds[fd_count++] = fd;
}

static void frame(const char *text) {
    size_t size = strlen(text), head = size < 126 ? 2 : 4;
    wire[0] = 0x81;
    wire[1] = size < 126 ? size : 126;
    if (head == 4) { wire[2] = size >> 8; wire[3] = size & 255; }
    memcpy(wire + head, text, size);
    wire_bytes = head + size;
}

/* Send what is owed to a socket, one frame a call. Whether all of it left. */
static int pay(int fd) {
    while (owed[fd]) {
        size_t part = owed[fd] % wire_bytes ? owed[fd] % wire_bytes : wire_bytes;
        ssize_t sent = send(fd, wire + wire_bytes - part, part, MSG_NOSIGNAL);
        if (sent < 0) return 0;
        owed[fd] -= sent;
    }
    return 1;
}

/* One pass over all sockets for each frame, as frames come one after the other. */
static void send_all(int times) {
    int64_t at = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    int waiting = 0;
    for (int pass = 0; pass < times; pass++)
        for (int i = 0; i < fd_count; i++) {
            int fd = fds[i], held = owed[fd] > 0;
            owed[fd] += wire_bytes;
            if (!held && !pay(fd)) { waiting++; watch(fd, fd, EPOLLOUT, EPOLL_CTL_MOD); }
        }
    while (waiting > 0) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.u32;
            if (fd != 0 && fd != LISTENER && pay(fd)) { waiting--; watch(fd, fd, 0, EPOLL_CTL_MOD); }
        }
    }
    printf("sent %lld %lld %lld\n", (long long)at, (long long)(now(CLOCK_MONOTONIC) - at),
           (long long)(now(CLOCK_PROCESS_CPUTIME_ID) - cpu));
    fflush(stdout);
}

static void command(void) {
    static char line[LINE_MAX_BYTES];
    if (!fgets(line, sizeof line, stdin)) exit(0);
    line[strcspn(line, "\n")] = 0;
    char *text = NULL;
    int times = strncmp(line, "send ", 5) ? 0 : strtol(line + 5, &text, 10);
    if (times < 1) exit(2);
    frame(text + 1);
    send_all(times);
}

int main(void) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, BACKLOG)) { perror("listen"); return 1; }
    getsockname(listener, (struct sockaddr *)&address, &size);
    poller = epoll_create1(0);
    watch(0, 0, EPOLLIN, EPOLL_CTL_ADD);
    watch(listener, LISTENER, EPOLLIN, EPOLL_CTL_ADD);
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.u32;
            if (fd == 0) command();
            else if (fd != LISTENER) greet(fd);
            else for (int one; (one = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0; )
                watch(one, one, EPOLLIN, EPOLL_CTL_ADD);
        }
    }
}
