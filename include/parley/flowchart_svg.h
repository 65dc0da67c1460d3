/*
 * flowchart_svg.h - a policy as a flowchart: what its boxes are, and the chart as a picture, as a list and as data.
 */
#ifndef PARLEY_FLOWCHART_SVG_H
#define PARLEY_FLOWCHART_SVG_H

#include "parley/buffer.h"
#include "parley/flowchart.h"
#include "parley/policy.h"

/*
 * The chart of a policy, laid out: what to do at immediate risk, what the policy leaves out, how it is raised, each stage with
 * what has to be done and told and its ways out, and what holds throughout. Every exit is one box. Lives in the arena.
 */
const struct flowchart *flowchart_policy_draw(const struct policy *p, struct arena *a);

/* An SVG document of its own: a title and a description, no style, no script, no link. */
void flowchart_svg_write(struct buffer *b, const struct flowchart *chart);
/* The same as a numbered list, in lines of at most 80 characters. */
void flowchart_svg_list(struct buffer *b, const struct flowchart *chart);
/* The same as data, for the page: an object of boxes with their lines, frames and arrows. */
void flowchart_svg_json(struct buffer *b, const char *name, const struct flowchart *chart);

#endif
