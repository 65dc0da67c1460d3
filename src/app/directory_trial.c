/*
 * directory_trial.c - a directory tried step by step, and one person from their entry to their stage roles: with the
 * settings, the search and the rules of sign-in. For the page of directories and `parley directory test`.
 */
#include <string.h>

#include "directories.h"
#include "mapping.h"
#include "me.h"
#include "parley/role.h"
#include "parley/store_escalation.h"
#include "snapshot.h"

#define BODY_SLACK 8192
#define GROUPS_SHOWN 20

struct trial {
	struct app *app;
	struct arena *a;
	struct app_directory_steps *out;
	size_t room;
	const char *directory; /* of the steps that are taken now */
};

static void
add(struct trial *t, const char *step, enum result result, const char *detail)
{
	struct app_directory_steps *out = t->out;

	if (out->count == t->room) {
		size_t room = t->room == 0 ? 32 : 2 * t->room;
		struct app_directory_step *steps = ARENA_ARRAY(t->a, room, struct app_directory_step);

		if (out->count > 0)
			memcpy(steps, out->steps, out->count * sizeof *steps);
		out->steps = steps;
		t->room = room;
	}
	out->steps[out->count++] = (struct app_directory_step){ t->directory, step, detail != NULL ? detail : "", result };
	if (out->worst == RESULT_OK)
		out->worst = result;
}

static void
add_text(struct trial *t, const char *step, const char *value)
{
	add(t, step, RESULT_OK, value != NULL ? value : "(none)");
}

static void
try_one(struct trial *t, struct directories *all, size_t i)
{
	struct directory_step *steps = NULL;
	struct directory *d;
	struct fault f;
	size_t count = 0;

	fault_init(&f, t->a);
	t->directory = directories_name(all, i);
	d = directories_at(all, i, &f);
	if (d == NULL) {
		add(t, "settings", f.result, f.sentence);
		return;
	}
	(void)!directory_test(d, t->a, &steps, &count);
	for (size_t k = 0; k < count; k++)
		add(t, steps[k].name, steps[k].result, steps[k].detail);
}

/* --- one person --- */

static void
add_groups(struct trial *t, const struct directory_person *p)
{
	struct buffer b;

	buffer_init(&b, 0);
	buffer_format(&b, "%zu", p->group_count);
	for (size_t i = 0; i < p->group_count && i < GROUPS_SHOWN; i++)
		buffer_format(&b, "%s%s", i == 0 ? ": " : "; ", p->groups[i]);
	if (p->group_count > GROUPS_SHOWN)
		buffer_string(&b, "; …");
	add(t, "groups", RESULT_OK, arena_string(t->a, b.data));
	buffer_clear(&b);
}

static void
add_entry(struct trial *t, const struct directory_person *p)
{
	struct buffer at;

	buffer_init(&at, 0);
	if (p->changed != INSTANT_NONE)
		instant_write_words(&at, p->changed);
	add(t, "person", RESULT_OK, at.length > 0 ? arena_format(t->a, "%s; the entry was last changed on %s", p->name, at.data)
	                                          : p->name);
	buffer_clear(&at);
	add_text(t, "known by", p->key);
	add_text(t, "user name", p->username);
	add_text(t, "job title", p->title);
	add_text(t, "department", p->department);
	add_text(t, "mail", p->mail);
	add_groups(t, p);
	add_text(t, "administrator", p->administrator ? "yes" : "no");
}

/* By the evaluator of sign-in: agency, the first rule that matches, and what was granted beside it. */
static enum result
add_roles(struct trial *t, const struct directory_person *from, struct fault *f)
{
	const char *said = from->agency_id != NULL ? from->agency_id : from->agency;
	const struct mapping *m;
	const struct role_rule *rule;
	struct role_subject subject;
	struct person p;
	enum result r = mapping_load(t->app, t->a, &m, f);

	if (r != RESULT_OK)
		return r;
	mapping_apply(m, t->a, from, instant_now(), &p);
	mapping_subject(&p, t->a, &subject);
	rule = role_resolve(m->rules->items, m->rules->count, &subject);
	add_text(t, "agency", p.agency_id != NULL ? arena_format(t->a, "%s (%s, %s), from \"%s\"", p.agency, p.agency_id,
	    p.sector, said) : said != NULL ?
	    arena_format(t->a, "none that Parley knows: the directory says \"%s\"", said) : "none: the entry does not say one");
	add_text(t, "rule", rule == NULL ? "none matches" : arena_format(t->a, "%zu: %s%s%s",
	    (size_t)(rule - m->rules->items) + 1, mapping_condition(rule, m, t->a), rule->why != NULL ? ". " : "",
	    rule->why != NULL ? rule->why : ""));
	add_text(t, "stage roles", p.roles[0] == '\0' ? "none: they can sign in to be told whom to ask" :
	    mapping_role_names(&(struct setting_work){ .app = t->app, .arena = t->a, .edition_id = m->edition_id }, p.roles));
	return RESULT_OK;
}

/* Of the directory that was named, or of the first that knows them. */
static enum result
try_person(struct trial *t, struct directories *all, const struct app_directory_asked *asked, struct fault *f)
{
	struct directory_person p;
	struct directory *d = NULL;
	struct fault own;
	enum result r = RESULT_OK;

	fault_init(&own, t->a);
	if (asked->name != NULL) {
		d = directories_named(all, asked->name, &own);
		r = d != NULL ? directory_find(d, NULL, asked->person, t->a, &p, &own) : own.result;
	} else {
		r = directories_find(all, NULL, asked->person, t->a, &p, &own);
	}
	if (r != RESULT_OK) {
		add(t, "person", r, own.sentence);
		return RESULT_OK;
	}
	t->directory = p.directory;
	add_entry(t, &p);
	return add_roles(t, &p, f);
}

/* --- asked --- */

static enum result
try_these(struct trial *t, struct directories *all, const struct app_directory_asked *asked, struct fault *f)
{
	bool met = false;

	for (size_t i = 0; i < directories_count(all); i++) {
		if (asked->name != NULL && strcmp(directories_name(all, i), asked->name) != 0)
			continue;
		met = true;
		try_one(t, all, i);
	}
	if (!met)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-directory", "There is no directory of that name.");
	return asked->person != NULL ? try_person(t, all, asked, f) : RESULT_OK;
}

enum result
app_directory_test(struct app *app, struct arena *a, const struct app_directory_asked *asked,
    struct app_directory_steps *out, struct fault *f)
{
	struct trial t = { .app = app, .a = a, .out = out };
	enum result r = directories_current(app, a, f);

	*out = (struct app_directory_steps){ .worst = RESULT_OK };
	return r == RESULT_OK ? try_these(&t, app->directories, asked, f) : r;
}

/* Directories that are not saved yet; none were sent: those that are. */
static enum result
try_sent(struct app *app, const struct app_request *r, const struct json_at *value, const struct app_directory_asked *asked,
    struct app_directory_steps *steps, struct fault *f)
{
	struct setting_work w = { .app = app, .arena = r->arena, .now = r->now, .person_id = r->session->person.id };
	struct trial t = { .app = app, .a = r->arena, .out = steps };
	struct directories *all;
	const void *sources;
	enum result result;

	if (!json_present(value))
		return app_directory_test(app, r->arena, asked, steps, f);
	result = setting_take(&w, &setting_directories, value, &sources, f);
	if (result != RESULT_OK)
		return result;
	all = directories_from(app->config, r->arena, sources);
	*steps = (struct app_directory_steps){ .worst = RESULT_OK };
	result = try_these(&t, all, asked, f);
	directories_close(all);
	return result;
}

void
app_directory_steps_write(struct buffer *out, const struct app_directory_steps *steps)
{
	for (size_t i = 0; i < steps->count; i++) {
		const struct app_directory_step *step = &steps->steps[i];

		json_object(out, NULL);
		json_string(out, "directory", step->directory);
		json_string(out, "step", step->step);
		json_string(out, "result", result_name(step->result));
		json_string(out, "detail", step->detail);
		json_end_object(out);
	}
}

enum result
app_directory_test_request(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "value", "name", "person" };
	const struct json_limits limits = { .length = setting_directories.longest + BODY_SLACK,
		.depth = setting_directories.depth + 1 };
	struct app_directory_asked asked = { NULL, NULL };
	struct app_directory_steps steps;
	struct json_at root, value, name, person;
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result == RESULT_OK)
		result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	value = json_member(&root, keys[0]);
	name = json_member(&root, keys[1]);
	person = json_member(&root, keys[2]);
	if (!json_known_keys(&root, keys, 3, f) || (json_present(&name) && !json_get_line(&name, 64, &asked.name, f)) ||
	    (json_present(&person) && !json_get_line(&person, 256, &asked.person, f)))
		return f->result;
	result = try_sent(app, r, &value, &asked, &steps, f);
	if (result == RESULT_OK && asked.person != NULL)
		result = store_access_log(app->store, r->session->person.id, "directory-test", 0, r->id, r->now);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_bool(out, "works", steps.worst == RESULT_OK);
	json_array(out, "steps");
	app_directory_steps_write(out, &steps);
	json_end_array(out);
	json_end_object(out);
	return RESULT_OK;
}
