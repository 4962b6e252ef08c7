#include "codec/plain_object.h"

#include <string.h>

enum { STRINGS_MOST = 4 };

/* ---- a text in one or two languages ---- */

static bool read_text(struct json_scan *scan, const struct field_info *info, struct arena *arena, struct text *out) {
    struct text typed;
    return out && !json_scan_word(scan, &typed) && !text_clean(arena, typed.bytes, typed.length, (size_t)info->most, info->bytes, out);
}

bool plain_localised(struct json_scan *scan, const struct field_info *info, struct arena *arena, struct localised *out) {
    struct text name;
    char mark = '{';
    while (json_scan_member(scan, &mark, &name))
        if (!read_text(scan, info, arena, text_equal_string(name, "vi") ? &out->vi : text_equal_string(name, "en") ? &out->en : NULL))
            return false;
    return out->vi.length > 0 && json_scan_close(scan, mark, '}');
}

/* ---- as jansson prints it ---- */

struct string_member {
    struct text name, value;
};

static bool comes_before(struct text a, struct text b) {
    int order = memcmp(a.bytes, b.bytes, a.length < b.length ? a.length : b.length);
    return order < 0 || (order == 0 && a.length < b.length);
}

static bool list_strings(struct text object, struct string_member members[STRINGS_MOST], size_t *count) {
    struct json_scan scan = {object.bytes, object.bytes + object.length};
    struct string_member member;
    char mark = '{';
    for (*count = 0; json_scan_member(&scan, &mark, &member.name);) {
        if (*count == STRINGS_MOST || json_scan_word(&scan, &member.value))
            return false;
        size_t place = (*count)++;
        for (; place > 0 && comes_before(member.name, members[place - 1].name); place--)
            members[place] = members[place - 1];
        members[place] = member;
    }
    return json_scan_close(&scan, mark, '}') && json_scan_ends(&scan);
}

struct room {
    char *at;
    size_t left;
};

static bool put(struct room *room, const char *bytes, size_t length) {
    if (length > room->left)
        return false;
    memcpy(room->at, bytes, length);
    room->at += length;
    room->left -= length;
    return true;
}

bool plain_object_print(struct text object, char *out, size_t room, size_t *length) {
    struct string_member members[STRINGS_MOST];
    struct room rest = {out, room};
    size_t count;
    if (!list_strings(object, members, &count) || !put(&rest, "{", 1))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct text *name = &members[i].name, *value = &members[i].value;
        if ((i > 0 && !put(&rest, ",", 1)) || !put(&rest, "\"", 1) || !put(&rest, name->bytes, name->length) || !put(&rest, "\":\"", 3) ||
            !put(&rest, value->bytes, value->length) || !put(&rest, "\"", 1))
            return false;
    }
    if (!put(&rest, "}", 1))
        return false;
    *length = room - rest.left;
    return true;
}
