/*
 * snapshot.h - policies, calendar and settings as all threads share them: frozen, swapped whole; private to app/.
 *
 * The instance row carries a generation that grows with every change of policy, calendar or setting, and comes with
 * each session, so a change is seen by the next request of every worker, without a restart and without asking again.
 */
#ifndef APP_SNAPSHOT_H
#define APP_SNAPSHOT_H

#include "parley/app.h"
#include "parley/store_agency.h"
#include "parley/store_edition.h"
#include "parley/store_emergency.h"
#include "setting.h"

struct snapshot_edition { int64_t id; struct policy policy; };

struct snapshot {
	struct arena *arena;
	uint64_t generation;
	int users;                    /* threads that hold it; guarded by the lock in snapshot.c */
	const struct calendar *bundled;  /* the list of bank holidays as it came */
	const struct calendar *calendar; /* with what the borough changed in it */
	struct snapshot_edition *editions;
	size_t edition_count;
	int64_t chosen;               /* edition in force until the first plan begins; 0 = none */
	struct edition_plan *plans;   /* the earliest first */
	size_t plan_count;
	struct agency *agencies;
	size_t agency_count;
	const struct contact_book *contacts; /* of every policy, as they are and as they were */
	const void *settings[SETTING_COUNT]; /* values, by kind */
	const int64_t *granted;       /* who has each of the grants, by their order: person ids; 0 = nobody who is known */
	struct emergency emergency;   /* the last one; id 0 = there was never one */
};

/* Make app->snapshot the one of that generation; reads the store only if no thread has it yet. */
enum result snapshot_refresh(struct app *app, uint64_t generation, struct fault *f) MUST_USE;
void snapshot_release(struct snapshot *s);
/* As `s` would be with another value of a setting; lives in `a` and points into `s`. Of settings that dates hang on. */
const struct snapshot *snapshot_with(const struct snapshot *s, enum setting_id id, const void *value, struct arena *a);
/* The edition that is in force for new escalations at that time, by the instance's clock; 0 = none yet. */
int64_t snapshot_edition(const struct snapshot *s, instant now);
/* The policy of an edition, or NULL. */
const struct policy *snapshot_policy(const struct snapshot *s, int64_t edition_id);
/* The edition that this policy of the snapshot is; 0 for any other policy. */
int64_t snapshot_edition_of(const struct snapshot *s, const struct policy *p);
const struct agency *snapshot_agency(const struct snapshot *s, const char *id);
/* Whether it has ended by then: nothing new is raised with it or by it. */
bool snapshot_agency_ended(const struct agency *ag, instant now);
/* The value of a setting: never NULL. */
const void *snapshot_setting(const struct snapshot *s, enum setting_id id);

#endif
