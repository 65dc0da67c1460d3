/*
 * document_text.h - a document as a file of HTML that needs nothing else, and as data: for the page, and for the program
 * that makes the PDF, which reads it back.
 */
#ifndef PARLEY_DOCUMENT_TEXT_H
#define PARLEY_DOCUMENT_TEXT_H

#include "parley/buffer.h"
#include "parley/document.h"
#include "parley/fault.h"

/* A whole HTML document with its style; no script, no link, no picture. */
void document_text_html(struct buffer *b, const struct document *d);
/* Members of an open object: "title", "footer", "blocks": [{"kind","level","text"} or {"kind","widths","head_row","head_column","rows"}]. */
void document_text_json(struct buffer *b, const struct document *d);
/* Reads an object with such members and "wide" back; others are passed over. INVALID when it is none, LIMIT past `most` bytes. */
enum result document_text_read(const char *text, size_t length, size_t most, struct arena *a, struct document **out,
                               struct fault *f) MUST_USE;

#endif
