#include "base/memory.h"
#include "codec/bundle.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static const char PEM[] = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

static struct text text_from(const char *bytes) {
    return (struct text){bytes, strlen(bytes)};
}

static struct bundle small(struct text addresses[2]) {
    addresses[0] = text_from("https://dc01.example.vn:8443");
    addresses[1] = text_from("https://vote.example.vn");
    struct text pem = text_from(PEM);
    return (struct bundle){
        .conference = text_from("dialogue"),
        .title = {text_from("Hội nghị \"đối thoại\""), text_from("Dialogue")},
        .site = text_from("dc01"),
        .name = {.vi = text_from("Thành phố Vinh")},
        .hub = text_from("wss://vote.example.vn:8444"),
        .addresses = addresses,
        .address_count = 1,
        .hub_addresses = addresses + 1,
        .hub_address_count = 1,
        .link_authority = pem,
        .link_certificate = pem,
        .link_key = pem,
        .certificate = pem,
        .key = pem,
    };
}

static enum error print_small(struct buffer *out) {
    struct text addresses[2];
    struct bundle bundle = small(addresses);
    return bundle_print(&bundle, out);
}

static void what_is_printed_is_read(void) {
    struct buffer text, faults;
    struct bundle read;
    buffer_init(&text);
    buffer_init(&faults);
    CHECK_NUMBER(print_small(&text), ERROR_NONE);
    CHECK_NUMBER(bundle_parse("x", text.bytes, text.length, &read, &faults), ERROR_NONE);
    CHECK_NUMBER(faults.length, 0);
    CHECK_TEXT(read.site.bytes, "dc01");
    CHECK_TEXT(read.title.vi.bytes, "Hội nghị \"đối thoại\"");
    CHECK_TEXT(read.title.en.bytes, "Dialogue");
    CHECK_NUMBER(read.name.en.length, 0);
    CHECK_TEXT(read.hub.bytes, "wss://vote.example.vn:8444");
    CHECK_NUMBER(read.address_count, 1);
    CHECK_TEXT(read.addresses[0].bytes, "https://dc01.example.vn:8443");
    CHECK_NUMBER(read.hub_address_count, 1);
    CHECK_TEXT(read.hub_addresses[0].bytes, "https://vote.example.vn");
    CHECK_TEXT(read.link_key.bytes, PEM);
    CHECK_TEXT(read.certificate.bytes, PEM);
    bundle_finish(&read);
    buffer_finish(&text);
    buffer_finish(&faults);
}

static void a_bundle_cut_anywhere_is_none(void) {
    struct buffer text, faults;
    struct bundle read;
    buffer_init(&text);
    buffer_init(&faults);
    CHECK_NUMBER(print_small(&text), ERROR_NONE);
    for (size_t length = 0; length + 2 < text.length; length++) {
        check_note("%zu bytes", length);
        buffer_clear(&faults);
        CHECK_NUMBER(bundle_parse("x", text.bytes, length, &read, &faults), ERROR_MALFORMED);
        CHECK(faults.length > 0 && faults.bytes[faults.length - 1] == '\n');
        CHECK_NUMBER(read.link_key.length, 0);
    }
    buffer_finish(&text);
    buffer_finish(&faults);
}

static void a_fault_never_repeats_a_key(void) {
    static const char secret[] = "{\"linkKey\": \"MIIsecret\", \"key\": {\"MIIsecret\": 1}, \"hub\": \"wss://MIIsecret/path\"}";
    struct buffer faults;
    struct bundle read;
    buffer_init(&faults);
    CHECK_NUMBER(bundle_parse("x", secret, sizeof(secret) - 1, &read, &faults), ERROR_MALFORMED);
    CHECK_NUMBER(buffer_append(&faults, "", 1), ERROR_NONE);
    CHECK(strstr(faults.bytes, "MIIsecret") == NULL);
    CHECK(strstr(faults.bytes, "$.linkKey: must be PEM") != NULL);
    CHECK(strstr(faults.bytes, "$.site: missing") != NULL);
    buffer_finish(&faults);
}

static void out_of_memory_is_said(void) {
    bool done = false;
    for (unsigned long nth = 1; nth < 1000 && !done; nth++) {
        check_note("allocation %lu", nth);
        struct buffer text, faults;
        struct bundle read;
        buffer_init(&text);
        buffer_init(&faults);
        memory_fail_from(nth);
        enum error error = print_small(&text);
        if (error == ERROR_NONE) {
            error = bundle_parse("x", text.bytes, text.length, &read, &faults);
            bundle_finish(&read);
        }
        memory_fail_from(0);
        done = error == ERROR_NONE;
        CHECK(done || error == ERROR_NO_MEMORY);
        CHECK_NUMBER(faults.length, 0);
        buffer_finish(&text);
        buffer_finish(&faults);
    }
    CHECK(done);
}

static void a_file_is_bounded(void) {
    struct buffer faults;
    struct bundle read;
    buffer_init(&faults);
    CHECK_NUMBER(bundle_load(check_path("nothing"), &read, &faults), ERROR_SYSTEM);
    CHECK_NUMBER(bundle_load(check_directory(), &read, &faults), ERROR_SYSTEM);
    FILE *file = fopen(check_path("large"), "w");
    for (int i = 0; i <= BUNDLE_BYTES_MAX; i++) {
        fputc(' ', file);
    }
    fclose(file);
    buffer_clear(&faults);
    CHECK_NUMBER(bundle_load(check_path("large"), &read, &faults), ERROR_MALFORMED);
    CHECK(faults.length > 0);
    buffer_finish(&faults);
}

static const struct check_test TESTS[] = {
    {"what is printed is read", what_is_printed_is_read}, {"a bundle cut anywhere is none", a_bundle_cut_anywhere_is_none},
    {"a fault never repeats a key", a_fault_never_repeats_a_key}, {"out of memory is said", out_of_memory_is_said},
    {"a file is bounded", a_file_is_bounded},
};

int main(int count, char **words) {
    return CHECK_MAIN(TESTS, count, words);
}
