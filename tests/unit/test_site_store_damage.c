/* A site's store whose file was changed behind our back: it is refused, or it holds exactly what it held. The kept ballots of a whole site stand in it. */
#include "base/buffer.h"
#include "base/log.h"
#include "journal/site_store.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 4096, FILE_HEADER = 100, FILE_MOST = 128 * 1024, ROWS_GONE = 30, ROWS_LATER = 12 };

static const uint8_t FOLDER[SITE_FOLDER_SIZE] = {1, 2, 3};

static enum error open_store(const char *path, struct site_store **out) {
    struct site_store_options options = {.path = path, .random = FOLDER};
    return site_store_open(&options, out);
}

static struct site_value number(int64_t value) {
    return (struct site_value){.kind = SITE_NUMBER, .number = value};
}

static struct site_value text(const char *value) {
    return (struct site_value){SITE_TEXT, 0, value, strlen(value)};
}

/* ---- what it holds ---- */

static enum error put_entry(struct site_store *store, int64_t place) {
    struct site_value values[SITE_VALUES_MOST] = {
        number(place), number(1), text("dc07-0001"), {SITE_BYTES, 0, FOLDER, sizeof FOLDER}, text("poll.cast"), text("{\"poll\":1,\"option\":2}"),
        {SITE_BYTES, 0, FOLDER, sizeof FOLDER}, number(1), number(1795600000000 + place), number(3), number(1), number(1), {.kind = SITE_NOTHING}};
    return site_store_write(store, SITE_PUT_ENTRY, values, SITE_VALUES_MOST);
}

static enum error put_row(struct site_store *store, const char *channel, int64_t place) {
    char id[24], words[801];
    snprintf(id, sizeof id, "%" PRId64, place);
    memset(words, 'a' + (int)(place % 26), sizeof words - 1);
    words[sizeof words - 1] = '\0';
    struct site_value values[] = {text(channel), text("question"), text(id), number(place), text(words)};
    return site_store_write(store, SITE_PUT_ROW, values, 5);
}

static void put_closing_and_channel(struct site_store *store) {
    struct site_value closing[] = {number(1), number(1795600000000), number(1)}, channel[] = {text("participant"), number(7), number(2)};
    CHECK_NUMBER(site_store_write(store, SITE_PUT_CLOSING, closing, 3), ERROR_NONE);
    CHECK_NUMBER(site_store_write(store, SITE_PUT_CHANNEL, channel, 3), ERROR_NONE);
}

/* Ballots without a result, and pages that were used once and are free. */
static void make_store(const char *path) {
    struct site_store *store = NULL;
    struct site_value gone = text("gone");
    if (!CHECK_NUMBER(open_store(path, &store), ERROR_NONE))
        return;
    for (int64_t place = 1; place <= 8; place++)
        CHECK_NUMBER(put_entry(store, place), ERROR_NONE);
    put_closing_and_channel(store);
    CHECK_NUMBER(put_row(store, "participant", 1), ERROR_NONE);
    for (int64_t place = 0; place < ROWS_GONE; place++)
        CHECK_NUMBER(put_row(store, "gone", place), ERROR_NONE);
    CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
    CHECK_NUMBER(site_store_write(store, SITE_FORGET_ROWS, &gone, 1), ERROR_NONE);
    CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
    site_store_close(store);
}

static enum error add_later(struct site_store *store) {
    enum error error = put_entry(store, 100);
    for (int64_t place = 0; place < ROWS_LATER && !error; place++)
        error = put_row(store, "later", place);
    return error ? error : site_store_commit(store);
}

struct listing {
    struct buffer *out;
    int columns;
};

static enum error list_row(void *context, const struct site_value *values) {
    const struct listing *listing = context;
    struct buffer *out = listing->out;
    if (listing->columns == 2 && values[0].length == strlen("starts") && memcmp(values[0].bytes, "starts", values[0].length) == 0)
        return ERROR_NONE; /* each opening counts one */
    for (int i = 0; i < listing->columns; i++) {
        CHECK(!buffer_printf(out, "%d:%" PRId64 ":", (int)values[i].kind, values[i].number));
        CHECK(values[i].length == 0 || !buffer_append(out, values[i].bytes, values[i].length));
    }
    return buffer_append(out, "\n", 1);
}

static enum error list_all(struct site_store *store, struct buffer *out) {
    static const int COLUMNS[SITE_READ_COUNT] = {
        [SITE_READ_MARKS] = 2, [SITE_READ_ENTRIES] = 13, [SITE_READ_CLOSINGS] = 3, [SITE_READ_CHANNELS] = 3, [SITE_READ_ROWS] = 5};
    enum error error = ERROR_NONE;
    buffer_clear(out);
    for (int what = 0; what < SITE_READ_COUNT && !error; what++) {
        struct listing listing = {out, COLUMNS[what]};
        error = site_store_read(store, (enum site_read)what, list_row, &listing);
    }
    return error;
}

/* ---- damage ---- */

struct file {
    const char *path, *starts, *ahead;
    unsigned char bytes[FILE_MOST];
    size_t size;
    char counted[32]; /* what stands in `starts` */
};

static void load(struct file *file, const char *name) {
    char beside[64];
    file->path = check_path(name);
    snprintf(beside, sizeof beside, "%s.starts", name);
    file->starts = check_path(beside);
    snprintf(beside, sizeof beside, "%s-wal", name);
    file->ahead = check_path(beside);
    FILE *from = fopen(file->path, "rb");
    file->size = fread(file->bytes, 1, sizeof file->bytes, from);
    fclose(from);
    from = fopen(file->starts, "rb");
    file->counted[fread(file->counted, 1, sizeof file->counted - 1, from)] = '\0';
    fclose(from);
}

/* In its place: another file would be a copy. `bit` beyond the file: as it was. */
static void put_back(const struct file *file, size_t bit) {
    FILE *to = fopen(file->starts, "wb");
    fputs(file->counted, to);
    fclose(to);
    unlink(file->ahead);
    to = fopen(file->path, "r+b");
    CHECK_NUMBER(ftruncate(fileno(to), (off_t)file->size), 0);
    fwrite(file->bytes, 1, file->size, to);
    if (bit / 8 < file->size) {
        fseek(to, (long)(bit / 8), SEEK_SET);
        fputc(file->bytes[bit / 8] ^ (1 << (bit % 8)), to);
    }
    fclose(to);
}

/* What the file as it is now holds, and what then it holds when it was written and opened again. False: it is refused. */
static bool read_twice(const struct file *file, struct buffer *now, struct buffer *later) {
    struct site_store *store = NULL;
    enum error error = open_store(file->path, &store);
    CHECK(error == ERROR_NONE || error == ERROR_DAMAGED || error == ERROR_SYSTEM);
    if (error)
        return false;
    error = list_all(store, now);
    error = error ? error : add_later(store);
    site_store_close(store);
    if (error || open_store(file->path, &store))
        return false;
    error = list_all(store, later);
    site_store_close(store);
    return !error;
}

static void a_flipped_bit_of_the_description_loses_nothing(void) {
    static struct file file;
    struct buffer truth, truth_later, now, later;
    buffer_init(&truth), buffer_init(&truth_later), buffer_init(&now), buffer_init(&later);
    make_store(check_path("s.sqlite"));
    load(&file, "s.sqlite");
    CHECK(file.size > 12 * PAGE && file.size < FILE_MOST);
    put_back(&file, SIZE_MAX);
    CHECK(read_twice(&file, &truth, &truth_later));
    CHECK(truth.length > 500 && truth_later.length > truth.length);
    size_t cells = (size_t)file.bytes[FILE_HEADER + 5] << 8 | file.bytes[FILE_HEADER + 6], read = 0;
    for (size_t bit = 0; bit < PAGE * 8;) {
        check_note("byte %zu, bit %zu", bit / 8, bit % 8);
        put_back(&file, bit);
        if (read_twice(&file, &now, &later)) {
            CHECK_BYTES(now.bytes, now.length, truth.bytes, truth.length);
            CHECK_BYTES(later.bytes, later.length, truth_later.bytes, truth_later.length);
            read++;
        }
        /* All of the file's header and the page's; of the words a third; and something of what lies between them. */
        bit += bit / 8 < FILE_HEADER + 24 ? 1 : bit / 8 >= cells ? 3 : 333;
    }
    CHECK(read > 0 && read < 1000); /* the numbers of versions, and what lies between the cells, mean nothing */
    buffer_finish(&truth), buffer_finish(&truth_later), buffer_finish(&now), buffer_finish(&later);
}

static const struct check_test tests[] = {
    {"a flipped bit of the description loses nothing", a_flipped_bit_of_the_description_loses_nothing},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
