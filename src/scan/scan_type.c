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
