/*
 * setting_contacts.h - the parts of the setting "contacts"; private to app/.
 */
#ifndef APP_SETTING_CONTACTS_H
#define APP_SETTING_CONTACTS_H

#include "setting_words.h"

/* What all stored editions of a policy name; NULL policy when there is none of that id. */
struct contact_policy {
	const struct policy *policy; /* the one in force, or the newest */
	bool in_force;
	const struct contact_place *places;
	size_t count;
};
/* Each policy once, that in force first. Lives in the work's arena. */
void setting_contacts_named(const struct setting_work *w, struct contact_policy **out, size_t *count);
/* The place that an entry is about, and its policy's title; NULL: no policy names it. */
const struct contact_place *setting_contacts_place(const struct setting_work *w, const struct contact_given *g,
                                                   const struct policy **policy);

enum result setting_contacts_preview(const struct setting_work *w, const void *before, const void *after,
                                     struct setting_preview *out, struct fault *f) MUST_USE;
enum result setting_contacts_offer(const struct setting_work *w, const void *value, struct buffer *out,
                                   struct fault *f) MUST_USE;
enum result setting_contacts_attention(const struct setting_work *w, const void *value,
                                       struct setting_lines *out) MUST_USE;

#endif
