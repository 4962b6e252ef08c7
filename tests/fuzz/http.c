/* The words of an HTTP request, one a line: method, path, Content-Length, Accept-Encoding, Upgrade, version, Origin, protocol, key. */
#include "fuzz.h"

#include "codec/request.h"
#include "net/first_words.h"
#include "net/http_choice.h"

#include <string.h>
#include <unistd.h>

enum { WORDS = 9, WORD_BYTES = 4096 };

static struct pages *pages;
static struct origins origins;

static void make_page(const char *folder, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    LAW(file != NULL && fputs("<p>page</p>", file) >= 0 && fclose(file) == 0);
}

static void remove_page(const char *folder, const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static void prepare(void) {
    static const char *const names[] = {"index.html", "desk.html", "app.js", "app.js.br", "app.js.gz"};
    static const char *const addresses[] = {"https://vote.example.vn", "https://192.0.2.1:8443"};
    char folder[] = "/tmp/lamrelay-fuzz-XXXXXX";
    struct buffer fault;
    buffer_init(&fault);
    LAW(mkdtemp(folder) != NULL);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        make_page(folder, names[i]);
    LAW(pages_load(folder, "", &pages, &fault) == ERROR_NONE);
    LAW(origins_init(&origins, addresses, 2, &fault) == ERROR_NONE);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        remove_page(folder, names[i]);
    rmdir(folder);
    buffer_finish(&fault);
}

/* Splits at line breaks; each word is cut as libwebsockets' header table would. */
static void split(const uint8_t *data, size_t size, char words[WORDS][WORD_BYTES]) {
    size_t word = 0, length = 0;
    memset(words, 0, WORDS * WORD_BYTES);
    for (size_t i = 0; i < size && word < WORDS; i++) {
        if (data[i] == '\n') {
            word++;
            length = 0;
        } else if (length < WORD_BYTES - 1 && data[i] != '\0') {
            words[word][length++] = (char)data[i];
        }
    }
}

/* Whatever is taken for a first message is a request that can be answered. */
static void check_first_words(const char *list) {
    struct first_words words;
    struct request request;
    LAW(first_words_read(list, &words) == ERROR_NONE && words.count <= FIRST_MESSAGES_MOST);
    for (size_t i = 0; i < words.count; i++) {
        LAW(request_parse(words.messages[i], strlen(words.messages[i]), &request) == ERROR_NONE && request.has_id);
        request_finish(&request);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char words[WORDS][WORD_BYTES];
    if (pages == NULL)
        prepare();
    split(data, size, words);
    struct http_request request = {strcmp(words[0], "GET") == 0, strcmp(words[0], "HEAD") == 0, words[2], words[1], strlen(words[1])};
    const struct page *page;
    enum http_choice choice = http_choose(&request, pages, &page);
    LAW((choice == HTTP_PAGE) == (page != NULL));
    LAW((choice == HTTP_METHOD_REFUSED) == (!request.get && !request.head));
    LAW(choice != HTTP_METRICS || strcmp(words[1], "/metrics") == 0);
    if (page != NULL) {
        const struct page_variant *variant = page_choose(page, words[3]);
        LAW(variant->answer.length > 0 && variant->head_length <= variant->answer.length);
    }
    struct http_upgrade upgrade = {words[4], words[1], words[5], words[6], words[7], words[8][0] != '\0'};
    if (http_refuse_upgrade(&upgrade, &origins) == NULL) {
        LAW(strcmp(words[6], "https://vote.example.vn") == 0 || strcmp(words[6], "https://192.0.2.1:8443") == 0);
        check_first_words(words[7]);
    }
    return 0;
}
