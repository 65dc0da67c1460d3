/* flowchart.c - see parley/flowchart.h. */
#include "parley/flowchart.h"

#include <string.h>

#include "flowchart_text.h"

enum {
	EDGE = 2,       /* between the chart's edge and a box */
	PADDING = 8,    /* between a box and its text */
	ASCENT = 12,    /* from the top of a line to its baseline */
	INSET = 9,      /* between a frame and the boxes in it */
	SPACE = 5,      /* between boxes in a frame */
	GAP = 26,       /* between frames: an arrow has to be seen */
	RIGHT = 190,    /* width of the outcomes */
	RIGHT_GAP = 34, /* between the frames and the outcomes */
	LANE = 13,      /* between two lanes on the left */
	ENTRY = 10      /* between two arrows that come to the same frame from the left */
};

struct layout {
	struct flowchart *chart;
	struct arena *arena;
	int main_x, main_width, right_x;
	int y;         /* where the next box may stand */
	int right_y;   /* and the next outcome */
	int *lane;     /* of each box: the EXITs that leave to the left; -1 */
	int *frame_of; /* of each box: STAGE and HEAD; -1 */
	int *entries;  /* of each box: arrows that have come to it from the left */
};

const char *
flowchart_kind_name(enum flow_kind kind)
{
	static const char *const names[] = {
		[FLOW_HEAD] = "head",
		[FLOW_RISK] = "risk",
		[FLOW_LEFT_OUT] = "left-out",
		[FLOW_START] = "start",
		[FLOW_STAGE] = "stage",
		[FLOW_DUTY] = "duty",
		[FLOW_NOTICE] = "notice",
		[FLOW_EXIT] = "exit",
		[FLOW_OUTCOME] = "outcome",
		[FLOW_FOLLOWS] = "follows",
	};

	return names[kind];
}

/* --- text in boxes --- */

static size_t
count_lines(const struct flow_box *box, int room)
{
	size_t count = 0, skip;

	for (size_t i = 0; i < box->text_count; i++)
		for (const char *s = box->texts[i].text; *s != '\0'; s += skip, count++)
			s += flowchart_text_break(s, box->texts[i].bold, room, &skip);
	return count;
}

static void
wrap(struct flow_box *box, struct arena *a)
{
	int room = box->width - 2 * PADDING;
	struct flow_line *line;
	size_t length, skip;

	box->line_count = count_lines(box, room);
	box->lines = line = ARENA_ARRAY(a, box->line_count, struct flow_line);
	for (size_t i = 0; i < box->text_count; i++) {
		const struct flow_text *t = &box->texts[i];

		for (const char *s = t->text; *s != '\0'; s += length + skip) {
			length = flowchart_text_break(s, t->bold, room, &skip);
			*line++ = (struct flow_line){ .bold = t->bold,
				.text = arena_bytes(a, s, length) };
		}
	}
	box->height = (int)box->line_count * FLOWCHART_TEXT_LINE + 2 * PADDING - 2;
}

/* The first place from y on at which `height` is cut by no edge of a sheet. */
static int
on_one_page(int y, int height)
{
	int next = (y / FLOWCHART_PAGE + 1) * FLOWCHART_PAGE;

	return height >= FLOWCHART_PAGE || y + height + INSET < next ? y : next + INSET + EDGE;
}

static void
stand(struct flow_box *box, int y)
{
	box->y = y;
	for (size_t i = 0; i < box->line_count; i++) {
		box->lines[i].x = box->x + PADDING;
		box->lines[i].y = y + PADDING - 1 + ASCENT + (int)i * FLOWCHART_TEXT_LINE;
	}
}

static void
measure(struct layout *l, struct flow_box *box, int x, int width)
{
	box->x = x;
	box->width = width;
	wrap(box, l->arena);
}

/* --- arrows --- */

static struct flow_arrow *
add_arrow(struct layout *l, int from, int to)
{
	struct flow_arrow *arrow = &l->chart->arrows[l->chart->arrow_count++];

	arrow->from = from;
	arrow->to = to;
	return arrow;
}

static void
through(struct flow_arrow *arrow, int x, int y)
{
	arrow->points[arrow->point_count++] = (struct flow_point){ x, y };
}

static void
arrow_down(struct layout *l, int from, int to, int end)
{
	const struct flow_box *box = &l->chart->boxes[from];
	struct flow_arrow *arrow = add_arrow(l, from, to);
	int x = box->kind == FLOW_START ? l->main_x + l->main_width / 2 : box->x + box->width / 2;

	through(arrow, x, box->y + box->height);
	through(arrow, x, end);
}

/* From a way out along its lane to the frame of its stage. */
static void
arrow_left(struct layout *l, int from, int to)
{
	const struct flow_box *box = &l->chart->boxes[from];
	const struct flow_frame *frame = &l->chart->frames[l->frame_of[to]];
	int x = l->main_x - ENTRY - (l->lane[from] + 1) * LANE, y = box->y + box->height / 2;
	int end = frame->y + INSET + ENTRY + l->entries[to]++ * ENTRY;
	struct flow_arrow *arrow = add_arrow(l, from, to);

	through(arrow, box->x, y);
	through(arrow, x, y);
	through(arrow, x, end);
	through(arrow, frame->x, end);
}

/* --- lanes: ways out that share no stretch share a lane --- */

static int
ordinal(const struct flowchart *c, int box)
{
	int n = 0;

	for (int i = 0; i < box; i++)
		n += c->boxes[i].kind == FLOW_STAGE;
	return n;
}

static bool
is_way_on(const struct flowchart *c, int exit)
{
	int to = c->boxes[exit].leads_to, next = exit + 1;

	return to == next && next < (int)c->box_count;
}

static bool
lane_is_free(const struct layout *l, int lane, int exit)
{
	const struct flowchart *c = l->chart;
	int a = ordinal(c, c->boxes[exit].parent), b = ordinal(c, c->boxes[exit].leads_to);
	int low = a < b ? a : b, high = a < b ? b : a;

	for (int i = 0; i < exit; i++) {
		int from, to;

		if (l->lane[i] != lane)
			continue;
		from = ordinal(c, c->boxes[i].parent);
		to = ordinal(c, c->boxes[i].leads_to);
		if ((from < to ? from : to) <= high && (from < to ? to : from) >= low)
			return false;
	}
	return true;
}

static int
give_lanes(struct layout *l)
{
	int most = 0, lane;

	for (int i = 0; i < (int)l->chart->box_count; i++) {
		l->lane[i] = -1;
		if (l->chart->boxes[i].leads_to < 0 || is_way_on(l->chart, i))
			continue;
		for (lane = 0; !lane_is_free(l, lane, i);)
			lane++;
		l->lane[i] = lane;
		if (lane + 1 > most)
			most = lane + 1;
	}
	return most;
}

/* --- one box after another --- */

static void
place_wide(struct layout *l, int i)
{
	struct flow_box *box = &l->chart->boxes[i];

	measure(l, box, EDGE, FLOWCHART_WIDTH - 2 * EDGE);
	stand(box, on_one_page(l->y, box->height));
	l->y = box->y + box->height + (box->kind == FLOW_START ? GAP : SPACE + 1);
}

static void
place_in_frame(struct layout *l, int i, const struct flow_frame *frame)
{
	struct flow_box *box = &l->chart->boxes[i];

	measure(l, box, frame->x + INSET, frame->width - 2 * INSET);
	stand(box, on_one_page(l->y, box->height));
	l->y = box->y + box->height + SPACE;
}

/* An exit and, on the right, the outcome that it leads to, with what follows below that. Gives the last box of it. */
static int
place_exit(struct layout *l, int i, const struct flow_frame *frame)
{
	struct flow_box *boxes = l->chart->boxes, *exit = &boxes[i], *outcome = exit + 1, *above;
	int count = (int)l->chart->box_count, tall, y, last = i;

	measure(l, exit, frame->x + INSET, frame->width - 2 * INSET);
	if (i + 1 >= count || outcome->kind != FLOW_OUTCOME) {
		stand(exit, on_one_page(l->y, exit->height));
		l->y = exit->y + exit->height + SPACE;
		return i;
	}
	measure(l, outcome, l->right_x, RIGHT);
	tall = exit->height > outcome->height ? exit->height : outcome->height;
	y = on_one_page(l->y > l->right_y ? l->y : l->right_y, tall);
	stand(exit, y);
	stand(outcome, y);
	l->y = y + exit->height + SPACE;
	for (last = i + 1, above = outcome;
	     last + 1 < count && boxes[last + 1].kind == FLOW_FOLLOWS; last++) {
		struct flow_box *box = &boxes[last + 1];

		measure(l, box, l->right_x, RIGHT);
		stand(box, on_one_page(above->y + above->height + GAP - INSET, box->height));
		arrow_down(l, last, last + 1, box->y);
		above = box;
	}
	l->right_y = above->y + above->height + 2 * SPACE;
	return last;
}

static void
arrow_right(struct layout *l, int i)
{
	const struct flow_box *exit = &l->chart->boxes[i], *outcome = exit + 1;
	int lower = exit->height < outcome->height ? exit->height : outcome->height;
	struct flow_arrow *arrow = add_arrow(l, i, i + 1);

	through(arrow, exit->x + exit->width, exit->y + lower / 2);
	through(arrow, outcome->x, exit->y + lower / 2);
}

/* A STAGE or HEAD and all that belongs to it. Gives the last box of it. */
static int
place_group(struct layout *l, int head)
{
	struct flowchart *c = l->chart;
	bool wide = c->boxes[head].kind == FLOW_HEAD;
	struct flow_frame *frame = &c->frames[c->frame_count];
	int i = head, count = (int)c->box_count, first;

	l->frame_of[head] = (int)c->frame_count++;
	frame->box = head;
	frame->x = wide ? EDGE : l->main_x;
	frame->width = wide ? FLOWCHART_WIDTH - 2 * EDGE : l->main_width;
	if (wide && l->y < l->right_y)
		l->y = l->right_y; /* it is as wide as the chart: not beside the last outcome */
	frame->y = l->y;
	l->y += INSET;
	place_in_frame(l, head, frame);
	/* On the next sheet with its first box: then the frame begins there too. */
	first = c->boxes[head].y - INSET;
	if (first > frame->y)
		frame->y = first;
	while (
	    i + 1 < count && c->boxes[i + 1].parent >= head && c->boxes[i + 1].kind >= FLOW_DUTY) {
		i++;
		if (c->boxes[i].kind == FLOW_EXIT)
			i = place_exit(l, i, frame);
		else
			place_in_frame(l, i, frame);
	}
	frame->height = l->y - SPACE + INSET - frame->y;
	l->y = frame->y + frame->height + GAP;
	return i;
}

static void
draw_exits(struct layout *l)
{
	const struct flowchart *c = l->chart;

	for (int i = 0; i < (int)c->box_count; i++) {
		const struct flow_box *box = &c->boxes[i];

		if (box->kind == FLOW_START && i + 1 < (int)c->box_count && l->frame_of[i + 1] >= 0)
			arrow_down(l, i, i + 1, c->frames[l->frame_of[i + 1]].y);
		if (box->kind != FLOW_EXIT)
			continue;
		if (box->leads_to < 0)
			arrow_right(l, i);
		else if (l->lane[i] < 0)
			arrow_down(l, i, box->leads_to, c->frames[l->frame_of[box->leads_to]].y);
		else
			arrow_left(l, i, box->leads_to);
	}
}

static void
begin(struct layout *l)
{
	struct flowchart *c = l->chart;
	int lanes;

	l->lane = ARENA_ARRAY(l->arena, c->box_count, int);
	l->frame_of = ARENA_ARRAY(l->arena, c->box_count, int);
	l->entries = ARENA_ARRAY(l->arena, c->box_count, int);
	c->arrows = ARENA_ARRAY(l->arena, c->box_count,
	    struct flow_arrow); /* each box but the first has one to it at most … */
	c->frames =
	    ARENA_ARRAY(l->arena, c->box_count, struct flow_frame); /* … or, an exit, one from it */
	for (size_t i = 0; i < c->box_count; i++)
		l->frame_of[i] = -1;
	lanes = give_lanes(l);
	l->main_x = lanes == 0 ? EDGE : EDGE + ENTRY + lanes * LANE;
	l->right_x = FLOWCHART_WIDTH - EDGE - RIGHT;
	l->main_width = l->right_x - RIGHT_GAP - l->main_x;
	l->y = l->right_y = EDGE;
}

void
flowchart_lay_out(struct flowchart *c, struct arena *a)
{
	struct layout l = { .chart = c, .arena = a };
	int bottom = 0;

	begin(&l);
	for (int i = 0; i < (int)c->box_count; i++)
		if (c->boxes[i].kind == FLOW_STAGE || c->boxes[i].kind == FLOW_HEAD)
			i = place_group(&l, i);
		else
			place_wide(&l, i);
	draw_exits(&l);
	for (size_t i = 0; i < c->box_count; i++)
		if (c->boxes[i].y + c->boxes[i].height > bottom)
			bottom = c->boxes[i].y + c->boxes[i].height;
	c->width = FLOWCHART_WIDTH;
	c->height = bottom + INSET + EDGE;
}
