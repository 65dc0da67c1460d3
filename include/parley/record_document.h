/*
 * record_document.h - the record for somebody's file: the whole of an escalation, one record of it, or the one-page form.
 *
 * Only what both sides may see is in it: it is made from the shared events. Names, titles and agencies are those of the day
 * on which each thing was written down. Texts live in the escalation's arena.
 */
#ifndef PARLEY_RECORD_DOCUMENT_H
#define PARLEY_RECORD_DOCUMENT_H

#include "parley/document.h"
#include "parley/escalation.h"

/* What stands on every paper: of what it is, who had it printed, when, and the hash that the chain of events had then. */
struct record_print {
	const char *reference;
	uint32_t version;             /* how many events it has */
	const char *chain;            /* of the last of them, in hexadecimal digits */
	const struct person_ref *by;
	instant at;
};

/* Everything: what it is about, the stages, what had to be done by when, and all that happened, in its order. */
struct document *record_document_whole(const struct escalation *e, const struct record_print *p);
/* One thing that happened; NULL when nothing has that number. Of a contact, under the nine headings of a recording template. */
struct document *record_document_one(const struct escalation *e, const struct record_print *p, uint32_t seq);
/* The escalation procedure form: the case and the issue, then a row for each contact of each stage, and for each stage without. */
/* NULL: the policy has no form in its file. */
struct document *record_document_form(const struct escalation *e, const struct record_print *p);

#endif
