/* preset.h - what a directory's settings stand for where they say nothing. */
#ifndef DIRECTORY_PRESET_H
#define DIRECTORY_PRESET_H

#include "handle.h"

/*
 * d->settings: copies in d->arena, but the password, with every text that is not set as the preset has it. INVALID for
 * a preset that there is not.
 */
enum result preset_copy(struct directory *d, const struct directory_settings *s, struct fault *f) MUST_USE;

#endif
