/* Pages with the headers that say where they may go on to, and what becomes of both when addresses change while a page is being sent. */
#include "support/check.h"

#include "base/memory.h"
#include "net/content_policy.h"
#include "net/origins.h"
#include "net/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char HTML[] = "<!doctype html><script>let where = \"connect-src 'self' wss://elsewhere;\"</script><p>;";
static const char OLD[] = " wss://hub.example wss://dc01.example:8443", NEW[] = " wss://hub.example wss://dc07.example:8443 wss://dc12.example";

static void write_file(const char *folder, const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static struct pages *load(const char *sockets) {
    static const char *const NAMES[] = {"index.html", "index.html.br", "app.js"};
    char folder[] = "/tmp/lamrelay-pages-XXXXXX", path[128];
    struct pages *pages = NULL;
    struct buffer fault;
    buffer_init(&fault);
    CHECK(mkdtemp(folder) != NULL);
    write_file(folder, "index.html", HTML);
    write_file(folder, "index.html.br", "brotli; connect-src 'self' wss://x;");
    write_file(folder, "app.js", "go();");
    CHECK_NUMBER(pages_load(folder, sockets, &pages, &fault), ERROR_NONE);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, NAMES[i]);
        unlink(path);
    }
    rmdir(folder);
    buffer_finish(&fault);
    return pages;
}

static void expect_same(const struct buffer *found, const struct buffer *expected) {
    CHECK_BYTES(found->bytes, found->length, expected->bytes, expected->length);
}

/* Byte for byte those that would have been loaded with the new addresses. */
static void pages_are_renewed_as_if_they_were_read_anew(void) {
    static const char *const PATHS[] = {"/", "/app.js"};
    struct pages *old = load(OLD), *expected = load(NEW), *renewed = NULL, *back = NULL;
    CHECK_NUMBER(pages_renew(old, NEW, &renewed), ERROR_NONE);
    CHECK_NUMBER(pages_renew(renewed, "", &back), ERROR_NONE);
    for (size_t i = 0; i < 2; i++) {
        const struct page *found = pages_find(renewed, PATHS[i], strlen(PATHS[i])), *wanted = pages_find(expected, PATHS[i], strlen(PATHS[i]));
        check_note("%s", PATHS[i]);
        CHECK(found && wanted);
        CHECK_TEXT(found->tag, wanted->tag);
        CHECK(strcmp(found->tag, pages_find(old, PATHS[i], strlen(PATHS[i]))->tag) != 0); /* or some browsers would keep the headers they have */
        expect_same(&found->unchanged, &wanted->unchanged);
        for (size_t encoding = 0; encoding < PAGE_ENCODINGS; encoding++) {
            expect_same(&found->variants[encoding].answer, &wanted->variants[encoding].answer);
            CHECK_NUMBER(found->variants[encoding].head_length, wanted->variants[encoding].head_length);
        }
    }
    const struct page_variant *bare = &pages_find(back, "/", 1)->variants[PAGE_PLAIN];
    char *head = strndup(bare->answer.bytes, bare->head_length);
    CHECK(strstr(head, "connect-src 'self'; frame-ancestors 'none'") != NULL);
    free(head);
    CHECK(pages_find(renewed, "/nowhere", 8) == NULL);
    pages_release(old);
    pages_release(expected);
    pages_release(renewed);
    pages_release(back);
}

static void a_page_that_is_being_sent_stays(void) {
    struct pages *current = load(OLD), *sending = pages_share(current), *renewed = NULL;
    const struct page_variant *plain = &pages_find(sending, "/", 1)->variants[PAGE_PLAIN];
    const struct buffer *answer = &plain->answer;
    CHECK_NUMBER(pages_renew(current, NEW, &renewed), ERROR_NONE);
    pages_release(current);
    char *head = strndup(answer->bytes, plain->head_length);
    CHECK(strstr(head, OLD) != NULL && memcmp(answer->bytes + plain->head_length, HTML, strlen(HTML)) == 0);
    free(head);
    pages_release(sending);
    pages_release(renewed);
    pages_release(NULL);
}

static void without_memory_nothing_is_lost(void) {
    struct pages *pages = load(OLD);
    struct origins origins = {0};
    enum error error = ERROR_NO_MEMORY;
    for (unsigned long nth = 1; error == ERROR_NO_MEMORY; nth++) {
        struct pages *renewed = NULL;
        memory_fail_from(nth);
        error = pages_renew(pages, NEW, &renewed);
        memory_fail_from(0);
        CHECK((error == ERROR_NONE) == (renewed != NULL));
        pages_release(renewed);
    }
    memory_fail_from(1);
    CHECK_NUMBER(origins_add(&origins, "https://a.vn", 12), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK_NUMBER(origins.count, 0);
    pages_release(pages);
}

static void origins_are_the_same_once_and_in_one_form(void) {
    static const char *const GIVEN[] = {"https://Hub.example:443/", "https://dc07.example:8443", "https://hub.example", "https://[::1]:8443"};
    static const char *const BAD[] = {"https://hub.example", "dc07.example"};
    struct origins origins;
    struct buffer text;
    buffer_init(&text);
    CHECK_NUMBER(origins_init(&origins, GIVEN, 4, &text), ERROR_NONE);
    CHECK_NUMBER(origins.count, 3);
    CHECK_NUMBER(origins_add(&origins, "https://DC12.example", 20), ERROR_NONE);
    CHECK_NUMBER(origins_add(&origins, "https://dc12.example", 20), ERROR_NONE);
    CHECK_NUMBER(origins_add(&origins, "javascript:x", 12), ERROR_MALFORMED);
    CHECK_NUMBER(origins.count, 4);
    CHECK(origins_hold(&origins, "https://dc12.example", 20) && !origins_hold(&origins, "https://dc12.example:8443", 25));
    CHECK(!origins_hold(&origins, "null", 4) && !origins_hold(&origins, "", 0) && !origins_hold(&origins, "https://dc12.exampl", 19));
    CHECK_NUMBER(origins_print_sockets(&origins, &text), ERROR_NONE);
    buffer_append(&text, "", 1);
    CHECK_TEXT(text.bytes, " wss://hub.example wss://dc07.example:8443 wss://dc12.example");
    origins_finish(&origins);
    buffer_clear(&text);
    CHECK_NUMBER(origins_init(&origins, BAD, 2, &text), ERROR_MALFORMED);
    buffer_append(&text, "", 1);
    CHECK_TEXT(text.bytes, "dc07.example is not an address of the form https://host:port");
    CHECK(origins.texts == NULL);
    buffer_finish(&text);
}

static const struct check_test tests[] = {
    {"pages are renewed as if they were read anew", pages_are_renewed_as_if_they_were_read_anew},
    {"a page that is being sent stays", a_page_that_is_being_sent_stays},
    {"without memory nothing is lost", without_memory_nothing_is_lost},
    {"origins are the same once and in one form", origins_are_the_same_once_and_in_one_form},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
