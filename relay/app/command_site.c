/* command_site.c - `lamrelay site`: the process at one site, between its people and the hub.
 *
 * Normal course: bundle or options, folder, certificates, port, replica, link, then one line on stdout (more with a bundle); SIGTERM or SIGINT end it with 0. It is ready as soon as it listens:
 * what it serves before the hub has answered is what it had when it stopped.
 * Ways it fails: one line on stderr and 1, before the line that says it is ready; 3 when another process has the folder, or it is a copy. A hub that says another
 * folder holds the site ends nothing: people are told to go to the hub. */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/notify.h"
#include "app/site_setup.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "journal/site_store.h"
#include "net/link_client.h"
#include "net/loop.h"
#include "net/server.h"
#include "site/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIRECTORY", NULL, false, false, "what the site keeps: its own folder, made when not there; with a bundle one under ~/.local/state/lamrelay"},
    {"--hub", "URL", NULL, false, false, "wss://host:port of the hub's links"},
    {"--link-certificate", "FILE", NULL, false, false, "PEM; its common name is the site's id"},
    {"--link-key", "FILE", NULL, false, false, "PEM, the link certificate's private key"},
    {"--link-ca", "FILE", NULL, false, false, "PEM: the authority of the hub's link certificate"},
    {"--certificate", "FILE", NULL, false, false, "PEM, with the chain: what browsers see"},
    {"--key", "FILE", NULL, false, false, "PEM, the certificate's private key"},
    {"--port", "N", "8443", false, false, "0 takes any free one; with a bundle the port of its first address"},
    {"--listen", "ADDRESS", "::", false, false, "in numbers; :: is every address, IPv4 too"},
    {"--pages", "DIRECTORY", NULL, false, false, "the browser's pages; else those installed with lamrelay; without both only the WebSocket answers"},
    {"--address", "URL", NULL, false, true, "https://host:port browsers use"},
    {"--hub-address", "URL", NULL, false, true, "https://host:port of the hub for browsers: where pages go on when this process does not answer"},
    {"--restored", NULL, NULL, false, false, "the folder is a copy or came from a backup, and that is meant"},
    {"--takeover", NULL, NULL, false, false, "this folder is to hold the site, whoever holds it now"},
};

struct running {
    struct site_setup setup;
    char pages[STATE_PATH_SIZE]; /* empty = none */
    struct loop *loop;
    struct server *server;
    struct link_client *link;
    struct site_store *store;
    struct site *site;
    struct hub_transport transport;
};

static void say(const struct buffer *fault, enum error error) {
    if (fault->length > 0)
        complain("%.*s", (int)fault->length, fault->bytes);
    else
        complain("%s", error_text(error));
}

static enum error open_folder(const struct arguments *arguments, struct deployment_files *files, struct running *running) {
    char path[STATE_PATH_SIZE];
    uint8_t random[SITE_FOLDER_SIZE];
    enum error error = deployment_name_files(running->setup.directory, files);
    if (error != ERROR_NONE)
        return error;
    if (!deployment_name_file(path, files->directory, "site.sqlite") || !deployment_random(random, sizeof random))
        return ERROR_SYSTEM;
    struct site_store_options options = {.path = path, .random = random, .restored = option_given(arguments, "--restored")};
    error = site_store_open(&options, &running->store);
    if (error == ERROR_FENCED)
        complain("another process has the folder %s open", files->directory);
    else if (error == ERROR_NOT_ALLOWED)
        complain("the folder %s is a copy, or older than it was: if it comes from a backup, say --restored", files->directory);
    else if (error != ERROR_NONE)
        complain("the folder %s cannot be used: see the log", files->directory);
    /* Not before the folder is ours: another process may be serving from it. */
    return error == ERROR_NONE ? site_setup_unpack(&running->setup) : error;
}

static enum error open_server(const struct arguments *arguments, const struct deployment_files *files, struct running *running) {
    struct site_setup *setup = &running->setup;
    struct server_options options = {
        .loop = running->loop,
        .listen_address = option_text(arguments, "--listen"),
        .port = setup->port,
        .certificate_path = setup->browsers.certificate,
        .key_path = setup->browsers.key,
        .ticket_keys_path = files->ticket_keys,
        .pages_path = *running->pages != '\0' ? running->pages : NULL,
        .addresses = setup->addresses,
        .address_count = setup->address_count,
        .other_addresses = setup->hub_addresses,
        .other_address_count = setup->hub_address_count,
        .limits = site_remembered_limits(running->store),
        .renew = site_setup_renew,
        .renew_context = setup,
    };
    struct link_client_options link = {
        .hub = setup->hub,
        .certificate_path = setup->link.certificate,
        .key_path = setup->link.key,
        .authority_path = setup->link_authority,
    };
    struct buffer fault;
    buffer_init(&fault);
    enum error error = server_create(&options, &running->server, &fault);
    if (error == ERROR_NONE)
        error = link_client_create(running->server, &link, &running->link, &fault);
    if (error != ERROR_NONE)
        say(&fault, error);
    buffer_finish(&fault);
    return error;
}

static enum error start(const struct arguments *arguments, struct running *running) {
    server_transport(running->server, &running->transport);
    const struct site_setup *setup = &running->setup;
    struct site_options options = {
        .store = running->store,
        .transport = &running->transport,
        .link = link_client_link(running->link),
        .addresses = {.own = setup->addresses, .own_count = setup->address_count, .hub = setup->hub_addresses, .hub_count = setup->hub_address_count},
        .takeover = option_given(arguments, "--takeover"),
        .now = clock_hub_time(),
    };
    enum error error = site_create(&options, &running->site);
    if (error != ERROR_NONE) {
        complain("what the folder holds cannot be used: %s", error_text(error));
        return error;
    }
    struct service service = site_service(running->site);
    struct buffer fault;
    buffer_init(&fault);
    link_client_serve(running->link, running->site);
    loop_attach(running->loop, &service);
    error = server_start(running->server, &service, NULL, &fault);
    if (error != ERROR_NONE)
        say(&fault, error);
    buffer_finish(&fault);
    return error;
}

static void finish(struct running *running) {
    loop_close(running->loop);
    server_destroy(running->server);
    site_destroy(running->site);
    site_store_close(running->store);
    loop_destroy(running->loop);
}

/* What somebody who has only the bundle wants to know next. */
static void say_ready(const struct running *running) {
    const struct bundle *bundle = &running->setup.bundle;
    printf("lamrelay site: ready on port %u\n", server_port(running->server));
    if (running->setup.bundle_path != NULL)
        printf("lamrelay site: %s, %s\nlamrelay site: operators open %s/site, displays their card, phones %s/\nlamrelay site: kept in %s; Ctrl-C stops\n",
               bundle->name.vi.bytes, bundle->title.vi.bytes, bundle->addresses[0].bytes, bundle->addresses[0].bytes, running->setup.directory);
    fflush(stdout);
    notify_ready();
}

static enum error serve(const struct arguments *arguments, struct running *running) {
    struct deployment_files files;
    deployment_find_pages(option_text(arguments, "--pages"), running->pages);
    if (*running->pages == '\0' && running->setup.bundle_path != NULL)
        complain("no pages are installed beside this program: without --pages only the WebSocket answers");
    enum error error = open_folder(arguments, &files, running);
    if (error == ERROR_NONE)
        error = loop_create(&running->loop);
    if (error == ERROR_NONE) {
        loop_transport(running->loop, &running->transport);
        error = loop_catch_signals(running->loop);
    }
    if (error == ERROR_NONE)
        error = open_server(arguments, &files, running);
    if (error == ERROR_NONE)
        error = start(arguments, running);
    if (error == ERROR_NONE) {
        say_ready(running);
        error = loop_run(running->loop);
    }
    finish(running);
    log_line(LOG_INFO, "stopped", "%s", error == ERROR_NONE ? "as asked" : error_text(error));
    return error;
}

static int run(const struct arguments *arguments) {
    struct running running = {.loop = NULL};
    enum error error = site_setup_read(arguments, &running.setup);
    bool usage = error == ERROR_MALFORMED && arguments->operand == NULL;
    if (error == ERROR_NONE)
        error = serve(arguments, &running);
    site_setup_finish(&running.setup);
    return usage ? EXIT_USAGE : exit_status(error);
}

const struct subcommand COMMAND_SITE = {
    "site", "serves the people of one site, also while it is cut off from the hub", "[BUNDLE]", OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
