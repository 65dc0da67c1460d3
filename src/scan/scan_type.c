/* scan_type.c - see parley/scan.h: a closed list of kinds. */
#include <string.h>

#include "parley/scan.h"

static const struct scan_type types[] = {
	{ "application/pdf", "PDF document", "pdf" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document", "docx" },
	{ "application/msword", "Word document", "doc" },
	{ "application/vnd.oasis.opendocument.text", "OpenDocument text", "odt" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook", "xlsx" },
	{ "application/vnd.ms-excel", "Excel workbook", "xls" },
	{ "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet", "ods" },
	{ "application/vnd.ms-outlook", "Outlook message", "msg" },
	{ "message/rfc822", "E-mail message", "eml" },
	{ "text/rtf", "RTF document", "rtf" },
	{ "text/plain", "Text", "txt" },
	{ "image/png", "PNG picture", "png" },
	{ "image/jpeg", "JPEG picture", "jpg" },
	{ "image/tiff", "TIFF picture", "tif" },
};

const struct scan_type *
scan_type_find(const char *mime)
{
	for (size_t i = 0; mime && i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(types[i].mime, mime) == 0)
			return &types[i];
	}
	return NULL;
}

enum result
scan_type_take(const char *mime, const struct scan_type **out, struct fault *f)
{
	const struct scan_type *found = scan_type_find(mime);

	if (!found)
		return fault_set(f, RESULT_INVALID, "file-type",
		                 "This kind of file is not taken. Send a PDF, a Word, Excel or OpenDocument file, an e-mail, plain text, or a "
		                 "picture (PNG, JPEG, TIFF).");
	*out = found;
	return RESULT_OK;
}

/*
 * Where office programs keep macros: the names of parts in a ZIP, which are not compressed (OOXML, ECMA-376-2; OpenDocument
 * 1.3-2), and of a storage in an OLE file, in UTF-16 ([MS-OVBA] 2.2.1). Other kinds of file may say what they like.
 */
enum result
scan_macros(const void *data, size_t length, struct fault *f)
{
	static const struct {
		const char *begin, *mark;
		size_t begin_length, mark_length;
	} kinds[] = {
#define KIND(begin, mark) { begin, mark, sizeof(begin) - 1, sizeof(mark) - 1 }
		KIND("PK\x03\x04", "vbaProject.bin"),
		KIND("PK\x03\x04", "Basic/script-lc.xml"),
		KIND("PK\x03\x04", "Scripts/python/"),
		KIND("\xd0\xcf\x11\xe0", "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"),
#undef KIND
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (length >= kinds[i].begin_length &&
		    memcmp(data, kinds[i].begin, kinds[i].begin_length) == 0 &&
		    memmem(data, length, kinds[i].mark, kinds[i].mark_length) != NULL)
			return fault_set(f, RESULT_INVALID, "file-macros",
			    "This document holds macros, which are small programs, so it was not kept. Save it without them, or as a PDF, "
			    "and send that.");
	}
	return RESULT_OK;
}
