/* format.c - see format.h. */
#include "format.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct writing {
	char *to;
	size_t room, length; /* length: as if there were room */
};

static void
put(struct writing *w, const char *s, size_t length)
{
	if (w->length < w->room) {
		size_t left = w->room - w->length;

		memcpy(w->to + w->length, s, length < left ? length : left);
	}
	w->length += length;
}

static void
put_number(struct writing *w, uint64_t n, bool negative)
{
	char digits[21], *p = digits + sizeof digits;

	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	if (negative)
		*--p = '-';
	put(w, p, (size_t)(digits + sizeof digits - p));
}

static void
put_signed(struct writing *w, int64_t n)
{
	put_number(w, n < 0 ? -(uint64_t)n : (uint64_t)n, n < 0);
}

/* "ld", "lu", "lld", "llu". */
static size_t
convert_long(struct writing *w, const char *conversion, va_list *args)
{
	bool twice = conversion[1] == 'l';

	switch (conversion[twice ? 2 : 1]) {
	case 'd':
		put_signed(w, twice ? va_arg(*args, long long) : va_arg(*args, long));
		break;
	case 'u':
		put_number(w, twice ? va_arg(*args, unsigned long long) : va_arg(*args, unsigned long), false);
		break;
	default:
		return 0;
	}
	return twice ? 3 : 2;
}

/* One conversion, without its %. Gives how many bytes of the format it is; 0 for one that is not known here. */
static size_t
convert(struct writing *w, const char *conversion, va_list *args)
{
	const char *s;

	switch (*conversion) {
	case 's':
		s = va_arg(*args, const char *);
		if (s == NULL)
			return 0;
		put(w, s, strlen(s));
		return 1;
	case 'd':
		put_signed(w, va_arg(*args, int));
		return 1;
	case 'u':
		put_number(w, va_arg(*args, unsigned), false);
		return 1;
	case 'l':
		return convert_long(w, conversion, args);
	case 'z':
		if (conversion[1] != 'u')
			return 0;
		put_number(w, va_arg(*args, size_t), false);
		return 2;
	case '%':
		put(w, "%", 1);
		return 1;
	default:
		return 0;
	}
}

/* False when the format has what is not known here. */
static bool
write_known(struct writing *w, const char *fmt, va_list *args)
{
	while (*fmt != '\0') {
		const char *next = strchrnul(fmt, '%');
		size_t taken;

		put(w, fmt, (size_t)(next - fmt));
		if (*next == '\0')
			break;
		taken = convert(w, next + 1, args);
		if (taken == 0)
			return false;
		fmt = next + 1 + taken;
	}
	return w->length < INT_MAX;
}

int
format_write(char *to, size_t room, const char *fmt, va_list args)
{
	struct writing w = { .to = to, .room = room - 1 };
	va_list own;
	bool known;

	va_copy(own, args);
	known = write_known(&w, fmt, &own);
	va_end(own);
	if (!known)
		return vsnprintf(to, room, fmt, args);
	to[w.length < w.room ? w.length : w.room] = '\0';
	return (int)w.length;
}
