/* text_file.c - see parley/text_file.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "parley/text_file.h"

enum result
text_file_read(const char *path, size_t longest, struct arena *a, const char **text, size_t *length,
    struct fault *f)
{
	FILE *file = fopen(path, "rbe");
	char *bytes;
	size_t got;
	int failed;

	if (file == NULL)
		return fault_set(f, errno == EACCES ? RESULT_DENIED : RESULT_NOT_FOUND, "file",
		    "%s cannot be opened: %s", path, strerror(errno));
	bytes = arena_alloc(a, longest + 2);
	got = fread(bytes, 1, longest + 1, file);
	failed = ferror(file);
	(void)fclose(file);
	if (failed)
		return fault_set(f, RESULT_DENIED, "file", "%s cannot be read", path);
	if (got > longest)
		return fault_set(
		    f, RESULT_LIMIT, "too-large", "%s is longer than %zu bytes", path, longest);
	*text = bytes;
	*length = got;
	return RESULT_OK;
}
