/* document.c - see parley/document.h. */
#include "parley/document.h"

struct document *
document_new(struct arena *a, const char *title)
{
	struct document *d = ARENA_NEW(a, struct document);

	*d = (struct document){ .arena = a, .title = title, .footer = "" };
	return d;
}

static void
add_block(struct document *d, struct document_block block)
{
	d->blocks = arena_grow(d->arena, d->blocks, d->count, &d->room, sizeof *d->blocks);
	d->blocks[d->count++] = block;
}

void
document_heading(struct document *d, int level, const char *text)
{
	add_block(d, (struct document_block){ .kind = DOCUMENT_HEADING, .level = level, .text = text });
}

void
document_paragraph(struct document *d, const char *text)
{
	add_block(d, (struct document_block){ .kind = DOCUMENT_PARAGRAPH, .text = text });
}

void
document_table(struct document *d, int columns, const int *widths, bool head_row, bool head_column)
{
	struct document_block block = { .kind = DOCUMENT_TABLE, .columns = columns, .head_row = head_row,
		                        .head_column = head_column };

	for (int i = 0; i < columns; i++)
		block.widths[i] = widths[i];
	add_block(d, block);
}

void
document_row(struct document *d, const char *const *cells)
{
	struct document_block *b = &d->blocks[d->count - 1];
	const char **copy = ARENA_ARRAY(d->arena, (size_t)b->columns, const char *);

	for (int i = 0; i < b->columns; i++)
		copy[i] = cells[i] == NULL ? "" : cells[i];
	b->rows = arena_grow(d->arena, b->rows, b->row_count, &b->row_room, sizeof *b->rows);
	b->rows[b->row_count++] = (struct document_row){ copy };
}

void
document_facts(struct document *d)
{
	document_table(d, 2, (const int[]){ 30, 70 }, false, true);
}

void
document_fact(struct document *d, const char *label, const char *value)
{
	if (value != NULL && *value != '\0')
		document_row(d, (const char *const[]){ label, value });
}
