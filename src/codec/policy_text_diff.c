/* policy_text_diff.c - see parley/policy_text.h: what differs between two policies, in their words. */
#include <string.h>

#include "paragraph.h"
#include "parley/escalation_json.h"
#include "parley/policy_text.h"
#include "policy_lines.h"
#include "words.h"

struct comparing {
	struct arena *arena;
	struct policy_change *list;
	size_t count, room;
};

static void
add_change(struct comparing *c, struct policy_change change)
{
	struct policy_change *more;

	if (c->count == c->room) {
		c->room = c->room == 0 ? 32 : c->room * 2;
		more = ARENA_ARRAY(c->arena, c->room, struct policy_change);
		if (c->count > 0)
			memcpy(more, c->list, c->count * sizeof *more);
		c->list = more;
	}
	c->list[c->count++] = change;
}

static bool
is_equal(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *
with_clause(const struct comparing *c, const char *words, const struct policy_line *line)
{
	return line->clause == NULL ? words : arena_format(c->arena, "%s (%s)", words, line->clause);
}

/* "Stage 2, resolve" */
static const char *
place_of(const struct comparing *c, const struct policy_line *line)
{
	if (line->label == NULL)
		return line->place;
	return arena_format(c->arena, "%s, %s", line->place, line->label);
}

/* What is a sentence itself stands in quotation marks within another. */
static const char *
quoted(const struct comparing *c, const char *aspect, const char *words)
{
	static const char *const sentences[] = { "wording", "in short", "editor's note", "source", "left out", "panel", "form" };

	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if (strcmp(sentences[i], aspect) == 0)
			return arena_format(c->arena, "\"%s\"", words);
	return words;
}

/* --- one line that is in both --- */

/* The time needs no name: "Stage 2, resolve: 5 working days (4.5) becomes 3 working days (4.5)". */
static const char *
change_sentence(const struct comparing *c, const struct policy_change *x)
{
	bool unnamed = strcmp(x->aspect, "time") == 0 || strcmp(x->aspect, "clause") == 0;
	const char *place = arena_format(c->arena, "%s: %s%s", place_of(c, x->after), unnamed ? "" : x->aspect,
	                                 unnamed ? "" : ": ");

	if (x->was == NULL)
		return arena_format(c->arena, "%s\"%s\", where nothing was said", place, with_clause(c, x->is, x->after));
	if (x->is == NULL)
		return arena_format(c->arena, "%s\"%s\" is no longer said", place, with_clause(c, x->was, x->before));
	if (strcmp(x->aspect, "clause") == 0)
		return arena_format(c->arena, "%sclause %s becomes clause %s", place, x->was, x->is);
	return arena_format(c->arena, "%s%s becomes %s", place, with_clause(c, quoted(c, x->aspect, x->was), x->before),
	                    with_clause(c, quoted(c, x->aspect, x->is), x->after));
}

static void
compare_words(struct comparing *c, const struct policy_line *before, const struct policy_line *after,
              const char *aspect, const char *was, const char *is)
{
	struct policy_change x = { CHANGE_CHANGED, before, after, aspect, was, is, NULL };

	if (is_equal(was, is))
		return;
	x.sentence = change_sentence(c, &x);
	add_change(c, x);
}

static void
compare_lines(struct comparing *c, const struct policy_line *before, const struct policy_line *after)
{
	size_t begun = c->count;

	compare_words(c, before, after, "place", before->place, after->place);
	for (size_t i = 0; i < after->aspect_count; i++)
		compare_words(c, before, after, after->aspects[i].name, policy_lines_said(before, after->aspects[i].name),
		              after->aspects[i].words);
	for (size_t i = 0; i < before->aspect_count; i++)
		if (policy_lines_said(after, before->aspects[i].name) == NULL)
			compare_words(c, before, after, before->aspects[i].name, before->aspects[i].words, NULL);
	compare_words(c, before, after, "wording", before->text, after->text);
	/* Where something else has changed, both clauses stand in that sentence. */
	if (c->count == begun)
		compare_words(c, before, after, "clause", before->clause, after->clause);
	compare_words(c, before, after, "editor's note", before->note, after->note);
}

/* --- all lines --- */

static const struct policy_line *
find(const struct policy_line *lines, size_t count, const struct policy_line *like)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(lines[i].kind, like->kind) == 0 && strcmp(lines[i].id, like->id) == 0)
			return &lines[i];
	return NULL;
}

/* "Stage 2: duty added: Either side: Ask the lawyers, 3 working days (6.6)" */
static const char *
whole_sentence(const struct comparing *c, const struct policy_line *line, const char *how)
{
	const char *who = policy_lines_said(line, "who"), *time = policy_lines_said(line, "time");
	const char *words = arena_format(c->arena, "%s%s%s%s%s", who != NULL ? who : "", who != NULL ? ": " : "", line->text,
	                                 time != NULL ? ", " : "", time != NULL ? time : "");

	return arena_format(c->arena, "%s, %s %s: %s", line->place, line->kind, how, with_clause(c, words, line));
}

void
policy_text_compare(const struct policy *before, const struct policy *after, struct arena *a,
                    struct policy_change **out, size_t *count)
{
	struct policy one = *before, other = *after;
	struct comparing c = { .arena = a };
	struct policy_line *old, *new;
	size_t olds, news;

	/* The texts: what the partnership says of their contacts is no part of an edition. */
	one.contacts = other.contacts = NULL;
	policy_text_lines(&one, a, &old, &olds);
	policy_text_lines(&other, a, &new, &news);
	for (size_t i = 0; i < news; i++) {
		const struct policy_line *was = find(old, olds, &new[i]);

		if (was != NULL)
			compare_lines(&c, was, &new[i]);
		else
			add_change(&c, (struct policy_change){ .kind = CHANGE_ADDED, .after = &new[i],
				.sentence = whole_sentence(&c, &new[i], "added") });
	}
	for (size_t i = 0; i < olds; i++)
		if (find(new, news, &old[i]) == NULL)
			add_change(&c, (struct policy_change){ .kind = CHANGE_REMOVED, .before = &old[i],
				.sentence = whole_sentence(&c, &old[i], "removed") });
	*out = c.list;
	*count = c.count;
}

void
policy_text_diff_write(struct buffer *b, const struct policy *before, const struct policy *after)
{
	struct arena *a = arena_new();
	struct policy_change *changes;
	size_t count;

	policy_text_compare(before, after, a, &changes, &count);
	for (size_t i = 0; i < count; i++)
		paragraph_write(b, 0, 2, changes[i].sentence);
	if (count == 0)
		buffer_string(b, "They say the same.\n");
	arena_free(a);
}

static void
json_change(struct buffer *b, const struct policy_change *x)
{
	static const char *const kinds[] = { [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed",
		                             [CHANGE_CHANGED] = "changed" };
	const struct policy_line *line = x->after != NULL ? x->after : x->before;

	json_object(b, NULL);
	json_string(b, "change", kinds[x->kind]);
	json_string(b, "section", line->section);
	json_string(b, "kind", line->kind);
	json_string(b, "id", line->id);
	json_string(b, "aspect", x->aspect);
	json_string(b, "was", x->was != NULL || x->before == NULL || x->aspect != NULL ? x->was : x->before->text);
	json_string(b, "was_clause", x->before != NULL ? x->before->clause : NULL);
	json_string(b, "is", x->is != NULL || x->after == NULL || x->aspect != NULL ? x->is : x->after->text);
	json_string(b, "is_clause", x->after != NULL ? x->after->clause : NULL);
	json_string(b, "sentence", x->sentence);
	json_end_object(b);
}

void
policy_text_diff_json(struct buffer *b, const struct policy *before, const struct policy *after)
{
	struct arena *a = arena_new();
	struct policy_change *changes;
	size_t count;

	policy_text_compare(before, after, a, &changes, &count);
	policy_summary_write(b, "before", before);
	policy_summary_write(b, "after", after);
	json_array(b, "changes");
	for (size_t i = 0; i < count; i++)
		json_change(b, &changes[i]);
	json_end_array(b);
	arena_free(a);
}
