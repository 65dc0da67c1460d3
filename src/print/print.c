/*
 * print.c - a document on pages; see parley/print.h.
 *
 * It is laid out twice: the first time to know how many pages there are, the second time onto them. A tag of structure
 * never goes over a page: what is cut is one thing more on the next, which readers aloud take well.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "print_parts.h"

/* Points: 72 to the inch. */
static const double a4_short = 595.276, a4_long = 841.89, margin = 48, foot = 30, pad = 4, rule = 0.6;
static const double body_size = 9.5, foot_size = 7.5, heading_sizes[] = { 0, 18, 13, 10.5 };
static const double heading_lines = 2.6; /* a heading with what is above and below it, of its size */
static const double keep_below_heading = 70, whole_rows_to = 0.9; /* of a page: a row that fits on one is not cut */

struct paper {
	const struct document *document;
	PangoContext *context;
	cairo_t *cr;
	double width, height; /* of what is written on */
	double y;
	int page, pages;      /* pages: 0 while they are counted */
	bool boxes;           /* on this page stand boxes for letters that no font of the machine has */
	const struct document_block *table; /* in the middle of this one; NULL */
};

/* --- text --- */

static PangoLayout *
layout_new(const struct paper *p, const char *text, double width, double size, bool bold)
{
	PangoLayout *l = pango_layout_new(p->context);
	PangoFontDescription *font = pango_font_description_from_string("Liberation Sans, Noto Sans, DejaVu Sans, Sans");

	pango_font_description_set_size(font, (int)(size * PANGO_SCALE));
	pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(l, font);
	pango_font_description_free(font);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_spacing(l, (int)(1.5 * PANGO_SCALE));
	pango_layout_set_text(l, text, -1);
	return l;
}

static double
layout_height(PangoLayout *l)
{
	int height;

	pango_layout_get_size(l, NULL, &height);
	return (double)height / PANGO_SCALE;
}

static bool
has_boxes(const PangoLayoutLine *line)
{
	for (const GSList *run = line->runs; run != NULL; run = run->next) {
		const PangoGlyphString *glyphs = ((const PangoGlyphItem *)run->data)->glyphs;

		for (int i = 0; i < glyphs->num_glyphs; i++) {
			if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG && glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
				return true;
		}
	}
	return false;
}

/*
 * Draws the lines from the `from`-th on that fit into `room`, at (x, y). Gives the number of the first that did not; *used is
 * how high those were.
 */
static int
draw_lines(struct paper *p, PangoLayout *l, int from, double x, double y, double room, double *used)
{
	PangoLayoutIter *at = pango_layout_get_iter(l);
	PangoRectangle line;
	double top = 0;
	int n = 0;

	*used = 0;
	do {
		pango_layout_iter_get_line_extents(at, NULL, &line);
		if (n == from)
			top = (double)line.y / PANGO_SCALE;
		if (n >= from) {
			double below = (double)(line.y + line.height) / PANGO_SCALE - top;

			if (below > room)
				break;
			cairo_move_to(p->cr, x + (double)line.x / PANGO_SCALE,
			              y + (double)pango_layout_iter_get_baseline(at) / PANGO_SCALE - top);
			pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(at));
			p->boxes = p->boxes || has_boxes(pango_layout_iter_get_line_readonly(at));
			*used = below;
		}
		n++;
	} while (pango_layout_iter_next_line(at));
	pango_layout_iter_free(at);
	return n;
}

/* --- pages --- */

static void
draw_foot(struct paper *p)
{
	char number[48];
	PangoLayout *l = layout_new(p, p->document->footer, p->width - 80, foot_size, false);
	double used;

	(void)draw_lines(p, l, 0, margin, margin + p->height + 8, foot, &used);
	g_object_unref(l);
	(void)snprintf(number, sizeof number, "Page %d of %d", p->page, p->pages);
	l = layout_new(p, number, 80, foot_size, false);
	pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
	(void)draw_lines(p, l, 0, margin + p->width - 80, margin + p->height + 8, foot, &used);
	g_object_unref(l);
}

/* What cannot be drawn is said where it is missing, above the text, not left for the reader to wonder at. */
static void
draw_missing(struct paper *p)
{
	PangoLayout *l = layout_new(p, "A box on this page stands for a letter that the fonts of this server do not have. The escalation's "
	                               "page shows it.", p->width, foot_size, true);
	double used;

	cairo_tag_begin(p->cr, "P", NULL);
	(void)draw_lines(p, l, 0, margin, margin / 2, foot, &used);
	cairo_tag_end(p->cr, "P");
	g_object_unref(l);
}

static void
end_page(struct paper *p)
{
	draw_foot(p);
	if (p->boxes)
		draw_missing(p);
	p->boxes = false;
	cairo_show_page(p->cr);
}

static void draw_row(struct paper *p, const struct document_block *b, size_t row);

static void
new_page(struct paper *p)
{
	const struct document_block *table = p->table;

	if (table != NULL)
		cairo_tag_end(p->cr, "Table");
	end_page(p);
	p->page++;
	p->y = 0;
	if (table == NULL)
		return;
	cairo_tag_begin(p->cr, "Table", NULL);
	if (table->head_row) {
		p->table = NULL; /* the head itself is never cut */
		draw_row(p, table, 0);
		p->table = table;
	}
}

static double
room_left(const struct paper *p)
{
	return p->height - p->y;
}

/* --- blocks --- */

static void
draw_text(struct paper *p, const struct document_block *b, const char *tag)
{
	PangoLayout *l = layout_new(p, b->text, p->width, b->kind == DOCUMENT_HEADING ? heading_sizes[b->level] : body_size,
	                            b->kind == DOCUMENT_HEADING);
	int line = 0, lines = pango_layout_get_line_count(l);
	double used;

	while (line < lines) {
		cairo_tag_begin(p->cr, tag, NULL);
		line = draw_lines(p, l, line, margin, margin + p->y, room_left(p), &used);
		cairo_tag_end(p->cr, tag);
		p->y += used;
		if (line < lines)
			new_page(p);
	}
	g_object_unref(l);
}


struct row {
	const struct document_block *block;
	PangoLayout *cells[DOCUMENT_COLUMNS_MAX];
	double x[DOCUMENT_COLUMNS_MAX + 1];
	int line[DOCUMENT_COLUMNS_MAX];
	bool head;
};

static bool
is_head_cell(const struct row *r, int column)
{
	return r->head || (r->block->head_column && column == 0);
}

static double
row_begin(const struct paper *p, struct row *r, const struct document_block *b, size_t row)
{
	double highest = 0;

	*r = (struct row){ .block = b, .head = b->head_row && row == 0 };
	for (int i = 0; i < b->columns; i++) {
		r->x[i + 1] = r->x[i] + p->width * b->widths[i] / 100;
		r->cells[i] = layout_new(p, b->rows[row].cells[i], r->x[i + 1] - r->x[i] - 2 * pad, body_size, is_head_cell(r, i));
		if (layout_height(r->cells[i]) > highest)
			highest = layout_height(r->cells[i]);
	}
	return highest + 2 * pad;
}

static void
row_end(struct row *r)
{
	for (int i = 0; i < r->block->columns; i++)
		g_object_unref(r->cells[i]);
}

static void
draw_cell(struct paper *p, struct row *r, int i, double *highest)
{
	const char *tag = is_head_cell(r, i) ? "TH" : "TD";
	double used;

	cairo_tag_begin(p->cr, tag, NULL);
	r->line[i] = draw_lines(p, r->cells[i], r->line[i], margin + r->x[i] + pad, margin + p->y + pad, room_left(p) - 2 * pad,
	                        &used);
	cairo_tag_end(p->cr, tag);
	if (used > *highest)
		*highest = used;
}

static void
draw_borders(const struct paper *p, const struct row *r, double height)
{
	cairo_set_line_width(p->cr, rule);
	for (int i = 0; i < r->block->columns; i++) {
		cairo_rectangle(p->cr, margin + r->x[i], margin + p->y, r->x[i + 1] - r->x[i], height);
		cairo_stroke(p->cr);
	}
}

static bool
is_row_done(const struct row *r)
{
	for (int i = 0; i < r->block->columns; i++)
		if (r->line[i] < pango_layout_get_line_count(r->cells[i]))
			return false;
	return true;
}

static void
draw_row(struct paper *p, const struct document_block *b, size_t row)
{
	struct row r;
	double height = row_begin(p, &r, b, row);

	/* A row that is not long stands on one page. */
	if (height > room_left(p) && (height < p->height * whole_rows_to || room_left(p) < keep_below_heading))
		new_page(p);
	for (;;) {
		double highest = 0;

		cairo_tag_begin(p->cr, "TR", NULL);
		for (int i = 0; i < b->columns; i++)
			draw_cell(p, &r, i, &highest);
		cairo_tag_end(p->cr, "TR");
		draw_borders(p, &r, highest + 2 * pad);
		p->y += highest + 2 * pad;
		if (is_row_done(&r) || highest <= 0)
			break;
		new_page(p);
	}
	row_end(&r);
}

/* --- what stands together --- */

/* Of a row, what has to stand on the page on which it begins. */
static double
row_least(const struct paper *p, const struct document_block *b, size_t row)
{
	struct row r;
	double height = row_begin(p, &r, b, row);

	row_end(&r);
	return height < p->height * whole_rows_to ? height : keep_below_heading;
}

/* The head row says nothing alone. */
static double
table_least(const struct paper *p, const struct document_block *b)
{
	double height = 0;

	for (size_t i = 0; i < b->row_count && i <= (size_t)b->head_row; i++)
		height += row_least(p, b, i);
	return height;
}

/* A heading goes with what it is of; of that, with a heading of its own, and so on. */
static double
least(const struct paper *p, const struct document_block *b, const struct document_block *end)
{
	double height = 0;

	for (; b < end && b->kind == DOCUMENT_HEADING; b++)
		height += heading_sizes[b->level] * heading_lines;
	if (b < end)
		height += b->kind == DOCUMENT_TABLE ? table_least(p, b) : keep_below_heading / 2;
	return height;
}

/* Onto the next page, if it has to and that has more room. */
static void
make_room(struct paper *p, double height)
{
	if (room_left(p) < height && p->y > 0)
		new_page(p);
}

static void
draw_heading(struct paper *p, const struct document_block *b, const struct document_block *end)
{
	static const char *const tags[] = { NULL, "H1", "H2", "H3" };
	double height = least(p, b, end);

	if (p->y > 0)
		p->y += b->level == 3 ? 9 : 14;
	make_room(p, height > keep_below_heading ? height : keep_below_heading);
	draw_text(p, b, tags[b->level]);
	p->y += 5;
}

static void
draw_table(struct paper *p, const struct document_block *b)
{
	if (b->row_count == 0)
		return;
	make_room(p, table_least(p, b));
	cairo_tag_begin(p->cr, "Table", NULL);
	for (size_t i = 0; i < b->row_count; i++) {
		p->table = b;
		draw_row(p, b, i);
	}
	p->table = NULL;
	cairo_tag_end(p->cr, "Table");
	p->y += 6;
}

/* `end`: behind the last block, to see what follows this one. */
static void
draw_block(struct paper *p, const struct document_block *b, const struct document_block *end)
{
	switch (b->kind) {
	case DOCUMENT_HEADING:
		draw_heading(p, b, end);
		break;
	case DOCUMENT_PARAGRAPH:
		draw_text(p, b, "P");
		p->y += 6;
		break;
	case DOCUMENT_TABLE:
		draw_table(p, b);
		break;
	}
}

/* --- the whole --- */

static cairo_status_t
take_bytes(void *to, const unsigned char *bytes, unsigned length)
{
	buffer_add(to, (const char *)bytes, length);
	return buffer_ok(to) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* Onto a surface that keeps nothing when `drawn` is NULL. Gives the number of pages; 0 when Cairo refuses. */
static int
draw(const struct document *d, PangoContext *context, int pages, struct buffer *drawn)
{
	double across = d->wide ? a4_long : a4_short, down = d->wide ? a4_short : a4_long;
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(drawn ? take_bytes : NULL, drawn, across, down);
	struct paper p = { .document = d, .context = context, .cr = cairo_create(surface), .width = across - 2 * margin,
		           .height = down - 2 * margin - foot, .page = 1, .pages = pages };
	bool good;

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, d->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Parley");
	for (size_t i = 0; i < d->count; i++)
		draw_block(&p, &d->blocks[i], d->blocks + d->count);
	end_page(&p);
	good = cairo_status(p.cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(p.cr);
	cairo_surface_finish(surface);
	good = good && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(surface);
	return good ? p.page : 0;
}

static PangoContext *
context_new(PangoFontMap *map)
{
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *options = cairo_font_options_create();

	pango_cairo_context_set_resolution(context, 72);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(context, pango_language_from_string("en-gb"));
	return context;
}

enum result
print_pdf(const struct document *d, struct buffer *out, struct fault *f)
{
	PangoFontMap *map = pango_cairo_font_map_new(); /* its own: threads share none, and nothing outlives the file */
	PangoContext *context = context_new(map);
	struct buffer drawn;
	enum result result;
	int pages = draw(d, context, 0, NULL);

	buffer_init(&drawn, 0);
	if (pages == 0 || draw(d, context, pages, &drawn) != pages)
		result = fault_set(f, RESULT_BUG, "pdf", "The PDF cannot be made just now. The page itself can be printed.");
	else
		result = pdf_finish(&drawn, out, f);
	buffer_clear(&drawn);
	g_object_unref(context);
	g_object_unref(map);
	return result;
}
