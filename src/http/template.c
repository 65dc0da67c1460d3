/* template.c - see template.h. */
#include <string.h>

#include "template.h"

#define NAME_MAX_LENGTH 40

static const struct template_value *
find(const struct template_value *values, size_t count, const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(values[i].name) == length && memcmp(values[i].name, name, length) == 0)
			return &values[i];
	return NULL;
}

static bool
is_said(const struct template_value *v)
{
	return v->value != NULL && v->value[0] != '\0';
}

/* Where {{/name}} ends, or NULL. */
static const char *
section_end(const char *from, const char *name, size_t length)
{
	char closing[NAME_MAX_LENGTH + 8] = "{{/";

	memcpy(closing + 3, name, length);
	memcpy(closing + 3 + length, "}}", 3);
	from = strstr(from, closing);
	return from != NULL ? from + length + 5 : NULL;
}

/* One place that starts at "{{"; gives what is left to write, or NULL when it does not hold together. */
static const char *
write_place(
    struct buffer *out, const char *place, const struct template_value *values, size_t count)
{
	const char *name = place + 2, *end = strstr(name, "}}");
	char kind = *name;
	const struct template_value *value;
	size_t length;

	if (end == NULL || end - name > NAME_MAX_LENGTH)
		return NULL;
	if (kind == '#' || kind == '/')
		name++;
	length = (size_t)(end - name);
	value = find(values, count, name, length);
	if (value == NULL)
		return NULL;
	if (kind == '/')
		return end + 2;
	if (kind == '#') {
		const char *after = section_end(end, name, length);

		return after == NULL || is_said(value) ? (after == NULL ? NULL : end + 2) : after;
	}
	buffer_html(out, value->value != NULL ? value->value : "");
	return end + 2;
}

void
template_write(
    struct buffer *out, const char *text, const struct template_value *values, size_t count)
{
	while (text != NULL && *text != '\0') {
		const char *place = strstr(text, "{{");

		if (place == NULL) {
			buffer_string(out, text);
			return;
		}
		buffer_add(out, text, (size_t)(place - text));
		text = write_place(out, place, values, count);
	}
	if (text == NULL)
		out->failed = true;
}

enum result
template_check(const char *text, const struct template_value *values, size_t count, struct fault *f)
{
	struct buffer out;
	bool good;

	buffer_init(&out, 0);
	template_write(&out, text, values, count);
	good = buffer_ok(&out);
	buffer_clear(&out);
	if (good)
		return RESULT_OK;
	return fault_set(f, RESULT_INVALID, "template",
	    "a page template has a place that is unknown or not closed");
}
