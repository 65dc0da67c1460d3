/*
 * text_file.h - a file that an administrator names, whole.
 */
#ifndef PARLEY_TEXT_FILE_H
#define PARLEY_TEXT_FILE_H

#include <stddef.h>
#include "parley/fault.h"

/* NOT_FOUND or DENIED "file" when it cannot be opened or read, LIMIT "too-large" past `longest` bytes. */
enum result text_file_read(const char *path, size_t longest, struct arena *a, const char **text,
    size_t *length, struct fault *f) MUST_USE;

#endif
