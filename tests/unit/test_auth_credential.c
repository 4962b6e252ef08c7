#include "auth/credential.h"
#include "base/log.h"
#include "base/memory.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void tokens_are_base64url(void) {
    uint8_t random[CREDENTIAL_RANDOM_SIZE];
    char text[CREDENTIAL_TEXT_SIZE];
    memset(random, 0xff, sizeof(random));
    credential_make(random, text);
    CHECK_TEXT(text, "_____________________w");
}

static void digests_depend_on_key_kind_and_text(void) {
    uint8_t key[CREDENTIAL_KEY_SIZE] = {1}, other_key[CREDENTIAL_KEY_SIZE] = {2};
    struct digest digest, other;
    char hex[2 * DIGEST_SIZE + 1];
    CHECK_NUMBER(credential_digest(key, "code", text_of("000000005724"), &digest), ERROR_NONE);
    hex_encode(digest.bytes, DIGEST_SIZE, hex);
    CHECK_TEXT(hex, "eeac0b3e8f67097137704928652b3e9e624e873947253ffdd43be67dafbad67d");
    CHECK_NUMBER(credential_digest(key, "card", text_of("000000005724"), &other), ERROR_NONE);
    CHECK(!digest_equal(&digest, &other));
    CHECK_NUMBER(credential_digest(key, "code", text_of("000000005725"), &other), ERROR_NONE);
    CHECK(!digest_equal(&digest, &other));
    CHECK_NUMBER(credential_digest(other_key, "code", text_of("000000005724"), &other), ERROR_NONE);
    CHECK(!digest_equal(&digest, &other));
    CHECK_NUMBER(credential_digest(key, "code0", text_of("00000005724"), &other), ERROR_NONE);
    CHECK(!digest_equal(&digest, &other));
}

static void digests_have_bounds(void) {
    uint8_t key[CREDENTIAL_KEY_SIZE] = {1};
    char longest[CREDENTIAL_LONGEST + 1];
    struct digest digest;
    memset(longest, 'x', sizeof(longest));
    CHECK_NUMBER(credential_digest(key, "session", (struct text){longest, CREDENTIAL_LONGEST}, &digest), ERROR_NONE);
    CHECK_NUMBER(credential_digest(key, "session", (struct text){longest, CREDENTIAL_LONGEST + 1}, &digest),
                 ERROR_MALFORMED);
    CHECK_NUMBER(credential_digest(key, "session", (struct text){NULL, 0}, &digest), ERROR_MALFORMED);
}

static void a_key_is_made_once(void) {
    const char *path = check_path("credential.key");
    uint8_t key[CREDENTIAL_KEY_SIZE] = {0}, again[CREDENTIAL_KEY_SIZE] = {0}, zeros[CREDENTIAL_KEY_SIZE] = {0};
    struct stat status;
    mode_t before = umask(0);
    CHECK_NUMBER(credential_key_load(path, key), ERROR_NONE);
    umask(before);
    CHECK(memcmp(key, zeros, sizeof(key)) != 0);
    CHECK_NUMBER(stat(path, &status), 0);
    CHECK_NUMBER(status.st_mode & 07777, 0600);
    CHECK_NUMBER(status.st_size, CREDENTIAL_KEY_SIZE);
    CHECK_NUMBER(status.st_nlink, 1);
    CHECK_NUMBER(credential_key_load(path, again), ERROR_NONE);
    CHECK_BYTES(again, sizeof(again), key, sizeof(key));
    CHECK_NUMBER(credential_key_load(check_path("other.key"), again), ERROR_NONE);
    CHECK(memcmp(again, key, sizeof(key)) != 0);
}

static void loose_or_damaged_keys_are_refused(void) {
    const char *path = check_path("credential.key");
    uint8_t key[CREDENTIAL_KEY_SIZE];
    CHECK_NUMBER(credential_key_load(path, key), ERROR_NONE);
    static const mode_t loose[] = {0640, 0604, 0660, 0610, 0644};
    for (size_t i = 0; i < sizeof(loose) / sizeof(loose[0]); i++) {
        chmod(path, loose[i]);
        CHECK_NUMBER(credential_key_load(path, key), ERROR_NOT_ALLOWED);
    }
    chmod(path, 0400);
    CHECK_NUMBER(credential_key_load(path, key), ERROR_NONE);
    chmod(path, 0600);
    CHECK_NUMBER(truncate(path, 31), 0);
    CHECK_NUMBER(credential_key_load(path, key), ERROR_DAMAGED);
    CHECK_NUMBER(truncate(path, 33), 0);
    CHECK_NUMBER(credential_key_load(path, key), ERROR_DAMAGED);
    CHECK_NUMBER(truncate(path, 0), 0);
    CHECK_NUMBER(credential_key_load(path, key), ERROR_DAMAGED);
    CHECK_NUMBER(credential_key_load(check_directory(), key), ERROR_DAMAGED);
    CHECK_NUMBER(mkfifo(check_path("pipe"), 0600), 0);
    CHECK_NUMBER(credential_key_load(check_path("pipe"), key), ERROR_DAMAGED);
    CHECK_NUMBER(credential_key_load(check_path("no/such/place"), key), ERROR_SYSTEM);
}

static void little_memory(void) {
    uint8_t key[CREDENTIAL_KEY_SIZE];
    memory_fail_from(1);
    CHECK_NUMBER(credential_key_load(check_path("credential.key"), key), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK_NUMBER(credential_key_load(check_path("credential.key"), key), ERROR_NONE);
}

static const struct check_test tests[] = {
    {"tokens are base64url", tokens_are_base64url},
    {"digests depend on key, kind and text", digests_depend_on_key_kind_and_text},
    {"digests have bounds", digests_have_bounds},
    {"a key is made once", a_key_is_made_once},
    {"loose or damaged keys are refused", loose_or_damaged_keys_are_refused},
    {"little memory", little_memory},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
