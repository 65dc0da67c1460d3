/*
 * undelivered.c - messages that will not arrive are somebody's task: whoever oversees the policy in force, by its own
 * roles, or an administrator, who can have an address put right.
 */
#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/notices.h"
#include "parley/store_clockwork.h"
#include "parley/store_escalation.h"
#include "parley/store_holders.h"
#include "parley/store_notice.h"
#include "snapshot.h"

enum { SHOWN_MOST = 100, BODY_MOST = 8192, HOW_MOST = 1000, HOLDERS_MOST = 20 };

static enum result
may_oversee(struct app *app, const struct app_request *r, struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK || me_oversees(app, r))
		return result;
	return fault_set(f, RESULT_DENIED, "no-oversight",
	                 "Only whoever oversees the policy, or an administrator, sees to messages that did not arrive.");
}

static void
item_write(struct app *app, struct buffer *out, const struct app_request *r, const struct undelivered *u,
           const struct day_rules *days)
{
	const struct calendar *c = app->snapshot->calendar;

	json_object(out, NULL);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)u->id));
	json_string(out, "what", letters_find(u->kind)->title);
	json_string(out, "reference", u->reference);
	json_string(out, "name", u->name);
	json_string(out, "title", u->title);
	json_string(out, "agency", u->agency);
	/* Where it would go now, as with a person's own. */
	json_string(out, "address", setting_contact_present(app, u->address));
	json_string(out, "why", u->why);
	when_write(out, "written", u->created, c, days, r->now);
	when_write(out, "given_up", u->at, c, days, r->now);
	json_end_object(out);
}

enum result
notices_undelivered(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct undelivered *list;
	const struct policy *p;
	size_t count;
	enum result result = may_oversee(app, r, f);

	if (result != RESULT_OK)
		return result;
	p = me_policy(app, r, f);
	if (!p)
		return f->result;
	result = store_undelivered(app->store, SHOWN_MOST + 1, r->arena, &list, &count);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "undelivered", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "undelivered", "The list cannot be read just now. Try again in a minute.");
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_array(out, "items");
	for (size_t i = 0; i < count && i < SHOWN_MOST; i++)
		item_write(app, out, r, &list[i], &p->days);
	json_end_array(out);
	json_bool(out, "more", count > SHOWN_MOST);
	json_end_object(out);
	return RESULT_OK;
}

static enum result
settle_read(const struct app_request *r, struct undelivered_settle *out, struct fault *f)
{
	static const char *const keys[] = { "how", "again" };
	const struct json_limits limits = { .length = BODY_MOST, .depth = 1 };
	const struct cJSON *tree;
	struct json_at root, how, again;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (!json_known_keys(&root, keys, 2, f))
		return f->result;
	how = json_member(&root, "how");
	again = json_member(&root, "again");
	(void)json_get_bool(&again, &out->again, f);
	/* Sending it again says by itself how they are told. */
	if (!out->again || json_present(&how))
		(void)json_get_text(&how, HOW_MOST, &out->how, f);
	return f->result;
}

enum result
notices_undelivered_settle(struct app *app, const struct app_request *r, const char *id, struct buffer *out,
                           struct fault *f)
{
	struct undelivered_settle settle = { .person_id = r->session->person.id, .now = r->now };
	char *end;
	enum result result = may_oversee(app, r, f);

	if (result == RESULT_OK)
		result = settle_read(r, &settle, f);
	if (result != RESULT_OK)
		return result;
	settle.id = strtoll(id, &end, 10);
	if (end == id || *end != '\0')
		return fault_set(f, RESULT_NOT_FOUND, "no-message", "There is no such message.");
	result = store_undelivered_settle(app->store, &settle);
	if (result == RESULT_CONFLICT)
		return fault_set(f, result, "settled", "Somebody has seen to this message already.");
	if (result != RESULT_OK)
		return fault_set(f, result, "undelivered", "It could not be stored. Try again in a minute.");
	json_object(out, NULL);
	json_string(out, "title", settle.again ? "It is sent again" : "It is on record that they were told");
	json_end_object(out);
	return RESULT_OK;
}

enum result
notices_tell_undelivered(struct app *app, const struct outbox_item *item, instant now)
{
	static const char kind[] = "undelivered";
	struct instance instance;
	const struct policy *p;
	struct arena *a;
	size_t told = 0;
	enum result r;

	/* Of a message that tells of another there would be no end. */
	if (strcmp(item->kind, kind) == 0)
		return RESULT_OK;
	r = store_instance(app->store, &instance);
	p = r == RESULT_OK ? snapshot_policy(app->snapshot, instance.edition_id) : NULL;
	a = arena_new();
	for (size_t i = 0; r == RESULT_OK && p && i < p->role_count; i++) {
		struct person *holders;
		size_t count = 0;

		if (p->roles[i].oversight)
			r = store_role_holders(app->store, NULL, p->roles[i].id, HOLDERS_MOST, a, &holders, &count);
		for (size_t k = 0; r == RESULT_OK && k < count; k++)
			r = store_notice_add(app->store, holders[k].id, kind,
			                     arena_format(a, "%lld", (long long)item->id), now);
		told += count;
	}
	/* Nobody oversees it just now: who can put an address right. */
	if (r == RESULT_OK && told == 0)
		r = store_outbox_administrators(app->store, kind, item->id, now);
	arena_free(a);
	return r;
}
