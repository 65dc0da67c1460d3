/*
 * sql_people.c - statements: agencies, people, their roles, queues, seats and absences, and how they are found.
 */
#include "parley/store_emergency.h"
#include "sql_table.h"

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
/* In the order that store_absence.c reads them. */
#define ABSENCE_COLUMNS \
	"b.id, b.person_id, b.deputy_id, b.begins, b.ends, b.set_by, p.name, p.title, d.name, d.title FROM absence b " \
	"JOIN person p ON p.id = b.person_id LEFT JOIN person d ON d.id = b.deputy_id"

const struct sql_text sql_people[SQL_COUNT] = {
	/* The worker may not change an id, and ON DUPLICATE KEY would ask for that. */
	[SQL_AGENCY_ADD] = { "agency-add",
	    "INSERT IGNORE INTO agency (id, name, sector) VALUES (?, '', '')" },
	[SQL_AGENCY_SET] = { "agency-set",
	    "UPDATE agency SET name = ?, sector = ?, directory_name = ?, ended_from = ? WHERE id = ?" },
	[SQL_AGENCY_WORDS_REMOVE] = { "agency-words-remove",
	    "DELETE FROM agency_word WHERE agency_id = ?" },
	[SQL_AGENCY_WORD_ADD] = { "agency-word-add",
	    "INSERT IGNORE INTO agency_word (word, agency_id) VALUES (?, ?)" },
	[SQL_AGENCIES] = { "agencies",
	    "SELECT id, name, sector, directory_name, ended_from FROM agency ORDER BY id" },
	[SQL_AGENCY_REMOVE] = { "agency-remove",
	    "DELETE FROM agency WHERE id = ?" },
	/* For administrators, on the page of agencies: everybody active, and what runs, once. */
	[SQL_AGENCY_USES] = { "agency-uses",
	    "SELECT x.agency_id, COUNT(IF(x.runs = 0, 1, NULL)), COUNT(IF(x.runs = 1, 1, NULL)) FROM ("
	    "SELECT agency_id, 0 AS runs FROM person WHERE active = 1 UNION ALL "
	    "SELECT raising_agency_id, 1 FROM escalation WHERE ended = 0 UNION ALL "
	    "SELECT receiving_agency_id, 1 FROM escalation WHERE ended = 0 AND NOT receiving_agency_id <=> raising_agency_id) x "
	    "WHERE x.agency_id IS NOT NULL GROUP BY x.agency_id" },
	/* Asked only of one that is to be taken out of the list. */
	[SQL_AGENCY_NAMED] = { "agency-named",
	    "SELECT EXISTS (SELECT 1 FROM person WHERE agency_id = ?) OR EXISTS (SELECT 1 FROM queue WHERE agency_id = ?) OR "
	    "EXISTS (SELECT 1 FROM escalation WHERE raising_agency_id = ? OR receiving_agency_id = ?)" },
	/* Anywhere (sector NULL), or in the agencies of a sector. For administrators alone. */
	[SQL_ROLE_HELD] = { "role-held",
	    "SELECT EXISTS (SELECT 1 FROM agency a JOIN person_role r ON r.agency_id = a.id AND r.role = ? "
	    "JOIN person p ON p.id = r.person_id AND p.active = 1 WHERE ? IS NULL OR a.sector = ?)" },
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
	/* At the command line alone. */
	[SQL_PEOPLE_BY_USERNAME] = { "people-by-username",
	    "SELECT " PERSON_COLUMNS " FROM " PERSON_TABLES " WHERE p.username = ? AND (? IS NULL OR p.directory = ?) "
	    "AND p.directory <> '" EMERGENCY_DIRECTORY "' ORDER BY p.active DESC, p.id DESC LIMIT ?" },
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
	[SQL_SEAT_TAKEN] = { "seat-taken",
	    "INSERT INTO seat_change (queue_id, at) SELECT q.id, ? FROM queue q WHERE q.role = ? AND q.agency_id IN ('', ?) "
	    "AND q.person_id = 0 AND EXISTS (SELECT 1 FROM vacant_seat v WHERE v.agency_id = q.agency_id) "
	    "ON DUPLICATE KEY UPDATE looked = 0" },
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
	[SQL_OWN_QUEUES] = { "own-queues",
	    "SELECT p.queue_id FROM " IDS_GIVEN " JOIN person p ON p.id = j.id WHERE p.queue_id > 0" },
	/* The queues as a JSON array of numbers; each is a range of the worklist's own key. */
	[SQL_QUEUES_TOUCHED] = { "queues-touched",
	    "SELECT COUNT(DISTINCT w.escalation_id) FROM " QUEUES_GIVEN },
	[SQL_QUEUES_WAITING] = { "queues-waiting",
	    "SELECT w.queue_id, COUNT(*) FROM " QUEUES_GIVEN " AND w.view = 0 GROUP BY w.queue_id" },
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
	    "SELECT r.agency_id, r.role, p.id, p.name, p.title, b.begins, b.ends, d.name, p.directory, p.directory_key FROM person_role r "
	    "JOIN person p ON p.id = r.person_id LEFT JOIN absence b ON b.person_id = p.id AND b.ends > ? AND b.begins < ? "
	    "LEFT JOIN person d ON d.id = b.deputy_id AND d.active = 1 AND d.agency_id = p.agency_id "
	    "WHERE r.agency_id > '' AND p.active = 1 ORDER BY r.agency_id, r.role, r.person_id LIMIT ?" },
};
