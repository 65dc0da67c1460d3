-- 0009-emergency.sql - the emergency administrator: armed by hand on the server, for an hour, with a password that opens once.

-- Of the password a salted digest: it has 100 random bits, so a slow hash would add nothing. The newest row counts, and only
-- until `ends`; the older ones say what there was. Times are real ones, also in a demo whose clock was moved.
CREATE TABLE IF NOT EXISTS emergency (
	id       BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	armed_at DATETIME(6)   NOT NULL,
	ends     DATETIME(6)   NOT NULL COMMENT 'an hour later, or when it was disarmed or armed anew',
	salt     BINARY(16)    NOT NULL,
	digest   BINARY(32)    NOT NULL,
	armed_by VARCHAR(200)  NOT NULL COMMENT 'the account at the server',
	why      VARCHAR(2000) NOT NULL,
	used_at  DATETIME(6)   NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, UPDATE (used_at) ON emergency TO ${WORKER};
