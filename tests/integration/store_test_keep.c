/*
 * store_test_keep.c - migrations, grants, the instance, people, sessions, drafts: what is kept beside the cases.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "parley/store_migrate.h"
#include "parley/store_agency.h"
#include "parley/store_draft.h"
#include "parley/store_edition.h"
#include "parley/store_holders.h"
#include "parley/store_instance.h"
#include "parley/store_people.h"
#include "parley/store_queue.h"
#include "parley/store_retire.h"
#include "parley/store_session.h"
#include "parley/store_setting.h"
#include "store_fixture.h"
#include "store_suites.h"

/* --- migrations --- */

static char folder[200];

static void
file_put(const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *out = fopen(path, "w");
	fputs(text, out);
	fclose(out);
}

/* In the folder that store_test.sh removes at the end, whatever came of the test. */
static void
folder_make(void)
{
	char command[512];

	snprintf(folder, sizeof folder, "%s/sql.XXXXXX", getenv("TMPDIR"));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(command, sizeof command, "cp '%s'/*.sql '%s'", getenv("PARLEY_TEST_SQL"), folder);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(migrations_are_applied_once)
{
	struct migration *all;
	size_t count;

	ck_ok(store_migrations(w.st, getenv("PARLEY_TEST_SQL"), w.a, &all, &count, NULL));
	ck_assert_uint_ge(count, 3);
	for (size_t i = 0; i < count; i++) {
		ck_assert(all[i].applied);
		ck_assert_int_gt(all[i].number, i == 0 ? 0 : all[i - 1].number);
		ck_assert_int_gt(all[i].applied_at, 0);
	}
	ck_ok(store_migrate(w.owner, getenv("PARLEY_TEST_SQL"), w.a, &all, &count, NULL));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(migrations_that_do_not_fit_are_refused)
{
	struct migration *all;
	size_t count;
	struct fault f;

	fixture_discard();
	folder_make();
	fault_init(&f, w.a);
	file_put("0900-good.sql", "CREATE TABLE IF NOT EXISTS good (id INT PRIMARY KEY);\n");
	file_put("0901-broken.sql",
	    "CREATE TABLE IF NOT EXISTS half (id INT PRIMARY KEY);\nCREATE TABEL x;\n");
	ck_assert_int_eq(store_migrate(w.owner, folder, w.a, &all, &count, &f), RESULT_BUG);
	ck_assert_ptr_nonnull(strstr(f.sentence, "0901-broken.sql"));
	ck_assert_ptr_nonnull(strstr(f.sentence, "TABEL"));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM migration WHERE number = 900"), 1);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM migration WHERE number = 901"), 0);

	/* Mended, it goes on from there; its first half ran before and runs again. */
	file_put("0901-broken.sql",
	    "CREATE TABLE IF NOT EXISTS half (id INT PRIMARY KEY);\n"
	    "GRANT SELECT ON half TO ${WORKER};\n");
	ck_ok(store_migrate(w.owner, folder, w.a, &all, &count, NULL));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(all[0].name, "0901-broken.sql");

	fault_init(&f, w.a);
	file_put("0900-good.sql", "CREATE TABLE changed (id INT PRIMARY KEY);\n");
	ck_assert_int_eq(store_migrate(w.owner, folder, w.a, &all, &count, &f), RESULT_INVALID);
	ck_assert_ptr_nonnull(strstr(f.sentence, "0900-good.sql"));

	/* An older program's folder, against a newer database. */
	fault_init(&f, w.a);
	ck_assert_int_eq(store_migrate(w.owner, getenv("PARLEY_TEST_SQL"), w.a, &all, &count, &f),
	    RESULT_INVALID);
	ck_assert_ptr_nonnull(strstr(f.sentence, "0900-good.sql"));
	fault_init(&f, w.a);
	ck_assert_int_eq(
	    store_migrate(w.owner, "/nowhere", w.a, &all, &count, &f), RESULT_NOT_FOUND);
}
END_TEST

/* The database itself refuses, whatever our code does. 1142, 1143, 1044: denied; 1227: needs a greater privilege. */
START_TEST(worker_may_not)
{
	static const char *const refused[] = {
		"UPDATE event SET payload = '{}'",
		"DELETE FROM event",
		"TRUNCATE event",
		"DROP TABLE event",
		"ALTER TABLE event ADD COLUMN x INT",
		"REPLACE INTO event SELECT * FROM event",
		"CREATE TABLE x (id INT)",
		"CREATE TRIGGER x BEFORE INSERT ON event FOR EACH ROW SET NEW.payload = '{}'",
		"INSERT INTO event SELECT * FROM event ON DUPLICATE KEY UPDATE payload = '{}'",
		"UPDATE access_log SET what = 'x'",
		"DELETE FROM access_log",
		"DELETE FROM escalation",
		"UPDATE instance SET demo = 1",
		"UPDATE instance SET clock_offset = 1",
		"DELETE FROM edition",
		"UPDATE settings_history SET why = ''",
		"DELETE FROM settings_history",
		"UPDATE edition SET text = ''",
		"UPDATE agency SET id = ''",
		"DELETE FROM migration",
		"DELETE FROM outbox",
		"UPDATE idempotency SET answer = ''",
		"DELETE FROM person",
		"DELETE FROM queue",
		"GRANT DELETE ON event TO parley_worker@localhost",
		"SELECT * FROM mysql.global_priv",
		"SELECT 'x' INTO OUTFILE '/tmp/parley-worker-may-not'",
		"SET GLOBAL read_only = 0",
		"UPDATE event SET salt = NULL, payload = NULL",
		"DELETE FROM internal_note",
		"UPDATE legal_hold SET until = NULL",
		"DELETE FROM retention_sweep",
		"DELETE FROM raise_request",
		"DELETE FROM raise_request_queue",
	};

	raise_one(MORNING + DAY);
	MYSQL *db = raw_connect("parley_worker");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int failed = mysql_query(db, refused[i]);
		unsigned error = mysql_errno(db);
		ck_assert_msg(failed &&
			(error == 1142 || error == 1143 || error == 1044 || error == 1045 ||
			    error == 1227 || error == 1410),
		    "%s: %u %s", refused[i], error, mysql_error(db));
	}
	mysql_close(db);
}
END_TEST

START_TEST(sessions_of_the_database_are_strict)
{
	struct store_settings s = worker_settings();
	struct fault f;
	struct store *none = NULL;

	fault_init(&f, w.a);
	s.password = "wrong";
	ck_assert_int_eq(store_open(&s, &none, &f), RESULT_UNAVAILABLE);
	ck_assert_str_eq(f.code, "database-down");
	s = worker_settings();
	s.socket = "/nowhere/db.sock";
	ck_assert_int_eq(store_open(&s, &none, NULL), RESULT_UNAVAILABLE);
	ck_assert_ptr_null(none);
	/* Longer than its column: refused, not cut. */
	char name[1001];
	memset(name, 'x', 1000);
	name[1000] = '\0';
	struct person p = { .directory = "council",
		.directory_key = "long",
		.username = "l",
		.name = name,
		.roles = "",
		.active = true,
		.refreshed_at = MORNING };
	int64_t id;
	ck_assert_int_eq(store_person_put(w.st, &p, &id), RESULT_LIMIT);
	ck_assert_ptr_nonnull(strstr(store_trouble(w.st), "person-add"));
	ck_assert_int_eq(
	    root_number("SELECT COUNT(*) FROM person WHERE directory_key = 'long'"), 0);
	ck_ok(store_check(w.st));
	ck_assert_str_eq(store_trouble(w.st), "");
}
END_TEST

/* --- instance, editions --- */

START_TEST(clock_moves_only_in_a_demo)
{
	struct instance i;
	struct fault f;

	fault_init(&f, w.a);
	ck_assert_int_eq(store_clock_set(w.owner, INSTANT_HOUR, &f), RESULT_DENIED);
	ck_assert_str_eq(f.code, "not-a-demo");
	ck_ok(store_demo_mark(w.owner, true));
	ck_ok(store_clock_set(w.owner, INSTANT_HOUR, NULL));
	ck_ok(store_clock_set(w.owner, INSTANT_HOUR, NULL)); /* the same again is no refusal */
	ck_ok(store_instance(w.st, &i));
	ck_assert(i.demo);
	ck_assert_int_eq(i.clock_offset, INSTANT_HOUR);
	ck_ok(store_demo_mark(w.owner, false));
	ck_ok(store_instance(w.st, &i));
	ck_assert_int_eq(i.clock_offset, 0);
	ck_assert_int_ne(store_demo_mark(w.st, true), RESULT_OK); /* not for the worker */
}
END_TEST

START_TEST(editions_are_kept_as_imported)
{
	struct edition *all;
	struct instance before, after;
	const struct settings_change change = { "policy-test", NULL, "to see", 0, MORNING };
	struct settings_entry *history;
	struct edition_plan *plans;
	size_t count;
	int64_t second, again;

	ck_ok(store_instance(w.st, &before));
	ck_ok(store_edition_add(
	    w.owner, "redbridge", "5th edition", "{\"text\":\"\xc3\xa9\"}", &change, &second));
	ck_ok(store_edition_add(
	    w.owner, "redbridge", "renamed", "{\"text\":\"\xc3\xa9\"}", &change, &again));
	ck_assert_int_eq(second, again);
	ck_ok(store_edition_in_force_set(w.owner, second, &change));
	ck_assert_int_eq(store_edition_in_force_set(w.owner, 4711, &change), RESULT_NOT_FOUND);
	ck_ok(store_instance(w.st, &after));
	ck_assert_int_eq(after.edition_id, second);
	ck_assert_uint_gt(after.generation, before.generation);
	ck_ok(store_editions(w.st, w.a, &all, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(all[1].text, "{\"text\":\"\xc3\xa9\"}");
	ck_assert_int_eq(all[0].from, MORNING);
	ck_assert_int_eq(all[0].retired_at, INSTANT_NONE);

	/* The one in force is not retired; another is, with what was planned for it; the worker may do all of this. */
	ck_assert_int_eq(store_edition_retire(w.st, second, &change), RESULT_CONFLICT);
	ck_ok(store_edition_plan(w.st, w.edition, MORNING + 24 * INSTANT_HOUR, &change));
	ck_ok(store_edition_plans(w.st, w.a, &plans, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(plans[0].edition_id, w.edition);
	ck_ok(store_edition_retire(w.st, w.edition, &change));
	ck_assert_int_eq(store_edition_retire(w.st, w.edition, &change), RESULT_CONFLICT);
	ck_ok(store_edition_plans(w.st, w.a, &plans, &count));
	ck_assert_uint_eq(count, 0);
	ck_ok(store_editions(w.st, w.a, &all, &count));
	ck_assert_int_eq(all[0].retired_at, MORNING);

	/* From a time on: what has begun is in force, and an older choice is forgotten by a new one. */
	ck_ok(store_edition_plan(w.st, w.edition, instant_now() - INSTANT_HOUR, &change));
	ck_ok(store_instance(w.st, &after));
	ck_assert_int_eq(after.edition_id, w.edition);
	ck_assert_int_eq(store_edition_retire(w.st, w.edition, &change), RESULT_CONFLICT);
	ck_ok(store_edition_in_force_set(w.st, second, &change));
	ck_ok(store_instance(w.st, &after));
	ck_assert_int_eq(after.edition_id, second);

	ck_ok(store_settings_history(w.st, true, 3, w.a, &history, &count));
	ck_assert_uint_eq(count, 3);
	ck_assert_str_eq(history[0].why, "to see");
	ck_assert_int_eq(history[0].edition_id, second);
	ck_assert_ptr_null(history[0].who);
}
END_TEST

START_TEST(closed_days_are_days)
{
	struct closed_day *all;
	size_t count;

	root_run(
	    "INSERT INTO closed_day VALUES ('2027-12-24', 'Offices closed'), ('1969-12-30', 'Long ago')");
	ck_ok(store_closed_days(w.st, w.a, &all, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(all[0].on, day_from_civil(1969, 12, 30));
	ck_assert_int_eq(all[1].on, day_from_civil(2027, 12, 24));
	ck_assert_str_eq(all[1].name, "Offices closed");
}
END_TEST

static enum result
put_agency(void *context)
{
	int *runs = context;
	struct agency ag = { "joined", "Joined in", "health", "Joined in", DAY_NONE };

	(*runs)++;
	return store_agency_put(w.owner, &ag);
}

static enum result
refuse(void *context)
{
	(void)context;
	return RESULT_LIMIT;
}

START_TEST(settings_are_versions)
{
	const struct settings_change change = { "test", NULL, "because", 0, instant_now() };
	struct setting_write first = { .name = "test", .value = "{\"a\": 1}", .change = &change };
	struct setting_write second = { .name = "test", .value = "{}", .expect = 1, .undoes = 1, .change = &change };
	struct instance before, after;
	struct setting *all, one;
	struct agency *agencies;
	size_t count;
	int runs = 0;

	ck_ok(store_instance(w.st, &before));
	ck_assert_int_eq(store_setting(w.st, "test", 0, w.a, &one), RESULT_NOT_FOUND);
	ck_ok(store_setting_add(w.st, &first));
	ck_assert_int_eq(store_setting_add(w.st, &first), RESULT_CONFLICT);
	/* What apply writes is undone with the version, and joins its transaction. */
	second.apply = refuse;
	ck_assert_int_eq(store_setting_add(w.owner, &second), RESULT_LIMIT);
	second.apply = put_agency;
	second.context = &runs;
	ck_ok(store_setting_add(w.owner, &second));
	ck_assert_int_eq(runs, 1);
	ck_ok(store_setting(w.st, "test", 0, w.a, &one));
	ck_assert_uint_eq(one.version, 2);
	ck_assert_uint_eq(one.undoes, 1);
	ck_ok(store_setting(w.st, "test", 1, w.a, &one));
	ck_assert_str_eq(one.value, "{\"a\": 1}");
	ck_assert_str_eq(one.why, "because");
	ck_ok(store_setting_history(w.st, "test", 10, w.a, &all, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_uint_eq(all[0].version, 2);
	ck_ok(store_settings(w.st, w.a, &all, &count));
	ck_assert_uint_eq(count, 1);
	ck_ok(store_instance(w.st, &after));
	ck_assert_uint_ge(after.generation, before.generation + 2);
	ck_ok(store_agencies(w.st, w.a, &agencies, &count));
	ck_assert_uint_ge(count, 1);
}
END_TEST

/* --- people --- */

static void
found(const char *q, const char *agency, const char *expected)
{
	struct person *people;
	size_t count;
	char names[400] = "";

	ck_ok(store_people_search(w.st, q, agency, 20, w.a, &people, &count));
	for (size_t i = 0; i < count; i++)
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
		    i > 0 ? "|" : "", people[i].name);
	ck_assert_msg(
	    strcmp(names, expected) == 0, "search '%s' gave '%s', not '%s'", q, names, expected);
}

START_TEST(people_are_found_by_what_is_typed)
{
	struct person wang = { .directory = "council",
		.directory_key = "wang",
		.username = "wang",
		.name = "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e",
		.title = "Nurse",
		.roles = "",
		.active = true,
		.refreshed_at = MORNING };
	int64_t id;

	ck_ok(store_person_put(w.st, &wang, &id));
	found("amina", NULL, "Amina Okafor");
	found("OKAF", NULL, "Amina Okafor");
	found("amina ok", NULL, "Amina Okafor");
	found("okafor amina", NULL, "Amina Okafor");
	found("amina sorensen", NULL, "");
	found("lee s\xc3\xb8r", NULL, "Lee S\xc3\xb8rensen");
	found("o'brien", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("obrien", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("lin", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("nurse", "hospital",
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("\xe7\x8e\x8b", NULL, "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e");
	found("general hosp", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("grace hospital", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	found("amina", "hospital", "");
	found("%", NULL, "");
	found("_mina", NULL, "");
	found("' OR 1=1 -- ", NULL, "");
	found("", NULL, "");
	found("ina", NULL, ""); /* not in the middle of a word */
}
END_TEST

START_TEST(people_follow_the_directory)
{
	struct person p, changed, *holders, *known;
	struct person_facts facts = { "Assessment team", "cn=leads,dc=marlowe,dc=test\n", MORNING };
	struct person_change *changes;
	size_t count;
	int64_t id, left[2];

	ck_ok(store_person(w.st, w.amina, w.a, &p));
	ck_assert_str_eq(p.agency, "Marlowe Children's Social Care");
	ck_assert_str_eq(p.sector, "childrens-social-care");
	ck_assert_str_eq(p.manager_key, "k-lee");
	ck_ok(store_role_holders(w.st, "csc", "practitioner", 10, w.a, &holders, &count));
	ck_assert_uint_eq(count, 1);

	/* Married, promoted, moved: one identity. */
	changed = p;
	changed.name = "Amina Bello";
	changed.title = NULL;
	changed.agency_id = "hospital";
	changed.roles = "line-manager";
	changed.refreshed_at = MORNING + DAY;
	ck_ok(store_person_put(w.st, &changed, &id));
	ck_assert_int_eq(id, w.amina);
	ck_ok(store_person_by_key(w.st, "council", "k-amina", w.a, &p));
	ck_assert_str_eq(p.name, "Amina Bello");
	ck_assert_ptr_null(p.title);
	found("okafor", NULL, "");
	found("bello", "hospital", "Amina Bello");
	ck_ok(store_role_holders(w.st, "csc", "practitioner", 10, w.a, &holders, &count));
	ck_assert_uint_eq(count, 0);
	ck_ok(store_role_holders(w.st, "hospital", "line-manager", 10, w.a, &holders, &count));
	ck_assert_uint_eq(count, 1);
	/* Whoever holds it, wherever: Lee of social care and Amina of the hospital. */
	ck_ok(store_role_holders(w.st, NULL, "line-manager", 10, w.a, &holders, &count));
	ck_assert_uint_eq(count, 2);

	/* Facts stay when they were not read. */
	changed.facts = &facts;
	ck_ok(store_person_put(w.st, &changed, &id));
	changed.facts = NULL;
	changed.mail = "amina@marlowe.test";
	ck_ok(store_person_put(w.st, &changed, &id));
	ck_ok(store_people_known(w.st, "council", w.a, &known, &count));
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(known[0].id, w.amina);
	ck_assert_str_eq(known[0].mail, "amina@marlowe.test");
	ck_assert_str_eq(known[0].facts->department, "Assessment team");
	ck_assert_str_eq(known[0].facts->groups, "cn=leads,dc=marlowe,dc=test\n");
	ck_assert_int_eq(known[0].facts->entry_at, MORNING);
	ck_assert_ptr_null(known[1].facts->department);
	ck_ok(store_people_known(w.st, NULL, w.a, &known, &count));
	ck_assert_uint_eq(count, 3);
	ck_ok(store_people_known(w.st, "police", w.a, &known, &count));
	ck_assert_uint_eq(count, 0);

	/* Somebody who was refreshed since is not retired. */
	left[0] = w.amina;
	left[1] = w.grace;
	ck_ok(store_people_retire(w.st, left, 2, MORNING + 1));
	ck_ok(store_person(w.st, w.amina, w.a, &p));
	ck_assert(p.active);
	ck_ok(store_person_changes(w.st, 10, w.a, &changes, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(changes[0].person_id, w.amina);
	ck_assert_str_eq(changes[0].agency_before, "csc");
	ck_assert_str_eq(changes[0].agency_after, "hospital");
	ck_assert_str_eq(changes[0].roles_before, "practitioner");
	ck_assert_str_eq(changes[0].roles_after, "line-manager");
	ck_assert_int_eq(changes[1].person_id, w.grace);
	ck_assert(changes[1].active_before && !changes[1].active_after);
	ck_ok(store_person_change_settle(w.st, changes[0].id, MORNING));
	ck_ok(store_person_changes(w.st, 10, w.a, &changes, &count));
	ck_assert_uint_eq(count, 1);
	found("grace", NULL, "");
	ck_ok(store_role_holders(w.st, NULL, "line-manager", 10, w.a, &holders, &count));
	ck_assert_uint_eq(count, 2);
	ck_ok(store_person(w.st, w.grace, w.a, &p)); /* still who acted */
	ck_assert(!p.active);
	p.active = true; /* and back */
	ck_ok(store_person_put(w.st, &p, &id));
	found("grace", NULL,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");

	p.roles = "a b c d e f g h i j k l m n o p";
	ck_assert_int_eq(store_person_put(w.st, &p, &id), RESULT_LIMIT);
	ck_assert_int_eq(store_person(w.st, 4711, w.a, &p), RESULT_NOT_FOUND);
	ck_assert_int_eq(store_person_by_key(w.st, "police", "k-amina", w.a, &p), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(unchanged_people_cost_little)
{
	struct person p;
	struct store_counts before, after;
	int64_t id;

	ck_ok(store_person(w.st, w.amina, w.a, &p));
	ck_ok(store_person_put(w.st, &p, &id));
	ck_ok(store_counts(w.st, &before));
	p.refreshed_at = MORNING + DAY;
	ck_ok(store_person_put(w.st, &p, &id));
	ck_ok(store_counts(w.st, &after));
	ck_assert_uint_le(after.statements - before.statements, 4);
	ck_ok(store_person(w.st, w.amina, w.a, &p));
	ck_assert_int_eq(p.refreshed_at, MORNING + DAY);
}
END_TEST

START_TEST(queues_have_one_number)
{
	int64_t a, b, c, d;

	ck_ok(store_queue(w.st, "hospital", "practitioner", 0, &a));
	ck_assert_int_eq(a, w.practitioners_queue);
	ck_ok(store_queue(w.st, "csc", "practitioner", 0, &b));
	ck_ok(store_queue(w.st, "", "practitioner", 0, &c));
	ck_ok(store_queue(w.st, NULL, "practitioner", 0, &d));
	ck_assert_int_ne(a, b);
	ck_assert_int_ne(b, c);
	ck_assert_int_eq(c, d);
}
END_TEST

/* --- sessions --- */

static bool
has_queue(const struct session *s, int64_t queue)
{
	for (size_t i = 0; i < s->queue_count; i++)
		if (s->queues[i] == queue)
			return true;
	return false;
}

START_TEST(sessions_bring_everything)
{
	const uint8_t token[DIGEST_SIZE] = { 1, 2, 3 }, other[DIGEST_SIZE] = { 9 };
	const char *csrf = "0123456789012345678901234567890123456789012";
	struct store_counts before, after;
	struct session s;
	int64_t partnership;

	ck_ok(store_queue(w.st, NULL, "practitioner", 0, &partnership));
	ck_ok(store_session_add(w.st, token, w.grace, csrf, MORNING));
	ck_ok(store_session_find(w.st, token, MORNING, 1800, 36000, w.a, &s));
	ck_ok(store_counts(w.st, &before));
	ck_ok(store_session_find(w.st, token, MORNING + INSTANT_MINUTE, 1800, 36000, w.a, &s));
	ck_ok(store_counts(w.st, &after));
	ck_assert_uint_eq(after.statements - before.statements, 1);
	ck_assert_str_eq(s.csrf, csrf);
	ck_assert_str_eq(s.person.name,
	    "Grace O\xe2\x80\x99"
	    "Brien-Lin");
	ck_assert_int_eq(s.created, MORNING);
	ck_assert(!s.instance.demo);
	ck_assert_uint_eq(s.queue_count, 3);
	ck_assert(has_queue(&s, w.grace_queue) && has_queue(&s, w.practitioners_queue) &&
	    has_queue(&s, partnership));

	ck_assert_int_eq(
	    store_session_find(w.st, other, MORNING, 1800, 36000, w.a, &s), RESULT_NOT_FOUND);
	/* Idle, and too old. */
	ck_assert_int_eq(
	    store_session_find(w.st, token, MORNING + 1800 * INSTANT_SECOND, 1800, 36000, w.a, &s),
	    RESULT_NOT_FOUND);
	ck_ok(store_session_seen(w.st, token, MORNING + 1799 * INSTANT_SECOND));
	ck_ok(
	    store_session_find(w.st, token, MORNING + 1800 * INSTANT_SECOND, 1800, 36000, w.a, &s));
	ck_assert(!s.drafts);
	ck_ok(store_draft_put(w.st, s.person.id, "raise", "{}", MORNING));
	ck_ok(
	    store_session_find(w.st, token, MORNING + 1800 * INSTANT_SECOND, 1800, 36000, w.a, &s));
	ck_assert(s.drafts);
	ck_ok(store_session_seen(w.st, token, MORNING + 35999 * INSTANT_SECOND));
	ck_assert_int_eq(
	    store_session_find(w.st, token, MORNING + 36000 * INSTANT_SECOND, 1800, 36000, w.a, &s),
	    RESULT_NOT_FOUND);
}
END_TEST

START_TEST(sessions_end)
{
	const uint8_t one[DIGEST_SIZE] = { 1 }, two[DIGEST_SIZE] = { 2 },
		      three[DIGEST_SIZE] = { 3 };
	struct person *sitting;
	struct session s;
	size_t count;

	ck_ok(store_session_add(w.st, one, w.amina, "c", MORNING));
	ck_ok(store_session_add(w.st, two, w.amina, "c", MORNING));
	ck_ok(store_session_add(w.st, three, w.grace, "c", MORNING));
	ck_ok(store_session_end(w.st, one));
	ck_assert_int_eq(store_session_find(w.st, one, MORNING, 60, 60, w.a, &s), RESULT_NOT_FOUND);
	ck_ok(store_session_find(w.st, two, MORNING, 60, 60, w.a, &s));
	ck_ok(store_session_end(w.st, two));
	ck_assert_int_eq(store_session_find(w.st, two, MORNING, 60, 60, w.a, &s), RESULT_NOT_FOUND);
	ck_ok(store_session_find(w.st, three, MORNING, 60, 60, w.a, &s));
	ck_ok(store_people_in_session(w.st, "council", w.a, &sitting, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(sitting[0].id, w.grace);
	ck_ok(store_people_retire(w.st, &w.grace, 1, MORNING + 1));
	ck_assert_int_eq(
	    store_session_find(w.st, three, MORNING, 60, 60, w.a, &s), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(failures_are_counted_by_key)
{
	const uint8_t key[DIGEST_SIZE] = { 7 }, other[DIGEST_SIZE] = { 8 };
	int n;

	for (int i = 0; i < 3; i++)
		ck_ok(store_throttle_add(w.st, key, MORNING)); /* the same microsecond */
	ck_ok(store_throttle_add(w.st, key, MORNING - DAY));
	ck_ok(store_throttle_add(w.st, other, MORNING));
	ck_ok(store_throttle_count(w.st, key, MORNING - INSTANT_HOUR, &n));
	ck_assert_int_eq(n, 3);
	ck_ok(store_throttle_clear(w.st, key));
	ck_ok(store_throttle_count(w.st, key, MORNING - 2 * DAY, &n));
	ck_assert_int_eq(n, 0);
	ck_ok(store_throttle_count(w.st, other, MORNING, &n));
	ck_assert_int_eq(n, 1);
}
END_TEST

/* --- drafts --- */

START_TEST(drafts_are_ones_own)
{
	struct draft *all;
	const char *json;
	size_t count;

	ck_ok(store_draft_put(w.st, w.amina, "raise", "{\"a\":1}", MORNING));
	ck_ok(store_draft_put(w.st, w.amina, "raise", "{\"a\":2}", MORNING));
	ck_ok(store_draft_put(w.st, w.amina, "MSP-2027-000001/agree", "{}", MORNING));
	ck_ok(store_draft_put(w.st, w.amina, "MSP-2027-000001/escalate", "{}", MORNING));
	ck_ok(store_draft_put(w.st, w.amina, "MSP%2027", "{}", MORNING));
	ck_ok(store_draft(w.st, w.amina, "raise", w.a, &json));
	ck_assert_str_eq(json, "{\"a\":2}");
	ck_assert_int_eq(store_draft(w.st, w.grace, "raise", w.a, &json), RESULT_NOT_FOUND);
	ck_ok(store_drafts(w.st, w.amina, "MSP-2027-000001/", w.a, &all, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(all[0].key, "MSP-2027-000001/agree");
	ck_ok(store_drafts(w.st, w.amina, "MSP%", w.a, &all, &count));
	ck_assert_uint_eq(count, 1);
	ck_ok(store_draft_remove(w.st, w.amina, "raise"));
	ck_assert_int_eq(store_draft(w.st, w.amina, "raise", w.a, &json), RESULT_NOT_FOUND);
	ck_ok(store_draft_remove(w.st, w.amina, "raise"));
}
END_TEST

TCase *
keep_tests(void)
{
	TCase *t = tcase_create("what is kept beside the cases");

	tcase_add_test(t, migrations_are_applied_once);
	tcase_add_test(t, migrations_that_do_not_fit_are_refused);
	tcase_add_test(t, worker_may_not);
	tcase_add_test(t, sessions_of_the_database_are_strict);
	tcase_add_test(t, clock_moves_only_in_a_demo);
	tcase_add_test(t, editions_are_kept_as_imported);
	tcase_add_test(t, closed_days_are_days);
	tcase_add_test(t, settings_are_versions);
	tcase_add_test(t, people_are_found_by_what_is_typed);
	tcase_add_test(t, people_follow_the_directory);
	tcase_add_test(t, unchanged_people_cost_little);
	tcase_add_test(t, queues_have_one_number);
	tcase_add_test(t, sessions_bring_everything);
	tcase_add_test(t, sessions_end);
	tcase_add_test(t, failures_are_counted_by_key);
	tcase_add_test(t, drafts_are_ones_own);
	return t;
}
