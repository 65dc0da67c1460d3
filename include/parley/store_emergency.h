/*
 * store_emergency.h - the emergency administrator (sql/0009-emergency.sql); times are real ones.
 */
#ifndef PARLEY_STORE_EMERGENCY_H
#define PARLEY_STORE_EMERGENCY_H

#include "parley/digest.h"
#include "parley/store.h"

struct settings_change;

#define EMERGENCY_DIRECTORY "(parley)" /* no directory is called so: whose session it is */
struct emergency {
	int64_t id, person_id;
	instant armed_at, ends, used_at; /* used_at: INSTANT_NONE = not yet */
	uint8_t salt[16], digest[DIGEST_SIZE];
	const char *armed_by, *why;
};
/* The newest, over or not; NOT_FOUND when there was never one. */
enum result store_emergency(struct store *st, struct arena *a, struct emergency *out) MUST_USE;
/* In place of any other, whose sessions end. Administrators are told by notices of kind change->what, of no escalation. */
enum result store_emergency_arm(struct store *owner, const struct emergency *e, const struct settings_change *change) MUST_USE;
/* NOT_FOUND: nothing is armed. */
enum result store_emergency_disarm(struct store *owner, instant real, const struct settings_change *change) MUST_USE;
/* Once: NOT_FOUND when it was used before, or is over. Administrators are told. */
enum result store_emergency_use(struct store *st, int64_t id, instant real, const struct settings_change *change) MUST_USE;

#endif
