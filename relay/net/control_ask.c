#include "net/control.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PIECE_BYTES = 16 * 1024, ANSWER_BYTES_MOST = 64 * 1024 * 1024 };

static enum error connect_to(const char *path, int *out) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return ERROR_NOT_FOUND;
    memcpy(address.sun_path, path, strlen(path));
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (file < 0)
        return ERROR_SYSTEM;
    if (connect(file, (struct sockaddr *)&address, sizeof address) != 0) {
        close(file);
        return ERROR_NOT_FOUND;
    }
    *out = file;
    return ERROR_NONE;
}

static enum error send_all(int file, const struct buffer *bytes) {
    for (size_t sent = 0; sent < bytes->length;) {
        ssize_t length = send(file, bytes->bytes + sent, bytes->length - sent, MSG_NOSIGNAL);
        if (length < 0 && errno != EINTR)
            return ERROR_SYSTEM;
        sent += length > 0 ? (size_t)length : 0;
    }
    return ERROR_NONE;
}

static enum error read_all(int file, struct buffer *out) {
    while (out->length < ANSWER_BYTES_MOST) {
        enum error error = buffer_reserve(out, PIECE_BYTES);
        if (error != ERROR_NONE)
            return error;
        ssize_t length = read(file, out->bytes + out->length, PIECE_BYTES);
        if (length == 0)
            return ERROR_NONE;
        if (length < 0 && errno != EINTR)
            return ERROR_SYSTEM;
        out->length += length > 0 ? (size_t)length : 0;
    }
    return ERROR_TOO_LONG;
}

static enum error read_answer(const struct buffer *answer, struct buffer *csv) {
    const char *end = answer->length > 0 ? memchr(answer->bytes, '\n', answer->length) : NULL;
    if (end == NULL)
        return ERROR_SYSTEM;
    size_t line = (size_t)(end - answer->bytes);
    if (line > 3 && strncmp(answer->bytes, "ok ", 3) == 0) {
        size_t length = strtoul(answer->bytes + 3, NULL, 10);
        if (length != answer->length - line - 1)
            return ERROR_SYSTEM;
        return buffer_append(csv, end + 1, length);
    }
    char word[40] = "";
    if (line > 6 && line - 6 < sizeof word && strncmp(answer->bytes, "error ", 6) == 0)
        memcpy(word, answer->bytes + 6, line - 6);
    enum error error = error_from_word(word);
    return error == ERROR_COUNT || error == ERROR_NONE ? ERROR_SYSTEM : error;
}

enum error control_ask(const char *path, const char *site, const char *origin, struct buffer *csv, bool *reached) {
    int file = -1;
    enum error error = connect_to(path, &file);
    *reached = error == ERROR_NONE;
    if (error != ERROR_NONE)
        return error;
    struct buffer text;
    buffer_init(&text);
    error = buffer_printf(&text, "codes %s %s\n", site != NULL ? site : "-", origin);
    if (error == ERROR_NONE)
        error = send_all(file, &text);
    buffer_clear(&text);
    if (error == ERROR_NONE)
        error = read_all(file, &text);
    if (error == ERROR_NONE)
        error = read_answer(&text, csv);
    buffer_finish(&text);
    close(file);
    return error;
}
