/* config.c - see parley/config.h. */
#include "config_keys.h"

#include <stdlib.h>
#include <string.h>

#include "config_secret.h"
#include "parley/digest.h"
#include "parley/text_file.h"
#include "parley/utf8.h"

#define FILE_MAX (64 * 1024)
#define PREFIX_MAX 10

/* What is being read, and where. */
struct reader {
	struct config_loaded *out;
	const char *file;
	int line;                   /* 0 = no line of the file: a default, or the file as a whole */
	int *lines;                 /* of each key, where it was set; 0 = not set */
	struct fault *fault;
};

/* "parley.conf:12: directory.base has no value". Values are never repeated: one could be a password. */
#define COMPLAIN(r, ...) complain((r), arena_format((r)->out->arena, __VA_ARGS__))

static enum result
complain(const struct reader *r, const char *what)
{
	if (r->line == 0)
		return fault_set(r->fault, RESULT_INVALID, "config", "%s: %s", r->file, what);
	return fault_set(r->fault, RESULT_INVALID, "config", "%s:%d: %s", r->file, r->line, what);
}

/* --- values --- */

static bool
read_number(const struct config_key *key, const char *text, long *out)
{
	char *end;
	long n;

	if (text[0] < '0' || text[0] > '9' || strlen(text) > 9)
		return false;
	n = strtol(text, &end, 10);
	if (*end != '\0' || n < key->least || n > key->most)
		return false;
	*out = n;
	return true;
}

static bool
read_yes_no(const char *text, bool *out)
{
	*out = strcmp(text, "yes") == 0;
	return *out || strcmp(text, "no") == 0;
}

/* A scheme, a host and perhaps a port; no path, no slash at the end, nobody's name. */
static bool
is_origin(const char *text)
{
	const char *host = strstr(text, "://");

	if (host == NULL || (strncmp(text, "http://", 7) != 0 && strncmp(text, "https://", 8) != 0))
		return false;
	host += 3;
	return host[0] != '\0' && host[0] != ':' && host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]")] == '\0';
}

static bool
is_prefix(const char *text)
{
	size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return length > 0 && length <= PREFIX_MAX && text[length] == '\0';
}

static enum result
put_number(const struct reader *r, const struct config_key *key, const char *text, void *to)
{
	long n = 0;

	if (!read_number(key, text, &n))
		return COMPLAIN(r, "%s must be a number from %ld to %ld", key->name, key->least, key->most);
	if (key->type == CONFIG_INT)
		*(int *)to = (int)n;
	else if (key->type == CONFIG_UNSIGNED)
		*(unsigned *)to = (unsigned)n;
	else
		*(size_t *)to = (size_t)n;
	return RESULT_OK;
}

static enum result
put_text(const struct reader *r, const struct config_key *key, const char *text, const char **to)
{
	if ((key->type == CONFIG_PATH || key->type == CONFIG_SECRET) && text[0] != '/')
		return COMPLAIN(r, "%s must be a whole path, beginning with /", key->name);
	if (key->type == CONFIG_ORIGIN && !is_origin(text))
		return COMPLAIN(r, "%s must be an address like https://parley.example.org, in small letters, without a path",
		    key->name);
	if (key->type == CONFIG_PREFIX && !is_prefix(text))
		return COMPLAIN(r, "%s must be 1 to %d capital letters and digits", key->name, PREFIX_MAX);
	*to = text;
	return RESULT_OK;
}

static enum result
put_value(const struct reader *r, const struct config_key *key, const char *text)
{
	void *to = (char *)r->out + key->offset;

	switch (key->type) {
	case CONFIG_INT:
	case CONFIG_UNSIGNED:
	case CONFIG_SIZE:
		return put_number(r, key, text, to);
	case CONFIG_YES_NO:
		return read_yes_no(text, to) ? RESULT_OK : COMPLAIN(r, "%s must be yes or no", key->name);
	case CONFIG_LEVEL:
		return log_level_parse(text, to) ? RESULT_OK :
		    COMPLAIN(r, "%s must be debug, info, warning or error", key->name);
	default:
		return put_text(r, key, text, to);
	}
}

/* --- lines --- */

static char *
trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

static const struct config_key *
find_key(const char *name)
{
	for (size_t i = 0; i < config_key_count; i++)
		if (strcmp(config_keys[i].name, name) == 0)
			return &config_keys[i];
	return NULL;
}

static enum result
read_line(struct reader *r, char *text)
{
	const struct config_key *key;
	char *name = trim(text), *value;

	if (name[0] == '\0' || name[0] == '#')
		return RESULT_OK;
	if (!utf8_is_text(name))
		return COMPLAIN(r, "this line has characters that cannot be read");
	value = strchr(name, '=');
	if (value == NULL)
		return COMPLAIN(r, "a line is 'key = value', or begins with #");
	*value++ = '\0';
	name = trim(name);
	value = trim(value);
	key = find_key(name);
	if (key == NULL)
		return COMPLAIN(r, "there is no setting '%.40s'; see parley.conf(5)", name);
	if (r->lines[key - config_keys] != 0)
		return COMPLAIN(r, "%s was set before, on line %d", key->name, r->lines[key - config_keys]);
	if (value[0] == '\0')
		return COMPLAIN(r, "%s has no value", key->name);
	r->lines[key - config_keys] = r->line;
	return put_value(r, key, value);
}

static enum result
read_lines(struct reader *r, const char *text, size_t length)
{
	enum result result = RESULT_OK;
	char *at, *end;

	if (memchr(text, '\0', length) != NULL)
		return COMPLAIN(r, "this is no text file");
	at = arena_bytes(r->out->arena, text, length);
	for (; at != NULL && result == RESULT_OK; at = end) {
		end = strchr(at, '\n');
		if (end != NULL)
			*end++ = '\0';
		r->line++;
		result = read_line(r, at);
	}
	r->line = 0;
	return result;
}

static enum result
put_defaults(const struct reader *r)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; i < config_key_count && result == RESULT_OK; i++) {
		const struct config_key *key = &config_keys[i];

		if (r->lines[i] == 0 && key->required)
			return COMPLAIN(r, "%s is not set, and has no default", key->name);
		if (r->lines[i] == 0 && key->otherwise != NULL)
			result = put_value(r, key, key->otherwise);
	}
	return result;
}

/* --- what one setting means for another --- */

static enum result
check_together(const struct reader *r)
{
	const struct config *c = &r->out->config;

	if (!c->instance.demo && strncmp(c->instance.origin, "https://", 8) != 0)
		return COMPLAIN(r, "instance.origin must begin with https://, unless this is a demo");
	if ((c->database.socket == NULL) == (c->database.host == NULL))
		return COMPLAIN(r, "set either database.socket or database.host");
	if ((c->directory.bind_dn == NULL) != (r->out->bind_password_file == NULL))
		return COMPLAIN(r, "directory.bind_dn and directory.bind_password_file go together");
	if ((c->mail.user == NULL) != (r->out->mail_password_file == NULL))
		return COMPLAIN(r, "mail.user and mail.password_file go together");
	if (c->front.attribute != NULL && r->out->front_secret_file == NULL)
		return COMPLAIN(r, "front.attribute is for front.secret_file, which is not set");
	if ((c->kerberos.accept.keytab == NULL) != (c->kerberos.accept.realms == NULL))
		return COMPLAIN(r, "kerberos.keytab and kerberos.realms go together");
	if (c->kerberos.accept.keytab != NULL && !kerberos_is_built())
		return COMPLAIN(r, "kerberos.keytab is set, but this Parley was built without Kerberos");
	if (c->mail.url != NULL && (c->mail.from == NULL || strchr(c->mail.from, '@') == NULL))
		return COMPLAIN(r, "mail.from must be a mail address when mail.smtp is set");
	return RESULT_OK;
}

static void
fill_in(struct config_loaded *l, enum config_use use)
{
	struct config *c = &l->config;
	const char *at = c->mail.from != NULL ? strchr(c->mail.from, '@') : NULL;

	c->database.owner = use == CONFIG_OWNER;
	c->database.user = use == CONFIG_OWNER ? l->owner_user : l->database_user;
	c->database.worker = l->worker_account != NULL ? l->worker_account :
	    arena_format(l->arena, "%s@localhost", l->database_user);
	if (c->mail.domain == NULL && at != NULL)
		c->mail.domain = at + 1;
}

/* A file that is not named gives no password: MariaDB may know an account by its socket. */
static enum result
read_secret(const struct reader *r, const char *path, const char **to)
{
	struct config_loaded *l = r->out;
	char *secret = NULL;
	enum result result;

	if (path == NULL)
		return RESULT_OK;
	result = config_secret_read(path, false, &secret, r->fault);
	if (result != RESULT_OK)
		return result;
	l->secrets[l->secret_count++] = secret;
	*to = secret;
	return RESULT_OK;
}

static enum result
read_secrets(const struct reader *r, enum config_use use)
{
	struct config_loaded *l = r->out;
	const char *database = use == CONFIG_OWNER ? l->owner_password_file : l->database_password_file;
	enum result result = read_secret(r, database, &l->config.database.password);

	if (result == RESULT_OK)
		result = read_secret(r, l->bind_password_file, &l->config.directory.bind_password);
	if (result == RESULT_OK)
		result = read_secret(r, l->mail_password_file, &l->config.mail.password);
	if (result == RESULT_OK && use == CONFIG_WORKER)
		result = read_secret(r, l->front_secret_file, &l->config.front.secret);
	return result;
}

enum result
config_load(const char *file, enum config_use use, struct config **out, struct fault *f)
{
	struct arena *a = arena_new();
	struct config_loaded *l = ARENA_NEW(a, struct config_loaded);
	struct reader r = { .out = l, .fault = f };
	const char *text = NULL;
	enum result result;
	size_t length = 0;

	l->arena = a;
	l->config.file = r.file = arena_string(a, file);
	/* Read now: libfcgi puts another environment in its place within a request. */
	l->config.credentials = arena_string(a, getenv("CREDENTIALS_DIRECTORY"));
	r.lines = ARENA_ARRAY(a, config_key_count, int);
	result = text_file_read(file, FILE_MAX, a, &text, &length, f);
	if (result == RESULT_OK)
		result = read_lines(&r, text, length);
	if (result == RESULT_OK)
		result = put_defaults(&r);
	if (result == RESULT_OK)
		result = check_together(&r);
	if (result == RESULT_OK)
		result = read_secrets(&r, use);
	if (result != RESULT_OK) {
		config_free(&l->config);
		return result;
	}
	fill_in(l, use);
	*out = &l->config;
	return RESULT_OK;
}

void
config_free(struct config *c)
{
	struct config_loaded *l = (struct config_loaded *)(void *)c;

	if (l == NULL)
		return;
	for (size_t i = 0; i < l->secret_count; i++) {
		secret_wipe(l->secrets[i], strlen(l->secrets[i]));
		free(l->secrets[i]);
	}
	arena_free(l->arena);
}

void
config_help(struct buffer *out)
{
	for (size_t i = 0; i < config_key_count; i++) {
		const struct config_key *key = &config_keys[i];

		buffer_format(out, "%s%s", i > 0 ? "\n" : "", key->name);
		if (key->otherwise != NULL)
			buffer_format(out, " = %s", key->otherwise);
		buffer_format(out, "%s\n    %s\n", key->required ? " (must be set)" : "", key->help);
	}
}
