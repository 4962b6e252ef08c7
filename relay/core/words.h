/* words.h - the closed lists of words that fields may hold: the same in C, JSON, TypeScript and the documents. Pure. */
#ifndef LAMRELAY_CORE_WORDS_H
#define LAMRELAY_CORE_WORDS_H

#include "base/text.h"

enum role { ROLE_ADMIN, ROLE_MODERATOR, ROLE_CHAIR, ROLE_OPERATOR, ROLE_PARTICIPANT, ROLE_RESPONDER, ROLE_DISPLAY, ROLE_COUNT };
enum site_kind { SITE_HALL, SITE_REMOTE, SITE_KIND_COUNT };
enum item_kind { ITEM_TALK, ITEM_PAPER, ITEM_DIALOGUE, ITEM_VOTE, ITEM_COMMENDATION, ITEM_BREAK, ITEM_KIND_COUNT };
enum choice { CHOICE_YES, CHOICE_NO, CHOICE_ABSTAIN, CHOICE_COUNT };
enum results { RESULTS_HIDDEN, RESULTS_LIVE, RESULTS_TURNOUT, RESULTS_COUNT };
enum stage_view { VIEW_BLANK, VIEW_QUESTION, VIEW_SPEAKER, VIEW_POLL, VIEW_AGENDA, VIEW_JOIN, VIEW_MESSAGE,
    VIEW_RESULTS_BY_SITE, VIEW_MAIN, /* main: of one display, that it shows what the others do */
    VIEW_PROMPT, VIEW_LOWER_THIRD,   /* of one display: for who answers on the podium, and for the video mixer */
    VIEW_CLOCK,                      /* hub time, to measure how far a site's picture is behind */
    VIEW_COUNT };
enum intake { INTAKE_OPEN, INTAKE_PAUSED, INTAKE_CLOSED, INTAKE_COUNT };
enum why { WHY_PINNED, WHY_MANUAL, WHY_SITE_NOT_YET_ASKED, WHY_FEWEST_OF_SITE, WHY_COUNT };
/* Of a request to speak, in the order of the list. An answer belongs to what was just asked, so it goes before everything. */
enum speaker_class { CLASS_ANSWER, CLASS_INTERPOSED, CLASS_INTERVENTION, CLASS_POINT_OF_ORDER, CLASS_NORMAL, CLASS_COUNT };
enum list_state { LIST_OPEN, LIST_CLOSED, LIST_STATE_COUNT };
enum reason { REASON_DUPLICATE, REASON_OFF_TOPIC, REASON_ALREADY_ANSWERED, REASON_UNSUITABLE, REASON_UNCLEAR, REASON_OTHER, REASON_COUNT };
enum poll_type { POLL_YES_NO_ABSTAIN, POLL_SINGLE, POLL_MULTIPLE, POLL_RATING, POLL_TYPE_COUNT };
/* Where a question comes from: asked during the event, written on a slip, collected before. */
enum origin { ORIGIN_LIVE, ORIGIN_PAPER, ORIGIN_SURVEY, ORIGIN_COUNT };
enum ballot_rule { BALLOT_CHANGEABLE, BALLOT_FIRST_IS_FINAL, BALLOT_RULE_COUNT };
/* Offers of a site are numbered in each lane by itself, so that what is urgent need not wait. */
enum lane { LANE_FLOOR, LANE_QUESTIONS, LANE_REST, LANE_COUNT };
/* That a ballot was in time, best first. */
enum evidence { EVIDENCE_IN_TIME, EVIDENCE_UNPROVEN, EVIDENCE_LATE, EVIDENCE_COUNT };
enum can_change { CHANGE_CAN, CHANGE_CANNOT, CHANGE_COUNT };
/* What the chair does with ballots whose time cannot be proved. */
enum unproven_rule { UNPROVEN_COUNT, UNPROVEN_LEAVE_OUT, UNPROVEN_RULE_COUNT };
/* Of a poll: void, reopen; of a list of speakers: clear. */
enum proposal { PROPOSAL_VOID, PROPOSAL_REOPEN, PROPOSAL_CLEAR, PROPOSAL_COUNT };
enum presence { PRESENCE_REQUIRED, PRESENCE_COUNT };
/* What a change can take away again, of a person, of an agenda item and of the conference. */
enum clearable { CLEARABLE_NAME, CLEARABLE_UNIT, CLEARABLE_SITE, CLEARABLE_PRESENTER, CLEARABLE_SECONDS, CLEARABLE_THEME, CLEARABLE_ADDRESS, CLEARABLE_COUNT };
/* Does a poll take in what operators count by hand. */
enum counts_rule { COUNTS_OPERATORS, COUNTS_NONE, COUNTS_RULE_COUNT };
/* What an operator tries out before the doors open. */
enum check_point { CHECK_LINK, CHECK_SOUND, CHECK_CLOCK, CHECK_KEY, CHECK_SCREEN, CHECK_WHO, CHECK_POINT_COUNT };
enum void_reason { VOID_WRONG_TEXT, VOID_WRONG_ELECTORATE, VOID_FAULT, VOID_IRREGULAR, VOID_OTHER, VOID_REASON_COUNT };

/* All states of all things; each lifecycle table uses its own few. */
enum state {
    STATE_NONE,
    STATE_PENDING, STATE_APPROVED, STATE_ASKING, STATE_ANSWERED, STATE_REJECTED, STATE_WITHDRAWN, STATE_RETURNED,
    STATE_MERGED,                                                                                 /* question */
    STATE_WAITING, STATE_NEXT, STATE_SPEAKING, STATE_FINISHED,                                    /* speaker */
    STATE_DRAFT, STATE_OPEN, STATE_CLOSING, STATE_CLOSED, STATE_PUBLISHED,                        /* poll */
    STATE_PLANNED, STATE_CURRENT, STATE_DONE,                                                     /* agenda item */
    STATE_RECORDED, STATE_COUNTED,                                                                /* ballot, as its voter sees it */
    STATE_READY, STATE_PAUSED, STATE_EXPIRED,                                                     /* speaker, too */
    STATE_VOID,                                                                                   /* poll, and the ballots in it */
    STATE_UNPROVEN, STATE_LATE, STATE_LATE_IN_TIME,                                               /* ballot, too */
    STATE_ENTERED, STATE_CONFIRMED,                                                               /* what was counted by hand */
    STATE_COUNT
};

struct word_list {
    const char *name;           /* of the list, for messages */
    const char *const *words;   /* index = enum value */
    unsigned count;
};

extern const struct word_list ROLE_WORDS, SITE_KIND_WORDS, ITEM_KIND_WORDS, CHOICE_WORDS, RESULTS_WORDS, VIEW_WORDS, REASON_WORDS,
    STATE_WORDS, INTAKE_WORDS, WHY_WORDS, CLASS_WORDS, LIST_WORDS, POLL_TYPE_WORDS, BALLOT_RULE_WORDS,
    PROPOSAL_WORDS, VOID_REASON_WORDS, ORIGIN_WORDS, PRESENCE_WORDS, LANE_WORDS, EVIDENCE_WORDS, CAN_CHANGE_WORDS, UNPROVEN_WORDS, CLEARABLE_WORDS,
    COUNTS_WORDS, CHECK_POINT_WORDS;

/* The value of a word, or -1 when the list has no such word. */
int word_find(const struct word_list *list, struct text word);

#endif
