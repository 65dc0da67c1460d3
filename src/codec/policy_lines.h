/* policy_lines.h - private to codec: how the lines of a policy (parley/policy_text.h) are put together. */
#ifndef PARLEY_CODEC_POLICY_LINES_H
#define PARLEY_CODEC_POLICY_LINES_H

#include "parley/policy_text.h"

struct policy_lines {
	const struct policy *policy;
	struct arena *arena;
	struct policy_line *list;
	size_t count, room;
	const char *section, *place; /* of the lines that come */
};

/* Puts a line behind the others, in the section of now; what is given has kind, id, label, text, clause, note. */
struct policy_line *policy_lines_add(struct policy_lines *l, struct policy_line line);
/* Says something of it; nothing is said where words are NULL or empty. */
void policy_lines_say(struct policy_line *line, const char *name, const char *words);
/* ... and what was said under that name; NULL for nothing. */
const char *policy_lines_said(const struct policy_line *line, const char *name);
void policy_lines_say_clock(struct policy_lines *l, struct policy_line *line, const struct policy_clock *clock);
void policy_lines_say_who(struct policy_lines *l, struct policy_line *line, const char *name, const struct policy_who *who);
/* Whom the partnership says they are, where that is not as the text has it. */
void policy_lines_say_told(struct policy_lines *l, struct policy_line *line, const struct policy_who *who);
void policy_lines_say_when(struct policy_lines *l, struct policy_line *line, const struct condition *when);

void policy_lines_all(struct policy_lines *l);     /* the lines of l->policy, in l->arena */
void policy_lines_stages(struct policy_lines *l);  /* policy_lines_stages.c: stages with all that is in them */
void policy_lines_question(struct policy_lines *l, const struct field *f, const char *id);
void policy_lines_duty(struct policy_lines *l, const struct policy_duty *d);

#endif
