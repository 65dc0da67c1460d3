/*
 * test_flowchart.c - a policy's flowchart: nothing stands on anything else, no text leaves its box, every way out is there.
 *
 * Each rule is held against all five policies and against the one that uses all of the language. How wide the text really
 * is when it is drawn is for the browser test: here it is the width that the font's own table gives.
 */
#include "parley/flowchart_svg.h"
#include "../../src/core/flowchart_text.h"
#include "story.h"
#include "suite.h"

static const char *const policies[] = {
	REDBRIDGE,
	"policies/nel-scp-sab.json",
	"policies/pelican-childcare.json",
	"policies/brent-lscb.json",
	"policies/chscp.json",
	EVERYTHING,
};
enum { POLICIES = sizeof policies / sizeof policies[0] };

struct rectangle {
	int x, y, right, bottom;
};

static struct rectangle
of_box(const struct flow_box *b)
{
	return (struct rectangle){ b->x, b->y, b->x + b->width, b->y + b->height };
}

static struct rectangle
of_frame(const struct flow_frame *f)
{
	return (struct rectangle){ f->x, f->y, f->x + f->width, f->y + f->height };
}

static bool
overlap(struct rectangle a, struct rectangle b)
{
	return a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
}

static bool
within(struct rectangle a, struct rectangle b)
{
	return a.x >= b.x && a.y >= b.y && a.right <= b.right && a.bottom <= b.bottom;
}

static struct story *s;
static const struct flowchart *c;

static void
draw(const char *file)
{
	s = story_begin(file);
	c = flowchart_policy_draw(s->p, s->a);
}

static bool
is_in_frame(int box)
{
	enum flow_kind kind = c->boxes[box].kind;

	return kind == FLOW_STAGE || kind == FLOW_HEAD || kind == FLOW_DUTY ||
	    kind == FLOW_NOTICE || kind == FLOW_EXIT;
}

START_TEST(nothing_stands_on_anything_else)
{
	draw(policies[_i]);
	for (size_t i = 0; i < c->box_count; i++) {
		struct rectangle box = of_box(&c->boxes[i]);
		size_t inside = 0;

		ck_assert(within(box, (struct rectangle){ 0, 0, c->width, c->height }));
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(
			    !overlap(box, of_box(&c->boxes[k])), "boxes %zu and %zu", k, i);
		for (size_t k = 0; k < c->frame_count; k++) {
			inside += within(box, of_frame(&c->frames[k]));
			ck_assert(within(box, of_frame(&c->frames[k])) ||
			    !overlap(box, of_frame(&c->frames[k])));
		}
		ck_assert_uint_eq(inside, is_in_frame((int)i));
	}
	for (size_t i = 0; i < c->frame_count; i++)
		for (size_t k = 0; k < i; k++)
			ck_assert(!overlap(of_frame(&c->frames[i]), of_frame(&c->frames[k])));
	story_end(s);
}
END_TEST

START_TEST(no_text_leaves_its_box)
{
	draw(policies[_i]);
	ck_assert_int_le(c->width, FLOWCHART_WIDTH);
	for (size_t i = 0; i < c->box_count; i++) {
		const struct flow_box *b = &c->boxes[i];

		ck_assert_uint_gt(b->line_count, 0);
		for (size_t k = 0; k < b->line_count; k++) {
			const struct flow_line *line = &b->lines[k];
			int width =
			    flowchart_text_width(line->text, strlen(line->text), line->bold) / 100 +
			    1;

			ck_assert_int_ge(line->x, b->x + 4);
			ck_assert_msg(
			    line->x + width <= b->x + b->width - 4, "'%s' is too wide", line->text);
			ck_assert_int_ge(line->y - 12, b->y);
			ck_assert_int_le(line->y + 4, b->y + b->height);
			ck_assert(k == 0 || line->y - line[-1].y >= FLOWCHART_TEXT_LINE);
		}
	}
	story_end(s);
}
END_TEST

/* The lines of a box are its texts, word for word. */
START_TEST(no_word_is_lost)
{
	draw(policies[_i]);
	for (size_t i = 0; i < c->box_count; i++) {
		const char *said = "", *drawn = "";

		for (size_t k = 0; k < c->boxes[i].text_count; k++)
			said = arena_format(s->a, "%s%s ", said, c->boxes[i].texts[k].text);
		for (size_t k = 0; k < c->boxes[i].line_count; k++)
			drawn = arena_format(s->a, "%s%s ", drawn, c->boxes[i].lines[k].text);
		ck_assert_str_eq(drawn, said);
	}
	story_end(s);
}
END_TEST

START_TEST(no_box_is_cut_by_the_edge_of_a_sheet)
{
	draw(policies[_i]);
	for (size_t i = 0; i < c->box_count; i++)
		ck_assert_int_eq(c->boxes[i].y / FLOWCHART_PAGE,
		    (c->boxes[i].y + c->boxes[i].height) / FLOWCHART_PAGE);
	story_end(s);
}
END_TEST

/* --- what is there --- */

static size_t
boxes_under(const char *clause, enum flow_kind kind, const char *heading, int parent)
{
	size_t n = 0;

	for (size_t i = 0; i < c->box_count; i++)
		n += c->boxes[i].kind == kind && c->boxes[i].parent == parent &&
		    strcmp(c->boxes[i].clause, clause) == 0 &&
		    strcmp(c->boxes[i].texts[0].text, heading) == 0;
	return n;
}

static int
head_of(size_t stage)
{
	for (int i = 0; i < (int)c->box_count; i++)
		if (c->boxes[i].kind == FLOW_STAGE && stage-- == 0)
			return i;
	return -1;
}

static size_t
arrows(int from, int to)
{
	size_t n = 0;

	for (size_t i = 0; i < c->arrow_count; i++)
		n += (from < 0 || c->arrows[i].from == from) && (to < 0 || c->arrows[i].to == to);
	return n;
}

START_TEST(every_way_out_is_drawn_once)
{
	size_t exits = 0, drawn = 0;

	draw(policies[_i]);
	for (size_t i = 0; i < s->p->stage_count; i++) {
		const struct policy_stage *stage = &s->p->stages[i];

		exits += stage->exit_count;
		for (size_t k = 0; k < stage->exit_count; k++)
			ck_assert_uint_eq(boxes_under(stage->exits[k].clause, FLOW_EXIT,
					      stage->exits[k].label, head_of(i)),
			    1);
	}
	for (int i = 0; i < (int)c->box_count; i++) {
		const struct flow_box *b = &c->boxes[i];

		if (b->kind != FLOW_EXIT)
			continue;
		drawn++;
		ck_assert_uint_eq(arrows(i, -1), 1);
		ck_assert_uint_eq(arrows(i, b->leads_to >= 0 ? b->leads_to : i + 1), 1);
		ck_assert(b->leads_to >= 0 || c->boxes[i + 1].kind == FLOW_OUTCOME);
	}
	ck_assert_uint_eq(drawn, exits);
	story_end(s);
}
END_TEST

START_TEST(every_duty_is_there_with_its_clause)
{
	draw(policies[_i]);
	for (size_t i = 0; i < s->p->duty_count; i++) {
		const struct policy_duty *duty = &s->p->duties[i];
		const char *words = arena_format(s->a, "(%s)", duty->clause);
		size_t found = 0;

		for (size_t k = 0; k < c->box_count; k++) {
			const struct flow_box *b = &c->boxes[k];
			const char *first = b->texts[b->kind == FLOW_START].text,
				   *last = b->texts[b->text_count - 1].text;

			found += b->clause != NULL && strcmp(b->clause, duty->clause) == 0 &&
			    strstr(first, duty->text + 1) != NULL && strstr(last, words) != NULL;
		}
		ck_assert_msg(duty->act == ACT_CONFIRM ? found >= 1 : found == 1,
		    "%s stands there %zu times", duty->id, found);
	}
	story_end(s);
}
END_TEST

START_TEST(only_a_heading_has_no_clause)
{
	draw(policies[_i]);
	for (size_t i = 0; i < c->box_count; i++)
		ck_assert(c->boxes[i].clause != NULL || c->boxes[i].kind == FLOW_HEAD ||
		    c->boxes[i].kind == FLOW_START);
	story_end(s);
}
END_TEST

/* --- arrows --- */

static bool
on_edge(struct flow_point p, struct rectangle r)
{
	return p.x >= r.x && p.x <= r.right && p.y >= r.y && p.y <= r.bottom &&
	    (p.x == r.x || p.x == r.right || p.y == r.y || p.y == r.bottom);
}

static struct rectangle
target(int box)
{
	for (size_t i = 0; i < c->frame_count; i++)
		if (c->frames[i].box == box)
			return of_frame(&c->frames[i]);
	return of_box(&c->boxes[box]);
}

static void
passes_through_nothing(const struct flow_arrow *a)
{
	for (size_t i = 1; i < a->point_count; i++) {
		struct flow_point p = a->points[i - 1], q = a->points[i];
		struct rectangle line = { p.x < q.x ? p.x : q.x, p.y < q.y ? p.y : q.y,
			p.x < q.x ? q.x : p.x, p.y < q.y ? q.y : p.y };

		ck_assert_msg(
		    p.x == q.x || p.y == q.y, "an arrow that is neither upright nor level");
		ck_assert_int_ge(line.x, 0);
		line.right += line.x == line.right;
		line.bottom += line.y == line.bottom;
		for (size_t k = 0; k < c->box_count; k++)
			ck_assert_msg(!overlap(line, of_box(&c->boxes[k])),
			    "the arrow from %d to %d crosses box %zu", a->from, a->to, k);
	}
}

START_TEST(arrows_lead_from_edge_to_edge_and_through_nothing)
{
	draw(policies[_i]);
	ck_assert_uint_gt(c->arrow_count, s->p->stage_count);
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct flow_arrow *a = &c->arrows[i];

		ck_assert_uint_ge(a->point_count, 2);
		ck_assert(on_edge(a->points[0], of_box(&c->boxes[a->from])));
		ck_assert(on_edge(a->points[a->point_count - 1], target(a->to)));
		passes_through_nothing(a);
	}
	story_end(s);
}
END_TEST

/* Two ways that share a stretch of a lane could not be told apart. */
START_TEST(no_two_arrows_share_a_stretch)
{
	draw(policies[_i]);
	for (size_t i = 0; i < c->arrow_count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct flow_point *p = c->arrows[i].points, *q = c->arrows[k].points;

			if (c->arrows[i].point_count < 4 || c->arrows[k].point_count < 4 ||
			    p[1].x != q[1].x)
				continue;
			ck_assert((p[1].y > q[1].y ? p[1].y : p[2].y) <
				(q[1].y < q[2].y ? q[1].y : q[2].y) ||
			    (p[1].y < p[2].y ? p[1].y : p[2].y) >
				(q[1].y > q[2].y ? q[1].y : q[2].y));
		}
	story_end(s);
}
END_TEST

/* --- the text, and what is written --- */

START_TEST(lines_break_between_words_and_long_words_anywhere)
{
	size_t skip = 9;

	/* An 'a' is 556 of 1000 wide: 7.23 units at 13; a space 278: 3.62. */
	ck_assert_int_eq(flowchart_text_width("aa", 2, false), 1449);
	ck_assert_uint_eq(flowchart_text_break("aa aa", false, 33, &skip), 5);
	ck_assert_uint_eq(skip, 0);
	ck_assert_uint_eq(flowchart_text_break("aa aa", false, 32, &skip), 2);
	ck_assert_uint_eq(skip, 1);
	ck_assert_uint_eq(flowchart_text_break("aaaaa", false, 30, &skip), 4);
	ck_assert_uint_eq(skip, 0);
	ck_assert_uint_eq(flowchart_text_break("a", false, 1, &skip), 1);
	/* Never half a character. */
	ck_assert_uint_eq(flowchart_text_break("\xc5\xb5\xc5\xb5", false, 14, &skip), 2);
}
END_TEST

START_TEST(what_is_written_is_escaped)
{
	struct flow_text text = { "A & B <b> \"c\"", false };
	struct flow_box box = { .kind = FLOW_START,
		.parent = -1,
		.leads_to = -1,
		.clause = "1",
		.texts = &text,
		.text_count = 1 };
	struct flowchart chart = {
		.title = "<&>", .description = "d", .boxes = &box, .box_count = 1
	};
	struct arena *a = arena_new();
	struct buffer b;

	flowchart_lay_out(&chart, a);
	buffer_init(&b, 0);
	flowchart_svg_write(&b, &chart);
	ck_assert(buffer_ok(&b));
	ck_assert_ptr_nonnull(strstr(b.data, "<title id=\"title\">&lt;&amp;&gt;</title>"));
	ck_assert_ptr_nonnull(strstr(b.data, "A &amp; B &lt;b&gt;"));
	ck_assert_ptr_null(strstr(b.data, "<b>"));
	ck_assert_ptr_null(strstr(b.data, "style="));
	buffer_clear(&b);
	arena_free(a);
}
END_TEST

START_TEST(the_list_says_what_the_boxes_say)
{
	struct buffer b;

	draw(REDBRIDGE);
	buffer_init(&b, 0);
	flowchart_svg_list(&b, c);
	ck_assert(buffer_ok(&b));
	ck_assert_ptr_nonnull(strstr(
	    b.data, "\n4. Stage 2: Line managers. Speaks for each side: Line manager (4.5)\n"));
	ck_assert_ptr_nonnull(strstr(b.data,
	    "    - Escalate to stage 3: senior managers. By: Either side (4.6) It leads to\n"
	    "      Stage 3: Senior managers.\n"));
	for (const char *line = b.data; *line != '\0'; line += strcspn(line, "\n") + 1)
		ck_assert_uint_le(strcspn(line, "\n"), 80);
	buffer_clear(&b);
	story_end(s);
}
END_TEST

static void
all(TCase *t)
{
	tcase_add_loop_test(t, nothing_stands_on_anything_else, 0, POLICIES);
	tcase_add_loop_test(t, no_text_leaves_its_box, 0, POLICIES);
	tcase_add_loop_test(t, no_word_is_lost, 0, POLICIES);
	tcase_add_loop_test(t, no_box_is_cut_by_the_edge_of_a_sheet, 0, POLICIES);
	tcase_add_loop_test(t, every_way_out_is_drawn_once, 0, POLICIES);
	tcase_add_loop_test(t, every_duty_is_there_with_its_clause, 0, POLICIES);
	tcase_add_loop_test(t, only_a_heading_has_no_clause, 0, POLICIES);
	tcase_add_loop_test(t, arrows_lead_from_edge_to_edge_and_through_nothing, 0, POLICIES);
	tcase_add_loop_test(t, no_two_arrows_share_a_stretch, 0, POLICIES);
	tcase_add_test(t, lines_break_between_words_and_long_words_anywhere);
	tcase_add_test(t, what_is_written_is_escaped);
	tcase_add_test(t, the_list_says_what_the_boxes_say);
}

/* Not SUITE_RUN: most of these run once for each policy, which a failure then names by its number. */
int
main(void)
{
	Suite *suite = suite_create("flowchart");
	TCase *t = tcase_create("flowchart");
	SRunner *runner;
	int failed;

	all(t);
	suite_add_tcase(suite, t);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
