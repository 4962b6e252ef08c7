#include "app/link_files.h"

#include "app/options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum error link_files_name(const char *directory, struct link_files *out) {
    if (deployment_name_file(out->authority, directory, "link-authority.pem") && deployment_name_file(out->authority_key, directory, "link-authority.key") &&
        deployment_name_file(out->server, directory, "link-server.pem") && deployment_name_file(out->server_key, directory, "link-server.key") &&
        deployment_name_file(out->issued, directory, "link-issued.pem") && deployment_name_file(out->revoked, directory, "link-revoked.pem"))
        return ERROR_NONE;
    complain("the name of the directory is too long");
    return ERROR_TOO_LONG;
}

enum error link_files_beside(const char *authority, struct link_files *out) {
    char directory[STATE_PATH_SIZE];
    const char *slash = strrchr(authority, '/');
    int length = slash != NULL ? snprintf(directory, sizeof directory, "%.*s", (int)(slash - authority), authority) : snprintf(directory, sizeof directory, ".");
    enum error error = length >= 0 && (size_t)length < sizeof directory ? link_files_name(directory, out) : ERROR_TOO_LONG;
    if (error == ERROR_NONE && (size_t)snprintf(out->authority, sizeof out->authority, "%s", authority) >= sizeof out->authority)
        error = ERROR_TOO_LONG;
    return error;
}

struct revocation_files link_files_revocation(const struct link_files *files) {
    return (struct revocation_files){files->authority, files->authority_key, files->issued, files->revoked};
}

const char *link_files_explain(enum error error) {
    switch (error) {
    case ERROR_MALFORMED:
        return "one of the names is neither a DNS name nor an IP address, or a file is damaged";
    case ERROR_OUT_OF_RANGE:
        return "too many names or days";
    case ERROR_NOT_FOUND:
        return "the authority's certificate or key is missing; move both away for a new authority";
    case ERROR_BAD_CREDENTIALS:
        return "the authority's key does not belong to its certificate";
    case ERROR_STALE:
        return "the authority has expired; move its certificate and key away for a new one";
    default:
        return error_text(error);
    }
}

enum error link_files_make_authority(const char *name, const char *use, const char *certificate, const char *key, int64_t now) {
    if (access(certificate, F_OK) == 0)
        return ERROR_NONE;
    enum error error = certificate_make_authority(name, now, certificate, key);
    if (error == ERROR_NONE)
        printf("%s: %s\n", certificate, use);
    else
        complain("no authority %s: %s", certificate, error == ERROR_WRONG_STATE ? "its key is there already" : error_text(error));
    return error;
}

enum error link_files_make(const struct link_files *files, int64_t now) {
    return link_files_make_authority("lamrelay links", "the authority of the links; its key stays here", files->authority, files->authority_key, now);
}

bool link_files_name_pair(const char *directory, const char *kind, const char *site, struct link_pair *out) {
    char name[STATE_PATH_SIZE];
    return snprintf(name, sizeof name, "%s-%s.pem", kind, site) < (int)sizeof name && deployment_name_file(out->certificate, directory, name) &&
           snprintf(name, sizeof name, "%s-%s.key", kind, site) < (int)sizeof name && deployment_name_file(out->key, directory, name);
}

enum error link_files_make_site(const struct link_files *files, const char *directory, const char *site, int days, int64_t now, struct link_pair *out) {
    struct certificate_order order = {
        .authority_path = files->authority,
        .authority_key_path = files->authority_key,
        .days = days,
        .now = now,
        .issued_path = files->issued,
    };
    enum error error = link_files_name_pair(directory, "site", site, out) ? certificate_make_site(&order, site, out->certificate, out->key) : ERROR_TOO_LONG;
    if (error != ERROR_NONE)
        complain("no certificate for site %s: %s", site, error == ERROR_MALFORMED ? "that is no site's id" : link_files_explain(error));
    return error;
}
