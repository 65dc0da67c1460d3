/* document_text.c - see parley/document_text.h. */
#include "parley/document_text.h"

#include <string.h>

#include "parley/json.h"

/* --- a file of HTML --- */

static const char style[] =
    "body{font:11pt/1.4 Arial,\"Liberation Sans\",sans-serif;color:#0b0c0c;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem;margin-top:1.5rem}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;margin:.5rem 0 1rem}"
    "th,td{border:1px solid #505a5f;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th,td,p{white-space:pre-line}footer{border-top:1px solid #505a5f;margin-top:2rem;font-size:.85rem;overflow-wrap:anywhere}"
    "@page{margin:15mm}@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}}";

static void
write_cell(struct buffer *b, const struct document_block *t, size_t row, int column)
{
	bool top = t->head_row && row == 0, side = t->head_column && column == 0;
	const char *tag = top || side ? "th" : "td";

	buffer_format(b, "<%s%s>", tag, top ? " scope=\"col\"" : side ? " scope=\"row\"" : "");
	buffer_html(b, t->rows[row].cells[column]);
	buffer_format(b, "</%s>", tag);
}

static void
write_table(struct buffer *b, const struct document_block *t)
{
	if (t->row_count == 0)
		return;
	buffer_string(b, "<table><colgroup>");
	for (int i = 0; i < t->columns; i++)
		buffer_format(b, "<col style=\"width:%d%%\">", t->widths[i]);
	buffer_string(b, t->head_row ? "</colgroup><thead>" : "</colgroup><tbody>");
	for (size_t row = 0; row < t->row_count; row++) {
		buffer_string(b, "<tr>");
		for (int i = 0; i < t->columns; i++)
			write_cell(b, t, row, i);
		buffer_string(b, t->head_row && row == 0 ? "</tr></thead><tbody>" : "</tr>");
	}
	buffer_string(b, "</tbody></table>\n");
}

static void
write_block(struct buffer *b, const struct document_block *block)
{
	switch (block->kind) {
	case DOCUMENT_TABLE:
		write_table(b, block);
		return;
	case DOCUMENT_HEADING:
		buffer_format(b, "<h%d>", block->level);
		buffer_html(b, block->text);
		buffer_format(b, "</h%d>\n", block->level);
		return;
	case DOCUMENT_PARAGRAPH:
		break;
	}
	buffer_string(b, "<p>");
	buffer_html(b, block->text);
	buffer_string(b, "</p>\n");
}

void
document_text_html(struct buffer *b, const struct document *d)
{
	buffer_string(b, "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
	                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
	buffer_html(b, d->title);
	buffer_format(b, "</title><style>%s</style></head><body><main>\n", style);
	for (size_t i = 0; i < d->count; i++)
		write_block(b, &d->blocks[i]);
	buffer_string(b, "</main><footer>");
	buffer_html(b, d->footer);
	buffer_string(b, "</footer></body></html>\n");
}

/* --- as data --- */

static const char *const kinds[] = {
	[DOCUMENT_HEADING] = "heading", [DOCUMENT_PARAGRAPH] = "paragraph", [DOCUMENT_TABLE] = "table",
};

static void
json_table(struct buffer *b, const struct document_block *t)
{
	json_array(b, "widths");
	for (int i = 0; i < t->columns; i++)
		json_int(b, NULL, t->widths[i]);
	json_end_array(b);
	json_bool(b, "head_row", t->head_row);
	json_bool(b, "head_column", t->head_column);
	json_array(b, "rows");
	for (size_t row = 0; row < t->row_count; row++) {
		json_array(b, NULL);
		for (int i = 0; i < t->columns; i++)
			json_string(b, NULL, t->rows[row].cells[i]);
		json_end_array(b);
	}
	json_end_array(b);
}

void
document_text_json(struct buffer *b, const struct document *d)
{
	json_string(b, "title", d->title);
	json_string(b, "footer", d->footer);
	json_array(b, "blocks");
	for (size_t i = 0; i < d->count; i++) {
		const struct document_block *block = &d->blocks[i];

		json_object(b, NULL);
		json_string(b, "kind", kinds[block->kind]);
		if (block->kind == DOCUMENT_TABLE) {
			json_table(b, block);
		} else {
			json_int(b, "level", block->level);
			json_string(b, "text", block->text);
		}
		json_end_object(b);
	}
	json_end_array(b);
}

/* --- and back --- */

static const char *
text_of(const struct json_at *of, const char *name)
{
	struct json_at at = json_member(of, name);

	return json_is_string(&at) ? json_peek(&at) : "";
}

static bool
bool_of(const struct json_at *of, const char *name, struct fault *f)
{
	struct json_at at = json_member(of, name);
	bool value = false;

	return json_get_bool(&at, &value, f) && value;
}

static int
int_of(const struct json_at *at, int64_t least, int64_t most, struct fault *f)
{
	int64_t value = least;

	(void)json_get_int(at, least, most, &value, f);
	return (int)value;
}

static void
read_row(struct document *d, const struct json_at *row, int columns, struct fault *f)
{
	const char *cells[DOCUMENT_COLUMNS_MAX] = { NULL };
	struct json_at cell = { 0 };
	int n = 0;

	if (json_count(row) != (size_t)columns)
		json_fault(row, f, "A row has as many cells as its table has columns.");
	while (n < columns && json_next(row, &cell))
		cells[n++] = json_peek(&cell);
	document_row(d, cells);
}

static void
read_table(struct document *d, const struct json_at *of, struct fault *f)
{
	struct json_at widths = json_member(of, "widths"), rows = json_member(of, "rows"), each = { 0 };
	int columns[DOCUMENT_COLUMNS_MAX], n = 0;

	if (json_count(&widths) < 1 || json_count(&widths) > DOCUMENT_COLUMNS_MAX) {
		json_fault(&widths, f, "A table has 1 to %d columns.", DOCUMENT_COLUMNS_MAX);
		return;
	}
	while (json_next(&widths, &each))
		columns[n++] = int_of(&each, 1, 100, f);
	document_table(d, n, columns, bool_of(of, "head_row", f), bool_of(of, "head_column", f));
	each = (struct json_at){ 0 };
	while (json_next(&rows, &each))
		read_row(d, &each, n, f);
}

static void
read_block(struct document *d, const struct json_at *of, struct fault *f)
{
	const char *kind = text_of(of, "kind");
	struct json_at level = json_member(of, "level");

	if (strcmp(kind, kinds[DOCUMENT_TABLE]) == 0)
		read_table(d, of, f);
	else if (strcmp(kind, kinds[DOCUMENT_HEADING]) == 0)
		document_heading(d, int_of(&level, 1, 3, f), text_of(of, "text"));
	else
		document_paragraph(d, text_of(of, "text"));
}

enum result
document_text_read(const char *text, size_t length, size_t most, struct arena *a, struct document **out, struct fault *f)
{
	const struct cJSON *tree;
	struct json_at root, blocks, each = { 0 };
	struct document *d;
	enum result result = json_read(text, length, &(struct json_limits){ .length = most, .depth = 8 }, a, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	blocks = json_member(&root, "blocks");
	if (!json_is_array(&blocks))
		json_fault(&blocks, f, "A document has blocks.");
	d = document_new(a, text_of(&root, "title"));
	d->footer = text_of(&root, "footer");
	d->wide = bool_of(&root, "wide", f);
	while (json_next(&blocks, &each))
		read_block(d, &each, f);
	if (f->result != RESULT_OK)
		return f->result;
	*out = d;
	return RESULT_OK;
}
