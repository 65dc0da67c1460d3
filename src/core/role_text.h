/* role_text.h - job titles, character by character, as people read them; private to role*.c. */
#ifndef CORE_ROLE_TEXT_H
#define CORE_ROLE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Where a reader stands in a title. Copying it is going back to this place later. */
struct role_text {
	const char *at;
	size_t left;
};

struct role_text role_text_begin(const char *title);
/* The next character, folded; each run of spaces inside is one ' ', those at the ends are none. 0 at the end. */
uint32_t role_text_next(struct role_text *t);

#endif
