#include "app/hub_certifier.h"

#include "app/bundle_make.h"
#include "codec/bundle.h"
#include "net/server.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DAYS = 365, HUB_ADDRESSES_MOST = 64 };

/* The site's, then the configuration's: the process takes the port of the first. */
static size_t collect_addresses(const struct deployment *deployment, const struct certifier_wish *wish, struct text out[BUNDLE_ADDRESSES_MAX]) {
    size_t count = 0;
    if (*wish->address != '\0')
        out[count++] = text_of(wish->address);
    for (size_t i = 0; i < deployment->config.site_address_count && count < BUNDLE_ADDRESSES_MAX; i++) {
        const struct site_address *known = &deployment->config.site_addresses[i];
        if (text_equal_string(known->site, wish->site) && !text_equal_string(known->address, wish->address))
            out[count++] = known->address;
    }
    return count;
}

static struct localised localised_of(const char *vi, const char *en) {
    return (struct localised){text_of(vi), *en != '\0' ? text_of(en) : (struct text){0}};
}

/* The reason was said in the log. */
static enum error say_plainly(enum error error) {
    return error == ERROR_NONE || error == ERROR_NO_MEMORY ? error : ERROR_SYSTEM;
}

static enum error make(void *context, const struct certifier_wish *wish, struct buffer *out, bool *changed) {
    const struct hub_certifier *certifier = context;
    const struct deployment *deployment = certifier->deployment;
    struct text addresses[BUNDLE_ADDRESSES_MAX], hub_addresses[HUB_ADDRESSES_MOST];
    size_t count = collect_addresses(deployment, wish, addresses), hub_count = 0;
    *changed = false;
    if (count == 0)
        return ERROR_MISSING_FIELD;
    for (; hub_count < deployment->address_count && hub_count < HUB_ADDRESSES_MOST; hub_count++)
        hub_addresses[hub_count] = text_of(deployment->addresses[hub_count]);
    enum error error = bundle_make_link_server(&certifier->links, deployment->files.directory, certifier->hub, wish->now, changed);
    struct bundle_order order = {
        .directory = deployment->files.directory,
        .links = &certifier->links,
        .conference = text_of(wish->conference),
        .site = text_of(wish->site),
        .title = localised_of(wish->title_vi, wish->title_en),
        .name = localised_of(wish->name_vi, wish->name_en),
        .hub = certifier->hub,
        .addresses = addresses,
        .address_count = count,
        .hub_addresses = hub_addresses,
        .hub_address_count = hub_count,
        .days = DAYS,
        .now = wish->now,
    };
    if (error == ERROR_NONE)
        error = bundle_make(&order, out);
    return say_plainly(error);
}

static enum error revoke_site(void *context, const char *site, int64_t now, size_t *count) {
    const struct hub_certifier *certifier = context;
    struct revocation_files files = link_files_revocation(&certifier->links);
    enum error error = revocation_add_site(&files, site, now, count);
    return error == ERROR_NOT_FOUND ? error : say_plainly(error);
}

static void reload(void *context) {
    const struct hub_certifier *certifier = context;
    server_reload(certifier->server);
}

static bool choose_hub(struct hub_certifier *out, const char *link_address) {
    const struct deployment *deployment = out->deployment;
    char host[BUNDLE_HOST_SIZE] = "localhost";
    int length;
    if (deployment->address_count > 0 && !bundle_host(deployment->addresses[0], host))
        return false;
    if (link_address != NULL)
        length = snprintf(out->hub, sizeof out->hub, "%s", link_address);
    else if (strchr(host, ':') != NULL)
        length = snprintf(out->hub, sizeof out->hub, "wss://[%s]:%u", host, server_link_port(out->server));
    else
        length = snprintf(out->hub, sizeof out->hub, "wss://%s:%u", host, server_link_port(out->server));
    return length > 0 && (size_t)length < sizeof out->hub;
}

const struct certifier *hub_certifier_begin(struct hub_certifier *out, const struct deployment *deployment, const struct link_files *links,
                                            const char *link_address, struct server *server) {
    *out = (struct hub_certifier){.certifier = {make, revoke_site, reload, out}, .deployment = deployment, .links = *links, .server = server};
    return access(links->authority_key, R_OK) == 0 && choose_hub(out, link_address) ? &out->certifier : NULL;
}
