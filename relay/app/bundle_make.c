/* bundle_make.c
 *
 * Normal course: the directory is locked, the two pairs are made as files there, read back into the bundle, and its text is read as the site will read it.
 * Ways it fails: a fault is said with its reason; what was made until then stays, and harms nobody: it is on the list of what was issued. */
#include "app/bundle_make.h"

#include "app/deployment.h"
#include "app/options.h"
#include "base/file.h"
#include "codec/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;
static const int64_t SERVER_DAYS_LEAST = 30;

bool bundle_host(const char *url, char out[BUNDLE_HOST_SIZE]) {
    const char *host = strstr(url, "://");
    host = host != NULL ? host + 3 : url;
    size_t length = *host == '[' ? strcspn(++host, "]") : strcspn(host, ":/");
    if (length == 0 || length >= BUNDLE_HOST_SIZE)
        return false;
    memcpy(out, host, length);
    out[length] = '\0';
    return true;
}

/* ---- what browsers see ---- */

/* By the authority that also made the hub's: who trusts the one trusts the other. */
static enum error make_page_pair(const struct bundle_order *order, struct link_pair *out) {
    char hosts[BUNDLE_ADDRESSES_MAX][BUNDLE_HOST_SIZE], authority[STATE_PATH_SIZE], authority_key[STATE_PATH_SIZE];
    const char *names[BUNDLE_ADDRESSES_MAX];
    bool good = deployment_name_file(authority, order->directory, "authority.pem") && deployment_name_file(authority_key, order->directory, "authority.key") &&
                link_files_name_pair(order->directory, "page", order->site.bytes, out);
    for (size_t i = 0; i < order->address_count && good; i++) {
        good = bundle_host(order->addresses[i].bytes, hosts[i]);
        names[i] = hosts[i];
    }
    enum error error = good ? link_files_make_authority("lamrelay private authority", "install this authority on every device that joins", authority,
                                                        authority_key, order->now)
                            : ERROR_MALFORMED;
    struct certificate_order wanted = {.authority_path = authority, .authority_key_path = authority_key, .names = names, .name_count = order->address_count,
                                       .days = order->days, .now = order->now};
    if (error == ERROR_NONE)
        error = certificate_make_server(&wanted, out->certificate, out->key);
    if (error != ERROR_NONE)
        complain("no certificate for the browsers of site %s: %s", order->site.bytes, link_files_explain(error));
    return error;
}

static enum error choose_page_pair(const struct bundle_order *order, struct link_pair *out) {
    const char *certificate = order->certificate, *key = order->key;
    if (certificate == NULL)
        return make_page_pair(order, out);
    if ((size_t)snprintf(out->certificate, sizeof out->certificate, "%s", certificate) >= sizeof out->certificate ||
        (size_t)snprintf(out->key, sizeof out->key, "%s", key) >= sizeof out->key)
        return ERROR_TOO_LONG;
    enum error error = certificate_check(certificate, key, order->now, NULL);
    if (error != ERROR_NONE)
        complain("%s and %s cannot be used: %s", certificate, key, error_text(error));
    for (size_t i = 0; i < order->address_count && error == ERROR_NONE; i++) {
        char host[BUNDLE_HOST_SIZE];
        if (bundle_host(order->addresses[i].bytes, host) && !certificate_covers(certificate, host, order->now)) {
            complain("%s is not for %s: browsers would refuse it", certificate, host);
            error = ERROR_BAD_CREDENTIALS;
        }
    }
    return error;
}

/* ---- the bundle ---- */

/* A PEM file into the bundle; the path is said on failure. */
static enum error take_file(struct bundle *bundle, const char *path, struct text *out) {
    struct buffer text;
    buffer_init(&text);
    enum error error = file_read(path, BUNDLE_PEM_MAX, &text);
    if (error == ERROR_NONE) {
        *out = (struct text){arena_copy(&bundle->memory, text.bytes, text.length), text.length};
        error = out->bytes != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    }
    if (error != ERROR_NONE)
        complain("%s cannot be read: %s", path, error_text(error));
    if (text.bytes != NULL)
        explicit_bzero(text.bytes, text.length);
    buffer_finish(&text);
    return error;
}

static enum error fill(const struct bundle_order *order, struct bundle *bundle) {
    struct link_pair link, page;
    enum error error = choose_page_pair(order, &page);
    if (error == ERROR_NONE)
        error = link_files_make_site(order->links, order->directory, order->site.bytes, order->days, order->now, &link);
    if (error == ERROR_NONE)
        error = take_file(bundle, order->links->authority, &bundle->link_authority);
    if (error == ERROR_NONE)
        error = take_file(bundle, link.certificate, &bundle->link_certificate);
    if (error == ERROR_NONE)
        error = take_file(bundle, link.key, &bundle->link_key);
    if (error == ERROR_NONE)
        error = take_file(bundle, page.certificate, &bundle->certificate);
    if (error == ERROR_NONE)
        error = take_file(bundle, page.key, &bundle->key);
    return error;
}

/* What is made is what the site will read: a fault shows here, with its reason, and not at the site. */
static enum error check_text(const char *site, const struct buffer *text, size_t from) {
    struct bundle read;
    struct buffer faults;
    buffer_init(&faults);
    enum error error = bundle_parse(site, text->bytes + from, text->length - from, &read, &faults);
    if (error != ERROR_NONE) {
        complain("this would be no good bundle:");
        fwrite(faults.bytes, 1, faults.length, stderr);
    }
    bundle_finish(&read);
    buffer_finish(&faults);
    return error;
}

/* Two at once for one site would mix a certificate and a key. -1: it cannot be had (said). */
static int lock_directory(const char *path) {
    int lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int taken = lock < 0 ? -1 : flock(lock, LOCK_EX);
    while (taken != 0 && lock >= 0 && errno == EINTR)
        taken = flock(lock, LOCK_EX);
    if (taken == 0)
        return lock;
    complain("%s cannot be locked: %s", path, strerror(errno));
    if (lock >= 0)
        close(lock);
    return -1;
}

static enum error make_link_server(const struct link_files *links, const char *host, int64_t now, bool *made) {
    const char *names[] = {host};
    if (certificate_covers(links->server, host, now + SERVER_DAYS_LEAST * DAY_MS))
        return ERROR_NONE;
    struct certificate_order order = {.authority_path = links->authority, .authority_key_path = links->authority_key, .names = names, .name_count = 1,
                                      .days = CERTIFICATE_SERVER_DAYS_MAX, .now = now, .kept_path = links->server};
    enum error error = certificate_make_server(&order, links->server, links->server_key);
    *made = error == ERROR_NONE;
    if (error != ERROR_NONE)
        complain("no certificate for the hub's links: %s", link_files_explain(error));
    return error;
}

enum error bundle_make_link_server(const struct link_files *links, const char *directory, const char *hub, int64_t now, bool *made) {
    char host[BUNDLE_HOST_SIZE];
    *made = false;
    if (!bundle_host(hub, host)) {
        complain("--hub must be wss://host or wss://host:port");
        return ERROR_MALFORMED;
    }
    int lock = lock_directory(directory);
    enum error error = lock >= 0 ? make_link_server(links, host, now, made) : ERROR_SYSTEM;
    if (lock >= 0)
        close(lock);
    return error;
}

enum error bundle_make(const struct bundle_order *order, struct buffer *out) {
    struct bundle bundle = {.version = BUNDLE_VERSION, .conference = order->conference, .title = order->title, .site = order->site, .name = order->name,
                            .hub = {order->hub, strlen(order->hub)}, .addresses = order->addresses, .address_count = order->address_count,
                            .hub_addresses = order->hub_addresses, .hub_address_count = order->hub_address_count};
    size_t from = out->length;
    if (order->address_count == 0 || order->address_count > BUNDLE_ADDRESSES_MAX)
        return ERROR_OUT_OF_RANGE;
    int lock = lock_directory(order->directory);
    if (lock < 0)
        return ERROR_SYSTEM;
    arena_init(&bundle.memory);
    enum error error = fill(order, &bundle);
    close(lock);
    if (error == ERROR_NONE)
        error = bundle_print(&bundle, out);
    if (error == ERROR_NONE)
        error = check_text(order->site.bytes, out, from);
    bundle_finish(&bundle);
    return error;
}
