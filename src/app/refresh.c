/*
 * refresh.c - people as the directory has them now: all of them each night, those with a session every few minutes.
 *
 * First all is read, from the store and from the directory, and held against each other in memory; a list that was cut
 * short, or that would put more people out of office than a set share, changes nobody. Then those are written whose entry
 * or roles differ. Somebody who signs in meanwhile was refreshed later than this began, and is not retired.
 */
#include "refresh.h"

#include <stdlib.h>
#include <string.h>
#include "parley/store_retire.h"

#include "directories.h"
#include "mapping.h"

/* So few may leave whatever share that is: a small agency is not to wait for a night on which nobody else does. */
#define ALWAYS_BELIEVED 3
#define NIGHT_MINUTE 120
#define SAID_MAX 400
/* In one transaction: few enough that nobody who signs in waits long. */
#define PUT_AT_ONCE 50

struct refresh {
	struct app *app;
	struct arena *a;
	struct fault *f;
	enum app_refresh_kind kind;
	instant now;
	const char *directory;
	size_t place;                  /* its, among app->directories */
	struct person *known;          /* sorted by key */
	size_t known_count, active;    /* active: of the directory, at its last whole refresh */
	struct directory_person *found; /* sorted by key */
	size_t found_count;
	int64_t *gone;
	size_t gone_count, faded;      /* faded: had a title or an agency, and has none */
	unsigned leavers_percent;
	size_t without_agency, without_role;
};

static const char *const kinds[] = {
	[APP_REFRESH_ALL] = "all",
	[APP_REFRESH_SESSIONS] = "sessions",
};

static enum result
store_fault(struct refresh *r, enum result result)
{
	return fault_set(r->f, result, "store", "the database did not take it (%s: %s)", result_name(result),
	    store_trouble(r->app->store));
}

/* --- reading --- */

static int
compare_known(const void *a, const void *b)
{
	return strcmp(((const struct person *)a)->directory_key, ((const struct person *)b)->directory_key);
}

static int
compare_found(const void *a, const void *b)
{
	return strcmp(((const struct directory_person *)a)->key, ((const struct directory_person *)b)->key);
}

static enum result
read_last(struct refresh *r)
{
	struct directory_refresh *last;
	size_t count;
	enum result result = store_directory_refreshes(r->app->store, r->a, &last, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		if (strcmp(last[i].directory, r->directory) == 0 && strcmp(last[i].kind, kinds[APP_REFRESH_ALL]) == 0)
			r->active = last[i].people;
	return result;
}

static enum result
read_store(struct refresh *r)
{
	enum result result = r->kind == APP_REFRESH_ALL
	    ? store_people_known(r->app->store, r->directory, r->a, &r->known, &r->known_count)
	    : store_people_in_session(r->app->store, r->directory, r->a, &r->known, &r->known_count);

	if (result == RESULT_OK && r->kind == APP_REFRESH_SESSIONS)
		result = read_last(r);
	if (result != RESULT_OK)
		return store_fault(r, result);
	if (r->active < r->known_count)
		r->active = r->known_count;
	if (r->known_count > 0)
		qsort(r->known, r->known_count, sizeof *r->known, compare_known);
	return RESULT_OK;
}

static enum result
read_directory(struct refresh *r)
{
	const char **keys = ARENA_ARRAY(r->a, r->known_count, const char *);
	struct directory *d = directories_at(r->app->directories, r->place, r->f);
	enum result result;

	if (d == NULL)
		return r->f->result;
	r->leavers_percent = directory_settings_of(d)->leavers_percent;
	for (size_t i = 0; i < r->known_count; i++)
		keys[i] = r->known[i].directory_key;
	result = r->kind == APP_REFRESH_ALL
	    ? directory_people(d, r->a, &r->found, &r->found_count, r->f)
	    : directory_people_of(d, keys, r->known_count, r->a, &r->found, &r->found_count, r->f);
	if (result == RESULT_OK && r->found_count > 0)
		qsort(r->found, r->found_count, sizeof *r->found, compare_found);
	/* No people at all is a wrong base, never the truth. */
	if (result == RESULT_OK && r->kind == APP_REFRESH_ALL && r->found_count == 0)
		return fault_set(r->f, RESULT_INVALID, "directory-empty",
		    "the directory %s gave no people; look at its base and its filter for people", r->directory);
	return result;
}

/* --- whether to believe it --- */

static void
compare_all(struct refresh *r)
{
	r->gone = ARENA_ARRAY(r->a, r->known_count, int64_t);
	for (size_t i = 0; i < r->known_count; i++) {
		const struct person *p = &r->known[i];
		struct directory_person wanted = { .key = p->directory_key };
		const struct directory_person *now = r->found_count == 0 ? NULL :
		    bsearch(&wanted, r->found, r->found_count, sizeof wanted, compare_found);

		if (now == NULL)
			r->gone[r->gone_count++] = p->id;
		else
			r->faded += (p->title != NULL && now->title == NULL) ||
			    (p->agency_id != NULL && now->agency == NULL && now->agency_id == NULL);
	}
}

static bool
is_too_many(const struct refresh *r, size_t count)
{
	if (count <= ALWAYS_BELIEVED)
		return false;
	/* Not one of them is there: rather a wrong base than all of them gone at once. */
	return count * 100 > r->active * r->leavers_percent || count == r->known_count;
}

static enum result
believe(struct refresh *r)
{
	compare_all(r);
	if (is_too_many(r, r->gone_count))
		return fault_set(r->f, RESULT_LIMIT, "too-many-leavers",
		    "%zu of %zu people are no longer in the directory %s; that looks like a mistake, so nobody was changed",
		    r->gone_count, r->known_count, r->directory);
	if (is_too_many(r, r->faded))
		return fault_set(r->f, RESULT_LIMIT, "too-many-faded",
		    "%zu of %zu people have lost their job title or their agency in the directory %s; that looks like a mistake, "
		    "so nobody was changed", r->faded, r->known_count, r->directory);
	return RESULT_OK;
}

/* --- writing --- */

static const struct person *
find_known(const struct refresh *r, const char *key)
{
	struct person wanted = { .directory_key = key };

	return r->known_count == 0 ? NULL : bsearch(&wanted, r->known, r->known_count, sizeof wanted, compare_known);
}

static enum result
write_people(struct refresh *r)
{
	int64_t *same = ARENA_ARRAY(r->a, r->known_count, int64_t);
	struct person *other = ARENA_ARRAY(r->a, r->found_count, struct person);
	const struct mapping *mapping;
	size_t same_count = 0, other_count = 0;
	enum result result = mapping_load(r->app, r->a, &mapping, r->f);

	for (size_t i = 0; result == RESULT_OK && i < r->found_count; i++) {
		const struct person *known = find_known(r, r->found[i].key);
		struct person *p = &other[other_count];

		mapping_apply(mapping, r->a, &r->found[i], r->now, p);
		r->without_agency += p->agency_id == NULL;
		r->without_role += p->roles[0] == '\0';
		if (known != NULL && store_person_same(known, p))
			same[same_count++] = known->id;
		else
			other_count++;
	}
	for (size_t i = 0; result == RESULT_OK && i < other_count; i += PUT_AT_ONCE)
		result = store_people_put(r->app->store, &other[i],
		    other_count - i < PUT_AT_ONCE ? other_count - i : PUT_AT_ONCE);
	if (result == RESULT_OK)
		result = store_people_refreshed(r->app->store, same, same_count, r->now);
	if (result == RESULT_OK)
		result = store_people_retire(r->app->store, r->gone, r->gone_count, r->now);
	if (result == RESULT_OK)
		result = mapping_settle(r->app, mapping, r->a, r->f);
	return result == RESULT_OK ? result : store_fault(r, result);
}

/* What is kept of it. It must not hide what went wrong itself. */
static enum result
write_outcome(struct refresh *r, enum result result)
{
	const char *said = result != RESULT_OK ? r->f->sentence : arena_format(r->a, "%zu people; %zu have left",
	    r->found_count, r->gone_count);
	struct directory_refresh outcome = {
		.directory = r->directory,
		.kind = kinds[r->kind],
		.began = r->now,
		.code = result == RESULT_OK ? NULL : r->f->code != NULL ? r->f->code : result_name(result),
		.said = said == NULL || strlen(said) > SAID_MAX ? "" : said,
		/* What was not believed counts no people: the share is taken of those who were there before. */
		.people = result == RESULT_OK ? r->found_count : r->active,
		.gone = r->gone_count,
	};
	enum result kept = store_directory_refresh_put(r->app->store, &outcome);

	return result != RESULT_OK ? result : kept == RESULT_OK ? kept : store_fault(r, kept);
}

static enum result
refresh_one(struct refresh *r, struct buffer *out)
{
	enum result result = read_store(r);

	if (result == RESULT_OK && r->kind == APP_REFRESH_SESSIONS && r->known_count == 0) {
		buffer_string(out, "nobody has a session\n");
		return RESULT_OK;
	}
	if (result == RESULT_OK)
		result = read_directory(r);
	if (result == RESULT_OK)
		result = believe(r);
	if (result == RESULT_OK)
		result = write_people(r);
	result = write_outcome(r, result);
	if (result == RESULT_OK)
		buffer_format(out, "%zu people; %zu without a known agency, %zu without a stage role; %zu have left\n",
		    r->found_count, r->without_agency, r->without_role, r->gone_count);
	return result;
}

/* One directory that cannot be read does not keep the others from being: the first fault is the one that is told. */
enum result
app_refresh(struct app *app, struct arena *a, enum app_refresh_kind kind, instant now, struct buffer *out,
    struct fault *f)
{
	enum result first = directories_current(app, a, f);
	size_t count = first == RESULT_OK ? directories_count(app->directories) : 0;

	for (size_t i = 0; i < count; i++) {
		struct fault own;
		struct refresh r = { .app = app, .a = a, .f = &own, .kind = kind, .now = now, .place = i,
			.directory = directories_name(app->directories, i) };
		enum result result;

		fault_init(&own, a);
		if (count > 1)
			buffer_format(out, "%s: ", r.directory);
		result = refresh_one(&r, out);
		if (result == RESULT_OK)
			continue;
		if (count > 1)
			buffer_format(out, "%s\n", own.sentence != NULL ? own.sentence : result_name(result));
		if (first == RESULT_OK)
			first = fault_set(f, result, own.code != NULL ? own.code : result_name(result), "%s",
			    own.sentence != NULL ? own.sentence : result_name(result));
	}
	if (first != RESULT_OK)
		directories_forget(app, f);
	return first;
}

/* --- when --- */

/* Whether one of them was not wholly read since the night began. */
static bool
is_behind(const struct directory_refresh *last, size_t count, const char *directory, instant night)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(last[i].directory, directory) == 0 && strcmp(last[i].kind, kinds[APP_REFRESH_ALL]) == 0)
			return last[i].good == INSTANT_NONE || last[i].good < night;
	return true;
}

enum result
refresh_is_due(struct app *app, struct arena *a, instant now, bool *due, struct fault *f)
{
	instant night = instant_at(instant_day(now), NIGHT_MINUTE);
	struct directory_refresh *last;
	size_t count;
	enum result result = directories_current(app, a, f);

	if (result == RESULT_OK)
		result = store_directory_refreshes(app->store, a, &last, &count);
	if (result != RESULT_OK)
		return result;
	if (now < night)
		night = instant_at(instant_day(now) - 1, NIGHT_MINUTE);
	*due = false;
	for (size_t i = 0; i < directories_count(app->directories); i++)
		*due = *due || is_behind(last, count, directories_name(app->directories, i), night);
	return RESULT_OK;
}
