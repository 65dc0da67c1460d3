/*
 * sql_table.c - every statement of the store, by name.
 *
 * Rules: no statement sorts or counts what is stored (a LIMIT over the key's own order, or a range that is
 * small by nature), none has an OFFSET, and values come in as parameters, always.
 */
#include "parley/arena.h"
#include "parley/buffer.h"
#include "sql.h"

/* In the order that people.c reads them. */
#define PERSON_OWN_COLUMNS \
	"p.id, p.directory, p.directory_key, p.username, p.name, p.title, p.mail, p.agency_id, " \
	"p.manager_key, p.roles, p.administrator, p.active, p.refreshed_at"
#define PERSON_COLUMNS \
	PERSON_OWN_COLUMNS ", a.name, a.sector"
/* In the order that people_read_facts reads them. */
#define FACT_COLUMNS ", p.department, p.member_of, p.entry_at"
#define PERSON_TABLES "person p LEFT JOIN agency a ON a.id = p.agency_id"

/* A searched word stands in the person's name or title, or in their agency's name. */
#define HAS_WORD \
	" AND (EXISTS (SELECT 1 FROM person_word x WHERE x.person_id = p.id AND x.word LIKE ?)" \
	" OR EXISTS (SELECT 1 FROM agency_word y WHERE y.agency_id = p.agency_id AND y.word LIKE ?))"
#define HAS_WORDS HAS_WORD HAS_WORD HAS_WORD
/* Three arms, the better match first: name, title, agency. Each is a range of one key, and ends at its LIMIT. */
#define SEARCH_ARM(kind, where) \
	"(SELECT " PERSON_COLUMNS " FROM person_word w JOIN person p ON p.id = w.person_id" \
	" LEFT JOIN agency a ON a.id = p.agency_id WHERE w.kind = " kind \
	" AND w.word LIKE ? AND p.active = 1" where HAS_WORDS " LIMIT ?)"
#define SEARCH_AGENCY_ARM(where) \
	"(SELECT " PERSON_COLUMNS " FROM agency_word w JOIN person p ON p.agency_id = w.agency_id" \
	" LEFT JOIN agency a ON a.id = p.agency_id WHERE w.word LIKE ? AND p.active = 1" where \
	    HAS_WORDS " LIMIT ?)"

#define IDS_GIVEN "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j"
#define QUEUES_GIVEN IDS_GIVEN " JOIN worklist w ON w.queue_id = j.id"
#define SETTING_COLUMNS \
	"s.name, s.version, s.undoes, s.value, s.at, s.person_id, p.name, s.why " \
	"FROM setting s LEFT JOIN person p ON p.id = s.person_id"
#define PROJECTION_COLUMNS \
	"phase, stage_id, stage_name, ended, raising_agency_id, raising_agency, receiving_agency_id, " \
	"receiving_agency, duty_text, duty_clause, turn, due_words, next_due, immediate_risk, raised, changed, edition_now"
#define RECOUNT_COLUMNS \
	"r.id, r.what, r.origin, r.target, r.cases, r.why, r.person_id, p.name, r.begun, r.cursor_id, r.seen, r.changed, " \
	"r.refused, r.finished FROM recount r LEFT JOIN person p ON p.id = r.person_id"
/* What is in force at the instance's own time: the last plan that has begun, or what was chosen outright. */
#define EDITION_IN_FORCE \
	"COALESCE((SELECT n.edition_id FROM edition_plan n WHERE n.begins <= " \
	"TIMESTAMPADD(MICROSECOND, i.clock_offset, UTC_TIMESTAMP(6)) ORDER BY n.begins DESC LIMIT 1), i.edition_id)"
/*
 * A notice on its way, and whether it still holds: what it says of a duty is over when the duty is done or has another
 * date. In the order that store_clockwork.c reads them.
 */
#define OUTBOX_COLUMNS \
	"o.id, o.escalation_id, o.person_id, o.kind, e.reference, p.mail, o.mailbox, o.duty_key, o.due, o.attempts, " \
	"o.doubtful, COALESCE(p.active, 1), EXISTS (SELECT 1 FROM open_duty d WHERE d.escalation_id = o.escalation_id " \
	"AND d.duty_key = o.duty_key AND d.due = o.due), o.created"
#define OUTBOX_TABLES \
	"outbox o LEFT JOIN escalation e ON e.id = o.escalation_id LEFT JOIN person p ON p.id = o.person_id"
#define EMERGENCY_PERSON "p.directory = '" EMERGENCY_DIRECTORY "' AND p.directory_key = 'emergency'"
/* In the order that store_seats.c reads them. */
#define VACANT_COLUMNS \
	"e.reference, v.escalation_id, v.side, v.agency_id, v.person_id, p.name, v.since, e.stage_name, e.edition_id " \
	"FROM vacant_seat v JOIN escalation e ON e.id = v.escalation_id LEFT JOIN person p ON p.id = v.person_id"
/* In the order that store_absence.c reads them. */
#define ABSENCE_COLUMNS \
	"b.id, b.person_id, b.deputy_id, b.begins, b.ends, b.set_by, p.name, p.title, d.name, d.title FROM absence b " \
	"JOIN person p ON p.id = b.person_id LEFT JOIN person d ON d.id = b.deputy_id"
/* A notice as its reader sees it, in the order that store_notice.c reads it. */
#define NOTICE_COLUMNS "o.id, o.kind, e.reference, o.due, o.created, o.read_at"
#define NOTICE_TABLES "outbox o LEFT JOIN escalation e ON e.id = o.escalation_id"
#define MICROSECONDS(column) "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " column ")"

static const struct {
	const char *name, *text;
} table[SQL_COUNT] = {
	[SQL_INSTANCE] = { "instance",
	    "SELECT i.demo, i.clock_offset, i.generation, " EDITION_IN_FORCE
	    " FROM instance i WHERE i.id = 1" },
	[SQL_CLOCK_SET] = { "clock-set",
	    "UPDATE instance SET clock_offset = ? WHERE id = 1 AND demo = 1" },
	/* What was to be sent in a future that a demo has come back from is sent now. */
	[SQL_OUTBOX_RETIME] = { "outbox-retime",
	    "UPDATE outbox SET next_try = ? WHERE state = 1 AND next_try > ? AND (attempts > 0 OR created > ?)" },
	/* A real instance has no moved clock: what is no longer a demo loses it. */
	[SQL_DEMO_MARK] = { "demo-mark",
	    "UPDATE instance SET clock_offset = IF(? = 1, clock_offset, 0), demo = ? WHERE id = 1" },
	[SQL_PREFIX_SET] = { "prefix-set",
	    "UPDATE instance SET reference_prefix = ? WHERE id = 1" },
	[SQL_GENERATION_NEXT] = { "generation-next",
	    "UPDATE instance SET generation = generation + 1 WHERE id = 1" },

	[SQL_EDITION_FIND] = { "edition-find",
	    "SELECT id FROM edition WHERE policy_id = ? AND digest = ?" },
	[SQL_EDITION_ADD] = { "edition-add",
	    "INSERT INTO edition (policy_id, label, digest, text, imported_at) "
	    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6))" },
	/* Not the one in force: without any, new escalations could not be raised. */
	[SQL_EDITION_RETIRE] = { "edition-retire",
	    "UPDATE edition SET retired_at = ? WHERE id = ? AND retired_at IS NULL AND id <> COALESCE("
	    "(SELECT p.edition_id FROM edition_plan p WHERE p.begins <= ? ORDER BY p.begins DESC LIMIT 1), "
	    "(SELECT i.edition_id FROM instance i WHERE i.id = 1), 0)" },
	[SQL_EDITION_PUT_IN_FORCE] = { "edition-put-in-force",
	    "UPDATE edition SET retired_at = NULL, in_force_from = ? WHERE id = ?" },
	[SQL_EDITION_UNRETIRE] = { "edition-unretire",
	    "UPDATE edition SET retired_at = NULL WHERE id = ?" },
	[SQL_INSTANCE_EDITION_SET] = { "instance-edition-set",
	    "UPDATE instance SET edition_id = ?, generation = generation + 1 WHERE id = 1" },
	[SQL_EDITIONS] = { "editions",
	    "SELECT id, policy_id, label, text, imported_at, in_force_from, retired_at FROM edition ORDER BY id" },
	[SQL_PLAN_PUT] = { "plan-put",
	    "INSERT INTO edition_plan (begins, edition_id) VALUES (?, ?) "
	    "ON DUPLICATE KEY UPDATE edition_id = VALUES(edition_id)" },
	[SQL_PLANS] = { "plans", "SELECT begins, edition_id FROM edition_plan ORDER BY begins" },
	[SQL_PLANS_PAST_REMOVE] = { "plans-past-remove",
	    "DELETE FROM edition_plan WHERE begins <= ?" },
	[SQL_PLANS_OF_EDITION_REMOVE] = { "plans-of-edition-remove",
	    "DELETE FROM edition_plan WHERE edition_id = ?" },
	[SQL_HISTORY_ADD] = { "history-add",
	    "INSERT INTO settings_history (at, person_id, what, edition_id, detail, why) "
	    "VALUES (?, ?, ?, ?, ?, ?)" },
	[SQL_HISTORY] = { "history",
	    "SELECT h.at, p.name, h.what, h.edition_id, h.detail, h.why FROM settings_history h "
	    "LEFT JOIN person p ON p.id = h.person_id WHERE ? = 0 OR h.edition_id <> 0 ORDER BY h.id DESC LIMIT ?" },
	/* The newest, or one version. */
	[SQL_SETTING] = { "setting",
	    "SELECT " SETTING_COLUMNS " WHERE s.name = ? AND (? = 0 OR s.version = ?) ORDER BY s.version DESC LIMIT 1" },
	[SQL_SETTINGS] = { "settings",
	    "SELECT " SETTING_COLUMNS " JOIN (SELECT x.name, MAX(x.version) AS version FROM setting x GROUP BY x.name) n "
	    "ON n.name = s.name AND n.version = s.version ORDER BY s.name" },
	[SQL_SETTING_HISTORY] = { "setting-history",
	    "SELECT " SETTING_COLUMNS " WHERE s.name = ? ORDER BY s.version DESC LIMIT ?" },
	[SQL_SETTING_ADD] = { "setting-add",
	    "INSERT INTO setting (name, version, undoes, value, at, person_id, why) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SQL_SETTING_LANDED] = { "setting-landed",
	    "SELECT 1 FROM setting WHERE name = ? AND version = ? AND person_id = ? AND at = ?" },
	[SQL_EDITION_CHOSEN] = { "edition-chosen", "SELECT edition_id FROM instance WHERE id = 1" },
	[SQL_CLOSED_DAYS] = { "closed-days",
	    "SELECT closed_on, name FROM closed_day ORDER BY closed_on" },

	[SQL_AGENCY_PUT] = { "agency-put",
	    "INSERT INTO agency (id, name, sector, directory_name) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "name = VALUES(name), sector = VALUES(sector), directory_name = VALUES(directory_name)" },
	[SQL_AGENCY_WORDS_REMOVE] = { "agency-words-remove",
	    "DELETE FROM agency_word WHERE agency_id = ?" },
	[SQL_AGENCY_WORD_ADD] = { "agency-word-add",
	    "INSERT INTO agency_word (word, agency_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE word = word" },
	[SQL_AGENCIES] = { "agencies",
	    "SELECT id, name, sector, directory_name FROM agency ORDER BY id" },

	[SQL_PERSON] = { "person",
	    "SELECT " PERSON_COLUMNS " FROM " PERSON_TABLES " WHERE p.id = ?" },
	[SQL_PERSON_BY_KEY] = { "person-by-key",
	    "SELECT " PERSON_COLUMNS ", p.queue_id" FACT_COLUMNS " FROM " PERSON_TABLES
	    " WHERE p.directory = ? AND p.directory_key = ?" },
	[SQL_PERSON_ADD] = { "person-add",
	    "INSERT INTO person (directory, directory_key, username, name, title, mail, agency_id, manager_key, "
	    "roles, administrator, active, refreshed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_PERSON_UPDATE] = { "person-update",
	    "UPDATE person SET username = ?, name = ?, title = ?, mail = ?, agency_id = ?, manager_key = ?, "
	    "roles = ?, administrator = ?, active = ?, refreshed_at = ? WHERE id = ?" },
	[SQL_PERSON_REFRESHED] = { "person-refreshed",
	    "UPDATE person SET refreshed_at = ? WHERE id = ?" },
	[SQL_PERSON_QUEUE_SET] = { "person-queue-set",
	    "UPDATE person SET queue_id = ? WHERE id = ?" },
	[SQL_PERSON_ROLES_REMOVE] = { "person-roles-remove",
	    "DELETE FROM person_role WHERE person_id = ?" },
	/* The queues of the roles that were just put, made where they are not there yet, and written beside the person. */
	[SQL_PERSON_QUEUES_MAKE] = { "person-queues-make",
	    "INSERT IGNORE INTO queue (agency_id, role, person_id) SELECT r.agency_id, r.role, 0 FROM person_role r WHERE "
	    "r.person_id = ? AND NOT EXISTS (SELECT 1 FROM queue q WHERE q.agency_id = r.agency_id AND q.role = r.role "
	    "AND q.person_id = 0)" },
	/* The same for many, given as a JSON array of numbers: INSERT ... SELECT takes no rows of values. */
	[SQL_PEOPLE_QUEUES_MAKE] = { "people-queues-make",
	    "INSERT IGNORE INTO queue (agency_id, role, person_id) SELECT DISTINCT r.agency_id, r.role, 0 FROM " IDS_GIVEN
	    " JOIN person_role r ON r.person_id = j.id WHERE NOT EXISTS (SELECT 1 FROM queue q WHERE "
	    "q.agency_id = r.agency_id AND q.role = r.role AND q.person_id = 0)" },
	[SQL_PERSON_QUEUES_SET] = { "person-queues-set",
	    "UPDATE person p SET p.queues = COALESCE((SELECT GROUP_CONCAT(q.id ORDER BY q.id) FROM person_role r JOIN queue q "
	    "ON q.agency_id = r.agency_id AND q.role = r.role AND q.person_id = 0 WHERE r.person_id = p.id), '') WHERE p.id = ?" },
	[SQL_PERSON_ROLE_ADD] = { "person-role-add",
	    "INSERT INTO person_role (person_id, agency_id, role) VALUES (?, ?, ?)" },
	[SQL_PERSON_ROLES_SET] = { "person-roles-set", "UPDATE person SET roles = ? WHERE id = ?" },
	/* Everybody is looked at, when an administrator opens the settings. */
	[SQL_PEOPLE_WITHOUT_ROLE] = { "people-without-role",
	    "SELECT COUNT(*) FROM person WHERE active = 1 AND roles = ''" },
	[SQL_PERSON_WORDS_REMOVE] = { "person-words-remove",
	    "DELETE FROM person_word WHERE person_id = ?" },
	/* Words that differ in case or accents only are one word. */
	[SQL_PERSON_WORD_ADD] = { "person-word-add",
	    "INSERT INTO person_word (kind, word, person_id, agency_id) VALUES (?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE word = word" },
	[SQL_PERSON_FACTS] = { "person-facts",
	    "UPDATE person SET department = ?, member_of = ?, entry_at = ? WHERE id = ?" },
	[SQL_PERSON_CHANGE_ADD] = { "person-change-add",
	    "INSERT INTO person_change (at, person_id, active_before, active_after, agency_before, agency_after, "
	    "roles_before, roles_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_PERSON_CHANGES] = { "person-changes",
	    "SELECT id, at, person_id, active_before, active_after, agency_before, agency_after, roles_before, roles_after "
	    "FROM person_change WHERE settled_at IS NULL ORDER BY settled_at, id LIMIT ?" },
	[SQL_PERSON_CHANGE_SETTLE] = { "person-change-settle",
	    "UPDATE person_change SET settled_at = ? WHERE id = ? AND settled_at IS NULL" },
	/* Everybody is looked at: once a night for a refresh, and when rules are tried. */
	[SQL_PEOPLE_KNOWN] = { "people-known",
	    "SELECT " PERSON_COLUMNS FACT_COLUMNS " FROM " PERSON_TABLES
	    " WHERE p.active = 1 AND (? IS NULL OR p.directory = ?) AND p.directory <> '" EMERGENCY_DIRECTORY
	    "' ORDER BY p.id" },
	[SQL_PEOPLE_IN_SESSION] = { "people-in-session",
	    "SELECT " PERSON_COLUMNS FACT_COLUMNS " FROM (SELECT DISTINCT person_id FROM session) s "
	    "JOIN person p ON p.id = s.person_id LEFT JOIN agency a ON a.id = p.agency_id "
	    "WHERE p.active = 1 AND p.directory = ?" },
	[SQL_PERSON_RETIRE_NOTE] = { "person-retire-note",
	    "INSERT INTO person_change (at, person_id, active_before, active_after, agency_before, agency_after, "
	    "roles_before, roles_after) SELECT ?, id, 1, 0, agency_id, agency_id, roles, roles FROM person "
	    "WHERE id = ? AND active = 1 AND refreshed_at < ?" },
	[SQL_PERSON_RETIRE] = { "person-retire",
	    "UPDATE person SET active = 0 WHERE id = ? AND active = 1 AND refreshed_at < ?" },
	[SQL_REFRESH_PUT] = { "refresh-put",
	    "INSERT INTO directory_refresh (directory, kind, began, good, code, said, people, gone) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE began = VALUES(began), "
	    "good = COALESCE(VALUES(good), good), code = VALUES(code), said = VALUES(said), people = VALUES(people), "
	    "gone = VALUES(gone)" },
	[SQL_REFRESHES_OUTDATED] = { "refreshes-outdated", "UPDATE directory_refresh SET good = NULL" },
	[SQL_REFRESHES] = { "refreshes",
	    "SELECT directory, kind, began, good, code, said, people, gone FROM directory_refresh ORDER BY directory, kind" },
	/* How common a word is, counted to 200 of each kind. */
	[SQL_WORD_COMMON] = { "word-common",
	    "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM person_word WHERE kind IN (0, 1) AND word LIKE ? LIMIT 200) x) + "
	    "(SELECT COUNT(*) FROM (SELECT 1 FROM agency_word w JOIN person p ON p.agency_id = w.agency_id "
	    "WHERE w.word LIKE ? LIMIT 200) y)" },
	[SQL_PEOPLE_SEARCH] = { "people-search",
	    SEARCH_ARM("0", "") " UNION ALL " SEARCH_ARM("1", "") " UNION ALL " SEARCH_AGENCY_ARM(
		"") },
	[SQL_PEOPLE_SEARCH_AGENCY] = { "people-search-agency",
	    SEARCH_ARM("0", " AND w.agency_id = ?") " UNION ALL " SEARCH_ARM("1",
		" AND w.agency_id = ?") " UNION ALL " SEARCH_AGENCY_ARM(" AND w.agency_id = ?") },
	[SQL_ROLE_HOLDERS] = { "role-holders",
	    "SELECT " PERSON_COLUMNS " FROM person_role r JOIN person p ON p.id = r.person_id "
	    "LEFT JOIN agency a ON a.id = p.agency_id WHERE r.agency_id = ? AND r.role = ? AND p.active = 1 "
	    "ORDER BY r.person_id LIMIT ?" },

	/* A queue that is left again while it is gone through is gone through from its beginning. */
	[SQL_SEAT_LEFT] = { "seat-left",
	    "INSERT INTO seat_change (queue_id, at) VALUES (?, ?) ON DUPLICATE KEY UPDATE looked = 0" },
	[SQL_SEAT_CHANGE] = { "seat-change", "SELECT queue_id, looked FROM seat_change ORDER BY queue_id LIMIT 1" },
	/* What somebody has in their lists is small by nature. */
	[SQL_SEAT_ESCALATIONS] = { "seat-escalations",
	    "SELECT DISTINCT escalation_id FROM worklist WHERE queue_id = ? AND view < 2 AND escalation_id > ? "
	    "ORDER BY escalation_id LIMIT ?" },
	[SQL_SEAT_LOOKED] = { "seat-looked",
	    "UPDATE seat_change SET looked = ? WHERE queue_id = ? AND looked = ?" },
	[SQL_SEAT_DONE] = { "seat-done", "DELETE FROM seat_change WHERE queue_id = ? AND looked = ?" },

	[SQL_QUEUE_FIND] = { "queue-find",
	    "SELECT id FROM queue WHERE agency_id = ? AND role = ? AND person_id = ?" },
	[SQL_QUEUE_ADD] = { "queue-add",
	    "INSERT INTO queue (agency_id, role, person_id) VALUES (?, ?, ?)" },

	/* Of roles, not of people: as many as there are agencies times roles. */
	[SQL_ROLE_QUEUES] = { "role-queues",
	    "SELECT id, agency_id, role FROM queue WHERE person_id = 0" },
	/* The queues as a JSON array of numbers; each is a range of the worklist's own key. */
	[SQL_QUEUES_TOUCHED] = { "queues-touched",
	    "SELECT COUNT(DISTINCT w.escalation_id) FROM " QUEUES_GIVEN },
	[SQL_QUEUES_WAITING] = { "queues-waiting",
	    "SELECT w.queue_id, COUNT(*) FROM " QUEUES_GIVEN " AND w.view = 0 GROUP BY w.queue_id" },
	[SQL_SESSION_ADD] = { "session-add",
	    "INSERT INTO session (token_hash, person_id, csrf, created, seen) VALUES (?, ?, ?, ?, ?)" },
	/* Person, queues and instance come with it, each by its key and nothing else: a request costs one statement before
	 * its own. */
	[SQL_SESSION_FIND] = { "session-find",
	    "SELECT " PERSON_OWN_COLUMNS
	    ", s.csrf, s.created, s.seen, i.demo, i.clock_offset, i.generation, p.queue_id, p.queues, p.drafts, p.stands_in_until, "
	    "p.unread "
	    "FROM session s JOIN person p ON p.id = s.person_id JOIN instance i ON i.id = 1 "
	    "WHERE s.token_hash = ? AND s.seen > ? AND s.created > ? AND p.active = 1" },
	/* Asked only of those who stand in for somebody. Both work for the same agency, still. */
	[SQL_STAND_INS] = { "stand-ins",
	    "SELECT " PERSON_OWN_COLUMNS ", p.queue_id, p.queues, b.ends FROM absence b JOIN person p ON p.id = b.person_id "
	    "WHERE b.deputy_id = ? AND b.ends > ? AND b.begins <= ? AND p.active = 1 AND p.agency_id = ? ORDER BY b.id LIMIT ?" },
	[SQL_ABSENCE_ADD] = { "absence-add",
	    "INSERT INTO absence (person_id, deputy_id, begins, ends, set_by, created) VALUES (?, ?, ?, ?, ?, ?)" },
	[SQL_ABSENCE_CLASH] = { "absence-clash",
	    "SELECT (SELECT COUNT(*) FROM absence WHERE person_id = ? AND ends > ? AND begins < ?), "
	    "(SELECT COUNT(*) FROM absence WHERE person_id = ? AND ends > ?), "
	    "(SELECT COUNT(*) FROM absence WHERE deputy_id = ? AND ends > ? AND begins < ?)" },
	[SQL_ABSENCE_END] = { "absence-end", "UPDATE absence SET ends = ?, ended_by = ? WHERE id = ? AND ends > ?" },
	[SQL_ABSENCE] = { "absence", "SELECT " ABSENCE_COLUMNS " WHERE b.id = ?" },
	[SQL_ABSENCES_OF_PERSON] = { "absences-of-person",
	    "SELECT " ABSENCE_COLUMNS " WHERE b.person_id = ? AND b.ends > ? ORDER BY b.ends LIMIT 50" },
	[SQL_ABSENCES_OF_DEPUTY] = { "absences-of-deputy",
	    "SELECT " ABSENCE_COLUMNS " WHERE b.deputy_id = ? AND b.ends > ? ORDER BY b.ends LIMIT 50" },
	/* A team is small by nature. */
	[SQL_ABSENCES_OF_TEAM] = { "absences-of-team",
	    "SELECT " ABSENCE_COLUMNS " JOIN person m ON m.directory_key = p.manager_key AND m.directory = p.directory "
	    "WHERE m.id = ? AND p.active = 1 AND b.ends > ? ORDER BY b.ends LIMIT 200" },
	[SQL_STANDS_IN_SET] = { "stands-in-set",
	    "UPDATE person SET stands_in_until = (SELECT MAX(ends) FROM absence WHERE deputy_id = ?) WHERE id = ?" },
	[SQL_TEAM] = { "team",
	    "SELECT " PERSON_COLUMNS " FROM person m JOIN person p ON p.manager_key = m.directory_key AND "
	    "p.directory = m.directory LEFT JOIN agency a ON a.id = p.agency_id WHERE m.id = ? AND p.active = 1 AND p.id <> m.id "
	    "ORDER BY p.name LIMIT ?" },
	/* Everybody who holds a role is looked at, when an administrator looks at the map. */
	[SQL_ROLE_MAP] = { "role-map",
	    "SELECT r.agency_id, r.role, p.id, p.name, p.title, b.begins, b.ends, d.name FROM person_role r "
	    "JOIN person p ON p.id = r.person_id LEFT JOIN absence b ON b.person_id = p.id AND b.ends > ? AND b.begins < ? "
	    "LEFT JOIN person d ON d.id = b.deputy_id AND d.active = 1 AND d.agency_id = p.agency_id "
	    "WHERE r.agency_id > '' AND p.active = 1 ORDER BY r.agency_id, r.role, r.person_id LIMIT ?" },
	[SQL_VACANT_OF_AGENCY] = { "vacant-of-agency",
	    "SELECT " VACANT_COLUMNS " WHERE v.agency_id = ? ORDER BY v.agency_id, v.since LIMIT ?" },
	[SQL_VACANT_ALL] = { "vacant-all", "SELECT " VACANT_COLUMNS " ORDER BY v.agency_id, v.since LIMIT ?" },
	[SQL_VACANT_REMOVE] = { "vacant-remove", "DELETE FROM vacant_seat WHERE escalation_id = ?" },
	[SQL_VACANT_ADD] = { "vacant-add",
	    "INSERT INTO vacant_seat (escalation_id, side, agency_id, person_id, since) VALUES (?, ?, ?, ?, ?)" },
	[SQL_CASES_OF] = { "cases-of",
	    "SELECT w.escalation_id FROM person p JOIN worklist w ON w.queue_id = p.queue_id AND w.view = 1 WHERE p.id = ? "
	    "ORDER BY w.due, w.escalation_id LIMIT ?" },
	[SQL_ESCALATION_ID] = { "escalation-id", "SELECT id FROM escalation WHERE reference = ?" },
	[SQL_SESSION_SEEN] = { "session-seen", "UPDATE session SET seen = ? WHERE token_hash = ?" },
	/* Whoever is signed in is looked at: some hundreds, when an administrator looks what a change would do. */
	[SQL_SESSIONS_ENDING] = { "sessions-ending",
	    "SELECT COUNT(*) FROM session WHERE seen > ? AND created > ? AND (seen <= ? OR created <= ?)" },
	[SQL_SESSION_END] = { "session-end", "DELETE FROM session WHERE token_hash = ?" },
	[SQL_SESSIONS_END_ALL] = { "sessions-end-all", "DELETE FROM session WHERE person_id = ?" },
	/* The emergency administrator is a person, made when first armed and inactive while nothing is. */
	[SQL_EMERGENCY] = { "emergency",
	    "SELECT e.id, e.armed_at, e.ends, e.salt, e.digest, e.armed_by, e.why, e.used_at, p.id FROM emergency e "
	    "JOIN person p ON " EMERGENCY_PERSON " ORDER BY e.id DESC LIMIT 1" },
	[SQL_EMERGENCY_ADD] = { "emergency-add",
	    "INSERT INTO emergency (armed_at, ends, salt, digest, armed_by, why) VALUES (?, ?, ?, ?, ?, ?)" },
	[SQL_EMERGENCY_END] = { "emergency-end", "UPDATE emergency SET ends = ? WHERE ends > ?" },
	[SQL_EMERGENCY_SESSIONS_END] = { "emergency-sessions-end",
	    "DELETE s FROM session s JOIN person p ON p.id = s.person_id WHERE " EMERGENCY_PERSON },
	/* No directory has them, no search finds them, they have no role, no queue and so no escalation. */
	[SQL_EMERGENCY_PERSON] = { "emergency-person",
	    "INSERT INTO person (directory, directory_key, username, name, active, refreshed_at) VALUES "
	    "('" EMERGENCY_DIRECTORY "', 'emergency', '(emergency)', 'Emergency administrator', ?, UTC_TIMESTAMP(6)) "
	    "ON DUPLICATE KEY UPDATE active = VALUES(active)" },
	[SQL_EMERGENCY_USE] = { "emergency-use",
	    "UPDATE emergency SET used_at = ? WHERE id = ? AND used_at IS NULL AND ends > ?" },
	[SQL_EMERGENCY_TELL] = { "emergency-tell",
	    "INSERT INTO outbox (escalation_id, once, person_id, kind, created, next_try) "
	    "SELECT 0, UNHEX(MD5(CONCAT(?, ' ', ?, ' ', p.id))), p.id, ?, ?, ? FROM person p "
	    "WHERE p.administrator = 1 AND p.active = 1 ON DUPLICATE KEY UPDATE outbox.id = outbox.id" },
	[SQL_THROTTLE_ADD] = { "throttle-add",
	    "INSERT INTO throttle (throttle_key, failed_at, nonce) VALUES (?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE throttle_key = throttle_key" },
	/* Who guesses a million times is not counted to the end. */
	[SQL_THROTTLE_COUNT] = { "throttle-count",
	    "SELECT COUNT(*) FROM (SELECT 1 FROM throttle WHERE throttle_key = ? AND failed_at >= ? LIMIT 1000) t" },
	[SQL_THROTTLE_CLEAR] = { "throttle-clear", "DELETE FROM throttle WHERE throttle_key = ?" },

	[SQL_REFERENCE_NEXT] = { "reference-next",
	    "INSERT INTO reference_counter (year, last) VALUES (?, LAST_INSERT_ID(1)) "
	    "ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)" },
	/* (RETURNING would do in one statement, but a prepared INSERT gives no rows in 10.11.) */
	[SQL_REFERENCE_READ] = { "reference-read",
	    "SELECT LAST_INSERT_ID(), reference_prefix FROM instance WHERE id = 1" },
	/* The head, and what the lists hold now, to be compared with what they should hold. */
	[SQL_ESCALATION_LISTS] = { "escalation-lists",
	    "SELECT e.version, e.revision, e.chain, e.reference, "
	    "(SELECT GROUP_CONCAT(w.queue_id, ' ', w.view, ' ', " MICROSECONDS(
		"w.due") ", ' ', w.yours SEPARATOR ' ') "
			 "FROM worklist w WHERE w.escalation_id = e.id), "
			 "(SELECT GROUP_CONCAT(s.queue_id, ' ', s.informed_only SEPARATOR ' ') FROM sight s "
			 "WHERE s.escalation_id = e.id), "
			 "(SELECT GROUP_CONCAT(o.duty_key, '\n', " MICROSECONDS(
			     "o.due") " SEPARATOR '\n') FROM open_duty o "
				      "WHERE o.escalation_id = e.id), "
				      "EXISTS (SELECT 1 FROM draft d WHERE d.person_id = ? AND d.draft_key = ?) FROM escalation e WHERE e.id = ?" },
	[SQL_ESCALATION_ADD] = { "escalation-add",
	    "INSERT INTO escalation (reference, edition_id, version, chain, " PROJECTION_COLUMNS
	    ") "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	/* The one place where two writers meet: only one of them finds the version and revision it has read. */
	[SQL_ESCALATION_UPDATE] = { "escalation-update",
	    "UPDATE escalation SET version = ?, revision = revision + 1, chain = ?, phase = ?, stage_id = ?, "
	    "stage_name = ?, ended = ?, raising_agency_id = ?, raising_agency = ?, receiving_agency_id = ?, "
	    "receiving_agency = ?, duty_text = ?, duty_clause = ?, turn = ?, due_words = ?, next_due = ?, "
	    "immediate_risk = ?, raised = ?, changed = ?, edition_now = ? WHERE id = ? AND version = ? AND revision = ?" },
	[SQL_EVENT_ADD] = { "event-add",
	    "INSERT INTO event (escalation_id, seq, recorded, person_id, salt, digest, chain, payload) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_EVENT_LANDED] = { "event-landed",
	    "SELECT chain FROM event WHERE escalation_id = ? AND seq = ?" },
	[SQL_WORKLIST_ADD] = { "worklist-add",
	    "INSERT INTO worklist (queue_id, view, due, escalation_id, yours) VALUES (?, ?, ?, ?, ?)" },
	[SQL_WORKLIST_REMOVE] = { "worklist-remove",
	    "DELETE FROM worklist WHERE queue_id = ? AND view = ? AND due = ? AND escalation_id = ?" },
	[SQL_SIGHT_PUT] = { "sight-put",
	    "INSERT INTO sight (escalation_id, queue_id, informed_only) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "informed_only = LEAST(informed_only, VALUES(informed_only))" },
	[SQL_SIGHT_REMOVE] = { "sight-remove", "DELETE FROM sight WHERE escalation_id = ? AND queue_id = ?" },
	[SQL_OPEN_DUTY_PUT] = { "open-duty-put",
	    "INSERT INTO open_duty (escalation_id, duty_key, due, remind_at) VALUES (?, ?, ?, ?) ON DUPLICATE KEY "
	    "UPDATE due = VALUES(due), told = 0, remind_at = VALUES(remind_at)" },
	[SQL_OPEN_DUTY_REMOVE] = { "open-duty-remove",
	    "DELETE FROM open_duty WHERE escalation_id = ? AND duty_key = ?" },
	[SQL_OUTBOX_ADD] = { "outbox-add",
	    "INSERT INTO outbox (escalation_id, once, person_id, mailbox, kind, duty_key, due, created, next_try, "
	    "morning) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id" },
	[SQL_IDEMPOTENCY] = { "idempotency",
	    "SELECT i.request_digest, i.answer, i.escalation_id, e.reference FROM idempotency i "
	    "LEFT JOIN escalation e ON e.id = i.escalation_id WHERE i.person_id = ? AND i.request_key = ?" },
	[SQL_IDEMPOTENCY_ADD] = { "idempotency-add",
	    "INSERT INTO idempotency (person_id, request_key, request_digest, escalation_id, answer, created) "
	    "VALUES (?, ?, ?, ?, ?, ?)" },
	/* All rows of `sight` are one short range; whether one of the reader's queues is among them is looked at
	 * before any payload is given. */
	[SQL_ESCALATION_READ] = { "escalation-read",
	    "SELECT e.id, e.edition_id, e.version, (SELECT GROUP_CONCAT(s.queue_id, ' ', s.informed_only SEPARATOR "
	    "' ') FROM sight s WHERE s.escalation_id = e.id), v.seq, v.recorded, v.payload FROM escalation e "
	    "JOIN event v ON v.escalation_id = e.id WHERE e.reference = ? ORDER BY v.seq" },
	[SQL_ESCALATION_LOAD] = { "escalation-load",
	    "SELECT e.id, e.edition_id, e.version, e.reference, v.seq, v.recorded, v.payload FROM escalation e "
	    "JOIN event v ON v.escalation_id = e.id WHERE e.id = ? ORDER BY v.seq" },
	[SQL_ESCALATION_BATCH] = { "escalation-batch",
	    "SELECT e.id, e.edition_id, e.version, e.reference, v.seq, v.recorded, v.payload FROM "
	    "(SELECT id, edition_id, version, reference FROM escalation WHERE id > ? ORDER BY id LIMIT ?) e "
	    "STRAIGHT_JOIN event v ON v.escalation_id = e.id ORDER BY e.id, v.seq" },
	[SQL_ESCALATION_LAST] = { "escalation-last",
	    "SELECT COALESCE(MAX(id), 0) FROM escalation" },
	[SQL_ESCALATION_IDS] = { "escalation-ids",
	    "SELECT id FROM escalation WHERE id > ? ORDER BY id LIMIT ?" },
	[SQL_ESCALATION_FIND] = { "escalation-find", "SELECT id FROM escalation WHERE reference = ?" },
	[SQL_RUNNING] = { "running",
	    "SELECT id FROM escalation WHERE ended = 0 AND edition_now = ? AND id > ? ORDER BY id LIMIT ?" },
	/* By the primary key: it is read once from end to end, part by part. */
	[SQL_RUNNING_ALL] = { "running-all",
	    "SELECT id FROM escalation FORCE INDEX (PRIMARY) WHERE ended = 0 AND id > ? ORDER BY id LIMIT ?" },
	/* For administrators alone, on the page that moves them: the entries of one key, nothing else. */
	[SQL_RUNNING_COUNTS] = { "running-counts",
	    "SELECT edition_now, COUNT(*) FROM escalation WHERE ended = 0 GROUP BY edition_now" },
	[SQL_ENDED_BEFORE] = { "ended-before",
	    "SELECT COUNT(*) FROM escalation WHERE ended = 1 AND edition_now = ? AND changed < ?" },
	[SQL_RECOUNT_ADD] = { "recount-add",
	    "INSERT INTO recount (what, origin, target, cases, why, person_id, begun) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SQL_RECOUNT_ADVANCE] = { "recount-advance",
	    "UPDATE recount SET cursor_id = ?, seen = ?, changed = ?, refused = ?, finished = ? WHERE id = ?" },
	[SQL_RECOUNTS] = { "recounts", "SELECT " RECOUNT_COLUMNS " ORDER BY r.id DESC LIMIT ?" },
	[SQL_RECOUNTS_UNFINISHED] = { "recounts-unfinished",
	    "SELECT " RECOUNT_COLUMNS " WHERE r.finished IS NULL ORDER BY r.id LIMIT ?" },
	[SQL_CHAIN] = { "chain",
	    "SELECT e.reference, e.version, e.chain, v.seq, v.recorded, v.salt, v.digest, v.chain, v.payload "
	    "FROM escalation e LEFT JOIN event v ON v.escalation_id = e.id WHERE e.id = ? ORDER BY v.seq" },
	[SQL_EVENT_CHAIN] = { "event-chain",
	    "SELECT chain FROM event WHERE escalation_id = ? AND seq = ?" },
	[SQL_ACCESS_LOG] = { "access-log",
	    "INSERT INTO access_log (at, person_id, what, escalation_id, request_id) VALUES (?, ?, ?, ?, ?)" },

	[SQL_DRAFT_PUT] = { "draft-put",
	    "INSERT INTO draft (person_id, draft_key, json, saved) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "json = VALUES(json), saved = VALUES(saved)" },
	/* Only ever wrong to the safe side: who has drafts is always marked. */
	[SQL_DRAFTS_MARK] = { "drafts-mark", "UPDATE person SET drafts = 1 WHERE id = ? AND drafts = 0" },
	[SQL_DRAFTS_UNMARK] = { "drafts-unmark",
	    "UPDATE person p SET p.drafts = 0 WHERE p.id = ? AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.person_id = p.id)" },
	[SQL_DRAFT] = { "draft", "SELECT json FROM draft WHERE person_id = ? AND draft_key = ?" },
	[SQL_DRAFT_REMOVE] = { "draft-remove",
	    "DELETE FROM draft WHERE person_id = ? AND draft_key = ?" },
	[SQL_DRAFTS] = { "drafts",
	    "SELECT draft_key, json FROM draft WHERE person_id = ? AND draft_key LIKE ? ORDER BY draft_key" },
	[SQL_LESSON_PUT] = { "lesson-put",
	    "INSERT INTO lesson (escalation_id, seq, answer_seq, open, raised, due) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE answer_seq = VALUES(answer_seq), open = VALUES(open), due = VALUES(due)" },
	[SQL_LESSONS] = { "lessons",
	    "SELECT l.escalation_id, e.reference, l.open, l.raised, l.due, l.seq, x.payload, l.answer_seq, y.payload "
	    "FROM lesson l FORCE INDEX (in_order) JOIN escalation e ON e.id = l.escalation_id "
	    "JOIN event x ON x.escalation_id = l.escalation_id AND x.seq = l.seq "
	    "LEFT JOIN event y ON y.escalation_id = l.escalation_id AND y.seq = l.answer_seq "
	    "WHERE l.open = ? AND l.raised <= ? AND (l.raised, l.escalation_id, l.seq) < (?, ?, ?) AND EXISTS "
	    "(SELECT 1 FROM sight s WHERE s.escalation_id = l.escalation_id AND FIND_IN_SET(s.queue_id, ?)) "
	    "ORDER BY l.raised DESC, l.escalation_id DESC, l.seq DESC LIMIT ?" },
	[SQL_UPLOAD_ADD] = { "upload-add",
	    "INSERT INTO upload (escalation_id, person_id, type, size, sha256, at, content) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SQL_UPLOADS_COUNT] = { "uploads-count", "SELECT COUNT(*) FROM upload WHERE person_id = ?" },
	[SQL_UPLOAD] = { "upload",
	    "SELECT type, size, sha256 FROM upload WHERE id = ? AND escalation_id = ? AND person_id = ?" },
	[SQL_UPLOAD_REMOVE] = { "upload-remove", "DELETE FROM upload WHERE id = ?" },
	[SQL_SWEEP_UPLOADS] = { "sweep-uploads", "DELETE FROM upload WHERE at < ?" },
	[SQL_ATTACHMENT_ADD] = { "attachment-add",
	    "INSERT INTO attachment (id, escalation_id, seq, note_id, person_id, type, size, sha256, at, content) "
	    "SELECT id, escalation_id, ?, ?, person_id, type, size, sha256, at, content FROM upload "
	    "WHERE id = ? AND escalation_id = ? AND person_id = ?" },
	[SQL_ATTACHMENT] = { "attachment",
	    "SELECT a.seq, a.note_id, n.agency_id, n.side, a.sha256, a.type, a.content, a.size FROM attachment a "
	    "LEFT JOIN internal_note n ON n.id = a.note_id WHERE a.id = ? AND a.escalation_id = ?" },
	[SQL_NOTE_ADD] = { "note-add",
	    "INSERT INTO internal_note (escalation_id, agency_id, side, kind, person_id, name, title, agency, at, text, request_key) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_NOTES] = { "notes",
	    "SELECT n.id, n.kind, n.person_id, n.name, n.title, n.agency, n.at, n.text, a.id, a.type, a.size "
	    "FROM internal_note n LEFT JOIN attachment a ON a.note_id = n.id "
	    "WHERE n.escalation_id = ? AND n.agency_id = ? AND n.side = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?" },

	[SQL_LEASE_TAKE] = { "lease-take",
	    "UPDATE lease SET holder = ?, held_until = ? WHERE name = ? AND (holder = ? OR held_until <= ?)" },
	[SQL_LEASE_ADD] = { "lease-add",
	    "INSERT INTO lease (name, holder, held_until) VALUES (?, ?, ?)" },
	[SQL_OUTBOX_FRESH] = { "outbox-fresh",
	    "SELECT id, person_id, state FROM outbox WHERE state = 0 ORDER BY next_try, id LIMIT ?" },
	[SQL_OUTBOX_SORTED] = { "outbox-sorted",
	    "UPDATE outbox SET state = 1 + morning WHERE id = ? AND state = 0" },
	/* Whoever acts for somebody who is away is told what they are told, once, under a mark made from theirs. */
	[SQL_OUTBOX_DEPUTIES] = { "outbox-deputies",
	    "INSERT INTO outbox (escalation_id, once, person_id, kind, duty_key, due, created, next_try, morning) "
	    "SELECT o.escalation_id, UNHEX(MD5(CONCAT(HEX(o.once), b.deputy_id))), b.deputy_id, o.kind, o.duty_key, o.due, "
	    "o.created, o.next_try, o.morning FROM outbox o JOIN absence b ON b.person_id = o.person_id AND b.ends > ? "
	    "WHERE o.state = 0 AND o.escalation_id <> 0 AND b.deputy_id <> 0 AND b.begins <= ? "
	    "ON DUPLICATE KEY UPDATE id = outbox.id" },
	/* To a hundred: whoever has more is not helped by the number. */
	[SQL_UNREAD_COUNT] = { "unread-count",
	    "UPDATE person SET unread = (SELECT COUNT(*) FROM (SELECT 1 FROM outbox o WHERE o.person_id = ? AND "
	    "o.read_at IS NULL LIMIT 100) n) WHERE id = ?" },
	[SQL_UNREAD] = { "unread", "SELECT unread FROM person WHERE id = ?" },
	[SQL_OUTBOX_DUE] = { "outbox-due",
	    "SELECT " OUTBOX_COLUMNS ", o.next_try, o.sending FROM " OUTBOX_TABLES
	    " WHERE o.state = 1 AND o.next_try <= ? ORDER BY o.next_try, o.id LIMIT ?" },
	[SQL_OUTBOX_CLAIM] = { "outbox-claim",
	    "UPDATE outbox SET attempts = attempts + 1, next_try = ?, doubtful = GREATEST(doubtful, sending), sending = 1 "
	    "WHERE id = ? AND next_try = ? AND attempts = ? AND state = 1" },
	[SQL_OUTBOX_DONE] = { "outbox-done",
	    "UPDATE outbox SET state = ?, next_try = ?, sent_at = ?, error = ?, sending = 0, "
	    "doubtful = GREATEST(doubtful, ?) WHERE id = ?" },
	[SQL_DIGEST_PEOPLE] = { "digest-people",
	    "SELECT DISTINCT person_id FROM outbox WHERE state = 2 AND next_try <= ? LIMIT ?" },
	/* The row is the mark that this person's digest of the day was made; it is itself nothing to be read. */
	[SQL_DIGEST_ADD] = { "digest-add",
	    "INSERT INTO outbox (escalation_id, once, person_id, kind, created, next_try, state, read_at) "
	    "VALUES (0, ?, ?, 'digest', ?, ?, 1, ?)" },
	[SQL_DIGEST_FILL] = { "digest-fill",
	    "UPDATE outbox SET state = 3, next_try = NULL, part_of = ? WHERE person_id = ? AND state = 2 AND next_try <= ?" },
	[SQL_DIGEST_MISSED] = { "digest-missed",
	    "UPDATE outbox SET state = 1 WHERE person_id = ? AND state = 2 AND next_try <= ?" },
	[SQL_DIGEST_ITEMS] = { "digest-items",
	    "SELECT " OUTBOX_COLUMNS " FROM " OUTBOX_TABLES
	    " WHERE o.part_of = ? ORDER BY o.part_of, o.id LIMIT ?" },
	[SQL_DIGEST_SENT] = { "digest-sent", "UPDATE outbox SET sent_at = ? WHERE part_of = ?" },
	[SQL_UNDELIVERED_ADD] = { "undelivered-add",
	    "INSERT INTO undelivered (outbox_id, at, why) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE at = VALUES(at), "
	    "why = VALUES(why), settled_at = NULL" },
	[SQL_UNDELIVERED] = { "undelivered",
	    "SELECT u.outbox_id, u.at, u.why, o.kind, e.reference, o.mailbox, p.mail, p.name, p.title, a.name, o.created "
	    "FROM undelivered u JOIN outbox o ON o.id = u.outbox_id LEFT JOIN escalation e ON e.id = o.escalation_id "
	    "LEFT JOIN person p ON p.id = o.person_id LEFT JOIN agency a ON a.id = p.agency_id "
	    "WHERE u.settled_at IS NULL ORDER BY u.settled_at, u.outbox_id LIMIT ?" },
	[SQL_UNDELIVERED_SETTLE] = { "undelivered-settle",
	    "UPDATE undelivered SET settled_at = ?, settled_by = ?, how = ? WHERE outbox_id = ? AND settled_at IS NULL" },
	[SQL_OUTBOX_AGAIN] = { "outbox-again",
	    "UPDATE outbox SET state = 1, next_try = ?, attempts = 0, error = NULL WHERE id = ? AND state = 3" },
	[SQL_NOTICES_NEW] = { "notices-new",
	    "SELECT " NOTICE_COLUMNS " FROM " NOTICE_TABLES
	    " WHERE o.person_id = ? AND o.read_at IS NULL ORDER BY o.id DESC LIMIT ?" },
	[SQL_NOTICES_READ] = { "notices-read",
	    "SELECT " NOTICE_COLUMNS " FROM " NOTICE_TABLES " WHERE o.person_id = ? AND o.read_at IS NOT NULL AND "
	    "(o.read_at < ? OR (o.read_at = ? AND o.id < ?)) AND o.kind <> 'digest' ORDER BY o.read_at DESC, o.id DESC LIMIT ?" },
	[SQL_NOTICES_MARK] = { "notices-mark",
	    "UPDATE outbox SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND id <= ?" },
	[SQL_NOTICE_MARK] = { "notice-mark",
	    "UPDATE outbox SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND id = ?" },
	[SQL_NOTICES_MARK_CASE] = { "notices-mark-case",
	    "UPDATE outbox SET read_at = ? WHERE person_id = ? AND read_at IS NULL AND "
	    "escalation_id = (SELECT e.id FROM escalation e WHERE e.reference = ?)" },
	[SQL_MEETING_PUT] = { "meeting-put",
	    "INSERT INTO meeting (escalation_id, meeting_id, sequence, state, starts, minutes) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE sequence = VALUES(sequence), state = VALUES(state), starts = VALUES(starts), "
	    "minutes = VALUES(minutes)" },
	[SQL_MEETING_PEOPLE_REMOVE] = { "meeting-people-remove",
	    "DELETE FROM meeting_person WHERE escalation_id = ?" },
	[SQL_MEETING_PERSON_ADD] = { "meeting-person-add",
	    "INSERT INTO meeting_person (escalation_id, meeting_id, person_id, starts) VALUES (?, ?, ?, ?)" },
	[SQL_FEED_ADD] = { "feed-add",
	    "INSERT INTO calendar_feed (person_id, token_hash, made) VALUES (?, ?, ?)" },
	[SQL_FEED_REMOVE] = { "feed-remove", "DELETE FROM calendar_feed WHERE person_id = ?" },
	[SQL_FEED_OF] = { "feed-of", "SELECT made FROM calendar_feed WHERE person_id = ?" },
	[SQL_FEED_FIND] = { "feed-find",
	    "SELECT p.id, p.queue_id, q.id FROM calendar_feed f JOIN person p ON p.id = f.person_id "
	    "LEFT JOIN (person_role r JOIN queue q ON q.agency_id = r.agency_id AND q.role = r.role AND q.person_id = 0) "
	    "ON r.person_id = p.id WHERE f.token_hash = ? AND p.active = 1" },
	[SQL_FEED_MEETINGS] = { "feed-meetings",
	    "SELECT e.reference, m.meeting_id, m.sequence, m.starts, m.minutes FROM meeting_person w "
	    "JOIN meeting m ON m.escalation_id = w.escalation_id AND m.meeting_id = w.meeting_id "
	    "JOIN escalation e ON e.id = w.escalation_id WHERE w.person_id = ? AND w.starts >= ? ORDER BY w.starts LIMIT ?" },
	[SQL_REMINDERS] = { "reminders",
	    "SELECT escalation_id, duty_key, due FROM open_duty WHERE remind_at <= ? "
	    "ORDER BY remind_at, escalation_id, duty_key LIMIT ?" },
	[SQL_REMINDED] = { "reminded",
	    "UPDATE open_duty SET remind_at = ? WHERE escalation_id = ? AND duty_key = ? AND due = ?" },
	[SQL_OVERDUE] = { "overdue",
	    "SELECT escalation_id, duty_key, due FROM open_duty WHERE told = 0 AND due <= ? "
	    "ORDER BY due, escalation_id, duty_key LIMIT ?" },
	[SQL_OVERDUE_TOLD] = { "overdue-told",
	    "UPDATE open_duty SET told = 1 WHERE escalation_id = ? AND duty_key = ? AND told = 0" },
	[SQL_SWEEP_SESSIONS] = { "sweep-sessions",
	    "DELETE FROM session WHERE seen < ? LIMIT 10000" },
	[SQL_SWEEP_THROTTLE] = { "sweep-throttle",
	    "DELETE FROM throttle WHERE failed_at < ? LIMIT 10000" },
	[SQL_SWEEP_IDEMPOTENCY] = { "sweep-idempotency",
	    "DELETE FROM idempotency WHERE created < ? LIMIT 10000" },
};

/*
 * One queue of a worklist: a range of the primary key in its own order, and the head of each row by its key.
 * (The first page is forced: with statistics from before the table was filled, the server read and sorted all of it.)
 * A later page starts behind (due, id). There, `earlier` says since when the same escalation stood in any of
 * the reader's queues, so that it is not shown a second time.
 */
#define WORKLIST_ARM(forced, earlier, behind) \
	"(SELECT STRAIGHT_JOIN w.due, w.escalation_id, w.yours, " earlier \
	", w.queue_id, e.reference, e.phase, e.stage_id, " \
	"e.stage_name, e.raising_agency, e.receiving_agency, e.duty_text, e.duty_clause, e.turn, e.due_words, " \
	"e.changed, e.immediate_risk FROM worklist w " forced \
	" JOIN escalation e " forced " ON e.id = w.escalation_id " \
	"WHERE w.queue_id = ? AND w.view = ?" behind " ORDER BY w.due, w.escalation_id LIMIT ?)"

static const char first_arm[] = WORKLIST_ARM("FORCE INDEX (PRIMARY)", "w.due", "");
static const char later_arm[] = WORKLIST_ARM(
    "",
    "(SELECT MIN(x.due) FROM worklist x WHERE x.escalation_id = w.escalation_id AND x.view = w.view AND "
    "FIND_IN_SET(x.queue_id, ?))",
    " AND (w.due > ? OR (w.due = ? AND w.escalation_id > ?))");

const char *
sql_table_name(int id)
{
	return id < SQL_COUNT ? table[id].name : "worklist";
}

const char *
sql_table_text(int id, struct arena *a)
{
	struct buffer b;

	if (id < SQL_COUNT)
		return table[id].text;
	int queues = id - SQL_WORKLIST;
	const char *arm = first_arm;
	if (queues > QUEUES_MAX) {
		queues -= QUEUES_MAX;
		arm = later_arm;
	}
	buffer_init(&b, 0);
	for (int i = 0; i < queues; i++) {
		buffer_string(&b, i > 0 ? " UNION ALL " : "");
		buffer_string(&b, arm);
	}
	const char *text = arena_string(a, b.data);
	buffer_clear(&b);
	return text;
}
