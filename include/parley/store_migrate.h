/*
 * store_migrate.h - migrations: sql/NNNN-name.sql in order, each once, recorded with its SHA-256.
 */
#ifndef PARLEY_STORE_MIGRATE_H
#define PARLEY_STORE_MIGRATE_H

#include "parley/store.h"

struct migration { int number; const char *name; bool applied; instant applied_at; };
enum result store_migrate(struct store *owner, const char *directory, struct arena *a, struct migration **done,
                          size_t *count, struct fault *f) MUST_USE;
enum result store_migrations(struct store *st, const char *directory, struct arena *a, struct migration **all,
                             size_t *count, struct fault *f) MUST_USE;

#endif
