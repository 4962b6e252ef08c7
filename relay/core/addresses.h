/* addresses.h - where browsers reach the conference: how this process was started, not what the conference remembers. All borrowed. */
#ifndef LAMRELAY_CORE_ADDRESSES_H
#define LAMRELAY_CORE_ADDRESSES_H

#include "base/text.h"
#include <stddef.h>

/* Each address is "https://host" or "https://host:port". */
struct site_address {
    struct text site, address;
};

struct addresses {
    const char *const *hub; /* may be none */
    size_t hub_count;
    const struct site_address *sites; /* of the sites that serve their people by a process of their own */
    size_t site_count;
};

#endif
