/*
 * setting_mapping.h - the parts of the setting "mapping"; private to app/.
 */
#ifndef APP_SETTING_MAPPING_H
#define APP_SETTING_MAPPING_H

#include "mapping.h"
#include "setting_words.h"

/* A rule as the API has it. */
void mapping_rule_write(struct buffer *b, const struct role_rule *rule);

enum result setting_mapping_preview(const struct setting_work *w, const void *before, const void *after,
                                    struct setting_preview *out, struct fault *f) MUST_USE;
enum result setting_mapping_offer(const struct setting_work *w, const void *value, struct buffer *out,
                                  struct fault *f) MUST_USE;
enum result setting_mapping_attention(const struct setting_work *w, const void *value,
                                      struct setting_lines *out) MUST_USE;

/* The member "roles": those of a policy, to choose from. */
void setting_offer_roles(const struct policy *p, struct buffer *out);
/* Who gains, changes or loses which role when everybody gets those of `m`, and which escalations that touches. */
enum result setting_people_preview(const struct setting_work *w, const struct mapping_people *everybody,
                                   struct setting_preview *out) MUST_USE;

#endif
