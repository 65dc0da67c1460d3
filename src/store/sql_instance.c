/*
 * sql_instance.c - statements: what holds for the whole instance: clock, editions and plans, settings, recounts, who looked.
 */
#include "sql_table.h"

#define SETTING_COLUMNS \
	"s.name, s.version, s.undoes, CAST(IF(s.undoes = 0, 0, COALESCE(s.restores, s.undoes - 1)) AS SIGNED), s.value, s.at, s.person_id, p.name, s.why " \
	"FROM setting s LEFT JOIN person p ON p.id = s.person_id"
#define RECOUNT_COLUMNS \
	"r.id, r.what, r.origin, r.target, r.cases, r.why, r.person_id, p.name, r.begun, r.cursor_id, r.seen, r.changed, " \
	"r.refused, r.finished FROM recount r LEFT JOIN person p ON p.id = r.person_id"

const struct sql_text sql_instance[SQL_COUNT] = {
	[SQL_INSTANCE] = { "instance",
	    "SELECT i.demo, i.clock_offset, i.generation, " EDITION_IN_FORCE
	    " FROM instance i WHERE i.id = 1" },
	[SQL_CLOCK_SET] = { "clock-set",
	    "UPDATE instance SET clock_offset = ? WHERE id = 1 AND demo = 1" },
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
	    "INSERT INTO setting (name, version, undoes, restores, value, at, person_id, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_SETTING_LANDED] = { "setting-landed",
	    "SELECT 1 FROM setting WHERE name = ? AND version = ? AND person_id = ? AND at = ?" },
	[SQL_EDITION_CHOSEN] = { "edition-chosen", "SELECT edition_id FROM instance WHERE id = 1" },
	[SQL_CLOSED_DAYS] = { "closed-days",
	    "SELECT closed_on, name FROM closed_day ORDER BY closed_on" },
	[SQL_RECOUNT_ADD] = { "recount-add",
	    "INSERT INTO recount (what, origin, target, cases, why, person_id, begun) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SQL_RECOUNT_ADVANCE] = { "recount-advance",
	    "UPDATE recount SET cursor_id = ?, seen = ?, changed = ?, refused = ?, finished = ? WHERE id = ?" },
	[SQL_RECOUNTS] = { "recounts", "SELECT " RECOUNT_COLUMNS " ORDER BY r.id DESC LIMIT ?" },
	[SQL_RECOUNTS_UNFINISHED] = { "recounts-unfinished",
	    "SELECT " RECOUNT_COLUMNS " WHERE r.finished IS NULL ORDER BY r.id LIMIT ?" },
	[SQL_ACCESS_LOG] = { "access-log",
	    "INSERT INTO access_log (at, person_id, what, escalation_id, request_id) VALUES (?, ?, ?, ?, ?)" },
};
