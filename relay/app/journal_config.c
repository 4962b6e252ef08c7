#include "app/journal_config.h"

#include "app/options.h"
#include "app/replay.h"

static enum error copy_text(struct arena *arena, struct text from, struct text *to) {
    *to = (struct text){0};
    if (from.length == 0)
        return ERROR_NONE;
    *to = (struct text){arena_copy(arena, from.bytes, from.length), from.length};
    return to->bytes != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error copy_localised(struct arena *arena, struct localised from, struct localised *to) {
    enum error error = copy_text(arena, from.vi, &to->vi);
    return error != ERROR_NONE ? error : copy_text(arena, from.en, &to->en);
}

static enum error copy_addresses(const struct conference *conference, struct config *out) {
    struct site_address *addresses = arena_take(&out->memory, (conference_sites(conference) + (size_t)1) * sizeof *addresses);
    enum error error = addresses != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    size_t count = 0;
    for (uint32_t site = 0; site < conference_sites(conference) && error == ERROR_NONE; site++) {
        if (conference_site_address(conference, site).length == 0)
            continue;
        error = copy_text(&out->memory, conference_site_id(conference, site), &addresses[count].site);
        if (error == ERROR_NONE)
            error = copy_text(&out->memory, conference_site_address(conference, site), &addresses[count++].address);
    }
    out->site_addresses = addresses;
    out->site_address_count = error == ERROR_NONE ? count : 0;
    return error;
}

static enum error copy(const struct conference *conference, struct config *out) {
    size_t count = conference_sites(conference);
    struct programme_site *sites = arena_take(&out->memory, (count + 1) * sizeof *sites);
    enum error error = sites != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    for (size_t i = 0; i < count && error == ERROR_NONE; i++) {
        sites[i] = (struct programme_site){.kind = conference_site_kind(conference, (uint32_t)i)};
        error = copy_text(&out->memory, conference_site_id(conference, (uint32_t)i), &sites[i].id);
        if (error == ERROR_NONE)
            error = copy_localised(&out->memory, conference_site_name(conference, (uint32_t)i), &sites[i].name);
    }
    if (error == ERROR_NONE)
        error = copy_text(&out->memory, conference_id(conference), &out->programme.id);
    if (error == ERROR_NONE)
        error = copy_localised(&out->memory, conference_title(conference), &out->programme.title);
    if (error == ERROR_NONE)
        error = copy_addresses(conference, out);
    out->programme.sites = sites;
    out->programme.site_count = error == ERROR_NONE ? count : 0;
    return error;
}

enum error journal_config_read(const char *directory, struct config *out) {
    struct replay replay = {0};
    config_empty(out);
    enum error error = replay_directory(&replay, directory);
    if (error == ERROR_NONE) {
        error = copy(replay.conference, out);
        if (error != ERROR_NONE)
            complain("the sites of the journal cannot be read: %s", error_text(error));
    }
    replay_finish(&replay);
    if (error != ERROR_NONE)
        config_finish(out);
    return error;
}
