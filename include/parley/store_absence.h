/*
 * store_absence.h - absences: who is away, and who acts for them; times are the instance's.
 */
#ifndef PARLEY_STORE_ABSENCE_H
#define PARLEY_STORE_ABSENCE_H

#include "parley/store.h"

struct person;

struct absence {
	int64_t id, person_id, deputy_id; /* deputy 0 = nobody */
	const char *person, *title, *deputy, *deputy_title; /* names as they are now */
	instant begins, ends;
	int64_t set_by;
};
/* How many a person may have planned, and how many people somebody may stand in for at one time. */
enum { ABSENCES_MAX = 20 };
/* CONFLICT: the person is away already in that time; LIMIT: too many are planned, or for the deputy. */
enum result store_absence_add(struct store *st, const struct absence *what, instant now, int64_t *id) MUST_USE;
/* Ends now if it has begun, else it never was. NOT_FOUND: there is none that has not ended. */
enum result store_absence_end(struct store *st, int64_t id, int64_t by, instant now) MUST_USE;
enum result store_absence(struct store *st, int64_t id, struct arena *a, struct absence *out) MUST_USE;
/* Those that have not ended at `now`: of a person, of whoever a person is deputy for, of those whom a person manages. */
enum absences_of { ABSENCES_OF_PERSON, ABSENCES_OF_DEPUTY, ABSENCES_OF_TEAM };
enum result store_absences(struct store *st, enum absences_of which, int64_t person_id, instant now, struct arena *a,
                           struct absence **out, size_t *count) MUST_USE;
/* Active people whose manager in the directory that is. */
enum result store_team(struct store *st, int64_t manager_id, size_t limit, struct arena *a, struct person **out,
                       size_t *count) MUST_USE;
/* New notices go to the deputies of whoever is away at `now` too. Before they are sorted. */
enum result store_outbox_deputies(struct store *st, instant now) MUST_USE;

#endif
