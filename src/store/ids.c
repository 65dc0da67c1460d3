/* ids.c - see ids.h. */
#include "parley/buffer.h"
#include "ids.h"

const char *
ids_json(const int64_t *ids, size_t count, struct arena *a)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	json_array(&b, NULL);
	for (size_t i = 0; i < count; i++)
		json_int(&b, NULL, ids[i]);
	json_end_array(&b);
	text = arena_string(a, b.data);
	buffer_clear(&b);
	return text;
}

const char *
ids_list(const int64_t *ids, size_t count, struct arena *a)
{
	const char *list = "";

	for (size_t i = 0; i < count; i++)
		list = arena_format(a, "%s%s%lld", list, i > 0 ? "," : "", (long long)ids[i]);
	return list;
}
