/* methods.h - the methods without a key: the others are the commands of core/command.c. */
#ifndef LAMRELAY_HUB_METHODS_H
#define LAMRELAY_HUB_METHODS_H

#include <stddef.h>
#include <stdint.h>

struct hub;
struct subscriber;
struct request;

/* A parameter that is the password of whoever asks, who has one of these roles (bits), given anew: it is checked before the method is served, which does not see it. */
#define HUB_PASSWORD_OF(roles) ((uint32_t)(roles) << 1 | 1u)

struct hub_parameter {
    const char *name;  /* NULL ends the list */
    uint32_t required; /* false, true or HUB_PASSWORD_OF */
};

struct hub_method {
    const char *name;
    void (*serve)(struct hub *hub, struct subscriber *subscriber, const struct request *request);
    struct hub_parameter parameters[8]; /* as codec/request.h reads them */
};

extern const struct hub_method HUB_METHODS[];
extern const size_t HUB_METHOD_COUNT;

#endif
