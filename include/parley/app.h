/*
 * app.h - the use cases: sign in, raise, act, list, refresh, tick. Permission and transaction live here, once.
 *
 * An app is what one thread needs to serve requests: its store connection, its directories' handles, and a
 * reference to the snapshot of settings, policies and calendar that all threads share. Functions that answer a
 * request write the JSON body of docs/api.md into `out` and return a result; on anything but RESULT_OK the fault
 * says why and the edge writes a problem document instead.
 */
#ifndef PARLEY_APP_H
#define PARLEY_APP_H

#include "parley/config.h"
#include "parley/directory.h"
#include "parley/escalation.h"
#include "parley/store_session.h"

/* Policies and calendar as read from the store: frozen, swapped whole when instance.generation grows. */
struct snapshot;

struct app {
	const struct config *config;
	struct store *store;
	struct directories *directories; /* NULL until somebody signs in on this thread */
	uint32_t directories_version;    /* of the setting that they were opened by */
	instant directories_opened;      /* by the machine's clock */
	struct snapshot *snapshot;
};

enum result app_open(const struct config *config, struct app **out, struct fault *f) MUST_USE;
void app_close(struct app *app);

/* What came with a request, after the edge has checked session, CSRF, size and method. */
struct app_request {
	struct arena *arena;
	const char *id;              /* request id */
	instant now;                 /* real time plus the instance's offset */
	const struct session *session;
	const char *idempotency_key; /* NULL */
	const char *body; size_t body_length;
};

/* --- sign-in (app/sign_in.c) --- */
struct signed_in { char token[44]; int64_t person_id; };
/* DENIED: wrong name or password alike. LIMIT: too many tries. UNAVAILABLE, TIMEOUT: the directory is down. */
enum result app_sign_in(struct app *app, const struct app_request *r, const char *username, const char *password,
                        const char *address, struct signed_in *out, struct fault *f) MUST_USE;
/*
 * Somebody whom Kerberos, or the web server where it is trusted, vouches for: the same path as sign-in, without a
 * password. `name` is looked up in `attribute` of the directory, or (NULL) as the name that people sign in with. DENIED for
 * whoever the directory does not have exactly once, or has disabled; UNAVAILABLE, TIMEOUT: the directory is down.
 */
enum result app_sign_on(struct app *app, const struct app_request *r, const char *name, const char *attribute,
                        struct signed_in *out, struct fault *f) MUST_USE;
/*
 * The emergency administrator (app/emergency.c): settings for an hour, and no case. Arming prints a password that opens once; by:
 * the account at the server. Signing in asks no directory; DENIED alike for wrong, used and over.
 */
enum result app_emergency_arm(struct app *owner, struct arena *a, const char *why, const char *by, struct buffer *out,
                              struct fault *f) MUST_USE;
enum result app_emergency_disarm(struct app *owner, struct arena *a, const char *by, struct buffer *out,
                                 struct fault *f) MUST_USE;
enum result app_emergency_status(struct app *app, struct arena *a, bool json, struct buffer *out, struct fault *f) MUST_USE;
enum result app_emergency_sign_in(struct app *app, const struct app_request *r, const char *password,
                                  const char *address, struct signed_in *out, struct fault *f) MUST_USE;
/*
 * What lists show of every escalation, or of one, made again from its events (app/rebuild.c). Erased ones have none and are left
 * alone. NOT_FOUND: there is no such reference. BUG: some could not be made; the log says which, and the others are.
 */
struct app_rebuilt { size_t made, erased, failed; };
enum result app_rebuild(struct app *app, struct arena *a, const char *reference, struct app_rebuilt *out,
                        struct fault *f) MUST_USE;
/* Before app_session(): the request will need that escalation if the session allows it, so it is read in the same wait. _end
 * after the answer was sent, whatever it was. */
void app_escalation_ahead(struct app *app, const char *reference);
void app_escalation_ahead_end(struct app *app);
enum result app_session(struct app *app, struct arena *a, const char *token, struct session *out) MUST_USE;
enum result app_sign_out(struct app *app, const char *token) MUST_USE;

/* --- requests (src/app); `out` gets the body --- */
enum result app_me(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_worklist(struct app *app, const struct app_request *r, const char *view, const char *cursor,
                         struct buffer *out, struct fault *f) MUST_USE;
/*
 * People by words in name, title or agency (q). field: a person field of a form, of `action` on `reference`, or (both NULL)
 * of raising with agency_id: then each is given with why they are proposed there, and without q those who are.
 */
struct app_people { const char *q, *agency_id, *reference, *action, *field; };
enum result app_people(struct app *app, const struct app_request *r, const struct app_people *asked, struct buffer *out,
                       struct fault *f) MUST_USE;
enum result app_policy(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* Every date of the policy in force. Both as the query gives them: "2026-12-23T16:30", NULL = now; "subject.kind=child", NULL. */
struct app_timetable { const char *raised, *assume; };
enum result app_policy_timetable(struct app *app, const struct app_request *r, const struct app_timetable *asked,
                                 struct buffer *out, struct fault *f) MUST_USE;
/* --- editions, for administrators alone (app/policies.c) --- */
enum result app_policies(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_policies_import(struct app *app, const struct app_request *r, struct buffer *out,
                                struct fault *f) MUST_USE;
/* edition: its number, as the path gives it. */
enum result app_policies_edition(struct app *app, const struct app_request *r, const char *edition,
                                 struct buffer *out, struct fault *f) MUST_USE;
/* One part of a trial of a draft: {"edition"|"policy","after"}; "next" is where the next part begins, null at the end. */
enum result app_policies_try(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_policies_flowchart(struct app *app, const struct app_request *r, const char *edition,
                                   struct buffer *out, struct fault *f) MUST_USE;
enum result app_policies_timetable(struct app *app, const struct app_request *r, const char *edition,
                                   const struct app_timetable *asked, struct buffer *out, struct fault *f) MUST_USE;
enum result app_policies_use(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                             struct fault *f) MUST_USE;
enum result app_policies_retire(struct app *app, const struct app_request *r, const char *edition,
                                struct buffer *out, struct fault *f) MUST_USE;
enum result app_raise_form(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* What would happen next if this were raised; it is checked as if it were, and nothing is kept. */
enum result app_raise_next(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* *reference is the new escalation's, for Location. */
enum result app_raise(struct app *app, const struct app_request *r, const char **reference, struct buffer *out,
                      struct fault *f) MUST_USE;
/*
 * --- requests to raise (app/requests.c): asked with the form of raising, read by whoever asked and whoever is asked, answered by
 * the latter with a reason, or taken back by the former. Raising one is raising, with its id ---
 */
enum result app_request_ask(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_requests(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_request(struct app *app, const struct app_request *r, const char *id, struct buffer *out,
                        struct fault *f) MUST_USE;
/* CONFLICT: it is answered already. */
enum result app_request_answer(struct app *app, const struct app_request *r, const char *id, struct fault *f) MUST_USE;
/*
 * for_action: id of an action whose person fields get proposals (query ?action=), or NULL. *etag is made from the whole
 * answer; when it equals known_etag nothing is left in out and *unchanged is true (304). The read is logged.
 */
enum result app_escalation(struct app *app, const struct app_request *r, const char *reference,
                           const char *for_action, const char *known_etag, const char **etag, bool *unchanged,
                           struct buffer *out, struct fault *f) MUST_USE;
/*
 * The record for the file (app/record_paper.c). number: one thing that happened, as the query gives it, NULL = all; as: "form"
 * for the one-page form, "whole" or NULL. *name: what the file is called, for those that are files. Each is logged.
 */
enum app_record_format { APP_RECORD_PAGE, APP_RECORD_HTML, APP_RECORD_PDF };
struct app_record { enum app_record_format format; const char *number, *as; };
enum result app_record(struct app *app, const struct app_request *r, const char *reference, const struct app_record *asked,
                       const char **name, struct buffer *out, struct fault *f) MUST_USE;
/* CONFLICT with code "changed": out holds the members since, version, still for the problem document. */
enum result app_act(struct app *app, const struct app_request *r, const char *reference, struct buffer *out,
                    struct fault *f) MUST_USE;
/* A file is sent (the body, whatever it is), and named afterwards by an action or a note. */
enum result app_upload(struct app *app, const struct app_request *r, const char *reference, struct buffer *out,
                       struct fault *f) MUST_USE;
/* In the request's arena. name: neutral, with the ending of its type. */
struct app_file { const char *content; size_t size; const char *name; };
enum result app_attachment(struct app *app, const struct app_request *r, const char *reference, const char *id,
                           struct app_file *out, struct fault *f) MUST_USE;
/* What was learnt from escalations that the person may see; for those who answer lessons or have oversight. state: "open",
 * "answered". DENIED for everybody else. */
enum result app_lessons(struct app *app, const struct app_request *r, const char *state, const char *cursor,
                        struct buffer *out, struct fault *f) MUST_USE;
/* Internal notes of the person's own agency on their side; cursor as the answer gave it, or NULL. NOT_FOUND: no such wall for them. */
enum result app_notes(struct app *app, const struct app_request *r, const char *reference, const char *cursor,
                      struct buffer *out, struct fault *f) MUST_USE;
enum result app_note_add(struct app *app, const struct app_request *r, const char *reference, struct buffer *out,
                         struct fault *f) MUST_USE;
/* --- places in running escalations given to somebody else (app/handover.c); person: whose, NULL = empty ones --- */
enum result app_seats(struct app *app, const struct app_request *r, const char *person, struct buffer *out,
                      struct fault *f) MUST_USE;
enum result app_seats_assign(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/*
 * For `parley` (app/handover_command.c): everything that `from` speaks for, or (NULL) what stands empty in the agency of `to`,
 * each in a transaction of its own. Both are names to sign in with. Printed as it goes.
 */
struct app_handover { const char *from, *to, *why; bool dry_run, json; };
enum result app_handover(struct app *app, struct arena *a, const struct app_handover *asked, struct buffer *out,
                         struct fault *f) MUST_USE;
/* --- vacancies (app/vacancies.c): who holds what where, and the gaps of the next four weeks --- */
enum result app_vacancies(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* For `parley`: the gaps alone, or all. now: the real time. */
struct app_vacancies { instant now; bool all, json; };
enum result app_vacancies_print(struct app *app, struct arena *a, const struct app_vacancies *asked, struct buffer *out,
                                struct fault *f) MUST_USE;
/* --- absences and deputies (app/absence.c) --- */
enum result app_absences(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_absence_add(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result app_absence_end(struct app *app, const struct app_request *r, const char *id, struct fault *f) MUST_USE;
enum result app_draft_get(struct app *app, const struct app_request *r, const char *key, struct buffer *out,
                          struct fault *f) MUST_USE;
enum result app_draft_put(struct app *app, const struct app_request *r, const char *key, struct fault *f) MUST_USE;
enum result app_draft_remove(struct app *app, const struct app_request *r, const char *key, struct fault *f) MUST_USE;

/* --- administration (app/administer_*.c), for `parley`: each prints what it did into out, as text or JSON --- */
/*
 * Everybody, or those alone who have a session, from the directory: new titles, moves, leavers. LIMIT "too-many-leavers",
 * and what the directory fails with, change nobody. How it went is kept (store_directory_refreshes). `now` is real.
 */
enum app_refresh_kind { APP_REFRESH_ALL, APP_REFRESH_SESSIONS };
enum result app_refresh(struct app *app, struct arena *a, enum app_refresh_kind kind, instant now, struct buffer *out,
                        struct fault *f) MUST_USE;
/*
 * Directories tried step by step, and one person from their entry to their stage roles. name: of one directory, NULL = all;
 * person: the name that somebody signs in with, NULL = nobody. NOT_FOUND: no such directory. What a directory fails
 * with is a step.
 */
struct app_directory_asked { const char *name, *person; };
struct app_directory_step { const char *directory, *step, *detail; enum result result; };
struct app_directory_steps { struct app_directory_step *steps; size_t count; enum result worst; };
enum result app_directory_test(struct app *app, struct arena *a, const struct app_directory_asked *asked,
                               struct app_directory_steps *out, struct fault *f) MUST_USE;
/* The elements of an array. */
void app_directory_steps_write(struct buffer *out, const struct app_directory_steps *steps);
/* Body {"value", "name", "person"}: value as the setting `directories` has it, to try it before it is saved; without it,
 * those that are saved. All may be left out. */
enum result app_directory_test_request(struct app *app, const struct app_request *r, struct buffer *out,
                                       struct fault *f) MUST_USE;
/*
 * Editions. which: the file, or an edition by its number, or the newest of a policy by its id. from: when, as written;
 * NULL = at once. why: kept in the settings history; NULL = none was given.
 */
struct app_policy_change { const char *which, *from, *why; };
enum result app_policy_import(struct app *owner, struct arena *a, const struct app_policy_change *change,
                              struct buffer *out, struct fault *f) MUST_USE;
/* In force for new escalations; those that were raised before keep theirs. */
enum result app_policy_use(struct app *owner, struct arena *a, const struct app_policy_change *change,
                           struct buffer *out, struct fault *f) MUST_USE;
enum result app_policy_retire(struct app *owner, struct arena *a, const struct app_policy_change *change,
                              struct buffer *out, struct fault *f) MUST_USE;
/* What an edition changes in the one in force, in words. */
enum result app_policy_compare(struct app *app, struct arena *a, const char *which, bool json, struct buffer *out,
                               struct fault *f) MUST_USE;
/* The rules of a policy's matrix (its newest edition) as the setting "mapping". CONFLICT when other rules are there,
 * unless `replace`. */
struct app_mapping_fill { const char *policy_id, *why; bool replace; };
enum result app_mapping_fill(struct app *app, struct arena *a, const struct app_mapping_fill *asked,
                             struct buffer *out, struct fault *f) MUST_USE;
/* Agencies of a file (a list) put into the setting "agencies"; those that it does not name stay. */
struct app_agencies { const char *file, *why; };
enum result app_agencies_import(struct app *app, struct arena *a, const struct app_agencies *asked, struct buffer *out,
                                struct fault *f) MUST_USE;
/* A draft (a file, or an edition by its number) tried on every escalation: counts of what would have been late and who
 * would have been called, no content; nothing is stored or sent. */
enum result app_policy_try(struct app *app, struct arena *a, const char *which, bool json, struct buffer *out,
                           struct fault *f) MUST_USE;
/* Move a demo's clock: to an instant, by a length of time as policies write it, or back to the real time. */
enum result app_clock_set(struct app *owner, instant to, struct fault *f) MUST_USE;
enum result app_clock_advance(struct app *owner, struct arena *a, const char *span, struct fault *f) MUST_USE;
enum result app_clock_reset(struct app *owner, struct fault *f) MUST_USE;
/* Which list of bank holidays counts, up to when; whether it ends within a year. */
struct app_calendar_state { const char *words; bool ends_soon; };
enum result app_calendar(struct app *app, struct arena *a, struct app_calendar_state *out, struct fault *f) MUST_USE;
/* The files that are kept in a folder: how many rows name one, and how many of those are not there or not of their size. */
struct app_files_state {
	const char *words;
	bool good;
};
enum result app_files(
    struct app *app, struct arena *a, struct app_files_state *out, struct fault *f) MUST_USE;
/* --- the clock's work (app/tick.c): overdue notices, outbox, sweep --- */
enum result app_tick(struct app *app, struct arena *a, instant now, struct fault *f) MUST_USE;

#endif
