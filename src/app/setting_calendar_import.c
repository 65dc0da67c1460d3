/* setting_calendar_import.c - a published list of bank holidays, row by row beside what the form has: nothing is stored. */
#include <string.h>

#include "parley/calendar_amend.h"
#include "parley/calendar_import.h"
#include "parley/settings.h"
#include "setting.h"
#include "snapshot.h"

#define BODY_MOST ((size_t)1024 * 256)
#define NATION_MOST 40

struct asked {
	const char *text;
	const char *nation;  /* of a file that does not say; NULL */
	const void *value;
};

static enum result
asked_read(const struct setting_work *w, const struct app_request *r, struct asked *out, struct fault *f)
{
	static const char *const keys[] = { "text", "nation", "value" };
	const struct json_limits limits = { .length = BODY_MOST, .depth = setting_calendar.depth + 1 };
	struct json_at root, text, nation, value;
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	text = json_member(&root, "text");
	nation = json_member(&root, "nation");
	value = json_member(&root, "value");
	if (!json_known_keys(&root, keys, 3, f))
		return f->result;
	out->text = json_peek(&text);
	if (!out->text || out->text[0] == '\0')
		return fault_field(f, "/text", "Choose a file");
	if (json_present(&nation) && !json_get_line(&nation, NATION_MOST, &out->nation, f))
		return f->result;
	return setting_calendar.read(w, &value, &out->value, f) ? RESULT_OK : f->result;
}

/* --- rows --- */

struct comparing {
	const struct calendar *c;   /* with what the form changes */
	const struct calendar_row *rows;
	size_t count;
	const char *nation;
	struct buffer *out;
};

static const char *
nation_of(const struct comparing *x, const struct calendar_row *row)
{
	return row->nation ? row->nation : x->nation;
}

static void
row_write(const struct comparing *x, const char *nation, day on, const char *state, const char *name, const char *listed)
{
	struct buffer date;

	buffer_init(&date, 0);
	if (on != DAY_NONE)
		day_write(&date, on);
	json_object(x->out, NULL);
	json_string(x->out, "nation", nation);
	json_string(x->out, "date", date.data);
	json_string(x->out, "name", name);
	json_string(x->out, "state", state);
	json_string(x->out, "said", listed);
	json_end_object(x->out);
	buffer_clear(&date);
}

static void
compare_row(const struct comparing *x, const struct calendar_row *row)
{
	const char *id = nation_of(x, row), *listed, *state;
	const struct calendar_nation *n = id ? calendar_nation_find(x->c, id) : NULL;

	if (row->trouble || !n) {
		row_write(x, id, row->on, "trouble", row->name, row->trouble ? row->trouble : "The list does not have this nation");
		return;
	}
	listed = calendar_holiday(n, row->on);
	state = !listed && day_of_week(row->on) >= 5 ? "trouble" : !listed ? "new" : strcmp(listed, row->name) == 0 ? "same" : "differs";
	row_write(x, id, row->on, state, row->name,
	          listed ? listed : state[0] == 't' ? "This is a Saturday or Sunday: no working day in any case" : NULL);
}

static int
year_of(day d)
{
	int year, month, of_month;

	day_to_civil(d, &year, &month, &of_month);
	return year;
}

/* The file has days of that nation and year, but not this one. */
static bool
is_gone(const struct comparing *x, const struct calendar_nation *n, day on)
{
	bool year = false;

	for (size_t i = 0; i < x->count; i++) {
		const struct calendar_row *row = &x->rows[i];
		const char *id = nation_of(x, row);

		if (row->trouble || !id || strcmp(id, n->id) != 0)
			continue;
		if (row->on == on)
			return false;
		year = year || year_of(row->on) == year_of(on);
	}
	return year;
}

static void
rows_write(const struct comparing *x)
{
	json_array(x->out, "rows");
	for (size_t i = 0; i < x->count; i++)
		compare_row(x, &x->rows[i]);
	for (size_t i = 0; i < x->c->nation_count; i++) {
		const struct calendar_nation *n = &x->c->nations[i];

		for (size_t k = 0; k < n->count; k++)
			if (is_gone(x, n, n->holidays[k].on))
				row_write(x, n->id, n->holidays[k].on, "gone", n->holidays[k].name, "The file does not have this day");
	}
	json_end_array(x->out);
}

/* The file is read by parley-files: it came from somewhere. */
static enum result
rows_read(struct app *app, const struct app_request *r, const char *text, struct comparing *x, struct fault *f)
{
	struct buffer b;
	struct calendar_row *rows;
	enum result result;

	buffer_init(&b, 0);
	result = files_run(&app->config->files, FILES_TASK_DATES, text, strlen(text), &b, f);
	if (result == RESULT_OK)
		result = calendar_import_rows(b.data, b.length, r->arena, &rows, &x->count, f);
	buffer_clear(&b);
	if (result == RESULT_OK)
		x->rows = rows;
	return result;
}

enum result
settings_calendar_rows(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct setting_work w = { .app = app, .arena = r->arena, .now = r->now, .person_id = r->session->person.id };
	struct asked asked = { NULL, NULL, NULL };
	struct comparing x = { .out = out };
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = asked_read(&w, r, &asked, f);
	if (result == RESULT_OK)
		result = rows_read(app, r, asked.text, &x, f);
	if (result == RESULT_INVALID && f->fields == NULL)
		return fault_field(f, "/text", "%s", f->sentence);
	if (result != RESULT_OK)
		return result;
	if (x.rows[0].nation == NULL && (asked.nation == NULL || !calendar_nation_find(app->snapshot->bundled, asked.nation)))
		return fault_field(f, "/nation", "Choose whose bank holidays the file has: it does not say");
	x.nation = asked.nation;
	x.c = calendar_amend(app->snapshot->bundled, asked.value, r->arena);
	json_object(out, NULL);
	rows_write(&x);
	json_end_object(out);
	return RESULT_OK;
}
