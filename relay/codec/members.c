#include "codec/members.h"

#include "base/digest.h"
#include <string.h>

void member_fault(char fault[FAULT_NAME_SIZE], const char *name) {
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    if (name[length] != '\0' || length >= FAULT_NAME_SIZE)
        length = 0;
    memcpy(fault, name, length);
    fault[length] = '\0';
}

enum error members_read(const json_t *object, const struct member *members, size_t count, char fault[FAULT_NAME_SIZE]) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value) {
        size_t i = 0;
        while (i < count && strcmp(members[i].name, name) != 0)
            i++;
        member_fault(fault, name);
        if (i == count)
            return ERROR_UNKNOWN_FIELD;
        *members[i].value = value;
    }
    fault[0] = '\0';
    return ERROR_NONE;
}

enum error member_string(json_t *value, const char *name, size_t most, struct text *out, char fault[FAULT_NAME_SIZE]) {
    if (!value)
        return ERROR_NONE;
    member_fault(fault, name);
    if (!json_is_string(value))
        return ERROR_WRONG_TYPE;
    if (json_string_length(value) > most)
        return ERROR_TOO_LONG;
    if (json_string_length(value) == 0)
        return ERROR_EMPTY;
    *out = (struct text){json_string_value(value), json_string_length(value)};
    return ERROR_NONE;
}

enum error member_integer(json_t *value, const char *name, int64_t least, int64_t most, int64_t absent, int64_t *out,
                               char fault[FAULT_NAME_SIZE]) {
    *out = absent;
    if (!value || json_is_null(value))
        return ERROR_NONE;
    member_fault(fault, name);
    if (!json_is_integer(value))
        return ERROR_WRONG_TYPE;
    *out = json_integer_value(value);
    return *out < least || *out > most ? ERROR_OUT_OF_RANGE : ERROR_NONE;
}

enum error member_flag(json_t *value, const char *name, bool *out, char fault[FAULT_NAME_SIZE]) {
    *out = false;
    if (!value)
        return ERROR_NONE;
    member_fault(fault, name);
    if (!json_is_boolean(value))
        return ERROR_WRONG_TYPE;
    *out = json_is_true(value);
    return ERROR_NONE;
}

enum error member_bytes(json_t *value, const char *name, void *out, size_t length, char fault[FAULT_NAME_SIZE]) {
    if (!value)
        return ERROR_NONE;
    member_fault(fault, name);
    if (!json_is_string(value))
        return ERROR_WRONG_TYPE;
    return base64url_decode(json_string_value(value), json_string_length(value), out, length);
}
