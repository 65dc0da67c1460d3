/*
 * setting_agencies.h - the parts of the setting "agencies"; private to app/.
 */
#ifndef APP_SETTING_AGENCIES_H
#define APP_SETTING_AGENCIES_H

#include "parley/store_agency.h"
#include "setting_words.h"

/* The value of SETTING_AGENCIES. The rows of the table `agency` (struct snapshot has them) are made of it. */
struct agency_list { struct agency *items; size_t count; };

/* One agency from JSON: {"id", "name", "sector", "directory_name", "ended_from"}, the last two of which may be left out. */
bool setting_agency_read(const struct json_at *at, struct agency *out, struct fault *f);
const struct agency *setting_agency_find(const struct agency *list, size_t count, const char *id);
/* "Health", as the policy in force names a sector, or another that has it, or its id. */
const char *setting_sector_name(const struct setting_work *w, const char *id);
/* Whether the policy in force has the sector; every sector fits while none is in force. */
bool setting_sector_known(const struct setting_work *w, const char *id);

enum result setting_agencies_preview(const struct setting_work *w, const void *before, const void *after,
                                     struct setting_preview *out, struct fault *f) MUST_USE;
enum result setting_agencies_offer(const struct setting_work *w, const void *value, struct buffer *out,
                                   struct fault *f) MUST_USE;
enum result setting_agencies_attention(const struct setting_work *w, const void *value,
                                       struct setting_lines *out) MUST_USE;

#endif
