#include "app/site_setup.h"

#include "auth/durable_file.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MODE = 0600, PRINT_BYTES = 4 };

static enum error put(char out[STATE_PATH_SIZE], const char *text) {
    if ((size_t)snprintf(out, STATE_PATH_SIZE, "%s", text) < STATE_PATH_SIZE)
        return ERROR_NONE;
    complain("too long: %s", text);
    return ERROR_TOO_LONG;
}

/* ---- the bundle ---- */

static enum error check_bundle(const char *path, const struct bundle *bundle) {
    struct certificate_texts link = {path, bundle->link_certificate.bytes, bundle->link_key.bytes, bundle->site.bytes, bundle->link_authority.bytes};
    struct certificate_texts browsers = {path, bundle->certificate.bytes, bundle->key.bytes, NULL, NULL};
    int64_t now = clock_hub_time();
    enum error error = certificate_check_texts(&link, now);
    if (error != ERROR_NONE) {
        complain("%s: the certificate of the link cannot be used: see above; ask for a new bundle", path);
        return error;
    }
    error = certificate_check_texts(&browsers, now);
    if (error != ERROR_NONE)
        complain("%s: the certificate for browsers cannot be used: see above; ask for a new bundle", path);
    return error;
}

static enum error load_bundle(const char *path, struct bundle *out) {
    struct buffer faults;
    buffer_init(&faults);
    enum error error = bundle_load(path, out, &faults);
    if (error != ERROR_NONE) {
        complain("%s cannot be used%s", path, faults.length > 0 ? ":" : "");
        fwrite(faults.bytes, 1, faults.length, stderr);
    }
    buffer_finish(&faults);
    return error == ERROR_NONE ? check_bundle(path, out) : error;
}

/* ---- the folder ---- */

/* mkdir -p, for its owner alone. */
static enum error make_directories(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(path, 0700);
        *slash = '/';
        if (made != 0 && errno != EEXIST) {
            complain("%s cannot be made: %s; name another folder with --dir", path, strerror(errno));
            return ERROR_SYSTEM;
        }
    }
    return ERROR_NONE;
}

/* Not beside the bundle: a renewed one may come by another way, and must find the folder of the old one. The authority's print keeps a rehearsal apart from the
 * event, when they have hubs of their own. */
static enum error choose_directory(const struct bundle *bundle, char out[STATE_PATH_SIZE]) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    bool has_state = state != NULL && state[0] == '/';
    struct digest print;
    char printed[2 * PRINT_BYTES + 1];
    if (!has_state && (home == NULL || home[0] != '/')) {
        complain("there is no home directory to keep a folder in: name one with --dir");
        return ERROR_MALFORMED;
    }
    if (digest_of(bundle->link_authority.bytes, bundle->link_authority.length, &print) != ERROR_NONE)
        return ERROR_NO_MEMORY;
    hex_encode(print.bytes, PRINT_BYTES, printed);
    int length = snprintf(out, STATE_PATH_SIZE, "%s%s/lamrelay/%s-%s-%s", has_state ? state : home, has_state ? "" : "/.local/state",
                          bundle->conference.bytes, bundle->site.bytes, printed);
    if (length < 0 || length >= STATE_PATH_SIZE)
        return ERROR_TOO_LONG;
    return make_directories(out);
}

static enum error write_text(const char *path, struct text text) {
    enum error error = durable_file_write(path, text.bytes, text.length, FILE_MODE, true);
    if (error != ERROR_NONE)
        complain("%s cannot be written", path);
    return error;
}

enum error site_setup_unpack(const struct site_setup *setup) {
    const struct bundle *bundle = &setup->bundle;
    struct link_pair pair;
    char authority[STATE_PATH_SIZE];
    if (setup->bundle_path == NULL)
        return ERROR_NONE;
    if (!deployment_name_file(authority, setup->directory, "link-authority.pem") || !link_files_name_pair(setup->directory, "link", bundle->site.bytes, &pair))
        return ERROR_TOO_LONG;
    enum error error = write_text(authority, bundle->link_authority);
    if (error == ERROR_NONE)
        error = write_text(pair.key, bundle->link_key);
    if (error == ERROR_NONE)
        error = write_text(pair.certificate, bundle->link_certificate);
    if (error == ERROR_NONE && !setup->own_browsers)
        error = write_text(setup->browsers.key, bundle->key);
    if (error == ERROR_NONE && !setup->own_browsers)
        error = write_text(setup->browsers.certificate, bundle->certificate);
    return error;
}

void site_setup_renew(void *context) {
    struct site_setup *setup = context;
    struct bundle bundle;
    if (setup->bundle_path == NULL)
        return;
    enum error error = load_bundle(setup->bundle_path, &bundle);
    bool same = error == ERROR_NONE && text_equal(bundle.site, setup->bundle.site) && text_equal(bundle.link_authority, setup->bundle.link_authority);
    struct site_setup renewed = *setup;
    renewed.bundle = bundle;
    if (same)
        error = site_setup_unpack(&renewed);
    if (error != ERROR_NONE || !same)
        log_line(LOG_ERROR, "bundle_refused", "the bundle %s is not taken%s", setup->bundle_path, error == ERROR_NONE ? ": it is of another site or authority" : "");
    bundle_finish(&bundle);
}

/* ---- options and bundle ---- */

static enum error need(const struct arguments *arguments, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!option_given(arguments, names[i])) {
            complain("site needs a bundle, or %s; see lamrelay site --help", names[i]);
            return ERROR_MALFORMED;
        }
    return ERROR_NONE;
}

static enum error choose(char out[STATE_PATH_SIZE], const struct arguments *arguments, const char *option) {
    return option_given(arguments, option) ? put(out, option_text(arguments, option)) : ERROR_NONE;
}

/* What the options name takes the place of what the bundle does. */
static enum error take_options(const struct arguments *arguments, struct site_setup *out) {
    if (option_given(arguments, "--certificate") != option_given(arguments, "--key") ||
        option_given(arguments, "--link-certificate") != option_given(arguments, "--link-key")) {
        complain("a certificate and its key go together");
        return ERROR_MALFORMED;
    }
    enum error error = choose(out->hub, arguments, "--hub");
    if (error == ERROR_NONE)
        error = choose(out->link_authority, arguments, "--link-ca");
    if (error == ERROR_NONE)
        error = choose(out->link.certificate, arguments, "--link-certificate");
    if (error == ERROR_NONE)
        error = choose(out->link.key, arguments, "--link-key");
    if (error == ERROR_NONE)
        error = choose(out->browsers.certificate, arguments, "--certificate");
    if (error == ERROR_NONE)
        error = choose(out->browsers.key, arguments, "--key");
    out->own_browsers = option_given(arguments, "--certificate");
    return error;
}

static enum error take_bundle(const struct arguments *arguments, struct site_setup *out) {
    const struct bundle *bundle = &out->bundle;
    enum error error = option_given(arguments, "--dir") ? ERROR_NONE : choose_directory(bundle, out->directory);
    if (error == ERROR_NONE)
        error = put(out->hub, bundle->hub.bytes);
    if (error == ERROR_NONE && !(deployment_name_file(out->link_authority, out->directory, "link-authority.pem") &&
                                 link_files_name_pair(out->directory, "link", bundle->site.bytes, &out->link) &&
                                 link_files_name_pair(out->directory, "page", bundle->site.bytes, &out->browsers)))
        error = ERROR_TOO_LONG;
    for (size_t i = 0; i < bundle->address_count && error == ERROR_NONE; i++)
        out->addresses[out->address_count++] = bundle->addresses[i].bytes;
    for (size_t i = 0; i < bundle->hub_address_count && error == ERROR_NONE; i++)
        out->hub_addresses[out->hub_address_count++] = bundle->hub_addresses[i].bytes;
    return error;
}

/* Where browsers look for it: the port of its first address. */
static bool choose_port(const struct arguments *arguments, struct site_setup *out) {
    const char *address = out->bundle.address_count > 0 ? out->bundle.addresses[0].bytes : NULL, *colon = address != NULL ? strrchr(address, ':') : NULL;
    unsigned long port = 0;
    if (address == NULL || option_given(arguments, "--port")) {
        bool good = option_number(arguments, "--port", 0, UINT16_MAX, &port);
        out->port = (uint16_t)port;
        return good;
    }
    port = strchr(colon, ']') == NULL && colon[1] != '/' ? strtoul(colon + 1, NULL, 10) : 443;
    out->port = (uint16_t)port;
    return true;
}

static size_t take_list(const struct arguments *arguments, const char *option, const char **out) {
    const char *const *values;
    size_t count = option_list(arguments, option, &values);
    for (size_t i = 0; i < count; i++)
        out[i] = values[i];
    return count;
}

enum error site_setup_read(const struct arguments *arguments, struct site_setup *out) {
    static const char *const NEEDED[] = {"--dir", "--hub", "--link-certificate", "--link-key", "--link-ca", "--certificate", "--key"};
    *out = (struct site_setup){.bundle_path = arguments->operand};
    enum error error = out->bundle_path != NULL ? load_bundle(out->bundle_path, &out->bundle) : need(arguments, NEEDED, sizeof NEEDED / sizeof NEEDED[0]);
    if (error == ERROR_NONE)
        error = choose(out->directory, arguments, "--dir");
    out->address_count = take_list(arguments, "--address", out->addresses);
    out->hub_address_count = take_list(arguments, "--hub-address", out->hub_addresses);
    if (error == ERROR_NONE && out->bundle_path != NULL)
        error = take_bundle(arguments, out);
    if (error == ERROR_NONE)
        error = take_options(arguments, out);
    if (error == ERROR_NONE && !choose_port(arguments, out))
        error = ERROR_MALFORMED;
    return error;
}

void site_setup_finish(struct site_setup *setup) {
    bundle_finish(&setup->bundle);
}
