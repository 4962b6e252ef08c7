/* What everybody who comes is answered, compared with the tree that says the same. */
#include "support/check.h"

#include "codec/reply.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const HUB[] = {"https://hub.example", "https://hub.example:8443"};
static const struct site_address SITES[] = {
    {{"dc07", 4}, {"https://dc07.example", 20}},
    {{"hall", 4}, {"https://hall.example", 20}},
};

static json_t *localised_of(struct localised value) {
    json_t *texts = json_pack("{ss}", "vi", value.vi.bytes);
    if (value.en.length > 0)
        json_object_set_new(texts, "en", json_string(value.en.bytes));
    return texts;
}

static bool is_of_site(const struct site_address *address, const struct reply_hello *hello) {
    return text_equal(address->site, hello->site);
}

static bool has_process(const struct reply_hello *hello) {
    bool found = hello->site_address.length > 0;
    for (size_t i = 0; i < hello->addresses->site_count; i++)
        found = found || is_of_site(&hello->addresses->sites[i], hello);
    return found;
}

static json_t *addresses_of(const struct reply_hello *hello) {
    json_t *list = json_array();
    bool is_told = hello->site_address.length == 0;
    for (size_t i = 0; i < hello->addresses->site_count; i++)
        if (is_of_site(&hello->addresses->sites[i], hello)) {
            json_array_append_new(list, json_string(hello->addresses->sites[i].address.bytes));
            is_told = is_told || text_equal(hello->addresses->sites[i].address, hello->site_address);
        }
    if (!is_told)
        json_array_append_new(list, json_string(hello->site_address.bytes));
    for (size_t i = 0; i < hello->addresses->hub_count; i++)
        json_array_append_new(list, json_string(hello->addresses->hub[i]));
    return list;
}

static json_t *tree_of(const char *id, const struct reply_hello *hello) {
    json_t *conference = json_object(), *addresses = addresses_of(hello);
    json_t *result = json_pack("{sisssIsO}", "v", 1, "journal", hello->journal, "serverTime", (json_int_t)hello->server_time, "conference", conference);
    if (hello->title.vi.length > 0)
        json_object_set_new(conference, "title", localised_of(hello->title));
    if (hello->theme.vi.length > 0)
        json_object_set_new(conference, "theme", localised_of(hello->theme));
    if (hello->person.length > 0)
        json_object_set_new(result, "person", json_string(hello->person.bytes));
    if (hello->channel)
        json_object_set_new(result, "channel", json_string(hello->channel));
    if (hello->setup)
        json_object_set_new(result, "setup", json_true());
    if (has_process(hello))
        json_object_set_new(result, "siteProcess", json_true());
    if (json_array_size(addresses) > 0)
        json_object_set(result, "addresses", addresses);
    json_decref(conference);
    json_decref(addresses);
    return json_pack("{sssoso}", "jsonrpc", "2.0", "id", json_loads(id, JSON_DECODE_ANY, NULL), "result", result);
}

static void check_hello(const char *id, const struct reply_hello *hello) {
    struct buffer text;
    buffer_init(&text);
    json_t *tree = tree_of(id, hello);
    char *expected = json_dumps(tree, JSON_COMPACT);
    CHECK_NUMBER(reply_hello(&text, id, hello), ERROR_NONE);
    CHECK_BYTES(text.bytes, text.length, expected, strlen(expected));
    free(expected);
    json_decref(tree);
    buffer_finish(&text);
}

static void hello_is_what_its_tree_would_be(void) {
    static const struct addresses NONE = {0}, OF_HUB = {HUB, 2, SITES, 2}, OF_SITES = {NULL, 0, SITES, 2};
    const struct localised TITLE = {text_of("Hội nghị đối thoại"), text_of("Dialogue conference")}, VIETNAMESE = {text_of("Khát vọng"), {0}};
    char odd[128];
    for (int c = 1; c < 128; c++)
        odd[c - 1] = (char)c;
    odd[127] = '\0';
    const struct reply_hello HELLOS[] = {
        {.journal = "000000ygj00400000000000000", .addresses = &NONE},
        {.journal = "000000ygj00400000000000000", .server_time = INT64_MAX, .addresses = &OF_HUB, .setup = true, .theme = VIETNAMESE},
        {.journal = "j", .server_time = 1795331429979, .title = TITLE, .theme = VIETNAMESE, .person = {"hall-0001", 9}, .channel = "participant",
         .addresses = &OF_HUB, .site = {"hall", 4}},
        {.journal = "j", .title = TITLE, .person = {"dc07-0001", 9}, .channel = "operator:dc07", .addresses = &OF_SITES, .site = {"dc07", 4}},
        {.journal = "j", .title = TITLE, .person = {"dc09-0001", 9}, .channel = "participant", .addresses = &OF_HUB, .site = {"dc09", 4},
         .site_address = text_of("https://dc09.example:8443")},
        {.journal = "j", .title = TITLE, .person = {"dc07-0001", 9}, .channel = "participant", .addresses = &OF_HUB, .site = {"dc07", 4},
         .site_address = text_of("https://dc07.example")},
        {.journal = "j", .title = TITLE, .person = {"an", 2}, .channel = "moderator", .addresses = &OF_SITES, .site = {"dc08", 4}},
        {.journal = "j", .title = {text_of(odd), text_of(odd)}, .person = text_of(odd), .addresses = &OF_HUB},
    };
    for (size_t i = 0; i < sizeof HELLOS / sizeof HELLOS[0]; i++) {
        check_note("hello %zu", i);
        check_hello("1", &HELLOS[i]);
        check_hello("\"a name\"", &HELLOS[i]);
    }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"hello is what its tree would be", hello_is_what_its_tree_would_be},
    };
    return CHECK_MAIN(TESTS, count, words);
}
