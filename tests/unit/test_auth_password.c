#include "auth/password.h"
#include "support/check.h"

#include <string.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_password_matches_its_hash_only(void) {
    char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
    CHECK_NUMBER(password_hash(text_of("mật khẩu"), hash), ERROR_NONE);
    CHECK(strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31) == 0);
    CHECK(password_check(hash, text_of("mật khẩu")));
    CHECK(!password_check(hash, text_of("mật khẩU")));
    CHECK(!password_check(hash, text_of("mật khẩu ")));
    CHECK(!password_check(hash, text_of("")));
    CHECK_NUMBER(password_hash(text_of("mật khẩu"), again), ERROR_NONE);
    CHECK(strcmp(hash, again) != 0);
}

static void a_text_need_not_end_with_nul(void) {
    char hash[PASSWORD_HASH_SIZE];
    CHECK_NUMBER(password_hash((struct text){"abcdef", 3}, hash), ERROR_NONE);
    CHECK(password_check(hash, text_of("abc")));
    CHECK(password_check(hash, (struct text){"abcxyz", 3}));
}

static void what_is_no_hash_matches_nothing(void) {
    CHECK(!password_check("", text_of("")));
    CHECK(!password_check("$argon2id$", text_of("x")));
    CHECK(!password_check("plain", text_of("plain")));
}

/* An unknown name must not be told by the time the answer takes. */
static void the_dummy_takes_as_long(void) {
    char hash[PASSWORD_HASH_SIZE];
    CHECK_NUMBER(password_hash(text_of("x"), hash), ERROR_NONE);
    const char *dummy = password_dummy_hash();
    CHECK(strlen(dummy) < PASSWORD_HASH_SIZE);
    CHECK(strncmp(dummy, hash, 31) == 0);
    double start = seconds();
    CHECK(!password_check(hash, text_of("wrong")));
    double known = seconds() - start;
    start = seconds();
    CHECK(!password_check(dummy, text_of("wrong")));
    double unknown = seconds() - start;
    CHECK(unknown > known / 3 && unknown < known * 3);
}

static void made_passwords_are_readable(void) {
    static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz";
    uint8_t random[PASSWORD_RANDOM_SIZE];
    char password[PASSWORD_TEXT_SIZE];
    bool seen[31] = {false};
    for (unsigned seed = 0; seed < 256; seed++) {
        for (size_t i = 0; i < sizeof(random); i++) {
            random[i] = (uint8_t)(seed * 7 + i * 37);
        }
        password_make(random, password);
        CHECK_NUMBER(strlen(password), 24);
        for (size_t i = 0; i < 24; i++) {
            const char *letter = strchr(alphabet, password[i]);
            CHECK(i % 5 == 4 ? password[i] == '-' : letter != NULL);
            if (letter != NULL) {
                seen[letter - alphabet] = true;
            }
        }
    }
    for (size_t i = 0; i < 31; i++) {
        CHECK(seen[i]);
    }
    memset(random, 0, sizeof(random));
    password_make(random, password);
    CHECK_TEXT(password, "2222-2222-2222-2222-2222");
}

static const struct check_test tests[] = {
    {"a password matches its hash only", a_password_matches_its_hash_only},
    {"a text need not end with a NUL", a_text_need_not_end_with_nul},
    {"what is no hash matches nothing", what_is_no_hash_matches_nothing},
    {"the dummy takes as long", the_dummy_takes_as_long},
    {"made passwords are readable", made_passwords_are_readable},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
