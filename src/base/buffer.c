/* buffer.c - see parley/buffer.h. */
#include "parley/buffer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer_room.h"
#include "format.h"
#include "parley/log.h"
#include "parley/utf8.h"

#define FIRST_ROOM 256

void
buffer_init(struct buffer *b, size_t limit)
{
	*b = (struct buffer){ .limit = limit };
}

void
buffer_clear(struct buffer *b)
{
	free(b->data);
	buffer_init(b, b->limit);
}

void
buffer_reset(struct buffer *b)
{
	b->length = 0;
	b->failed = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

bool
buffer_ok(const struct buffer *b)
{
	return !b->failed;
}

static void
enlarge(struct buffer *b, size_t need)
{
	size_t room = b->room < FIRST_ROOM ? FIRST_ROOM : b->room;
	char *data;

	while (room < need)
		room *= 2;
	if (b->limit != 0 && room > b->limit + 1)
		room = b->limit + 1;
	data = realloc(b->data, room);
	if (data == NULL)
		log_abort("out-of-memory", "a buffer could not grow");
	b->data = data;
	b->room = room;
}

bool
buffer_grow(struct buffer *b, size_t more)
{
	if (more > SIZE_MAX / 4 || (b->limit != 0 && more > b->limit - b->length)) {
		b->failed = true;
		return false;
	}
	enlarge(b, b->length + more + 1);
	return true;
}

void
buffer_add(struct buffer *b, const void *bytes, size_t length)
{
	if (!buffer_make_room(b, length))
		return;
	if (length > 0)
		memcpy(b->data + b->length, bytes, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void
buffer_string(struct buffer *b, const char *s)
{
	if (s == NULL)
		b->failed = true;
	else
		buffer_add(b, s, strlen(s));
}

void
buffer_char_grown(struct buffer *b, char c)
{
	if (!buffer_make_room(b, 1))
		return;
	b->data[b->length++] = c;
	b->data[b->length] = '\0';
}

size_t
buffer_put_int(char to[20], int64_t n)
{
	/* By hand: every list that is sent is full of numbers, and printf is slow. */
	char digits[20], *p = digits + sizeof digits;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
	size_t length;

	do {
		*--p = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (n < 0)
		*--p = '-';
	length = (size_t)(digits + sizeof digits - p);
	memcpy(to, p, length);
	return length;
}

void
buffer_int(struct buffer *b, int64_t n)
{
	char digits[20];

	buffer_add(b, digits, buffer_put_int(digits, n));
}

void
buffer_format(struct buffer *b, const char *fmt, ...)
{
	va_list args;
	int n;

	if (!buffer_make_room(b, 0))
		return;
	/* Nearly always it fits, and is written once. */
	va_start(args, fmt);
	n = format_write(b->data + b->length, b->room - b->length, fmt, args);
	va_end(args);
	if (n >= 0 && (size_t)n >= b->room - b->length) {
		b->data[b->length] = '\0';
		if (!buffer_grow(b, (size_t)n))
			return;
		va_start(args, fmt);
		n = format_write(b->data + b->length, b->room - b->length, fmt, args);
		va_end(args);
	}
	if (n < 0) {
		b->data[b->length] = '\0';
		b->failed = true;
		return;
	}
	b->length += (size_t)n;
}

/*
 * One table per context: what stands for a byte, or NULL for one that stands for itself.
 * The text is checked as a whole first, so that a half-escaped piece is never left.
 */
typedef const char *escapes[256];

static const escapes html_escapes = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

/* RFC 8259 section 7; DEL too, which is allowed but which nobody can see. */
static const escapes json_escapes = {
	"\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
	"\\b", "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f",
	"\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
	"\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
	['"'] = "\\\"", ['\\'] = "\\\\", [0x7f] = "\\u007f",
};


static void
write_escaped(struct buffer *b, const char *s, size_t length, const escapes table)
{
	const char *end = s + length, *start;

	while (s < end) {
		for (start = s; s < end && table[(unsigned char)*s] == NULL;)
			s++;
		if (s > start)
			buffer_add(b, start, (size_t)(s - start));
		if (s < end)
			buffer_string(b, table[(unsigned char)*s++]);
	}
}

/* False, and marked, for what no context takes. */
static bool
is_writable(struct buffer *b, const char *s, size_t *length)
{
	*length = s == NULL ? 0 : strlen(s);
	if (s == NULL || !utf8_valid(s, *length))
		b->failed = true;
	return !b->failed;
}

void
buffer_html(struct buffer *b, const char *s)
{
	size_t length;

	if (is_writable(b, s, &length))
		write_escaped(b, s, length, html_escapes);
}

void
buffer_json_string(struct buffer *b, const char *s)
{
	size_t length;
	char *to;

	if (s == NULL) {
		buffer_add(b, "null", 4);
		return;
	}
	length = strlen(s);
	if (!buffer_make_room(b, length + 2))
		return;
	to = b->data + b->length;
	if (buffer_copy_plain(to + 1, s, length)) {
		to[0] = to[length + 1] = '"';
		to[length + 2] = '\0';
		b->length += length + 2;
		return;
	}
	if (!is_writable(b, s, &length))
		return;
	buffer_char(b, '"');
	write_escaped(b, s, length, json_escapes);
	buffer_char(b, '"');
}
