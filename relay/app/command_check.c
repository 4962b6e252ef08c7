/* command_check.c - `lamrelay check FILE`: is this configuration usable, and if not, why; do the certificates last. */
#include "app/commands.h"
#include "app/link_files.h"
#include "auth/certificate.h"
#include "auth/revocation.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "codec/config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY_MS = 24 * 3600 * 1000, CERTIFICATE_DAYS_LEAST = 14 };

static const struct option OPTIONS[] = {
    {"--certificate", "FILE", NULL, false, false, "one that must be good for another 14 days"},
    {"--dir", "DIRECTORY", NULL, false, false, "the hub's: the certificates made for the sites must be good for another 14 days"},
};

static void print_summary(const char *path, const struct config *config) {
    uint64_t people = 0;
    for (size_t i = 0; i < config->programme.site_count; i++)
        people += config->programme.sites[i].people;
    printf("%s: %zu sites, %" PRIu64 " participants, %zu topics, %zu agenda items, %zu accounts, %zu polls\n", path,
           config->programme.site_count, people, config->programme.topic_count, config->programme.item_count,
           config->programme.account_count, config->programme.poll_count);
}

static enum error check_certificate(const char *path) {
    int64_t expiry = 0;
    enum error error = certificate_expiry(path, &expiry);
    int64_t days = (expiry - clock_hub_time()) / DAY_MS;
    if (error != ERROR_NONE)
        complain("%s is not a certificate that can be read: %s", path, error_text(error));
    else if (expiry <= clock_hub_time())
        complain("the certificate %s has expired", path);
    else if (days < CERTIFICATE_DAYS_LEAST)
        complain("the certificate %s expires in %" PRId64 " days, which is less than %d", path, days, CERTIFICATE_DAYS_LEAST);
    else
        printf("%s: expires in %" PRId64 " days\n", path, days);
    return error != ERROR_NONE || days >= CERTIFICATE_DAYS_LEAST ? error : ERROR_STALE;
}

/* The site's last certificate that is not revoked. A site that has none needs none: its people use the hub's address. */
static enum error check_site(const struct revocation_files *files, const char *site) {
    int64_t expiry = 0;
    enum error error = revocation_site_expiry(files, site, &expiry);
    int64_t days = (expiry - clock_hub_time()) / DAY_MS;
    if (error == ERROR_NOT_FOUND)
        printf("site %s: no certificate\n", site);
    else if (error != ERROR_NONE)
        complain("what was made for site %s cannot be read: %s", site, error_text(error));
    else if (expiry <= clock_hub_time())
        complain("the certificate of site %s has expired: make a new bundle", site);
    else if (days < CERTIFICATE_DAYS_LEAST)
        complain("the certificate of site %s expires in %" PRId64 " days, which is less than %d: make a new bundle", site, days, CERTIFICATE_DAYS_LEAST);
    else
        printf("site %s: expires in %" PRId64 " days\n", site, days);
    if (error == ERROR_NOT_FOUND)
        return ERROR_NONE;
    return error != ERROR_NONE || days >= CERTIFICATE_DAYS_LEAST ? error : ERROR_STALE;
}

static enum error check_links(const char *directory, const struct config *config) {
    struct link_files links;
    enum error error = link_files_name(directory, &links);
    if (error == ERROR_NONE && access(links.server, F_OK) == 0)
        error = check_certificate(links.server);
    struct revocation_files files = link_files_revocation(&links);
    for (size_t i = 0; i < config->programme.site_count; i++) {
        enum error other = check_site(&files, config->programme.sites[i].id.bytes);
        error = error == ERROR_NONE ? other : error;
    }
    return error;
}

static int run(const struct arguments *arguments) {
    struct config config = {0};
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_load(arguments->operand, &config, &faults);
    if (error == ERROR_NONE)
        print_summary(arguments->operand, &config);
    else if (faults.length > 0)
        fwrite(faults.bytes, 1, faults.length, stderr);
    else
        complain("%s: %s", arguments->operand, error_text(error));
    const char *certificate = option_text(arguments, "--certificate");
    if (certificate != NULL) {
        enum error second = check_certificate(certificate);
        error = error == ERROR_NONE ? second : error;
    }
    if (option_given(arguments, "--dir")) {
        enum error second = check_links(option_text(arguments, "--dir"), &config);
        error = error == ERROR_NONE ? second : error;
    }
    config_finish(&config);
    buffer_finish(&faults);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_CHECK = {
    "check", "looks at a configuration file", "FILE", OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
