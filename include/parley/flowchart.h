/*
 * flowchart.h - a chart of boxes and arrows on paper: where everything stands, so that no text leaves its box.
 *
 * The chart knows no policy: codec/flowchart_policy.c says what the boxes are, this lays them out, and
 * codec/flowchart_svg.c or the page draws them. One column: what comes before the stages across the whole width, then stage
 * under stage, each with its duties and below them its ways out. A way out that ends it leads to a box on the right; the
 * way to the next stage leads down; every other (back, the same again, past a stage) leads along a lane on the left.
 *
 * One unit is one CSS pixel, so that the width printed at its own size fits on A4 upright, and text of 13 units is
 * 9.75 points. No box stands across a multiple of FLOWCHART_PAGE: a chart that begins at the top of a
 * sheet, below a heading, is cut nowhere.
 */
#ifndef PARLEY_FLOWCHART_H
#define PARLEY_FLOWCHART_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/arena.h"

enum { FLOWCHART_WIDTH = 640, FLOWCHART_PAGE = 930 };

enum flow_kind {
	FLOW_HEAD,     /* a heading of its own: what follows belongs to no stage */
	FLOW_RISK,     /* what to do at immediate risk */
	FLOW_LEFT_OUT, /* what the policy is not for */
	FLOW_START,
	FLOW_STAGE,
	FLOW_DUTY,    /* something to be done: in the stage or under the heading before it */
	FLOW_NOTICE,  /* somebody is told, or something holds */
	FLOW_EXIT,    /* a way out of the stage before it */
	FLOW_OUTCOME, /* how the exit before it ends the matter */
	FLOW_FOLLOWS  /* what then has to be done: after the outcome before it */
};
const char *flowchart_kind_name(enum flow_kind kind); /* "stage": in JSON and as a class */

struct flow_text { /* a paragraph */
	const char *text;
	bool bold;
};
struct flow_line {
	int x, y; /* y is the baseline */
	bool bold;
	const char *text;
};
struct flow_point {
	int x, y;
};

struct flow_box {
	/* What it says: from the caller. */
	enum flow_kind kind;
	int parent;   /* index of the box that it belongs to; -1 = none */
	int leads_to; /* EXIT: index of the STAGE; -1 = to its outcome */
	const char
	    *clause; /* NULL for a HEAD, and for a START whose policy sets no time to raise in */
	const struct flow_text *texts;
	size_t text_count;
	/* Where it stands: from flowchart_lay_out(). */
	int x, y, width, height;
	struct flow_line *lines;
	size_t line_count;
};

struct flow_arrow {
	int from, to;
	struct flow_point points[6];
	size_t point_count;
};
struct flow_frame { /* round a STAGE or HEAD and all that stands in it */
	int box, x, y, width, height;
};

struct flowchart {
	const char *title, *description;
	struct flow_box *boxes;
	size_t box_count;
	struct flow_arrow *arrows;
	size_t arrow_count;
	struct flow_frame *frames;
	size_t frame_count;
	int width, height;
};

/*
 * Places every box and draws the arrows. The boxes come in the order in which they are read: each STAGE or HEAD, then its
 * duties, then each EXIT with its OUTCOME and what FOLLOWS. The exit to the stage that comes next has to be the stage's last.
 */
void flowchart_lay_out(struct flowchart *chart, struct arena *a);

#endif
