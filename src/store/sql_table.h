/*
 * sql_table.h - the parts of the table of statements; private to store/.
 *
 * Each part is an array over all of enum sql_id that holds the statements of its subject and nothing at the others;
 * sql_table.c looks through them. A statement stands in exactly one part.
 *
 * Rules: no statement sorts or counts what is stored (a LIMIT over the key's own order, or a range that is
 * small by nature), none has an OFFSET, and values come in as parameters, always.
 */
#ifndef STORE_SQL_TABLE_H
#define STORE_SQL_TABLE_H

#include "sql.h"

struct sql_text {
	const char *name, *text;
};

/* The instance itself: clock, editions and plans, settings, recounts, who looked at what. */
extern const struct sql_text sql_instance[SQL_COUNT];
/* Agencies, people, their roles, queues, seats and absences, and how they are found. */
extern const struct sql_text sql_people[SQL_COUNT];
/* Who is let in: sessions, the emergency administrator, and what is refused for a while. */
extern const struct sql_text sql_access[SQL_COUNT];
/* Escalations and their events, lists, chains, drafts, files, notes and lessons. */
extern const struct sql_text sql_cases[SQL_COUNT];
/* What is sent and when: outbox, digests, reminders, meetings for calendars. */
extern const struct sql_text sql_notices[SQL_COUNT];

/* What is kept for how long: the sweep that erases, and holds. */
extern const struct sql_text sql_retention[SQL_COUNT];

/* In the order that people.c reads them. */
#define PERSON_OWN_COLUMNS \
	"p.id, p.directory, p.directory_key, p.username, p.name, p.title, p.mail, p.agency_id, " \
	"p.manager_key, p.roles, p.administrator, p.active, p.refreshed_at"

/* What is in force at the instance's own time (of instance i): the last plan that has begun, or what was chosen outright. */
#define EDITION_IN_FORCE \
	"COALESCE((SELECT n.edition_id FROM edition_plan n WHERE n.begins <= " \
	"TIMESTAMPADD(MICROSECOND, i.clock_offset, UTC_TIMESTAMP(6)) ORDER BY n.begins DESC LIMIT 1), i.edition_id)"

#endif
