/*
 * told.h - whom an event tells: by the same function before it is taken, of its preview, and when it is.
 *
 * So 'what happens next' names those who then get a message. Pure: people come as parties (a person, or whoever holds a role
 * in an agency or in the partnership); who holds it is looked up by whoever writes the messages (app/project_tell.c).
 */
#ifndef PARLEY_TOLD_H
#define PARLEY_TOLD_H

#include "parley/escalation.h"

struct told {
	struct party party;          /* of a mailbox all zero */
	const char *mailbox;         /* an address of now (contact_addresses); NULL */
	const char *kind;            /* of message: "turn", "copy", "risk", "vacant", "moved", "companion-over" */
	const struct duty *duty;     /* that it is about; NULL */
	bool again;                  /* it was theirs before, of the same date: who was told then is not told twice */
};

/*
 * Of the event with that seq, with which the fold ends, or which only events of the program follow (somebody is missing);
 * `before` is the case without it, NULL when it raises one. The weightier kind stands first: a person gets one message an
 * event, and none of what they did themselves. A meeting's go into calendars besides. All of it in the arena of the case.
 */
void told_of(const struct escalation *before, const struct escalation *e, uint32_t seq, struct told **out,
             size_t *count);

#endif
