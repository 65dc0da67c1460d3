/*
 * Any bytes through the strict reader. What it takes must hold what its header promises: no key twice, no NUL,
 * no broken text, and every place must have a pointer that leads back to it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/json.h"
#include "parley/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
walk(const struct json_at *at, struct arena *a)
{
	struct json_at each = { 0 }, again;
	const char *pointer = json_pointer(at, a);

	must(utf8_valid(pointer, strlen(pointer)));
	if (json_is_string(at))
		must(utf8_valid(json_peek(at), strlen(json_peek(at))));
	while (json_next(at, &each)) {
		if (each.key != NULL) {
			again = json_member(at, each.key);
			must(again.value == each.value);
		}
		walk(&each, a);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct json_limits limits = { .length = 20000, .depth = 20 };
	struct arena *a = arena_new();
	const struct cJSON *tree = NULL;
	struct json_at root;
	struct fault f;
	int64_t n;

	fault_init(&f, a);
	if (json_read((const char *)data, size, &limits, a, &tree, &f) == RESULT_OK) {
		must(size <= limits.length && f.result == RESULT_OK);
		root = json_root(tree);
		walk(&root, a);
		if (json_get_int(&root, INT64_MIN, INT64_MAX, &n, &f))
			must(n >= -(INT64_C(1) << 53) && n <= INT64_C(1) << 53);
	} else {
		must(tree == NULL && f.result != RESULT_OK && f.sentence != NULL);
	}
	arena_free(a);
	return 0;
}
