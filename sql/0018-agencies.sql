-- 0018-agencies.sql - the agencies become a setting with versions; this table is what it is made into, in the same
-- transaction, for all that joins it.

ALTER TABLE agency ADD COLUMN IF NOT EXISTS ended_from DATE NULL COMMENT 'the first day on which nothing new is raised with it or by it; the row stays';

-- What was imported before is its first version. (Again: nothing, for then there is one.)
INSERT IGNORE INTO setting (name, version, value, at, person_id, why)
SELECT 'agencies', 1, CONCAT('{"agencies":[', GROUP_CONCAT(JSON_OBJECT(
		'id', id, 'name', name, 'sector', sector, 'directory_name', directory_name, 'ended_from', NULL)
		ORDER BY id SEPARATOR ','), ']}'),
	UTC_TIMESTAMP(6), 0, 'Taken over from an earlier version of Parley'
FROM agency HAVING COUNT(*) > 0;

-- No other column of it may change: what ids stand for, stays.
GRANT INSERT, DELETE, UPDATE (name, sector, directory_name, ended_from) ON agency TO ${WORKER};
GRANT INSERT, DELETE ON agency_word TO ${WORKER};
