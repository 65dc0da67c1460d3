/*
 * handlers.h - one function per route: takes what dispatch.c has checked, calls one use case, says which status.
 */
#ifndef PARLEY_HTTP_HANDLERS_H
#define PARLEY_HTTP_HANDLERS_H

#include "routes.h"

enum result handlers_health(struct exchange *x) MUST_USE;
enum result handlers_me(struct exchange *x) MUST_USE;
enum result handlers_worklist(struct exchange *x) MUST_USE;
enum result handlers_notices(struct exchange *x) MUST_USE;
enum result handlers_notices_read(struct exchange *x) MUST_USE;
enum result handlers_retention(struct exchange *x) MUST_USE;
enum result handlers_retention_confirm(struct exchange *x) MUST_USE;
enum result handlers_retention_hold(struct exchange *x) MUST_USE;
enum result handlers_retention_lift(struct exchange *x) MUST_USE;
enum result handlers_undelivered(struct exchange *x) MUST_USE;
enum result handlers_undelivered_settle(struct exchange *x) MUST_USE;
enum result handlers_feed(struct exchange *x) MUST_USE;
enum result handlers_feed_make(struct exchange *x) MUST_USE;
enum result handlers_feed_remove(struct exchange *x) MUST_USE;
enum result handlers_feed_read(struct exchange *x) MUST_USE;
enum result handlers_people(struct exchange *x) MUST_USE;
enum result handlers_policy(struct exchange *x) MUST_USE;
enum result handlers_policy_timetable(struct exchange *x) MUST_USE;
enum result handlers_policies(struct exchange *x) MUST_USE;
enum result handlers_policies_import(struct exchange *x) MUST_USE;
enum result handlers_policies_edition(struct exchange *x) MUST_USE;
enum result handlers_policies_move(struct exchange *x) MUST_USE;
enum result handlers_policies_move_begin(struct exchange *x) MUST_USE;
enum result handlers_policies_move_preview(struct exchange *x) MUST_USE;
enum result handlers_policies_try(struct exchange *x) MUST_USE;
enum result handlers_policies_flowchart(struct exchange *x) MUST_USE;
enum result handlers_policies_timetable(struct exchange *x) MUST_USE;
enum result handlers_policies_use(struct exchange *x) MUST_USE;
enum result handlers_policies_retire(struct exchange *x) MUST_USE;
enum result handlers_people_roles(struct exchange *x) MUST_USE;
enum result handlers_settings(struct exchange *x) MUST_USE;
enum result handlers_settings_one(struct exchange *x) MUST_USE;
enum result handlers_settings_put(struct exchange *x) MUST_USE;
enum result handlers_settings_preview(struct exchange *x) MUST_USE;
enum result handlers_directory_test(struct exchange *x) MUST_USE;
enum result handlers_calendar_rows(struct exchange *x) MUST_USE;
enum result handlers_settings_mail_test(struct exchange *x) MUST_USE;
enum result handlers_settings_undo(struct exchange *x) MUST_USE;
enum result handlers_seats(struct exchange *x) MUST_USE;
enum result handlers_seats_assign(struct exchange *x) MUST_USE;
enum result handlers_vacancies(struct exchange *x) MUST_USE;
enum result handlers_absences(struct exchange *x) MUST_USE;
enum result handlers_absence_add(struct exchange *x) MUST_USE;
enum result handlers_absence_end(struct exchange *x) MUST_USE;
enum result handlers_raise_form(struct exchange *x) MUST_USE;
enum result handlers_raise_next(struct exchange *x) MUST_USE;
enum result handlers_raise(struct exchange *x) MUST_USE;
enum result handlers_escalation(struct exchange *x) MUST_USE;
enum result handlers_record(struct exchange *x) MUST_USE;
enum result handlers_record_html(struct exchange *x) MUST_USE;
enum result handlers_record_pdf(struct exchange *x) MUST_USE;
enum result handlers_act(struct exchange *x) MUST_USE;
enum result handlers_upload(struct exchange *x) MUST_USE;
enum result handlers_attachment(struct exchange *x) MUST_USE;
enum result handlers_lessons(struct exchange *x) MUST_USE;
enum result handlers_requests(struct exchange *x) MUST_USE;
enum result handlers_request_ask(struct exchange *x) MUST_USE;
enum result handlers_request(struct exchange *x) MUST_USE;
enum result handlers_request_answer(struct exchange *x) MUST_USE;
enum result handlers_notes(struct exchange *x) MUST_USE;
enum result handlers_note_add(struct exchange *x) MUST_USE;
enum result handlers_draft_get(struct exchange *x) MUST_USE;
enum result handlers_draft_put(struct exchange *x) MUST_USE;
enum result handlers_draft_remove(struct exchange *x) MUST_USE;

#endif
