/* fault.c - see parley/fault.h. */
#include "parley/fault.h"

#include <stdarg.h>
#include <stdio.h>

#define FIELDS_KEPT 100

void
fault_init(struct fault *f, struct arena *a)
{
	*f = (struct fault){ .arena = a, .result = RESULT_OK };
	f->tail = &f->fields;
}

static char *format_args(struct arena *a, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

static char *
format_args(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	char *out;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	/* A sentence that cannot be formatted is still a fault: better none than none at all. */
	if (n < 0)
		return arena_string(a, "");
	out = arena_alloc(a, (size_t)n + 1);
	if (vsnprintf(out, (size_t)n + 1, fmt, args) < 0)
		out[0] = '\0';
	return out;
}

enum result
fault_set(struct fault *f, enum result r, const char *code, const char *fmt, ...)
{
	va_list args;

	if (f->result != RESULT_OK)
		return f->result;
	/* A fault that is none would let the caller go on. */
	f->result = r == RESULT_OK ? RESULT_BUG : r;
	f->code = arena_string(f->arena, code);
	va_start(args, fmt);
	f->sentence = format_args(f->arena, fmt, args);
	va_end(args);
	return f->result;
}

enum result
fault_field(struct fault *f, const char *pointer, const char *fmt, ...)
{
	struct fault_field *field;
	enum result r;
	va_list args;

	r = fault_set(f, RESULT_INVALID, "invalid", "Some of what was sent needs correcting.");
	f->count++;
	if (f->count > (f->limit == 0 ? FIELDS_KEPT : f->limit))
		return r;
	field = ARENA_NEW(f->arena, struct fault_field);
	field->pointer = arena_string(f->arena, pointer);
	va_start(args, fmt);
	field->reason = format_args(f->arena, fmt, args);
	va_end(args);
	*f->tail = field;
	f->tail = &field->next;
	return r;
}
