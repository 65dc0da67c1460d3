-- 0013-queues-of-people.sql - what every request asks about its person, beside the person.
--
-- Looking a session up joined person_role with queue, asked whether there are drafts, and which edition is planned: half of
-- what the database did for a worklist (docs/bench.md). `queues` and `drafts` are made from person_role, queue and draft,
-- in the transaction that changes those; plans are read with the settings.

ALTER TABLE person
	ADD COLUMN IF NOT EXISTS queues VARCHAR(700) NOT NULL DEFAULT '' COMMENT 'ids of the queues of the roles held, separated by commas; the person''s own is queue_id',
	ADD COLUMN IF NOT EXISTS drafts TINYINT NOT NULL DEFAULT 0 COMMENT '0: there are surely none';

INSERT INTO queue (agency_id, role, person_id)
	SELECT DISTINCT r.agency_id, r.role, 0 FROM person_role r ON DUPLICATE KEY UPDATE queue.person_id = queue.person_id;

UPDATE person p SET p.queues = COALESCE((SELECT GROUP_CONCAT(q.id ORDER BY q.id) FROM person_role r JOIN queue q
	ON q.agency_id = r.agency_id AND q.role = r.role AND q.person_id = 0 WHERE r.person_id = p.id), ''),
	p.drafts = EXISTS (SELECT 1 FROM draft d WHERE d.person_id = p.id);
