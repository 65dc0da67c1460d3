/* notices.c - see parley/notices.h: what somebody was told, and what they have read of it. */
#include "parley/notices.h"

#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/store_notice.h"
#include "snapshot.h"

enum { NEW_MOST = 100, READ_PAGE = 20, BODY_MOST = 1024, REFERENCE_MOST = 32, ID_DIGITS = 18 };

static enum result
unread(struct fault *f, enum result r)
{
	return fault_set(f, r, "notices", "Your notices cannot be read just now. Try again in a minute.");
}

static void
notice_write(struct buffer *out, const struct app_request *r, const struct notice *n, const struct calendar *c,
             const struct day_rules *days)
{
	const struct letter *letter = letters_find(n->kind);

	json_object(out, NULL);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)n->id));
	json_string(out, "kind", n->kind);
	json_string(out, "title", letter->title);
	json_string(out, "reference", n->reference);
	json_string(out, "href", n->reference ? arena_format(r->arena, "/escalations/%s", n->reference) : letter->path);
	when_write(out, "due", n->due, c, days, r->now);
	when_write(out, "at", n->at, c, days, r->now);
	json_end_object(out);
}

static void
list_write(struct buffer *out, const char *name, const struct app_request *r, struct app *app, const struct policy *p,
           const struct notice *list, size_t count)
{
	json_array(out, name);
	for (size_t i = 0; i < count; i++)
		notice_write(out, r, &list[i], app->snapshot->calendar, &p->days);
	json_end_array(out);
}

enum result
notices_list(struct app *app, const struct app_request *r, const char *cursor, struct buffer *out, struct fault *f)
{
	int64_t me = r->session->person.id;
	struct notice *fresh, *old;
	size_t fresh_count = 0, old_count;
	const char *next;
	const struct policy *p;
	enum result result = me_begin(app, r, &p, f);

	if (result != RESULT_OK)
		return result;
	/* A later page has only what was read. */
	if (!cursor)
		result = store_notices_new(app->store, me, NEW_MOST, r->arena, &fresh, &fresh_count);
	if (result == RESULT_OK)
		result = store_notices_read(app->store, me, cursor, READ_PAGE, r->arena, &old, &old_count, &next);
	if (result == RESULT_INVALID)
		return fault_set(f, result, "cursor", "This page of the list is not known. Start again from its beginning.");
	if (result != RESULT_OK)
		return unread(f, result);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	list_write(out, "new", r, app, p, fresh, fresh_count);
	list_write(out, "read", r, app, p, old, old_count);
	json_string(out, "next", next);
	json_end_object(out);
	return RESULT_OK;
}

/* Ids are strings, in answers and here. */
static bool
get_id(const struct json_at *at, int64_t *out, struct fault *f)
{
	const char *text = json_peek(at);
	size_t length = text ? strspn(text, "0123456789") : 0;

	if (length == 0 || length > ID_DIGITS || text[length] != '\0')
		return json_fault(at, f, "This is not the id of a notice");
	*out = strtoll(text, NULL, 10);
	return true;
}

static enum result
marked_read(const struct app_request *r, struct notices_marked *out, struct fault *f)
{
	static const char *const keys[] = { "until", "id", "reference" };
	const struct json_limits limits = { .length = BODY_MOST, .depth = 1 };
	const struct cJSON *tree;
	struct json_at root, until, id, reference;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	*out = (struct notices_marked){ 0 };
	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (!json_known_keys(&root, keys, 3, f))
		return f->result;
	if (json_count(&root) != 1) {
		(void)json_fault(&root, f, "Say one of: until, id, reference");
		return f->result;
	}
	until = json_member(&root, "until");
	id = json_member(&root, "id");
	reference = json_member(&root, "reference");
	if (until.value)
		(void)get_id(&until, &out->until, f);
	else if (id.value)
		(void)get_id(&id, &out->id, f);
	else
		(void)json_get_line(&reference, REFERENCE_MOST, &out->reference, f);
	return f->result;
}

enum result
notices_mark(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct notices_marked which;
	int left = 0;
	enum result result = marked_read(r, &which, f);

	if (result != RESULT_OK)
		return result;
	result = store_notices_mark(app->store, r->session->person.id, &which, r->now, &left);
	if (result != RESULT_OK)
		return unread(f, result);
	json_object(out, NULL);
	json_int(out, "notices", left);
	json_end_object(out);
	return RESULT_OK;
}
