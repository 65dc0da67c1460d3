/* command_doctor.c - parley doctor: each part, one line. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "command.h"
#include "parley/settings.h"
#include "parley/calendar_file.h"
#include "parley/store_agency.h"
#include "parley/store_migrate.h"
#include "parley/store_retire.h"
#include "parley/store_setting.h"
#include "parley/text_file.h"

struct doctor {
	struct command_run *run;
	size_t bad;
};

static void
report(struct doctor *d, const char *part, bool good, const char *detail)
{
	struct buffer *out = &d->run->out;

	d->bad += !good;
	if (!d->run->json) {
		buffer_format(out, "%-6s %-12s %s\n", good ? "ok" : "FAILED", part, detail);
		return;
	}
	json_object(out, NULL);
	json_string(out, "part", part);
	json_bool(out, "ok", good);
	json_string(out, "detail", detail);
	json_end_object(out);
}

/* Each part has a fault of its own: one that is down must not hide the next. */
static const char *
sentence(const struct fault *f, enum result result)
{
	return f->sentence != NULL ? f->sentence : result_name(result);
}

static void
look_at_database(struct doctor *d)
{
	struct command_run *r = d->run;
	struct migration *migrations;
	struct fault f;
	size_t count, missing = 0;
	enum result result;

	fault_init(&f, r->arena);
	result = store_open(&r->config->database, &r->app.store, &f);
	if (result == RESULT_OK)
		result = store_check(r->app.store);
	report(d, "database", result == RESULT_OK,
	    result == RESULT_OK ? r->config->database.database : sentence(&f, result));
	if (result != RESULT_OK)
		return;
	result =
	    store_migrations(r->app.store, r->config->data.sql, r->arena, &migrations, &count, &f);
	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		missing += !migrations[i].applied;
	report(d, "tables", result == RESULT_OK && missing == 0,
	    result != RESULT_OK ? sentence(&f, result)
		: missing > 0   ? arena_format(r->arena,
				      "%zu migrations are missing; run `parley migrate`", missing)
				: "up to date");
}

static void
look_at_policy(struct doctor *d)
{
	struct command_run *r = d->run;
	struct instance instance;
	enum result result =
	    r->app.store == NULL ? RESULT_UNAVAILABLE : store_instance(r->app.store, &instance);
	bool good = result == RESULT_OK && instance.edition_id != 0;

	report(d, "policy", good,
	    result != RESULT_OK ? "cannot be read"
		: good
		? arena_format(r->arena, "edition %lld is in force", (long long)instance.edition_id)
		: "none is in force; run `parley policy import FILE`");
	if (result == RESULT_OK)
		report(d, "clock", instance.demo || instance.clock_offset == 0,
		    instance.clock_offset != 0 ? "moved (a demo)" : "real time");
}

static void
look_at_people(struct doctor *d)
{
	struct command_run *r = d->run;
	struct agency *agencies;
	struct setting rules = { .version = 0 };
	size_t agency_count = 0;
	enum result result = r->app.store == NULL
	    ? RESULT_UNAVAILABLE
	    : store_agencies(r->app.store, r->arena, &agencies, &agency_count);

	report(d, "agencies", result == RESULT_OK && agency_count > 0,
	    arena_format(r->arena, "%zu", agency_count));
	if (result == RESULT_OK)
		result = store_setting(r->app.store, "mapping", 0, r->arena, &rules);
	report(d, "mapping", result == RESULT_OK,
	    result == RESULT_OK ? arena_format(r->arena, "version %u", rules.version)
				: "no rules; `parley mapping fill POLICY` takes them from a policy's matrix");
}

static void
look_at_calendar(struct doctor *d)
{
	struct command_run *r = d->run;
	const struct calendar *calendar;
	struct app_calendar_state state;
	const char *text = NULL;
	size_t length = 0;
	struct fault f;
	enum result result;

	fault_init(&f, r->arena);
	result = text_file_read(
	    r->config->data.calendar, CALENDAR_FILE_MAX, r->arena, &text, &length, &f);
	if (result == RESULT_OK)
		result = calendar_file_parse(text, length, r->arena, &calendar, &f);
	/* What administrators have changed in it is known to the database only. */
	if (result == RESULT_OK && r->app.store != NULL && app_calendar(&r->app, r->arena, &state, &f) == RESULT_OK) {
		report(d, "calendar", !state.ends_soon, state.words);
		return;
	}
	report(d, "calendar", result == RESULT_OK,
	    result != RESULT_OK ? sentence(&f, result)
				: arena_format(r->arena, "bank holidays of %s, up to %d",
				      calendar->version, calendar->nations[0].last_year));
}

/* The steps of each, as one line. */
static void
look_at_directory(struct doctor *d)
{
	struct command_run *r = d->run;
	struct app_directory_asked all = { NULL, NULL };
	struct app_directory_steps steps = { .count = 0 };
	const char *detail = "every step holds";
	struct fault f;
	enum result result = RESULT_UNAVAILABLE;

	fault_init(&f, r->arena);
	if (r->app.store != NULL)
		result = app_directory_test(&r->app, r->arena, &all, &steps, &f);
	for (size_t i = 0; i < steps.count; i++)
		if (steps.steps[i].result != RESULT_OK)
			detail = arena_format(r->arena, "%s, %s: %s", steps.steps[i].directory, steps.steps[i].step,
			    steps.steps[i].detail);
	report(d, "directory", result == RESULT_OK && steps.worst == RESULT_OK,
	    result != RESULT_OK ? sentence(&f, result) : detail);
}

static bool
is_set(const struct directories *all, const char *name)
{
	for (size_t i = 0; i < directories_count(all); i++)
		if (strcmp(directories_name(all, i), name) == 0)
			return true;
	return false;
}

/* That people are read, and read to the end: a directory may answer and its list be refused. */
static void
look_at_refreshes(struct doctor *d)
{
	struct command_run *r = d->run;
	struct directory_refresh *last;
	size_t count = 0;
	enum result result =
	    r->app.store == NULL ? RESULT_UNAVAILABLE : store_directory_refreshes(r->app.store, r->arena, &last, &count);
	bool good = result == RESULT_OK && count > 0;
	const char *detail = count > 0 ? "the last of each kind was complete" : "nobody was read yet; run `parley directory refresh`";

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		bool old = strcmp(last[i].kind, "all") == 0 && last[i].good < instant_now() - 2 * 24 * INSTANT_HOUR;

		/* One that is not set any more. */
		if (r->app.directories == NULL || !is_set(r->app.directories, last[i].directory) ||
		    (last[i].code == NULL && !old))
			continue;
		good = false;
		detail = arena_format(r->arena, "%s: %s", last[i].directory,
		    last[i].code != NULL ? last[i].said : "not everybody was read for two days; is parley-clock running?");
	}
	report(d, "people", good, result != RESULT_OK ? result_name(result) : detail);
}

static void
look_at_mail(struct doctor *d)
{
	const char *url = d->run->config->mail.url;
	struct mailer *mailer;
	struct fault f;
	enum result result;

	fault_init(&f, d->run->arena);
	result = d->run->app.store == NULL ? mailer_open(&d->run->config->mail, &mailer, &f)
	                                   : settings_mailer(&d->run->app, d->run->arena, &mailer, &url, &f);
	report(d, "mail", result == RESULT_OK,
	    result != RESULT_OK
		? sentence(&f, result)
		: arena_format(d->run->arena, "%s (settings hold; nothing was sent)",
		      url));
	if (result == RESULT_OK)
		mailer_close(mailer);
}

/* A type is asked for: it starts, shuts itself in, and finds what it reads. */
static void
look_at_files(struct doctor *d)
{
	static const char text[] = "text";
	struct buffer mime;
	struct fault f;
	enum result result;

	fault_init(&f, d->run->arena);
	buffer_init(&mime, 0);
	result = files_run(&d->run->config->files, FILES_TASK_TYPE, text, strlen(text), &mime, &f);
	report(d, "files", result == RESULT_OK,
	    result == RESULT_OK ? "parley-files works"
				: arena_format(d->run->arena, "%s does not work: %s", d->run->config->files.program, sentence(&f, result)));
	buffer_clear(&mime);
}

/* Only where it is set up. */
static void
look_at_kerberos(struct doctor *d)
{
	const struct config *config = d->run->config;
	struct fault f;
	enum result result;

	if (config->kerberos.accept.keytab == NULL)
		return;
	fault_init(&f, d->run->arena);
	result = kerberos_check(&config->kerberos.accept, &f);
	report(d, "kerberos", result == RESULT_OK,
	    result != RESULT_OK ? sentence(&f, result)
				: arena_format(d->run->arena, "the keys can be used; people of %s",
				      config->kerberos.accept.realms));
}

static void
look_at_worker(struct doctor *d)
{
	const char *path = d->run->config->worker.socket;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = false;

	if (fd >= 0 && path != NULL && strlen(path) < sizeof(address.sun_path)) {
		memcpy(address.sun_path, path, strlen(path) + 1);
		good = connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
	}
	report(d, "worker", good,
	    good ? "takes requests"
		 : arena_format(
		       d->run->arena, "nobody answers on %s", path != NULL ? path : "(no socket)"));
	if (fd >= 0)
		(void)close(fd);
}

static void
look_at_attachments(struct doctor *d)
{
	struct app_files_state state = { 0 };
	struct fault f;
	enum result result = RESULT_UNAVAILABLE;

	fault_init(&f, d->run->arena);
	if (d->run->app.store != NULL)
		result = app_files(&d->run->app, d->run->arena, &state, &f);
	report(d, "attachments", result == RESULT_OK && state.good,
	    result == RESULT_OK ? state.words : sentence(&f, result));
}

enum result
command_doctor_run(struct command_run *r)
{
	struct doctor d = { r, 0 };

	if (r->json)
		json_array(&r->out, NULL);
	report(&d, "settings", true, r->config_file);
	look_at_database(&d);
	look_at_policy(&d);
	look_at_people(&d);
	look_at_calendar(&d);
	look_at_directory(&d);
	look_at_refreshes(&d);
	look_at_mail(&d);
	look_at_files(&d);
	look_at_attachments(&d);
	look_at_kerberos(&d);
	look_at_worker(&d);
	if (r->json) {
		json_end_array(&r->out);
		buffer_char(&r->out, '\n');
	}
	if (d.bad == 0)
		return RESULT_OK;
	return fault_set(&r->fault, RESULT_UNAVAILABLE, "doctor", "%zu part%s need%s looking at",
	    d.bad, d.bad == 1 ? "" : "s", d.bad == 1 ? "s" : "");
}
