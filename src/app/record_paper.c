/*
 * record_paper.c - the record for somebody's file: shown as a page, or taken away as a file. Each is a read of the case, and is
 * logged as what it is before anything leaves.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "edition.h"
#include "me.h"
#include "parley/digest.h"
#include "parley/document_text.h"
#include "parley/files.h"
#include "parley/record_document.h"
#include "parley/store_chain.h"
#include "parley/store_escalation.h"

static const struct {
	const char *log, *ending;
} formats[] = {
	[APP_RECORD_PAGE] = { "record-page", NULL },
	[APP_RECORD_HTML] = { "record-html", "html" },
	[APP_RECORD_PDF] = { "record-pdf", "pdf" },
};

static enum result
unread(struct fault *f, enum result result)
{
	return fault_set(f, result, "escalation-unread", "The record cannot be shown just now. Try again in a minute.");
}

/* What stands on the paper besides the case: the chain is that of the last event that the paper shows. */
static enum result
print_of(struct app *app, const struct app_request *r, const struct app_case *c, struct record_print *out)
{
	struct person_ref *by = ARENA_NEW(r->arena, struct person_ref);
	char *hex = arena_alloc(r->arena, 2 * DIGEST_SIZE + 1);
	uint8_t chain[DIGEST_SIZE];
	enum result result = store_event_chain(app->store, c->head.id, (uint32_t)c->event_count, chain);

	if (result != RESULT_OK)
		return result;
	hex_write(chain, DIGEST_SIZE, hex);
	*by = case_person(&r->session->person);
	*out = (struct record_print){ c->head.reference, (uint32_t)c->event_count, hex, by, r->now };
	return RESULT_OK;
}

static enum result
document_of(const struct app_case *c, const struct record_print *print, const struct app_record *asked,
            const struct document **out, struct fault *f)
{
	const struct document *d;

	if (asked->as && strcmp(asked->as, "form") == 0)
		d = record_document_form(c->e, print);
	else if (asked->number)
		d = record_document_one(c->e, print, (uint32_t)edition_number_parse(asked->number));
	else
		d = record_document_whole(c->e, print);
	if (!d && asked->as && strcmp(asked->as, "form") == 0)
		return fault_set(f, RESULT_NOT_FOUND, "no-form", "The policy of this escalation has no form to print. Print the record.");
	if (!d)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-record", "There is no such record in this escalation.");
	*out = d;
	return RESULT_OK;
}

/* The reference and nothing else: a name of a file is seen by many. */
static const char *
file_name(const struct app_request *r, const struct app_case *c, const struct app_record *asked)
{
	const char *part = asked->as && strcmp(asked->as, "form") == 0 ? "-form" :
	                   asked->number ? arena_format(r->arena, "-record-%s", asked->number) : "";

	return arena_format(r->arena, "%s%s.%s", c->head.reference, part, formats[asked->format].ending);
}

static void
page_write(struct app *app, const struct app_request *r, const struct app_case *c, const struct document *d,
           struct buffer *out)
{
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_string(out, "reference", c->head.reference);
	json_int(out, "version", (int64_t)c->event_count);
	json_string(out, "form", c->e->policy->records.paper ? c->e->policy->records.form : NULL);
	document_text_json(out, d);
	json_end_object(out);
}

static enum result
write_pdf(struct app *app, const struct document *d, struct buffer *out, struct fault *f)
{
	struct buffer paper;
	enum result result;

	buffer_init(&paper, 0);
	json_object(&paper, NULL);
	json_bool(&paper, "wide", d->wide);
	document_text_json(&paper, d);
	json_end_object(&paper);
	result = files_run(&app->config->files, FILES_TASK_PDF, paper.data, paper.length, out, f);
	buffer_clear(&paper);
	return result;
}

static enum result
check_asked(const struct app_record *asked, struct fault *f)
{
	if (asked->as && strcmp(asked->as, "form") != 0 && strcmp(asked->as, "whole") != 0)
		return fault_set(f, RESULT_INVALID, "as", "It can be printed as: whole, form.");
	return RESULT_OK;
}

enum result
app_record(struct app *app, const struct app_request *r, const char *reference, const struct app_record *asked,
           const char **name, struct buffer *out, struct fault *f)
{
	struct app_case c;
	struct record_print print;
	const struct document *d = NULL;
	enum result result = check_asked(asked, f);

	if (result == RESULT_OK)
		result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result == RESULT_OK)
		result = case_open(app, r, reference, &c, f);
	if (result != RESULT_OK)
		return result;
	result = print_of(app, r, &c, &print);
	if (result != RESULT_OK)
		return unread(f, result);
	result = document_of(&c, &print, asked, &d, f);
	if (result != RESULT_OK)
		return result;
	/* Logged before it is shown: a read that cannot be logged does not take place. */
	result = store_access_log(app->store, r->session->person.id, formats[asked->format].log, c.head.id, r->id, r->now);
	if (result != RESULT_OK)
		return unread(f, result);
	if (asked->format == APP_RECORD_PAGE) {
		page_write(app, r, &c, d, out);
		return RESULT_OK;
	}
	*name = file_name(r, &c, asked);
	if (asked->format == APP_RECORD_PDF)
		return write_pdf(app, d, out, f);
	document_text_html(out, d);
	return RESULT_OK;
}
