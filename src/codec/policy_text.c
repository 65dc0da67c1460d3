/* policy_text.c - see parley/policy_text.h: a policy as it is read. */
#include "parley/policy_text.h"

#include <string.h>

#include "paragraph.h"
#include "parley/escalation_json.h"
#include "policy_lines.h"
#include "words.h"

void
policy_text_lines(const struct policy *p, struct arena *a, struct policy_line **out, size_t *count)
{
	struct policy_lines l = { .policy = p, .arena = a };

	policy_lines_all(&l);
	*out = l.list;
	*count = l.count;
}

/* --- plain text --- */

/* "Time: 5 working days, counted from when it came to stage 2": two aspects that are one to a reader. */
static bool
is_said_with_another(const struct policy_line *line, const char *name)
{
	if (strcmp(name, "who") == 0)
		return true;
	/* The text of a duty says what is to be done better, and the section is called by the stage's name. */
	if (strcmp(name, "done by") == 0 || strcmp(name, "in short") == 0 || strcmp(name, "name") == 0)
		return true;
	return strcmp(name, "counted from") == 0 && policy_lines_said(line, "time") != NULL;
}

/* "2 working days before the meeting is to be held" */
static bool
is_before(const char *within)
{
	static const char end[] = " before";
	size_t length = strlen(within);

	return length >= sizeof end && strcmp(within + length - (sizeof end - 1), end) == 0;
}

static void
write_aspects(struct buffer *b, const struct policy_line *line, struct arena *a)
{
	const char *from = policy_lines_said(line, "counted from");

	for (size_t i = 0; i < line->aspect_count; i++) {
		const struct policy_aspect *aspect = &line->aspects[i];
		bool timed = strcmp(aspect->name, "time") == 0 && from != NULL;

		if (is_said_with_another(line, aspect->name))
			continue;
		paragraph_write(b, 6, 8, arena_format(a, "%s: %s%s%s", words_capital(aspect->name, a), aspect->words,
		                                      !timed ? "" : is_before(aspect->words) ? " " : ", counted from when ",
		                                      timed ? from : ""));
	}
}

static void
write_line(struct buffer *b, const struct policy_line *line, bool notes, struct arena *a)
{
	const char *who = policy_lines_said(line, "who");

	paragraph_write(b, 2, 4, arena_format(a, "- %s%s%s%s%s%s", who != NULL ? who : "", who != NULL ? ": " : "", line->text,
	                                      line->clause != NULL ? " (" : "", line->clause != NULL ? line->clause : "",
	                                      line->clause != NULL ? ")" : ""));
	write_aspects(b, line, a);
	if (notes && line->note != NULL)
		paragraph_write(b, 6, 8, arena_format(a, "[Editor's note: %s]", line->note));
}

/* What the lines of a section are, said once above those of a kind. */
static const char *
kind_title(const char *kind)
{
	static const struct { const char *kind, *title; } titles[] = {
		{ "guidance", "What to bear in mind" }, { "question", "What is asked" }, { "duty", "What has to be done" },
		{ "limit", "Limits" }, { "exit", "How the stage ends" }, { "notice", "Who is told" },
	};

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (strcmp(titles[i].kind, kind) == 0)
			return titles[i].title;
	return NULL;
}

void
policy_text_write(struct buffer *b, const struct policy *p, bool notes)
{
	struct arena *a = arena_new();
	struct policy_line *lines;
	size_t count;

	policy_text_lines(p, a, &lines, &count);
	for (size_t i = 0; i < count; i++) {
		const struct policy_line *line = &lines[i];
		bool first = i == 0 || strcmp(lines[i - 1].section, line->section) != 0;
		const char *title = kind_title(line->kind);

		if (first)
			buffer_format(b, "%s%s\n", i > 0 ? "\n" : "", line->section);
		if (title != NULL && (first || strcmp(lines[i - 1].kind, line->kind) != 0))
			buffer_format(b, "  %s\n", title);
		write_line(b, line, notes, a);
	}
	arena_free(a);
}

/* --- JSON --- */

static void
json_line(struct buffer *b, const struct policy_line *line, bool notes)
{
	json_object(b, NULL);
	json_string(b, "kind", line->kind);
	json_string(b, "id", line->id);
	json_string(b, "label", line->label);
	json_string(b, "text", line->text);
	json_string(b, "clause", line->clause);
	json_array(b, "aspects");
	for (size_t i = 0; i < line->aspect_count; i++) {
		json_object(b, NULL);
		json_string(b, "name", line->aspects[i].name);
		json_string(b, "words", line->aspects[i].words);
		json_end_object(b);
	}
	json_end_array(b);
	if (notes)
		json_string(b, "note", line->note);
	json_end_object(b);
}

void
policy_text_json(struct buffer *b, const struct policy *p, bool notes)
{
	policy_summary_write(b, "policy", p);
	policy_text_sections_json(b, p, notes);
}

void
policy_text_sections_json(struct buffer *b, const struct policy *p, bool notes)
{
	struct arena *a = arena_new();
	struct policy_line *lines;
	size_t count;

	policy_text_lines(p, a, &lines, &count);
	json_array(b, "sections");
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(lines[i - 1].section, lines[i].section) != 0) {
			json_object(b, NULL);
			json_string(b, "name", lines[i].section);
			json_array(b, "lines");
		}
		json_line(b, &lines[i], notes);
		if (i + 1 == count || strcmp(lines[i + 1].section, lines[i].section) != 0) {
			json_end_array(b);
			json_end_object(b);
		}
	}
	json_end_array(b);
	arena_free(a);
}
