#include "net/content_policy.h"

#include "base/digest.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

const char COMMON_HEADERS[] = "X-Content-Type-Options: nosniff\r\n"
                              "Strict-Transport-Security: max-age=31536000\r\n"
                              "Referrer-Policy: no-referrer\r\n"
                              "Cross-Origin-Opener-Policy: same-origin\r\n"
                              "Cross-Origin-Resource-Policy: same-origin\r\n";

static const char SOCKETS[] = "connect-src 'self'"; /* and behind it those of other addresses, up to a semicolon */

static const char *find(const char *at, const char *end, const char *word) {
    size_t length = strlen(word);
    for (; at + length <= end; at++)
        if (strncasecmp(at, word, length) == 0)
            return at;
    return NULL;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool has_attribute(const char *at, const char *end, const char *name) {
    size_t length = strlen(name);
    for (; at + length <= end; at++)
        if (is_space(at[-1]) && strncasecmp(at, name, length) == 0 &&
            (at + length == end || at[length] == '=' || is_space(at[length])))
            return true;
    return false;
}

static enum error print_hash(const char *bytes, size_t length, struct buffer *out) {
    struct digest digest;
    enum error error = digest_of(bytes, length, &digest);
    if (error != ERROR_NONE)
        return error;
    unsigned char text[4 * ((DIGEST_SIZE + 2) / 3) + 1];
    EVP_EncodeBlock(text, digest.bytes, DIGEST_SIZE);
    return buffer_printf(out, " 'sha256-%s'", (const char *)text);
}

/* The hashes of all inline elements of one kind. */
static enum error print_hashes(const char *html, size_t length, const char *opening, const char *closing,
                               struct buffer *out) {
    if (html == NULL)
        return ERROR_NONE;
    const char *end = html + length;
    enum error error = ERROR_NONE;
    for (const char *at = html; error == ERROR_NONE && (at = find(at, end, opening)) != NULL;) {
        const char *attributes = at + strlen(opening);
        const char *content = memchr(attributes, '>', (size_t)(end - attributes));
        const char *stop = content == NULL ? NULL : find(++content, end, closing);
        if (stop == NULL)
            break;
        if (!has_attribute(attributes, content - 1, "src"))
            error = print_hash(content, (size_t)(stop - content), out);
        at = stop;
    }
    return error;
}

enum error content_policy_print(const char *html, size_t length, const char *sockets, struct buffer *out) {
    enum error error = buffer_append_text(out, "Content-Security-Policy: default-src 'none'; script-src 'self'");
    if (error == ERROR_NONE)
        error = print_hashes(html, length, "<script", "</script", out);
    if (error == ERROR_NONE)
        error = buffer_append_text(out, "; style-src 'self'");
    if (error == ERROR_NONE)
        error = print_hashes(html, length, "<style", "</style", out);
    if (error == ERROR_NONE)
        error = buffer_printf(out,
                              "; img-src 'self' data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; %s%s; "
                              "frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n",
                              SOCKETS, sockets);
    return error;
}

enum error content_policy_renew(const char *answer, size_t head_length, size_t length, const char *sockets, struct buffer *out) {
    const char *end = answer + length, *head_end = answer + head_length;
    const char *place = find(answer, head_end, SOCKETS);
    place = place == NULL ? head_end : place + sizeof SOCKETS - 1;
    const char *rest = find(place, head_end, ";");
    if (rest == NULL)
        return buffer_append(out, answer, length);
    enum error error = buffer_append(out, answer, (size_t)(place - answer));
    if (error == ERROR_NONE)
        error = buffer_append_text(out, sockets);
    return error == ERROR_NONE ? buffer_append(out, rest, (size_t)(end - rest)) : error;
}
