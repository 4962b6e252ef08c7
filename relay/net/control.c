/* control.c
 *
 * Normal course: a line comes → hub_issue_codes → when the new credentials are durable the CSV is written back → the
 * other end closes.
 * Ways it fails: the line is not ours (error malformed), another request is under way (error busy), nothing can be
 * stored (error not_stored); the other end goes before the answer is there (the codes are made all the same, the
 * answer is dropped). */
#include "net/control.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "hub/hub.h"
#include "net/loop.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

enum {
    LINE_BYTES = 512,
    CALLERS_MOST = 4,
    BACKLOG = 8,
};

struct control {
    uv_pipe_t listening;
    struct hub *hub;        /* borrowed */
    struct caller *callers; /* who is connected */
    unsigned caller_count;
    bool closing;
};

struct caller {
    uv_pipe_t pipe;
    uv_write_t write;
    struct control *control;
    struct caller *next;
    struct buffer answer; /* borrowed by `write` until it is done */
    char line[LINE_BYTES];
    size_t length;
    bool asked;   /* a line was taken; anything after it is ignored */
    bool waiting; /* hub_issue_codes will call codes_done */
    bool closed;  /* the pipe is closed; the memory goes when nothing waits any more */
};

static void release(struct caller *caller) {
    buffer_finish(&caller->answer);
    memory_release(caller);
}

static void release_if_unused(struct caller *caller) {
    if (!caller->closed || caller->waiting)
        return;
    struct caller **at = &caller->control->callers;
    while (*at != caller)
        at = &(*at)->next;
    *at = caller->next;
    caller->control->caller_count--;
    release(caller);
}

static void on_caller_closed(uv_handle_t *handle) {
    struct caller *caller = handle->data;
    caller->closed = true;
    release_if_unused(caller);
}

static void close_caller(struct caller *caller) {
    if (!uv_is_closing((uv_handle_t *)&caller->pipe))
        uv_close((uv_handle_t *)&caller->pipe, on_caller_closed);
}

static void on_written(uv_write_t *request, int status) {
    (void)status;
    close_caller(request->data);
}

static void send_answer(struct caller *caller) {
    if (uv_is_closing((uv_handle_t *)&caller->pipe))
        return;
    uv_buf_t bytes = uv_buf_init(caller->answer.bytes, (unsigned)caller->answer.length);
    caller->write.data = caller;
    if (uv_write(&caller->write, (uv_stream_t *)&caller->pipe, &bytes, 1, on_written) != 0)
        close_caller(caller);
}

static void answer(struct caller *caller, enum error outcome, const struct buffer *csv) {
    enum error error;
    if (outcome == ERROR_NONE) {
        error = buffer_printf(&caller->answer, "ok %zu\n", csv->length);
        if (error == ERROR_NONE)
            error = buffer_append(&caller->answer, csv->bytes, csv->length);
    } else {
        error = buffer_printf(&caller->answer, "error %s\n", error_word(outcome));
    }
    if (error == ERROR_NONE)
        send_answer(caller);
    else
        close_caller(caller);
}

static void codes_done(void *context, enum error outcome, const struct buffer *csv) {
    struct caller *caller = context;
    caller->waiting = false;
    if (caller->closed)
        release_if_unused(caller);
    else
        answer(caller, outcome, csv);
}

/* `line` has lost its line break. */
static void take_line(struct caller *caller, char *line) {
    static const char CODES[] = "codes ";
    char *site = line + sizeof CODES - 1;
    char *space = strncmp(line, CODES, sizeof CODES - 1) == 0 ? strchr(site, ' ') : NULL;
    if (space == NULL) {
        answer(caller, ERROR_MALFORMED, NULL);
        return;
    }
    *space = '\0';
    caller->waiting = true;
    enum error error = hub_issue_codes(caller->control->hub, strcmp(site, "-") == 0 ? NULL : site, space + 1,
                                       clock_hub_time(), codes_done, caller);
    if (error != ERROR_NONE) {
        caller->waiting = false;
        answer(caller, error, NULL);
    }
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    (void)suggested;
    struct caller *caller = handle->data;
    *out = uv_buf_init(caller->line + caller->length, (unsigned)(sizeof caller->line - 1 - caller->length));
}

static void on_read(uv_stream_t *stream, ssize_t length, const uv_buf_t *bytes) {
    (void)bytes;
    struct caller *caller = stream->data;
    if (length < 0) { /* also when the line is longer than we keep: UV_ENOBUFS */
        close_caller(caller);
        return;
    }
    if (caller->asked)
        return;
    caller->length += (size_t)length;
    caller->line[caller->length] = '\0';
    char *end = strchr(caller->line, '\n');
    if (end == NULL)
        return;
    *end = '\0';
    caller->asked = true;
    caller->length = 0;
    char line[LINE_BYTES];
    memcpy(line, caller->line, sizeof line);
    take_line(caller, line);
}

static void on_caller(uv_stream_t *stream, int status) {
    struct control *control = stream->data;
    struct caller *caller = status == 0 ? memory_take_zeroed(1, sizeof *caller) : NULL;
    if (caller == NULL)
        return;
    uv_pipe_init(stream->loop, &caller->pipe, 0);
    caller->pipe.data = caller;
    caller->control = control;
    buffer_init(&caller->answer);
    caller->next = control->callers;
    control->callers = caller;
    control->caller_count++;
    if (uv_accept(stream, (uv_stream_t *)&caller->pipe) != 0 || control->caller_count > CALLERS_MOST ||
        uv_read_start((uv_stream_t *)&caller->pipe, on_allocate, on_read) != 0)
        close_caller(caller);
}

enum error control_open(struct loop *loop, struct hub *hub, const char *path, struct control **out,
                        struct buffer *fault) {
    *out = NULL;
    if (strlen(path) >= sizeof((struct sockaddr_un *)0)->sun_path) { /* libuv would cut it off */
        buffer_printf(fault, "the path of the control socket is too long: %s", path);
        return ERROR_SYSTEM;
    }
    struct control *control = memory_take_zeroed(1, sizeof *control);
    if (control == NULL)
        return ERROR_NO_MEMORY;
    control->hub = hub;
    uv_pipe_init(loop_handle(loop), &control->listening, 0);
    control->listening.data = control;
    unlink(path); /* the journal is ours by now, so whoever made it is gone */
    mode_t before = umask(0177);
    int status = uv_pipe_bind(&control->listening, path);
    umask(before);
    if (status == 0)
        status = uv_listen((uv_stream_t *)&control->listening, BACKLOG, on_caller);
    if (status != 0) {
        buffer_printf(fault, "the control socket %s cannot be made: %s", path, uv_strerror(status));
        control_close(control);
    }
    *out = control;
    return status == 0 ? ERROR_NONE : ERROR_SYSTEM;
}

void control_close(struct control *control) {
    if (control == NULL || control->closing)
        return;
    control->closing = true;
    for (struct caller *caller = control->callers; caller != NULL; caller = caller->next)
        close_caller(caller);
    uv_close((uv_handle_t *)&control->listening, NULL); /* removes the file */
}

void control_destroy(struct control *control) {
    if (control == NULL)
        return;
    /* Only those are left whose codes the hub gave up when it stopped. */
    while (control->callers != NULL) {
        struct caller *caller = control->callers;
        control->callers = caller->next;
        release(caller);
    }
    memory_release(control);
}
