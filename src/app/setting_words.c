/* setting_words.c - a setting's value, and what a change of it would do, in words; see setting.h and setting_words.h. */
#include "setting_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- lines --- */

static void
line_put(struct setting_lines *l, struct setting_line line)
{
	if (l->count == l->room) {
		size_t room = l->room == 0 ? 16 : l->room * 2;
		struct setting_line *items = ARENA_ARRAY(l->arena, room, struct setting_line);

		if (l->count > 0)
			memcpy(items, l->items, l->count * sizeof(*items));
		l->items = items;
		l->room = room;
	}
	l->items[l->count++] = line;
}

void
setting_line_add(struct setting_lines *l, const char *label, const char *fmt, ...)
{
	va_list args, again;
	char *words;
	int length;

	va_start(args, fmt);
	va_copy(again, args);
	length = vsnprintf(NULL, 0, fmt, args);
	words = arena_alloc(l->arena, (size_t)length + 1);
	(void)vsnprintf(words, (size_t)length + 1, fmt, again);
	va_end(again);
	va_end(args);
	line_put(l, (struct setting_line){ arena_string(l->arena, label), words });
}

/* --- what is read alike in several kinds --- */

bool
setting_optional_read(const struct json_at *of, const char *key, size_t longest, const char **out, struct fault *f)
{
	struct json_at at = json_member(of, key);

	return !json_present(&at) || json_get_line(&at, longest, out, f);
}

bool
setting_day_read(const struct json_at *at, day *out, struct fault *f)
{
	const char *text = json_peek(at);

	if (text == NULL || day_parse(text, out) != RESULT_OK)
		return json_fault(at, f, "Write a day that there is, such as 2027-06-30.");
	return true;
}

void
setting_day_write(struct buffer *b, const char *name, day d)
{
	if (d == DAY_NONE) {
		json_null(b, name);
		return;
	}
	json_name(b, name);
	buffer_char(b, '"');
	day_write(b, d);
	buffer_char(b, '"');
}

const char *
setting_day_words(day d, struct arena *a)
{
	struct buffer b;
	const char *words;

	buffer_init(&b, 0);
	day_write_words(&b, d);
	words = arena_string(a, b.data);
	buffer_clear(&b);
	return words;
}

/* --- sections --- */

struct setting_section *
setting_section_add(struct setting_preview *p, const char *id, const char *title, enum setting_tone tone)
{
	struct setting_section *s = ARENA_NEW(p->arena, struct setting_section);

	*s = (struct setting_section){ .id = id, .title = title, .tone = tone, .lines.arena = p->arena };
	if (p->tail == NULL)
		p->tail = &p->first;
	*p->tail = s;
	p->tail = &s->next;
	return s;
}

void
setting_say(struct setting_section *s, const char *label, const char *words)
{
	if (s->count++ < SETTING_LINES_SHOWN)
		line_put(&s->lines,
		    (struct setting_line){ arena_string(s->lines.arena, label), arena_string(s->lines.arena, words) });
}

/* --- what differs --- */

static const struct setting_line *
line_find(const struct setting_lines *l, const char *label)
{
	for (size_t i = 0; i < l->count; i++) {
		if (strcmp(l->items[i].label, label) == 0)
			return &l->items[i];
	}
	return NULL;
}

static void
say_changed(struct setting_section *s, const struct setting_line *old, const struct setting_line *new)
{
	struct arena *a = s->lines.arena;

	if (old == NULL)
		setting_say(s, new->label, arena_format(a, "%s (new)", new->words));
	else if (strcmp(old->words, new->words) != 0)
		setting_say(s, new->label, arena_format(a, "%s becomes %s", old->words, new->words));
}

void
setting_differences(const struct setting_lines *before, const struct setting_lines *after, struct setting_section *s)
{
	for (size_t i = 0; i < after->count; i++)
		say_changed(s, line_find(before, after->items[i].label), &after->items[i]);
	for (size_t i = 0; i < before->count; i++) {
		const struct setting_line *old = &before->items[i];

		if (line_find(after, old->label) == NULL)
			setting_say(s, old->label, arena_format(s->lines.arena, "%s (taken away)", old->words));
	}
}

static const char *
words_of(const struct setting_line *line)
{
	return line != NULL ? line->words : NULL;
}

static bool
same(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static void
compare_one(const struct setting_lines *sides[3], const char *label, struct buffer *out)
{
	const char *seen = words_of(line_find(sides[0], label));
	const char *yours = words_of(line_find(sides[1], label));
	const char *theirs = words_of(line_find(sides[2], label));

	if (same(seen, yours) && same(seen, theirs))
		return;
	json_object(out, NULL);
	json_string(out, "label", label);
	json_string(out, "before", seen);
	json_string(out, "yours", yours);
	json_string(out, "theirs", theirs);
	json_end_object(out);
}

void
setting_compare_write(struct buffer *out, const char *name, const struct setting_lines *before,
                      const struct setting_lines *yours, const struct setting_lines *theirs)
{
	const struct setting_lines *sides[3] = { before, yours, theirs };

	json_array(out, name);
	for (int side = 0; side < 3; side++) {
		for (size_t i = 0; i < sides[side]->count; i++) {
			const char *label = sides[side]->items[i].label;
			bool said = false;

			for (int earlier = 0; earlier < side; earlier++)
				said = said || line_find(sides[earlier], label) != NULL;
			if (!said)
				compare_one(sides, label, out);
		}
	}
	json_end_array(out);
}

/* --- written down --- */

void
setting_lines_write(struct buffer *out, const char *name, const struct setting_lines *l)
{
	json_array(out, name);
	for (size_t i = 0; i < l->count; i++) {
		json_object(out, NULL);
		json_string(out, "label", l->items[i].label);
		json_string(out, "words", l->items[i].words);
		json_end_object(out);
	}
	json_end_array(out);
}

void
setting_preview_write(struct buffer *out, const char *name, const struct setting_preview *p)
{
	json_array(out, name);
	for (const struct setting_section *s = p->first; s != NULL; s = s->next) {
		json_object(out, NULL);
		json_string(out, "id", s->id);
		json_string(out, "title", s->title);
		json_string(out, "tone", s->tone == SETTING_WARNING ? "warning" : "plain");
		json_int(out, "count", (int64_t)s->count);
		setting_lines_write(out, "lines", &s->lines);
		json_end_object(out);
	}
	json_end_array(out);
}

void
setting_lines_print(struct buffer *out, const struct setting_lines *l, const char *indent)
{
	for (size_t i = 0; i < l->count; i++) {
		buffer_format(out, "%s%s", indent, l->items[i].label);
		if (l->items[i].words != NULL)
			buffer_format(out, ": %s", l->items[i].words);
		buffer_char(out, '\n');
	}
}

void
setting_preview_print(struct buffer *out, const struct setting_preview *p)
{
	for (const struct setting_section *s = p->first; s != NULL; s = s->next) {
		buffer_format(out, "%s%s: %zu\n", s->tone == SETTING_WARNING ? "! " : "", s->title, s->count);
		setting_lines_print(out, &s->lines, "  ");
		if (s->count > s->lines.count)
			buffer_format(out, "  and %zu more\n", s->count - s->lines.count);
	}
}
