/*
 * vacancies.c - the map of vacancies: agency by stage role, who holds it, who stands in, and the gaps of the next four weeks.
 *
 * Names and job titles only; of escalations the references of those that need a new person, and nothing else.
 */
#include <string.h>

#include "case.h"
#include "granted.h"
#include "mapping.h"
#include "me.h"
#include "oversee.h"
#include "setting_words.h"
#include "parley/cover.h"
#include "parley/escalation_json.h"
#include "parley/role.h"
#include "parley/store_escalation.h"
#include "parley/store_seats.h"

enum { WEEKS = 4, SHOWN_MAX = 5, RUNNING_MAX = 100, AWAY_MAX = 8 };

/* --- who may --- */

static const struct policy *
policy_now(const struct app *app, const struct session *s)
{
	return app->snapshot ? snapshot_policy(app->snapshot, s->instance.edition_id) : NULL;
}

static bool
speaks_at(const struct policy *p, size_t stage, int role)
{
	const struct policy_stage *s = &p->stages[stage];

	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < s->speaker_count[side]; i++) {
			if (s->speakers[side][i] == role)
				return true;
		}
	}
	for (size_t i = 0; i < s->authority_count; i++) {
		if (s->authority[i] == role)
			return true;
	}
	return false;
}

/* Any of their roles, of those that the policy has. */
static bool
holds(const struct session *s, const struct policy *p, bool (*fits)(const struct policy *, int))
{
	size_t length;

	for (const char *at = s->person.roles ? s->person.roles : ""; *at; at += length, at += *at == ' ') {
		length = strcspn(at, " ");
		for (size_t i = 0; i < p->role_count; i++) {
			const char *id = p->roles[i].id;

			if (strncmp(id, at, length) == 0 && id[length] == '\0' && fits(p, (int)i))
				return true;
		}
	}
	return false;
}

static bool
is_oversight(const struct policy *p, int role)
{
	return p->roles[role].oversight && p->roles[role].partnership;
}

static bool
is_higher(const struct policy *p, int role)
{
	for (size_t stage = 1; stage < p->stage_count && !p->roles[role].partnership; stage++) {
		if (speaks_at(p, stage, role) && !speaks_at(p, 0, role))
			return true;
	}
	return false;
}

bool
oversee_all(struct app *app, const struct session *s)
{
	const struct policy *p = policy_now(app, s);

	return p && !s->emergency && holds(s, p, is_oversight);
}

bool
oversee_agency(struct app *app, const struct session *s)
{
	const struct policy *p = policy_now(app, s);

	return p && !s->emergency && (holds(s, p, is_oversight) || (s->person.agency_id && holds(s, p, is_higher)));
}

/* --- the map --- */

struct mapped {
	const struct policy *p;
	const struct role_holding *rows;
	size_t count;
	struct cover_gap span;
	struct arena *a;
	struct mapping mapping;            /* its grants: of roles that no rule gives as well */
};

/* Of one role in one agency. */
struct cell {
	const struct role_holding **first; /* of each holder, the first of their rows */
	struct cover_holder *holders;
	size_t count, own;                 /* own: of those, who hold the role itself */
	struct cover_gap *gaps;
	size_t gap_count;
	const char *state;
};

static int
compare(const struct role_holding *row, const char *agency, const char *role)
{
	int order = strcmp(row->agency_id, agency);

	return order != 0 ? order : strcmp(row->role, role);
}

/* The first row of that agency and role, by halves: the rows come in that order. */
static size_t
find(const struct mapped *m, const char *agency, const char *role)
{
	size_t low = 0, high = m->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&m->rows[middle], agency, role) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct mapping_grant *
grant_of(const struct mapped *m, const struct role_holding *row)
{
	const struct person p = { .directory = row->directory, .directory_key = row->directory_key };

	return mapping_grant_of(&m->mapping, &p, row->role);
}

/* What was given by hand ends with its last day: from then on nobody is there, unless somebody else is. */
static instant
held_until(const struct mapped *m, const struct role_holding *row)
{
	const struct mapping_grant *g = grant_of(m, row);

	return g ? instant_at(g->until + 1, 0) : INSTANT_NONE;
}

static void
holder_add(const struct mapped *m, struct cell *c, const struct role_holding *row)
{
	struct cover_absence *away;
	struct cover_holder *h;

	for (size_t i = 0; i < c->count; i++) {
		if (c->first[i]->person_id == row->person_id)
			return;
	}
	h = &c->holders[c->count];
	away = ARENA_ARRAY(m->a, AWAY_MAX, struct cover_absence);
	*h = (struct cover_holder){ .until = held_until(m, row), .absences = away };
	c->first[c->count++] = row;
	for (; row < m->rows + m->count && row->person_id == c->first[c->count - 1]->person_id && h->absence_count < AWAY_MAX;
	     row++) {
		if (row->away_from != INSTANT_NONE && compare(row, c->first[c->count - 1]->agency_id, c->first[c->count - 1]->role) == 0)
			away[h->absence_count++] = (struct cover_absence){ row->away_from, row->away_until, row->deputy != NULL };
	}
}

static size_t
rows_of(const struct mapped *m, const char *agency, const char *role)
{
	size_t from = find(m, agency, role), n = 0;

	while (from + n < m->count && compare(&m->rows[from + n], agency, role) == 0)
		n++;
	return n;
}

static void
role_add(const struct mapped *m, struct cell *c, const char *agency, const char *role)
{
	size_t from = find(m, agency, role), n = rows_of(m, agency, role);
	const struct role_holding **first = ARENA_ARRAY(m->a, c->count + n, const struct role_holding *);
	struct cover_holder *holders = ARENA_ARRAY(m->a, c->count + n, struct cover_holder);

	if (c->count > 0) {
		memcpy(first, c->first, c->count * sizeof(*first));
		memcpy(holders, c->holders, c->count * sizeof(*holders));
	}
	c->first = first;
	c->holders = holders;
	for (size_t i = 0; i < n; i++)
		holder_add(m, c, &m->rows[from + i]);
}

static void
cell_finish(const struct mapped *m, struct cell *c)
{
	cover_gaps(c->holders, c->count, m->span, m->a, &c->gaps, &c->gap_count);
	c->state = c->count == 0 ? "nobody" : c->gap_count > 0 ? "gap" : c->own == 0 ? "stood-in" : "held";
}

/* In an agency, with whoever acts in the role's absence there; NULL: in the partnership, wherever they work. */
static void
cell_make(struct app *app, const struct mapped *m, const struct agency *ag, int role, struct cell *c)
{
	const char *sector = ag ? ag->sector : NULL;

	*c = (struct cell){ .count = 0 };
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < m->p->role_count; i++) {
			if (pass == 0 ? (int)i != role : !policy_stands_in(m->p, (int)i, role, sector))
				continue;
			if (ag)
				role_add(m, c, ag->id, m->p->roles[i].id);
			for (size_t k = 0; !ag && k < app->snapshot->agency_count; k++)
				role_add(m, c, app->snapshot->agencies[k].id, m->p->roles[i].id);
		}
		if (pass == 0)
			c->own = c->count;
	}
	cell_finish(m, c);
}

/* The policy's matrix knows titles for it in that sector. */
static bool
in_matrix(const struct policy *p, int role, const char *sector)
{
	for (size_t i = 0; i < p->matrix_count; i++) {
		const char *of = p->matrix[i].sector;

		if (p->matrix[i].role == role && (!of || strcmp(of, sector) == 0))
			return true;
	}
	return false;
}

/* At that stage no role that speaks is one of the sector's: then any of them would do. */
static bool
stage_is_bare(const struct policy *p, size_t stage, const char *sector)
{
	for (size_t i = 0; i < p->role_count; i++) {
		if (!p->roles[i].partnership && speaks_at(p, stage, (int)i) && in_matrix(p, (int)i, sector))
			return false;
	}
	return true;
}

/* A named nurse is no gap in a school: a role has to be held where the matrix has it, or where a stage has no other. */
static bool
belongs(const struct policy *p, int role, const char *sector)
{
	if (in_matrix(p, role, sector))
		return true;
	for (size_t stage = 0; stage < p->stage_count; stage++) {
		if (speaks_at(p, stage, role) && stage_is_bare(p, stage, sector))
			return true;
	}
	return false;
}

static enum result
map_read(struct app *app, const struct policy *p, instant now, struct arena *a, struct mapped *m)
{
	struct role_holding *rows;
	struct mapped read = { .p = p, .a = a, .mapping = granted_mapping(app, now),
		               .span = { now, instant_at(instant_day(now) + WEEKS * 7, 0) } };
	enum result result = granted_alone(app, &read.mapping, a, &read.mapping.grants);

	if (result == RESULT_OK)
		result = store_role_map(app->store, read.span.begins, read.span.ends, a, &rows, &read.count);

	if (result != RESULT_OK)
		return result;
	read.rows = rows;
	*m = read;
	return RESULT_OK;
}

/* --- written --- */

static const char *
day_words(instant t, struct arena *a)
{
	return setting_day_words(instant_day(t), a);
}

static void
write_span(struct buffer *out, instant begins, instant ends, struct arena *a)
{
	json_string(out, "from", day_words(begins, a));
	json_string(out, "until", day_words(ends - 1, a));
}

static void
write_holder(struct buffer *out, const struct mapped *m, const struct cell *c, size_t i)
{
	const struct role_holding *first = c->first[i];
	const struct mapping_grant *grant;

	json_object(out, NULL);
	json_string(out, "name", first->name);
	json_string(out, "title", first->title);
	json_string(out, "role", m->p->roles[policy_role_find(m->p, first->role)].name);
	grant = grant_of(m, first);
	mapping_granted_write(out, grant ? grant->until : DAY_NONE);
	json_array(out, "away");
	for (const struct role_holding *row = first; row < m->rows + m->count && row->person_id == first->person_id &&
	     compare(row, first->agency_id, first->role) == 0; row++) {
		if (row->away_from == INSTANT_NONE)
			continue;
		json_object(out, NULL);
		write_span(out, row->away_from, row->away_until, m->a);
		json_string(out, "deputy", row->deputy);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_object(out);
}

static void
write_cell(struct buffer *out, const struct mapped *m, int role, const struct cell *c)
{
	const struct policy_role *r = &m->p->roles[role];

	json_object(out, NULL);
	json_string(out, "id", r->id);
	json_string(out, "name", r->name);
	json_string(out, "clause", r->clause);
	json_array(out, "stages");
	for (size_t stage = 0; stage < m->p->stage_count; stage++) {
		if (speaks_at(m->p, stage, role))
			json_string(out, NULL, m->p->stages[stage].id);
	}
	json_end_array(out);
	json_string(out, "state", c->state);
	json_array(out, "holders");
	for (size_t i = 0; i < c->count && i < SHOWN_MAX; i++)
		write_holder(out, m, c, i);
	json_end_array(out);
	json_int(out, "more", c->count > SHOWN_MAX ? (int64_t)(c->count - SHOWN_MAX) : 0);
	json_array(out, "gaps");
	for (size_t i = 0; i < c->gap_count; i++) {
		json_object(out, NULL);
		write_span(out, c->gaps[i].begins, c->gaps[i].ends, m->a);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_object(out);
}

/* The partnership's own roles have a row of their own; what has ended needs nobody. */
static bool
is_row(const struct agency *ag, instant now)
{
	return strcmp(ag->sector, ROLE_SECTOR_PARTNERSHIP) != 0 && !snapshot_agency_ended(ag, now);
}

/* ag NULL: the partnership's own roles. */
static void
write_row(struct app *app, struct buffer *out, const struct mapped *m, const struct agency *ag)
{
	json_object(out, NULL);
	json_string(out, "agency", ag ? ag->name : NULL);
	json_string(out, "agency_id", ag ? ag->id : NULL);
	json_array(out, "roles");
	for (size_t i = 0; i < m->p->role_count; i++) {
		struct cell c;

		if (m->p->roles[i].partnership == (ag != NULL) || (ag && !belongs(m->p, (int)i, ag->sector)))
			continue;
		cell_make(app, m, ag, (int)i, &c);
		write_cell(out, m, (int)i, &c);
	}
	json_end_array(out);
	json_end_object(out);
}

static const char *
agency_name(const struct app *app, const char *id)
{
	const struct agency *ag = snapshot_agency(app->snapshot, id);

	return ag ? ag->name : NULL;
}

static enum result
write_running(struct app *app, struct arena *a, struct buffer *out)
{
	struct vacant_seat *seats;
	size_t count;
	enum result result = store_vacant_seats(app->store, NULL, RUNNING_MAX, a, &seats, &count);

	if (result != RESULT_OK)
		return result;
	json_array(out, "running");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		json_string(out, "reference", seats[i].reference);
		json_string(out, "agency", agency_name(app, seats[i].agency_id));
		json_string(out, "since", day_words(seats[i].since, a));
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

static enum result
write_map(struct app *app, const struct policy *p, instant now, struct arena *a, struct buffer *out)
{
	struct mapped m;
	enum result result = map_read(app, p, now, a, &m);

	if (result != RESULT_OK)
		return result;
	json_string(out, "policy", p->title);
	write_span(out, m.span.begins, m.span.ends, a);
	json_array(out, "agencies");
	write_row(app, out, &m, NULL);
	for (size_t i = 0; i < app->snapshot->agency_count; i++) {
		if (is_row(&app->snapshot->agencies[i], now))
			write_row(app, out, &m, &app->snapshot->agencies[i]);
	}
	json_end_array(out);
	return write_running(app, a, out);
}

static enum result
unread(enum result result, struct fault *f)
{
	return fault_set(f, result, "vacancies", "The map of vacancies cannot be made just now. Try again in a minute.");
}

enum result
app_vacancies(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct policy *p;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	if (!me_oversees(app, r))
		return fault_set(f, RESULT_DENIED, "no-oversight",
		                 "Only whoever oversees the policy, or an administrator, sees who holds what in every agency.");
	p = me_policy(app, r, f);
	if (!p)
		return f->result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	result = write_map(app, p, r->now, r->arena, out);
	json_end_object(out);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "vacancies", 0, r->id, r->now);
	return result == RESULT_OK ? RESULT_OK : unread(result, f);
}

/* --- the command --- */

static void
print_cell(struct buffer *out, const struct agency *ag, const struct policy_role *role, const struct cell *c, struct arena *a)
{
	buffer_format(out, "%-34s %-44s ", ag ? ag->name : "(partnership)", role->name);
	if (c->count == 0) {
		buffer_string(out, "nobody\n");
		return;
	}
	buffer_format(out, "%zu %s", c->count, c->own == 0 ? "in its place" : c->count == 1 ? "holder" : "holders");
	for (size_t i = 0; i < c->gap_count; i++)
		buffer_format(out, "%s %s to %s", i == 0 ? "; nobody there" : ",", day_words(c->gaps[i].begins, a),
		              day_words(c->gaps[i].ends - 1, a));
	buffer_char(out, '\n');
}

static void
print_row(struct app *app, const struct mapped *m, const struct agency *ag, bool all, struct buffer *out)
{
	for (size_t i = 0; i < m->p->role_count; i++) {
		struct cell c;

		if (m->p->roles[i].partnership == (ag != NULL) || (ag && !belongs(m->p, (int)i, ag->sector)))
			continue;
		cell_make(app, m, ag, (int)i, &c);
		if (all || c.gap_count > 0)
			print_cell(out, ag, &m->p->roles[i], &c, m->a);
	}
}

enum result
app_vacancies_print(struct app *app, struct arena *a, const struct app_vacancies *asked, struct buffer *out, struct fault *f)
{
	struct instance instance;
	const struct policy *p;
	struct mapped m;
	instant now = asked->now;
	enum result result = store_instance(app->store, &instance);

	if (result == RESULT_OK)
		result = snapshot_refresh(app, instance.generation, f);
	if (result != RESULT_OK)
		return unread(result, f);
	now += instance.clock_offset;
	p = snapshot_policy(app->snapshot, snapshot_edition(app->snapshot, now));
	if (!p)
		return fault_set(f, RESULT_NOT_FOUND, "no-policy", "no policy is in force; see `parley policy use`");
	if (asked->json) {
		json_object(out, NULL);
		result = write_map(app, p, now, a, out);
		json_end_object(out);
		buffer_char(out, '\n');
		return result == RESULT_OK ? RESULT_OK : unread(result, f);
	}
	result = map_read(app, p, now, a, &m);
	if (result != RESULT_OK)
		return unread(result, f);
	print_row(app, &m, NULL, asked->all, out);
	for (size_t i = 0; i < app->snapshot->agency_count; i++) {
		if (is_row(&app->snapshot->agencies[i], now))
			print_row(app, &m, &app->snapshot->agencies[i], asked->all, out);
	}
	if (out->length == 0)
		buffer_string(out, "every stage role is held in the next four weeks\n");
	return RESULT_OK;
}
