/* words.h - the closed lists of words that fields may hold: the same in C, JSON, TypeScript and the documents. Pure. */
#ifndef LAMRELAY_CORE_WORDS_H
#define LAMRELAY_CORE_WORDS_H

#include "base/text.h"

enum role { ROLE_ADMIN, ROLE_MODERATOR, ROLE_CHAIR, ROLE_OPERATOR, ROLE_PARTICIPANT, ROLE_RESPONDER, ROLE_DISPLAY, ROLE_COUNT };
enum site_kind { SITE_HALL, SITE_REMOTE, SITE_KIND_COUNT };
enum item_kind { ITEM_TALK, ITEM_PAPER, ITEM_DIALOGUE, ITEM_VOTE, ITEM_COMMENDATION, ITEM_BREAK, ITEM_KIND_COUNT };
enum choice { CHOICE_YES, CHOICE_NO, CHOICE_ABSTAIN, CHOICE_COUNT };
enum results { RESULTS_HIDDEN, RESULTS_LIVE, RESULTS_COUNT };
enum stage_view { VIEW_BLANK, VIEW_QUESTION, VIEW_SPEAKER, VIEW_POLL, VIEW_AGENDA, VIEW_JOIN, VIEW_MESSAGE,
    VIEW_RESULTS_BY_SITE, VIEW_MAIN, /* main: of one display, that it shows what the others do */
    VIEW_COUNT };
/* Of a request to speak, in the order of the list. An answer belongs to what was just asked, so it goes before everything. */
enum speaker_class { CLASS_ANSWER, CLASS_INTERPOSED, CLASS_INTERVENTION, CLASS_POINT_OF_ORDER, CLASS_NORMAL, CLASS_COUNT };
enum list_state { LIST_OPEN, LIST_CLOSED, LIST_STATE_COUNT };
enum reason { REASON_DUPLICATE, REASON_OFF_TOPIC, REASON_ALREADY_ANSWERED, REASON_UNSUITABLE, REASON_UNCLEAR, REASON_OTHER, REASON_COUNT };

/* All states of all things; each lifecycle table uses its own few. */
enum state {
    STATE_NONE,
    STATE_PENDING, STATE_APPROVED, STATE_ASKING, STATE_ANSWERED, STATE_REJECTED, STATE_WITHDRAWN, /* question */
    STATE_WAITING, STATE_NEXT, STATE_SPEAKING, STATE_FINISHED,                                    /* speaker */
    STATE_DRAFT, STATE_OPEN, STATE_CLOSING, STATE_CLOSED, STATE_PUBLISHED,                        /* poll */
    STATE_PLANNED, STATE_CURRENT, STATE_DONE,                                                     /* agenda item */
    STATE_RECORDED, STATE_COUNTED,                                                                /* ballot, as its voter sees it */
    STATE_READY, STATE_PAUSED, STATE_EXPIRED,                                                     /* speaker, too */
    STATE_COUNT
};

struct word_list {
    const char *name;           /* of the list, for messages */
    const char *const *words;   /* index = enum value */
    unsigned count;
};

extern const struct word_list ROLE_WORDS, SITE_KIND_WORDS, ITEM_KIND_WORDS, CHOICE_WORDS, RESULTS_WORDS, VIEW_WORDS, REASON_WORDS,
    STATE_WORDS, CLASS_WORDS, LIST_WORDS;

/* The value of a word, or -1 when the list has no such word. */
int word_find(const struct word_list *list, struct text word);

#endif
