/*
 * json.c - see parley/json.h.
 *
 * First the text is scanned by the grammar of RFC 8259 with our own limits (json_scan.c), then cJSON builds the
 * tree from text that is known to be good, then the tree is walked for keys that stand twice ("a" and "\u0061" are the
 * same key, so this is asked of the tree and not of the text).
 *
 * cJSON takes its memory by hooks that are global and have no argument. The arena of the reader at work is
 * kept in a variable of the thread; free does nothing, the arena's owner does it.
 */
#include "parley/json.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "parley/buffer.h"
#include "parley/utf8.h"

#define DEPTH_MOST 500 /* cJSON's own limit is 1000, and readers recurse */
#define LINE_MOST 200
#define TEXT_MOST 10000

static _Thread_local struct arena *reading;
static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;

static void *
take(size_t size)
{
	return arena_alloc(reading, size);
}

static void
leave(void *p)
{
	(void)p;
}

static void
set_hooks(void)
{
	cJSON_Hooks hooks = { .malloc_fn = take, .free_fn = leave };

	cJSON_InitHooks(&hooks);
}

static const struct cJSON *
build(const char *text, size_t length, struct arena *a)
{
	const struct cJSON *tree;

	if (pthread_once(&hooks_once, set_hooks) != 0)
		return NULL;
	reading = a;
	tree = cJSON_ParseWithLengthOpts(text, length, NULL, 0);
	reading = NULL;
	return tree;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct cJSON *const *x = a, *const *y = b;

	return strcmp((*x)->string, (*y)->string);
}

/* Sorted, because a hostile object of 10,000 keys compared pair by pair would hold a thread for long. */
static void
refuse_same_keys(const struct json_at *object, struct fault *f)
{
	struct json_at each = { 0 };
	const struct cJSON **members;
	size_t i, count = json_count(object), n = 0;

	if (count < 2)
		return;
	members = ARENA_ARRAY(f->arena, count, const struct cJSON *);
	while (json_next(object, &each))
		members[n++] = each.value;
	qsort(members, count, sizeof members[0], compare_keys);
	for (i = 1; i < count; i++) {
		if (strcmp(members[i - 1]->string, members[i]->string) != 0)
			continue;
		each = (struct json_at){ .value = members[i], .up = object, .key = members[i]->string };
		json_fault(&each, f, "This name stands twice.");
	}
}

static void
walk(const struct json_at *at, struct fault *f)
{
	struct json_at each = { 0 };

	if (json_is_object(at))
		refuse_same_keys(at, f);
	while (json_next(at, &each))
		walk(&each, f);
}

enum result
json_read(const char *text, size_t length, const struct json_limits *limits, struct arena *a,
          const struct cJSON **out, struct fault *f)
{
	const struct cJSON *tree;
	struct json_at root;
	size_t before = f->count;
	enum result r;

	if (length > limits->length)
		return fault_set(f, RESULT_LIMIT, "too-large", "It is longer than %zu bytes.", limits->length);
	r = json_scan(text, length, limits->depth < DEPTH_MOST ? limits->depth : DEPTH_MOST, f);
	if (r != RESULT_OK)
		return r;
	tree = build(text, length, a);
	if (tree == NULL)
		return fault_set(f, RESULT_BUG, "json-reader", "The JSON could not be read.");
	root = json_root(tree);
	walk(&root, f);
	if (f->count != before)
		return f->result;
	*out = tree;
	return RESULT_OK;
}

struct json_at
json_root(const struct cJSON *document)
{
	return (struct json_at){ .value = document };
}

struct json_at
json_member(const struct json_at *of, const char *key)
{
	struct json_at each = { 0 };

	if (json_is_object(of))
		while (json_next(of, &each))
			if (strcmp(each.key, key) == 0)
				return each;
	return (struct json_at){ .up = of, .key = key };
}

bool
json_next(const struct json_at *of, struct json_at *each)
{
	const struct cJSON *next;

	if (!json_is_object(of) && !json_is_array(of))
		return false;
	next = each->value == NULL ? of->value->child : each->value->next;
	if (next == NULL)
		return false;
	each->index = each->value == NULL ? 0 : each->index + 1;
	each->value = next;
	each->up = of;
	each->key = json_is_object(of) ? next->string : NULL;
	return true;
}

size_t
json_count(const struct json_at *of)
{
	struct json_at each = { 0 };
	size_t n = 0;

	while (json_next(of, &each))
		n++;
	return n;
}

bool
json_present(const struct json_at *at)
{
	return at->value != NULL && !cJSON_IsNull(at->value);
}

bool
json_is_string(const struct json_at *at)
{
	return at->value != NULL && cJSON_IsString(at->value);
}

bool
json_is_object(const struct json_at *at)
{
	return at->value != NULL && cJSON_IsObject(at->value);
}

bool
json_is_array(const struct json_at *at)
{
	return at->value != NULL && cJSON_IsArray(at->value);
}

const char *
json_peek(const struct json_at *at)
{
	return json_is_string(at) ? at->value->valuestring : NULL;
}

static void
write_pointer(const struct json_at *at, struct buffer *b)
{
	const char *s;

	if (at->up == NULL)
		return;
	write_pointer(at->up, b);
	buffer_char(b, '/');
	if (at->key == NULL) {
		buffer_int(b, (int64_t)at->index);
		return;
	}
	for (s = at->key; *s != '\0'; s++) {
		if (*s == '~')
			buffer_string(b, "~0");
		else if (*s == '/')
			buffer_string(b, "~1");
		else
			buffer_char(b, *s);
	}
}

const char *
json_pointer(const struct json_at *at, struct arena *a)
{
	struct buffer b;
	const char *pointer;

	buffer_init(&b, 0);
	write_pointer(at, &b);
	pointer = arena_string(a, b.length == 0 ? "" : b.data);
	buffer_clear(&b);
	return pointer;
}

bool
json_fault(const struct json_at *at, struct fault *f, const char *fmt, ...)
{
	char reason[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(reason, sizeof reason, fmt, args);
	va_end(args);
	/* A word from outside may be too long to repeat; the pointer still says where it is. */
	if (n < 0 || (size_t)n >= sizeof reason)
		(void)fault_field(f, json_pointer(at, f->arena), "This is not allowed here.");
	else
		(void)fault_field(f, json_pointer(at, f->arena), "%s", reason);
	return false;
}

bool
json_expect_object(const struct json_at *at, struct fault *f)
{
	return json_is_object(at) ? true : json_fault(at, f, "This must be an object, in { }.");
}

bool
json_expect_array(const struct json_at *at, struct fault *f)
{
	return json_is_array(at) ? true : json_fault(at, f, "This must be a list, in [ ].");
}

bool
json_known_keys(const struct json_at *at, const char *const *keys, size_t count, struct fault *f)
{
	struct json_at each = { 0 };
	bool all = true;
	size_t i;

	if (!json_expect_object(at, f))
		return false;
	while (json_next(at, &each)) {
		for (i = 0; i < count && strcmp(keys[i], each.key) != 0; i++)
			;
		if (i == count)
			all = json_fault(&each, f, "There is no such name here.");
	}
	return all;
}

static bool
get_string(const struct json_at *at, size_t max, const char **out, struct fault *f)
{
	const char *s = json_peek(at);

	if (s == NULL)
		return json_fault(at, f, at->value == NULL ? "This is missing." : "This must be text, in quotes.");
	if (utf8_is_blank(s))
		return json_fault(at, f, "This is empty.");
	if (utf8_length(s) > max)
		return json_fault(at, f, "This is longer than %zu characters.", max);
	*out = s;
	return true;
}

bool
json_get_line(const struct json_at *at, size_t max, const char **out, struct fault *f)
{
	const char *s;

	if (!get_string(at, max == 0 ? LINE_MOST : max, &s, f))
		return false;
	if (!utf8_is_line(s))
		return json_fault(at, f, "This must be one line, without control characters.");
	*out = s;
	return true;
}

bool
json_get_text(const struct json_at *at, size_t max, const char **out, struct fault *f)
{
	const char *s;

	if (!get_string(at, max == 0 ? TEXT_MOST : max, &s, f))
		return false;
	if (!utf8_is_text(s))
		return json_fault(at, f, "This holds control characters.");
	*out = s;
	return true;
}

bool
json_get_int(const struct json_at *at, int64_t min, int64_t max, int64_t *out, struct fault *f)
{
	int64_t n;

	if (at->value == NULL || !cJSON_IsNumber(at->value))
		return json_fault(at, f, at->value == NULL ? "This is missing." : "This must be a whole number.");
	/* Exact: the scanner has let only whole numbers within ±2^53 pass. */
	n = (int64_t)at->value->valuedouble;
	if (n < min || n > max)
		return json_fault(at, f, "This must be between %lld and %lld.", (long long)min, (long long)max);
	*out = n;
	return true;
}

bool
json_get_bool(const struct json_at *at, bool *out, struct fault *f)
{
	if (at->value == NULL || !cJSON_IsBool(at->value))
		return json_fault(at, f, at->value == NULL ? "This is missing." : "This must be true or false.");
	*out = cJSON_IsTrue(at->value);
	return true;
}

bool
json_get_lines(const struct json_at *at, size_t most, struct arena *a, struct json_lines *out, struct fault *f)
{
	struct json_at each = { 0 };
	size_t i, n = 0, count = json_count(at);
	const char **items;
	bool good = true;

	if (!json_expect_array(at, f))
		return false;
	if (count > most)
		return json_fault(at, f, "This list is longer than %zu.", most);
	items = ARENA_ARRAY(a, count, const char *);
	while (json_next(at, &each)) {
		if (!json_get_line(&each, 0, &items[n], f)) {
			good = false;
			continue;
		}
		for (i = 0; i < n && strcmp(items[i], items[n]) != 0; i++)
			;
		if (i < n)
			good = json_fault(&each, f, "This stands in the list twice.");
		n++;
	}
	if (good)
		*out = (struct json_lines){ .items = items, .count = n };
	return good;
}
