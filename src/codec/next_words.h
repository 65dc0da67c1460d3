/* next_words.h - private to codec: who, and by when, to stand inside a sentence. Strings live in the case's arena. */
#ifndef PARLEY_CODEC_NEXT_WORDS_H
#define PARLEY_CODEC_NEXT_WORDS_H

#include "parley/escalation.h"

/* A role's name inside a sentence: "line manager", but "Child Protection Chair". */
const char *next_role_words(const char *name, struct arena *a);
/* The same people as duty_who_words(): "the line manager at Marlowe General Hospital". */
const char *next_who_words(const struct escalation *e, const struct duty *d);
/* " by Thursday 30 December 2027 at 5pm", or " (no time set by the policy: …)". */
const char *next_by_words(const struct escalation *e, const struct duty *d);

#endif
