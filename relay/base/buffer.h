/* buffer.h - bytes that grow at the end. Thread: one owner. */
#ifndef LAMRELAY_BASE_BUFFER_H
#define LAMRELAY_BASE_BUFFER_H

#include "error.h"
#include <stddef.h>
#include <stdint.h>

struct buffer {
    char *bytes;     /* owned; NULL when empty */
    size_t length;   /* bytes in use */
    size_t capacity; /* bytes owned */
};

void buffer_init(struct buffer *buffer);
void buffer_finish(struct buffer *buffer);
void buffer_clear(struct buffer *buffer); /* length = 0, memory kept */
/* All return ERROR_NONE or ERROR_NO_MEMORY; on failure the buffer is unchanged. */
enum error buffer_reserve(struct buffer *buffer, size_t more); /* room for `more` further bytes */
enum error buffer_append(struct buffer *buffer, const void *bytes, size_t length);
enum error buffer_append_text(struct buffer *buffer, const char *text); /* up to its NUL, which is not appended */
enum error buffer_append_texts(struct buffer *buffer, const char *const texts[]); /* one after the other, up to a NULL */
enum error buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The digits of a number, for a text that is made often: they stand at the end of `digits`. Returns where they begin. */
enum { NUMBER_TEXT_SIZE = 21 };
const char *number_text(int64_t number, char digits[NUMBER_TEXT_SIZE]);

#endif
