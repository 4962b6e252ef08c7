/* site_setup.h - where `lamrelay site` has everything: from its options, or from a bundle (codec/bundle.h), whose certificates and keys are put into the folder
 * at each start and each SIGHUP. An option counts more than the bundle.
 *
 * Normal course: site_setup_read; open the folder `directory`; site_setup_unpack; serve; site_setup_unpack again at SIGHUP; site_setup_finish, whatever
 * site_setup_read returned. Faults are said on stderr, one line each. Thread: the loop's. */
#ifndef LAMRELAY_APP_SITE_SETUP_H
#define LAMRELAY_APP_SITE_SETUP_H

#include "app/deployment.h"
#include "app/link_files.h"
#include "app/options.h"
#include "codec/bundle.h"

enum { SITE_ADDRESSES_MAX = OPTION_VALUES_MOST + BUNDLE_ADDRESSES_MAX };

struct site_setup {
    const char *bundle_path; /* NULL = there is none */
    struct bundle bundle;
    char directory[STATE_PATH_SIZE];
    struct link_pair link, browsers;       /* paths: what the hub sees, what browsers see */
    char link_authority[STATE_PATH_SIZE];
    bool own_browsers;                     /* the bundle's pair is not used: options name another */
    char hub[STATE_PATH_SIZE];
    const char *addresses[SITE_ADDRESSES_MAX], *hub_addresses[SITE_ADDRESSES_MAX]; /* for browsers; borrowed from the arguments and the bundle */
    size_t address_count, hub_address_count;
    uint16_t port;
};

/* From the options of `lamrelay site` and its operand. MALFORMED (options are missing), SYSTEM, STALE, BAD_CREDENTIALS (what stands in the bundle), NO_MEMORY. */
enum error site_setup_read(const struct arguments *arguments, struct site_setup *out);
/* Writes the certificates and keys of the bundle into the folder, which is there; nothing without a bundle. SYSTEM, NO_MEMORY. */
enum error site_setup_unpack(const struct site_setup *setup);
/* Reads the bundle's file again and unpacks it, when it is of the same site and conference. As site_setup_read. For SIGHUP: `setup` is a struct site_setup. */
void site_setup_renew(void *setup);
void site_setup_finish(struct site_setup *setup);

#endif
