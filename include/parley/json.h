/*
 * json.h - the strict reader of JSON, and the getters that say what is wrong where.
 *
 * Everything that comes from outside as JSON (requests, policy and calendar files) is read here, once. cJSON
 * builds the tree; what it would let pass is refused before and after it: text behind the document, NUL in a
 * string, lone surrogates, keys that stand twice, fractions, depth, size. (RFC 8259; I-JSON, RFC 7493.)
 *
 * A place in a document is a `struct json_at`: a value and the way to it, so that a fault can name its JSON
 * pointer (RFC 6901). Places live on the caller's stack and point at the place above them. The getters add a
 * fault and give false when the value is not what was asked for, and leave the output untouched; a caller who
 * wants to report all faults at once goes on and looks at fault.result in the end.
 *
 * The tree and all its strings live in the arena; nothing is freed. Strings are valid UTF-8 without NUL.
 */
#ifndef PARLEY_JSON_H
#define PARLEY_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/arena.h"
#include "parley/fault.h"
#include "parley/result.h"

struct cJSON; /* what it is made of is known in codec/ only */

struct json_limits {
	size_t length; /* bytes */
	int depth;     /* objects and arrays within each other, at most 500; 1 = a flat object */
};

/*
 * Reads one document. LIMIT "too-large" when it is longer than allowed; INVALID "not-json" with line and column
 * when it is not JSON as described above; INVALID with a pointer for each key that stands twice.
 * `text` need not end in NUL. *out is untouched on failure.
 */
enum result json_read(const char *text, size_t length, const struct json_limits *limits, struct arena *a,
                      const struct cJSON **out, struct fault *f) MUST_USE;

struct json_at {
	const struct cJSON *value;  /* NULL: there is nothing here */
	const struct json_at *up;   /* NULL: the document itself */
	const char *key;            /* NULL in an array */
	size_t index;
};

struct json_at json_root(const struct cJSON *document);
/* The member of that name, in exactly that case; .value is NULL when there is none, or `of` is no object. */
struct json_at json_member(const struct json_at *of, const char *key);
/* Goes through the members of an object or the elements of an array: *each starts zeroed. False at the end. */
bool json_next(const struct json_at *of, struct json_at *each);
size_t json_count(const struct json_at *of);

bool json_present(const struct json_at *at); /* there, and not null */
bool json_is_string(const struct json_at *at);
bool json_is_object(const struct json_at *at);
bool json_is_array(const struct json_at *at);
/* The string, or NULL for anything else: for looking ahead without a fault. */
const char *json_peek(const struct json_at *at);

/* The place as a JSON pointer, in the arena: "/stages/0/duties/2/from", "" for the whole document. */
const char *json_pointer(const struct json_at *at, struct arena *a);
/* Adds a fault at that place. Always gives false, so that a reader may return it. */
bool json_fault(const struct json_at *at, struct fault *f, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Is it an object, with no other keys than these? One fault for each other key; false for any. */
bool json_known_keys(const struct json_at *at, const char *const *keys, size_t count, struct fault *f);
bool json_expect_object(const struct json_at *at, struct fault *f);
bool json_expect_array(const struct json_at *at, struct fault *f);
/* One line, and a text of several, neither blank, of at most `max` code points (0 = 200 and 10,000). */
bool json_get_line(const struct json_at *at, size_t max, const char **out, struct fault *f);
bool json_get_text(const struct json_at *at, size_t max, const char **out, struct fault *f);
bool json_get_int(const struct json_at *at, int64_t min, int64_t max, int64_t *out, struct fault *f);
bool json_get_bool(const struct json_at *at, bool *out, struct fault *f);

struct json_lines { const char *const *items; size_t count; };
/* A list of at most `most` lines (as json_get_line), none of them twice; the list is made in `a`, which may
 * live longer than the fault's. */
bool json_get_lines(const struct json_at *at, size_t most, struct arena *a, struct json_lines *out, struct fault *f);

#endif
