/*
 * words.h - the words of a name or title, as the search for people keeps and asks for them.
 */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include <stddef.h>
#include "parley/arena.h"

#define WORDS_MAX 40

/*
 * Splits at everything that is neither a letter nor a digit; what is beyond ASCII counts as a letter, but for
 * the dashes and quotation marks of General Punctuation. "O'Brien-Lee" gives o, brien, obrien, lee (as
 * written: case and accents are the collation's business). A word is cut at 60 characters; words past
 * WORDS_MAX are left out. Gives how many.
 */
size_t words_split(const char *text, struct arena *a, const char *out[WORDS_MAX]);
/* How many letters and digits there are; a character that is a word of its own counts as two. */
size_t words_letters(const char *text);

#endif
