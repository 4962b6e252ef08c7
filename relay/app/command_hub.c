/* command_hub.c - `lamrelay hub`: one conference at the centre.
 *
 * Normal course: configuration, certificate, port, journal, hub (who comes meanwhile waits with the kernel), then one line on stdout; SIGTERM or SIGINT end it
 * with 0.
 * Ways it fails: one line on stderr and 1, before the line that says it is ready; 3 when another process has its journal, also while running. */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/hub_certifier.h"
#include "app/link_files.h"
#include "app/notify.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "journal/journal.h"
#include "net/loop.h"
#include "net/server.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option OPTIONS[] = {
    {"--config", "FILE", NULL, false, false, "the conference: see `lamrelay check`; without it an empty one, which is set up in the browser"},
    {"--dir", "DIRECTORY", NULL, true, false, "journal, keys and control socket; made when not there"},
    {"--certificate", "FILE", NULL, true, false, "PEM, with the chain"},
    {"--key", "FILE", NULL, true, false, "PEM, the certificate's private key"},
    {"--port", "N", "8443", false, false, "0 takes any free one"},
    {"--link-port", "N", "8444", false, false, "for the processes at the sites; 0 takes any free one"},
    {"--link-address", "URL", NULL, false, false, "wss://host:port by which sites reach the links, for bundles made on /admin; else the host of the first address, with the port"},
    {"--link-ca", "FILE", NULL, false, false, "PEM: the authority of the sites' certificates; else link-authority.pem in the directory; without both no links"},
    {"--listen", "ADDRESS", "::", false, false, "in numbers; :: is every address, IPv4 too"},
    {"--pages", "DIRECTORY", NULL, false, false, "the browser's pages; else those installed with lamrelay; without both only the WebSocket answers"},
    {"--address", "URL", NULL, false, true, "https://host:port browsers use, besides those of the configuration"},
};

struct address_texts {
    const char **texts; /* owned; the texts are borrowed. The hub's, then the sites' */
    size_t count, site_count;
};

/* What the command line and the configuration name. */
static enum error collect_addresses(const struct arguments *arguments, const struct config *config,
                                    struct address_texts *out) {
    const char *const *given;
    size_t given_count = option_list(arguments, "--address", &given);
    out->texts = memory_take_zeroed(given_count + config->address_count + config->site_address_count, sizeof *out->texts);
    if (out->texts == NULL)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < given_count; i++)
        out->texts[out->count++] = given[i];
    for (size_t i = 0; i < config->address_count; i++)
        out->texts[out->count++] = config->addresses[i].bytes;
    for (size_t i = 0; i < config->site_address_count; i++)
        out->texts[out->count + out->site_count++] = config->site_addresses[i].address.bytes;
    return ERROR_NONE;
}

static bool is_there(const char *path) {
    return access(path, F_OK) == 0;
}

/* Which authority signs the certificates of sites, and what stands beside it. NONE with an empty authority: there are no links. */
static enum error find_link_files(const struct arguments *arguments, const struct deployment *deployment, struct link_files *out) {
    const char *given = option_text(arguments, "--link-ca");
    enum error error = given != NULL ? link_files_beside(given, out) : link_files_name(deployment->files.directory, out);
    if (error == ERROR_NONE && given == NULL && !is_there(out->authority))
        *out->authority = '\0';
    return error;
}

static enum error create_server(const struct arguments *arguments, struct deployment *deployment, uint16_t port, uint16_t link_port,
                                struct address_texts *addresses, struct hub_certifier *certifier, struct server **out) {
    struct link_files links;
    char pages[STATE_PATH_SIZE];
    struct buffer fault;
    buffer_init(&fault);
    deployment_find_pages(option_text(arguments, "--pages"), pages);
    enum error error = find_link_files(arguments, deployment, &links);
    if (error == ERROR_NONE)
        error = collect_addresses(arguments, &deployment->config, addresses);
    deployment->addresses = addresses->texts;
    deployment->address_count = addresses->count;
    if (error == ERROR_NONE) {
        bool own_pair = is_there(links.server);
        struct server_options options = {
            .loop = deployment->loop,
            .listen_address = option_text(arguments, "--listen"),
            .port = port,
            .link_port = link_port,
            .link_authority_path = *links.authority != '\0' ? links.authority : NULL,
            .link_certificate_path = own_pair ? links.server : NULL,
            .link_key_path = own_pair ? links.server_key : NULL,
            .link_revoked_path = links.revoked,
            .certificate_path = option_text(arguments, "--certificate"),
            .key_path = option_text(arguments, "--key"),
            .ticket_keys_path = deployment->files.ticket_keys,
            .state_path = deployment->files.directory,
            .control_path = deployment->files.control,
            .pages_path = *pages != '\0' ? pages : NULL,
            .addresses = addresses->texts,
            .address_count = addresses->count,
            .other_addresses = addresses->texts + addresses->count,
            .other_address_count = addresses->site_count,
            .limits = deployment->config.limits,
        };
        error = server_create(&options, out, &fault);
        if (error == ERROR_NONE && own_pair && server_link_port(*out) != 0)
            deployment->certifier = hub_certifier_begin(certifier, deployment, &links, option_text(arguments, "--link-address"), *out);
    }
    if (error != ERROR_NONE)
        complain("%.*s", fault.length > 0 ? (int)fault.length : (int)strlen(error_text(error)),
                 fault.length > 0 ? fault.bytes : error_text(error));
    buffer_finish(&fault);
    return error;
}

/* Behind the journal's lock: a second process for it is refused before it listens. */
static enum error listen_to_all(const struct server *server) {
    struct buffer fault;
    buffer_init(&fault);
    enum error error = server_listen(server, &fault);
    if (error != ERROR_NONE)
        complain("%.*s", (int)fault.length, fault.length > 0 ? fault.bytes : "");
    buffer_finish(&fault);
    return error;
}

static enum error start_server(struct deployment *deployment, struct server *server) {
    struct buffer fault;
    buffer_init(&fault);
    struct service service = hub_service(deployment->hub);
    enum error error = server_start(server, &service, deployment->hub, &fault);
    if (error != ERROR_NONE)
        complain("%.*s", (int)fault.length, fault.length > 0 ? fault.bytes : "");
    buffer_finish(&fault);
    return error;
}

static void say_ready(const struct deployment *deployment, const struct server *server) {
    struct journal_state state;
    deployment->journal->operations->state(deployment->journal, &state);
    printf("lamrelay hub: ready on port %u, journal %s, %" PRIu64 " events\n", server_port(server), state.id,
           state.last_seq);
    if (server_link_port(server) != 0)
        printf("lamrelay hub: sites on port %u\n", server_link_port(server));
    fflush(stdout);
}

/* Whoever reads this one line becomes the conference's first admin: it goes to the terminal and nowhere else. */
static enum error say_setup(const struct deployment *deployment, const struct server *server) {
    char code[HUB_SETUP_CODE_SIZE];
    if (!hub_needs_setup(deployment->hub))
        return ERROR_NONE;
    enum error error = hub_setup_begin(deployment->hub, code, clock_hub_time());
    if (error != ERROR_NONE)
        return error;
    if (deployment->address_count > 0)
        printf("lamrelay hub: set up at %s/admin#setup=%s within an hour\n", deployment->addresses[0], code);
    else
        printf("lamrelay hub: set up at https://localhost:%u/admin#setup=%s within an hour\n", server_port(server), code);
    fflush(stdout);
    explicit_bzero(code, sizeof code);
    return ERROR_NONE;
}

static void destroy_server(void *context) {
    server_destroy(context);
}

static int run(const struct arguments *arguments) {
    unsigned long port, link_port;
    if (!option_number(arguments, "--port", 0, UINT16_MAX, &port) || !option_number(arguments, "--link-port", 0, UINT16_MAX, &link_port))
        return EXIT_USAGE;
    struct deployment deployment;
    struct address_texts addresses = {0};
    struct server *server = NULL;
    struct hub_certifier certifier;
    enum error error =
        deployment_open(&deployment, option_text(arguments, "--config"), option_text(arguments, "--dir"));
    if (error == ERROR_NONE)
        error = loop_catch_signals(deployment.loop);
    if (error == ERROR_NONE)
        error = create_server(arguments, &deployment, (uint16_t)port, (uint16_t)link_port, &addresses, &certifier, &server);
    if (error == ERROR_NONE) {
        server_transport(server, &deployment.transport);
        error = deployment_open_journal(&deployment);
    }
    if (error == ERROR_NONE)
        error = listen_to_all(server);
    if (error == ERROR_NONE)
        error = deployment_start(&deployment);
    if (error == ERROR_NONE)
        error = start_server(&deployment, server);
    if (error == ERROR_NONE) {
        say_ready(&deployment, server);
        error = say_setup(&deployment, server);
    }
    if (error == ERROR_NONE) {
        notify_ready();
        error = loop_run(deployment.loop);
    }
    deployment_close(&deployment, destroy_server, server);
    memory_release(addresses.texts);
    log_line(LOG_INFO, "stopped", "%s", error == ERROR_NONE ? "as asked" : error_text(error));
    return exit_status(error);
}

const struct subcommand COMMAND_HUB = {
    "hub", "runs one conference at the centre", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
