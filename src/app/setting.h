/*
 * setting.h - the frame of settings: what a kind of setting is, and what is the same for all kinds; private to app/.
 *
 * A setting is a document with versions (store_setting_add). A kind says what its value is, reads it, describes it
 * in words, says what a change of it would do, and makes rows of it that other code reads. Everything else (history,
 * preview before saving, undo, two people at once, page, API, command line) is the frame's. docs/settings.md tells
 * how to add a kind.
 */
#ifndef APP_SETTING_H
#define APP_SETTING_H

#include "parley/app.h"
#include "parley/contact.h"
#include "parley/json.h"
#include "parley/store_setting.h"

/* In the order in which they are listed; rows of the table in setting_kinds.c. */
enum setting_id {
	SETTING_MAPPING,
	SETTING_GRANTS,
	SETTING_AGENCIES,
	SETTING_CONTACTS,
	SETTING_DIRECTORIES,
	SETTING_SESSIONS,
	SETTING_MAIL,
	SETTING_WORDING,
	SETTING_HOURS,
	SETTING_CALENDAR,
	SETTING_RETENTION,
	SETTING_COUNT
};

/* What a kind works with. app->snapshot is current. */
struct setting_work {
	struct app *app;
	struct arena *arena; /* values and words live here */
	instant now;         /* by the instance's clock */
	int64_t edition_id;  /* of the policy in force; 0 = none */
	int64_t person_id;   /* who asks; 0 = at the command line, or nobody (the snapshot is loaded) */
};

/* --- a value in words: a label that tells one line from another, and what it says. "Idle limit": "30 minutes" --- */
struct setting_line { const char *label, *words; };
struct setting_lines { struct arena *arena; struct setting_line *items; size_t count, room; };
void setting_line_add(struct setting_lines *l, const char *label, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* --- what a change would do, in sections that are shown before anything is saved --- */
enum setting_tone { SETTING_PLAIN, SETTING_WARNING };
/* count: all that there are; of these, the first SETTING_LINES_SHOWN are kept as lines. */
#define SETTING_LINES_SHOWN 100
struct setting_section {
	const char *id, *title; /* "gains", "People who gain a role" */
	enum setting_tone tone;
	size_t count;
	struct setting_lines lines; /* label: what or who, never case content; words: more about it, or NULL */
	struct setting_section *next;
};
struct setting_preview { struct arena *arena; struct setting_section *first, **tail; };
struct setting_section *setting_section_add(struct setting_preview *p, const char *id, const char *title,
                                            enum setting_tone tone);
/* Counts it, and keeps it if there is room. words: NULL = nothing more to say. */
void setting_say(struct setting_section *s, const char *label, const char *words);

/* --- a kind --- */
struct setting_kind {
	const char *name;    /* in addresses and on the command line: "sessions" */
	const char *title;   /* "Session times" */
	const char *summary; /* one sentence */
	size_t longest;      /* of the value as JSON, in bytes */
	int depth;           /* objects and arrays within each other */

	/* The value that holds while no version was saved: what parley.conf(5) says, or nothing. */
	const void *(*otherwise)(const struct setting_work *w);
	/* From JSON. False with a fault for each wrong place. No look at the store: this also reads what is kept. */
	bool (*read)(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f);
	/* To JSON: one value. What read makes of it is the same value. */
	void (*write)(struct buffer *b, const char *name, const void *value);
	void (*describe)(const struct setting_work *w, const void *value, struct setting_lines *out);

	/* Those below may be NULL. */
	/* What only the store can tell of a value that is to be saved: INVALID with the places, which begin with `at`. */
	enum result (*check)(const struct setting_work *w, const char *at, const void *value, struct fault *f);
	/* What else would change. The frame has already said which lines of the value differ. */
	enum result (*preview)(const struct setting_work *w, const void *before, const void *after,
	                       struct setting_preview *out, struct fault *f);
	/* Write what other code reads rows of; inside the transaction of the change, perhaps more than once. */
	enum result (*apply)(const struct setting_work *w, const void *value);
	/* Members of the object that the page's editor needs besides the value: lists to choose from. */
	enum result (*offer)(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f);
	/* What an administrator should look at, on the page of all settings: one line each. */
	enum result (*attention)(const struct setting_work *w, const void *value, struct setting_lines *out);
};

const struct setting_kind *setting_kind(enum setting_id id);
/* The policy in force; NULL when there is none yet. */
const struct policy *setting_policy(const struct setting_work *w);
/* For who asks without a session: at the command line, by the clock. Makes app->snapshot current. */
enum result setting_begin(struct app *app, struct arena *a, struct setting_work *w, struct fault *f) MUST_USE;
/* Whether two values are written down alike. */
bool setting_same(const struct setting_kind *k, const void *one, const void *other);
/* By name; NULL with NOT_FOUND in `f`. */
const struct setting_kind *setting_find(const char *name, struct fault *f);

/* --- one version of one setting --- */
struct setting_version {
	const struct setting_kind *kind;
	struct setting row;  /* version 0: never saved; then value is what holds otherwise, and at is INSTANT_NONE */
	const void *value;
	bool unreadable;     /* this program cannot read what is stored: then value is what holds otherwise */
};
/* version 0 = the newest. NOT_FOUND: there is no such version. */
enum result setting_open(const struct setting_work *w, const struct setting_kind *k, uint32_t version,
                         struct setting_version *out, struct fault *f) MUST_USE;
/* A value that is to be saved: read and checked. The faults' places begin with that of `at`. */
enum result setting_take(const struct setting_work *w, const struct setting_kind *k, const struct json_at *at,
                         const void **out, struct fault *f) MUST_USE;
/* A value that was not read from JSON, against what the store says. */
enum result setting_check(const struct setting_work *w, const struct setting_kind *k, const void *value,
                          struct fault *f) MUST_USE;
/* The value of v->row, which is of v->kind; sets value and unreadable. */
void setting_value(const struct setting_work *w, struct setting_version *v);

/* What a change would do: which lines differ, then what the kind says. */
enum result setting_preview(const struct setting_work *w, const struct setting_kind *k, const void *before,
                            const void *after, struct setting_preview *out, struct fault *f) MUST_USE;

/*
 * Save a value as the version after `expect`. CONFLICT "setting-changed" when another one is there by now; INVALID
 * when it says nothing new. The same save sent twice by the same person is answered as the first was.
 */
struct setting_save { const struct setting_kind *kind; const void *value; uint32_t expect, undoes, restores; const char *why; };
enum result setting_save(const struct setting_work *w, const struct setting_save *s, uint32_t *version,
                         struct fault *f) MUST_USE;
/*
 * Take back the newest version, which must be `version`, and all before it back to `restores`: what held then is saved again.
 * restores 0: what held before the first. INVALID at /to: it is no earlier one.
 */
struct setting_back { uint32_t version, restores; const char *why; };
enum result setting_undo(const struct setting_work *w, const struct setting_kind *k, const struct setting_back *back,
                         uint32_t *made, struct fault *f) MUST_USE;
/* The value that held before a version. */
enum result setting_before(const struct setting_work *w, const struct setting_version *v, const void **out,
                           struct fault *f) MUST_USE;

/* --- the kinds, and what other code of app/ asks of them --- */
extern const struct setting_kind setting_mapping, setting_grants, setting_directories, setting_sessions;
extern const struct setting_kind setting_agencies; /* a struct agency_list */
extern const struct setting_kind setting_contacts; /* a struct contact_book */
extern const struct setting_kind setting_hours; /* a struct borough_hours */
extern const struct setting_kind setting_retention;
extern const struct setting_kind setting_calendar; /* a struct calendar_changes */
extern const struct setting_kind setting_mail;
/* As set, with what only parley.conf has; url NULL: no mail is sent. Lives as long as app->snapshot. */
struct mail_settings setting_mail_settings(const struct app *app);
/* Ready to send by what is set, with the password that it names. */
enum result setting_mail_open(const struct app *app, struct arena *a, struct mailer **out, struct fault *f) MUST_USE;
/* The value of a request's body {"value"}, read and checked, and what to work with (settings.c). */
enum result setting_asked(struct app *app, const struct app_request *r, const struct setting_kind *k,
                          struct setting_work *w, const void **value, struct fault *f) MUST_USE;
extern const struct setting_kind setting_wording;
/* The borough's own words for a kind of message (letters.h); NULL: it has none. */
struct wording { const char *kind, *subject, *text; };
struct wordings { struct wording *items; size_t count; };
const struct wording *setting_wording_find(const struct app *app, const char *kind);
/* What every version of "contacts" said, and from when until when it held. Lives in `a`. */
enum result setting_contacts_book(struct app *app, struct arena *a, const struct contact_book **out) MUST_USE;
/* Where a message for that address goes now (contact_present); NULL for NULL. */
const char *setting_contact_present(const struct app *app, const char *address);
/* How long sessions last: as set, or as parley.conf(5) says while there is no snapshot. */
struct session_limits setting_session_limits(const struct app *app);

#endif
