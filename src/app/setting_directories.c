/*
 * setting_directories.c - the directories of people, in order; until they are set, the one of parley.conf. What a change
 * of them does is in setting_directories_try.c.
 */
#include <string.h>

#include "directories.h"
#include "parley/certificate.h"
#include "parley/text_file.h"

#define DIRECTORIES_MOST 16
#define NAME_LONGEST 32
#define CA_LONGEST 60000
#define AGENCIES_MOST 500

static const char *const secret_names[DIRECTORY_SECRET_COUNT] = {
	[DIRECTORY_SECRET_NONE] = "none",
	[DIRECTORY_SECRET_CONFIGURATION] = "configuration",
	[DIRECTORY_SECRET_FILE] = "file",
	[DIRECTORY_SECRET_CREDENTIAL] = "credential",
};

static const char *const agency_names[] = {
	[DIRECTORY_AGENCY_BY_ATTRIBUTE] = "attribute",
	[DIRECTORY_AGENCY_BY_BASE] = "base",
	[DIRECTORY_AGENCY_BY_GROUP] = "group",
};
#define AGENCY_NAMES (sizeof agency_names / sizeof agency_names[0])

/* The texts, one row each: key, what it is called, where, whether it must be there. */
static const struct text_key {
	const char *key, *label;
	size_t offset;
	bool required;
} texts[] = {
#define TEXT(member, label, required) { #member, label, offsetof(struct directory_settings, member), required }
	TEXT(preset, "kind", true),
	TEXT(uris, "addresses", true),
	TEXT(bind_dn, "account", false),
	TEXT(base, "people are searched for below", true),
	TEXT(domains, "domains that people may write with their name", false),
	TEXT(user_filter, "who may sign in", false),
	TEXT(people_filter, "who is in the list of people", false),
	TEXT(group_filter, "which entries are groups", false),
	TEXT(id_attribute, "people are known by", false),
	TEXT(username_attribute, "user name", false),
	TEXT(name_attribute, "name", false),
	TEXT(title_attribute, "job title", false),
	TEXT(mail_attribute, "mail address", false),
	TEXT(agency_attribute, "agency", false),
	TEXT(department_attribute, "department", false),
	TEXT(manager_attribute, "manager", false),
	TEXT(admin_group, "administrators' group", false),
#undef TEXT
};
#define TEXTS (sizeof texts / sizeof texts[0])

static const struct number_key {
	const char *key, *label;
	int64_t least, most, otherwise;
} numbers[] = {
	{ "connect_seconds", "seconds to connect", 1, 60, 3 },
	{ "operation_seconds", "seconds to answer", 1, 600, 5 },
	{ "size_limit", "most people in a refresh", 1, 10000000, 100000 },
	{ "leavers_percent", "most leavers in a refresh, in percent", 1, 100, 20 },
};
enum { CONNECT, OPERATION, SIZE, LEAVERS, NUMBERS };

static const char **
text_at(struct directory_settings *s, size_t offset)
{
	return (const char **)(void *)((char *)s + offset);
}

static const char *
text_of(const struct directory_settings *s, size_t offset)
{
	return *(const char *const *)(const void *)((const char *)s + offset);
}

static void
numbers_of(const struct directory_settings *s, int64_t out[NUMBERS])
{
	out[CONNECT] = s->connect_seconds;
	out[OPERATION] = s->operation_seconds;
	out[SIZE] = (int64_t)s->size_limit;
	out[LEAVERS] = s->leavers_percent;
}

/* --- what holds before --- */

static const void *
otherwise(const struct setting_work *w)
{
	const struct config *config = w->app->config;
	struct directory_sources *out = ARENA_NEW(w->arena, struct directory_sources);
	struct directory_source *source = ARENA_NEW(w->arena, struct directory_source);
	struct fault unsaid;
	size_t length;

	fault_init(&unsaid, w->arena);
	source->settings = config->directory;
	source->settings.bind_password = NULL;
	source->secret = config->directory.bind_password != NULL ? DIRECTORY_SECRET_CONFIGURATION : DIRECTORY_SECRET_NONE;
	/* Its text, so that what is exported or saved needs no file. If it cannot be read, that is said when it is opened. */
	if (config->directory.ca_file != NULL && text_file_read(config->directory.ca_file, CA_LONGEST, w->arena,
	    &source->settings.ca_pem, &length, &unsaid) == RESULT_OK)
		source->settings.ca_file = NULL;
	*out = (struct directory_sources){ source, 1 };
	return out;
}

/* --- reading --- */

static bool
is_name(const char *name)
{
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0' && strlen(name) <= NAME_LONGEST;
}

static bool
read_choice(const struct json_at *at, const char *const *names, size_t count, size_t *out, struct fault *f)
{
	const char *text = json_peek(at);

	for (size_t i = 0; text != NULL && i < count; i++) {
		if (strcmp(text, names[i]) == 0) {
			*out = i;
			return true;
		}
	}
	return json_fault(at, f, "Choose one of those that there are");
}

static bool
read_texts(const struct json_at *at, struct directory_settings *s, struct fault *f)
{
	bool good = true;

	for (size_t i = 0; i < TEXTS; i++) {
		struct json_at value = json_member(at, texts[i].key);

		if (json_present(&value) || texts[i].required)
			good = json_get_line(&value, 2000, text_at(s, texts[i].offset), f) && good;
	}
	return good;
}

static bool
read_numbers(const struct json_at *at, struct directory_settings *s, struct fault *f)
{
	int64_t n[NUMBERS];
	bool good = true;

	for (size_t i = 0; i < NUMBERS; i++) {
		struct json_at value = json_member(at, numbers[i].key);

		n[i] = numbers[i].otherwise;
		if (json_present(&value))
			good = json_get_int(&value, numbers[i].least, numbers[i].most, &n[i], f) && good;
	}
	s->connect_seconds = (unsigned)n[CONNECT];
	s->operation_seconds = (unsigned)n[OPERATION];
	s->size_limit = (size_t)n[SIZE];
	s->leavers_percent = (unsigned)n[LEAVERS];
	return good;
}

static bool
read_secret(const struct json_at *at, struct directory_source *out, struct fault *f)
{
	struct json_at secret = json_member(at, "secret"), name = json_member(at, "secret_name");
	size_t kind = DIRECTORY_SECRET_NONE;

	if (json_present(&secret) && !read_choice(&secret, secret_names, DIRECTORY_SECRET_COUNT, &kind, f))
		return false;
	out->secret = (enum directory_secret)kind;
	if (kind != DIRECTORY_SECRET_FILE && kind != DIRECTORY_SECRET_CREDENTIAL)
		return true;
	return json_get_line(&name, 64, &out->secret_name, f);
}

static bool
read_agency(const struct setting_work *w, const struct json_at *at, struct directory_agency *out, struct fault *f)
{
	static const char *const keys[] = { "dn", "agency" };
	struct json_at dn = json_member(at, "dn"), agency = json_member(at, "agency");
	bool good = json_known_keys(at, keys, 2, f);

	good = json_get_line(&dn, 1000, &out->dn, f) && good;
	good = json_get_line(&agency, 64, &out->agency_id, f) && good;
	if (good && directory_dn(out->dn, w->arena) == NULL)
		return json_fault(&dn, f, "This is not a distinguished name, such as ou=people,dc=example");
	return good;
}

static bool
read_agencies(const struct setting_work *w, const struct json_at *at, struct directory_settings *s, struct fault *f)
{
	struct json_at by = json_member(at, "agency_by"), list = json_member(at, "agencies"), each = { 0 };
	struct directory_agency *agencies;
	size_t kind = DIRECTORY_AGENCY_BY_ATTRIBUTE;
	bool good = !json_present(&by) || read_choice(&by, agency_names, AGENCY_NAMES, &kind, f);

	s->agency_by = (enum directory_agency_by)kind;
	if (kind == DIRECTORY_AGENCY_BY_ATTRIBUTE)
		return good;
	if (!json_expect_array(&list, f))
		return false;
	if (json_count(&list) == 0 || json_count(&list) > AGENCIES_MOST)
		return json_fault(&list, f, "Name 1 to %d agencies", AGENCIES_MOST);
	agencies = ARENA_ARRAY(w->arena, json_count(&list), struct directory_agency);
	while (json_next(&list, &each))
		good = read_agency(w, &each, &agencies[s->agency_count++], f) && good;
	s->agencies = agencies;
	return good;
}

static bool
read_flags(const struct json_at *at, struct directory_settings *s, struct fault *f)
{
	struct json_at starttls = json_member(at, "starttls"), nested = json_member(at, "nested_groups");
	bool good = true;

	s->starttls = true;
	if (json_present(&starttls))
		good = json_get_bool(&starttls, &s->starttls, f) && good;
	if (json_present(&nested))
		good = json_get_bool(&nested, &s->nested_groups, f) && good;
	return good;
}

static bool
read_one(const struct setting_work *w, const struct json_at *at, struct directory_source *out, struct fault *f)
{
	static const char *const others[] = { "name", "ca", "starttls", "secret", "secret_name", "agency_by", "agencies",
		"nested_groups" };
	enum { OTHERS = sizeof others / sizeof others[0] };
	const char *keys[TEXTS + NUMBERS + OTHERS];
	struct json_at name = json_member(at, "name"), ca = json_member(at, "ca");
	struct directory_settings *s = &out->settings;
	size_t count = 0;
	bool good;

	for (size_t i = 0; i < TEXTS; i++)
		keys[count++] = texts[i].key;
	for (size_t i = 0; i < NUMBERS; i++)
		keys[count++] = numbers[i].key;
	for (size_t i = 0; i < OTHERS; i++)
		keys[count++] = others[i];
	good = json_known_keys(at, keys, count, f);
	good = json_get_line(&name, NAME_LONGEST, &s->name, f) && good;
	if (good && !is_name(s->name))
		good = json_fault(&name, f, "Use small letters, digits and hyphens, %d at most", NAME_LONGEST);
	if (json_present(&ca))
		good = json_get_text(&ca, CA_LONGEST, &s->ca_pem, f) && good;
	good = read_texts(at, s, f) && good;
	good = read_numbers(at, s, f) && good;
	good = read_flags(at, s, f) && good;
	good = read_secret(at, out, f) && good;
	return read_agencies(w, at, s, f) && good;
}

static bool
read_value(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "directories" };
	struct json_at list = json_member(at, "directories"), each = { 0 };
	struct directory_sources *sources = ARENA_NEW(w->arena, struct directory_sources);
	bool good = json_known_keys(at, keys, 1, f) && json_expect_array(&list, f);

	if (!good)
		return false;
	if (json_count(&list) == 0 || json_count(&list) > DIRECTORIES_MOST)
		return json_fault(&list, f, "Name 1 to %d directories: without one nobody can sign in", DIRECTORIES_MOST);
	sources->list = ARENA_ARRAY(w->arena, json_count(&list), struct directory_source);
	while (json_next(&list, &each)) {
		struct directory_source *source = &sources->list[sources->count];
		struct json_at name = json_member(&each, "name");

		good = read_one(w, &each, source, f) && good;
		for (size_t i = 0; good && i < sources->count; i++)
			if (strcmp(sources->list[i].settings.name, source->settings.name) == 0)
				good = json_fault(&name, f, "Another directory has this name");
		sources->count++;
	}
	if (good)
		*out = sources;
	return good;
}

/* --- writing --- */

static void
write_one(struct buffer *b, const struct directory_source *source)
{
	const struct directory_settings *s = &source->settings;
	int64_t n[NUMBERS];

	numbers_of(s, n);
	json_object(b, NULL);
	json_string(b, "name", s->name);
	for (size_t i = 0; i < TEXTS; i++)
		json_string(b, texts[i].key, text_of(s, texts[i].offset));
	json_bool(b, "starttls", s->starttls);
	json_string(b, "ca", s->ca_pem);
	json_string(b, "secret", secret_names[source->secret]);
	json_string(b, "secret_name", source->secret_name);
	json_string(b, "agency_by", agency_names[s->agency_by]);
	json_array(b, "agencies");
	for (size_t i = 0; i < s->agency_count; i++) {
		json_object(b, NULL);
		json_string(b, "dn", s->agencies[i].dn);
		json_string(b, "agency", s->agencies[i].agency_id);
		json_end_object(b);
	}
	json_end_array(b);
	json_bool(b, "nested_groups", s->nested_groups);
	for (size_t i = 0; i < NUMBERS; i++)
		json_int(b, numbers[i].key, n[i]);
	json_end_object(b);
}

static void
write_value(struct buffer *b, const char *name, const void *value)
{
	const struct directory_sources *sources = value;

	json_object(b, name);
	json_array(b, "directories");
	for (size_t i = 0; i < sources->count; i++)
		write_one(b, &sources->list[i]);
	json_end_array(b);
	json_end_object(b);
}

/* --- in words --- */

static void
describe_ca(const struct setting_work *w, const struct directory_settings *s, struct setting_lines *out)
{
	const char *label = arena_format(w->arena, "%s: certificate authority", s->name);
	struct certificate c;
	struct buffer until;
	size_t i = 0;

	if (s->ca_pem == NULL) {
		if (s->ca_file != NULL)
			setting_line_add(out, label, "the file %s", s->ca_file);
		return;
	}
	for (; certificate_read_pem(s->ca_pem, i, w->arena, &c) == RESULT_OK; i++) {
		buffer_init(&until, 0);
		instant_write_words(&until, c.until);
		setting_line_add(out, i == 0 ? label : arena_format(w->arena, "%s %zu", label, i + 1), "%s, until %s",
		    c.subject, buffer_ok(&until) ? until.data : "?");
		buffer_clear(&until);
	}
	if (i == 0)
		setting_line_add(out, label, "not a certificate that can be read");
}

static void
describe_secret(const struct setting_work *w, const struct directory_source *source, struct setting_lines *out)
{
	static const char *const words[DIRECTORY_SECRET_COUNT] = {
		[DIRECTORY_SECRET_NONE] = "none",
		[DIRECTORY_SECRET_CONFIGURATION] = "the one of parley.conf",
		[DIRECTORY_SECRET_FILE] = "the file",
		[DIRECTORY_SECRET_CREDENTIAL] = "the systemd credential",
	};

	setting_line_add(out, arena_format(w->arena, "%s: the account's password", source->settings.name), "%s%s%s",
	    words[source->secret], source->secret_name != NULL ? " " : "",
	    source->secret_name != NULL ? source->secret_name : "");
}

static void
describe_agencies(const struct setting_work *w, const struct directory_settings *s, struct setting_lines *out)
{
	setting_line_add(out, arena_format(w->arena, "%s: agencies are known by", s->name), "%s",
	    agency_names[s->agency_by]);
	for (size_t i = 0; i < s->agency_count; i++)
		setting_line_add(out, arena_format(w->arena, "%s: agency of %s", s->name, s->agencies[i].dn), "%s",
		    s->agencies[i].agency_id);
}

static void
describe_one(const struct setting_work *w, const struct directory_source *source, struct setting_lines *out)
{
	const struct directory_settings *s = &source->settings;
	int64_t n[NUMBERS];

	for (size_t i = 0; i < TEXTS; i++) {
		const char *text = text_of(s, texts[i].offset);

		if (text != NULL)
			setting_line_add(out, arena_format(w->arena, "%s: %s", s->name, texts[i].label), "%s", text);
	}
	setting_line_add(out, arena_format(w->arena, "%s: StartTLS on ldap://", s->name), "%s", s->starttls ? "yes" : "no");
	describe_ca(w, s, out);
	describe_secret(w, source, out);
	describe_agencies(w, s, out);
	setting_line_add(out, arena_format(w->arena, "%s: groups in groups", s->name), "%s",
	    s->nested_groups ? "are followed" : "are not followed");
	numbers_of(s, n);
	for (size_t i = 0; i < NUMBERS; i++)
		setting_line_add(out, arena_format(w->arena, "%s: %s", s->name, numbers[i].label), "%lld", (long long)n[i]);
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct directory_sources *sources = value;

	for (size_t i = 0; i < sources->count; i++) {
		setting_line_add(out, arena_format(w->arena, "%s: place in the order", sources->list[i].settings.name), "%zu",
		    i + 1);
		describe_one(w, &sources->list[i], out);
	}
}

/* --- compared --- */

const struct directory_source *
directory_source_find(const struct directory_sources *sources, const char *name)
{
	for (size_t i = 0; i < sources->count; i++)
		if (strcmp(sources->list[i].settings.name, name) == 0)
			return &sources->list[i];
	return NULL;
}

bool
directory_source_same(const struct directory_source *one, const struct directory_source *other)
{
	struct buffer a, b;
	bool same;

	buffer_init(&a, 0);
	buffer_init(&b, 0);
	write_one(&a, one);
	write_one(&b, other);
	same = buffer_ok(&a) && buffer_ok(&b) && strcmp(a.data, b.data) == 0;
	buffer_clear(&a);
	buffer_clear(&b);
	return same;
}

const struct setting_kind setting_directories = {
	.name = "directories",
	.title = "Directories",
	.summary = "Where people come from and sign in: OpenLDAP and Active Directory, one or several in order.",
	.longest = (size_t)200 * 1024,
	.depth = 5,
	.otherwise = otherwise,
	.read = read_value,
	.write = write_value,
	.describe = describe,
	.check = directory_sources_check,
	.preview = directory_sources_preview,
	.apply = directory_sources_apply,
	.offer = directory_sources_offer,
	.attention = directory_sources_attention,
};
