/* command_certificate.c - `lamrelay certificate`: a private authority, made once, and a server certificate from it,
 * made anew each time. For rehearsals and closed networks; phones of the public want a certificate of a public
 * authority. With --site: the authority of the links, made once, and a certificate for the process of each site. */
#include "app/commands.h"
#include "app/deployment.h"
#include "auth/certificate.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIRECTORY", NULL, true, false, "where authority.pem, authority.key, server.pem and server.key go"},
    {"--name", "NAME", NULL, false, true, "a DNS name or an IP address browsers use"},
    {"--site", "ID", NULL, false, true, "instead: for the process of this site, from link-authority.pem: site-ID.pem and site-ID.key"},
    {"--days", "N", "365", false, false, "how long the server's certificate is valid"},
    {"--authority", "TEXT", "lamrelay private authority", false, false, "what the authority calls itself"},
};

struct certificate_paths {
    char authority[STATE_PATH_SIZE];
    char authority_key[STATE_PATH_SIZE];
    char server[STATE_PATH_SIZE];
    char server_key[STATE_PATH_SIZE];
};

static const char *explain(enum error error) {
    switch (error) {
    case ERROR_MALFORMED:
        return "one of the names is neither a DNS name nor an IP address";
    case ERROR_OUT_OF_RANGE:
        return "too many names or days";
    case ERROR_NOT_FOUND:
        return "authority.pem or authority.key is missing; move both away for a new authority";
    case ERROR_BAD_CREDENTIALS:
        return "authority.key does not belong to authority.pem";
    case ERROR_STALE:
        return "the authority has expired; move authority.pem and authority.key away for a new one";
    default:
        return error_text(error);
    }
}

static enum error make(const struct arguments *arguments, const struct certificate_paths *paths, int days) {
    int64_t now = clock_hub_time();
    enum error error =
        certificate_make_authority(option_text(arguments, "--authority"), now, paths->authority, paths->authority_key);
    if (error == ERROR_NONE)
        printf("%s: install this authority on every device that joins\n", paths->authority);
    else if (error != ERROR_WRONG_STATE) {
        complain("no authority: %s", error == ERROR_MALFORMED ? "its name must have 1 to 64 bytes" : error_text(error));
        return error;
    }
    struct certificate_order order = {
        .authority_path = paths->authority,
        .authority_key_path = paths->authority_key,
        .days = days,
        .now = now,
    };
    const char *const *names;
    order.name_count = option_list(arguments, "--name", &names);
    order.names = names;
    error = certificate_make_server(&order, paths->server, paths->server_key);
    if (error == ERROR_NONE)
        printf("%s: for the hub, with %s\n", paths->server, paths->server_key);
    else
        complain("no server certificate: %s", explain(error));
    return error;
}

static enum error make_site(const struct arguments *arguments, const struct certificate_order *order, const char *site) {
    const char *directory = option_text(arguments, "--dir");
    char name[STATE_PATH_SIZE], certificate[STATE_PATH_SIZE], key[STATE_PATH_SIZE];
    bool fits = snprintf(name, sizeof name, "site-%s.pem", site) < (int)sizeof name && deployment_name_file(certificate, directory, name) &&
                snprintf(name, sizeof name, "site-%s.key", site) < (int)sizeof name && deployment_name_file(key, directory, name);
    enum error error = fits ? certificate_make_site(order, site, certificate, key) : ERROR_TOO_LONG;
    if (error == ERROR_NONE)
        printf("%s: for the process of site %s, with %s\n", certificate, site, key);
    else
        complain("no certificate for site %s: %s", site, error == ERROR_MALFORMED ? "that is no site's id" : explain(error));
    return error;
}

static enum error make_sites(const struct arguments *arguments, const char *const *sites, size_t count, int days) {
    const char *directory = option_text(arguments, "--dir");
    char authority[STATE_PATH_SIZE], authority_key[STATE_PATH_SIZE];
    struct certificate_order order = {.authority_path = authority, .authority_key_path = authority_key, .days = days, .now = clock_hub_time()};
    if (!deployment_name_file(authority, directory, "link-authority.pem") || !deployment_name_file(authority_key, directory, "link-authority.key"))
        return ERROR_TOO_LONG;
    enum error error = certificate_make_authority("lamrelay links", order.now, authority, authority_key);
    if (error == ERROR_NONE)
        printf("%s: for the hub's --link-ca; its key stays here\n", authority);
    else if (error != ERROR_WRONG_STATE) {
        complain("no authority: %s", error_text(error));
        return error;
    }
    error = ERROR_NONE;
    for (size_t i = 0; i < count && error == ERROR_NONE; i++)
        error = make_site(arguments, &order, sites[i]);
    return error;
}

static int run(const struct arguments *arguments) {
    unsigned long days;
    if (!option_number(arguments, "--days", 1, CERTIFICATE_SERVER_DAYS_MAX, &days))
        return EXIT_USAGE;
    const char *directory = option_text(arguments, "--dir");
    const char *const *words;
    size_t names = option_list(arguments, "--name", &words), sites = option_list(arguments, "--site", &words);
    if ((names > 0) == (sites > 0)) {
        complain("either --name or --site is needed");
        return EXIT_USAGE;
    }
    struct deployment_files files;
    struct certificate_paths paths;
    enum error error = deployment_name_files(directory, &files);
    if (error == ERROR_NONE && !(deployment_name_file(paths.authority, directory, "authority.pem") &&
                                 deployment_name_file(paths.authority_key, directory, "authority.key") &&
                                 deployment_name_file(paths.server, directory, "server.pem") &&
                                 deployment_name_file(paths.server_key, directory, "server.key")))
        error = ERROR_TOO_LONG;
    if (error == ERROR_NONE)
        error = sites > 0 ? make_sites(arguments, words, sites, (int)days) : make(arguments, &paths, (int)days);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_CERTIFICATE = {
    "certificate",
    "makes a private authority and a server certificate",
    NULL,
    OPTIONS,
    sizeof OPTIONS / sizeof OPTIONS[0],
    run,
};
