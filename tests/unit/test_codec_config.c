/* The configuration reader, mostly by files: tests/fixtures/config/good is taken, bad and bad-beyond-schema give
 * exactly the faults of the .faults file beside. tests/lint/test_config_schema.py asks the schema about the same files.
 */
#include "base/memory.h"
#include "codec/config.h"
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXTURES "tests/fixtures/config/" /* seen from the top of the tree, where tests/run starts everything */

enum { PATH_SIZE = 512 };

static enum error load(const char *path, struct config *config, struct buffer *faults) {
    buffer_init(faults);
    return config_load(path, config, faults);
}

/* What is in the buffer, with a NUL. */
static const char *text_in(struct buffer *buffer) {
    if (buffer_append(buffer, "", 1) != ERROR_NONE) {
        return "";
    }
    buffer->length--;
    return buffer->bytes;
}

static enum error parse(const char *json, struct config *config, struct buffer *faults) {
    buffer_init(faults);
    return config_parse("test.json", json, strlen(json), config, faults);
}

static bool ends_in(const char *name, const char *end) {
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

/* Calls `check` for every .json file of a fixture directory. */
static void for_files(const char *directory, void (*check)(const char *path)) {
    char path[PATH_SIZE];
    snprintf(path, sizeof(path), FIXTURES "%s", directory);
    DIR *list = opendir(path);
    if (!CHECK(list != NULL)) {
        return;
    }
    size_t count = 0;
    for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        if (ends_in(entry->d_name, ".json")) {
            snprintf(path, sizeof(path), FIXTURES "%s/%.200s", directory, entry->d_name);
            check_note("%s", path);
            check(path);
            count++;
        }
    }
    closedir(list);
    CHECK(count >= 5);
}

static void check_good(const char *path) {
    struct config config;
    struct buffer faults;
    CHECK_NUMBER(load(path, &config, &faults), ERROR_NONE);
    CHECK_TEXT(text_in(&faults), "");
    config_finish(&config);
    buffer_finish(&faults);
}

static void read_expected(const char *path, struct buffer *out) {
    char expected[PATH_SIZE], bytes[4096];
    snprintf(expected, sizeof(expected), "%.*s.faults", (int)(strlen(path) - strlen(".json")), path);
    buffer_init(out);
    FILE *file = fopen(expected, "rb");
    if (!CHECK(file != NULL)) {
        return;
    }
    for (size_t length = fread(bytes, 1, sizeof(bytes), file); length > 0;
         length = fread(bytes, 1, sizeof(bytes), file)) {
        CHECK_NUMBER(buffer_append(out, bytes, length), ERROR_NONE);
    }
    fclose(file);
}

static void check_bad(const char *path) {
    struct config config;
    struct buffer faults, expected;
    CHECK_NUMBER(load(path, &config, &faults), ERROR_MALFORMED);
    CHECK(config.programme.site_count == 0 && config.memory.chunks == NULL);
    read_expected(path, &expected);
    CHECK_TEXT(text_in(&faults), text_in(&expected));
    buffer_finish(&expected);
    buffer_finish(&faults);
}

static void good_files(void) {
    for_files("good", check_good);
}

static void bad_files(void) {
    for_files("bad", check_bad);
    for_files("bad-beyond-schema", check_bad);
}

static void model_conference(void) {
    struct config config;
    struct buffer faults;
    if (CHECK_NUMBER(load("config/dialogue-2023.json", &config, &faults), ERROR_NONE)) {
        const struct programme *programme = &config.programme;
        uint32_t remote = 0;
        CHECK_TEXT(programme->id.bytes, "dialogue-2023");
        CHECK_TEXT(programme->theme.vi.bytes, "Khát vọng - Trách nhiệm - Đổi mới - Phát triển");
        CHECK_NUMBER(programme->site_count, 34);
        CHECK_TEXT(programme->sites[0].id.bytes, "hall");
        CHECK_NUMBER(programme->sites[0].kind, SITE_HALL);
        CHECK_NUMBER(programme->sites[0].people, 875);
        for (size_t i = 1; i < programme->site_count; i++) {
            remote += programme->sites[i].people;
            CHECK_NUMBER(programme->sites[i].kind, SITE_REMOTE);
        }
        CHECK_NUMBER(remote, 5000);
        CHECK_TEXT(programme->sites[33].id.bytes, "dc33");
        CHECK_NUMBER(programme->topic_count, 2);
        CHECK_NUMBER(programme->items[2].kind, ITEM_DIALOGUE);
        CHECK_NUMBER(config.limits.people, 8000);
        CHECK_NUMBER(config.limits.polls, limits_default().polls);
    }
    CHECK_TEXT(text_in(&faults), "");
    config_finish(&config);
    buffer_finish(&faults);
}

static const char SMALL[] =
    "{\"id\":\"c\",\"title\":{\"vi\":\"Hô\\u0323i\"},\"theme\":{\"vi\":\"T\",\"en\":\"E\"},\"addresses\":[\"https://"
    "a.vn:8443\"],"
    "\"siteAddresses\":[{\"site\":\"s\",\"address\":\"https://s.a.vn:8443\"},{\"site\":\"added-later\",\"address\":\"https://t.a.vn\"}],"
    "\"sites\":[{\"id\":\"s\",\"name\":{\"vi\":\"S\"},\"kind\":\"remote\",\"people\":7}],\"topics\":[],"
    "\"agenda\":[{\"kind\":\"break\",\"title\":{\"vi\":\"I\"}}],"
    "\"accounts\":[{\"id\":\"a\",\"name\":\"A\",\"site\":\"s\",\"roles\":[\"chair\",\"operator\"]}],\"limits\":{"
    "\"polls\":9}}";

static void everything_read(void) {
    struct config config;
    struct buffer faults;
    if (CHECK_NUMBER(parse(SMALL, &config, &faults), ERROR_NONE)) {
        const struct programme *programme = &config.programme;
        CHECK_TEXT(programme->title.vi.bytes, "H\u1ed9i"); /* NFC */
        CHECK_NUMBER(programme->title.en.length, 0);
        CHECK_TEXT(programme->theme.en.bytes, "E");
        CHECK_NUMBER(config.address_count, 1);
        CHECK_TEXT(config.addresses[0].bytes, "https://a.vn:8443");
        CHECK_NUMBER(config.site_address_count, 2);
        CHECK_TEXT(config.site_addresses[0].site.bytes, "s");
        CHECK_TEXT(config.site_addresses[0].address.bytes, "https://s.a.vn:8443");
        CHECK_TEXT(config.site_addresses[1].site.bytes, "added-later");
        CHECK_NUMBER(programme->sites[0].people, 7);
        CHECK_NUMBER(programme->topic_count, 0);
        CHECK_NUMBER(programme->items[0].kind, ITEM_BREAK);
        CHECK_NUMBER(programme->accounts[0].roles, 1U << ROLE_CHAIR | 1U << ROLE_OPERATOR);
        CHECK_TEXT(programme->accounts[0].site.bytes, "s");
        CHECK_NUMBER(config.limits.polls, 9);
    }
    config_finish(&config);
    buffer_finish(&faults);
}

static void no_file(void) {
    struct config config;
    struct buffer faults;
    CHECK_NUMBER(load("tests/none.json", &config, &faults), ERROR_SYSTEM);
    CHECK_TEXT(text_in(&faults), "tests/none.json: No such file or directory\n");
    buffer_finish(&faults);
    CHECK_NUMBER(load("tests", &config, &faults), ERROR_SYSTEM);
    CHECK_TEXT(text_in(&faults), "tests: Is a directory\n");
    buffer_finish(&faults);
}

/* JSON's parser repeats what it could not read, and ends in the middle of a character. */
static void torn_character(void) {
    struct config config;
    struct buffer faults;
    CHECK_NUMBER(parse("{\"a\": \"B\\\xe1\xbb\x99\"}", &config, &faults), ERROR_MALFORMED);
    CHECK_TEXT(text_in(&faults), "test.json: line 1, column 10: invalid escape near '\"B\\?'\n");
    buffer_finish(&faults);
}

static void file_too_large(void) {
    const char *path = check_path("large.json");
    FILE *file = fopen(path, "wb");
    if (!CHECK(file != NULL)) {
        return;
    }
    for (int i = 0; i <= CONFIG_BYTES_MAX; i++) {
        fputc(' ', file);
    }
    fclose(file);
    struct config config;
    struct buffer faults;
    CHECK_NUMBER(load(path, &config, &faults), ERROR_MALFORMED);
    CHECK(strstr(text_in(&faults), "large.json: larger than 1048576 bytes\n") != NULL);
    buffer_finish(&faults);
}

static void nested_deeply(void) {
    char json[6001];
    memset(json, '[', 3000);
    memset(json + 3000, ']', 3000);
    json[6000] = '\0';
    struct config config;
    struct buffer faults;
    CHECK_NUMBER(parse(json, &config, &faults), ERROR_MALFORMED);
    CHECK(strncmp(text_in(&faults), "test.json: line 1, column ", 26) == 0);
    buffer_finish(&faults);
}

/* Whichever allocation of ours fails: an error, no leak, no fault that is not there. */
static void out_of_memory(void) {
    bool done = false;
    for (unsigned long nth = 1; nth < 1000 && !done; nth++) {
        check_note("allocation %lu", nth);
        struct config config;
        struct buffer faults;
        memory_fail_from(nth);
        enum error error = parse(SMALL, &config, &faults);
        memory_fail_from(0);
        done = error == ERROR_NONE;
        CHECK(done || error == ERROR_NO_MEMORY);
        CHECK_NUMBER(faults.length, 0);
        config_finish(&config);
        buffer_finish(&faults);
    }
    CHECK(done);
}

static const struct check_test TESTS[] = {
    {"good files are taken", good_files},       {"bad files get their faults", bad_files},
    {"the model conference", model_conference}, {"every member is read", everything_read},
    {"a file that cannot be read", no_file},    {"a file that is too large", file_too_large},
    {"a torn character is not repeated", torn_character},
    {"nesting without end", nested_deeply},     {"out of memory", out_of_memory},
};

int main(int count, char **words) {
    return CHECK_MAIN(TESTS, count, words);
}
