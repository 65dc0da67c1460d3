/*
 * ids.h - lists of numbers as one value of a statement; private to store/.
 */
#ifndef STORE_IDS_H
#define STORE_IDS_H

#include <stddef.h>
#include <stdint.h>
#include "parley/arena.h"

/* "[1,2]", for JSON_TABLE. */
const char *ids_json(const int64_t *ids, size_t count, struct arena *a);
/* "1,2", for FIND_IN_SET. */
const char *ids_list(const int64_t *ids, size_t count, struct arena *a);

#endif
