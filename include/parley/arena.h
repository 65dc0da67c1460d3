/*
 * arena.h - memory that is given back all at once.
 *
 * A request, a command or a fold takes what it needs from an arena and frees
 * nothing; whoever made the arena resets or frees it when the work is over.
 * Secrets (passwords, session tokens) never live here: they have their own
 * buffer, wiped with secret_wipe() (digest.h).
 *
 * Allocation does not fail softly: a process that has run out of memory logs
 * one line and aborts, because no half-finished request may go on.
 */
#ifndef PARLEY_ARENA_H
#define PARLEY_ARENA_H

#include <stddef.h>
#include "parley/result.h"

struct arena;

/* A new, empty arena. Blocks are taken from the heap as they are needed. */
struct arena *arena_new(void);
/* Free it and all that was taken from it. NULL is allowed. */
void arena_free(struct arena *a);
/* Forget all that was taken; keeps the first blocks (80 KB at most), so that the next request costs no malloc. */
void arena_reset(struct arena *a);

/* `size` zeroed bytes, aligned for any type, owned by the arena. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);
/* The same, not zeroed: for what is written whole at once. */
void *arena_take(struct arena *a, size_t size);
/* `count` zeroed elements of `size` bytes; aborts on overflow of the product. */
void *arena_array(struct arena *a, size_t count, size_t size);
/*
 * Room for one more: the array itself, or (when `count` of *room are taken) a larger copy; *room is then larger too. What is
 * behind `count` is not zeroed: an element is written whole when it is added.
 */
void *arena_grow(struct arena *a, void *array, size_t count, size_t *room, size_t size);
/* Copies of a NUL-terminated string, and of `len` bytes with a NUL behind them. NULL stays NULL. */
char *arena_string(struct arena *a, const char *s);
char *arena_bytes(struct arena *a, const void *bytes, size_t len);
/* Two strings, one behind the other. */
char *arena_join(struct arena *a, const char *first, const char *second);
/* A formatted string. */
char *arena_format(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* How many bytes are held from the heap; for metrics and tests. */
size_t arena_size(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

#endif
