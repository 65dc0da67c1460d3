/*
 * arena.c - see parley/arena.h.
 *
 * Blocks in a list, newest first. A block that is full is left behind; what is
 * larger than a block gets one of its own. Under AddressSanitizer the part of a
 * block that nobody holds is poisoned, so that use after a reset is found.
 */
#include "parley/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "parley/log.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#endif
#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#endif

/* A worklist of 20 and its reply fit into one; measured memory of a worker is mostly this. */
#define BLOCK_SIZE ((size_t)16 * 1024)
#define ALIGNMENT alignof(max_align_t)
/* What a page takes besides the first block; more than that is given back. */
#define SPARES 4

struct block {
	struct block *next; /* older */
	size_t room;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *newest;
	struct block *first; /* kept over a reset */
	struct block *spare; /* of the common size, kept over a reset too */
	size_t held;
};

static _Noreturn void
out_of_memory(void)
{
	log_abort("out-of-memory", "an arena could not grow");
}

static struct block *
block_new(struct arena *a, size_t room)
{
	struct block *b = a->spare;

	if (room == BLOCK_SIZE && b != NULL) {
		a->spare = b->next;
		b->next = a->newest;
		a->newest = b;
		return b;
	}
	if (room > SIZE_MAX / 2)
		out_of_memory();
	b = malloc(sizeof *b + room);
	if (b == NULL)
		out_of_memory();
	b->room = room;
	b->used = 0;
	b->next = a->newest;
	HIDE(b->bytes, room);
	a->newest = b;
	a->held += sizeof *b + room;
	return b;
}

static void
block_free(struct block *b)
{
	SHOW(b->bytes, b->room);
	free(b);
}

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a == NULL)
		out_of_memory();
	return a;
}

void
arena_free(struct arena *a)
{
	struct block *b, *next;

	if (a == NULL)
		return;
	for (b = a->newest; b != NULL; b = next) {
		next = b->next;
		block_free(b);
	}
	for (b = a->spare; b != NULL; b = next) {
		next = b->next;
		block_free(b);
	}
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct block *b, *next;
	size_t spares = 0;

	for (b = a->spare; b != NULL; b = b->next)
		spares++;
	for (b = a->newest; b != NULL; b = next) {
		next = b->next;
		if (b == a->first)
			continue;
		if (b->room == BLOCK_SIZE && spares < SPARES) {
			spares++;
			b->used = 0;
			b->next = a->spare;
			a->spare = b;
			HIDE(b->bytes, b->room);
			continue;
		}
		a->held -= sizeof *b + b->room;
		block_free(b);
	}
	a->newest = a->first;
	if (a->first != NULL) {
		a->first->next = NULL;
		a->first->used = 0;
		HIDE(a->first->bytes, a->first->room);
	}
}

/* The block for `need` bytes; a large piece goes behind the newest, whose room is still good. */
static struct block *
block_for(struct arena *a, size_t need)
{
	struct block *b = a->newest, *large;

	if (b != NULL && b->room - b->used >= need)
		return b;
	if (need <= BLOCK_SIZE / 4 || b == NULL) {
		/* The first block is always of the common size, or a reset would keep a monster. */
		b = block_new(a, BLOCK_SIZE);
		if (a->first == NULL)
			a->first = b;
		if (need <= BLOCK_SIZE)
			return b;
	}
	large = block_new(a, need);
	a->newest = b;
	large->next = b->next;
	b->next = large;
	return large;
}

void *
arena_take(struct arena *a, size_t size)
{
	struct block *b;
	void *p;
	size_t need;

	if (size > SIZE_MAX / 4)
		out_of_memory();
	need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (need == 0)
		need = ALIGNMENT;
	b = block_for(a, need);
	p = b->bytes + b->used;
	b->used += need;
	SHOW(p, size);
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_take(a, size), 0, size);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		log_abort("out-of-memory", "an array's size does not fit");
	return arena_alloc(a, count * size);
}

char *
arena_bytes(struct arena *a, const void *bytes, size_t len)
{
	char *copy;

	if (bytes == NULL)
		return NULL;
	if (len == SIZE_MAX)
		out_of_memory();
	copy = arena_take(a, len + 1);
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

void *
arena_grow(struct arena *a, void *array, size_t count, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : 8;
	char *larger;

	if (count < *room)
		return array;
	if (more > SIZE_MAX / 4 / size)
		log_abort("out-of-memory", "an array's size does not fit");
	larger = arena_take(a, more * size);
	if (count > 0)
		memcpy(larger, array, count * size);
	*room = more;
	return larger;
}

char *
arena_string(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_bytes(a, s, strlen(s));
}

char *
arena_join(struct arena *a, const char *first, const char *second)
{
	size_t n = strlen(first), m = strlen(second) + 1;
	char *both = arena_take(a, n + m);

	memcpy(both, first, n);
	memcpy(both + n, second, m);
	return both;
}

char *
arena_format(struct arena *a, const char *fmt, ...)
{
	va_list args, again;
	char small[256], *out;
	int n;

	va_start(args, fmt);
	va_copy(again, args);
	n = format_write(small, sizeof small, fmt, args);
	va_end(args);
	if (n < 0)
		log_abort("bad-format", "arena_format could not format");
	/* Nearly all are keys and sentences: formatted once, then copied. */
	if ((size_t)n < sizeof small) {
		va_end(again);
		return arena_bytes(a, small, (size_t)n);
	}
	out = arena_alloc(a, (size_t)n + 1);
	n = vsnprintf(out, (size_t)n + 1, fmt, again);
	va_end(again);
	return n < 0 ? NULL : out;
}

size_t
arena_size(const struct arena *a)
{
	return a->held;
}
