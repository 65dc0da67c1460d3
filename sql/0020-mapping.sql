-- 0020-mapping.sql - the rules from job title to stage roles become a setting with versions: the table is taken over
-- as its first one, and goes.

-- (So that this file may run twice.)
CREATE TABLE IF NOT EXISTS mapping_rule (
	id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	position   INT           NOT NULL,
	sector     VARCHAR(64)   NULL,
	agency_id  VARCHAR(64)   NULL,
	match_kind VARCHAR(16)   NOT NULL,
	title      VARCHAR(400)  NOT NULL,
	group_dn   VARCHAR(1000) NULL,
	roles      VARCHAR(1000) NOT NULL,
	why        VARCHAR(1000) NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT IGNORE INTO setting (name, version, value, at, person_id, why)
SELECT 'mapping', 1, CONCAT('{"rules":[', GROUP_CONCAT(JSON_OBJECT(
		'titles', JSON_ARRAY(title), 'match', match_kind, 'sector', sector, 'agency', agency_id, 'department', NULL,
		'group', group_dn, 'roles', JSON_COMPACT(IF(roles = '', '[]', CONCAT('["', REPLACE(roles, ' ', '","'), '"]'))),
		'why', why) ORDER BY position, id SEPARATOR ','), ']}'),
	UTC_TIMESTAMP(6), 0, 'Taken over from an earlier version of Parley'
FROM mapping_rule HAVING COUNT(*) > 0;

DROP TABLE IF EXISTS mapping_rule;
