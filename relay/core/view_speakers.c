/* view_speakers.c - the list of speakers as each audience sees it. */
#include "core/view_rows.h"

#include "core/speakers.h"

static const field_use WITHOUT_PERSON[] = {FIELD_PERSON, FIELD_COUNT};
static const field_use FOR_PHONES[] = {FIELD_PERSON, FIELD_GRANTED, FIELD_COUNT};

const field_use *visible_speaker(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct speaker *speaker = &conference->speakers[id - 1];
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return WHOLE;
    case AUDIENCE_OPERATOR:
        if (speaker->state == STATE_FINISHED || speaker->state == STATE_WITHDRAWN || speaker->state == STATE_EXPIRED)
            return NULL;
        return speaker->site == audience.site ? WHOLE : WITHOUT_PERSON;
    case AUDIENCE_STAGE:
    case AUDIENCE_PARTICIPANT:
        break;
    default:
        return NULL;
    }
    const field_use *without = audience.kind == AUDIENCE_PARTICIPANT ? FOR_PHONES : WITHOUT_PERSON;
    switch (speaker->state) {
    case STATE_NEXT:
    case STATE_READY:
    case STATE_SPEAKING:
    case STATE_PAUSED:
        return without;
    default:
        return list_shows(conference, id) ? without : NULL;
    }
}

const field_use *visible_my_speaker(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && conference->speakers[id - 1].person == audience.person ? WHOLE : NULL;
}

static void fill_speaker_life(const struct conference *conference, const struct speaker *speaker, struct record *record) {
    record_number(record, FIELD_REV, speaker->rev);
    record_word(record, FIELD_STATE, (int)speaker->state);
    if (speaker->item)
        record_number(record, FIELD_ITEM, speaker->item);
    record_number(record, FIELD_AT, speaker->at);
    fill_time(record, FIELD_CALLED_AT, speaker->called_at);
    fill_time(record, FIELD_STARTED_AT, speaker->started_at);
    fill_time(record, FIELD_ENDS_AT, speaker->ends_at);
    record_word(record, FIELD_CLASS, (int)speaker->class);
    if (speaker->since != speaker->at)
        record_number(record, FIELD_SINCE, speaker->since);
    if (speaker->state == STATE_PAUSED && speaker->has_limit)
        record_number(record, FIELD_REMAINING, speaker->remaining);
    if (speaker->question)
        record_number(record, FIELD_QUESTION, speaker->question);
    int64_t delay = speaker_video_delay(conference, speaker);
    if (delay)
        record_number(record, FIELD_VIDEO_DELAY, delay);
}

void fill_speaker(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct speaker *speaker = &conference->speakers[id - 1];
    row->number = id;
    fill_speaker_life(conference, speaker, &row->record);
    fill_person_of(conference, audience, speaker->person, speaker->site, &row->record);
    record_text(&row->record, FIELD_NAME, speaker->name); /* an empty one leaves it as it is */
    fill_time(&row->record, FIELD_FINISHED_AT, speaker->finished_at);
    bool on_floor = speaker->state == STATE_SPEAKING || speaker->state == STATE_PAUSED;
    if (on_floor && speaker->granted > 0)
        record_number(&row->record, FIELD_GRANTED, speaker->granted);
}

void fill_my_speaker(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct speaker *speaker = &conference->speakers[id - 1];
    row->number = id;
    fill_speaker_life(conference, speaker, &row->record);
    record_binary(&row->record, FIELD_KEY, speaker->key);
}
