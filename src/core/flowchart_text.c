/*
 * flowchart_text.c - see flowchart_text.h.
 *
 * The widths are those of the font itself: thousandths of its size, rounded up, from the hmtx table of Liberation Sans
 * (whose letters are as wide as Arial's), regular and bold, for the Latin-1 characters. `node tests/browser/advances.mjs`
 * prints this table, and the browser test holds the two against each other. Every other character counts as wide as the
 * widest, so that it may leave room but cannot leave the box.
 */
#include "flowchart_text.h"

#include <string.h>

#include "parley/utf8.h"

enum { FIRST_MEASURED = 0x20, FIRST_MEASURED_END = 0x100, WIDEST = 1016 };

/* clang-format off */
static const unsigned short advances[2][FIRST_MEASURED_END - FIRST_MEASURED] = {
	{
	  278, 278, 355, 557, 557, 890, 667, 191, 334, 334, 390, 584, 278, 334, 278, 278,
	  557, 557, 557, 557, 557, 557, 557, 557, 557, 557, 278, 278, 584, 584, 584, 557,
	  1016, 667, 667, 723, 723, 667, 611, 778, 723, 278, 500, 667, 557, 834, 723, 778,
	  667, 778, 723, 667, 611, 723, 667, 944, 667, 667, 611, 278, 278, 278, 470, 557,
	  334, 557, 557, 500, 557, 557, 278, 557, 557, 223, 223, 500, 223, 834, 557, 557,
	  557, 557, 334, 500, 278, 557, 500, 723, 500, 500, 500, 334, 260, 334, 584, 366,
	  366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366,
	  366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366,
	  278, 334, 557, 557, 557, 557, 260, 557, 334, 737, 371, 557, 584, 334, 737, 553,
	  400, 549, 334, 334, 334, 577, 538, 278, 334, 334, 366, 557, 834, 834, 834, 611,
	  667, 667, 667, 667, 667, 667, 1000, 723, 667, 667, 667, 667, 278, 278, 278, 278,
	  723, 723, 778, 778, 778, 778, 778, 584, 778, 723, 723, 723, 723, 667, 667, 611,
	  557, 557, 557, 557, 557, 557, 890, 500, 557, 557, 557, 557, 278, 278, 278, 278,
	  557, 557, 557, 557, 557, 557, 557, 549, 611, 557, 557, 557, 557, 500, 557, 500,
	},
	{
	  278, 334, 475, 557, 557, 890, 723, 238, 334, 334, 390, 584, 278, 334, 278, 278,
	  557, 557, 557, 557, 557, 557, 557, 557, 557, 557, 334, 334, 584, 584, 584, 611,
	  976, 723, 723, 723, 723, 667, 611, 778, 723, 278, 557, 723, 611, 834, 723, 778,
	  667, 778, 723, 667, 611, 723, 667, 944, 667, 667, 611, 334, 278, 334, 584, 557,
	  334, 557, 611, 557, 611, 557, 334, 611, 611, 278, 278, 557, 278, 890, 611, 611,
	  611, 611, 390, 557, 334, 611, 557, 778, 557, 557, 500, 390, 280, 390, 584, 366,
	  366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366,
	  366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366, 366,
	  278, 334, 557, 557, 557, 557, 280, 557, 334, 737, 371, 557, 584, 334, 737, 553,
	  400, 549, 334, 334, 334, 577, 557, 278, 334, 334, 366, 557, 834, 834, 834, 611,
	  723, 723, 723, 723, 723, 723, 1000, 723, 667, 667, 667, 667, 278, 278, 278, 278,
	  723, 723, 778, 778, 778, 778, 778, 584, 778, 723, 723, 723, 723, 667, 667, 611,
	  557, 557, 557, 557, 557, 557, 890, 557, 557, 557, 557, 557, 278, 278, 278, 278,
	  611, 611, 611, 611, 611, 611, 611, 549, 611, 611, 611, 611, 611, 557, 611, 557,
	},
};
/* clang-format on */

static int
advance(const char *text, size_t length, bool bold, size_t *bytes)
{
	uint32_t code = 0;

	*bytes = utf8_next(text, length, &code);
	if (*bytes == 0)
		*bytes = 1; /* not UTF-8: cannot come out of a policy, and must not loop */
	if (code < FIRST_MEASURED || code >= FIRST_MEASURED_END)
		return WIDEST;
	return advances[bold][code - FIRST_MEASURED];
}

int
flowchart_text_width(const char *text, size_t length, bool bold)
{
	int thousandths = 0;

	for (size_t at = 0, bytes = 0; at < length; at += bytes)
		thousandths += advance(text + at, length - at, bold, &bytes);
	return (thousandths * FLOWCHART_TEXT_SIZE + 9) / 10;
}

/* Of a word that is wider than the room: as many characters as fit, but one at least. */
static size_t
break_word(const char *word, size_t length, bool bold, int room)
{
	size_t at = 0, bytes = 0;

	(void)advance(word, length, bold, &at);
	while (at < length) {
		(void)advance(word + at, length - at, bold, &bytes);
		if (flowchart_text_width(word, at + bytes, bold) > room * 100)
			break;
		at += bytes;
	}
	return at;
}

size_t
flowchart_text_break(const char *text, bool bold, int room, size_t *skip)
{
	size_t end = strcspn(text, " "), next;

	if (flowchart_text_width(text, end, bold) > room * 100) {
		*skip = 0;
		return break_word(text, end, bold, room);
	}
	while (text[end] == ' ') {
		next = end + 1 + strcspn(text + end + 1, " ");
		if (flowchart_text_width(text, next, bold) > room * 100)
			break;
		end = next;
	}
	*skip = strspn(text + end, " ");
	return end;
}
