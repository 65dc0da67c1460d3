/* scan_magic.c - see parley/scan.h: told by content, by libmagic. Linked into parley-files only. */
#include <magic.h>

#include "parley/scan.h"

enum result
scan_mime(const void *data, size_t length, struct buffer *out, struct fault *f)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	const char *mime = NULL;
	enum result r = RESULT_OK;

	if (magic && magic_load(magic, NULL) == 0)
		mime = length > 0 ? magic_buffer(magic, data, length) : "application/x-empty";
	if (mime)
		buffer_string(out, mime);
	else
		r = fault_set(f, RESULT_UNAVAILABLE, "file-types",
		              "Files cannot be taken at the moment: the server cannot tell what they are.");
	if (magic)
		magic_close(magic);
	return r;
}
