/* command_bundle.c - `lamrelay bundle`: one file a site, by which its process is started (codec/bundle.h).
 *
 * Normal course: the authority of the links and the hub's certificate for them are made when they are not there; then each site gets a certificate and key of
 * its own, anew each time, and its file. What was made before stays valid until it expires or is revoked (`lamrelay certificate --revoke`).
 * Ways it fails: one line on stderr and 1; the files of the sites before it are made. */
#include "app/bundle_make.h"
#include "app/commands.h"
#include "app/deployment.h"
#include "app/journal_config.h"
#include "app/link_files.h"
#include "auth/durable_file.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "codec/bundle.h"
#include "codec/config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAMES_MAX = OPTION_VALUES_MOST, NAME_BYTES = BUNDLE_HOST_SIZE, BUNDLE_MODE = 0600 };

static const struct option OPTIONS[] = {
    {"--config", "FILE", NULL, false, false, "the conference; without it as its journal has it, with what was added on /admin"},
    {"--dir", "DIRECTORY", NULL, true, false, "the hub's directory: the authorities are there, or made there"},
    {"--hub", "URL", NULL, true, false, "wss://host:port by which sites reach the hub's links"},
    {"--address", "URL", NULL, false, true, "https://host:port by which browsers reach the site, {site} in it stands for its id; else those it has: siteAddresses of the configuration, or without one what was given on /admin"},
    {"--hub-address", "URL", NULL, false, true, "https://host:port by which browsers reach the hub, besides those of the configuration"},
    {"--site", "ID", NULL, false, true, "for this site"},
    {"--all", NULL, NULL, false, false, "for all remote sites; without --address for all that have one already"},
    {"--certificate", "FILE", NULL, false, false, "PEM, with the chain: what browsers see, for instance of a public authority; else one is made"},
    {"--key", "FILE", NULL, false, false, "PEM, the certificate's private key"},
    {"--out", "PATH", NULL, false, false, "the file (when not given: ID.lamsite); with --all or several sites the directory for their files"},
    {"--days", "N", "365", false, false, "how long what is made is valid"},
};

struct making {
    const struct arguments *arguments;
    struct config config;
    struct deployment_files files;
    struct link_files links;
    int days;
    int64_t now;
    bool several;     /* then --out names a directory */
    size_t strangers; /* addresses that the conference does not have */
    char stranger[NAME_BYTES]; /* the first of them */
};

/* ---- names and addresses ---- */

/* `{site}` in it becomes the id. */
static bool fill_in(const char *pattern, const char *site, char out[NAME_BYTES]) {
    static const char PLACE[] = "{site}";
    const char *place = strstr(pattern, PLACE);
    int length = place == NULL ? snprintf(out, NAME_BYTES, "%s", pattern)
                               : snprintf(out, NAME_BYTES, "%.*s%s%s", (int)(place - pattern), pattern, site, place + sizeof PLACE - 1);
    return length >= 0 && length < NAME_BYTES;
}

static bool is_configured(const struct config *config, const char *site, const char *address) {
    for (size_t i = 0; i < config->site_address_count; i++)
        if (text_equal_string(config->site_addresses[i].site, site) && text_equal_string(config->site_addresses[i].address, address))
            return true;
    return false;
}

static size_t configured_count(const struct config *config, const char *site) {
    size_t count = 0;
    for (size_t i = 0; i < config->site_address_count; i++)
        count += text_equal_string(config->site_addresses[i].site, site);
    return count;
}

static enum error make_link_server(const struct making *making) {
    bool made;
    enum error error = bundle_make_link_server(&making->links, option_text(making->arguments, "--dir"), option_text(making->arguments, "--hub"), making->now, &made);
    if (error == ERROR_NONE && made)
        printf("%s: for the hub's links; start the hub again, or send it SIGHUP when it has links already\n", making->links.server);
    return error;
}

/* ---- one bundle ---- */

static const struct programme_site *find_site(const struct config *config, const char *id) {
    for (size_t i = 0; i < config->programme.site_count; i++)
        if (strcmp(config->programme.sites[i].id.bytes, id) == 0)
            return &config->programme.sites[i];
    return NULL;
}

static enum error fill_in_addresses(const struct making *making, const char *site, struct bundle *bundle) {
    const char *const *patterns;
    size_t count = option_list(making->arguments, "--address", &patterns);
    for (size_t i = 0; i < count; i++) {
        char address[NAME_BYTES];
        if (!fill_in(patterns[i], site, address)) {
            complain("the address %s is too long", patterns[i]);
            return ERROR_TOO_LONG;
        }
        const char *copy = arena_copy(&bundle->memory, address, strlen(address));
        if (copy == NULL)
            return ERROR_NO_MEMORY;
        bundle->addresses[bundle->address_count++] = (struct text){copy, strlen(copy)};
    }
    return ERROR_NONE;
}

static enum error take_hub_addresses(const struct making *making, struct bundle *bundle) {
    const struct config *config = &making->config;
    const char *const *given;
    size_t count = option_list(making->arguments, "--hub-address", &given);
    bundle->hub_addresses = arena_take(&bundle->memory, (count + config->address_count + 1) * sizeof *bundle->hub_addresses);
    if (bundle->hub_addresses == NULL)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < config->address_count; i++)
        bundle->hub_addresses[bundle->hub_address_count++] = config->addresses[i];
    for (size_t i = 0; i < count; i++)
        bundle->hub_addresses[bundle->hub_address_count++] = (struct text){given[i], strlen(given[i])};
    return ERROR_NONE;
}

static enum error take_addresses(const struct making *making, const char *site, struct bundle *bundle) {
    const struct config *config = &making->config;
    bundle->addresses = arena_take(&bundle->memory, (OPTION_VALUES_MOST + config->site_address_count) * sizeof *bundle->addresses);
    if (bundle->addresses == NULL)
        return ERROR_NO_MEMORY;
    enum error error = take_hub_addresses(making, bundle);
    if (error == ERROR_NONE)
        error = fill_in_addresses(making, site, bundle);
    for (size_t i = 0; !option_given(making->arguments, "--address") && i < config->site_address_count; i++)
        if (text_equal_string(config->site_addresses[i].site, site))
            bundle->addresses[bundle->address_count++] = config->site_addresses[i].address;
    if (error == ERROR_NONE && (bundle->address_count == 0 || bundle->address_count > BUNDLE_ADDRESSES_MAX)) {
        complain("site %s needs 1 to %d addresses: give it one on /admin, name them under siteAddresses of the configuration, or by --address", site, BUNDLE_ADDRESSES_MAX);
        error = ERROR_OUT_OF_RANGE;
    }
    return error;
}

static enum error make_text(const struct making *making, const char *site, struct bundle *bundle, struct buffer *out) {
    const struct programme_site *known = find_site(&making->config, site);
    struct text id = {site, strlen(site)};
    bundle->name = known != NULL ? known->name : (struct localised){.vi = id};
    if (known == NULL)
        complain("site %s is not in the configuration: its bundle is made all the same, in case it was added on /admin", site);
    enum error error = take_addresses(making, site, bundle);
    struct bundle_order order = {
        .directory = option_text(making->arguments, "--dir"),
        .links = &making->links,
        .conference = making->config.programme.id,
        .site = id,
        .title = making->config.programme.title,
        .name = bundle->name,
        .hub = option_text(making->arguments, "--hub"),
        .addresses = bundle->addresses,
        .address_count = bundle->address_count,
        .hub_addresses = bundle->hub_addresses,
        .hub_address_count = bundle->hub_address_count,
        .certificate = option_text(making->arguments, "--certificate"),
        .key = option_text(making->arguments, "--key"),
        .days = making->days,
        .now = making->now,
    };
    return error == ERROR_NONE ? bundle_make(&order, out) : error;
}

static bool name_out(const struct making *making, const char *site, char out[STATE_PATH_SIZE]) {
    const char *given = option_text(making->arguments, "--out");
    int length = !making->several && given != NULL ? snprintf(out, STATE_PATH_SIZE, "%s", given)
                                                         : snprintf(out, STATE_PATH_SIZE, "%s/%s.lamsite", given != NULL ? given : ".", site);
    return length > 0 && length < STATE_PATH_SIZE;
}

static void note_strangers(struct making *making, const char *site, const struct bundle *bundle) {
    for (size_t i = 0; i < bundle->address_count; i++) {
        bool known = is_configured(&making->config, site, bundle->addresses[i].bytes);
        if (!known && making->strangers++ == 0)
            snprintf(making->stranger, sizeof making->stranger, "%s", bundle->addresses[i].bytes);
    }
}

static enum error make_one(struct making *making, const char *site) {
    struct bundle bundle = {.version = BUNDLE_VERSION};
    struct buffer text;
    char path[STATE_PATH_SIZE];
    arena_init(&bundle.memory);
    buffer_init(&text);
    enum error error = name_out(making, site, path) ? make_text(making, site, &bundle, &text) : ERROR_TOO_LONG;
    if (error == ERROR_NONE) {
        error = durable_file_write(path, text.bytes, text.length, BUNDLE_MODE, true);
        if (error != ERROR_NONE)
            complain("%s cannot be written", path);
    }
    if (error == ERROR_NONE)
        printf("%s: %s\n", path, bundle.name.vi.bytes);
    if (error == ERROR_NONE)
        note_strangers(making, site, &bundle);
    if (text.bytes != NULL)
        explicit_bzero(text.bytes, text.length);
    buffer_finish(&text);
    bundle_finish(&bundle);
    return error;
}

/* ---- all of them ---- */

/* With --all. */
static bool is_meant(const struct making *making, const struct programme_site *site) {
    if (option_given(making->arguments, "--address"))
        return site->kind == SITE_REMOTE;
    return configured_count(&making->config, site->id.bytes) > 0;
}

static enum error make_all(struct making *making) {
    const struct programme *programme = &making->config.programme;
    const char *const *ids;
    const char *out = option_text(making->arguments, "--out");
    size_t given = option_list(making->arguments, "--site", &ids);
    making->several = given != 1;
    if (making->several && out != NULL && mkdir(out, 0700) != 0 && errno != EEXIST) {
        complain("%s cannot be made: %s", out, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < given && error == ERROR_NONE; i++)
        error = make_one(making, ids[i]);
    for (size_t i = 0; given == 0 && i < programme->site_count && error == ERROR_NONE; i++)
        if (is_meant(making, &programme->sites[i]))
            error = make_one(making, programme->sites[i].id.bytes);
    return error;
}

static bool is_wanted(const struct arguments *arguments, unsigned long *days) {
    const char *const *addresses;
    bool several = option_given(arguments, "--all");
    size_t address_count = option_list(arguments, "--address", &addresses);
    if (option_given(arguments, "--site") == several)
        complain("either --site or --all is needed");
    else if (option_given(arguments, "--certificate") != option_given(arguments, "--key"))
        complain("a certificate and its key go together");
    else if (address_count > 0 && several && strstr(addresses[0], "{site}") == NULL)
        complain("with --all the address must have {site} in it: each site has its own");
    else
        return option_number(arguments, "--days", 1, CERTIFICATE_SERVER_DAYS_MAX, days);
    return false;
}

static enum error load(const struct arguments *arguments, struct config *config, struct buffer *faults) {
    const char *path = option_text(arguments, "--config");
    if (path == NULL)
        return journal_config_read(option_text(arguments, "--dir"), config);
    enum error error = config_load(path, config, faults);
    if (error != ERROR_NONE) {
        complain("the configuration %s is not usable:", path);
        fwrite(faults->bytes, 1, faults->length, stderr);
    }
    return error;
}

static int run(const struct arguments *arguments) {
    struct making making = {.arguments = arguments, .now = clock_hub_time()};
    struct buffer faults;
    unsigned long days;
    if (!is_wanted(arguments, &days))
        return EXIT_USAGE;
    making.days = (int)days;
    buffer_init(&faults);
    enum error error = load(arguments, &making.config, &faults);
    if (error == ERROR_NONE)
        error = deployment_name_files(option_text(arguments, "--dir"), &making.files);
    if (error == ERROR_NONE)
        error = link_files_name(option_text(arguments, "--dir"), &making.links);
    if (error == ERROR_NONE)
        error = link_files_make(&making.links, making.now);
    if (error == ERROR_NONE)
        error = make_link_server(&making);
    if (error == ERROR_NONE)
        error = make_all(&making);
    if (making.strangers > 0)
        printf("%zu of these addresses are not known here, %s first: give them to the sites on /admin, or name them under siteAddresses of the configuration, or the hub "
               "refuses phones that come from there\n",
               making.strangers, making.stranger);
    if (error == ERROR_NONE && making.config.address_count == 0 && !option_given(arguments, "--hub-address"))
        printf("neither the configuration (`addresses`) nor --hub-address says how browsers reach the hub: phones at a site do not know\n");
    config_finish(&making.config);
    buffer_finish(&faults);
    return exit_status(error);
}

const struct subcommand COMMAND_BUNDLE = {
    "bundle", "makes the one file by which a site is started", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
