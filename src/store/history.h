/*
 * history.h - the settings history: who changed what, when and why; private to the store.
 */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "parley/store_setting.h"
#include "sql.h"

/* A line, within the transaction of the change itself. edition_id: 0 = of no edition. */
enum result history_add(
    struct store *st, int64_t edition_id, const struct settings_change *c) MUST_USE;

#endif
