#include "net/pages.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/map.h"
#include "base/memory.h"
#include "net/content_policy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PAGES_MOST = 2000,
    PAGES_DEPTH = 8,
    PAGE_BYTES_MOST = 16 * 1024 * 1024,
    PAGE_PATH_BYTES = 512,
};

struct pages {
    struct map *table; /* path → struct page */
    unsigned holders;
};

struct encoding {
    const char *suffix; /* of the file */
    const char *name;   /* in Accept-Encoding and Content-Encoding */
};
static const struct encoding ENCODINGS[PAGE_ENCODINGS] = {
    [PAGE_PLAIN] = {"", "identity"},
    [PAGE_GZIP] = {".gz", "gzip"},
    [PAGE_BROTLI] = {".br", "br"},
};

struct content_type {
    const char *suffix;
    const char *type;
};
static const struct content_type CONTENT_TYPES[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

/* One file with its compressed brothers. */
struct source {
    const char *prefix; /* of the path: "" or "/assets" */
    const char *name;
    struct buffer bodies[PAGE_ENCODINGS];
    bool there[PAGE_ENCODINGS];
};

/* What goes down through the directory. */
struct loading {
    struct pages *pages;
    const char *sockets;
    struct buffer *fault;
};

static bool ends_with(const char *text, const char *suffix) {
    size_t length = strlen(text), tail = strlen(suffix);
    return length >= tail && strcmp(text + length - tail, suffix) == 0;
}

static const char *content_type(const char *name) {
    for (size_t i = 0; i < sizeof CONTENT_TYPES / sizeof CONTENT_TYPES[0]; i++)
        if (ends_with(name, CONTENT_TYPES[i].suffix))
            return CONTENT_TYPES[i].type;
    return "application/octet-stream";
}

/* The page builder puts what has its hash in its name under /assets: such a file may be kept for ever. */
static bool never_changes(const char *prefix) {
    return strcmp(prefix, "/assets") == 0;
}

/* MALFORMED = not a regular file of bearable size. */
static enum error read_file(int directory, const char *name, struct buffer *out) {
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return ERROR_NOT_FOUND;
    struct stat state;
    enum error error = ERROR_MALFORMED;
    if (fstat(file, &state) != 0 || !S_ISREG(state.st_mode) || state.st_size > PAGE_BYTES_MOST)
        goto release;
    error = buffer_reserve(out, (size_t)state.st_size + 1);
    while (error == ERROR_NONE && out->length < (size_t)state.st_size) {
        ssize_t length = read(file, out->bytes + out->length, (size_t)state.st_size - out->length);
        if (length <= 0)
            error = ERROR_MALFORMED;
        else
            out->length += (size_t)length;
    }

release:
    close(file);
    return error;
}

static void page_destroy(struct page *page) {
    for (size_t i = 0; i < PAGE_ENCODINGS; i++)
        buffer_finish(&page->variants[i].answer);
    buffer_finish(&page->unchanged);
    memory_release(page);
}

static bool varies(const struct source *source) {
    return source->there[PAGE_GZIP] || source->there[PAGE_BROTLI];
}

static enum error print_caching(const struct page *page, const struct source *source, struct buffer *out) {
    return buffer_printf(out, "ETag: \"%s\"\r\nCache-Control: %s\r\n%s", page->tag,
                         never_changes(source->prefix) ? "public, max-age=31536000, immutable" : "no-cache",
                         varies(source) ? "Vary: Accept-Encoding\r\n" : "");
}

static enum error make_variant(struct page *page, const struct source *source, enum page_encoding encoding,
                               const char *policy) {
    struct page_variant *variant = &page->variants[encoding];
    const struct buffer *body = &source->bodies[encoding];
    enum error error =
        buffer_printf(&variant->answer, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s%s",
                      content_type(source->name), body->length, COMMON_HEADERS, policy);
    if (error == ERROR_NONE && encoding != PAGE_PLAIN)
        error = buffer_printf(&variant->answer, "Content-Encoding: %s\r\n", ENCODINGS[encoding].name);
    if (error == ERROR_NONE)
        error = print_caching(page, source, &variant->answer);
    if (error == ERROR_NONE)
        error = buffer_append_text(&variant->answer, "\r\n");
    variant->head_length = variant->answer.length;
    if (error == ERROR_NONE)
        error = buffer_append(&variant->answer, body->bytes, body->length);
    return error;
}

static enum error make_tag(const char *body, size_t length, const char *sockets, char out[PAGE_TAG_SIZE]) {
    struct digest digest;
    enum error error = digest_of_parts((const void *const[]){body, sockets}, (const size_t[]){length, strlen(sockets)}, 2, &digest);
    if (error != ERROR_NONE)
        return error;
    char text[2 * DIGEST_SIZE + 1];
    hex_encode(digest.bytes, DIGEST_SIZE, text);
    memcpy(out, text, PAGE_TAG_SIZE - 1);
    out[PAGE_TAG_SIZE - 1] = '\0';
    return ERROR_NONE;
}

static enum error make_unchanged(struct page *page, const struct source *source, const char *policy) {
    enum error error = buffer_printf(&page->unchanged, "HTTP/1.1 304 Not Modified\r\n%s%s", COMMON_HEADERS, policy);
    if (error == ERROR_NONE)
        error = print_caching(page, source, &page->unchanged);
    if (error == ERROR_NONE)
        error = buffer_append_text(&page->unchanged, "\r\n");
    return error;
}

static enum error make_page(struct page *page, const struct source *source, const char *sockets) {
    struct buffer policy;
    buffer_init(&policy);
    const struct buffer *plain = &source->bodies[PAGE_PLAIN];
    enum error error = make_tag(plain->bytes, plain->length, sockets, page->tag);
    if (error == ERROR_NONE)
        error = content_policy_print(ends_with(source->name, ".html") ? plain->bytes : NULL, plain->length, sockets,
                                     &policy);
    if (error == ERROR_NONE)
        error = buffer_append(&policy, "", 1);
    for (size_t i = 0; i < PAGE_ENCODINGS && error == ERROR_NONE; i++)
        if (source->there[i])
            error = make_variant(page, source, (enum page_encoding)i, policy.bytes);
    if (error == ERROR_NONE)
        error = make_unchanged(page, source, policy.bytes);
    buffer_finish(&policy);
    return error;
}

/* "/index.html" → "/", "/mod.html" → "/mod". */
static void make_path(const char *prefix, const char *name, char out[PAGE_PATH_BYTES]) {
    snprintf(out, PAGE_PATH_BYTES, "%s/%s", prefix, name);
    if (!ends_with(name, ".html"))
        return;
    size_t length = strlen(out) - strlen(".html");
    out[length] = '\0';
    if (strcmp(name, "index.html") == 0)
        out[length - strlen("index")] = '\0';
}

static enum error read_source(int directory, struct source *source) {
    enum error error = read_file(directory, source->name, &source->bodies[PAGE_PLAIN]);
    source->there[PAGE_PLAIN] = error == ERROR_NONE;
    for (size_t i = PAGE_PLAIN + 1; i < PAGE_ENCODINGS && error == ERROR_NONE; i++) {
        char compressed[PAGE_PATH_BYTES];
        snprintf(compressed, sizeof compressed, "%s%s", source->name, ENCODINGS[i].suffix);
        source->there[i] = read_file(directory, compressed, &source->bodies[i]) == ERROR_NONE;
    }
    return error;
}

/* Takes over `page`. */
static enum error keep_page(struct pages *pages, const struct source *source, struct page *page) {
    char path[PAGE_PATH_BYTES];
    make_path(source->prefix, source->name, path);
    enum error error = map_put(pages->table, path, strlen(path), (union map_value){.pointer = page});
    if (error != ERROR_NONE)
        page_destroy(page);
    return error;
}

static enum error load_file(const struct loading *loading, int directory, const char *prefix, const char *name) {
    struct source source = {.prefix = prefix, .name = name};
    enum error error = read_source(directory, &source);
    if (error == ERROR_MALFORMED || error == ERROR_NOT_FOUND) {
        log_line(LOG_WARNING, "pages", "%s/%s is not served: not a file of at most %d bytes", prefix, name,
                 PAGE_BYTES_MOST);
        error = ERROR_NONE;
        goto release;
    }
    if (error != ERROR_NONE)
        goto release;
    struct page *page = memory_take_zeroed(1, sizeof *page);
    error = page != NULL ? make_page(page, &source, loading->sockets) : ERROR_NO_MEMORY;
    if (error == ERROR_NONE)
        error = keep_page(loading->pages, &source, page);
    else if (page != NULL)
        page_destroy(page);

release:
    for (size_t i = 0; i < PAGE_ENCODINGS; i++)
        buffer_finish(&source.bodies[i]);
    return error;
}

static enum error load_directory(const struct loading *loading, int directory, const char *prefix, unsigned depth);

static enum error load_entry(const struct loading *loading, int directory, const char *prefix, const char *name,
                             unsigned depth) {
    struct stat state;
    if (name[0] == '.' || ends_with(name, ".gz") || ends_with(name, ".br") ||
        strlen(prefix) + strlen(name) + 8 > PAGE_PATH_BYTES ||
        fstatat(directory, name, &state, AT_SYMLINK_NOFOLLOW) != 0)
        return ERROR_NONE;
    if (!S_ISDIR(state.st_mode))
        return map_count(loading->pages->table) < PAGES_MOST ? load_file(loading, directory, prefix, name) : ERROR_FULL;
    if (depth == PAGES_DEPTH)
        return ERROR_FULL;
    char below[PAGE_PATH_BYTES];
    snprintf(below, sizeof below, "%s/%s", prefix, name);
    int child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return child < 0 ? ERROR_SYSTEM : load_directory(loading, child, below, depth + 1);
}

/* Takes over `directory`. */
static enum error load_directory(const struct loading *loading, int directory, const char *prefix, unsigned depth) {
    DIR *listing = fdopendir(directory);
    if (listing == NULL) {
        close(directory);
        return ERROR_SYSTEM;
    }
    enum error error = ERROR_NONE;
    struct dirent *entry;
    while (error == ERROR_NONE && (entry = readdir(listing)) != NULL)
        error = load_entry(loading, dirfd(listing), prefix, entry->d_name, depth);
    closedir(listing);
    return error;
}

/* Held once; NULL = out of memory. */
static struct pages *create(void) {
    struct pages *pages = memory_take_zeroed(1, sizeof *pages);
    if (pages == NULL)
        return NULL;
    pages->holders = 1;
    pages->table = map_create();
    if (pages->table != NULL)
        return pages;
    memory_release(pages);
    return NULL;
}

enum error pages_load(const char *path, const char *sockets, struct pages **out, struct buffer *fault) {
    *out = NULL;
    struct pages *pages = create();
    if (pages == NULL)
        return ERROR_NO_MEMORY;
    enum error error = ERROR_NONE;
    if (path != NULL) {
        int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        error =
            directory < 0 ? ERROR_SYSTEM : load_directory(&(struct loading){pages, sockets, fault}, directory, "", 0);
        if (error != ERROR_NONE)
            buffer_printf(fault, "the pages in %s cannot be read: %s", path,
                          error == ERROR_SYSTEM ? strerror(errno)
                          : error == ERROR_FULL ? "too many files"
                                                : error_text(error));
    }
    if (error != ERROR_NONE) {
        pages_release(pages);
        return error;
    }
    *out = pages;
    return ERROR_NONE;
}

/* ---- with other headers ---- */

struct renewing {
    struct pages *pages;
    const char *sockets;
};

/* `head_length` of `answer`, which is not empty. */
static enum error renew_answer(const struct buffer *answer, size_t head_length, const struct renewing *renewing, const char *old_tag, const char *tag,
                               struct buffer *out) {
    enum error error = content_policy_renew(answer->bytes, head_length, answer->length, renewing->sockets, out);
    if (error != ERROR_NONE)
        return error;
    char *place = memmem(out->bytes, out->length - (answer->length - head_length), old_tag, PAGE_TAG_SIZE - 1);
    if (place != NULL)
        memcpy(place, tag, PAGE_TAG_SIZE - 1);
    return ERROR_NONE;
}

static enum error renew_page(const struct page *old, const struct renewing *renewing, struct page *page) {
    const struct page_variant *plain = &old->variants[PAGE_PLAIN];
    enum error error = make_tag(plain->answer.bytes + plain->head_length, plain->answer.length - plain->head_length, renewing->sockets, page->tag);
    if (error == ERROR_NONE)
        error = renew_answer(&old->unchanged, old->unchanged.length, renewing, old->tag, page->tag, &page->unchanged);
    for (size_t i = 0; i < PAGE_ENCODINGS && error == ERROR_NONE; i++) {
        const struct page_variant *before = &old->variants[i];
        struct page_variant *after = &page->variants[i];
        if (before->answer.length == 0)
            continue;
        error = renew_answer(&before->answer, before->head_length, renewing, old->tag, page->tag, &after->answer);
        after->head_length = after->answer.length - (before->answer.length - before->head_length);
    }
    return error;
}

static int renew_each(void *context, const void *key, size_t length, union map_value value) {
    const struct renewing *renewing = context;
    struct page *page = memory_take_zeroed(1, sizeof *page);
    if (page == NULL)
        return ERROR_NO_MEMORY;
    enum error error = renew_page(value.pointer, renewing, page);
    if (error == ERROR_NONE)
        error = map_put(renewing->pages->table, key, length, (union map_value){.pointer = page});
    if (error != ERROR_NONE)
        page_destroy(page);
    return (int)error;
}

enum error pages_renew(const struct pages *pages, const char *sockets, struct pages **out) {
    struct renewing renewing = {create(), sockets};
    *out = NULL;
    if (renewing.pages == NULL)
        return ERROR_NO_MEMORY;
    if (map_each(pages->table, renew_each, &renewing) != 0) {
        pages_release(renewing.pages);
        return ERROR_NO_MEMORY;
    }
    *out = renewing.pages;
    return ERROR_NONE;
}

/* ---- who holds them ---- */

static int destroy_each(void *context, const void *key, size_t length, union map_value value) {
    (void)context;
    (void)key;
    (void)length;
    page_destroy(value.pointer);
    return 0;
}

struct pages *pages_share(struct pages *pages) {
    pages->holders++;
    return pages;
}

void pages_release(struct pages *pages) {
    if (pages == NULL || --pages->holders > 0)
        return;
    map_each(pages->table, destroy_each, NULL);
    map_destroy(pages->table);
    memory_release(pages);
}

const struct page *pages_find(const struct pages *pages, const char *path, size_t length) {
    enum { MAP_KEY_MOST = 1024 };
    if (length == 0 || length > MAP_KEY_MOST)
        return NULL;
    const union map_value *found = map_find(pages->table, path, length);
    return found != NULL ? found->pointer : NULL;
}

/* A word of a list like "gzip, deflate, br;q=0". */
static bool accepts(const char *list, const char *name) {
    size_t length = strlen(name);
    while (*list != '\0') {
        list += strspn(list, " \t,");
        size_t item = strcspn(list, ",");
        size_t word = strcspn(list, " \t,;");
        if (word == length && strncasecmp(list, name, length) == 0) {
            const char *quality = memchr(list, '=', item);
            return quality == NULL || strspn(quality + 1, "0.") < strcspn(quality + 1, " \t,");
        }
        list += item;
    }
    return false;
}

const struct page_variant *page_choose(const struct page *page, const char *accept_encoding) {
    for (size_t i = PAGE_ENCODINGS; i-- > PAGE_PLAIN + 1;)
        if (page->variants[i].answer.length > 0 && accepts(accept_encoding, ENCODINGS[i].name))
            return &page->variants[i];
    return &page->variants[PAGE_PLAIN];
}
