/* scan_type.c - see parley/scan.h: a closed list of kinds, told by content. */
#include <magic.h>
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
scan_type(const void *data, size_t length, const struct scan_type **out, struct fault *f)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	const struct scan_type *found;
	enum result r = RESULT_OK;

	if (!magic || magic_load(magic, NULL) != 0) {
		r = fault_set(f, RESULT_UNAVAILABLE, "file-types", "Files cannot be taken at the moment: the server cannot tell what they are.");
		goto end;
	}
	found = length > 0 ? scan_type_find(magic_buffer(magic, data, length)) : NULL;
	if (!found)
		r = fault_set(f, RESULT_INVALID, "file-type",
		              "This kind of file is not taken. Send a PDF, a Word, Excel or OpenDocument file, an e-mail, plain text, or a picture "
		              "(PNG, JPEG, TIFF).");
	else
		*out = found;
end:
	if (magic)
		magic_close(magic);
	return r;
}
