/* view_rows.h - for each row kind, which audience sees which fields, and what stands in them. For view.c and the files view_*.c. */
#ifndef LAMRELAY_CORE_VIEW_ROWS_H
#define LAMRELAY_CORE_VIEW_ROWS_H

#include "core/state.h"
#include "core/view.h"

/* The fields an audience may NOT see of a thing (a list as FIELDS makes it; WHOLE = it sees all); NULL = the row does not exist for it. */
typedef const field_use *row_visible(const struct conference *conference, struct audience audience, uint32_t id);
/* All that could be said; view_row hides what the audience may not see. */
typedef void row_fill(const struct conference *conference, struct audience audience, uint32_t id, struct row *row);

extern const field_use WHOLE[];

row_visible visible_hand_count;
row_fill fill_hand_count;
row_visible visible_message, visible_stage;
row_fill fill_message, fill_agenda_session;
row_visible visible_to_all, visible_site, visible_agenda_item, visible_person, visible_me, visible_question, visible_my_question, visible_my_me_too, visible_queue, visible_speaker, visible_my_speaker, visible_poll, visible_my_ballot, visible_session, visible_site_person;
row_fill fill_conference, fill_site, fill_topic, fill_agenda_item, fill_stage, fill_person, fill_me, fill_question, fill_my_question, fill_my_me_too, fill_queue, fill_speaker, fill_my_speaker, fill_poll, fill_my_ballot, fill_session, fill_site_person;

/* Where and who: what rows of questions and speakers share. Phones get the site's name with the row, and no list of all sites. */
void fill_person_of(const struct conference *conference, struct audience audience, uint32_t person, uint32_t site, struct record *record);
/* Groups by their bits, LIMIT_GROUPS_OF_PERSON at most. */
void fill_groups(const struct conference *conference, uint64_t groups, struct row *row);
/* A time that is 0 has not come. */
void fill_time(struct record *record, enum field field, int64_t value);

#endif
