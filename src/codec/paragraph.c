/* paragraph.c - see paragraph.h. */
#include "paragraph.h"

#include <string.h>

#define COLUMNS 80

/* Columns that a word takes: its code points. Names with marks of their own may stand a little wide. */
static int
width(const char *word, size_t length)
{
	int n = 0;

	for (size_t i = 0; i < length; i++)
		n += ((unsigned char)word[i] & 0xC0) != 0x80;
	return n;
}

static void
start_line(struct buffer *b, int indent)
{
	buffer_format(b, "%*s", indent, "");
}

void
paragraph_write(struct buffer *b, int indent, int hanging, const char *text)
{
	static const char spaces[] = " \n\t";
	int column = 0;

	for (text += strspn(text, spaces); *text != '\0'; text += strspn(text, spaces)) {
		size_t length = strcspn(text, spaces);
		int wide = width(text, length);

		if (column == 0) {
			start_line(b, indent);
			column = indent;
		} else if (column + 1 + wide > COLUMNS) {
			buffer_char(b, '\n');
			start_line(b, hanging);
			column = hanging;
		} else {
			buffer_char(b, ' ');
			column++;
		}
		buffer_add(b, text, length);
		column += wide;
		text += length;
	}
	if (column > 0)
		buffer_char(b, '\n');
}
