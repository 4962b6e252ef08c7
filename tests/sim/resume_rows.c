/* resume_rows.c - rows by name: what somebody holds, or what a view has. */
#include "codec/json_slice.h"
#include "sim/resume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t place_of(const struct held_rows *rows, const char *name) {
    size_t low = 0, high = rows->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(rows->rows[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const struct held_rows *rows, size_t place, const char *name) {
    return place < rows->count && strcmp(rows->rows[place].name, name) == 0;
}

static bool name_of(struct text row, char name[RESUME_KEY_SIZE]) {
    struct text kind, id, word;
    if (!json_member(row, "kind", &kind) || !json_word(kind, &word) || !json_member(row, "id", &id))
        return false;
    snprintf(name, RESUME_KEY_SIZE, "%.*s\n%.*s", (int)word.length, word.bytes, (int)id.length, id.bytes);
    return true;
}

void rows_put(struct held_rows *rows, struct text row) {
    char name[RESUME_KEY_SIZE];
    if (!name_of(row, name))
        abort();
    size_t place = place_of(rows, name);
    if (is_at(rows, place, name)) {
        free(rows->rows[place].text);
    } else {
        if (rows->count == rows->capacity) {
            rows->capacity = rows->capacity ? rows->capacity * 2 : 16;
            rows->rows = realloc(rows->rows, rows->capacity * sizeof *rows->rows);
        }
        memmove(&rows->rows[place + 1], &rows->rows[place], (rows->count - place) * sizeof *rows->rows);
        rows->rows[place].name = strdup(name);
        rows->count++;
    }
    rows->rows[place].text = strndup(row.bytes, row.length);
}

static void rows_take(struct held_rows *rows, const char *name) {
    size_t place = place_of(rows, name);
    if (!is_at(rows, place, name))
        return;
    free(rows->rows[place].name);
    free(rows->rows[place].text);
    memmove(&rows->rows[place], &rows->rows[place + 1], (--rows->count - place) * sizeof *rows->rows);
}

bool rows_change(struct held_rows *rows, struct text list) {
    struct text row, gone;
    char name[RESUME_KEY_SIZE];
    while (json_element(&list, &row)) {
        bool is_gone = json_member(row, "gone", &gone);
        if (!name_of(is_gone ? gone : row, name))
            return false;
        if (is_gone)
            rows_take(rows, name);
        else
            rows_put(rows, row);
    }
    return true;
}

void rows_clear(struct held_rows *rows) {
    for (size_t i = 0; i < rows->count; i++) {
        free(rows->rows[i].name);
        free(rows->rows[i].text);
    }
    free(rows->rows);
    *rows = (struct held_rows){0};
}

void rows_copy(struct held_rows *to, const struct held_rows *from) {
    rows_clear(to);
    if (from->count == 0)
        return;
    to->rows = calloc(from->count, sizeof *to->rows);
    to->count = to->capacity = from->count;
    for (size_t i = 0; i < from->count; i++)
        to->rows[i] = (struct held_row){strdup(from->rows[i].name), strdup(from->rows[i].text)};
}

const char *rows_find(const struct held_rows *rows, const char *name) {
    size_t place = place_of(rows, name);
    return is_at(rows, place, name) ? rows->rows[place].text : NULL;
}

bool rows_differ(const struct held_rows *held, const struct held_rows *view, char *out, size_t size) {
    for (size_t i = 0; i < held->count || i < view->count; i++) {
        const struct held_row *has = i < held->count ? &held->rows[i] : NULL, *should = i < view->count ? &view->rows[i] : NULL;
        int order = !has ? 1 : !should ? -1 : strcmp(has->name, should->name);
        if (order == 0 && strcmp(has->text, should->text) == 0)
            continue;
        if (order < 0)
            snprintf(out, size, "%.150s, which is not there", has->text);
        else if (order > 0)
            snprintf(out, size, "not %.150s", should->text);
        else
            snprintf(out, size, "%.150s rather than %.150s", has->text, should->text);
        return true;
    }
    return false;
}
