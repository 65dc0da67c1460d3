/* buffer_room.h - how a buffer grows, and text that needs no escape; private to base/. */
#ifndef BASE_BUFFER_ROOM_H
#define BASE_BUFFER_ROOM_H

#include <stdint.h>
#include <string.h>

#include "parley/buffer.h"

/* Makes room, or marks the buffer as failed, when there is none; false then. */
bool buffer_grow(struct buffer *b, size_t more);

/* Room for `more` bytes and the NUL; false, and marked, when the limit forbids it. */
static inline bool
buffer_make_room(struct buffer *b, size_t more)
{
	/* `room` is never more than the limit allows, so that this is all that is asked each time. */
	return !b->failed && (more < b->room - b->length || buffer_grow(b, more));
}

/*
 * Copies printable ASCII without quote and backslash, which stands in JSON as it is, sixteen bytes at a time: nearly all of
 * every answer is such text. False when something else is in it; what was copied is then of no use. There is room at `to`.
 */
typedef signed char buffer_bytes16 __attribute__((vector_size(16)));

static inline buffer_bytes16
buffer_not_plain(buffer_bytes16 x)
{
	/* Signed: what is not ASCII is below the space too. */
	return (buffer_bytes16)((x < ' ') | (x == '"') | (x == '\\') | (x == 0x7f));
}

static inline bool
buffer_copy_plain(char *to, const char *s, size_t length)
{
	buffer_bytes16 x = { 0 }, bad = { 0 };
	uint64_t halves[2];

	if (length >= 16) {
		for (size_t i = 0; i + 16 <= length; i += 16) {
			memcpy(&x, s + i, 16);
			memcpy(to + i, &x, 16);
			bad |= buffer_not_plain(x);
		}
		memcpy(&x, s + length - 16, 16);
		memcpy(to + length - 16, &x, 16);
	} else if (length >= 8) {
		memcpy(&halves[0], s, 8);
		memcpy(&halves[1], s + length - 8, 8);
		memcpy(to, &halves[0], 8);
		memcpy(to + length - 8, &halves[1], 8);
		memcpy(&x, halves, 16);
	} else if (length >= 4) {
		uint32_t quarters[4];

		memcpy(&quarters[0], s, 4);
		memcpy(&quarters[1], s + length - 4, 4);
		memcpy(to, &quarters[0], 4);
		memcpy(to + length - 4, &quarters[1], 4);
		memcpy(&quarters[2], &quarters[0], 8);
		memcpy(&x, quarters, 16);
	} else {
		memset(&x, 'x', 16);
		for (size_t i = 0; i < length; i++)
			x[i] = (signed char)(to[i] = s[i]);
	}
	bad |= buffer_not_plain(x);
	memcpy(halves, &bad, 16);
	return (halves[0] | halves[1]) == 0;
}

#endif
