/* buffer.c - see parley/buffer.h. */
#include "parley/buffer.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Room for `more` bytes and the NUL; false, and marked, when the limit forbids it. */
static bool
make_room(struct buffer *b, size_t more)
{
	size_t need, room;
	char *data;

	if (b->failed)
		return false;
	if (more > SIZE_MAX / 4 || (b->limit != 0 && more > b->limit - b->length)) {
		b->failed = true;
		return false;
	}
	need = b->length + more + 1;
	if (need <= b->room)
		return true;
	room = b->room < FIRST_ROOM ? FIRST_ROOM : b->room;
	while (room < need)
		room *= 2;
	data = realloc(b->data, room);
	if (data == NULL)
		log_abort("out-of-memory", "a buffer could not grow");
	b->data = data;
	b->room = room;
	return true;
}

void
buffer_add(struct buffer *b, const void *bytes, size_t length)
{
	if (!make_room(b, length))
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
buffer_char(struct buffer *b, char c)
{
	buffer_add(b, &c, 1);
}

void
buffer_int(struct buffer *b, int64_t n)
{
	/* By hand: this is in every member of every list that is sent, and printf is ten times slower. */
	char digits[20], *p = digits + sizeof digits;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do {
		*--p = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (n < 0)
		*--p = '-';
	buffer_add(b, p, (size_t)(digits + sizeof digits - p));
}

void
buffer_format(struct buffer *b, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		b->failed = true;
	else if (make_room(b, (size_t)n)) {
		va_start(args, fmt);
		(void)vsnprintf(b->data + b->length, (size_t)n + 1, fmt, args);
		va_end(args);
		b->length += (size_t)n;
	}
}

/*
 * One context. `keeps` says which bytes stand for themselves; `escape` writes another.
 * The text is checked as a whole first, so that a half-escaped piece is never left.
 */
struct context {
	bool (*keeps)(unsigned char c);
	void (*escape)(struct buffer *b, unsigned char c);
};

static void
write_escaped(struct buffer *b, const char *s, const struct context *context)
{
	const char *start;

	while (*s != '\0') {
		for (start = s; *s != '\0' && context->keeps((unsigned char)*s);)
			s++;
		buffer_add(b, start, (size_t)(s - start));
		if (*s != '\0')
			context->escape(b, (unsigned char)*s++);
	}
}

/* False, and marked, for what no context takes. */
static bool
is_writable(struct buffer *b, const char *s)
{
	if (s == NULL || !utf8_valid(s, strlen(s)))
		b->failed = true;
	return !b->failed;
}

static bool
html_keeps(unsigned char c)
{
	return c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

static void
html_escape(struct buffer *b, unsigned char c)
{
	buffer_string(b, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" :
	    c == '"' ? "&quot;" : "&#39;");
}

void
buffer_html(struct buffer *b, const char *s)
{
	static const struct context html = { html_keeps, html_escape };

	if (is_writable(b, s))
		write_escaped(b, s, &html);
}

static bool
json_keeps(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void
json_escape(struct buffer *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: the byte, its letter */
	char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	for (const char *p = named; *p != '\0'; p += 2) {
		if ((unsigned char)p[0] == c) {
			text[1] = p[1];
			buffer_add(b, text, 2);
			return;
		}
	}
	buffer_add(b, text, sizeof text);
}

void
buffer_json_string(struct buffer *b, const char *s)
{
	static const struct context json = { json_keeps, json_escape };

	if (s == NULL) {
		buffer_add(b, "null", 4);
		return;
	}
	if (!is_writable(b, s))
		return;
	buffer_char(b, '"');
	write_escaped(b, s, &json);
	buffer_char(b, '"');
}

static bool
csv_keeps(unsigned char c)
{
	return c != '"';
}

static void
csv_escape(struct buffer *b, unsigned char c)
{
	(void)c;
	buffer_add(b, "\"\"", 2);
}

void
buffer_csv(struct buffer *b, const char *s)
{
	static const struct context csv = { csv_keeps, csv_escape };

	if (!is_writable(b, s))
		return;
	buffer_char(b, '"');
	/* A cell that begins so is run as a formula by spreadsheets. */
	if (*s != '\0' && strchr("=+-@\t\r", *s) != NULL)
		buffer_char(b, '\'');
	write_escaped(b, s, &csv);
	buffer_char(b, '"');
}

static bool
url_keeps(unsigned char c)
{
	/* Not isalnum(): that depends on the locale. */
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    c == '-' || c == '.' || c == '_' || c == '~';
}

static void
url_escape(struct buffer *b, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";
	const char text[3] = { '%', hex[c >> 4], hex[c & 15] };

	buffer_add(b, text, sizeof text);
}

void
buffer_url(struct buffer *b, const char *s)
{
	static const struct context url = { url_keeps, url_escape };

	if (is_writable(b, s))
		write_escaped(b, s, &url);
}
