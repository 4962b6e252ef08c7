#include "buffer.h"

#include "memory.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

void buffer_init(struct buffer *buffer) {
    buffer->bytes = NULL;
    buffer->length = 0;
    buffer->capacity = 0;
}

void buffer_finish(struct buffer *buffer) {
    memory_release(buffer->bytes);
    buffer_init(buffer);
}

void buffer_clear(struct buffer *buffer) {
    buffer->length = 0;
}

enum error buffer_reserve(struct buffer *buffer, size_t more) {
    if (more > SIZE_MAX / 4 - buffer->length) {
        return ERROR_NO_MEMORY;
    }
    size_t wanted = buffer->length + more;
    if (wanted <= buffer->capacity) {
        return ERROR_NONE;
    }
    size_t capacity = buffer->capacity < CAPACITY_FIRST ? CAPACITY_FIRST : buffer->capacity;
    while (capacity < wanted) {
        capacity *= 2;
    }
    char *bytes = memory_resize(buffer->bytes, capacity);
    if (bytes == NULL) {
        return ERROR_NO_MEMORY;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return ERROR_NONE;
}

enum error buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
    enum error error = buffer_reserve(buffer, length);
    if (error == ERROR_NONE && length > 0) {
        memcpy(buffer->bytes + buffer->length, bytes, length);
        buffer->length += length;
    }
    return error;
}

enum error buffer_append_text(struct buffer *buffer, const char *text) {
    return buffer_append(buffer, text, strlen(text));
}

enum error buffer_append_texts(struct buffer *buffer, const char *const texts[]) {
    size_t length = 0;
    for (size_t i = 0; texts[i] != NULL; i++) {
        length += strlen(texts[i]);
    }
    enum error error = buffer_reserve(buffer, length + 1); /* the NUL behind each gives way to the next */
    if (error != ERROR_NONE) {
        return error;
    }
    char *at = buffer->bytes + buffer->length;
    for (size_t i = 0; texts[i] != NULL; i++) {
        at = stpcpy(at, texts[i]);
    }
    buffer->length += length;
    return ERROR_NONE;
}

const char *number_text(int64_t number, char digits[NUMBER_TEXT_SIZE]) {
    char *first = digits + NUMBER_TEXT_SIZE - 1;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    *first = '\0';
    do {
        *--first = (char)('0' + rest % 10);
    } while (rest /= 10);
    if (number < 0) {
        *--first = '-';
    }
    return first;
}

enum error buffer_printf(struct buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    /* Mostly there is room: then it is printed once, not first for its length. */
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(room > 0 ? buffer->bytes + buffer->length : NULL, room, format, arguments);
    /* vsnprintf itself fails only when it cannot allocate or the text is beyond INT_MAX. */
    enum error error = length < 0 ? ERROR_NO_MEMORY : ERROR_NONE;
    if (error == ERROR_NONE && (size_t)length >= room) {
        error = buffer_reserve(buffer, (size_t)length + 1);
        if (error == ERROR_NONE) {
            vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
        }
    }
    if (error == ERROR_NONE) {
        buffer->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
    return error;
}
