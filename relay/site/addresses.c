/* addresses.c - by which address its people reach this site, as the hub's admins have said it: in the row of the site, which its operators see. */
#include "site/state.h"

#include "codec/json_slice.h"
#include <stdio.h>
#include <string.h>

static struct text address_in_row(const struct site *site) {
    static const char OF_SITE[] = "site:";
    const struct replica_channel *of_site = site->replica->of_site, *operators;
    char name[CHANNEL_NAME_SIZE];
    struct text id, row, address = {0};
    if (!of_site)
        return address;
    id = text_of(of_site->name + sizeof OF_SITE - 1);
    snprintf(name, sizeof name, "operator:%s", id.bytes);
    operators = replica_find(site->replica, name);
    if (!operators || !replica_row(operators, "site", id, &row) || !json_member(row, "address", &row) || !json_word(row, &address) ||
        address.length > LIMIT_SITE_ADDRESS_BYTES)
        return (struct text){0};
    return address;
}

void site_addresses_follow(struct site *site) {
    struct text address = address_in_row(site);
    if (text_equal_string(address, site->address_said))
        return;
    if (address.length > 0)
        memcpy(site->address_said, address.bytes, address.length);
    site->address_said[address.length] = '\0';
    site->addresses_revision++;
}

uint64_t site_addresses_revision(const struct site *site) {
    return site->addresses_revision;
}

void site_each_address(const struct site *site, void (*each)(void *context, const char *address), void *context) {
    if (*site->address_said)
        each(context, site->address_said);
}
