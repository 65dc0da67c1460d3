/*
 * document_text.h - a document as a file of HTML that needs nothing else, and as data for the page.
 */
#ifndef PARLEY_DOCUMENT_TEXT_H
#define PARLEY_DOCUMENT_TEXT_H

#include "parley/buffer.h"
#include "parley/document.h"

/* A whole HTML document with its style; no script, no link, no picture. */
void document_text_html(struct buffer *b, const struct document *d);
/* Members of an open object: "title", "footer", "blocks": [{"kind","level","text"} or {"kind","widths","head_row","head_column","rows"}]. */
void document_text_json(struct buffer *b, const struct document *d);

#endif
