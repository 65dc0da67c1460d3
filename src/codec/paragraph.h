/* paragraph.h - private to codec: running text for a terminal, wrapped between words. */
#ifndef PARLEY_CODEC_PARAGRAPH_H
#define PARLEY_CODEC_PARAGRAPH_H

#include "parley/buffer.h"

/*
 * Writes `text` and a line feed, with `indent` spaces before the first line and `hanging` before each other, broken so
 * that no line is longer than 80 characters (a longer word stands alone). An empty text writes nothing.
 */
void paragraph_write(struct buffer *b, int indent, int hanging, const char *text);

#endif
