#include "codec/bundle.h"

#include "base/memory.h"
#include "codec/config_read.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { HUB_BYTES_MAX = 300 };

static const char FORMAT[] = "lamrelay site bundle";

/* ---- reading ---- */

#define AT(member) .offset = offsetof(struct bundle, member)
#define LIST(list, count) AT(list), .count_offset = offsetof(struct bundle, count) - offsetof(struct bundle, list)
#define INSIDE(rows) .inside = (rows), .inside_count = sizeof(rows) / sizeof((rows)[0])

static config_take take_format, take_hub, take_pem;

static const struct config_row TEXT_ROWS[] = {
    {"vi", config_take_text, .offset = offsetof(struct localised, vi), .most = LIMIT_TITLE_GRAPHEMES, .bytes = LIMIT_TITLE_BYTES},
    {"en", config_take_text, .optional = true, .offset = offsetof(struct localised, en), .most = LIMIT_TITLE_GRAPHEMES, .bytes = LIMIT_TITLE_BYTES},
};

static const struct config_row ADDRESS = {NULL, config_take_address, .bytes = CONFIG_ADDRESS_BYTES};

static const struct config_row ROWS[] = {
    {"format", take_format, .optional = false},
    {"version", config_take_number, AT(version), .least = BUNDLE_VERSION, .most = BUNDLE_VERSION},
    {"conference", config_take_id, AT(conference), .bytes = LIMIT_ID_BYTES},
    {"title", config_take_object, AT(title), INSIDE(TEXT_ROWS)},
    {"site", config_take_id, AT(site), .bytes = LIMIT_ID_BYTES},
    {"name", config_take_object, AT(name), INSIDE(TEXT_ROWS)},
    {"hub", take_hub, AT(hub)},
    {"addresses", config_take_list, LIST(addresses, address_count), .inside = &ADDRESS, .size = sizeof(struct text), .least = 1,
     .most = BUNDLE_ADDRESSES_MAX},
    {"hubAddresses", config_take_list, LIST(hub_addresses, hub_address_count), .optional = true, .inside = &ADDRESS, .size = sizeof(struct text),
     .most = BUNDLE_ADDRESSES_MAX},
    {"linkAuthority", take_pem, AT(link_authority)},
    {"linkCertificate", take_pem, AT(link_certificate)},
    {"linkKey", take_pem, AT(link_key)},
    {"certificate", take_pem, AT(certificate)},
    {"key", take_pem, AT(key)},
};
static const struct config_row BUNDLE = {NULL, config_take_object, INSIDE(ROWS)};

static void keep(struct config_reader *reader, const char *bytes, size_t length, char *target) {
    struct text text = {arena_copy(reader->arena, bytes, length), length};
    reader->no_memory = reader->no_memory || text.bytes == NULL;
    memcpy(target, &text, sizeof(text));
}

static void take_format(struct config_reader *reader, const struct config_place *place, json_t *value, const struct config_row *row, char *target) {
    (void)row;
    (void)target;
    const char *word = json_string_value(value);
    if (word == NULL || strcmp(word, FORMAT) != 0) {
        config_fault(reader, place, "must be \"%s\"", FORMAT);
    }
}

/* Its host and port are read where the link is made. */
static void take_hub(struct config_reader *reader, const struct config_place *place, json_t *value, const struct config_row *row, char *target) {
    (void)row;
    static const char SCHEME[] = "wss://";
    const char *address = json_string_value(value);
    size_t length = json_string_length(value), scheme = sizeof(SCHEME) - 1;
    if (address == NULL || length <= scheme || length > HUB_BYTES_MAX || strncmp(address, SCHEME, scheme) != 0 ||
        strspn(address + scheme, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:[]-") != length - scheme) {
        config_fault(reader, place, "must be \"wss://host\" or \"wss://host:port\"");
        return;
    }
    keep(reader, address, length, target);
}

/* A fault does not repeat the text: it may be a key. */
static void take_pem(struct config_reader *reader, const struct config_place *place, json_t *value, const struct config_row *row, char *target) {
    (void)row;
    const char *text = json_string_value(value);
    size_t length = json_string_length(value), plain = 0;
    while (plain < length && ((text[plain] >= ' ' && text[plain] <= '~') || text[plain] == '\n' || text[plain] == '\r')) {
        plain++;
    }
    if (text == NULL || length > BUNDLE_PEM_MAX || plain < length || strstr(text, "-----BEGIN ") == NULL) {
        config_fault(reader, place, "must be PEM, of at most %d bytes", BUNDLE_PEM_MAX);
        return;
    }
    keep(reader, text, length, target);
}

static void begin(struct bundle *bundle) {
    *bundle = (struct bundle){.version = 0};
    arena_init(&bundle->memory);
}

static void wipe(struct text key) {
    if (key.bytes != NULL) {
        explicit_bzero((char *)key.bytes, key.length); /* our own copy */
    }
}

void bundle_finish(struct bundle *bundle) {
    wipe(bundle->link_key);
    wipe(bundle->key);
    arena_finish(&bundle->memory);
    begin(bundle);
}

enum error bundle_parse(const char *name, const char *bytes, size_t length, struct bundle *out, struct buffer *faults) {
    begin(out);
    json_error_t fault;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (root == NULL) {
        enum error printed = buffer_printf(faults, "%s: line %d, column %d: this is no bundle of a site\n", name, fault.line > 0 ? fault.line : 1,
                                           fault.column > 0 ? fault.column : 1);
        return printed != ERROR_NONE || json_error_code(&fault) == json_error_out_of_memory ? ERROR_NO_MEMORY : ERROR_MALFORMED;
    }
    struct config_reader reader = {.arena = &out->memory, .faults = faults};
    const struct config_place place = {0};
    BUNDLE.take(&reader, &place, root, &BUNDLE, (char *)out);
    json_decref(root);
    if (!reader.no_memory && reader.fault_count == 0) {
        return ERROR_NONE;
    }
    bundle_finish(out);
    return reader.no_memory ? ERROR_NO_MEMORY : ERROR_MALFORMED;
}

enum error bundle_load(const char *path, struct bundle *out, struct buffer *faults) {
    begin(out);
    FILE *file = fopen(path, "rbe");
    char *bytes = file != NULL ? memory_take(BUNDLE_BYTES_MAX + 1) : NULL;
    enum error error = file == NULL ? ERROR_SYSTEM : bytes == NULL ? ERROR_NO_MEMORY : ERROR_NONE;
    size_t length = error == ERROR_NONE ? fread(bytes, 1, BUNDLE_BYTES_MAX + 1, file) : 0;
    if (error == ERROR_NONE && ferror(file)) {
        error = ERROR_SYSTEM;
    }
    if (error == ERROR_SYSTEM) {
        buffer_printf(faults, "%s: %s\n", path, strerror(errno));
    } else if (error == ERROR_NONE && length > BUNDLE_BYTES_MAX) {
        buffer_printf(faults, "%s: larger than %d bytes\n", path, BUNDLE_BYTES_MAX);
        error = ERROR_MALFORMED;
    } else if (error == ERROR_NONE) {
        error = bundle_parse(path, bytes, length, out, faults);
    }
    if (bytes != NULL) {
        explicit_bzero(bytes, length);
    }
    memory_release(bytes);
    if (file != NULL) {
        fclose(file);
    }
    return error;
}

/* ---- printing ---- */

static json_t *text_json(struct text text) {
    return json_stringn(text.bytes != NULL ? text.bytes : "", text.length);
}

static json_t *localised_json(const struct localised *texts) {
    json_t *object = json_object();
    bool done = json_object_set_new(object, "vi", text_json(texts->vi)) == 0 &&
                (texts->en.length == 0 || json_object_set_new(object, "en", text_json(texts->en)) == 0);
    if (!done) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *texts_json(const struct text *texts, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < count; i++) {
        if (json_array_append_new(list, text_json(texts[i])) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

static int append_piece(const char *bytes, size_t length, void *out) {
    return buffer_append(out, bytes, length) == ERROR_NONE ? 0 : -1;
}

enum error bundle_print(const struct bundle *bundle, struct buffer *out) {
    const struct {
        const char *name;
        json_t *value;
    } members[] = {
        {"format", json_string(FORMAT)},
        {"version", json_integer(BUNDLE_VERSION)},
        {"conference", text_json(bundle->conference)},
        {"title", localised_json(&bundle->title)},
        {"site", text_json(bundle->site)},
        {"name", localised_json(&bundle->name)},
        {"hub", text_json(bundle->hub)},
        {"addresses", texts_json(bundle->addresses, bundle->address_count)},
        {"hubAddresses", texts_json(bundle->hub_addresses, bundle->hub_address_count)},
        {"linkAuthority", text_json(bundle->link_authority)},
        {"linkCertificate", text_json(bundle->link_certificate)},
        {"linkKey", text_json(bundle->link_key)},
        {"certificate", text_json(bundle->certificate)},
        {"key", text_json(bundle->key)},
    };
    json_t *object = json_object();
    bool done = object != NULL;
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        done = json_object_set_new(object, members[i].name, members[i].value) == 0 && done; /* takes the value whatever it answers */
    }
    done = done && json_dump_callback(object, append_piece, out, JSON_INDENT(2)) == 0 && buffer_append_text(out, "\n") == ERROR_NONE;
    json_decref(object);
    return done ? ERROR_NONE : ERROR_NO_MEMORY;
}
