#include "net/link_client.h"

#include "net/link_trust.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "net/loop.h"
#include "net/server_state.h"

#include <netdb.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HOST_BYTES = 256,
    LINK_PORT = 8444,
    RECEIVE_BYTES = 4096,
    WRITE_BYTES = 64 * 1024,
    MESSAGE_BYTES_MOST = 8 * 1024 * 1024, /* a snapshot of a desk */
};

struct outgoing {
    struct outgoing *next;
    size_t length;
    unsigned char bytes[]; /* LWS_PRE bytes for the frame's header, then the message */
};

struct link_client {
    struct server *server; /* borrowed */
    struct site *site;     /* borrowed; NULL until link_client_serve */
    struct site_link link;
    struct lws_vhost *vhost; /* the context's */
    void *tls;               /* its SSL_CTX for clients */
    struct buffer certificate_path, key_path, authority_path; /* with a NUL; read again at a reload */
    struct lws *wsi;         /* NULL = none */
    uv_timer_t later;        /* says site_link_down, in a turn of its own */
    uv_getaddrinfo_t lookup; /* of the hub's name */
    bool looking;            /* it is under way */
    unsigned tries;          /* a name may have several addresses: each try takes the next */
    struct outgoing *first, **last;
    struct buffer message; /* the pieces so far */
    bool busy;             /* connecting or connected */
    bool established, dropped, closed;
    char host[HOST_BYTES];
    int port;
};

static void drop_outgoing(struct link_client *client) {
    while (client->first) {
        struct outgoing *outgoing = client->first;
        client->first = outgoing->next;
        memory_release(outgoing);
    }
    client->last = &client->first;
}

/* ---- the end of a connection ---- */

static void on_later(uv_timer_t *timer) {
    struct link_client *client = timer->data;
    if (client->site != NULL && !client->busy)
        site_link_down(client->site, clock_hub_time());
}

static void gone(struct link_client *client) {
    if (!client->busy)
        return;
    client->busy = client->established = false;
    client->wsi = NULL;
    drop_outgoing(client);
    buffer_finish(&client->message);
    if (!client->closed)
        uv_timer_start(&client->later, on_later, 0, 0);
}

static void drop(struct link_client *client) {
    if ((client->wsi == NULL && !client->looking) || client->dropped)
        return;
    client->dropped = true;
    if (client->wsi == NULL)
        return; /* the answer to the lookup will see it */
    lws_set_timeout(client->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
    lws_cancel_service(client->server->context);
}

/* ---- a connection ---- */

static void receive(struct link_client *client, const char *bytes, size_t length) {
    struct buffer *message = &client->message;
    bool last = lws_is_final_fragment(client->wsi) && lws_remaining_packet_payload(client->wsi) == 0;
    if (client->dropped)
        return;
    if (message->length + length > MESSAGE_BYTES_MOST || buffer_append(message, bytes, length)) {
        log_line(LOG_ERROR, "link", "the hub's message is too long, or there is no memory for it");
        drop(client);
    } else if (last) {
        site_link_received(client->site, message->bytes != NULL ? message->bytes : "", message->length, clock_hub_time());
        buffer_clear(message);
    }
}

static int write_some(struct link_client *client) {
    while (client->first != NULL && !client->dropped) {
        if (lws_send_pipe_choked(client->wsi)) {
            lws_callback_on_writable(client->wsi);
            return 0;
        }
        struct outgoing *outgoing = client->first;
        if (lws_write(client->wsi, outgoing->bytes + LWS_PRE, outgoing->length, LWS_WRITE_TEXT) < 0)
            return -1;
        client->first = outgoing->next;
        if (client->first == NULL)
            client->last = &client->first;
        memory_release(outgoing);
    }
    return 0;
}

/* With TLS 1.3 the hub looks at our certificate when we think that the handshake is over: why it says no comes as an alert, which libwebsockets does not tell. */
static void on_tls(const SSL *ssl, int where, int value) {
    (void)ssl;
    if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value & 0xff) != SSL_AD_CLOSE_NOTIFY)
        log_line(LOG_ERROR, "link_refused", "the hub does not take this site's certificate, or cannot go on: %s", SSL_alert_desc_string_long(value));
}

static int configure(struct link_client *client, void *tls) {
    client->tls = tls;
    SSL_CTX_set_info_callback(tls, on_tls);
    return SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) == 1 ? 0 : -1;
}

static int link_client_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_CLIENT_VERIFY_CERTS)
        return configure(lws_get_vhost_user(lws_get_vhost(wsi)), user);
    struct link_client *client = wsi != NULL ? lws_get_opaque_user_data(wsi) : NULL;
    if (client == NULL)
        return 0;
    switch (reason) {
    case LWS_CALLBACK_CLIENT_ESTABLISHED:
        client->wsi = wsi;
        client->established = true;
        site_link_up(client->site, clock_hub_time());
        return 0;
    case LWS_CALLBACK_CLIENT_RECEIVE:
        receive(client, in, length);
        return 0;
    case LWS_CALLBACK_CLIENT_WRITEABLE:
        return write_some(client);
    case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        log_line(LOG_WARNING, "link_failed", "wss://%s:%d: %.*s", client->host, client->port, in != NULL ? (int)length : 10,
                 in != NULL ? (const char *)in : "no answer");
        return 0;
    case LWS_CALLBACK_CLIENT_CLOSED:
    case LWS_CALLBACK_WSI_DESTROY:
        gone(client);
        return 0;
    default:
        return 0;
    }
}

static const struct lws_protocols PROTOCOLS[] = {
    {.name = "lamrelay.link.v1", .callback = link_client_event, .rx_buffer_size = RECEIVE_BYTES, .tx_packet_size = WRITE_BYTES},
    {.name = NULL},
};

static void dial(struct link_client *client, const char *address) {
    struct lws_client_connect_info info = {
        .context = client->server->context,
        .vhost = client->vhost,
        .address = address,
        .host = client->host,
        .origin = client->host,
        .port = client->port,
        .path = "/link",
        .protocol = PROTOCOLS[0].name,
        .local_protocol_name = PROTOCOLS[0].name,
        .ssl_connection = LCCSCF_USE_SSL,
        .alpn = "http/1.1",
        .opaque_user_data = client,
        .pwsi = &client->wsi,
    };
    if (lws_client_connect_via_info(&info) == NULL)
        gone(client);
}

static bool address_of(const struct addrinfo *found, unsigned place, char out[NI_MAXHOST]) {
    unsigned count = 0;
    for (const struct addrinfo *each = found; each != NULL; each = each->ai_next)
        count++;
    for (place = count > 0 ? place % count : 0; found != NULL && place > 0; place--)
        found = found->ai_next;
    return found != NULL && getnameinfo(found->ai_addr, found->ai_addrlen, out, NI_MAXHOST, NULL, 0, NI_NUMERICHOST) == 0;
}

static void on_looked_up(uv_getaddrinfo_t *lookup, int status, struct addrinfo *found) {
    struct link_client *client = lookup->data;
    char address[NI_MAXHOST];
    bool known = status == 0 && address_of(found, client->tries++, address);
    uv_freeaddrinfo(found);
    client->looking = false;
    if (!known && !client->closed)
        log_line(LOG_WARNING, "link_failed", "wss://%s:%d: the name is not known here: %s", client->host, client->port,
                 status != 0 ? uv_strerror(status) : "no address");
    if (known && !client->dropped && !client->closed)
        dial(client, address);
    else
        gone(client);
}

/* Without a network a name server may take half a minute to say nothing: meanwhile the site serves its people, so libwebsockets, which would wait, gets numbers. */
static void connect_to_hub(void *context) {
    struct link_client *client = context;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    client->busy = true;
    client->dropped = false;
    client->lookup.data = client;
    client->looking = uv_getaddrinfo(loop_handle(client->server->loop), &client->lookup, on_looked_up, client->host, NULL, &hints) == 0;
    if (!client->looking)
        gone(client);
}

static bool send_message(void *context, const char *bytes, size_t length) {
    struct link_client *client = context;
    if (!client->established || client->dropped)
        return true; /* its end is on the way */
    struct outgoing *outgoing = memory_take(sizeof *outgoing + LWS_PRE + length);
    if (outgoing == NULL)
        return false;
    outgoing->next = NULL;
    outgoing->length = length;
    memcpy(outgoing->bytes + LWS_PRE, bytes, length);
    *client->last = outgoing;
    client->last = &outgoing->next;
    lws_callback_on_writable(client->wsi);
    return true;
}

static void close_link(void *context) {
    struct link_client *client = context;
    if (client->busy)
        drop(client);
    else if (!client->closed)
        uv_timer_start(&client->later, on_later, 0, 0);
}

/* ---- create, destroy ---- */

static enum error read_address(struct link_client *client, const char *address, struct buffer *fault) {
    const char *host = strncmp(address, "wss://", 6) == 0 ? address + 6 : NULL, *end = NULL, *port = NULL;
    if (host != NULL && *host == '[') {
        end = strchr(++host, ']');
        port = end != NULL ? end + 1 : NULL;
    } else if (host != NULL) {
        end = port = host + strcspn(host, ":/");
    }
    char *rest = NULL;
    long number = port != NULL && *port == ':' ? strtol(port + 1, &rest, 10) : LINK_PORT;
    const char *tail = rest != NULL ? rest : port;
    if (end == NULL || end == host || (size_t)(end - host) >= HOST_BYTES || number < 1 || number > UINT16_MAX || (strcmp(tail, "") != 0 && strcmp(tail, "/") != 0)) {
        buffer_printf(fault, "the hub's address must be wss://host or wss://host:port, not %s", address);
        return ERROR_MALFORMED;
    }
    memcpy(client->host, host, (size_t)(end - host));
    client->port = (int)number;
    return ERROR_NONE;
}

static enum error make_vhost(struct link_client *client, const struct link_client_options *options) {
    struct lws_context_creation_info host = {
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
                   LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS, /* one authority, and no other */
        .port = CONTEXT_PORT_NO_LISTEN,
        .vhost_name = "link",
        .user = client,
        .protocols = PROTOCOLS,
        .client_ssl_cert_filepath = options->certificate_path,
        .client_ssl_private_key_filepath = options->key_path,
        .client_ssl_ca_filepath = options->authority_path,
        .client_tls_1_3_plus_cipher_list = TLS_CIPHERS_1_3,
    };
    client->vhost = lws_create_vhost(client->server->context, &host);
    return client->vhost != NULL ? ERROR_NONE : ERROR_SYSTEM;
}

static enum error keep_paths(struct link_client *client, const struct link_client_options *options) {
    bool kept = buffer_append(&client->certificate_path, options->certificate_path, strlen(options->certificate_path) + 1) == ERROR_NONE &&
                buffer_append(&client->key_path, options->key_path, strlen(options->key_path) + 1) == ERROR_NONE &&
                buffer_append(&client->authority_path, options->authority_path, strlen(options->authority_path) + 1) == ERROR_NONE;
    return kept ? ERROR_NONE : ERROR_NO_MEMORY;
}

static void release(struct link_client *client) {
    buffer_finish(&client->certificate_path);
    buffer_finish(&client->key_path);
    buffer_finish(&client->authority_path);
    memory_release(client);
}

enum error link_client_create(struct server *server, const struct link_client_options *options, struct link_client **out, struct buffer *fault) {
    *out = NULL;
    struct link_client *client = memory_take_zeroed(1, sizeof *client);
    if (client == NULL)
        return ERROR_NO_MEMORY;
    client->server = server;
    client->last = &client->first;
    buffer_init(&client->message);
    buffer_init(&client->certificate_path);
    buffer_init(&client->key_path);
    buffer_init(&client->authority_path);
    client->link = (struct site_link){connect_to_hub, send_message, close_link, client};
    enum error error = read_address(client, options->hub, fault);
    if (error == ERROR_NONE)
        error = tls_check_certificate(options->certificate_path, options->key_path, fault);
    if (error == ERROR_NONE)
        error = keep_paths(client, options);
    if (error == ERROR_NONE && make_vhost(client, options) != ERROR_NONE) {
        buffer_printf(fault, "the link's certificates cannot be used; is %s readable?", options->authority_path);
        error = ERROR_MALFORMED;
    }
    if (error != ERROR_NONE) {
        release(client);
        return error;
    }
    uv_timer_init(loop_handle(server->loop), &client->later);
    client->later.data = client;
    server->link_client = *out = client;
    return ERROR_NONE;
}

const struct site_link *link_client_link(struct link_client *client) {
    return &client->link;
}

void link_client_serve(struct link_client *client, struct site *site) {
    client->site = site;
}

void *link_client_tls(const struct link_client *client) {
    return client->tls;
}

enum error link_client_reload(struct link_client *client, struct buffer *fault) {
    const char *authority = client->authority_path.bytes;
    enum error error = tls_check_authority(authority, NULL, fault);
    if (error == ERROR_NONE)
        error = tls_replace_certificate(client->tls, client->certificate_path.bytes, client->key_path.bytes, fault);
    if (error == ERROR_NONE)
        error = link_trust_load(client->tls, authority, NULL, fault);
    if (error == ERROR_NONE && client->site != NULL && !client->busy)
        site_link_again(client->site, clock_hub_time());
    return error;
}

void link_client_close(struct link_client *client) {
    if (client == NULL || client->closed)
        return;
    client->closed = true;
    if (client->looking)
        (void)uv_cancel((uv_req_t *)&client->lookup); /* one that has begun ends by itself, and the loop waits for it */
    uv_close((uv_handle_t *)&client->later, NULL);
}

void link_client_destroy(struct link_client *client) {
    if (client == NULL)
        return;
    drop_outgoing(client);
    buffer_finish(&client->message);
    release(client);
}
