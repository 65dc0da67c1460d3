/*
 * fill.c - fills an empty database with so many escalations: see fill.h. Run by run.sh, as the owner of the tables.
 *
 *     fill SOCKET PASSWORD-FILE SOURCE-TREE COUNT OUT-FOLDER
 *
 * OUT-FOLDER gets what the load tool needs: sessions.tsv (token, CSRF token), and reads.tsv and writes.tsv (these two,
 * reference, version) of the cases that a receiver may read, and may add a contact to.
 */
#include "fill.h"

#include <stdlib.h>
#include <string.h>
#include "parley/store_chain.h"
#include "parley/store_migrate.h"

/* Closed cases made by the program before the rest are copies of them. */
enum { TEMPLATES = 2000, OPEN_LEAST = 2000, CHAINS_WALKED = 200 };

struct sizes { size_t all, open, closed, copies, practitioners; };

uint64_t
fill_chance(struct fill *f, uint64_t limit)
{
	/* xorshift64: good enough to mix cases, and the same ones every time. */
	f->chance ^= f->chance << 13;
	f->chance ^= f->chance >> 7;
	f->chance ^= f->chance << 17;
	return (f->chance >> 11) % limit;
}

void
fill_stop(const char *what, enum result r, const struct fault *f)
{
	(void)fprintf(stderr, "bench-fill: %s: %s: %s\n", what, result_name(r), f && f->sentence ? f->sentence : "");
	for (const struct fault_field *at = f ? f->fields : NULL; at; at = at->next)
		(void)fprintf(stderr, "  %s: %s\n", at->pointer, at->reason);
	exit(1);
}

/* Most cases are closed. The smallest bench has more open ones than its share, or nobody's list would be full. */
static struct sizes
sizes_of(size_t all)
{
	size_t least = all * 6 / 10 < OPEN_LEAST ? all * 6 / 10 : OPEN_LEAST;
	struct sizes s = { .all = all, .open = all / 50 < least ? least : all / 50 };

	s.closed = all - s.open < TEMPLATES ? all - s.open : TEMPLATES;
	s.copies = all - s.open - s.closed;
	/* Eight of ten open cases wait at stage 1, and a receiver has about 40 of them. */
	s.practitioners = s.open * 8 / 10 / 40;
	return s;
}

static char *
read_secret(struct fill *f, const char *path)
{
	char *line = arena_alloc(f->lasting, 256);
	FILE *file = fopen(path, "rbe");

	if (!file || !fgets(line, 256, file))
		fill_stop(path, RESULT_NOT_FOUND, NULL);
	(void)fclose(file);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static FILE *
open_list(struct fill *f, const char *folder, const char *name)
{
	const char *path = arena_format(f->lasting, "%s/%s", folder, name);
	FILE *file = fopen(path, "wbe");

	if (!file)
		fill_stop(path, RESULT_UNAVAILABLE, NULL);
	return file;
}

static void
close_list(FILE *file)
{
	if (fclose(file) != 0)
		fill_stop("a list", RESULT_UNAVAILABLE, NULL);
}

static void
check(const char *what, enum result r, const struct fault *f)
{
	if (r != RESULT_OK)
		fill_stop(what, r, f);
}

/* Tables, policy and agencies as ./dev demo has them. */
static void
prepare(struct fill *f, const char *tree)
{
	const struct app_policy_change policy = { "redbridge-rscp", NULL, NULL };
	struct app_policy_change file = { NULL, NULL, NULL };
	struct app_agencies agencies = { NULL, NULL };
	struct buffer out;
	struct fault fault;
	struct migration *done;
	size_t count;

	fault_init(&fault, f->lasting);
	buffer_init(&out, 0);
	f->config.data.sql = arena_format(f->lasting, "%s/sql", tree);
	f->config.data.calendar = arena_format(f->lasting, "%s/policies/calendars/united-kingdom.json", tree);
	f->config.data.policies = arena_format(f->lasting, "%s/policies", tree);
	f->config.session.idle_minutes = 60;
	f->config.session.absolute_hours = 12;
	check("the database", store_open(&f->config.database, &f->app.store, &fault), &fault);
	f->app.config = &f->config;
	check("tables", store_migrate(f->app.store, f->config.data.sql, f->lasting, &done, &count, &fault), &fault);
	agencies.file = arena_format(f->lasting, "%s/tests/borough/agencies.json", tree);
	check("agencies", app_agencies_import(&f->app, f->lasting, &agencies, &out, &fault), &fault);
	file.which = arena_format(f->lasting, "%s/redbridge-rscp.json", f->config.data.policies);
	check("policy", app_policy_import(&f->app, f->lasting, &file, &out, &fault), &fault);
	check("policy", app_policy_use(&f->app, f->lasting, &policy, &out, &fault), &fault);
	buffer_clear(&out);
}

static void
make_cases(struct fill *f, const struct sizes *s, const char *folder)
{
	FILE *sessions = open_list(f, folder, "sessions.tsv"), *reads = open_list(f, folder, "reads.tsv"),
	     *writes = open_list(f, folder, "writes.tsv");

	for (size_t i = 0; i < f->staff[POST_RECEIVER].count; i++) {
		const struct member *m = &f->staff[POST_RECEIVER].members[i];

		(void)fprintf(sessions, "%s\t%s\n", m->token, m->session.csrf);
	}
	for (size_t i = 0; i < s->closed; i++)
		fill_case(f, COURSE_CLOSED, NULL, NULL);
	for (size_t i = 0; i < s->open; i++)
		fill_case(f, COURSE_OPEN, reads, writes);
	close_list(sessions);
	close_list(reads);
	close_list(writes);
}

/* Copies with a broken chain would not be escalations. */
static void
walk_chains(struct fill *f, const struct sizes *s)
{
	for (size_t i = 0; i < CHAINS_WALKED; i++) {
		int64_t id = 1 + (int64_t)fill_chance(f, s->all);
		uint32_t bad = 0;
		enum result r = store_chain_verify(f->app.store, id, &bad);

		if (r != RESULT_OK)
			fill_stop(arena_format(f->lasting, "the chain of %lld at %u", (long long)id, bad), r, NULL);
	}
}

int
main(int argc, char **argv)
{
	struct fill f = { .chance = UINT64_C(88172645463325252), .now = instant_now() };
	size_t all = argc == 6 ? strtoul(argv[4], NULL, 10) : 0;
	struct sizes s = sizes_of(all);

	if (all < 100) {
		(void)fprintf(stderr, "use: fill SOCKET PASSWORD-FILE SOURCE-TREE COUNT OUT-FOLDER (COUNT at least 100)\n");
		return 2;
	}
	f.lasting = arena_new();
	f.scratch = arena_new();
	f.config.database = (struct store_settings){ .socket = argv[1], .database = "parley", .user = "parley_owner",
		.password = read_secret(&f, argv[2]), .owner = true };
	prepare(&f, argv[3]);
	fill_people(&f, s.practitioners);
	make_cases(&f, &s, argv[5]);
	if (s.copies > 0)
		fill_copies(&(struct fill_copies){ argv[1], "parley_owner", f.config.database.password, "parley", s.copies });
	walk_chains(&f, &s);
	(void)printf("%zu escalations: %zu by the program with %zu events, %zu of them open; %zu copies of closed ones; "
	             "%d chains walked\n", s.all, f.cases, f.events, s.open, s.copies, CHAINS_WALKED);
	store_close(f.app.store);
	arena_free(f.scratch);
	arena_free(f.lasting);
	return 0;
}
