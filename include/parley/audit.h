/*
 * audit.h - who may use which route: the route table as an auditor reads it, and as tests hold it to its golden file.
 */
#ifndef PARLEY_AUDIT_H
#define PARLEY_AUDIT_H

#include <stdbool.h>
#include "parley/buffer.h"

/* One line per route: method, pattern, permission, CSRF, and yes, no or 'case' for each kind of visitor; or JSON. */
void audit_write_roles(struct buffer *out, bool json);

#endif
