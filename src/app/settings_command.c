/* settings_command.c - `parley settings`; see parley/settings.h. */
#include <stdlib.h>
#include <string.h>

#include "parley/settings.h"
#include "parley/store_setting.h"
#include "parley/text_file.h"
#include "setting_words.h"

#define HISTORY_PRINTED 1000

static enum result
open(struct app *app, struct arena *a, const struct settings_command *c, struct setting_work *w,
     struct setting_version *v, struct fault *f)
{
	const struct setting_kind *k = setting_find(c->name, f);
	long number = c->version != NULL ? strtol(c->version, NULL, 10) : 0;
	enum result r = k != NULL ? setting_begin(app, a, w, f) : f->result;

	if (r != RESULT_OK)
		return r;
	if (c->version != NULL && (number < 1 || number > INT32_MAX))
		return fault_set(f, RESULT_INVALID, "version", "a version is a number from 1 on");
	return setting_open(w, k, (uint32_t)number, v, f);
}

static void
stamp_print(struct buffer *out, const struct setting *row)
{
	if (row->version == 0) {
		buffer_string(out, "never set here\n");
		return;
	}
	buffer_format(out, "version %u, ", row->version);
	instant_write_words(out, row->at);
	buffer_format(out, ", %s%s%s\n", row->who != NULL ? row->who : "at the command line",
	              row->why != NULL ? ": " : "", row->why != NULL ? row->why : "");
}

enum result
settings_print_all(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                   struct fault *f)
{
	struct setting_version v;
	struct setting_work w;
	enum result r = setting_begin(app, a, &w, f);

	if (c->json)
		json_array(out, NULL);
	for (int id = 0; r == RESULT_OK && id < SETTING_COUNT; id++) {
		const struct setting_kind *k = setting_kind((enum setting_id)id);

		r = setting_open(&w, k, 0, &v, f);
		if (r != RESULT_OK)
			return r;
		if (!c->json) {
			buffer_format(out, "%-12s %-28s ", k->name, k->title);
			stamp_print(out, &v.row);
			continue;
		}
		json_object(out, NULL);
		json_string(out, "name", k->name);
		json_string(out, "title", k->title);
		json_int(out, "version", v.row.version);
		json_end_object(out);
	}
	if (c->json) {
		json_end_array(out);
		buffer_char(out, '\n');
	}
	return r;
}

enum result
settings_print(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
               struct fault *f)
{
	struct setting_lines lines = { .arena = a };
	struct setting_version v;
	struct setting_work w;
	enum result r = open(app, a, c, &w, &v, f);

	if (r != RESULT_OK)
		return r;
	if (c->json) {
		v.kind->write(out, NULL, v.value);
		buffer_char(out, '\n');
		return RESULT_OK;
	}
	stamp_print(out, &v.row);
	v.kind->describe(&w, v.value, &lines);
	setting_lines_print(out, &lines, "  ");
	return RESULT_OK;
}

enum result
settings_print_history(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                       struct fault *f)
{
	struct setting_version v;
	struct setting_work w;
	struct setting *rows;
	size_t count = 0;
	enum result r = open(app, a, c, &w, &v, f);

	if (r == RESULT_OK)
		r = store_setting_history(app->store, c->name, HISTORY_PRINTED, a, &rows, &count);
	if (r != RESULT_OK)
		return fault_set(f, r, "store", "the history cannot be read");
	if (c->json)
		json_array(out, NULL);
	for (size_t i = 0; i < count; i++) {
		if (!c->json) {
			stamp_print(out, &rows[i]);
			continue;
		}
		json_object(out, NULL);
		json_int(out, "version", rows[i].version);
		json_int(out, "undoes", rows[i].undoes);
		json_int(out, "restores", rows[i].restores);
		instant_words_json(out, "at", rows[i].at);
		json_string(out, "who", rows[i].who);
		json_string(out, "why", rows[i].why);
		json_end_object(out);
	}
	if (c->json) {
		json_end_array(out);
		buffer_char(out, '\n');
	}
	return RESULT_OK;
}

static enum result
file_take(const struct setting_work *w, const struct setting_kind *k, const char *file, const void **value,
          struct fault *f)
{
	const struct json_limits limits = { .length = k->longest, .depth = k->depth };
	const struct cJSON *tree;
	struct json_at root;
	const char *text;
	size_t length;
	enum result r = text_file_read(file, k->longest, w->arena, &text, &length, f);

	if (r == RESULT_OK)
		r = json_read(text, length, &limits, w->arena, &tree, f);
	if (r != RESULT_OK)
		return r;
	root = json_root(tree);
	return setting_take(w, k, &root, value, f);
}

enum result
settings_set_file(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                  struct fault *f)
{
	struct setting_preview preview = { .arena = a };
	struct setting_save save = { .why = c->why };
	struct setting_version now;
	struct setting_work w;
	uint32_t version = 0;
	enum result r = open(app, a, c, &w, &now, f);

	if (r != RESULT_OK)
		return r;
	save.kind = now.kind;
	save.expect = now.row.version;
	r = file_take(&w, now.kind, c->file, &save.value, f);
	if (r == RESULT_OK)
		r = setting_preview(&w, now.kind, now.value, save.value, &preview, f);
	if (r == RESULT_OK && !c->preview)
		r = setting_save(&w, &save, &version, f);
	if (r != RESULT_OK)
		return r;
	setting_preview_print(out, &preview);
	if (c->preview)
		buffer_string(out, "nothing was changed\n");
	else
		buffer_format(out, "saved as version %u\n", version);
	return RESULT_OK;
}

/* To the one before, or as it was said. */
static enum result
read_back(const struct settings_command *c, uint32_t newest, struct setting_back *out, struct fault *f)
{
	char *end = NULL;
	long to = c->to != NULL ? strtol(c->to, &end, 10) : (long)newest - 1;

	if (c->to != NULL && (end == c->to || *end != '\0' || to < 0 || to >= (long)newest))
		return fault_set(f, RESULT_INVALID, "version", "--to is a version before the newest, which is %u; 0 is what held before any",
		                 newest);
	*out = (struct setting_back){ newest, newest > 0 ? (uint32_t)to : 0, c->why };
	return RESULT_OK;
}

enum result
settings_take_back(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                   struct fault *f)
{
	struct setting_version now;
	struct setting_back back;
	struct setting_work w;
	uint32_t version;
	enum result r = open(app, a, c, &w, &now, f);

	if (r == RESULT_OK)
		r = read_back(c, now.row.version, &back, f);
	if (r == RESULT_OK)
		r = setting_undo(&w, now.kind, &back, &version, f);
	if (r != RESULT_OK)
		return r;
	if (c->to == NULL)
		buffer_format(out, "version %u takes back version %u\n", version, now.row.version);
	else
		buffer_format(out, "version %u sets again what version %u said\n", version, back.restores);
	return RESULT_OK;
}
