/* pages.h - the browser's pages, read once at the start: a request looks a name up in a table and never touches the
 * file system. Pages never change; when their headers are to, there are new ones, and the old ones last as long as somebody holds them.
 * Thread: one, for the count of who holds them.
 *
 * NAME.html answers at /NAME, index.html at /, every other file at its own path. FILE.br and FILE.gz are the same
 * file compressed. */
#ifndef LAMRELAY_NET_PAGES_H
#define LAMRELAY_NET_PAGES_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

enum page_encoding { PAGE_PLAIN, PAGE_GZIP, PAGE_BROTLI, PAGE_ENCODINGS };

enum { PAGE_TAG_SIZE = 33 };

struct page_variant {
    struct buffer answer; /* the whole HTTP answer, status line to last byte; empty = there is no such variant */
    size_t head_length;   /* bytes of it before the body */
};

struct page {
    struct page_variant variants[PAGE_ENCODINGS];
    struct buffer unchanged; /* the 304 answer */
    char tag[PAGE_TAG_SIZE]; /* what ETag holds: 32 hexadecimal digits, of the plain file and the sockets: not every browser takes headers from a 304 */
};

struct pages;

/* `sockets` is what connect-src allows besides 'self'. NONE: `*out` is the caller's. `path` NULL gives an empty table.
 * Errors: SYSTEM (`fault` has one sentence), NO_MEMORY. */
enum error pages_load(const char *path, const char *sockets, struct pages **out, struct buffer *fault);
/* The same pages, with other `sockets`. NONE: `*out` is the caller's. NO_MEMORY. */
enum error pages_renew(const struct pages *pages, const char *sockets, struct pages **out);
struct pages *pages_share(struct pages *pages); /* one more who holds them */
void pages_release(struct pages *pages);        /* NULL is harmless */
/* NULL = there is no such page. */
const struct page *pages_find(const struct pages *pages, const char *path, size_t length);
/* The best variant the page has and the header Accept-Encoding (may be "") allows. */
const struct page_variant *page_choose(const struct page *page, const char *accept_encoding);

#endif
