#include "auth/durable_file.h"
#include "base/log.h"
#include "base/memory.h"
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_content(const char *path, const char *expected) {
    char bytes[256] = "";
    FILE *file = fopen(path, "rb");
    if (CHECK(file != NULL)) {
        CHECK(fread(bytes, 1, sizeof(bytes) - 1, file) < sizeof(bytes) - 1);
        fclose(file);
    }
    CHECK_TEXT(bytes, expected);
}

static size_t files_in(const char *path) {
    DIR *directory = opendir(path);
    size_t count = 0;
    while (directory != NULL && readdir(directory) != NULL) {
        count++;
    }
    closedir(directory);
    return count - 2;
}

static void a_new_file_has_its_mode(void) {
    struct stat status;
    mode_t before = umask(0);
    CHECK_NUMBER(durable_file_write(check_path("a"), "one", 3, 0600, false), ERROR_NONE);
    umask(077);
    CHECK_NUMBER(durable_file_write(check_path("b"), "", 0, 0644, true), ERROR_NONE);
    umask(before);
    check_content(check_path("a"), "one");
    CHECK_NUMBER(stat(check_path("a"), &status), 0);
    CHECK_NUMBER(status.st_mode & 07777, 0600);
    CHECK_NUMBER(stat(check_path("b"), &status), 0);
    CHECK_NUMBER(status.st_mode & 07777, 0644);
    CHECK_NUMBER(files_in(check_directory()), 2);
}

static void replacing_is_a_choice(void) {
    CHECK_NUMBER(durable_file_write(check_path("a"), "one", 3, 0600, false), ERROR_NONE);
    CHECK_NUMBER(durable_file_write(check_path("a"), "two", 3, 0600, false), ERROR_WRONG_STATE);
    check_content(check_path("a"), "one");
    CHECK_NUMBER(durable_file_write(check_path("a"), "two", 3, 0600, true), ERROR_NONE);
    check_content(check_path("a"), "two");
    CHECK_NUMBER(files_in(check_directory()), 1);
}

static void a_failed_write_leaves_nothing(void) {
    static char large[100000];
    struct rlimit before, little = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    little.rlim_max = before.rlim_max;
    CHECK_NUMBER(durable_file_write(check_path("a"), "one", 3, 0600, false), ERROR_NONE);
    setrlimit(RLIMIT_FSIZE, &little);
    CHECK_NUMBER(durable_file_write(check_path("a"), large, sizeof(large), 0600, true), ERROR_SYSTEM);
    setrlimit(RLIMIT_FSIZE, &before);
    check_content(check_path("a"), "one");
    CHECK_NUMBER(durable_file_write(check_path("no/such/place"), "x", 1, 0600, true), ERROR_SYSTEM);
    memory_fail_from(1);
    CHECK_NUMBER(durable_file_write(check_path("a"), "x", 1, 0600, true), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK_NUMBER(files_in(check_directory()), 1);
}

static void a_bare_name_is_of_this_directory(void) {
    char here[4096];
    if (!CHECK(getcwd(here, sizeof(here)) != NULL) || !CHECK(chdir(check_directory()) == 0)) {
        return;
    }
    CHECK_NUMBER(durable_file_write("bare", "x", 1, 0600, false), ERROR_NONE);
    CHECK_NUMBER(chdir(here), 0);
    check_content(check_path("bare"), "x");
}

static const struct check_test tests[] = {
    {"a new file has its mode", a_new_file_has_its_mode},
    {"replacing is a choice", replacing_is_a_choice},
    {"a failed write leaves nothing", a_failed_write_leaves_nothing},
    {"a bare name is of this directory", a_bare_name_is_of_this_directory},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
