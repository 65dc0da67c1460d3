/*
 * print.h - a document as PDF: laid out by Pango, drawn by Cairo, with structure for those who listen to it.
 *
 * A4, every page with the document's footer and its number. Tables go on over pages, a row that is longer than a page too;
 * the first row stands again where it says what the columns are. Letters that no installed font has are drawn as boxes.
 */
#ifndef PARLEY_PRINT_H
#define PARLEY_PRINT_H

#include "parley/buffer.h"
#include "parley/document.h"
#include "parley/fault.h"

/* Adds the file to `out`. BUG with a fault when a library refuses; `out` is untouched then. */
enum result print_pdf(const struct document *d, struct buffer *out, struct fault *f) MUST_USE;

#endif
