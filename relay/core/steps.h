/* steps.h - what the tables of command.c and event.c point at: one step function a command, one apply function an event. For the files of core/ only.
 *
 * step: decides on a command against the conference as it is; fills the event, or the fault. Changes nothing. Errors: those of the closed list that
 * name a refusal, or NO_MEMORY.
 * apply: makes the event true, and touches each row that may now look different to somebody. DAMAGED: the event does not fit the state (the journal
 * lies); NO_MEMORY: nothing changed. */
#ifndef LAMRELAY_CORE_STEPS_H
#define LAMRELAY_CORE_STEPS_H

#include "core/conference.h"

struct touched;

/* --- one step function a command (command.c) --- */
enum error step_question_submit(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_approve(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_reject(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_withdraw(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_ask(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_answer(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_request(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_call(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_start(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_finish(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_withdraw(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_draft(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_open(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_cast(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_close(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_publish(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_agenda_start(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_stage_show(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_ready(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_skip(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_pause(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_resume(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speaker_extend(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speakers_open(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speakers_close(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speakers_clear(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_speakers_confirm(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_message_send(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_message_read(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_session_open(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_session_close(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_code_issue(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_password_set(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_edit(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_return(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_resubmit(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_unapprove(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_put_back(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_merge(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_assign(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_undo(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_pin(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_move(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_question_me_too(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_intake_set(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_void(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_reopen(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_confirm(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_opinion_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_site_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_site_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_topic_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_topic_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_agenda_session_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_agenda_session_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_agenda_item_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_agenda_item_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_person_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_person_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_person_remove(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_person_check_in(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_person_allow_move(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_announce(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_declare_lost(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_poll_amend(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_count_enter(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_count_confirm(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_count_withdraw(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_stream_grant(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);
enum error step_stream_drain(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault);

/* --- one apply function an event (event.c) --- */
enum error apply_conference_created(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_site_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_topic_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_agenda_item_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_people_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_account_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_code_issued(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_password_set(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_session_opened(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_session_closed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_submitted(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_approved(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_rejected(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_withdrawn(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_asked(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_answered(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_requested(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_called(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_started(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_finished(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_withdrawn(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_drafted(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_opened(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_ballot_cast(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_close_announced(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_closing(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_closed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_published(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_agenda_item_started(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_stage_shown(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_command_refused(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_edited(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_returned(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_resubmitted(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_unapproved(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_put_back(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_merged(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_assigned(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_act_undone(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_pinned(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_question_moved(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_me_too_set(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_intake_set(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_admitted(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_made_ready(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_skipped(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_paused(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_resumed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speaker_extended(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_opened(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_closed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_expired(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_clear_proposed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_proposal_expired(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_speakers_cleared(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_message_sent(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_message_read(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_void_proposed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_reopen_proposed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_proposal_expired(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_voided(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_reopened(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_agenda_session_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_opinion_added(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_site_changed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_topic_changed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_agenda_session_changed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_agenda_item_changed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_person_changed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_person_removed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_person_checked_in(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_person_move_allowed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_stream_granted(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_offer_known(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_ballot_unproven(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_ballot_late(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_stream_drained(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_stream_lost(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_poll_amended(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_move_refused(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_count_entered(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_count_confirmed(struct conference *conference, const struct event *event, struct touched *touched);
enum error apply_count_withdrawn(struct conference *conference, const struct event *event, struct touched *touched);

#endif
