/*
 * setting_directories_try.c - what other directories would mean: tried before they are saved.
 *
 * The preview says of every directory that would be new or other whether it can be reached, who would be gone, and
 * whether the one who asks could still sign in to take it back.
 */
#include <stdlib.h>
#include <string.h>

#include "directories.h"
#include "parley/certificate.h"
#include "parley/digest.h"
#include "parley/store_agency.h"
#include "parley/store_emergency.h"
#include "parley/store_retire.h"

/* --- before it is saved --- */

static enum result
check_agencies(const struct setting_work *w, const char *at, const struct directory_settings *s, struct fault *f)
{
	struct agency *agencies;
	size_t count;
	enum result r = store_agencies(w->app->store, w->arena, &agencies, &count);

	for (size_t i = 0; r == RESULT_OK && i < s->agency_count; i++) {
		const char *dn = s->agencies[i].dn != NULL ? directory_dn(s->agencies[i].dn, w->arena) : NULL;
		size_t k = 0;

		if (dn == NULL || dn[0] == '\0')
			(void)fault_field(f, arena_format(w->arena, "%s/agencies/%zu/dn", at, i),
			    "This is not a distinguished name");

		while (k < count && strcmp(agencies[k].id, s->agencies[i].agency_id) != 0)
			k++;
		if (k == count)
			(void)fault_field(f, arena_format(w->arena, "%s/agencies/%zu/agency", at, i),
			    "Parley knows no agency of this id");
	}
	return r == RESULT_OK ? f->result : r;
}

/* Where the page shows what the directory room refuses: at the member that its code ends with, or at the addresses. NULL: elsewhere. */
static const char *
member_of(const char *code)
{
	static const char general[] = "directory-settings-";
	static const struct { const char *code, *member; } members[] = {
		{ "directory-settings-authority", "ca" },
		{ "directory-settings-account", "secret" },
		{ "directory-settings-administrators", "admin_group" },
		{ "directory-settings-agencies", NULL }, /* check_agencies() says which */
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (strcmp(members[i].code, code) == 0)
			return members[i].member;
	}
	return strncmp(code, general, strlen(general)) == 0 ? code + strlen(general) : "uris";
}

/* Not whether it answers: a directory that is down for an hour must not keep the settings from being changed. */
static enum result
check_one(const struct setting_work *w, const char *at, const struct directory_source *source, struct fault *f)
{
	struct directory_settings s = source->settings;
	struct directory *d = NULL;
	struct certificate authority;
	struct fault why;
	char *secret = NULL;

	fault_init(&why, w->arena);
	if (directories_secret(w->app->config, w->arena, source, &secret, &why) != RESULT_OK)
		return fault_field(f, arena_format(w->arena, "%s/secret_name", at), "%s", why.sentence);
	s.bind_password = secret;
	if (directory_open(&s, &d, &why) != RESULT_OK && member_of(why.code) != NULL)
		(void)fault_field(f, arena_format(w->arena, "%s/%s", at, member_of(why.code)), "%s", why.sentence);
	else if (d != NULL && s.ca_pem != NULL && certificate_read_pem(s.ca_pem, 0, w->arena, &authority) != RESULT_OK)
		(void)fault_field(f, arena_format(w->arena, "%s/ca", at), "This is not a certificate that can be read.");
	if (d != NULL)
		directory_close(d);
	if (secret != NULL) {
		secret_wipe(secret, strlen(secret));
		free(secret);
	}
	return check_agencies(w, at, &source->settings, f);
}

enum result
directory_sources_check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct directory_sources *sources = value;
	enum result r = RESULT_OK;

	for (size_t i = 0; i < sources->count; i++) {
		enum result one = check_one(w, arena_format(w->arena, "%s/directories/%zu", at, i), &sources->list[i], f);

		if (r == RESULT_OK || r == RESULT_INVALID)
			r = one != RESULT_OK ? one : r;
	}
	return r;
}

/* With exactly the code that sign-in uses: what each step gave, and whether the administrator would be found. */
static void
try_one(const struct setting_work *w, struct directories *all, size_t i, struct setting_section *out)
{
	const char *name = directories_name(all, i);
	struct directory_step *steps = NULL;
	struct directory *d;
	struct fault f;
	size_t count = 0;

	fault_init(&f, w->arena);
	d = directories_at(all, i, &f);
	if (d == NULL) {
		setting_say(out, name, f.sentence);
		return;
	}
	if (directory_test(d, w->arena, &steps, &count) != RESULT_OK)
		out->tone = SETTING_WARNING;
	for (size_t k = 0; k < count; k++)
		if (steps[k].result != RESULT_OK || k + 1 == count)
			setting_say(out, arena_format(w->arena, "%s, %s%s", name, steps[k].name,
			    steps[k].result == RESULT_OK ? "" : " FAILED"), steps[k].detail);
}

static enum result
say_gone(const struct setting_work *w, const struct directory_sources *before, const struct directory_sources *after,
    struct setting_preview *out)
{
	struct setting_section *s = NULL;

	for (size_t i = 0; i < before->count; i++) {
		const char *name = before->list[i].settings.name;
		struct person *people;
		size_t count;
		enum result r;

		if (directory_source_find(after, name) != NULL)
			continue;
		r = store_people_known(w->app->store, name, w->arena, &people, &count);
		if (r != RESULT_OK)
			return r;
		if (s == NULL)
			s = setting_section_add(out, "gone", "People whose directory would be gone, who could do nothing any more",
			    SETTING_WARNING);
		for (size_t k = 0; k < count; k++)
			setting_say(s, people[k].name, name);
	}
	return RESULT_OK;
}

/* The one who asks: a mistake here would keep them from taking it back. */
static void
say_locked_out(const struct setting_work *w, struct directories *all, const char *username, struct setting_preview *out)
{
	struct directory_person p;
	struct fault f;

	fault_init(&f, w->arena);
	if (directories_find(all, NULL, username, w->arena, &p, &f) == RESULT_OK && p.administrator)
		return;
	setting_say(setting_section_add(out, "locked-out", "You could not sign in as an administrator any more",
	    SETTING_WARNING), username, f.sentence != NULL ? f.sentence : "found, and not in the administrators' group");
}

enum result
directory_sources_preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out, struct fault *f)
{
	const struct directory_sources *old = before, *new = after;
	struct directories *all = directories_from(w->app->config, w->arena, new);
	struct setting_section *tried = setting_section_add(out, "tried", "What trying them gave", SETTING_PLAIN);
	struct person asks;
	enum result r = RESULT_OK;

	(void)f;
	for (size_t i = 0; i < new->count; i++) {
		const struct directory_source *known = directory_source_find(old, new->list[i].settings.name);

		if (known == NULL || !directory_source_same(known, &new->list[i]))
			try_one(w, all, i, tried);
	}
	if (w->person_id != 0)
		r = store_person(w->app->store, w->person_id, w->arena, &asks);
	/* In an emergency nobody of a directory asks. */
	if (r == RESULT_OK && w->person_id != 0 && strcmp(asks.directory, EMERGENCY_DIRECTORY) != 0)
		say_locked_out(w, all, asks.username, out);
	directories_close(all);
	return r == RESULT_OK ? say_gone(w, old, new, out) : r;
}

/* Everybody is read anew by the clock; whoever comes from a directory that is gone has left. */
enum result
directory_sources_apply(const struct setting_work *w, const void *value)
{
	const struct directory_sources *sources = value;
	struct person *people;
	size_t count, gone = 0;
	enum result r = store_people_known(w->app->store, NULL, w->arena, &people, &count);
	int64_t *ids;

	if (r != RESULT_OK)
		return r;
	ids = ARENA_ARRAY(w->arena, count, int64_t);
	for (size_t i = 0; i < count; i++)
		if (directory_source_find(sources, people[i].directory) == NULL)
			ids[gone++] = people[i].id;
	r = store_people_retire(w->app->store, ids, gone, instant_now() + INSTANT_HOUR);
	return r == RESULT_OK ? store_directory_refreshes_outdated(w->app->store) : r;
}

/* --- on the pages --- */

enum result
directory_sources_offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	struct directory_refresh *last;
	struct agency *agencies;
	size_t count;
	enum result r = store_agencies(w->app->store, w->arena, &agencies, &count);

	(void)value;
	(void)f;
	if (r != RESULT_OK)
		return r;
	json_array(out, "agencies");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		json_string(out, "id", agencies[i].id);
		json_string(out, "name", agencies[i].name);
		json_end_object(out);
	}
	json_end_array(out);
	r = store_directory_refreshes(w->app->store, w->arena, &last, &count);
	json_array(out, "refreshes");
	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		json_object(out, NULL);
		json_string(out, "directory", last[i].directory);
		json_string(out, "kind", last[i].kind);
		instant_words_json(out, "began", last[i].began);
		instant_words_json(out, "good", last[i].good);
		json_bool(out, "complete", last[i].code == NULL);
		json_string(out, "said", last[i].said);
		json_end_object(out);
	}
	json_end_array(out);
	return r;
}

/* When the first of a directory's authorities ends within so long, that is said while there is time. */
#define CA_WARNING (28 * 24 * INSTANT_HOUR)

static void
say_ending(const struct setting_work *w, const struct directory_settings *s, struct setting_lines *out)
{
	struct certificate c;

	for (size_t i = 0; s->ca_pem != NULL && certificate_read_pem(s->ca_pem, i, w->arena, &c) == RESULT_OK; i++) {
		struct buffer until;

		if (c.until > instant_now() + CA_WARNING)
			continue;
		buffer_init(&until, 0);
		instant_write_words(&until, c.until);
		setting_line_add(out, arena_format(w->arena, "A certificate authority of %s ends", s->name), "%s, until %s",
		    c.subject, buffer_ok(&until) ? until.data : "?");
		buffer_clear(&until);
	}
}

enum result
directory_sources_attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct directory_sources *sources = value;
	struct directory_refresh *last;
	size_t count;
	enum result r = store_directory_refreshes(w->app->store, w->arena, &last, &count);

	for (size_t i = 0; i < sources->count; i++)
		say_ending(w, &sources->list[i].settings, out);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		if (last[i].code != NULL && directory_source_find(sources, last[i].directory) != NULL)
			setting_line_add(out, arena_format(w->arena, "The last refresh of %s changed nobody", last[i].directory), "%s",
			    last[i].said);
	return r;
}
