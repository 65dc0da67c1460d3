/*
 * buffer.h - a string that grows, and the escapers that write into it.
 *
 * One escaper per context. They never shorten and never guess: text that cannot
 * stand in a context (a NUL, broken UTF-8) marks the buffer as failed, and
 * buffer_ok() then says so to whoever is about to send it. A NULL string (but for
 * json), or more than the limit, is a failure too. After a failure nothing more is
 * added. Running out of memory aborts, as in arena.h.
 */
#ifndef PARLEY_BUFFER_H
#define PARLEY_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/result.h"

struct buffer {
	char *data;    /* NUL-terminated once anything was added; NULL before */
	size_t length; /* bytes, without that NUL */
	size_t room;   /* bytes held, at most limit + 1 */
	size_t limit;  /* largest length allowed; 0 = no limit */
	bool failed;
};

void buffer_init(struct buffer *b, size_t limit);
void buffer_clear(struct buffer *b);  /* frees */
void buffer_reset(struct buffer *b);  /* empties, keeps the memory, forgets a failure */
bool buffer_ok(const struct buffer *b);

void buffer_add(struct buffer *b, const void *bytes, size_t length);
void buffer_string(struct buffer *b, const char *s);
static inline void buffer_char(struct buffer *b, char c);
void buffer_int(struct buffer *b, int64_t n);
void buffer_format(struct buffer *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

void buffer_html(struct buffer *b, const char *s);       /* text and double-quoted attributes */
void buffer_json_string(struct buffer *b, const char *s); /* with its quotes; NULL writes null */

/*
 * JSON written straight into the buffer. Commas are placed by looking at the last
 * byte written, so that a writer is a list of calls. `name` NULL = an array member,
 * or a document of its own: at the start of the buffer and after a line feed (JSON lines).
 *
 * Most of what a page costs is written by these: a name that is a literal in the code has its length at compile time, and is
 * copied with its value at once (buffer_json.h is how).
 */
static inline void json_name(struct buffer *b, const char *name);    /* "name": whose value the caller adds, whole and valid, at once */
static inline void json_object(struct buffer *b, const char *name);  /* "name":{ */
static inline void json_array(struct buffer *b, const char *name);   /* "name":[ */
static inline void json_end_object(struct buffer *b);
static inline void json_end_array(struct buffer *b);
static inline void json_string(struct buffer *b, const char *name, const char *value); /* NULL value writes null */
static inline void json_optional(struct buffer *b, const char *name, const char *value); /* nothing at all for NULL */
static inline void json_int(struct buffer *b, const char *name, int64_t value);
static inline void json_bool(struct buffer *b, const char *name, bool value);
static inline void json_null(struct buffer *b, const char *name);
void json_raw(struct buffer *b, const char *name, const char *json); /* already valid JSON */

/*
 * Text of several pieces, written where it stands: json_text_begin() gives where it begins in the buffer, buffer_string() and
 * the like add to it, and json_text_end() escapes what needs it.
 */
size_t json_text_begin(struct buffer *b, const char *name);
void json_text_end(struct buffer *b, size_t from);

/*
 * Several members at once: what most of a page consists of, written in one go.
 *
 *     json_members(b, json_has_text("name", p->name), json_has_bool("late", false), json_has_instant("at", t));
 *
 * The names are literals. Dates are those of instant.h: DAY_NONE and INSTANT_NONE write null, and what has no written form
 * is a failure. json_whole() writes them as an object of that name (NULL: an element of an array), with its brackets.
 */
#define json_members(b, ...) \
	json_write_members((b), (const struct json_member[]){ __VA_ARGS__ }, JSON_COUNT(__VA_ARGS__))
#define json_whole(b, name, ...) \
	json_write_whole((b), (name), (const struct json_member[]){ __VA_ARGS__ }, JSON_COUNT(__VA_ARGS__))
#define JSON_COUNT(...) (sizeof((const struct json_member[]){ __VA_ARGS__ }) / sizeof(struct json_member))
struct json_member;
void json_write_members(struct buffer *b, const struct json_member *members, size_t count);
void json_write_whole(struct buffer *b, const char *name, const struct json_member *members, size_t count);

#include "parley/buffer_json.h"

#endif
