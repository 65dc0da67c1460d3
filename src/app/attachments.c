/*
 * attachments.c - files of an escalation: taken in, looked at, given out again.
 *
 * A file is sent first and named afterwards, by the action or note that it belongs to (docs/api.md). It is given out under a
 * neutral name, as a download and nothing else, to whoever may read what it is attached to.
 */
#include <stdlib.h>
#include <string.h>

#include "attachment_files.h"
#include "attachments.h"
#include "case.h"
#include "parley/escalation_json.h"
#include "parley/scan.h"
#include "parley/store_attachment.h"
#include "parley/store_escalation.h"

enum { UPLOADS_KEPT_MAX = 20, MEGABYTE = 1024 * 1024, SWEPT_AT_ONCE = 100 };
static const instant upload_kept = 24 * INSTANT_HOUR; /* sent, and not attached to anything */

/* --- in --- */

static enum result
check_size(const struct app *app, const struct app_request *r, struct fault *f)
{
	unsigned most = app->config->attachments.megabytes;

	if (r->body_length == 0)
		return fault_set(f, RESULT_INVALID, "file-empty", "This file is empty. Choose another one.");
	if (r->body_length > (size_t)most * MEGABYTE)
		return fault_set(f, RESULT_LIMIT, "too-large", "This file is larger than %u MB. Send a smaller one.", most);
	return RESULT_OK;
}

/*
 * Files that are sent and never attached go after a day; until then nobody fills the store with them. One that the same person
 * sends again, because no answer came, is the one that is here: its number is left in u->id.
 */
static enum result
check_room(struct app *app, struct upload *u, struct fault *f)
{
	int64_t count;
	enum result result = store_uploads_count(app->store, u, &count);

	if (result == RESULT_OK && u->id == 0 && count >= UPLOADS_KEPT_MAX)
		return fault_set(f, RESULT_LIMIT, "uploads-many",
		                 "You have sent %d files that were not attached to anything. They go after a day; attach one, or try again then.",
		                 UPLOADS_KEPT_MAX);
	return result;
}

static enum result
keep(struct app *app, const struct app_request *r, struct upload *u, struct fault *f)
{
	bool in_folder = app->config->attachments.directory != NULL;
	enum result result = RESULT_OK;
	int hold = -1;

	u->content = in_folder ? NULL : r->body;
	if (in_folder)
		result = attachment_file_put(app, r, u->sha256, &hold, f);
	if (result != RESULT_OK)
		return result;
	result = store_upload_add(app->store, u, &u->id);
	attachment_file_done(hold);
	if (result == RESULT_OK)
		result = store_access_log(app->store, u->person_id, "upload", u->escalation_id, r->id, r->now);
	return result == RESULT_OK ? RESULT_OK :
	       fault_set(f, result, "store", "The file could not be stored. Try again in a minute.");
}

/* By content, whatever it is called. */
static enum result
type_of(struct app *app, const struct app_request *r, const struct scan_type **out, struct fault *f)
{
	struct buffer mime;
	enum result result;

	buffer_init(&mime, 0);
	result = files_run(&app->config->files, FILES_TASK_TYPE, r->body, r->body_length, &mime, f);
	if (result == RESULT_OK)
		result = scan_type_take(mime.data, out, f);
	if (result == RESULT_OK)
		result = scan_macros(r->body, r->body_length, f);
	buffer_clear(&mime);
	return result;
}

enum result
app_upload(struct app *app, const struct app_request *r, const char *reference, struct buffer *out, struct fault *f)
{
	const struct scan_type *type;
	struct upload u;
	struct app_case c;
	const char *scanner = app->config->attachments.clamav;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = case_open(app, r, reference, &c, f);
	if (result == RESULT_OK && c.standing.informed_only)
		return fault_set(f, RESULT_DENIED, "not-yours", "You are copied in: you can read this, others act.");
	if (result == RESULT_OK)
		result = check_size(app, r, f);
	if (result != RESULT_OK)
		return result;
	u = (struct upload){ .escalation_id = c.head.id,
		.person_id = r->session->person.id,
		.size = r->body_length,
		.at = r->now };
	digest_sha256(&(struct digest_part){ r->body, r->body_length }, 1, u.sha256);
	result = check_room(app, &u, f);
	if (result == RESULT_OK)
		result = type_of(app, r, &type, f);
	if (result == RESULT_OK && scanner)
		result = scan_virus(scanner, app->config->attachments.clamav_seconds, r->body, r->body_length, f);
	if (result != RESULT_OK)
		return result;
	u.type = type->mime;
	if (u.id == 0)
		result = keep(app, r, &u, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "upload", arena_format(r->arena, "%lld", (long long)u.id));
	json_string(out, "type_words", type->words);
	json_int(out, "size", (int64_t)u.size);
	json_end_object(out);
	return RESULT_OK;
}

/* --- named by an action or a note --- */

enum result
attachments_take(struct app *app, const struct app_request *r, int64_t escalation_id, const char *upload,
                 struct upload *out, struct fault *f)
{
	int64_t id = strtoll(upload, NULL, 10);
	enum result result = store_upload(app->store, id, escalation_id, r->session->person.id, r->arena, out);

	if (result == RESULT_NOT_FOUND)
		return fault_field(f, "/fields/upload", "Choose the file again: it is no longer kept");
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "The file cannot be read just now. Try again in a minute.");
	return RESULT_OK;
}

/* What an event keeps of a file, so that the chain covers it. */
static const struct field_value *
described(const struct event *ev, const struct upload *u, struct arena *a, size_t *count)
{
	struct field_value *values = ARENA_ARRAY(a, ev->field_count + 3, struct field_value);
	const struct scan_type *type = scan_type_find(u->type);
	char hex[2 * DIGEST_SIZE + 1];
	size_t n = ev->field_count;

	hex_write(u->sha256, DIGEST_SIZE, hex);
	memcpy(values, ev->fields, n * sizeof(*values));
	values[n++] = (struct field_value){ .name = "file_type", .text = type ? type->words : u->type };
	values[n++] = (struct field_value){ .name = "size", .text = arena_format(a, "%zu", u->size) };
	values[n++] = (struct field_value){ .name = "sha256", .text = arena_string(a, hex) };
	*count = n;
	return values;
}

enum result
attachments_describe(struct app *app, const struct app_request *r, int64_t escalation_id, struct event *ev,
                     int64_t *upload_id, struct fault *f)
{
	const char *upload = event_text(ev, "upload");
	struct upload u;
	enum result result;

	if (ev->kind != EVENT_ATTACHED || !upload)
		return RESULT_OK;
	result = attachments_take(app, r, escalation_id, upload, &u, f);
	if (result != RESULT_OK)
		return result;
	ev->fields = described(ev, &u, r->arena, &ev->field_count);
	*upload_id = u.id;
	return RESULT_OK;
}

/* --- out --- */

/* What is behind another agency's wall is not there. */
static bool
may_have(const struct app_case *c, const struct attachment *at)
{
	if (at->shared)
		return true;
	return at->note.agency_id && escalation_has_internal(c->e, &c->viewer, &c->standing) &&
	       strcmp(at->note.agency_id, c->viewer.agency_id) == 0 &&
	       strcmp(at->note.side, side_name(c->standing.side)) == 0;
}

/* Given out only as it was attached: the hash stands in the event, and so in the chain. */
static enum result
contents(struct app *app, const struct app_request *r, struct attachment *at, struct fault *f)
{
	uint8_t found[DIGEST_SIZE];
	enum result result =
	    at->content ? RESULT_OK : attachment_file_read(app, at, r->arena, &at->content, f);

	if (result != RESULT_OK)
		return result;
	digest_sha256(&(struct digest_part){ at->content, at->size }, 1, found);
	if (memcmp(found, at->sha256, DIGEST_SIZE) == 0)
		return RESULT_OK;
	return fault_set(f, RESULT_UNAVAILABLE, "file-damaged",
	    "This file was damaged where it is kept, so it is not given out. Tell the people who run Parley.");
}

enum result
app_attachment(struct app *app, const struct app_request *r, const char *reference, const char *id, struct app_file *out,
               struct fault *f)
{
	struct attachment at;
	struct app_case c;
	const struct scan_type *type;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = case_open(app, r, reference, &c, f);
	if (result != RESULT_OK)
		return result;
	result = store_attachment(app->store, strtoll(id, NULL, 10), c.head.id, r->arena, &at);
	if (result == RESULT_NOT_FOUND || (result == RESULT_OK && !may_have(&c, &at)))
		return fault_set(f, RESULT_NOT_FOUND, "no-such-file", "There is no such file, or none that you may have.");
	if (result == RESULT_OK) {
		result = contents(app, r, &at, f);
		if (result != RESULT_OK)
			return result;
		result = store_access_log(app->store, r->session->person.id, at.shared ? "attachment" : "notes", c.head.id, r->id,
		                          r->now);
	}
	if (result != RESULT_OK)
		return fault_set(f, result, "file-unread", "The file cannot be given out just now. Try again in a minute.");
	type = scan_type_find(at.type);
	*out = (struct app_file){ at.content, at.size,
		                  arena_format(r->arena, "%s-%lld.%s", c.head.reference, (long long)at.id,
		                               type ? type->extension : "bin") };
	return RESULT_OK;
}

/* --- away --- */

enum result
attachments_sweep(struct app *app, struct arena *a, instant now)
{
	struct upload *old;
	size_t count = SWEPT_AT_ONCE;
	enum result result = RESULT_OK, folder = RESULT_OK;

	while (result == RESULT_OK && count == SWEPT_AT_ONCE) {
		result = store_uploads_old(
		    app->store, now - upload_kept, SWEPT_AT_ONCE, a, &old, &count);
		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			result = store_upload_remove(app->store, old[i].id);
			/* A folder that refuses is no reason to keep rows; what is left in it goes with attachments_tidy. */
			if (result == RESULT_OK && old[i].elsewhere && folder == RESULT_OK)
				folder = attachments_remove(app, old[i].sha256);
		}
	}
	return result == RESULT_OK ? folder : result;
}
