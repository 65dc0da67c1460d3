/*
 * fault.h - what is wrong, said so that a person can act on it.
 *
 * A fault collects one sentence for the person, one code that an administrator
 * can search for, and a list of wrong fields, each with a JSON pointer (RFC 6901)
 * into what was sent. The edge writes it as a problem document (RFC 9457).
 */
#ifndef PARLEY_FAULT_H
#define PARLEY_FAULT_H

#include <stddef.h>
#include "parley/arena.h"
#include "parley/result.h"

struct fault_field {
	const char *pointer; /* "/fields/reason"; "" is the whole document */
	const char *reason;  /* one sentence in plain English */
	struct fault_field *next;
};

struct fault {
	struct arena *arena;  /* where its strings live */
	enum result result;   /* RESULT_OK until something is set */
	const char *code;     /* short, stable, lower case with hyphens: "directory-down" */
	const char *sentence; /* for the person */
	struct fault_field *fields; /* in the order found */
	struct fault_field **tail;
	size_t count;
	size_t limit;         /* fields kept; more are counted only. 0 means 100 */
};

void fault_init(struct fault *f, struct arena *a);
/* Set code and sentence; the first call wins, and its result is returned by every later call. */
enum result fault_set(struct fault *f, enum result r, const char *code, const char *fmt, ...) PRINTF_LIKE(4, 5);
/* Add a wrong field; sets RESULT_INVALID, code "invalid" and a general sentence if none was set. Returns f->result. */
enum result fault_field(struct fault *f, const char *pointer, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
