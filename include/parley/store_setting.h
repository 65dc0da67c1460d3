/*
 * store_setting.h - settings as documents: versions are only ever added, and the newest counts.
 *
 * Beside them the settings history: who changed anything that administrators change (a setting, an edition, the
 * emergency administrator), when and why, kept in the transaction of the change.
 */
#ifndef PARLEY_STORE_SETTING_H
#define PARLEY_STORE_SETTING_H

#include "parley/store.h"

struct settings_change {
	const char *what;          /* "policy-import" */
	const char *detail, *why;  /* NULL where there is none */
	int64_t person_id;         /* 0 = at the command line of the server */
	instant now;               /* by the instance's clock */
};
/* Newest first; of everything, or of editions alone. who: NULL = at the command line. */
struct settings_entry { instant at; const char *who, *what, *detail, *why; int64_t edition_id; };
enum result store_settings_history(struct store *st, bool of_editions, size_t limit, struct arena *a,
                                   struct settings_entry **out, size_t *count) MUST_USE;

struct setting {
	const char *name;          /* "sessions" */
	uint32_t version;          /* from 1 on */
	uint32_t undoes, restores; /* it takes back the versions behind `restores` (0: all) up to `undoes`; undoes 0 = none */
	const char *value; size_t length; /* JSON */
	instant at;
	int64_t person_id;         /* 0 = at the command line; then who is NULL */
	const char *who, *why;
};
/* version 0 = the newest. NOT_FOUND: there is none. */
enum result store_setting(struct store *st, const char *name, uint32_t version, struct arena *a,
                          struct setting *out) MUST_USE;
/* The newest of each name. */
enum result store_settings(struct store *st, struct arena *a, struct setting **out, size_t *count) MUST_USE;
/* The versions of one name, newest first. */
enum result store_setting_history(struct store *st, const char *name, size_t limit, struct arena *a,
                                  struct setting **out, size_t *count) MUST_USE;
struct setting_write {
	const char *name, *value;
	uint32_t expect;           /* the version that was seen: another one is there → CONFLICT. 0 = none was */
	uint32_t undoes, restores;
	const struct settings_change *change; /* what = the name; detail is made here */
	/* What other code reads rows of, written in the same transaction; may run more than once. NULL = nothing.
	 * Functions of the store that begin a transaction join this one. */
	enum result (*apply)(void *context);
	void *context;
};
/* Adds version expect + 1, a line of the settings history, and makes instance.generation grow. */
enum result store_setting_add(struct store *st, const struct setting_write *what) MUST_USE;

#endif
