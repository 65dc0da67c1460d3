/*
 * edition.h - editions of policies: bring one in, choose from when, retire; the same from the browser and the command
 * line; private to app/. Who may has been checked by the caller.
 */
#ifndef APP_EDITION_H
#define APP_EDITION_H

#include "parley/app.h"
#include "parley/store_edition.h"

/* Who changes something, why, at what time of the instance. */
struct edition_asker {
	int64_t person_id; /* 0 = at the command line */
	const char *why;   /* NULL: only there */
	instant now;
};

struct edition_new {
	const struct policy *policy;
	int64_t id;
	bool in_force; /* the first of an instance comes into force at once */
};

/* "no edition stated" where the policy says nothing. */
const char *edition_label(const struct policy *p);
/*
 * What does not hold together is refused with a fault for each place of it, code "policy-refused"; what is in force
 * stays. The same text again is the same edition.
 */
enum result edition_import(struct app *app, struct arena *a, const char *text, size_t length,
                           const struct edition_asker *who, struct edition_new *out, struct fault *f) MUST_USE;
/* A policy file, checked: INVALID as above. */
enum result edition_draft_read(const char *text, size_t length, struct arena *a, const struct policy **out,
                               struct fault *f) MUST_USE;
/* From an instant that is to come, or INSTANT_NONE: from now on. */
enum result edition_choose(struct app *app, const struct edition *e, instant from, const struct edition_asker *who,
                           struct fault *f) MUST_USE;
enum result edition_retire(struct app *app, const struct edition *e, const struct edition_asker *who,
                           struct fault *f) MUST_USE;

/* "in-force", "planned" (then *from is when), "retired" or "stored". */
const char *edition_state(const struct edition *e, const struct instance *in_force, const struct edition_plan *plans,
                          size_t plan_count, instant now, instant *from);
/* The edition of that number; NULL when there is none. */
const struct edition *edition_by_id(const struct edition *all, size_t count, int64_t id);
/* The policy of the edition that a path names by its number, as it counts: NOT_FOUND with a fault. */
enum result edition_policy(struct app *app, const struct app_request *r, const char *number, const struct policy **out,
                           struct fault *f) MUST_USE;
/* A policy as it counts, under the calendar of its nation; the snapshot has to be there. */
enum result edition_counting(struct app *app, struct arena *a, const struct policy *p, const struct policy **out,
                             struct fault *f) MUST_USE;
/*
 * By its number ("12"), the newest of a policy ("redbridge-rscp"), or one of a policy in the order in which they were imported,
 * from 1 on ("redbridge-rscp@2"); NULL when there is none.
 */
const struct edition *edition_named(const struct edition *all, size_t count, const char *which);
/* "12" -> 12; 0 for anything else: no edition has it. */
int64_t edition_number_parse(const char *number);
/* Its policy, read from the kept text. */
enum result edition_read(const struct edition *e, struct arena *a, const struct policy **out,
                         struct fault *f) MUST_USE;
/* A time that an administrator wrote: "2027-12-24", its first minute, or "2027-12-24T09:00". A fault at /from. */
enum result edition_from_parse(const char *text, instant *out, struct fault *f) MUST_USE;

#endif
