/* command_certificate.c - `lamrelay certificate`: a private authority, made once, and a server certificate from it,
 * made anew each time. For rehearsals and closed networks; phones of the public want a certificate of a public
 * authority. With --site: the authority of the links, made once, and a certificate for the process of each site; with --revoke: those are refused. */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/link_files.h"
#include "auth/certificate.h"
#include "auth/revocation.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIRECTORY", NULL, true, false, "where authority.pem, authority.key, server.pem and server.key go"},
    {"--name", "NAME", NULL, false, true, "a DNS name or an IP address browsers use"},
    {"--site", "ID", NULL, false, true, "instead: for the process of this site, from link-authority.pem: site-ID.pem and site-ID.key"},
    {"--revoke", "ID", NULL, false, true, "instead: every certificate made for this site so far is refused from the hub's next SIGHUP on"},
    {"--days", "N", "365", false, false, "how long the server's certificate is valid"},
    {"--authority", "TEXT", "lamrelay private authority", false, false, "what the authority calls itself"},
};

struct certificate_paths {
    char authority[STATE_PATH_SIZE];
    char authority_key[STATE_PATH_SIZE];
    char server[STATE_PATH_SIZE];
    char server_key[STATE_PATH_SIZE];
};

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
        complain("no server certificate: %s", link_files_explain(error));
    return error;
}

static enum error make_sites(const char *directory, const char *const *sites, size_t count, int days) {
    struct link_files files;
    struct link_pair pair;
    int64_t now = clock_hub_time();
    enum error error = link_files_name(directory, &files);
    if (error == ERROR_NONE)
        error = link_files_make(&files, now);
    for (size_t i = 0; i < count && error == ERROR_NONE; i++) {
        error = link_files_make_site(&files, directory, sites[i], days, now, &pair);
        if (error == ERROR_NONE)
            printf("%s: for the process of site %s, with %s\n", pair.certificate, sites[i], pair.key);
    }
    return error;
}

static enum error revoke_sites(const char *directory, const char *const *sites, size_t count) {
    struct link_files files;
    enum error error = link_files_name(directory, &files);
    struct revocation_files revocation = link_files_revocation(&files);
    for (size_t i = 0; i < count && error == ERROR_NONE; i++) {
        size_t revoked;
        error = revocation_add_site(&revocation, sites[i], clock_hub_time(), &revoked);
        if (error == ERROR_NONE)
            printf("%s: %zu of site %s added; send the hub SIGHUP\n", files.revoked, revoked, sites[i]);
        else
            complain("nothing revoked for site %s: %s", sites[i], error == ERROR_NOT_FOUND ? "no certificate was made for it here" : link_files_explain(error));
    }
    return error;
}

static int run(const struct arguments *arguments) {
    unsigned long days;
    if (!option_number(arguments, "--days", 1, CERTIFICATE_SERVER_DAYS_MAX, &days))
        return EXIT_USAGE;
    const char *directory = option_text(arguments, "--dir");
    const char *const *words;
    size_t names = option_list(arguments, "--name", &words), revoked = option_list(arguments, "--revoke", &words);
    const char *const *ids = words;
    size_t sites = revoked > 0 ? 0 : option_list(arguments, "--site", &ids);
    if ((names > 0) + (option_given(arguments, "--site")) + (revoked > 0) != 1) {
        complain("one of --name, --site and --revoke is needed");
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
        error = sites > 0 ? make_sites(directory, ids, sites, (int)days) : revoked > 0 ? revoke_sites(directory, ids, revoked) : make(arguments, &paths, (int)days);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_CERTIFICATE = {
    "certificate",
    "makes a private authority and a server certificate; makes and revokes those of sites",
    NULL,
    OPTIONS,
    sizeof OPTIONS / sizeof OPTIONS[0],
    run,
};
