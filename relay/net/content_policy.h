/* content_policy.h - the headers that tell a browser what a page of ours may do. Pure. */
#ifndef LAMRELAY_NET_CONTENT_POLICY_H
#define LAMRELAY_NET_CONTENT_POLICY_H

#include "base/buffer.h"
#include "base/error.h"
#include <stddef.h>

/* Headers every answer has, each line ended by CR LF. */
extern const char COMMON_HEADERS[];

/* Appends the Content-Security-Policy header. The hashes of the inline <script> and <style> elements of `html` (NULL:
 * none) are computed from the very bytes that will be sent, so they cannot fall out of step with the pages. `sockets`
 * as in pages_load. ERROR_NONE or NO_MEMORY. */
enum error content_policy_print(const char *html, size_t length, const char *sockets, struct buffer *out);
/* Appends `answer`, whose first `head_length` bytes hold such a header once, with `sockets` in the place of those it was printed with. ERROR_NONE or NO_MEMORY. */
enum error content_policy_renew(const char *answer, size_t head_length, size_t length, const char *sockets, struct buffer *out);

#endif
