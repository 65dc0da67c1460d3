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

/* A number in decimal digits, without a NUL; how many bytes. */
size_t buffer_put_int(char to[20], int64_t n);

/* Plain text is printable ASCII without quote and backslash: it stands in JSON as it is, and nearly all of every answer is it. */
typedef unsigned char buffer_bytes16 __attribute__((vector_size(16)));
typedef uint64_t buffer_halves __attribute__((vector_size(16)));

/*
 * What is not plain gets its highest bit. Control characters do by taking a space off, DEL and what is not ASCII by adding one
 * (0xff by the first).
 */
static inline buffer_bytes16
buffer_not_plain(buffer_bytes16 x)
{
	return (x - ' ') | (x + 1) | (buffer_bytes16)(x == '"') | (buffer_bytes16)(x == '\\');
}

static inline bool
buffer_all_plain(buffer_bytes16 bad)
{
	buffer_halves found = (buffer_halves)bad;

	return ((found[0] | found[1]) & UINT64_C(0x8080808080808080)) == 0;
}

/* Whether it is such text, where it stands. */
static inline bool
buffer_is_plain(const char *s, size_t length)
{
	buffer_bytes16 x, bad = { 0 };
	size_t i;

	for (i = 0; i + 16 <= length; i += 16) {
		memcpy(&x, s + i, 16);
		bad |= buffer_not_plain(x);
	}
	memset(&x, 'x', 16);
	memcpy(&x, s + i, length - i);
	return buffer_all_plain(bad | buffer_not_plain(x));
}

/*
 * Copies plain text, sixteen bytes at a time. False when something else is in it; what was copied is then of no use. There is
 * room at `to`.
 */
static inline __attribute__((always_inline)) bool
buffer_copy_plain(char *to, const char *s, size_t length)
{
	buffer_bytes16 x, bad = { 0 };

	/* What is shorter than sixteen bytes is read as two pieces that overlap, and filled up by reading them twice. */
	if (length >= 16) {
		for (size_t i = 0; i + 16 < length; i += 16) {
			memcpy(&x, s + i, 16);
			memcpy(to + i, &x, 16);
			bad |= buffer_not_plain(x);
		}
		memcpy(&x, s + length - 16, 16);
		memcpy(to + length - 16, &x, 16);
	} else if (length >= 8) {
		uint64_t first, last;

		memcpy(&first, s, 8);
		memcpy(&last, s + length - 8, 8);
		memcpy(to, &first, 8);
		memcpy(to + length - 8, &last, 8);
		x = (buffer_bytes16)(buffer_halves){ first, last };
	} else if (length >= 4) {
		uint32_t first, last;

		memcpy(&first, s, 4);
		memcpy(&last, s + length - 4, 4);
		memcpy(to, &first, 4);
		memcpy(to + length - 4, &last, 4);
		x = (buffer_bytes16)(buffer_halves){ first | (uint64_t)last << 32, first | (uint64_t)last << 32 };
	} else if (length > 0) {
		const unsigned char first = (unsigned char)s[0], middle = (unsigned char)s[length / 2];
		const unsigned char last = (unsigned char)s[length - 1];
		const uint64_t all = first * UINT64_C(0x0101010101010000) | (uint64_t)middle << 8 | last;

		to[0] = (char)first;
		to[length / 2] = (char)middle;
		to[length - 1] = (char)last;
		x = (buffer_bytes16)(buffer_halves){ all, all };
	} else {
		return true;
	}
	return buffer_all_plain(bad | buffer_not_plain(x));
}

#endif
