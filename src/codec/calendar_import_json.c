/* calendar_import_json.c - what was read from a list of bank holidays, on its way back; see parley/calendar_import.h. */
#include "parley/calendar_import.h"
#include "parley/json.h"

enum { ROW_MOST = 1024 }; /* bytes of one, with its punctuation and escapes */

void
calendar_import_json(struct buffer *b, const struct calendar_row *rows, size_t count)
{
	json_array(b, NULL);
	for (size_t i = 0; i < count; i++) {
		json_object(b, NULL);
		json_optional(b, "nation", rows[i].nation);
		if (rows[i].on != DAY_NONE) {
			json_name(b, "on");
			buffer_char(b, '"');
			day_write(b, rows[i].on);
			buffer_char(b, '"');
		}
		json_optional(b, "name", rows[i].name);
		json_optional(b, "trouble", rows[i].trouble);
		json_end_object(b);
	}
	json_end_array(b);
}

static const char *
text_of(const struct json_at *of, const char *name)
{
	struct json_at at = json_member(of, name);

	return json_peek(&at);
}

static struct calendar_row
row_of(const struct json_at *of, struct fault *f)
{
	struct calendar_row row = { .nation = text_of(of, "nation"), .on = DAY_NONE, .name = text_of(of, "name"),
		                    .trouble = text_of(of, "trouble") };
	const char *on = text_of(of, "on");

	if (on && day_parse(on, &row.on) != RESULT_OK)
		json_fault(of, f, "It has no date such as 2027-12-25");
	return row;
}

enum result
calendar_import_rows(const char *text, size_t length, struct arena *a, struct calendar_row **out, size_t *count,
                     struct fault *f)
{
	const struct json_limits limits = { .length = CALENDAR_IMPORT_ROWS * ROW_MOST, .depth = 2 };
	const struct cJSON *tree;
	struct json_at root, each = { 0 };
	struct calendar_row *rows;
	size_t n = 0;
	enum result result = json_read(text, length, &limits, a, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (json_count(&root) < 1 || json_count(&root) > CALENDAR_IMPORT_ROWS)
		return fault_set(f, RESULT_INVALID, "not-calendar", "There is no day in this file.");
	rows = ARENA_ARRAY(a, json_count(&root), struct calendar_row);
	while (json_next(&root, &each))
		rows[n++] = row_of(&each, f);
	if (f->result != RESULT_OK)
		return f->result;
	*out = rows;
	*count = n;
	return RESULT_OK;
}
