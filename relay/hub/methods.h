/* methods.h - the methods without a key: the others are the commands of core/command.c. */
#ifndef LAMRELAY_HUB_METHODS_H
#define LAMRELAY_HUB_METHODS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hub;
struct subscriber;
struct request;

struct hub_parameter {
    const char *name; /* NULL ends the list */
    bool required;
};

struct hub_method {
    const char *name;
    void (*serve)(struct hub *hub, struct subscriber *subscriber, const struct request *request);
    uint32_t password; /* roles, as bits: who asks has one of them, and gives the password anew: it is checked first, and the method does not see it; 0 = not asked for */
    struct hub_parameter parameters[8]; /* as codec/request.h reads them */
};

extern const struct hub_method HUB_METHODS[];
extern const size_t HUB_METHOD_COUNT;

#endif
