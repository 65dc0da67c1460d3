/* mapping.c - agencies and mapping rules applied to people of the directory; see mapping.h. */
#include "mapping.h"

#include <stdlib.h>
#include <string.h>

#include "parley/buffer.h"
#include "parley/store_holders.h"
#include "parley/store_retire.h"
#include "snapshot.h"

#define MAPPING_ROLES_MOST 15 /* store_person_put takes no more */

/* --- what is asked --- */

struct mapping
mapping_with(const struct setting_work *w, const struct mapping_rules *rules, const struct mapping_grants *grants)
{
	return (struct mapping){
		.snapshot = w->app->snapshot,
		.edition_id = w->edition_id,
		.agencies = w->app->snapshot->agencies,
		.agency_count = w->app->snapshot->agency_count,
		.rules = rules,
		.grants = grants,
		.now = w->now,
	};
}

enum result
mapping_load(struct app *app, struct arena *a, const struct mapping **out, struct fault *f)
{
	struct mapping *m = ARENA_NEW(a, struct mapping);
	struct setting_work w = { .app = app };
	struct instance instance;
	enum result r = store_instance(app->store, &instance);

	if (r != RESULT_OK)
		return r;
	w.now = instant_now() + instance.clock_offset;
	w.edition_id = instance.edition_id;
	r = snapshot_refresh(app, instance.generation, f);
	if (r != RESULT_OK)
		return r;
	*m = mapping_with(&w, snapshot_setting(app->snapshot, SETTING_MAPPING),
	    snapshot_setting(app->snapshot, SETTING_GRANTS));
	*out = m;
	return RESULT_OK;
}

/* By its id where the directory's settings say it, else by what it is called in the entry: of two, one of which has
 * ended, by the other. */
static const struct agency *
find_agency(const struct mapping *m, const struct directory_person *from)
{
	const struct agency *ended = NULL;

	for (size_t i = 0; i < m->agency_count; i++) {
		const struct agency *agency = &m->agencies[i];

		if (from->agency_id != NULL ? strcmp(agency->id, from->agency_id) != 0 :
		    from->agency == NULL || agency->directory_name == NULL ||
		    !role_title_same(agency->directory_name, from->agency))
			continue;
		if (!snapshot_agency_ended(agency, m->now))
			return agency;
		ended = agency;
	}
	return ended;
}

/* As `m` has the agencies, which need not be as they are stored: a preview. */
static const char *
sector_of(const struct mapping *m, const struct person *p)
{
	if (m->agencies == m->snapshot->agencies || p->agency_id == NULL)
		return p->sector;
	for (size_t i = 0; i < m->agency_count; i++) {
		if (strcmp(m->agencies[i].id, p->agency_id) == 0)
			return m->agencies[i].sector;
	}
	return NULL;
}

static const struct person_facts *
facts_of(const struct directory_person *from, struct arena *a)
{
	struct person_facts *facts = ARENA_NEW(a, struct person_facts);
	struct buffer b;

	buffer_init(&b, 0);
	for (size_t i = 0; i < from->group_count; i++)
		buffer_format(&b, "%s\n", from->groups[i]);
	*facts = (struct person_facts){
		.department = from->department,
		.groups = arena_string(a, b.length > 0 ? b.data : ""),
		.entry_at = from->changed,
	};
	buffer_clear(&b);
	return facts;
}

static void
take_groups(const char *list, struct arena *a, struct role_subject *out)
{
	size_t count = 0;
	const char **groups;

	for (const char *at = list; (at = strchr(at, '\n')) != NULL; at++)
		count++;
	groups = ARENA_ARRAY(a, count, const char *);
	for (size_t i = 0; i < count; i++) {
		size_t length = strcspn(list, "\n");

		groups[i] = arena_bytes(a, list, length);
		list += length + 1;
	}
	out->groups = groups;
	out->group_count = count;
}

void
mapping_subject(const struct person *p, struct arena *a, struct role_subject *out)
{
	*out = (struct role_subject){ .title = p->title, .agency_id = p->agency_id, .sector = p->sector };
	if (p->facts == NULL)
		return;
	out->department = p->facts->department;
	if (p->facts->groups != NULL)
		take_groups(p->facts->groups, a, out);
}

static bool
is_theirs(const struct mapping_grant *g, const struct person *p)
{
	return strcmp(g->key, p->directory_key) == 0 && strcmp(g->directory, p->directory) == 0;
}

bool
mapping_grant_lasts(const struct mapping_grant *g, day today)
{
	return (g->from == DAY_NONE || g->from <= today) && today <= g->until;
}

const struct mapping_grant *
mapping_grant_of(const struct mapping *m, const struct person *p, const char *role)
{
	day today = instant_day(m->now);

	for (size_t i = 0; i < m->grants->count; i++) {
		const struct mapping_grant *g = &m->grants->items[i];

		if (strcmp(g->role, role) == 0 && mapping_grant_lasts(g, today) && is_theirs(g, p))
			return g;
	}
	return NULL;
}

static size_t
count_roles(const char *list)
{
	size_t count = 0;

	for (; *list != '\0'; list += strspn(list, " ")) {
		list += strcspn(list, " ");
		count++;
	}
	return count;
}

/* Of more than anybody may hold, what was granted last is left out. */
static const char *
roles_of(const struct mapping *m, const struct person *p, const struct role_rule *rule, struct arena *a)
{
	const char *roles = rule != NULL ? rule->roles : "";
	day today = instant_day(m->now);

	for (size_t i = 0; i < m->grants->count; i++) {
		const struct mapping_grant *g = &m->grants->items[i];

		if (!mapping_grant_lasts(g, today) || !is_theirs(g, p) || role_list_has(roles, g->role) || count_roles(roles) == MAPPING_ROLES_MOST)
			continue;
		roles = roles[0] == '\0' ? g->role : arena_format(a, "%s %s", roles, g->role);
	}
	return roles;
}

void
mapping_granted_write(struct buffer *out, day until)
{
	if (until == DAY_NONE) {
		json_null(out, "granted_until");
		return;
	}
	/* Words of a day hold nothing that would need an escape. */
	json_name(out, "granted_until");
	buffer_char(out, '"');
	day_write_words(out, until);
	buffer_char(out, '"');
}

void
mapping_apply(const struct mapping *m, struct arena *a, const struct directory_person *from, instant now,
    struct person *out)
{
	const struct agency *agency = find_agency(m, from);
	struct role_subject subject;

	*out = (struct person){
		.directory = from->directory,
		.directory_key = from->key,
		.username = from->username != NULL ? from->username : "",
		.name = from->name != NULL   ? from->name
		    : from->username != NULL ? from->username
					     : "",
		.title = from->title,
		.mail = from->mail,
		.agency_id = agency != NULL ? agency->id : NULL,
		.agency = agency != NULL ? agency->name : NULL,
		.sector = agency != NULL ? agency->sector : NULL,
		.manager_key = from->manager_key,
		.administrator = from->administrator,
		.active = true,
		.refreshed_at = now,
		.facts = facts_of(from, a),
	};
	mapping_subject(out, a, &subject);
	out->roles = roles_of(m, out, role_resolve(m->rules->items, m->rules->count, &subject), a);
}

/* --- everybody at once --- */

static int
compare_names(const void *one, const void *other)
{
	return strcmp(((const struct person *)one)->name, ((const struct person *)other)->name);
}

enum result
mapping_everybody(struct app *app, const struct mapping *m, struct arena *a, struct mapping_people *out)
{
	struct person *people;
	size_t count;
	enum result r = store_people_known(app->store, NULL, a, &people, &count);

	if (r != RESULT_OK)
		return r;
	if (count > 0)
		qsort(people, count, sizeof(*people), compare_names);
	*out = (struct mapping_people){
		.items = ARENA_ARRAY(a, count, struct mapping_person),
		.subjects = ARENA_ARRAY(a, count, struct role_subject),
		.count = count,
	};
	for (size_t i = 0; i < count; i++) {
		const struct role_rule *rule;

		mapping_subject(&people[i], a, &out->subjects[i]);
		out->subjects[i].sector = sector_of(m, &people[i]);
		rule = role_resolve(m->rules->items, m->rules->count, &out->subjects[i]);
		out->items[i] = (struct mapping_person){
			.person = &people[i],
			.rule = rule != NULL ? (size_t)(rule - m->rules->items) : m->rules->count,
			.roles = roles_of(m, &people[i], rule, a),
		};
	}
	return RESULT_OK;
}

enum result
mapping_reapply(struct app *app, const struct mapping *m)
{
	struct arena *a = arena_new();
	struct mapping_people everybody;
	struct person_roles *changes;
	size_t count = 0;
	enum result r = mapping_everybody(app, m, a, &everybody);

	if (r == RESULT_OK) {
		changes = ARENA_ARRAY(a, everybody.count, struct person_roles);
		for (size_t i = 0; i < everybody.count; i++) {
			const struct mapping_person *x = &everybody.items[i];

			if (strcmp(x->person->roles, x->roles) != 0)
				changes[count++] = (struct person_roles){
					x->person->id, x->person->agency_id, x->person->roles, x->roles };
		}
		r = store_people_roles_put(app->store, changes, count, m->now);
	}
	arena_free(a);
	return r;
}

enum result
mapping_settle(struct app *app, const struct mapping *m, struct arena *a, struct fault *f)
{
	const struct mapping *now;
	struct instance instance;
	enum result r = store_instance(app->store, &instance);

	if (r != RESULT_OK || instance.generation == m->snapshot->generation)
		return r;
	r = mapping_load(app, a, &now, f);
	return r == RESULT_OK ? mapping_reapply(app, now) : r;
}

static enum result
expire_one(struct app *app, const struct mapping *m, const struct mapping_grant *g, struct arena *a)
{
	struct role_subject subject;
	struct person_roles change;
	struct person p;
	enum result r = store_person_by_key(app->store, g->directory, g->key, a, &p);

	if (r != RESULT_OK || !p.active)
		return r == RESULT_NOT_FOUND ? RESULT_OK : r;
	mapping_subject(&p, a, &subject);
	change = (struct person_roles){ p.id, p.agency_id, p.roles,
		roles_of(m, &p, role_resolve(m->rules->items, m->rules->count, &subject), a) };
	return strcmp(change.before, change.after) == 0 ? RESULT_OK : store_people_roles_put(app->store, &change, 1, m->now);
}

enum result
mapping_expire(struct app *app, struct arena *a, struct fault *f)
{
	const struct mapping *m;
	enum result r = mapping_load(app, a, &m, f);

	for (size_t i = 0; r == RESULT_OK && i < m->grants->count; i++)
		r = expire_one(app, m, &m->grants->items[i], a);
	return r;
}

/* --- rules in words, and from a policy --- */

struct mapping_rules *
mapping_from_policy(const struct policy *p, struct arena *a)
{
	struct mapping_rules *rules = ARENA_NEW(a, struct mapping_rules);

	role_rules_from_matrix(p, a, &rules->items, &rules->count);
	return rules;
}

const char *
mapping_agency_name(const struct mapping *m, const char *id)
{
	for (size_t i = 0; i < m->agency_count; i++) {
		if (strcmp(m->agencies[i].id, id) == 0)
			return m->agencies[i].name;
	}
	return id;
}

static const char *
sector_name(const struct policy *p, const char *id)
{
	for (size_t i = 0; p != NULL && i < p->sector_count; i++) {
		if (strcmp(p->sectors[i].id, id) == 0)
			return p->sectors[i].name;
	}
	return NULL;
}

const char *
mapping_sector_name(const struct mapping *m, const char *id)
{
	const char *name = sector_name(snapshot_policy(m->snapshot, m->edition_id), id);

	for (size_t i = m->snapshot->edition_count; name == NULL && i-- > 0;)
		name = sector_name(&m->snapshot->editions[i].policy, id);
	return name != NULL ? name : id;
}

const char *
mapping_condition(const struct role_rule *rule, const struct mapping *m, struct arena *a)
{
	struct buffer b;
	const char *words;

	buffer_init(&b, 0);
	if (rule->title_count == 0)
		buffer_string(&b, "Anybody");
	else if (rule->match == ROLE_MATCH_PATTERN)
		buffer_string(&b, "Titles like ");
	for (size_t i = 0; i < rule->title_count; i++)
		buffer_format(&b, "%s‘%s’", i > 0 ? " or " : "", rule->titles[i]);
	if (rule->sector != NULL)
		buffer_format(&b, " in %s", mapping_sector_name(m, rule->sector));
	if (rule->agency_id != NULL)
		buffer_format(&b, " at %s", mapping_agency_name(m, rule->agency_id));
	if (rule->department != NULL)
		buffer_format(&b, ", department ‘%s’", rule->department);
	if (rule->group != NULL)
		buffer_format(&b, ", group %s", rule->group);
	words = arena_string(a, b.data);
	buffer_clear(&b);
	return words;
}

const char *
mapping_who(const struct person *p, struct arena *a)
{
	return arena_format(a, "%s, %s, %s", p->name, p->title != NULL ? p->title : "no job title",
	                    p->agency != NULL ? p->agency : "no agency");
}

/* As the policy in force names it, or the newest of those that have such a role. */
static const char *
role_name(const struct setting_work *w, const char *id)
{
	const struct snapshot *s = w->app->snapshot;
	const struct policy *p = setting_policy(w);
	int role = p != NULL ? policy_role_find(p, id) : -1;

	for (size_t i = s->edition_count; role < 0 && i-- > 0;) {
		p = &s->editions[i].policy;
		role = policy_role_find(p, id);
	}
	return role >= 0 ? p->roles[role].name : id;
}

const char *
mapping_role_names(const struct setting_work *w, const char *roles)
{
	struct buffer b;
	const char *words;

	buffer_init(&b, 0);
	for (const char *at = roles; *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		buffer_format(&b, "%s%s", b.length > 0 ? ", " : "", role_name(w, arena_bytes(w->arena, at, length)));
		at += length;
	}
	words = b.length > 0 ? arena_string(w->arena, b.data) : "no role";
	buffer_clear(&b);
	return words;
}

bool
mapping_is_role(const struct snapshot *s, const char *id)
{
	for (size_t i = 0; i < s->edition_count; i++) {
		if (policy_role_find(&s->editions[i].policy, id) >= 0)
			return true;
	}
	return false;
}
