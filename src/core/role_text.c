/* role_text.c - see role_text.h. */
#include "role_text.h"

#include <stdbool.h>
#include <string.h>

#include "parley/utf8.h"

/* What is no UTF-8 stands above all characters, and equals nothing but itself. */
#define BROKEN 0x110000u

/*
 * Unicode's case folding of the letters named in role.h: every `step`-th character from first to last
 * becomes the one `plus` further on.
 */
static const struct {
	uint32_t first, last, step;
	int32_t plus;
} folds[] = {
	{ 'A', 'Z', 1, 32 },
	{ 0x00c0, 0x00d6, 1, 32 },
	{ 0x00d8, 0x00de, 1, 32 },
	{ 0x0100, 0x012e, 2, 1 },
	{ 0x0132, 0x0136, 2, 1 },
	{ 0x0139, 0x0147, 2, 1 },
	{ 0x014a, 0x0176, 2, 1 },
	{ 0x0178, 0x0178, 1, -121 },
	{ 0x0179, 0x017d, 2, 1 },
	{ 0x017f, 0x017f, 1, 's' - 0x017f },
	{ 0x0218, 0x021a, 2, 1 },
	{ 0x0386, 0x0386, 1, 38 },
	{ 0x0388, 0x038a, 1, 37 },
	{ 0x038c, 0x038c, 1, 64 },
	{ 0x038e, 0x038f, 1, 63 },
	{ 0x0391, 0x03a1, 1, 32 },
	{ 0x03a3, 0x03ab, 1, 32 },
	{ 0x03c2, 0x03c2, 1, 1 },                  /* final sigma */
	{ 0x0400, 0x040f, 1, 80 },
	{ 0x0410, 0x042f, 1, 32 },
	{ 0x0490, 0x0490, 1, 1 },
	{ 0x1e9e, 0x1e9e, 1, 0x00df - 0x1e9e },
};

static uint32_t
fold(uint32_t c)
{
	/* Apostrophes and dashes that a word processor made: several of them become one. */
	if (c == 0x2018 || c == 0x2019 || c == 0x02bc || c == 0x00b4 || c == '`')
		return '\'';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++)
		if (c >= folds[i].first && c <= folds[i].last && (c - folds[i].first) % folds[i].step == 0)
			return (uint32_t)((int32_t)c + folds[i].plus);
	return c;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Soft hyphens, zero-width spaces and joiners that a copied cell leaves behind: nobody sees them. */
static bool
is_invisible(uint32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

static uint32_t
take_one(struct role_text *t)
{
	uint32_t c = BROKEN;
	size_t size;

	if (t->left == 0)
		return 0;
	size = utf8_next(t->at, t->left, &c);
	if (size == 0) {
		c = BROKEN + (unsigned char)*t->at;
		size = 1;
	}
	t->at += size;
	t->left -= size;
	return c;
}

static uint32_t
take(struct role_text *t)
{
	uint32_t c;

	do
		c = take_one(t);
	while (is_invisible(c));
	return c;
}

static void
skip_spaces(struct role_text *t)
{
	struct role_text ahead = *t;
	uint32_t c;

	while ((c = take(&ahead)) != 0 && is_space(c))
		*t = ahead;
}

struct role_text
role_text_begin(const char *title)
{
	struct role_text t = { .at = title, .left = strlen(title) };

	skip_spaces(&t);
	return t;
}

uint32_t
role_text_next(struct role_text *t)
{
	struct role_text ahead;
	uint32_t c = take(t);

	if (!is_space(c))
		return fold(c);
	skip_spaces(t);
	ahead = *t;
	return take(&ahead) == 0 ? 0 : ' ';
}
