/*
 * policy_text.h - a policy in words, and what differs between two.
 *
 * A policy is made into lines first: one for everything in it that binds or informs, with its place, its clause and
 * what is said of it (who, time, counted from, only if …). What is shown and what is compared are the same lines.
 * Strings live in the arena or belong to the policy.
 */
#ifndef PARLEY_POLICY_TEXT_H
#define PARLEY_POLICY_TEXT_H

#include "parley/buffer.h"
#include "parley/policy.h"

enum { POLICY_LINE_ASPECTS = 16 };

struct policy_aspect { const char *name, *words; }; /* "time", "5 working days" */

struct policy_line {
	const char *section;  /* "Stage 2: Line managers" */
	const char *place;    /* the same within a sentence: "Stage 2" */
	const char *kind;     /* "duty", "exit", "notice", "limit", "role" … */
	const char *id;       /* with kind, what it is known by in another edition */
	const char *label;    /* what it is called there: "resolve"; NULL where the place says it */
	const char *text;     /* what it says, a sentence or a name */
	const char *clause;   /* NULL where there is none */
	const char *note;     /* the editor's, for administrators; NULL */
	struct policy_aspect aspects[POLICY_LINE_ASPECTS];
	size_t aspect_count;
};

/* All lines, in the order in which a person reads the policy. */
void policy_text_lines(const struct policy *p, struct arena *a, struct policy_line **out, size_t *count);

/* The policy as plain text; editor's notes are marked as such, and left out unless `notes`. */
void policy_text_write(struct buffer *b, const struct policy *p, bool notes);
/* The members of an object that the caller has opened: "policy" and "sections", each with its "lines". */
void policy_text_json(struct buffer *b, const struct policy *p, bool notes);
/* Of these the "sections" alone. */
void policy_text_sections_json(struct buffer *b, const struct policy *p, bool notes);

enum policy_change_kind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED };

struct policy_change {
	enum policy_change_kind kind;
	const struct policy_line *before, *after; /* NULL when it was added, or removed */
	const char *aspect;                       /* what of it was changed: "time", "wording", "clause"; NULL otherwise */
	const char *was, *is;                     /* in words; NULL where nothing was, or is, said */
	const char *sentence;                     /* "Stage 2, resolve: 5 working days (4.5) becomes 3 working days (4.5)" */
};

/* What is different in `after`: in its order, then what is there no longer. */
void policy_text_compare(const struct policy *before, const struct policy *after, struct arena *a,
                         struct policy_change **out, size_t *count);
/* One sentence a change; says so when there is none. */
void policy_text_diff_write(struct buffer *b, const struct policy *before, const struct policy *after);
/* Members: "before", "after" and "changes". */
void policy_text_diff_json(struct buffer *b, const struct policy *before, const struct policy *after);

#endif
