/*
 * setting_contacts.c - what the partnership says of the contacts that its policies name, as a setting: read, written,
 * in words, checked; and what every version of it said, for what was told while it held. What a change does stands in
 * setting_contacts_preview.c.
 */
#include "setting_contacts.h"

#include <string.h>

#include "parley/mail.h"
#include "parley/store_setting.h"
#include "snapshot.h"

#define CONTACTS_MOST 300
#define VERSIONS_MOST 1000
#define ID_LONGEST 64
#define LINE_LONGEST 200
#define MAIL_LONGEST 254

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct contact_book);
}

/* --- from JSON and back --- */

/* As people write them: "01472 326292", "+44 (0)20 8356 5500 ext 12", "999". */
static bool
is_telephone(const char *s)
{
	size_t digits = 0;

	for (const char *at = s; *at != '\0'; at++)
		digits += *at >= '0' && *at <= '9';
	return strspn(s, "0123456789+()- .extoroption,/") == strlen(s) && digits >= 3 && digits <= 40;
}

static bool
read_one(const struct json_at *at, struct contact_given *out, struct fault *f)
{
	static const char *const keys[] = { "policy", "contact", "name", "telephone", "email", "hours" };
	struct json_at policy = json_member(at, keys[0]), contact = json_member(at, keys[1]),
		       telephone = json_member(at, keys[3]), email = json_member(at, keys[4]);
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	*out = (struct contact_given){ .since = INSTANT_NONE, .until = INSTANT_NONE };
	good = json_get_line(&policy, ID_LONGEST, &out->policy, f) && good;
	good = json_get_line(&contact, 2 * LINE_LONGEST, &out->contact, f) && good;
	good = setting_optional_read(at, keys[2], LINE_LONGEST, &out->name, f) && good;
	good = setting_optional_read(at, keys[3], LINE_LONGEST, &out->telephone, f) && good;
	good = setting_optional_read(at, keys[4], MAIL_LONGEST, &out->email, f) && good;
	good = setting_optional_read(at, keys[5], LINE_LONGEST, &out->hours, f) && good;
	if (out->telephone != NULL && !is_telephone(out->telephone))
		good = json_fault(&telephone, f, "Write a telephone number, such as 01472 326292.");
	if (out->email != NULL && !mail_address_is_valid(out->email))
		good = json_fault(&email, f, "Write an e-mail address, such as office@example.org.");
	if (good && out->name == NULL && out->telephone == NULL && out->email == NULL && out->hours == NULL)
		good = json_fault(&telephone, f, "Say at least one thing of this contact, or take it away.");
	return good;
}

static bool
is_same_contact(const struct contact_given *one, const struct contact_given *other)
{
	return strcmp(one->policy, other->policy) == 0 && strcmp(one->contact, other->contact) == 0;
}

static bool
read_contacts(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "contacts" };
	struct json_at list = json_member(at, keys[0]), each = { .value = NULL };
	struct contact_book *book = ARENA_NEW(w->arena, struct contact_book);
	struct contact_given *items;
	bool good = json_known_keys(at, keys, 1, f);

	if (!good || !json_expect_array(&list, f))
		return false;
	if (json_count(&list) > CONTACTS_MOST)
		return json_fault(&list, f, "There may be %d contacts at most.", CONTACTS_MOST);
	items = ARENA_ARRAY(w->arena, json_count(&list), struct contact_given);
	while (json_next(&list, &each)) {
		bool read = read_one(&each, &items[book->count], f);

		for (size_t i = 0; good && read && i < book->count; i++) {
			struct json_at contact = json_member(&each, "contact");

			if (is_same_contact(&items[i], &items[book->count]))
				read = json_fault(&contact, f, "This contact of the policy stands here twice.");
		}
		good = read && good;
		book->count++;
	}
	book->items = items;
	*out = book;
	return good;
}

static void
write_contacts(struct buffer *b, const char *name, const void *value)
{
	const struct contact_book *book = value;

	json_object(b, name);
	json_array(b, "contacts");
	for (size_t i = 0; i < book->count; i++) {
		const struct contact_given *g = &book->items[i];

		json_object(b, NULL);
		json_string(b, "policy", g->policy);
		json_string(b, "contact", g->contact);
		json_string(b, "name", g->name);
		json_string(b, "telephone", g->telephone);
		json_string(b, "email", g->email);
		json_string(b, "hours", g->hours);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

/* --- what policies name --- */

static struct contact_policy *
policy_of(struct contact_policy *list, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].policy->id, id) == 0)
			return &list[i];
	}
	return NULL;
}

void
setting_contacts_named(const struct setting_work *w, struct contact_policy **out, size_t *count)
{
	const struct snapshot *s = w->app->snapshot;
	const struct policy *in_force = setting_policy(w);
	struct contact_policy *list = ARENA_ARRAY(w->arena, s->edition_count + 1, struct contact_policy);
	size_t n = 0;

	if (in_force != NULL)
		list[n++] = (struct contact_policy){ .policy = in_force, .in_force = true };
	for (size_t i = s->edition_count; i-- > 0;) {
		if (policy_of(list, n, s->editions[i].policy.id) == NULL)
			list[n++] = (struct contact_policy){ .policy = &s->editions[i].policy };
	}
	for (size_t i = 0; i < n; i++) {
		struct contact_place *places;

		contact_places(list[i].policy, w->arena, &places, &list[i].count);
		list[i].places = places;
	}
	*out = list;
	*count = n;
}

/* An earlier edition may have named it too: escalations run under that. */
const struct contact_place *
setting_contacts_place(const struct setting_work *w, const struct contact_given *g, const struct policy **policy)
{
	const struct snapshot *s = w->app->snapshot;

	for (size_t i = s->edition_count; i-- > 0;) {
		const struct policy *p = &s->editions[i].policy;
		const struct contact_place *found;
		struct contact_place *places;
		size_t count;

		if (strcmp(p->id, g->policy) != 0)
			continue;
		contact_places(p, w->arena, &places, &count);
		found = contact_place_find(places, count, g->contact);
		if (found != NULL) {
			*policy = p;
			return found;
		}
	}
	return NULL;
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	static const char *const labels[] = { "", "telephone ", "", "" };
	const struct contact_book *book = value;

	for (size_t i = 0; i < book->count; i++) {
		const struct contact_given *g = &book->items[i];
		const char *const parts[] = { g->name, g->telephone, g->email, g->hours };
		const struct policy *p = NULL;
		const struct contact_place *place = setting_contacts_place(w, g, &p);
		const char *words = "";

		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			if (parts[k] != NULL)
				words = arena_format(w->arena, "%s%s%s%s", words, words[0] != '\0' ? "; " : "", labels[k], parts[k]);
		}
		setting_line_add(out, arena_format(w->arena, "%s, %s", place != NULL ? place->name : g->contact, g->policy), "%s", words);
	}
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct contact_book *book = value;

	for (size_t i = 0; i < book->count; i++) {
		const struct policy *p;

		if (setting_contacts_place(w, &book->items[i], &p) == NULL)
			(void)fault_field(f, arena_format(w->arena, "%s/contacts/%zu/contact", at, i), "No policy %s names this contact.",
			                  book->items[i].policy);
	}
	return f->result;
}

/* --- as it is and as it was --- */

static const struct contact_book *
version_read(const struct setting_work *w, const struct setting *row)
{
	struct setting_version v = { .kind = &setting_contacts, .row = *row };

	setting_value(w, &v);
	return v.value;
}

enum result
setting_contacts_book(struct app *app, struct arena *a, const struct contact_book **out)
{
	const struct setting_work w = { .app = app, .arena = a };
	struct contact_book *book = ARENA_NEW(a, struct contact_book);
	const struct contact_book **versions;
	struct contact_given *items;
	struct setting *rows;
	size_t count, room = 0;
	enum result r = store_setting_history(app->store, setting_contacts.name, VERSIONS_MOST, a, &rows, &count);

	if (r != RESULT_OK)
		return r;
	versions = ARENA_ARRAY(a, count, const struct contact_book *);
	for (size_t i = 0; i < count; i++) {
		versions[i] = version_read(&w, &rows[i]);
		room += versions[i]->count;
	}
	items = ARENA_ARRAY(a, room, struct contact_given);
	/* The newest first. */
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < versions[i]->count; k++) {
			items[book->count] = versions[i]->items[k];
			items[book->count].since = rows[i].at;
			items[book->count++].until = i > 0 ? rows[i - 1].at : INSTANT_NONE;
		}
	}
	book->items = items;
	*out = book;
	return RESULT_OK;
}

const char *
setting_contact_present(const struct app *app, const char *address)
{
	return address != NULL && app->snapshot != NULL ? contact_present(app->snapshot->contacts, address) : address;
}

const struct setting_kind setting_contacts = {
	.name = "contacts",
	.title = "Contacts",
	.summary = "Whom your policies name: who they are here, their telephone, e-mail and hours.",
	.longest = (size_t)200 * 1024,
	.depth = 4,
	.otherwise = otherwise,
	.read = read_contacts,
	.write = write_contacts,
	.describe = describe,
	.check = check,
	.preview = setting_contacts_preview,
	.offer = setting_contacts_offer,
	.attention = setting_contacts_attention,
};
