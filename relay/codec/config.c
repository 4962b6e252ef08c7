#include "codec/config.h"

#include "base/memory.h"
#include "codec/config_read.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static void begin(struct config *config) {
    *config = (struct config){.limits = limits_default()};
    arena_init(&config->memory);
}

void config_finish(struct config *config) {
    arena_finish(&config->memory);
    *config = (struct config){0};
    arena_init(&config->memory);
}

void config_empty(struct config *out) {
    begin(out);
    out->programme.id = text_of("conference");
    out->programme.title = (struct localised){text_of("Hội nghị chưa đặt tên"), text_of("Conference without a name")};
}

/* All of the file that is there to read; the faults say what is wrong with it. */
static enum error read_programme(json_t *root, struct config *config, struct buffer *faults) {
    struct config_reader reader = {.arena = &config->memory, .faults = faults};
    const struct config_place place = {0};
    CONFIG_FILE.take(&reader, &place, root, &CONFIG_FILE, (char *)config);
    if (!reader.no_memory) {
        config_check(&reader, config);
    }
    if (!reader.no_memory && reader.fault_count > CONFIG_FAULTS_MAX) {
        reader.no_memory =
            buffer_printf(faults, "... and %zu more\n", reader.fault_count - CONFIG_FAULTS_MAX) != ERROR_NONE;
    }
    if (reader.no_memory) {
        return ERROR_NO_MEMORY;
    }
    return reader.fault_count > 0 ? ERROR_MALFORMED : ERROR_NONE;
}

/* JSON's parser may end what it repeats in the middle of a character: a fault is text all the same. */
static enum error print_words(struct buffer *faults, const char *words) {
    enum error error = ERROR_NONE;
    while (*words != '\0' && error == ERROR_NONE) {
        size_t length = 1;
        while (length < 4 && words[length] != '\0' && !text_is_utf8(words, length)) {
            length++;
        }
        bool whole = text_is_utf8(words, length);
        error = whole ? buffer_append(faults, words, length) : buffer_append_text(faults, "?");
        words += whole ? length : 1;
    }
    return error;
}

/* The text is not JSON, or there was no memory to find out. */
static enum error syntax_fault(const char *name, const json_error_t *error, struct buffer *faults) {
    if (json_error_code(error) == json_error_out_of_memory) {
        return ERROR_NO_MEMORY;
    }
    int line = error->line > 0 ? error->line : 1, column = error->column > 0 ? error->column : 1;
    enum error printed = buffer_printf(faults, "%s: line %d, column %d: ", name, line, column);
    printed = printed != ERROR_NONE ? printed : print_words(faults, error->text);
    printed = printed != ERROR_NONE ? printed : buffer_append_text(faults, "\n");
    return printed != ERROR_NONE ? printed : ERROR_MALFORMED;
}

enum error config_parse(const char *name, const char *bytes, size_t length, struct config *out, struct buffer *faults) {
    begin(out);
    json_error_t error;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        return syntax_fault(name, &error, faults);
    }
    enum error outcome = read_programme(root, out, faults);
    json_decref(root);
    if (outcome != ERROR_NONE) {
        config_finish(out);
    }
    return outcome;
}

/* Up to `room` bytes of the file; `*length` is how many there were. SYSTEM: errno says why. */
static enum error read_file(const char *path, char *bytes, size_t room, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return ERROR_SYSTEM;
    }
    *length = fread(bytes, 1, room, file);
    enum error error = ferror(file) ? ERROR_SYSTEM : ERROR_NONE;
    int reason = errno;
    fclose(file);
    errno = reason;
    return error;
}

enum error config_load(const char *path, struct config *out, struct buffer *faults) {
    begin(out);
    char *bytes = memory_take(CONFIG_BYTES_MAX + 1);
    if (bytes == NULL) {
        return ERROR_NO_MEMORY;
    }
    size_t length = 0;
    enum error error = read_file(path, bytes, CONFIG_BYTES_MAX + 1, &length), printed = ERROR_NONE;
    if (error != ERROR_NONE) {
        printed = buffer_printf(faults, "%s: %s\n", path, strerror(errno));
    } else if (length > CONFIG_BYTES_MAX) {
        printed = buffer_printf(faults, "%s: larger than %d bytes\n", path, CONFIG_BYTES_MAX);
        error = ERROR_MALFORMED;
    } else {
        error = config_parse(path, bytes, length, out, faults);
    }
    memory_release(bytes);
    return printed != ERROR_NONE ? printed : error;
}
