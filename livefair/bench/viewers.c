/* The crowd of `make bench-live`: thousands of WebSockets in one lean process, so that the server's side is measured.
 *
 * Reads commands on stdin, answers each with one line on stdout:
 *   open HOST PORT COUNT AT_ONCE FRAMES \t TEXT \t TEXT ...   connect, send each TEXT as a frame, wait for FRAMES frames
 *                                                             -> opened COUNT LOST NS
 *   expect FRAMES      -> ready, and when each reading socket has that many more: done COUNT P50 P99 LAST (ns, monotonic)
 *   seek WORD          -> ready, and when every socket that reads has seen WORD in a frame: done as above
 *   track WORD \t ...   -> tracking COUNT         from here on every viewer remembers the number behind each WORD
 *   tell NUMBER \t ...  -> told RIGHT WRONG LOST P50 P99 LAST      how many know these numbers behind the words, how many
 *                                                             others, and since when (ns, monotonic) the right ones do
 *   stall COUNT        -> stalled COUNT          the first COUNT read no more
 *   wake               -> woken                  they read on
 *   close              -> closed COUNT LOST      all at once, without a goodbye
 * LOST are those that the server ended. Pings are answered. A client's mask is four zeros, so TEXT goes out as it is.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SOCKETS_MAX = 65536, LINE_MAX_BYTES = 1 << 16, READ_BYTES = 1 << 18, EVENTS = 512, WORDS_MAX = 4, WORD_BYTES = 128 };
enum state { FREE, CONNECTING, SHAKING, OPEN, STALLED, LOST };

/* What a viewer knows of one tracked word. */
struct tracked {
    uint8_t sought;         /* how many bytes of the word have come; all of them while its number is read */
    long long reading, known;
    int64_t since;          /* when it became what is known; 0 where it was never told */
};

struct viewer {
    int fd;
    enum state state;
    int newlines;           /* of the handshake's answer: the fourth byte of \r\n\r\n ends it */
    uint8_t head[10];       /* of the frame that is being read */
    int head_bytes;
    uint64_t rest;          /* bytes of its payload still to come */
    uint8_t opcode;
    uint64_t frames, awaited;
    size_t sought;          /* how many bytes of the word have come, one behind the other */
    int64_t at;             /* when the last awaited frame was there */
    struct tracked tracked[WORDS_MAX];
};

static struct viewer viewers[SOCKETS_MAX];
static int count, next_to_open, at_once, opening, lost, missing;
static int poller;
static struct sockaddr_in server;
static uint8_t prelude[LINE_MAX_BYTES * 2];
static size_t prelude_bytes;
static uint64_t prelude_frames;
static int64_t opened_at;
static char word[WORD_BYTES], tracked_words[WORDS_MAX][WORD_BYTES];
static int tracking;
static enum { IDLE, OPENING, EXPECTING, SEEKING } doing;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

__attribute__((format(printf, 1, 0)))
static void say(const char *format, long long a, long long b, long long c, long long d) {
    printf(format, a, b, c, d);
    fflush(stdout);
}

static void watch(struct viewer *viewer, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = viewer};
    epoll_ctl(poller, operation, viewer->fd, &event);
}

static void lose(struct viewer *viewer) {
    if (viewer->state == CONNECTING || viewer->state == SHAKING) opening--;
    if (viewer->awaited > viewer->frames || (doing == SEEKING && !viewer->at)) missing--;
    viewer->awaited = 0;
    viewer->state = LOST;
    lost++;
    close(viewer->fd);
}

static void open_next(void) {
    while (next_to_open < count && opening < at_once) {
        struct viewer *viewer = &viewers[next_to_open++];
        memset(viewer, 0, sizeof *viewer);
        viewer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (viewer->fd < 0) { perror("socket"); exit(1); }
        int on = 1, bytes = 64 * 1024;  /* as much as the kernel takes for each: of itself it would take ever more */
        setsockopt(viewer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(viewer->fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        viewer->state = CONNECTING;
        viewer->awaited = prelude_frames;
        opening++;
        if (connect(viewer->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS) lose(viewer);
        else watch(viewer, EPOLL_CTL_ADD, EPOLLOUT);
    }
}

static void shake(struct viewer *viewer) {
    static const char request[] = "GET /v1/live HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    if (send(viewer->fd, request, sizeof request - 1, MSG_NOSIGNAL) < 0) { lose(viewer); return; }
    viewer->state = SHAKING;
    watch(viewer, EPOLL_CTL_MOD, EPOLLIN);
}

static void frame_done(struct viewer *viewer, int64_t at) {
    static const uint8_t pong[] = {0x8a, 0x80, 0, 0, 0, 0};
    viewer->head_bytes = 0;
    if (viewer->opcode == 9) { send(viewer->fd, pong, sizeof pong, MSG_NOSIGNAL); return; }
    if (viewer->opcode != 1) return;
    if (++viewer->frames == viewer->awaited) { viewer->at = at; missing--; }
}

/* Take bytes of frames; the server's have no mask. */
static void take(struct viewer *viewer, const uint8_t *bytes, size_t size, int64_t at) {
    while (size > 0) {
        if (viewer->rest > 0) {
            size_t part = size < viewer->rest ? size : viewer->rest;
            viewer->rest -= part; bytes += part; size -= part;
            if (viewer->rest == 0) frame_done(viewer, at);
            continue;
        }
        viewer->head[viewer->head_bytes++] = *bytes++; size--;
        if (viewer->head_bytes < 2) continue;
        int form = viewer->head[1] & 127, whole = form == 127 ? 10 : form == 126 ? 4 : 2;
        if (viewer->head_bytes < whole) continue;
        uint64_t length = form;
        if (whole > 2) length = 0;
        for (int i = 2; i < whole; i++) length = length << 8 | viewer->head[i];
        viewer->opcode = viewer->head[0] & 15;
        viewer->rest = length;
        if (length == 0) frame_done(viewer, at);
    }
}

/* Pass over the handshake's answer. How much of it there was. */
static size_t take_answer(struct viewer *viewer, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        int wanted = viewer->newlines % 2 ? '\n' : '\r';
        viewer->newlines = bytes[i] == wanted ? viewer->newlines + 1 : bytes[i] == '\r';
        if (viewer->newlines < 4) continue;
        viewer->state = OPEN;
        opening--;
        if (prelude_bytes && send(viewer->fd, prelude, prelude_bytes, MSG_NOSIGNAL) < 0) lose(viewer);
        return i + 1;
    }
    return size;
}

/* Look for the word, which does not begin twice within itself. */
static void seek(struct viewer *viewer, const uint8_t *bytes, size_t size, int64_t at) {
    for (size_t i = 0; i < size && !viewer->at; i++) {
        viewer->sought = bytes[i] == (uint8_t)word[viewer->sought] ? viewer->sought + 1 : bytes[i] == (uint8_t)word[0];
        if (!word[viewer->sought]) { viewer->at = at; missing--; }
    }
}

/* Remember the number behind a word, wherever the bytes are cut; as above, the word does not begin twice in itself. */
static void track(struct tracked *known, const char *wanted, const uint8_t *bytes, size_t size, int64_t at) {
    const uint8_t *end = bytes + size;
    while (bytes < end) {
        if (known->sought == 0 && !(bytes = memchr(bytes, wanted[0], end - bytes))) return;
        uint8_t byte = *bytes++;
        if (wanted[known->sought]) {
            known->sought = byte == (uint8_t)wanted[known->sought] ? known->sought + 1 : byte == (uint8_t)wanted[0];
            known->reading = 0;
        } else if (byte >= '0' && byte <= '9') {
            known->reading = known->reading * 10 + (byte - '0');
        } else {
            if (!known->since || known->known != known->reading) known->since = at;
            known->known = known->reading;
            known->sought = byte == (uint8_t)wanted[0];
        }
    }
}

static void readable(struct viewer *viewer) {
    static uint8_t buffer[READ_BYTES];
    ssize_t size = recv(viewer->fd, buffer, sizeof buffer, 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) { lose(viewer); return; }
    int64_t at = now();
    size_t passed = viewer->state == SHAKING ? take_answer(viewer, buffer, size) : 0;
    if (doing == SEEKING && viewer->state == OPEN) seek(viewer, buffer + passed, size - passed, at);
    for (int i = 0; i < tracking && viewer->state == OPEN; i++)
        track(&viewer->tracked[i], tracked_words[i], buffer + passed, size - passed, at);
    if (viewer->state == OPEN) take(viewer, buffer + passed, size - passed, at);
}

static void add_frame(const char *text) {
    size_t size = strlen(text);
    uint8_t *to = prelude + prelude_bytes;
    *to++ = 0x81;
    if (size < 126) *to++ = 0x80 | size;
    else { *to++ = 0x80 | 126; *to++ = size >> 8; *to++ = size & 255; }
    memset(to, 0, 4);
    memcpy(to + 4, text, size);
    prelude_bytes = to + 4 + size - prelude;
}

static void begin_open(char *line) {
    char host[64] = "";
    int port = 0;
    unsigned long long frames = 0;
    char *texts = strchr(line, '\t');
    if (texts) *texts++ = 0;
    if (sscanf(line, "open %63s %d %d %d %llu", host, &port, &count, &at_once, &frames) != 5 || count > SOCKETS_MAX) exit(2);
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, host, &server.sin_addr);
    prelude_bytes = 0;
    prelude_frames = frames;
    for (char *text = texts ? strtok(texts, "\t") : NULL; text; text = strtok(NULL, "\t")) add_frame(text);
    next_to_open = opening = lost = 0;
    missing = frames ? count : 0;
    doing = OPENING;
    opened_at = now();
    open_next();
}

static void begin_expect(unsigned long long frames) {
    missing = 0;
    for (int i = 0; i < count; i++) {
        if (viewers[i].state != OPEN) continue;
        viewers[i].awaited = viewers[i].frames + frames;
        viewers[i].at = 0;
        missing++;
    }
    doing = EXPECTING;
    say("ready %lld\n", missing, 0, 0, 0);
}

static void begin_seek(const char *wanted) {
    if (strlen(wanted) >= sizeof word) exit(2);
    strcpy(word, wanted);
    missing = 0;
    for (int i = 0; i < count; i++) {
        if (viewers[i].state != OPEN) continue;
        viewers[i].at = viewers[i].sought = viewers[i].awaited = 0;
        missing++;
    }
    doing = SEEKING;
    say("ready %lld\n", missing, 0, 0, 0);
}

static void wake(void) {
    for (int i = 0; i < count; i++) {
        if (viewers[i].state != STALLED) continue;
        viewers[i].state = OPEN;
        watch(&viewers[i], EPOLL_CTL_ADD, EPOLLIN);
    }
    say("woken\n", 0, 0, 0, 0);
}

static void stall(int number) {
    for (int i = 0; i < number && i < count; i++) {
        viewers[i].state = STALLED;
        epoll_ctl(poller, EPOLL_CTL_DEL, viewers[i].fd, NULL);
    }
    say("stalled %lld\n", number, 0, 0, 0);
}

static void close_all(void) {
    struct linger at_once_too = {.l_onoff = 1};
    for (int i = 0; i < count; i++) {
        if (viewers[i].state == LOST || viewers[i].state == FREE) continue;
        setsockopt(viewers[i].fd, SOL_SOCKET, SO_LINGER, &at_once_too, sizeof at_once_too);
        close(viewers[i].fd);
        viewers[i].state = FREE;
    }
    say("closed %lld %lld\n", count, lost, 0, 0);
}

static int by_time(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static void begin_track(char *line) {
    tracking = 0;
    for (char *wanted = strtok(line, "\t"); wanted; wanted = strtok(NULL, "\t")) {
        if (tracking == WORDS_MAX || strlen(wanted) >= WORD_BYTES) exit(2);
        strcpy(tracked_words[tracking++], wanted);
    }
    for (int i = 0; i < count; i++) memset(viewers[i].tracked, 0, sizeof viewers[i].tracked);
    say("tracking %lld\n", tracking, 0, 0, 0);
}

/* When the viewer knew the last of the wanted numbers; 0 where it does not know all of them. */
static int64_t knows(const struct viewer *viewer, const long long *wanted) {
    int64_t since = 0;
    for (int i = 0; i < tracking; i++) {
        const struct tracked *known = &viewer->tracked[i];
        if (!known->since || known->known != wanted[i]) return 0;
        if (known->since > since) since = known->since;
    }
    return since;
}

static void tell_tracked(char *line) {
    static int64_t times[SOCKETS_MAX];
    long long wanted[WORDS_MAX] = {0};
    int given = 0, right = 0, wrong = 0;
    for (char *number = strtok(line, "\t"); number && given < WORDS_MAX; number = strtok(NULL, "\t"))
        wanted[given++] = strtoll(number, NULL, 10);
    if (given != tracking) exit(2);
    for (int i = 0; i < count; i++) {
        if (viewers[i].state != OPEN && viewers[i].state != STALLED) continue;
        int64_t since = knows(&viewers[i], wanted);
        if (since) times[right++] = since;
        else wrong++;
    }
    qsort(times, right, sizeof *times, by_time);
    printf("told %d %d %d ", right, wrong, lost);
    if (right) say("%lld %lld %lld\n", times[right / 2], times[right * 99 / 100], times[right - 1], 0);
    else say("0 0 0\n", 0, 0, 0, 0);
}

static void tell_expected(void) {
    static int64_t times[SOCKETS_MAX];
    int got = 0;
    for (int i = 0; i < count; i++)
        if (viewers[i].state == OPEN && viewers[i].at) times[got++] = viewers[i].at;
    qsort(times, got, sizeof *times, by_time);
    if (got) say("done %lld %lld %lld %lld\n", got, times[got / 2], times[got * 99 / 100], times[got - 1]);
    else say("done 0 0 0 0\n", 0, 0, 0, 0);
}

static void tell_when_done(void) {
    if (doing == OPENING && next_to_open == count && opening == 0 && missing == 0) {
        doing = IDLE;
        say("opened %lld %lld %lld\n", count - lost, lost, now() - opened_at, 0);
    } else if ((doing == EXPECTING || doing == SEEKING) && missing == 0) {
        doing = IDLE;
        tell_expected();
    }
}

static void command(char *line) {
    if (!strncmp(line, "open ", 5)) begin_open(line);
    else if (!strncmp(line, "expect ", 7)) begin_expect(strtoull(line + 7, NULL, 10));
    else if (!strncmp(line, "seek ", 5)) begin_seek(line + 5);
    else if (!strncmp(line, "track ", 6)) begin_track(line + 6);
    else if (!strncmp(line, "tell ", 5)) tell_tracked(line + 5);
    else if (!strcmp(line, "wake")) wake();
    else if (!strncmp(line, "stall ", 6)) stall(atoi(line + 6));
    else if (!strcmp(line, "close")) close_all();
    else exit(2);
}

/* Take what came on stdin, line by line. Ends the process with its end. */
static void commands(void) {
    static char line[LINE_MAX_BYTES];
    static size_t held;
    ssize_t size = read(0, line + held, sizeof line - 1 - held);
    if (size <= 0) exit(0);
    held += size;
    for (char *end; (end = memchr(line, '\n', held)); ) {
        *end = 0;
        command(line);
        held -= end + 1 - line;
        memmove(line, end + 1, held);
    }
}

int main(void) {
    static struct epoll_event events[EVENTS];
    poller = epoll_create1(0);
    struct epoll_event input = {.events = EPOLLIN};
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input);
    for (;;) {
        int ready = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct viewer *viewer = events[i].data.ptr;
            if (viewer == NULL) commands();
            else if (viewer->state == CONNECTING) shake(viewer);
            else if (viewer->state == SHAKING || viewer->state == OPEN) readable(viewer);
        }
        if (doing == OPENING) open_next();
        tell_when_done();
    }
}
