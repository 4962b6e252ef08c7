/* addresses.c - by which addresses the processes of sites are reached, as admins have said it. What the configuration names stays in struct addresses. */
#include "hub/state.h"

void hub_addresses_follow(struct hub *hub, const struct event *event) {
    if (record_has(&event->record, FIELD_ADDRESS) || event->record.clear & 1u << CLEARABLE_ADDRESS)
        hub->addresses_revision++;
}

uint64_t hub_addresses_revision(const struct hub *hub) {
    return hub->addresses_revision;
}

void hub_each_address(const struct hub *hub, void (*each)(void *context, const char *address), void *context) {
    for (uint32_t site = 0; site < conference_sites(hub->published); site++) {
        struct text address = conference_site_address(hub->published, site);
        if (address.length > 0)
            each(context, address.bytes);
    }
}
