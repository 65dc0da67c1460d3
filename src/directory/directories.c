/* directories.c - several directories in order: which of them is asked, and whose answer counts. */
#include <string.h>

#include "handle.h"
#include "sign_in.h"

/* Either the handle, or why there is none. */
struct slot {
	struct directory *directory;
	const char *name, *code, *sentence;
};

struct directories {
	struct arena *arena;
	struct slot *slots;
	size_t count;
};

static void
open_slot(struct directories *ds, const struct directory_settings *s, struct slot *slot)
{
	struct fault f;

	fault_init(&f, ds->arena);
	slot->name = arena_string(ds->arena, s->name != NULL ? s->name : "directory");
	if (directory_open(s, &slot->directory, &f) == RESULT_OK)
		return;
	slot->directory = NULL;
	slot->code = f.code;
	slot->sentence = f.sentence;
}

struct directories *
directories_open(const struct directory_settings *s, size_t count)
{
	struct arena *a = arena_new();
	struct directories *ds = ARENA_NEW(a, struct directories);

	ds->arena = a;
	ds->slots = ARENA_ARRAY(a, count, struct slot);
	ds->count = count;
	for (size_t i = 0; i < count; i++)
		open_slot(ds, &s[i], &ds->slots[i]);
	return ds;
}

void
directories_close(struct directories *ds)
{
	if (ds == NULL)
		return;
	for (size_t i = 0; i < ds->count; i++)
		directory_close(ds->slots[i].directory);
	arena_free(ds->arena);
}

size_t
directories_count(const struct directories *ds)
{
	return ds->count;
}

size_t
directories_shut(const struct directories *ds)
{
	size_t shut = 0;

	for (size_t i = 0; i < ds->count; i++)
		shut += ds->slots[i].directory == NULL;
	return shut;
}

const char *
directories_name(const struct directories *ds, size_t i)
{
	return ds->slots[i].name;
}

struct directory *
directories_at(struct directories *ds, size_t i, struct fault *f)
{
	const struct slot *slot = &ds->slots[i];

	if (slot->directory == NULL)
		(void)fault_set(f, RESULT_UNAVAILABLE, slot->code != NULL ? slot->code : "directory-settings", "%s: %s",
		    slot->name, slot->sentence != NULL ? slot->sentence : "Its settings cannot be used.");
	return slot->directory;
}

struct directory *
directories_named(struct directories *ds, const char *name, struct fault *f)
{
	for (size_t i = 0; i < ds->count; i++)
		if (strcmp(ds->slots[i].name, name) == 0)
			return directories_at(ds, i, f);
	(void)fault_set(f, RESULT_NOT_FOUND, "no-such-directory", "There is no directory of that name.");
	return NULL;
}

/* --- who is asked --- */

/* Whether some directory has the domain that the name is written with. */
static bool
is_somebodys_own(const struct directories *ds, const char *typed)
{
	for (size_t i = 0; i < ds->count; i++)
		if (ds->slots[i].directory != NULL && sign_in_is_own(ds->slots[i].directory, typed))
			return true;
	return false;
}

const char *
directories_account(const struct directories *ds, const char *typed, struct arena *a)
{
	for (size_t i = 0; i < ds->count; i++)
		if (ds->slots[i].directory != NULL && sign_in_is_own(ds->slots[i].directory, typed))
			return sign_in_account(ds->slots[i].directory, typed, a);
	return typed;
}

/* What was asked, and how far it came. */
struct search {
	struct directories *ds;
	const char *attribute, *name; /* attribute NULL: by the name that people sign in with */
	struct arena *arena;
	enum trouble away;            /* of the first that could not be asked; NONE */
	struct directory *found;      /* the one that knows the name; NULL */
	struct directory *last;       /* the last that answered; NULL */
};

static bool
is_answer(enum trouble t)
{
	return t == TROUBLE_NONE || t == TROUBLE_NOBODY || t == TROUBLE_SEVERAL;
}

static enum trouble
ask_one(struct search *s, struct directory *d, struct entry *e)
{
	if (d == NULL)
		return TROUBLE_SETTINGS;
	return s->attribute != NULL ? sign_in_look_up(d, s->attribute, s->name, s->arena, e) :
	    sign_in_find(d, s->name, s->arena, e);
}

/* NONE or SEVERAL from the first that knows the name; NOBODY when none of those that could be asked does. */
static enum trouble
ask_all(struct search *s, struct entry *e)
{
	bool own = is_somebodys_own(s->ds, s->name);

	for (size_t i = 0; i < s->ds->count; i++) {
		struct directory *d = s->ds->slots[i].directory;
		enum trouble t;

		if (own && d != NULL && !sign_in_is_own(d, s->name))
			continue;
		t = ask_one(s, d, e);
		if (is_answer(t))
			s->last = d;
		else if (s->away == TROUBLE_NONE)
			s->away = t;
		if (t == TROUBLE_NONE || t == TROUBLE_SEVERAL) {
			s->found = d;
			return t;
		}
	}
	return TROUBLE_NOBODY;
}

/* --- signing in --- */

/* A refusal is only one when nobody before could have said yes. */
static enum trouble
refuse(const struct search *s, enum trouble t)
{
	return t == TROUBLE_DENIED && s->away != TROUBLE_NONE ? s->away : t;
}

enum result
directories_sign_in(struct directories *ds, const struct directories_asked *asked, struct arena *a,
    struct directory_person *out, bool *guessed, struct fault *f)
{
	struct search s = { .ds = ds, .name = asked->username, .arena = a };
	struct entry e = { 0 };
	enum trouble t = TROUBLE_DENIED;

	*guessed = true;
	if (!sign_in_is_possible(asked->username, asked->password))
		return trouble_fault(t, f);
	t = ask_all(&s, &e);
	if (t == TROUBLE_NONE)
		t = sign_in_check(s.found, asked->password, a, &e);
	else if (s.last != NULL)
		t = sign_in_as_nobody(s.last, a);
	else
		t = s.away != TROUBLE_NONE ? s.away : TROUBLE_SETTINGS;
	*guessed = trouble_result(t) == RESULT_DENIED;
	t = refuse(&s, t);
	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	*out = e.person;
	return RESULT_OK;
}

enum result
directories_find(struct directories *ds, const char *attribute, const char *name, struct arena *a,
    struct directory_person *out, struct fault *f)
{
	struct search s = { .ds = ds, .attribute = attribute, .name = name, .arena = a };
	struct entry e = { 0 };
	enum trouble t = ask_all(&s, &e);

	if (t == TROUBLE_NONE && attribute == NULL)
		t = sign_in_admit(s.found, &e, a);
	if (t == TROUBLE_NOBODY && s.away != TROUBLE_NONE)
		t = s.away;
	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	*out = e.person;
	return RESULT_OK;
}
