/* flowchart_text.h - private to core: how wide text is in Arial or Liberation Sans, and where its lines end. */
#ifndef PARLEY_CORE_FLOWCHART_TEXT_H
#define PARLEY_CORE_FLOWCHART_TEXT_H

#include <stdbool.h>
#include "parley/arena.h"

enum { FLOWCHART_TEXT_SIZE = 13, FLOWCHART_TEXT_LINE = 17 };

/* In hundredths of a unit, rounded up. */
int flowchart_text_width(const char *text, size_t length, bool bold);
/*
 * The bytes of `text` that stand on the first line of `room` units: whole words, or as much of a word as there is room for
 * (never less than one character). *skip is how much to pass over to the next line.
 */
size_t flowchart_text_break(const char *text, bool bold, int room, size_t *skip);

#endif
