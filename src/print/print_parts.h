/* print_parts.h - what is done to the file that Cairo made; private to print/. */
#ifndef PRINT_PARTS_H
#define PRINT_PARTS_H

#include "parley/print.h"

/* The language, and that windows show the title: Cairo cannot say them. Adds the finished file to `out`. */
enum result pdf_finish(const struct buffer *drawn, struct buffer *out, struct fault *f) MUST_USE;

#endif
