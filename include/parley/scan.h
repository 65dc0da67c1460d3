/*
 * scan.h - what a file is by its content, and whether a virus scanner lets it through. The only room that knows libmagic
 * and clamd.
 */
#ifndef PARLEY_SCAN_H
#define PARLEY_SCAN_H

#include <stddef.h>
#include "parley/buffer.h"
#include "parley/fault.h"

/* One of the kinds of file that are taken: letters, minutes, tables, pictures, messages. Programs and archives are not. */
struct scan_type {
	const char *mime;      /* as libmagic says it */
	const char *words;     /* "PDF document" */
	const char *extension; /* "pdf": of the neutral name under which it is given out again */
};
/* The name of its MIME type by content, whatever it is called. UNAVAILABLE when libmagic's database is not there. */
enum result scan_mime(const void *data, size_t length, struct buffer *out, struct fault *f) MUST_USE;
/* Is that name one of the kinds that are taken? INVALID with the code "file-type" and a sentence that names them, if not. */
enum result scan_type_take(const char *mime, const struct scan_type **out, struct fault *f) MUST_USE;
/* INVALID "file-macros": a document of an office program that holds macros, which whoever opens it might run. */
enum result scan_macros(const void *data, size_t length, struct fault *f) MUST_USE;
/* The type of that MIME name, or NULL. */
const struct scan_type *scan_type_find(const char *mime);

/*
 * Ask clamd at its socket (protocol INSTREAM, clamd(8)). OK: it found nothing. INVALID "file-virus": it found something.
 * UNAVAILABLE "scanner-down": it cannot be reached, takes or says nothing for `seconds`, or says what we do not understand;
 * "scanner-limit": it takes no file of that size. Nothing may be kept then.
 */
enum result scan_virus(const char *socket_path, unsigned seconds, const void *data, size_t length,
                       struct fault *f) MUST_USE;

#endif
