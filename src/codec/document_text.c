/* document_text.c - see parley/document_text.h. */
#include "parley/document_text.h"

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

/* --- for the page --- */

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
	static const char *const kinds[] = {
		[DOCUMENT_HEADING] = "heading", [DOCUMENT_PARAGRAPH] = "paragraph", [DOCUMENT_TABLE] = "table",
	};

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
