/*
 * store.h - what is kept, in MariaDB. The only room that includes mysql.h.
 *
 * A store is one connection with its prepared statements, used by one thread at a time. Nothing here knows
 * what an event means: the app folds, and hands over events and the projection to be kept with them; they are
 * written in one transaction. Codes of the library become a result once, here: lost connection, refused or
 * 'too many connections' → UNAVAILABLE; lock wait or deadlock after the retries → CONFLICT; statement timeout →
 * TIMEOUT; a constraint that our own code should have kept → BUG. A lost connection is reopened, and the whole
 * transaction sent again, only if it cannot have been committed; after a COMMIT whose answer was lost, the
 * idempotency row tells.
 *
 * Times are DATETIME(6) in UTC. Outputs live in the arena that is handed in.
 */
#ifndef PARLEY_STORE_H
#define PARLEY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/digest.h"
#include "parley/fault.h"
#include "parley/instant.h"

struct store;

struct store_settings {
	const char *socket;        /* or NULL: */
	const char *host;          /* several, separated by commas, in order of preference */
	unsigned port;
	const char *ca_file;       /* PEM, for TCP, which is always TLS with its certificate checked; NULL = the system's */
	const char *database, *user, *password;
	const char *worker;        /* owner: the account that migrations grant to; NULL = "parley_worker@localhost" */
	unsigned connect_seconds;  /* default 3 */
	unsigned statement_seconds;/* default 10 */
	bool owner;                /* migrations: multi statements allowed */
};

enum result store_open(const struct store_settings *s, struct store **out, struct fault *f) MUST_USE;
void store_close(struct store *st);
/* What the last failure was, for a log line: the database's number and the statement's name, never a value. "" if none. */
const char *store_trouble(struct store *st);
/* Ping, reopening if needed: for /healthz and doctor. */
enum result store_check(struct store *st) MUST_USE;
/* Statements sent and rows read (Handler_read_*) by this connection since it was opened; for bench and metrics. */
struct store_counts { uint64_t statements, rows_read; };
enum result store_counts(struct store *st, struct store_counts *out) MUST_USE;

/* --- migrations: sql/NNNN-name.sql in order, each once, recorded with its SHA-256 --- */
struct migration { int number; const char *name; bool applied; instant applied_at; };
enum result store_migrate(struct store *owner, const char *directory, struct arena *a, struct migration **done,
                          size_t *count, struct fault *f) MUST_USE;
enum result store_migrations(struct store *st, const char *directory, struct arena *a, struct migration **all,
                             size_t *count, struct fault *f) MUST_USE;

/* --- the instance: one row, read with every session --- */
struct instance {
	bool demo;
	int64_t clock_offset;      /* microseconds added to the real time; always 0 when not demo */
	uint64_t generation;       /* grows with every change of settings, policies or calendars */
	int64_t edition_id;        /* policy edition in force now for new escalations; 0 = none yet */
};
enum result store_instance(struct store *st, struct instance *out) MUST_USE;
enum result store_clock_set(struct store *owner, int64_t offset, struct fault *f) MUST_USE; /* DENIED unless demo */
enum result store_demo_mark(struct store *owner, bool demo) MUST_USE;
/* What references begin with: 1 to 12 capital letters and digits; INVALID else. "MSP" until it is set. */
enum result store_reference_prefix_set(struct store *owner, const char *prefix) MUST_USE;

/* --- who changed a setting, when and why: kept in the transaction of the change --- */
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

/* --- settings as documents: versions are only ever added, and the newest counts --- */
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

/* --- policy editions and calendars: text as imported --- */
/* from: when it was last put into force outright; retired_at: no longer to be chosen. INSTANT_NONE = never, not. */
struct edition { int64_t id; const char *policy_id, *label, *text; size_t length; instant imported_at, from, retired_at; };
/* The same text again gives the same id, and changes nothing. */
enum result store_edition_add(struct store *st, const char *policy_id, const char *label, const char *text,
                              const struct settings_change *change, int64_t *id) MUST_USE;
/* From change->now on; what was planned for until then is forgotten. A retired one is so no longer. NOT_FOUND. */
enum result store_edition_in_force_set(struct store *st, int64_t id, const struct settings_change *change) MUST_USE;
/* From `begins` on, in place of what was planned for the same moment. NOT_FOUND. */
enum result store_edition_plan(struct store *st, int64_t id, instant begins, const struct settings_change *change) MUST_USE;
/* It will not come into force, also where that was planned. CONFLICT: it is in force, retired already, or not there. */
enum result store_edition_retire(struct store *st, int64_t id, const struct settings_change *change) MUST_USE;
enum result store_editions(struct store *st, struct arena *a, struct edition **out, size_t *count) MUST_USE;
/* What was chosen outright, and counts until the first plan begins; 0 = none yet. store_instance() has both in one. */
enum result store_edition_chosen(struct store *st, int64_t *out) MUST_USE;
struct edition_plan { instant begins; int64_t edition_id; }; /* the earliest first */
enum result store_edition_plans(struct store *st, struct arena *a, struct edition_plan **out, size_t *count) MUST_USE;
struct closed_day { day on; const char *name; };
enum result store_closed_days(struct store *st, struct arena *a, struct closed_day **out, size_t *count) MUST_USE;

/* --- agencies, people, roles --- */
/* directory_name: what the directory writes in the attribute that names the agency; NULL: it does not name it.
 * ended_from: the first day on which nothing new is raised with it or by it; DAY_NONE = it goes on. */
struct agency { const char *id, *name, *sector, *directory_name; day ended_from; };
/* Those of the setting "agencies" (app/setting_agencies.c): both join its transaction. */
enum result store_agency_put(struct store *st, const struct agency *ag) MUST_USE;
enum result store_agency_remove(struct store *st, const char *id) MUST_USE;
/* How many active people there are in it, and how many running escalations it is a side of; only those with any. */
struct agency_use { const char *agency_id; size_t people, running; };
enum result store_agency_uses(struct store *st, struct arena *a, struct agency_use **out, size_t *count) MUST_USE;
/* Whether anybody, a role's queue or an escalation, ended or not, names it. */
enum result store_agency_named(struct store *st, const char *id, bool *named) MUST_USE;
enum result store_agencies(struct store *st, struct arena *a, struct agency **out, size_t *count) MUST_USE;

/* What the directory's entry says beside who somebody is. */
struct person_facts {
	const char *department;    /* NULL */
	const char *groups;        /* distinguished names as directory_dn writes them, each ended by a newline; "" */
	instant entry_at;          /* when the entry was last changed, by the directory's own clock; INSTANT_NONE */
};

struct person {
	int64_t id;
	const char *directory;     /* name of the directory it comes from */
	const char *directory_key; /* entryUUID or objectGUID: the identity */
	const char *username, *name, *title, *mail, *agency_id, *agency, *sector; /* title, mail, agency may be NULL */
	const char *manager_key;   /* directory_key of the manager; NULL */
	const char *roles;         /* role ids by the mapping rules as of the last refresh, separated by spaces; "" */
	bool administrator;
	bool active;
	instant refreshed_at;
	const struct person_facts *facts; /* only store_people_known, _in_session and store_person_by_key read them: NULL from all others */
};
/*
 * Insert or update by (directory, directory_key); keeps person_role and queues in step with roles, and notes in
 * person_change that somebody left, came back, moved, or has other roles. facts NULL = as they are. out_id always set.
 */
enum result store_person_put(struct store *st, const struct person *p, int64_t *out_id) MUST_USE;
/* Many at once: all of them, or (a CONFLICT, a loss) none. */
enum result store_people_put(struct store *st, const struct person *people, size_t count) MUST_USE;
enum result store_person(struct store *st, int64_t id, struct arena *a, struct person *out) MUST_USE;
/* By the name that somebody signs in with, also who has left; CONFLICT: several directories have one of that name. */
enum result store_person_by_username(struct store *st, const char *username, struct arena *a, struct person *out) MUST_USE;
enum result store_person_by_key(struct store *st, const char *directory, const char *key, struct arena *a,
                                struct person *out) MUST_USE;
/* Everybody active, with facts, by id: of one directory, or (NULL) of all. For a refresh, and for trying rules. */
enum result store_people_known(struct store *st, const char *directory, struct arena *a, struct person **out,
                               size_t *count) MUST_USE;
/* The same, of those alone who have a session. */
enum result store_people_in_session(struct store *st, const char *directory, struct arena *a, struct person **out,
                                    size_t *count) MUST_USE;
/* Whether putting `p` would change nothing of `old`, which was read with facts. */
bool store_person_same(const struct person *old, const struct person *p);
/* All that a refresh saw unchanged, at once. */
enum result store_people_refreshed(struct store *st, const int64_t *ids, size_t count, instant now) MUST_USE;
/*
 * Make these inactive: their sessions end with their next request, and their roles are vacant. Not those who were
 * refreshed after `since`: somebody who signed in meanwhile is there.
 */
enum result store_people_retire(struct store *st, const int64_t *ids, size_t count, instant since) MUST_USE;

/*
 * Who left, came back, moved or has other roles, as it happened; written in the transaction of the change itself. Each is
 * for whoever sees to what they held (a clock's work), who settles it.
 */
struct person_change {
	int64_t id, person_id;
	instant at;
	bool active_before, active_after;
	const char *agency_before, *agency_after; /* NULL = none */
	const char *roles_before, *roles_after;   /* role ids, separated by spaces; "" */
};
/* Those that nobody has settled yet, the oldest first. */
enum result store_person_changes(struct store *st, size_t limit, struct arena *a, struct person_change **out,
                                 size_t *count) MUST_USE;
enum result store_person_change_settle(struct store *st, int64_t id, instant now) MUST_USE;

/* How the last refresh of a directory went. kind: "all", "sessions". */
struct directory_refresh {
	const char *directory, *kind;
	instant began, good;       /* good: when the last one that was complete began; INSTANT_NONE = never */
	const char *code;          /* NULL = it was complete */
	const char *said;          /* one sentence, which names nobody */
	size_t people, gone;
};
/* good is made here: it is `began` when code is NULL, and stays what it was when not. */
enum result store_directory_refresh_put(struct store *st, const struct directory_refresh *r) MUST_USE;
/* Everybody is to be read again: none of them counts as complete. */
enum result store_directory_refreshes_outdated(struct store *st) MUST_USE;
enum result store_directory_refreshes(struct store *st, struct arena *a, struct directory_refresh **out,
                                      size_t *count) MUST_USE;
/* Active people whose name, title or agency's name starts with, or has a word that starts with, q. */
enum result store_people_search(struct store *st, const char *q, const char *agency_id, size_t limit,
                                struct arena *a, struct person **out, size_t *count) MUST_USE;
/* Whether anybody active holds a role, in any agency or (sector not NULL) in one of that sector. */
enum result store_role_held(struct store *st, const char *role, const char *sector, bool *held) MUST_USE;
/* Active holders of a role in an agency (agency NULL: partnership roles). */
enum result store_role_holders(struct store *st, const char *agency_id, const char *role, size_t limit,
                               struct arena *a, struct person **out, size_t *count) MUST_USE;

/* Other roles for many people who are active: person_role, and a person_change each, in one transaction of few
 * statements. before is what they have now. LIMIT: more than 15 roles for one of them. */
struct person_roles { int64_t id; const char *agency_id, *before, *after; };
enum result store_people_roles_put(struct store *st, const struct person_roles *changes, size_t count,
                                   instant now) MUST_USE;
/* How many active people have no role. */
enum result store_people_without_role(struct store *st, size_t *count) MUST_USE;

/* --- queues: what worklists and need to know are made of --- */
/*
 * A queue is a person, or a role in an agency, or a role of the partnership (agency ""). A person's queues are
 * their own and one for each role held. `waiting` says which escalation waits in which queue, by when; `sight`
 * says which queues may see an escalation. Ids are small integers, made when first needed and never reused.
 */
enum result store_queue(struct store *st, const char *agency_id, const char *role, int64_t person_id,
                        int64_t *out) MUST_USE;

/* Those of roles; agency_id "" for a role of the partnership. */
struct role_queue { int64_t id; const char *agency_id, *role; };
enum result store_role_queues(struct store *st, struct arena *a, struct role_queue **out, size_t *count) MUST_USE;
/* Those of people themselves, for those who have one yet. */
enum result store_own_queues(struct store *st, const int64_t *people, size_t count, struct arena *a, int64_t **out,
                             size_t *out_count) MUST_USE;
/* How many running escalations stand in any of these queues; and how many wait in each that something waits in. */
enum result store_queues_touched(struct store *st, const int64_t *queues, size_t count, size_t *escalations) MUST_USE;
struct queue_waiting { int64_t queue_id; size_t count; };
enum result store_queues_waiting(struct store *st, const int64_t *queues, size_t count, struct arena *a,
                                 struct queue_waiting **out, size_t *out_count) MUST_USE;

/* --- sessions --- */
#define QUEUES_MAX 64 /* a person holds 15 roles at most, each with up to two queues; store_person_put refuses more: LIMIT */
/* Somebody who is away, for whom the session's person acts meanwhile. */
enum { STAND_INS_MAX = 4 };
struct stand_in { struct person person; instant until; };
struct session {
	uint8_t token_hash[DIGEST_SIZE];
	struct person person;
	char csrf[44];
	instant created, seen;
	int64_t queues[QUEUES_MAX]; size_t queue_count; /* with those of the people who are away */
	instant stands_in_until;   /* the last day on which they are anybody's deputy; INSTANT_NONE: of nobody */
	struct stand_in stand_ins[STAND_INS_MAX]; size_t stand_in_count; /* by store_session_stand_ins() */
	bool emergency;            /* it is the emergency administrator's: settings and nothing else */
	bool drafts;               /* the person may have kept some: else nobody needs to look for one */
	int unread;                /* notices that the person has not read, to a hundred */
	struct instance instance;  /* came with it, in the same statement */
};
/* What every request asks costs every request: the person's agency and sector, and the edition in force, are left empty
 * here, and filled in from the snapshot by app_session(). */
enum result store_session_add(struct store *st, const uint8_t token_hash[DIGEST_SIZE], int64_t person_id,
                              const char *csrf, instant now) MUST_USE;
/* How long a session lasts without a request, and in all. */
struct session_limits { int64_t idle_seconds, absolute_seconds; };
/* How many of the sessions that last at `now` under the old limits would be over under the new ones. */
enum result store_sessions_ending(struct store *st, instant now, const struct session_limits *old,
                                  const struct session_limits *new, size_t *count) MUST_USE;
/* One statement. NOT_FOUND when there is none, it is past idle or absolute limit (seconds), or the person is not active. */
enum result store_session_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now,
                               int64_t idle_seconds, int64_t absolute_seconds, struct arena *a,
                               struct session *out) MUST_USE;
/* Asked only where stands_in_until says so: the people of their agency who are away at `now` (the instance's time) and for
 * whom they act; their queues become the session's too. */
enum result store_session_stand_ins(struct store *st, instant now, struct arena *a, struct session *s) MUST_USE;
enum result store_session_seen(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now) MUST_USE;
enum result store_session_end(struct store *st, const uint8_t token_hash[DIGEST_SIZE]) MUST_USE;
enum result store_sessions_end_all(struct store *st, int64_t person_id) MUST_USE;
/* Failed sign-ins of the last `window` seconds under a key (hash of account, or of address). */
enum result store_throttle_add(struct store *st, const uint8_t key[DIGEST_SIZE], instant now) MUST_USE;
enum result store_throttle_count(struct store *st, const uint8_t key[DIGEST_SIZE], instant since, int *out) MUST_USE;
enum result store_throttle_clear(struct store *st, const uint8_t key[DIGEST_SIZE]) MUST_USE;

/* --- the emergency administrator (0009-emergency.sql); times are real ones --- */
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

/* --- absences: who is away, and who acts for them (store_absence.c); times are the instance's --- */
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
/* Active holders of every role in every agency, by agency and role; one row for each absence in [from, to). */
struct role_holding {
	const char *agency_id, *role;
	int64_t person_id;
	const char *name, *title;
	instant away_from, away_until; /* INSTANT_NONE: not away */
	const char *deputy;            /* NULL: nobody stands in */
	const char *directory, *directory_key;
};
enum { ROLE_MAP_MAX = 50000 };
enum result store_role_map(struct store *st, instant from, instant to, struct arena *a, struct role_holding **out,
                           size_t *count) MUST_USE;
/* Places of running escalations that need a new person, the longest first; of one agency, or (NULL) all. */
struct vacant_seat {
	const char *reference;
	int64_t escalation_id, edition_id;
	int side;                      /* as enum side */
	const char *agency_id;         /* "" = the partnership */
	int64_t person_id; const char *person; /* who was named there; 0, NULL: nobody held the role */
	instant since;
	const char *stage_name;
};
enum result store_vacant_seats(struct store *st, const char *agency_id, size_t limit, struct arena *a,
                               struct vacant_seat **out, size_t *count) MUST_USE;
/* Running escalations that somebody is a party of by name. */
enum result store_cases_of(struct store *st, int64_t person_id, size_t limit, struct arena *a, int64_t **out,
                           size_t *count) MUST_USE;
enum result store_escalation_id(struct store *st, const char *reference, struct arena *a, int64_t *id) MUST_USE;
/* New notices go to the deputies of whoever is away at `now` too. Before they are sorted. */
enum result store_outbox_deputies(struct store *st, instant now) MUST_USE;
/* A notice that belongs to no escalation, once for each `about`; sent like all others. */
enum result store_notice_add(struct store *st, int64_t person_id, const char *kind, const char *about, instant now) MUST_USE;

/* --- escalations --- */
struct escalation_head {
	int64_t id;
	const char *reference;     /* "MSP-2027-000001": prefix of the instance, year of raising, number from a counter row */
	int64_t edition_id;
	uint32_t version;          /* seq of the last event */
};

/* An event as kept: payload is canonical JSON made by the codec; the chain is made here. */
struct stored_event {
	uint32_t seq; const char *payload; size_t length; instant recorded;
	bool by_program;           /* though a person acts in the same append */
};

/* What lists need, made from the fold; every field is replaced with each event. */
struct waiting_row { int64_t queue_id; instant due; /* INSTANT_NONE sorts last */ };
struct sight_row { int64_t queue_id; bool informed_only; };
struct projection {
	const char *phase, *stage_id, *stage_name;
	bool ended;
	const char *raising_agency_id, *raising_agency, *receiving_agency_id, *receiving_agency;
	const char *duty_text, *duty_clause, *turn; /* of the duty at hand; NULL when ended. turn: "raising", "receiving", "both", "partnership" */
	const char *due_words;     /* when there is a duty without a date */
	instant next_due;          /* of the duty at hand */
	bool immediate_risk;
	instant raised, changed;
	int64_t edition_id;        /* under which it runs now */
	const struct waiting_row *waiting; size_t waiting_count;
	const struct sight_row *sight; size_t sight_count; /* only ever added to: who has been brought in stays in */
	const int64_t *gone; size_t gone_count; /* but for these queues, of people who have left */
	/* Places that need a new person; written only where there ever was one. agency NULL: the partnership. */
	const struct vacant_row { int side; const char *agency_id; int64_t person_id; instant since; } *vacant;
	size_t vacant_count; bool vacant_ever;
	/* Added to, and brought up to date: */
	const struct lesson_row {
		uint32_t seq, answer_seq;
		bool open;
		instant raised, due;
	} *lessons;
	size_t lesson_count;
	/* meetings, for calendars; written only when `meetings_changed` */
	const struct meeting_row {
		int64_t id; int sequence, minutes; const char *state; instant starts;
		const int64_t *people; size_t people_count;
	} *meetings; size_t meeting_count; bool meetings_changed;
	/* open duties with a date, for the clock: */
	const struct open_duty {
		const char *key;
		instant due;
		instant remind_at;
		bool sooner; /* remind_at counts also where its date stays: it is earlier than it was */
	} * open;
	size_t open_count;
};
/*
 * Mail and in-app notices, kept in the same transaction, sent by parley-clock. No case content. not_before: the mail waits
 * until then; earlier than now = at once. morning: it may go in its person's digest of the day, which is one message.
 */
struct outbox_row {
	int64_t person_id;
	const char *mailbox, *kind, *duty_key;
	instant due, not_before;
	bool morning;
	int64_t recount;           /* told once for all cases of this pass (struct recount), and of no case; 0 = of this case */
	const char *request;       /* told once for all cases of this request, by its id, and of no case; NULL = of this case */
};

struct append {
	int64_t escalation_id;     /* 0 = a new one; then edition_id counts and *reference is made */
	int64_t edition_id;
	uint32_t expect;           /* version that the events were folded on; another one → CONFLICT */
	/* seq = expect + 1 …; none at all is allowed for an escalation that is there: then only the outbox, and the
	 * projection if it is not NULL, are written. */
	const struct stored_event *events; size_t event_count;
	const struct projection *projection;
	const struct outbox_row *outbox; size_t outbox_count;
	bool at_once;              /* what waits of this case for working time, or for the digest of a morning, goes now */
	int64_t person_id;         /* who acts; 0 = the program */
	const char *idempotency_key; /* NULL for the program */
	const uint8_t *request_digest; /* the same key with another request → INVALID */
	const char *answer;        /* what will be answered, kept with the key (the reference is put in for "%REFERENCE%") */
	const char *draft_key;     /* to be removed; NULL */
	int64_t upload_id;         /* becomes an attachment of the last event; 0 = none */
	const struct request_end *raises; /* the request that this escalation answers; NULL */
	const char *request_id;    /* for the access log */
	instant now;
};
struct append_result { int64_t escalation_id; const char *reference; const char *replayed; /* earlier answer of the same key, or NULL */ };
enum result store_append(struct store *st, const struct append *what, struct arena *a, struct append_result *out,
                         struct fault *f) MUST_USE;
/* The kept answer of an idempotency key, before any work is done; NOT_FOUND when it is new; INVALID when it was used for another request. */
enum result store_idempotent(struct store *st, int64_t person_id, const char *key, const uint8_t *request_digest,
                             struct arena *a, const char **answer) MUST_USE;

/*
 * Head and events of one escalation, if one of the queues may see it (else NOT_FOUND), in at most two statements.
 * *informed_only is true when every queue that may see it is only informed. GONE: it was erased.
 */
enum result store_escalation(struct store *st, const char *reference, const int64_t *queues, size_t queue_count,
                             struct arena *a, struct escalation_head *head, struct stored_event **events,
                             size_t *count, bool *informed_only) MUST_USE;
/* Without the sight check: for the program itself (clock, rebuild). GONE: it was erased. */
enum result store_escalation_load(struct store *st, int64_t id, struct arena *a, struct escalation_head *head,
                                  struct stored_event **events, size_t *count) MUST_USE;
/* The next `limit` escalations by id, behind `after`, with their events, in one statement; erased ones are left out. */
struct stored_escalation { struct escalation_head head; struct stored_event *events; size_t event_count; };
enum result store_escalation_batch(struct store *st, int64_t after, size_t limit, struct arena *a,
                                   struct stored_escalation **out, size_t *count) MUST_USE;
/* The greatest id that there is; 0 for none. */
enum result store_escalation_last(struct store *st, int64_t *id) MUST_USE;
/* All of them by id, erased ones too. */
struct escalation_name { int64_t id; const char *reference; bool erased; };
enum result store_escalation_names(struct store *st, int64_t after, size_t limit, struct arena *a,
                                   struct escalation_name **out, size_t *count) MUST_USE;
enum result store_escalation_ids(struct store *st, int64_t after, size_t limit, int64_t *out, size_t *count) MUST_USE;
/* NOT_FOUND. */
enum result store_escalation_find(struct store *st, const char *reference, int64_t *id) MUST_USE;
/* Replace the projection only, if the version is still the same. */
enum result store_project(struct store *st, int64_t id, uint32_t version, const struct projection *p) MUST_USE;

enum result store_access_log(struct store *st, int64_t person_id, const char *what, int64_t escalation_id,
                             const char *request_id, instant now) MUST_USE;

/* --- passes through the running escalations: they are moved to another edition, or the calendar changed --- */
struct recount {
	int64_t id;
	const char *what;            /* "edition", "calendar" */
	int64_t origin, target;      /* editions, 0 = the chosen cases; or versions of the calendar */
	const char *cases;           /* references, separated by spaces; NULL = all that run under `origin`, or all */
	const char *why, *who;       /* who: NULL = at the command line */
	int64_t person_id;
	instant begun, finished;     /* INSTANT_NONE: goes on */
	int64_t cursor;              /* id of the last case that was looked at; of chosen ones, how many */
	size_t seen, changed, refused;
};
/* With its line of the settings history if change->what is not NULL. Joins the transaction that is open, or is one of its own. */
enum result store_recount_add(struct store *st, const struct recount *what, const struct settings_change *change,
                              int64_t *id) MUST_USE;
/* cursor, seen, changed, refused and finished. */
enum result store_recount_advance(struct store *st, const struct recount *r) MUST_USE;
/* Newest first; those that go on, oldest first. */
enum result store_recounts(struct store *st, size_t limit, struct arena *a, struct recount **out, size_t *count) MUST_USE;
enum result store_recounts_unfinished(struct store *st, size_t limit, struct arena *a, struct recount **out,
                                      size_t *count) MUST_USE;
/* Ids of running escalations behind `after`, under an edition, or (0) under any. */
enum result store_running(struct store *st, int64_t edition_id, int64_t after, size_t limit, int64_t *out,
                          size_t *count) MUST_USE;
/* How many run under each edition: reads one index entry a running case. */
struct running { int64_t edition_id; size_t cases; };
enum result store_running_counts(struct store *st, struct arena *a, struct running **out, size_t *count) MUST_USE;

/* --- retention: what has ended, the sweep that erases it, and what is held --- */
struct ended_case {
	int64_t id;
	const char *reference;
	int64_t edition_id;        /* under which it ran last */
	instant changed;           /* when the last thing happened in it; INSTANT_NONE = never */
	const char *about;         /* as store_about_set() was told; NULL: never */
	bool held;
	bool is_request;           /* none, but a request to raise that was refused or taken back: `reference` is "request ID" */
};
/* The next `limit` that have ended and are kept, by id, behind `after`; held: by a hold that is in force at `now`. */
enum result store_ended(struct store *st, int64_t after, instant now, size_t limit, struct arena *a,
                        struct ended_case **out, size_t *count) MUST_USE;
/* The next `limit` requests to raise that were refused or taken back, by id. */
enum result store_ended_requests(struct store *st, int64_t after, size_t limit, struct arena *a, struct ended_case **out,
                                 size_t *count) MUST_USE;
/* What was written in one: the event of seq 1 that it would have been. NOT_FOUND: it was erased. */
enum result store_request_words(struct store *st, int64_t request_id, struct arena *a, struct stored_event *out) MUST_USE;
enum result store_about_set(struct store *st, int64_t escalation_id, const char *about) MUST_USE;
/* The event of seq 1. NOT_FOUND: there is none, or it was erased. */
enum result store_event_first(struct store *st, int64_t escalation_id, struct arena *a, struct stored_event *out) MUST_USE;
/*
 * Erase one (sql/0019, 0025; a request: sql/0026, whole): its events' words and salts, its notes, files, drafts and notices; and a line in the access log, for
 * `person_id` (0 = the program). The database itself keeps what runs, what ended within a year and what is held: CONFLICT. So it
 * says of what was erased before.
 */
enum result store_erase(struct store *st, const struct ended_case *c, int64_t person_id) MUST_USE;
struct legal_hold {
	int64_t id, escalation_id;
	const char *reference, *why;
	instant placed_at, until;  /* until INSTANT_NONE: somebody has to lift it */
	const char *placed_by;     /* NULL: at the command line */
};
struct hold_change { int64_t id, person_id; const char *why; instant now; };
enum result store_hold_add(struct store *st, int64_t escalation_id, instant until, const struct hold_change *by) MUST_USE;
/* CONFLICT: there is no such hold, or it was lifted. */
enum result store_hold_lift(struct store *st, const struct hold_change *by) MUST_USE;
/* Those that are in force at `now`, newest first. */
enum result store_holds(struct store *st, instant now, size_t limit, struct arena *a, struct legal_hold **out,
                        size_t *count) MUST_USE;
enum sweep_state { SWEEP_COUNTS, SWEEP_WAITS, SWEEP_ERASES, SWEEP_DONE };
struct sweep {
	int64_t id;
	uint32_t setting;          /* version of the setting by which it goes */
	enum sweep_state state;
	instant begun, finished;   /* INSTANT_NONE */
	int64_t cursor;
	int64_t ended, children, adults, unknown, held, erased;
	instant confirmed_at;      /* INSTANT_NONE: by nobody */
	const char *confirmed_by, *confirmed_why; /* by NULL: at the command line */
};
/* setting and begun are taken; the others are 0. */
enum result store_sweep_add(struct store *st, struct sweep *s) MUST_USE;
/* state, cursor, counts and finished, if the sweep is still in state `was`; CONFLICT else. */
enum result store_sweep_put(struct store *st, const struct sweep *s, enum sweep_state was) MUST_USE;
/* One that waits goes on, from the start. CONFLICT: it does not wait. */
enum result store_sweep_confirm(struct store *st, const struct hold_change *by) MUST_USE;
enum result store_sweeps(struct store *st, size_t limit, struct arena *a, struct sweep **out, size_t *count) MUST_USE; /* newest first */
/* Files of erased cases, to be removed from the folder of attachments unless something else names them. */
struct file_erased { uint8_t sha256[DIGEST_SIZE]; };
enum result store_files_erased(struct store *st, size_t limit, struct arena *a, struct file_erased **out, size_t *count) MUST_USE;
enum result store_file_erased_done(struct store *st, const uint8_t sha256[DIGEST_SIZE]) MUST_USE;

/* --- worklists: reads limit rows per queue, whatever is stored --- */
enum worklist_view { WORKLIST_NEEDS_ME, WORKLIST_MINE, WORKLIST_WATCHING };
struct worklist_item {
	const char *reference, *phase, *stage_id, *stage_name, *raising_agency, *receiving_agency;
	const char *duty_text, *duty_clause, *turn, *due_words;
	instant due, changed;
	bool yours, immediate_risk;
};
enum result store_worklist(struct store *st, enum worklist_view view, const int64_t *queues, size_t queue_count,
                           const char *cursor, size_t limit, struct arena *a, struct worklist_item **out,
                           size_t *count, const char **next) MUST_USE;

/* --- drafts --- */
enum result store_draft_put(struct store *st, int64_t person_id, const char *key, const char *json, instant now) MUST_USE;
enum result store_draft(struct store *st, int64_t person_id, const char *key, struct arena *a, const char **json) MUST_USE;
enum result store_draft_remove(struct store *st, int64_t person_id, const char *key) MUST_USE;
/* All of one person's drafts whose key starts with prefix. */
struct draft { const char *key, *json; };
enum result store_drafts(struct store *st, int64_t person_id, const char *prefix, struct arena *a, struct draft **out,
                         size_t *count) MUST_USE;

/* --- the clock's work --- */
/* A notice of no escalation to every active administrator, once for each kind and id. */
enum result store_outbox_administrators(struct store *st, const char *kind, int64_t id, instant now) MUST_USE;
/* A once-only job takes a lease row (not GET_LOCK, which does not hold across Galera nodes). CONFLICT = somebody else has it. */
enum result store_lease(struct store *st, const char *name, const char *holder, instant now, int64_t seconds) MUST_USE;
/*
 * The way of a notice. New ones are counted for their readers and sorted (store_outbox_sort); those of a morning are
 * gathered, once a day for each person (store_digest_make); what is due is claimed just before it is sent, and its end
 * written down after. A row that was claimed and has no end may have been sent: it comes again as `doubtful`.
 */
struct outbox_item {
	int64_t id, escalation_id, person_id;
	const char *kind, *duty_key;
	const char *reference; /* NULL: of no escalation */
	const char *mail, *mailbox;
	instant due, created;
	int attempts;     /* those before */
	bool doubtful;    /* an earlier try may have arrived */
	bool active;      /* its reader is still here */
	bool holds;       /* the duty that it speaks of is open, with that date */
	instant next_try; /* as its row said when it was read */
};
enum result store_outbox_sort(struct store *st, size_t limit, size_t *count) MUST_USE;
enum result store_outbox_due(struct store *st, instant now, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count) MUST_USE;
/* Nobody else sends it before `until`. CONFLICT: somebody else has it. Counts the attempt. */
enum result store_outbox_claim(struct store *st, struct outbox_item *item, instant until) MUST_USE;
struct outbox_end {
	bool sent;
	bool doubtful;     /* the answer was lost: it may have been sent */
	bool undelivered;  /* it will not arrive: somebody has to see to it */
	const char *error; /* NULL */
	instant next_try;  /* INSTANT_NONE = not again */
	instant now;
};
enum result store_outbox_end(
    struct store *st, const struct outbox_item *item, const struct outbox_end *end) MUST_USE;
/* People for whom something waits to be said in a digest. */
enum result store_digest_people(
    struct store *st, instant now, size_t limit, int64_t *out, size_t *count) MUST_USE;
/* Gather it into one message; after the first of `on` it goes by itself instead. */
enum result store_digest_make(struct store *st, int64_t person_id, day on, instant now) MUST_USE;
enum result store_digest_items(struct store *st, int64_t digest, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count) MUST_USE;
/* Duties of which people are to be reminded by `now`, those that wait longest first. */
struct overdue_item;
enum result store_reminders(struct store *st, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count) MUST_USE;
/* When to look again; INSTANT_NONE = no more. Another date is left alone. */
enum result store_reminded(
    struct store *st, const struct overdue_item *item, instant next) MUST_USE;

/* --- what was told, as its reader sees it --- */
struct notice { int64_t id; const char *kind, *reference; instant due, at, read_at; }; /* reference NULL: of no escalation */
/* Those that are not read, the newest first. */
enum result store_notices_new(struct store *st, int64_t person_id, size_t limit, struct arena *a, struct notice **out,
                              size_t *count) MUST_USE;
/* Those that are, the last read first; *next (NULL at the end) is the cursor of the next page. INVALID: no such cursor. */
enum result store_notices_read(struct store *st, int64_t person_id, const char *cursor, size_t limit, struct arena *a,
                               struct notice **out, size_t *count, const char **next) MUST_USE;
/* One of: all up to an id, one id, all of an escalation. *unread: how many are left. */
struct notices_marked { int64_t until, id; const char *reference; };
enum result store_notices_mark(struct store *st, int64_t person_id, const struct notices_marked *which, instant now,
                               int *unread) MUST_USE;

/* Messages that will not arrive, the oldest first. */
struct undelivered {
	int64_t id;
	instant at, created;
	const char *why, *kind, *reference; /* reference NULL: a digest */
	const char *address;                /* NULL: none */
	const char *name, *title, *agency;  /* NULL: a mailbox */
};
enum result store_undelivered(struct store *st, size_t limit, struct arena *a, struct undelivered **out,
                              size_t *count) MUST_USE;
/* How its reader was told; `again`: by sending it once more. CONFLICT: somebody has seen to it before, or there is none. */
struct undelivered_settle { int64_t id, person_id; const char *how; bool again; instant now; };
enum result store_undelivered_settle(struct store *st, const struct undelivered_settle *settle) MUST_USE;

/* --- calendar feeds: one a person, by the hash of a secret --- */
enum result store_feed_put(struct store *st, int64_t person_id, const uint8_t token_hash[DIGEST_SIZE], instant now) MUST_USE;
enum result store_feed_remove(struct store *st, int64_t person_id) MUST_USE; /* OK when there was none */
enum result store_feed_of(struct store *st, int64_t person_id, instant *made) MUST_USE; /* NOT_FOUND */
struct feed_reader { int64_t person_id; int64_t queues[QUEUES_MAX]; size_t queue_count; };
/* Whose it is, with the queues of today; NOT_FOUND when it was revoked or they have left. */
enum result store_feed_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], struct feed_reader *out) MUST_USE;
/* Meetings that are set and that the person is asked to, from `since` on. */
struct feed_meeting { const char *reference; int64_t meeting_id; int sequence; instant starts; int minutes; };
enum result store_feed_meetings(struct store *st, int64_t person_id, instant since, size_t limit, struct arena *a,
                                struct feed_meeting **out, size_t *count) MUST_USE;

/* Duties that became overdue by `now` and have not been told yet. */
struct overdue_item { int64_t escalation_id; const char *key; instant due; };
enum result store_overdue(struct store *st, instant now, size_t limit, struct arena *a, struct overdue_item **out,
                          size_t *count) MUST_USE;
/* Marks it as told; CONFLICT when that was done before, or the duty is no longer open. An outbox row of kind "overdue"
 * marks its duty_key in store_append() by itself; this is for when there was nobody to tell. */
enum result store_overdue_told(struct store *st, int64_t escalation_id, const char *key) MUST_USE;
/*
 * What somebody held may need a new person: their queue, and those of the roles that they had; what they were given may have
 * had none: the queues of those roles, where a running escalation waits for somebody. Settles the change.
 */
enum result store_seats_left(struct store *st, const struct person_change *change, struct arena *a, instant now) MUST_USE;
/*
 * Queues that somebody has left: the running escalations that wait in one, or
 * that it is a party of, after `looked`. One queue a call; NOT_FOUND: there is none. store_seats_looked() says how far the
 * caller came; with last = 0 the queue is done.
 */
struct seat_change { int64_t queue_id, looked; };
enum result store_seats_changed(struct store *st, size_t limit, struct arena *a, struct seat_change *out,
                                int64_t **escalations, size_t *count) MUST_USE;
enum result store_seats_looked(struct store *st, const struct seat_change *change, int64_t last) MUST_USE;
enum result store_sweep(struct store *st, instant now) MUST_USE; /* ended sessions, old throttle rows and idempotency keys */

/* --- lessons: where each stands; what it says is in the events --- */
struct lesson_item {
	int64_t escalation_id;
	const char *reference;
	bool open;
	instant raised, due;       /* due INSTANT_NONE */
	struct stored_event lesson, answer; /* answer.payload NULL when there is none */
};
struct lesson_place { instant raised; int64_t escalation_id; uint32_t seq; };
/* Of cases that one of the queues may see, newest first, those behind `after` (NULL = from the start). */
enum result store_lessons(struct store *st, bool open, const int64_t *queues, size_t queue_count,
                          const struct lesson_place *after, size_t limit, struct arena *a, struct lesson_item **out,
                          size_t *count) MUST_USE;

/* --- files: an upload is its sender's own until an event or a note names it --- */
struct upload {
	int64_t id, escalation_id, person_id;
	const char *type;          /* MIME name, by content */
	size_t size;
	uint8_t sha256[DIGEST_SIZE];
	instant at;
	const char *content;       /* NULL: kept elsewhere, under its hash */
	bool elsewhere; /* ... as store_uploads_old() tells, which leaves out the content */
};
enum result store_upload_add(struct store *st, const struct upload *u, int64_t *id) MUST_USE;
/* How many u->person_id has sent and not attached; u->id becomes that of the same file for the same case, if it is among them. */
enum result store_uploads_count(struct store *st, struct upload *u, int64_t *count) MUST_USE;
/* Without its content. NOT_FOUND: none of that person's for that case, or it was attached already. */
enum result store_upload(struct store *st, int64_t id, int64_t escalation_id, int64_t person_id, struct arena *a,
                         struct upload *out) MUST_USE;
/* The oldest `limit` of those that were sent before; and one of them goes (if it was attached meanwhile: that is well). */
enum result store_uploads_old(struct store *st, instant before, size_t limit, struct arena *a,
    struct upload **out, size_t *count) MUST_USE;
enum result store_upload_remove(struct store *st, int64_t id) MUST_USE;
/* Does an upload or an attachment that is kept elsewhere have that hash? */
enum result store_file_named(
    struct store *st, const uint8_t sha256[DIGEST_SIZE], bool *named) MUST_USE;
/* Attachments that are kept elsewhere, by id, behind `after`: id, size and hash. */
enum result store_attachments_elsewhere(struct store *st, int64_t after, size_t limit,
    struct arena *a, struct upload **out, size_t *count) MUST_USE;
/* Inside the transaction of what names it: seq of an event, or a note. Nothing for id 0. NOT_FOUND: it is gone. */
struct upload_use { int64_t id, escalation_id, person_id, note_id; uint32_t seq; };
enum result store_attach(struct store *st, const struct upload_use *use) MUST_USE;
struct attachment {
	int64_t id;
	bool shared;               /* of an event; else of a note, behind the wall: */
	struct { int64_t id; const char *agency_id, *side; } note;
	const char *type;
	size_t size;
	uint8_t sha256[DIGEST_SIZE];
	const char *content;       /* NULL: kept elsewhere */
};
enum result store_attachment(struct store *st, int64_t id, int64_t escalation_id, struct arena *a,
                             struct attachment *out) MUST_USE;

/* --- internal notes: no events; read behind one wall only (docs/decisions/0010) --- */
struct note_wall { int64_t escalation_id; const char *agency_id, *side; };
struct note {
	int64_t id;
	const char *kind;          /* "note", "oversight" */
	int64_t person_id;
	const char *name, *title, *agency; /* as they were that day; title may be NULL */
	instant at;
	const char *text;
	int64_t file_id;           /* of its attachment; 0 = none */
	const char *file_type;
	size_t file_size;
};
struct note_add { struct note_wall wall; struct note note; int64_t upload_id; const char *request_key, *draft_key, *request_id; };
/* The same request key of the same person again adds nothing. */
enum result store_note_add(struct store *st, const struct note_add *what) MUST_USE;
/* Newest first, those with an id below `before`. */
enum result store_notes(struct store *st, const struct note_wall *wall, int64_t before, size_t limit, struct arena *a,
                        struct note **out, size_t *count) MUST_USE;

/* --- requests to raise: no events, and nothing of them outside the asker's agency (docs/decisions/0022) --- */
enum request_state { REQUEST_ASKED, REQUEST_REFUSED, REQUEST_RAISED, REQUEST_TAKEN_BACK };
struct raise_request {
	int64_t id, person_id;     /* who asks */
	bool asker_left;           /* and has no account any more */
	const char *name, *title, *agency_id; /* as they were that day; title may be NULL */
	const char *asked;         /* who was asked, one a line */
	instant at;
	bool immediate_risk;
	enum request_state state;
	instant answered_at;       /* INSTANT_NONE; also of raising and of taking back */
	int64_t answered_by;
	const char *answered_name, *answered_title;
	const char *reason;        /* NULL */
	const char *reference;     /* of the escalation; NULL */
	const char *payload; size_t length; /* what they wrote (codec: event_payload_read); only by store_request() */
	bool waits_here;           /* the reader is one of those who were asked; only by store_request() */
};
/* Notices of one kind, in the same transaction. */
struct request_telling { const char *kind; const int64_t *people; size_t count; };
struct request_add {
	struct raise_request request;
	const int64_t *queues; size_t queue_count; /* whom it waits for */
	struct request_telling tell;
	instant chase_at;
	const char *request_key, *draft_key, *request_id;
};
/* The same request key of the same person again adds nothing. */
enum result store_request_add(struct store *st, const struct request_add *what, struct arena *a) MUST_USE;
/* One's own, newest first; those that wait for somebody, oldest first. */
enum result store_requests(struct store *st, int64_t person_id, size_t limit, struct arena *a, struct raise_request **out,
                           size_t *count) MUST_USE;
enum result store_requests_waiting(struct store *st, const struct session *s, size_t limit, struct arena *a,
                                   struct raise_request **out, size_t *count) MUST_USE;
/* NOT_FOUND for whoever neither asked nor was asked. */
enum result store_request(struct store *st, int64_t id, const struct session *s, struct arena *a,
                          struct raise_request *out) MUST_USE;
struct request_end {
	int64_t id;
	enum request_state state;
	const char *reason;        /* NULL */
	int64_t escalation_id;     /* 0 */
	int64_t by; const char *by_name, *by_title;
	struct request_telling tell;
	const char *draft_key, *request_id;
	instant now;
};
/* CONFLICT: it is answered already. What was refused can still be raised. */
enum result store_request_end(struct store *st, const struct request_end *what, struct arena *a) MUST_USE;
/* Inside a transaction of the store's own, without telling anybody. */
enum result store_request_settle(struct store *st, const struct request_end *what) MUST_USE;
/*
 * What nobody has answered by its time, and, whenever its time is, what says immediate risk and waits for nobody who is still
 * there; who but the asker can answer it now; and that they were told again, or for whom else it waits from now on. Telling is
 * once for each chase_at.
 */
struct request_late { int64_t id, person_id; instant chase_at; const char *agency_id; bool immediate_risk; };
enum result store_requests_late(struct store *st, instant now, size_t limit, struct arena *a, struct request_late *out,
                                size_t *count) MUST_USE;
enum result store_request_people(struct store *st, const struct request_late *late, size_t limit, struct arena *a, int64_t **out,
                                 size_t *count) MUST_USE;
struct request_chase {
	struct request_late late;
	const int64_t *queues; size_t queue_count; /* for whom it waits too */
	instant next;
	struct request_telling tell[2];
	instant now;
};
enum result store_request_chased(struct store *st, const struct request_chase *what, struct arena *a) MUST_USE;

/* --- evidence --- */
/* The chain behind the event of that seq: what it and all before it were. NOT_FOUND without it. */
enum result store_event_chain(struct store *st, int64_t escalation_id, uint32_t seq, uint8_t out[DIGEST_SIZE]) MUST_USE;
/* Walk one chain: INVALID with the first seq that does not hold. */
enum result store_chain_verify(struct store *st, int64_t escalation_id, uint32_t *bad_seq) MUST_USE;

#endif
