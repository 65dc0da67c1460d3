/* api_json.h - private to codec: small members of the API's answers that several writers use. */
#ifndef PARLEY_CODEC_API_JSON_H
#define PARLEY_CODEC_API_JSON_H

#include "parley/escalation_json.h"

/* The date of a duty: counted down while it is open. null when it has none. */
void api_json_due(struct buffer *b, const char *name, const struct escalation *e, const struct duty *d);
void api_json_guidance(struct buffer *b, const char *name, const struct policy_guidance *list, size_t count);

/* Of the page and of paper: what becomes of it ("Recommendation made"), how a duty stands ("Done late"). */
const char *phase_words(const struct escalation *e);
const char *duty_status_words(const struct duty *d);
/* What never started and no longer can only fills the page. */
bool duty_is_worth_telling(const struct duty *d);
/* Whether a field of the raised event says whom it is about; all others are the disagreement. */
bool is_subject_field(const char *name);

#endif
