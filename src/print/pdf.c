/* pdf.c - see print_parts.h. */
#include <qpdf/qpdf-c.h>

#include "print_parts.h"

static enum result
refused(struct fault *f)
{
	return fault_set(f, RESULT_BUG, "pdf", "The PDF cannot be made just now. The page itself can be printed.");
}

static void
say(qpdf_data q)
{
	qpdf_oh root = qpdf_get_root(q), preferences = qpdf_oh_new_dictionary(q), marked = qpdf_oh_new_dictionary(q);

	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_string(q, "en-GB"));
	qpdf_oh_replace_key(q, preferences, "/DisplayDocTitle", qpdf_oh_new_bool(q, QPDF_TRUE));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences", preferences);
	/* The structure is there; without this readers do not look for it. */
	qpdf_oh_replace_key(q, marked, "/Marked", qpdf_oh_new_bool(q, QPDF_TRUE));
	qpdf_oh_replace_key(q, root, "/MarkInfo", marked);
}

enum result
pdf_finish(const struct buffer *drawn, struct buffer *out, struct fault *f)
{
	qpdf_data q = qpdf_init();
	enum result result = RESULT_OK;

	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	if (QPDF_ERRORS & qpdf_read_memory(q, "record", drawn->data, drawn->length, NULL)) {
		result = refused(f);
		goto end;
	}
	say(q);
	if ((QPDF_ERRORS & qpdf_init_write_memory(q)) || (QPDF_ERRORS & qpdf_write(q)) || qpdf_has_error(q)) {
		result = refused(f);
		goto end;
	}
	buffer_add(out, (const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q));
end:
	qpdf_cleanup(&q);
	return result;
}
