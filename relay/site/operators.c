/* operators.c - which operators are connected here: the hub is told, so that it knows whether whoever speaks for the site is there. */
#include "site/state.h"

#include <string.h>

static bool is_operator(const struct visitor *visitor) {
    static const char CHANNEL[] = "operator:";
    return *visitor->person && visitor->shared && strncmp(visitor->shared->name, CHANNEL, sizeof CHANNEL - 1) == 0;
}

/* One operator may have the page open on several devices. */
static bool is_first_of_person(const struct site *site, const struct visitor *visitor) {
    for (const struct visitor *other = site->visitors; other != visitor; other = other->next)
        if (is_operator(other) && strcmp(other->person, visitor->person) == 0)
            return false;
    return true;
}

void site_list_operators(const struct site *site, char out[SITE_OPERATORS_SIZE]) {
    char *end = out;
    uint32_t listed = 0;
    for (const struct visitor *visitor = site->visitors; visitor && listed < LIMIT_OPERATORS_HERE; visitor = visitor->next) {
        if (!is_operator(visitor) || !is_first_of_person(site, visitor))
            continue;
        *end++ = listed++ ? ',' : '[';
        *end++ = '"';
        size_t length = strlen(visitor->person);
        memcpy(end, visitor->person, length);
        end += length;
        *end++ = '"';
    }
    if (!listed)
        *end++ = '[';
    *end++ = ']';
    *end = '\0';
}
