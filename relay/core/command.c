#include "core/command.h"

#include "core/state.h"

#define BIT(role) (1u << ROLE_##role)
enum {
    DESK = BIT(MODERATOR) | BIT(CHAIR),
    EVERYBODY = BIT(PARTICIPANT) | BIT(RESPONDER) | BIT(OPERATOR) | BIT(MODERATOR),
};

const struct command_info COMMAND_INFO[COMMAND_COUNT] = {
    [COMMAND_QUESTION_SUBMIT] = {.method = "question.submit",
        .fields = FIELDS(FIELD_TEXT, OPTIONAL(FIELD_TOPIC), OPTIONAL(FIELD_PERSON)),
        .roles = EVERYBODY, .remembered = true, .step = step_question_submit},
    [COMMAND_QUESTION_APPROVE] = {.method = "question.approve",
        .fields = FIELDS(FIELD_QUESTION, FIELD_REV),
        .roles = BIT(MODERATOR), .step = step_question_approve},
    [COMMAND_QUESTION_REJECT] = {.method = "question.reject",
        .fields = FIELDS(FIELD_QUESTION, FIELD_REV, FIELD_REASON, OPTIONAL(FIELD_NOTE)),
        .roles = BIT(MODERATOR), .step = step_question_reject},
    [COMMAND_QUESTION_WITHDRAW] = {.method = "question.withdraw",
        .fields = FIELDS(FIELD_QUESTION),
        .roles = EVERYBODY, .remembered = true, .step = step_question_withdraw},
    [COMMAND_QUESTION_ASK] = {.method = "question.ask",
        .fields = FIELDS(FIELD_QUESTION, FIELD_REV),
        .roles = DESK, .step = step_question_ask},
    [COMMAND_QUESTION_ANSWER] = {.method = "question.answer",
        .fields = FIELDS(FIELD_QUESTION, FIELD_REV),
        .roles = DESK, .step = step_question_answer},
    [COMMAND_SPEAKER_REQUEST] = {.method = "speaker.request",
        .fields = FIELDS(OPTIONAL(FIELD_PERSON), OPTIONAL(FIELD_ITEM)),
        .roles = EVERYBODY | BIT(CHAIR), .remembered = true, .step = step_speaker_request},
    [COMMAND_SPEAKER_CALL] = {.method = "speaker.call",
        .fields = FIELDS(FIELD_SPEAKER, FIELD_REV, FIELD_UNTIL),
        .roles = DESK, .dangerous = true, .step = step_speaker_call},
    [COMMAND_SPEAKER_START] = {.method = "speaker.start",
        .fields = FIELDS(FIELD_SPEAKER, FIELD_REV, FIELD_UNTIL, OPTIONAL(FIELD_SECONDS)),
        .roles = DESK, .dangerous = true, .step = step_speaker_start},
    [COMMAND_SPEAKER_FINISH] = {.method = "speaker.finish",
        .fields = FIELDS(FIELD_SPEAKER, FIELD_REV),
        .roles = DESK, .step = step_speaker_finish},
    [COMMAND_SPEAKER_WITHDRAW] = {.method = "speaker.withdraw",
        .fields = FIELDS(FIELD_SPEAKER),
        .roles = EVERYBODY | BIT(CHAIR), .remembered = true, .step = step_speaker_withdraw},
    [COMMAND_POLL_DRAFT] = {.method = "poll.draft",
        .fields = FIELDS(FIELD_TITLE, FIELD_RESULTS, OPTIONAL(FIELD_POLL_TYPE), OPTIONAL(FIELD_OPTIONS), OPTIONAL(FIELD_LEAST),
                               OPTIONAL(FIELD_MOST), OPTIONAL(FIELD_BALLOT_RULE), OPTIONAL(FIELD_ROLES), OPTIONAL(FIELD_SITES),
                               OPTIONAL(FIELD_SITE_KIND)),
        .roles = DESK, .step = step_poll_draft},
    [COMMAND_POLL_OPEN] = {.method = "poll.open",
        .fields = FIELDS(FIELD_POLL, FIELD_REV, FIELD_UNTIL, OPTIONAL(FIELD_SECONDS)),
        .roles = DESK, .dangerous = true, .step = step_poll_open},
    [COMMAND_POLL_CAST] = {.method = "poll.cast",
        .fields = FIELDS(FIELD_POLL, FIELD_DEVICE, FIELD_COUNTER, OPTIONAL(FIELD_CHOICE), OPTIONAL(FIELD_CHOICES),
                               OPTIONAL(FIELD_RATING)),
        .roles = EVERYBODY | BIT(CHAIR), .remembered = true, .step = step_poll_cast},
    [COMMAND_POLL_CLOSE] = {.method = "poll.close",
        .fields = FIELDS(FIELD_POLL, FIELD_REV, FIELD_UNTIL),
        .roles = DESK, .dangerous = true, .step = step_poll_close},
    [COMMAND_POLL_PUBLISH] = {.method = "poll.publish",
        .fields = FIELDS(FIELD_POLL, FIELD_REV, FIELD_UNTIL),
        .roles = DESK, .dangerous = true, .step = step_poll_publish},
    [COMMAND_AGENDA_START] = {.method = "agenda.start",
        .fields = FIELDS(FIELD_ITEM, FIELD_REV, FIELD_UNTIL),
        .roles = DESK, .dangerous = true, .step = step_agenda_start},
    [COMMAND_STAGE_SHOW] = {.method = "stage.show",
        .fields = FIELDS(FIELD_VIEW, FIELD_REV, FIELD_UNTIL, OPTIONAL(FIELD_QUESTION), OPTIONAL(FIELD_POLL),
                               OPTIONAL(FIELD_MESSAGE)),
        .roles = DESK, .dangerous = true, .step = step_stage_show},
    [COMMAND_SESSION_OPEN] = {.method = "",
        .fields = FIELDS(FIELD_PERSON, FIELD_TOKEN_DIGEST),
        .roles = 0, .step = step_session_open},
    [COMMAND_SESSION_CLOSE] = {.method = "",
        .fields = FIELDS(FIELD_TOKEN_DIGEST),
        .roles = 0, .step = step_session_close},
    [COMMAND_CODE_ISSUE] = {.method = "",
        .fields = FIELDS(FIELD_PERSON, OPTIONAL(FIELD_CODE_DIGEST), FIELD_CARD_DIGEST),
        .roles = 0, .step = step_code_issue},
    [COMMAND_PASSWORD_SET] = {.method = "",
        .fields = FIELDS(FIELD_PERSON, FIELD_PASSWORD_HASH),
        .roles = 0, .step = step_password_set},
};

enum command_type command_find(struct text method) {
    for (int i = 0; i < COMMANDS_FROM_PEOPLE; i++)
        if (text_equal_string(method, COMMAND_INFO[i].method))
            return (enum command_type)i;
    return COMMAND_COUNT;
}
