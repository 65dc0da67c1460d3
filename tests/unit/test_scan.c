/* test_scan.c - kinds of file by name, and macros where office programs keep them. */
#include <string.h>

#include "parley/scan.h"
#include "suite.h"

START_TEST(macros_are_found_where_they_run)
{
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *bytes;
		size_t length;
		bool found;
	} files[] = {
		{ BYTES("PK\x03\x04....word/vbaProject.bin...."), true },
		{ BYTES("PK\x03\x04....Basic/script-lc.xml...."), true },
		{ BYTES("PK\x03\x04....Scripts/python/x.py...."), true },
		{ BYTES("PK\x03\x04....word/document.xml...."), false },
		{ BYTES("\xd0\xcf\x11\xe0\xa1\xb1...._\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0...."), true },
		{ BYTES("\xd0\xcf\x11\xe0\xa1\xb1....W\0o\0r\0d\0...."), false },
		/* A letter about them is a letter. */
		{ BYTES("Please send no vbaProject.bin."), false },
		{ BYTES("%PDF-1.4 vbaProject.bin"), false },
		{ BYTES("PK"), false },
		{ BYTES(""), false },
	};
	struct arena *a = arena_new();

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct fault f;

		fault_init(&f, a);
		ck_assert_msg(scan_macros(files[i].bytes, files[i].length, &f) ==
			(files[i].found ? RESULT_INVALID : RESULT_OK),
		    "file %zu", i);
		if (files[i].found)
			ck_assert_str_eq(f.code, "file-macros");
	}
	arena_free(a);
}
END_TEST

START_TEST(only_listed_kinds_are_taken)
{
	const struct scan_type *type = NULL;
	struct arena *a = arena_new();
	struct fault f;

	fault_init(&f, a);
	ck_assert_int_eq(scan_type_take("application/pdf", &type, &f), RESULT_OK);
	ck_assert_str_eq(type->extension, "pdf");
	ck_assert_int_eq(scan_type_take("image/svg+xml", &type, &f), RESULT_INVALID);
	ck_assert_str_eq(type->extension, "pdf");
	ck_assert_str_eq(f.code, "file-type");
	arena_free(a);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { macros_are_found_where_they_run, only_listed_kinds_are_taken };

	return SUITE_RUN("scan", tests);
}
