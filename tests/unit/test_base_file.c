#include "base/file.h"
#include "base/log.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *name(const char *last) {
    static char names[4][128];
    static unsigned next;
    char *out = names[next++ % 4];
    snprintf(out, sizeof names[0], "%s/%s", folder, last);
    return out;
}

static void write_file(const char *path, const char *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    if (CHECK(file != NULL)) {
        CHECK_NUMBER(fwrite(bytes, 1, length, file), length);
        fclose(file);
    }
}

static void begin(void) {
    log_set_descriptor(-1);
    strcpy(folder, "/tmp/lamrelay-file-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
}

static void end(void) {
    CHECK_NUMBER(rmdir(folder), 0);
}

static void a_file_is_read_whole_or_not(void) {
    begin();
    struct buffer read;
    buffer_init(&read);
    write_file(name("a"), "0123456789", 10);
    CHECK_NUMBER(file_read(name("nothing"), 10, &read), ERROR_NOT_FOUND);
    CHECK_NUMBER(file_read(folder, 10, &read), ERROR_SYSTEM);
    CHECK_NUMBER(file_read(name("a"), 9, &read), ERROR_FULL);
    buffer_clear(&read);
    CHECK_NUMBER(file_read(name("a"), 10, &read), ERROR_NONE);
    CHECK_NUMBER(file_read(name("a"), 10, &read), ERROR_NONE);
    CHECK_BYTES(read.bytes, read.length, "01234567890123456789", 20);
    buffer_finish(&read);
    unlink(name("a"));
    end();
}

static void a_copy_is_whole_and_replaces_nothing(void) {
    begin();
    size_t length = 200 * 1000;
    char *bytes = malloc(length), *read = malloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)(i * 31);
    }
    write_file(name("a"), bytes, length);
    CHECK_NUMBER(file_copy(name("a"), name("b"), 0600), ERROR_NONE);
    FILE *file = fopen(name("b"), "rb");
    CHECK_BYTES(read, fread(read, 1, length + 1, file), bytes, length);
    fclose(file);
    struct stat state;
    CHECK_NUMBER(stat(name("b"), &state), 0);
    CHECK_NUMBER(state.st_mode & 0777, 0600);
    CHECK_NUMBER(file_copy(name("a"), name("b"), 0600), ERROR_WRONG_STATE);
    CHECK_NUMBER(file_copy(name("nothing"), name("c"), 0600), ERROR_SYSTEM);
    CHECK_NUMBER(file_copy(folder, name("c"), 0600), ERROR_SYSTEM);
    CHECK_NUMBER(access(name("c"), F_OK), -1);
    unlink(name("a"));
    unlink(name("b"));
    free(bytes);
    free(read);
    end();
}

static void a_destroyed_file_holds_zeros(void) {
    begin();
    char *bytes = malloc(100 * 1000), *read = malloc(100 * 1000);
    memset(bytes, 'x', 100 * 1000);
    write_file(name("a"), bytes, 100 * 1000);
    CHECK_NUMBER(link(name("a"), name("same")), 0);
    CHECK_NUMBER(file_destroy(name("a")), ERROR_NONE);
    CHECK_NUMBER(access(name("a"), F_OK), -1);
    FILE *file = fopen(name("same"), "rb");
    memset(bytes, 0, 100 * 1000);
    CHECK_BYTES(read, fread(read, 1, 100 * 1000, file), bytes, 100 * 1000);
    fclose(file);
    unlink(name("same"));
    CHECK_NUMBER(file_destroy(name("nothing")), ERROR_NONE);
    CHECK_NUMBER(file_destroy(folder), ERROR_SYSTEM);
    free(bytes);
    free(read);
    end();
}

static void names_are_made_durable(void) {
    begin();
    write_file(name("a"), "a", 1);
    CHECK_NUMBER(file_sync(name("a")), ERROR_NONE);
    CHECK_NUMBER(file_sync(name("nothing")), ERROR_SYSTEM);
    CHECK_NUMBER(file_sync_directory(folder), ERROR_NONE);
    CHECK_NUMBER(file_sync_directory(name("a")), ERROR_SYSTEM);
    CHECK_NUMBER(file_sync_directory_of(name("a")), ERROR_NONE);
    CHECK_NUMBER(file_sync_directory_of(name("a//")), ERROR_NONE);
    CHECK_NUMBER(file_sync_directory_of(name("no/where")), ERROR_SYSTEM);
    CHECK_NUMBER(file_sync_directory_of("/"), ERROR_NONE);
    CHECK_NUMBER(file_sync_directory_of("here"), ERROR_NONE);
    unlink(name("a"));
    end();
}

static void an_empty_directory_is_known(void) {
    begin();
    CHECK_NUMBER(file_directory_is_empty(folder), ERROR_NONE);
    CHECK_NUMBER(file_directory_is_empty(name("nothing")), ERROR_NOT_FOUND);
    write_file(name(".hidden"), "", 0);
    CHECK_NUMBER(file_directory_is_empty(folder), ERROR_WRONG_STATE);
    CHECK_NUMBER(file_directory_is_empty(name(".hidden")), ERROR_SYSTEM);
    unlink(name(".hidden"));
    end();
}

static const struct check_test tests[] = {
    {"a file is read whole or not", a_file_is_read_whole_or_not},
    {"a copy is whole and replaces nothing", a_copy_is_whole_and_replaces_nothing},
    {"a destroyed file holds zeros", a_destroyed_file_holds_zeros},
    {"names are made durable", names_are_made_durable},
    {"an empty directory is known", an_empty_directory_is_known},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
