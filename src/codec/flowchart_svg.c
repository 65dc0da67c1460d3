/* flowchart_svg.c - a chart as a picture, as a list and as data; see parley/flowchart_svg.h. */
#include "parley/flowchart_svg.h"

#include <string.h>

#include "paragraph.h"

/* Colours that also tell apart when printed black on white: by the kind of line, its width, and what is said. */
static const struct {
	const char *fill, *line;
	int width;
	const char *dashes;
} looks[] = {
	[FLOW_HEAD] = { "none", "none", 0, NULL },
	[FLOW_RISK] = { "#ffffff", "#d4351c", 3, NULL },
	[FLOW_LEFT_OUT] = { "#ffffff", "#505a5f", 2, "6 3" },
	[FLOW_START] = { "#e8f1f8", "#1d70b8", 2, NULL },
	[FLOW_STAGE] = { "#e8f1f8", "#1d70b8", 1, NULL },
	[FLOW_DUTY] = { "#ffffff", "#b1b4b6", 1, NULL },
	[FLOW_NOTICE] = { "#ffffff", "#b1b4b6", 1, "2 2" },
	[FLOW_EXIT] = { "#f3f2f1", "#0b0c0c", 1, NULL },
	[FLOW_OUTCOME] = { "#e6f3ec", "#00703c", 2, NULL },
	[FLOW_FOLLOWS] = { "#ffffff", "#00703c", 1, NULL },
};

/* --- arrows: the line, and its head --- */

static void
write_path(struct buffer *b, const struct flow_arrow *arrow)
{
	for (size_t i = 0; i < arrow->point_count; i++)
		buffer_format(
		    b, "%s%d %d", i == 0 ? "M" : "L", arrow->points[i].x, arrow->points[i].y);
}

static void
write_arrow_head(struct buffer *b, const struct flow_arrow *arrow)
{
	struct flow_point end = arrow->points[arrow->point_count - 1],
			  before = arrow->points[arrow->point_count - 2];

	if (end.x == before.x)
		buffer_format(b, "M%d %dl-4 -8h8z", end.x, end.y);
	else
		buffer_format(b, "M%d %dl-8 -4v8z", end.x, end.y);
}

/* --- the picture --- */

static void
write_box(struct buffer *b, const struct flow_box *box)
{
	buffer_format(b,
	    "<g class=\"%s\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\" stroke=\"%s\""
	    " stroke-width=\"%d\"",
	    flowchart_kind_name(box->kind), box->x, box->y, box->width, box->height,
	    looks[box->kind].fill, looks[box->kind].line, looks[box->kind].width);
	if (looks[box->kind].dashes != NULL)
		buffer_format(b, " stroke-dasharray=\"%s\"", looks[box->kind].dashes);
	buffer_string(b, "/>\n");
	for (size_t i = 0; i < box->line_count; i++) {
		buffer_format(b, "<text x=\"%d\" y=\"%d\"%s>", box->lines[i].x, box->lines[i].y,
		    box->lines[i].bold ? " font-weight=\"bold\"" : "");
		buffer_html(b, box->lines[i].text);
		buffer_string(b, "</text>\n");
	}
	buffer_string(b, "</g>\n");
}

static void
write_arrows(struct buffer *b, const struct flowchart *c)
{
	for (size_t i = 0; i < c->arrow_count; i++) {
		buffer_string(b, "<path class=\"arrow\" d=\"");
		write_path(b, &c->arrows[i]);
		buffer_string(
		    b, "\" fill=\"none\" stroke=\"#0b0c0c\" stroke-width=\"1.5\"/>\n<path d=\"");
		write_arrow_head(b, &c->arrows[i]);
		buffer_string(b, "\" fill=\"#0b0c0c\"/>\n");
	}
}

void
flowchart_svg_write(struct buffer *b, const struct flowchart *c)
{
	buffer_format(b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title description\" lang=\"en-GB\""
	    " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"Arial, 'Liberation Sans', sans-serif\""
	    " font-size=\"13\" text-rendering=\"geometricPrecision\" fill=\"#0b0c0c\">\n<title id=\"title\">",
	    c->width, c->height, c->width, c->height);
	buffer_html(b, c->title);
	buffer_string(b, "</title>\n<desc id=\"description\">");
	buffer_html(b, c->description);
	buffer_format(b, "</desc>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", c->width,
	    c->height);
	for (size_t i = 0; i < c->frame_count; i++)
		buffer_format(b,
		    "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\""
		    " stroke=\"#1d70b8\" stroke-width=\"2\"/>\n",
		    c->frames[i].x, c->frames[i].y, c->frames[i].width, c->frames[i].height);
	for (size_t i = 0; i < c->box_count; i++)
		write_box(b, &c->boxes[i]);
	write_arrows(b, c);
	buffer_string(b, "</svg>\n");
}

/* --- the list --- */

static int
depth(const struct flowchart *c, int box)
{
	int n = 0;

	while ((box = c->boxes[box].parent) >= 0)
		n++;
	return n;
}

static void
write_item(struct buffer *b, const struct flowchart *c, int i, int number)
{
	struct arena *a = arena_new();
	const struct flow_box *box = &c->boxes[i];
	int indent = 4 * depth(c, i);
	const char *text = indent == 0 ? arena_format(a, "%d.", number) : "-";

	for (size_t k = 0; k < box->text_count; k++) {
		const char *one = box->texts[k].text;
		bool ends = *one == '\0' || strchr(".:)", one[strlen(one) - 1]) != NULL;

		text = arena_format(
		    a, "%s %s%s", text, one, ends || k + 1 == box->text_count ? "" : ".");
	}
	if (box->leads_to >= 0)
		text = arena_format(a, "%s It leads to %s.", text,
		    box->leads_to == box->parent ? "the same stage again"
						 : c->boxes[box->leads_to].texts[0].text);
	paragraph_write(b, indent, indent + (indent == 0 ? 3 : 2), text);
	arena_free(a);
}

void
flowchart_svg_list(struct buffer *b, const struct flowchart *c)
{
	int number = 0;

	paragraph_write(b, 0, 0, c->title);
	for (int i = 0; i < (int)c->box_count; i++) {
		if (c->boxes[i].parent < 0) {
			number++;
			buffer_char(b, '\n');
		}
		write_item(b, c, i, number);
	}
}

/* --- for the page --- */

static void
json_lines(struct buffer *b, const struct flow_box *box)
{
	json_array(b, "texts");
	for (size_t i = 0; i < box->text_count; i++)
		json_string(b, NULL, box->texts[i].text);
	json_end_array(b);
	json_array(b, "lines");
	for (size_t i = 0; i < box->line_count; i++) {
		json_object(b, NULL);
		json_int(b, "x", box->lines[i].x);
		json_int(b, "y", box->lines[i].y);
		json_bool(b, "bold", box->lines[i].bold);
		json_string(b, "text", box->lines[i].text);
		json_end_object(b);
	}
	json_end_array(b);
}

static void
json_place(struct buffer *b, int x, int y, int width, int height)
{
	json_int(b, "x", x);
	json_int(b, "y", y);
	json_int(b, "width", width);
	json_int(b, "height", height);
}

static void
json_boxes(struct buffer *b, const struct flowchart *c)
{
	json_array(b, "boxes");
	for (size_t i = 0; i < c->box_count; i++) {
		const struct flow_box *box = &c->boxes[i];

		json_object(b, NULL);
		json_string(b, "kind", flowchart_kind_name(box->kind));
		json_int(b, "parent", box->parent);
		json_int(b, "leads_to", box->leads_to);
		json_string(b, "clause", box->clause);
		json_place(b, box->x, box->y, box->width, box->height);
		json_lines(b, box);
		json_end_object(b);
	}
	json_end_array(b);
}

static void
json_arrows(struct buffer *b, const struct flowchart *c)
{
	struct buffer path;

	buffer_init(&path, 0);
	json_array(b, "arrows");
	for (size_t i = 0; i < c->arrow_count; i++) {
		json_object(b, NULL);
		buffer_reset(&path);
		write_path(&path, &c->arrows[i]);
		json_string(b, "line", path.data);
		buffer_reset(&path);
		write_arrow_head(&path, &c->arrows[i]);
		json_string(b, "head", path.data);
		json_end_object(b);
	}
	json_end_array(b);
	buffer_clear(&path);
}

void
flowchart_svg_json(struct buffer *b, const char *name, const struct flowchart *c)
{
	json_object(b, name);
	json_string(b, "title", c->title);
	json_string(b, "description", c->description);
	json_int(b, "width", c->width);
	json_int(b, "height", c->height);
	json_int(b, "page_height", FLOWCHART_PAGE);
	json_array(b, "frames");
	for (size_t i = 0; i < c->frame_count; i++) {
		json_object(b, NULL);
		json_place(
		    b, c->frames[i].x, c->frames[i].y, c->frames[i].width, c->frames[i].height);
		json_end_object(b);
	}
	json_end_array(b);
	json_boxes(b, c);
	json_arrows(b, c);
	json_end_object(b);
}
