/* timeline_json.h - private to codec: events and their fields in words. Strings live in the escalation's arena. */
#ifndef PARLEY_CODEC_TIMELINE_JSON_H
#define PARLEY_CODEC_TIMELINE_JSON_H

#include "parley/escalation_json.h"

/* "Escalated to stage 2, Line managers, by Amina Okafor" */
const char *timeline_json_title(const struct escalation *e, const struct event *ev);
/* What was answered, as a person reads it: labels for choices, days in words. NULL when nothing was. */
const char *timeline_json_value(const struct escalation *e, const struct event *ev, const struct field_value *v);
/* The heading over what was answered. */
const char *timeline_json_label(const struct escalation *e, const struct event *ev, const struct field_value *v);
/* {"label","value"}, or nothing at all when nothing was answered. */
void timeline_json_entry(struct buffer *b, const struct escalation *e, const struct event *ev,
                         const struct field_value *v);

/* What a paper of a meeting is called: the title of the file, or "Record 5". */
const char *timeline_json_paper(const struct escalation *e, uint32_t seq);

#endif
