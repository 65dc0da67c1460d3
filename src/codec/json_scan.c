/*
 * json_scan.c - the grammar of RFC 8259, narrowed: no byte order mark, no NUL in any spelling, surrogates only in
 * pairs, numbers only whole and within ±2^53 (RFC 7493 2.2: what every reader reads alike).
 */
#include "json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "parley/utf8.h"

#define WHOLE_MOST INT64_C(9007199254740992) /* 2^53 */

struct scan {
	const char *text, *at, *end;
	int depth, max_depth;
	const char *wrong; /* NULL while all is well */
};

static bool scan_value(struct scan *s);

static bool
fail(struct scan *s, const char *wrong)
{
	if (s->wrong == NULL)
		s->wrong = wrong;
	return false;
}

static void
skip_space(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

static bool
take(struct scan *s, char c)
{
	if (s->at >= s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

static bool
scan_word(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
		return fail(s, "a value was expected here");
	s->at += n;
	return true;
}

static bool
scan_hex(struct scan *s, unsigned *out)
{
	unsigned value = 0;
	int i;

	for (i = 0; i < 4; i++, s->at++) {
		char c = s->at < s->end ? *s->at : '\0';

		if (c >= '0' && c <= '9')
			value = value * 16 + (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (unsigned)(c - 'a') + 10;
		else if (c >= 'A' && c <= 'F')
			value = value * 16 + (unsigned)(c - 'A') + 10;
		else
			return fail(s, "\\u takes four hexadecimal digits");
	}
	*out = value;
	return true;
}

static bool
scan_unicode(struct scan *s)
{
	unsigned high, low = 0;

	if (!scan_hex(s, &high))
		return false;
	if (high == 0)
		return fail(s, "\\u0000 is not allowed");
	if (high >= 0xDC00 && high <= 0xDFFF)
		return fail(s, "half of a surrogate pair stands alone");
	if (high < 0xD800 || high > 0xDBFF)
		return true;
	if (!take(s, '\\') || !take(s, 'u'))
		return fail(s, "half of a surrogate pair stands alone");
	if (!scan_hex(s, &low))
		return false;
	return low >= 0xDC00 && low <= 0xDFFF ? true : fail(s, "half of a surrogate pair stands alone");
}

static bool
scan_string(struct scan *s)
{
	s->at++;
	while (s->at < s->end) {
		unsigned char c = (unsigned char)*s->at++;

		if (c == '"')
			return true;
		if (c < 0x20)
			return fail(s, "a control character stands in a string; write it as \\n, \\t or \\u");
		if (c != '\\')
			continue;
		if (take(s, 'u')) {
			if (!scan_unicode(s))
				return false;
		} else if (s->at < s->end && *s->at != '\0' && strchr("\"\\/bfnrt", *s->at) != NULL) {
			s->at++;
		} else {
			return fail(s, "there is no such escape");
		}
	}
	return fail(s, "a string does not end");
}

static bool
scan_number(struct scan *s)
{
	int64_t value = 0;
	const char *first;

	(void)take(s, '-');
	first = s->at;
	while (s->at < s->end && *s->at >= '0' && *s->at <= '9') {
		if (value > WHOLE_MOST / 10)
			return fail(s, "a number is too large");
		value = value * 10 + (*s->at++ - '0');
	}
	if (s->at == first)
		return fail(s, "a value was expected here");
	if (*first == '0' && s->at - first > 1)
		return fail(s, "a number may not begin with 0");
	if (s->at < s->end && (*s->at == '.' || *s->at == 'e' || *s->at == 'E'))
		return fail(s, "only whole numbers are allowed, without a point or an exponent");
	return value <= WHOLE_MOST ? true : fail(s, "a number is too large");
}

static bool
scan_array(struct scan *s)
{
	skip_space(s);
	if (take(s, ']'))
		return true;
	do {
		if (!scan_value(s))
			return false;
	} while (take(s, ','));
	return take(s, ']') ? true : fail(s, "a comma or ] was expected here");
}

static bool
scan_object(struct scan *s)
{
	skip_space(s);
	if (take(s, '}'))
		return true;
	do {
		skip_space(s);
		if (s->at >= s->end || *s->at != '"')
			return fail(s, "a name in quotes was expected here");
		if (!scan_string(s))
			return false;
		skip_space(s);
		if (!take(s, ':'))
			return fail(s, "a colon was expected here");
		if (!scan_value(s))
			return false;
	} while (take(s, ','));
	return take(s, '}') ? true : fail(s, "a comma or } was expected here");
}

static bool
scan_nested(struct scan *s, bool (*inside)(struct scan *))
{
	bool good;

	if (s->depth >= s->max_depth)
		return fail(s, "it is nested too deeply");
	s->depth++;
	s->at++;
	good = inside(s);
	s->depth--;
	return good;
}

/* A value with the white space round it. */
static bool
scan_value(struct scan *s)
{
	bool good;

	skip_space(s);
	if (s->at >= s->end)
		return fail(s, "it ends too early");
	switch (*s->at) {
	case '{':
		good = scan_nested(s, scan_object);
		break;
	case '[':
		good = scan_nested(s, scan_array);
		break;
	case '"':
		good = scan_string(s);
		break;
	case 't':
		good = scan_word(s, "true");
		break;
	case 'f':
		good = scan_word(s, "false");
		break;
	case 'n':
		good = scan_word(s, "null");
		break;
	default:
		good = scan_number(s);
	}
	skip_space(s);
	return good;
}

static enum result
report(const struct scan *s, struct fault *f)
{
	const char *p;
	size_t line = 1, column = 1;

	for (p = s->text; p < s->at && p < s->end; p++) {
		column++;
		if (*p == '\n') {
			line++;
			column = 1;
		}
	}
	return fault_set(f, RESULT_INVALID, "not-json", "This is not JSON that can be read: line %zu, column %zu: %s.", line,
	                 column, s->wrong);
}

enum result
json_scan(const char *text, size_t length, int max_depth, struct fault *f)
{
	struct scan s = { .text = text, .at = text, .end = text, .max_depth = max_depth };

	if (length == 0)
		return fault_set(f, RESULT_INVALID, "not-json", "There is no JSON: it is empty.");
	s.end = text + length;
	if (!utf8_valid(text, length))
		return fault_set(f, RESULT_INVALID, "not-json", "This is not text in UTF-8.");
	if (!scan_value(&s))
		return report(&s, f);
	if (s.at == s.end)
		return RESULT_OK;
	s.wrong = "something stands behind the end";
	return report(&s, f);
}
