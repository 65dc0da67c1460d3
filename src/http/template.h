/*
 * template.h - pages with a few places to fill in.
 */
#ifndef PARLEY_HTTP_TEMPLATE_H
#define PARLEY_HTTP_TEMPLATE_H

#include "parley/buffer.h"
#include "parley/fault.h"

struct template_value {
	const char *name, *value;
};

/*
 * Write `text` with each {{name}} replaced by its value, escaped for HTML; what stands between {{#name}} and
 * {{/name}} is kept only when the value is neither NULL nor empty. A name that has no value, or a place that is not
 * closed, marks `out` as failed.
 */
void template_write(
    struct buffer *out, const char *text, const struct template_value *values, size_t count);
/* Would all of `text` be written, whatever the values? For reading it at start, not at the first visitor. */
enum result template_check(
    const char *text, const struct template_value *values, size_t count, struct fault *f) MUST_USE;

#endif
