/*
 * sql_notices.c - statements: what is sent and when: outbox, digests, reminders, meetings for calendars.
 */
#include "sql_table.h"

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
/* A notice as its reader sees it, in the order that store_notice.c reads it. */
#define NOTICE_COLUMNS "o.id, o.kind, e.reference, o.due, o.created, o.read_at"
#define NOTICE_TABLES "outbox o LEFT JOIN escalation e ON e.id = o.escalation_id"

const struct sql_text sql_notices[SQL_COUNT] = {
	/* What was to be sent in a future that a demo has come back from is sent now. */
	[SQL_OUTBOX_RETIME] = { "outbox-retime",
	    "UPDATE outbox SET next_try = ? WHERE state = 1 AND next_try > ? AND (attempts > 0 OR created > ?)" },
	[SQL_OUTBOX_ADD] = { "outbox-add",
	    "INSERT INTO outbox (escalation_id, once, person_id, mailbox, kind, duty_key, due, created, next_try, "
	    "morning) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id" },
	[SQL_LEASE_TAKE] = { "lease-take",
	    "UPDATE lease SET holder = ?, held_until = ? WHERE name = ? AND (holder = ? OR held_until <= ?)" },
	[SQL_LEASE_ADD] = { "lease-add",
	    "INSERT INTO lease (name, holder, held_until) VALUES (?, ?, ?)" },
	[SQL_OUTBOX_FRESH] = { "outbox-fresh",
	    "SELECT id, person_id, state FROM outbox WHERE state = 0 ORDER BY next_try, id LIMIT ?" },
	/* What was tried already waits for the mail server, not for the morning. */
	[SQL_OUTBOX_HURRY] = { "outbox-hurry",
	    "UPDATE outbox SET next_try = ?, morning = 0, state = IF(state = 2, 1, state) "
	    "WHERE escalation_id = ? AND state < 3 AND next_try > ? AND attempts = 0" },
	[SQL_OUTBOX_SORTED] = { "outbox-sorted",
	    "UPDATE outbox SET state = 1 + morning WHERE id = ? AND state = 0" },
	/* Whoever acts for somebody who is away is told what they are told, once, under a mark made from theirs. */
	[SQL_OUTBOX_DEPUTIES] = { "outbox-deputies",
	    "INSERT INTO outbox (escalation_id, once, person_id, kind, duty_key, due, created, next_try, morning) "
	    "SELECT o.escalation_id, UNHEX(MD5(CONCAT(HEX(o.once), b.deputy_id))), b.deputy_id, o.kind, o.duty_key, o.due, "
	    "o.created, o.next_try, o.morning FROM outbox o JOIN absence b ON b.person_id = o.person_id AND b.ends > ? "
	    "WHERE o.state = 0 AND (o.escalation_id <> 0 OR o.kind IN ('request', 'request-risk', 'request-late')) "
	    "AND b.deputy_id <> 0 AND b.begins <= ? "
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
};
