/*
 * setting_wording.c - the borough's own words for the messages that Parley sends. Two places can be filled in, the
 * reference and the link, and nothing else: no words of an administrator can carry anything of a case.
 */
#include <string.h>

#include "letters.h"
#include "parley/utf8.h"
#include "setting.h"
#include "snapshot.h"

#define SUBJECT_LONGEST 120
#define TEXT_LONGEST 600

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct wordings);
}

static const struct letter *
known(const char *kind)
{
	size_t count;
	const struct letter *all = letters_all(&count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(all[i].kind, kind) == 0)
			return &all[i];
	}
	return NULL;
}

/* A notice of no escalation has no reference to fill in. */
static bool
has_reference(const struct letter *letter)
{
	return strstr(letter->subject, LETTERS_REFERENCE) != NULL;
}

/* Every brace belongs to a place that is allowed here. */
static bool
places_fit(const struct json_at *at, const char *text, bool reference, bool link, struct fault *f)
{
	const size_t reference_length = strlen(LETTERS_REFERENCE), link_length = strlen(LETTERS_LINK);

	for (const char *brace = text; (brace = strpbrk(brace, "{}")) != NULL;) {
		if (reference && strncmp(brace, LETTERS_REFERENCE, reference_length) == 0)
			brace += reference_length;
		else if (link && strncmp(brace, LETTERS_LINK, link_length) == 0)
			brace += link_length;
		else
			return json_fault(at, f, "Between braces only %s%s%s may stand here.", reference ? LETTERS_REFERENCE : "",
			                  reference && link ? " and " : "", link ? LETTERS_LINK : reference ? "" : "nothing");
	}
	return true;
}

static bool
read_one(const struct json_at *at, struct wording *out, struct fault *f)
{
	static const char *const keys[] = { "kind", "subject", "text" };
	struct json_at kind = json_member(at, "kind"), subject = json_member(at, "subject"), text = json_member(at, "text");
	const struct letter *letter = json_peek(&kind) != NULL ? known(json_peek(&kind)) : NULL;
	bool good = json_known_keys(at, keys, 3, f);

	if (letter == NULL)
		return json_fault(&kind, f, "There is no such kind of message.");
	out->kind = letter->kind;
	if (json_get_line(&subject, SUBJECT_LONGEST, &out->subject, f))
		good = places_fit(&subject, out->subject, has_reference(letter), false, f) && good;
	else
		good = false;
	if (json_get_text(&text, TEXT_LONGEST, &out->text, f))
		good = places_fit(&text, out->text, has_reference(letter), true, f) && good;
	else
		good = false;
	return good;
}

static bool
read_wordings(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "messages" };
	struct json_at list = json_member(at, "messages"), each = { .value = NULL };
	struct wordings *all = ARENA_NEW(w->arena, struct wordings);
	bool good = json_known_keys(at, keys, 1, f);

	if (!good || !json_expect_array(&list, f))
		return false;
	all->items = ARENA_ARRAY(w->arena, json_count(&list), struct wording);
	while (json_next(&list, &each)) {
		struct wording *one = &all->items[all->count];

		if (!read_one(&each, one, f)) {
			good = false;
			continue;
		}
		for (size_t i = 0; i < all->count; i++) {
			if (strcmp(all->items[i].kind, one->kind) == 0)
				good = json_fault(&each, f, "This message is in the list twice.");
		}
		all->count++;
	}
	*out = all;
	return good;
}

static void
write_wordings(struct buffer *b, const char *name, const void *value)
{
	const struct wordings *all = value;

	json_object(b, name);
	json_array(b, "messages");
	for (size_t i = 0; i < all->count; i++) {
		json_object(b, NULL);
		json_string(b, "kind", all->items[i].kind);
		json_string(b, "subject", all->items[i].subject);
		json_string(b, "text", all->items[i].text);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

static const struct wording *
find(const struct wordings *all, const char *kind)
{
	for (size_t i = 0; i < all->count; i++) {
		if (strcmp(all->items[i].kind, kind) == 0)
			return &all->items[i];
	}
	return NULL;
}

const struct wording *
setting_wording_find(const struct app *app, const char *kind)
{
	return app->snapshot != NULL ? find(snapshot_setting(app->snapshot, SETTING_WORDING), kind) : NULL;
}

/* All of them, also those in our words: a line of which nothing is left says what came in its place. */
static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	size_t count;
	const struct letter *all = letters_all(&count);

	for (size_t i = 0; i < count; i++) {
		const struct wording *own = find(value, all[i].kind);

		setting_line_add(out, arena_format(w->arena, "%s, subject", all[i].title), "‘%s’",
		                 own != NULL ? own->subject : all[i].subject);
		setting_line_add(out, arena_format(w->arena, "%s, text", all[i].title), "‘%s’",
		                 own != NULL ? own->text : all[i].sentence);
	}
}

static enum result
offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	size_t count;
	const struct letter *all = letters_all(&count);

	(void)w;
	(void)value;
	(void)f;
	json_array(out, "kinds");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		json_string(out, "kind", all[i].kind);
		json_string(out, "title", all[i].title);
		json_string(out, "subject", all[i].subject);
		json_string(out, "text", all[i].sentence);
		json_bool(out, "reference", has_reference(&all[i]));
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

const struct setting_kind setting_wording = {
	.name = "wording",
	.title = "Wording of messages",
	.summary = "Subject and text of the e-mails that Parley sends. They never say anything of a case.",
	.longest = (size_t)64 * 1024,
	.depth = 3,
	.otherwise = otherwise,
	.read = read_wordings,
	.write = write_wordings,
	.describe = describe,
	.offer = offer,
};
