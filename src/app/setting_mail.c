/*
 * setting_mail.c - the mail server and the sender; until they are set, what parley.conf(5) says. The account's password
 * is never here. That of parley.conf goes to parley.conf's server alone; one in a file or a credential that was put there for
 * mail (its name begins with "mail-") goes to the server that is set.
 */
#include <stdlib.h>
#include <string.h>

#include "parley/mail.h"
#include "parley/settings.h"
#include "setting.h"
#include "setting_secret.h"
#include "snapshot.h"

#define SECONDS_MOST 600
#define TEST_SECONDS_MOST 15 /* whoever asked is waiting */
#define TESTS_MOST 10        /* by one person, in so many minutes: */
#define TESTS_MINUTES 15

struct mail_server {
	const char *server; /* NULL: no mail is sent */
	const char *from;   /* NULL without a server */
	bool starttls, account; /* account: the one of parley.conf */
	int seconds;
	const char *user;        /* an account of its own; NULL: none */
	bool credential;         /* its password is a credential of systemd, else a file */
	const char *secret_name; /* of that name; NULL without a user */
};

static const char prefix[] = "mail-";
static const char *const secrets[] = { "file", "credential" };

static const void *
otherwise(const struct setting_work *w)
{
	const struct mail_settings *c = &w->app->config->mail;
	struct mail_server *m = ARENA_NEW(w->arena, struct mail_server);

	*m = (struct mail_server){ c->url, c->from, c->require_tls, c->user != NULL, (int)c->seconds, NULL, false, NULL };
	return m;
}

/* --- JSON --- */

/* user, secret and secret_name: all of them or none. */
static bool
read_user(const struct json_at *at, struct mail_server *m, struct fault *f)
{
	struct json_at user = json_member(at, "user"), secret = json_member(at, "secret"), name = json_member(at, "secret_name");
	const char *kind = json_peek(&secret);
	bool good;

	if (!json_present(&user))
		return true;
	if (m->account)
		return json_fault(&user, f, "Choose one: the account of parley.conf, or another one.");
	good = json_get_line(&user, 200, &m->user, f);
	m->credential = kind != NULL && strcmp(kind, secrets[1]) == 0;
	if (!m->credential && (kind == NULL || strcmp(kind, secrets[0]) != 0))
		good = json_fault(&secret, f, "Say where its password is: file or credential.");
	return json_get_line(&name, 64, &m->secret_name, f) && good;
}

static bool
read_server(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "server", "from", "starttls", "account", "seconds", "user", "secret", "secret_name" };
	struct json_at server = json_member(at, keys[0]), from = json_member(at, keys[1]), starttls = json_member(at, keys[2]),
		       account = json_member(at, keys[3]), seconds = json_member(at, keys[4]);
	struct mail_server *m = ARENA_NEW(w->arena, struct mail_server);
	int64_t n = 0;
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	good = (!json_present(&server) || json_get_line(&server, 200, &m->server, f)) && good;
	good = (!json_present(&from) || json_get_line(&from, 254, &m->from, f)) && good;
	good = json_get_bool(&starttls, &m->starttls, f) && good;
	good = json_get_bool(&account, &m->account, f) && good;
	good = json_get_int(&seconds, 1, SECONDS_MOST, &n, f) && good;
	good = read_user(at, m, f) && good;
	if (good && m->server != NULL && m->from == NULL)
		good = json_fault(&from, f, "Say which address mail comes from.");
	m->seconds = (int)n;
	*out = m;
	return good;
}

static void
write_server(struct buffer *b, const char *name, const void *value)
{
	const struct mail_server *m = value;

	json_object(b, name);
	json_string(b, "server", m->server);
	json_string(b, "from", m->from);
	json_bool(b, "starttls", m->starttls);
	json_bool(b, "account", m->account);
	json_int(b, "seconds", m->seconds);
	json_string(b, "user", m->user);
	json_string(b, "secret", m->user != NULL ? secrets[m->credential] : NULL);
	json_string(b, "secret_name", m->secret_name);
	json_end_object(b);
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct mail_server *m = value;

	(void)w;
	setting_line_add(out, "Mail server", "%s", m->server != NULL ? m->server : "none: no mail is sent");
	setting_line_add(out, "Mail comes from", "%s", m->from != NULL ? m->from : "nobody");
	setting_line_add(out, "Made safe by STARTTLS", "%s", m->starttls ? "always" : "no");
	setting_line_add(out, "Signs in with the account of parley.conf", "%s", m->account ? "yes" : "no");
	if (m->user != NULL)
		setting_line_add(out, "Signs in as", "%s, with the password in the %s %s", m->user,
		                 m->credential ? "systemd credential" : "file", m->secret_name);
	setting_line_add(out, "Sending one message may take", "%d second%s", m->seconds, m->seconds == 1 ? "" : "s");
}

/* --- what it means --- */

static struct mail_settings
settings_of(const struct config *config, const struct mail_server *m)
{
	const struct mail_settings *c = &config->mail;
	const char *at = m->from != NULL ? strchr(m->from, '@') : NULL;
	bool same = m->from != NULL && c->from != NULL && strcmp(m->from, c->from) == 0;

	return (struct mail_settings){
		.url = m->server,
		.require_tls = m->starttls,
		.ca_file = c->ca_file,
		.user = m->account ? c->user : m->user,
		.password = m->account ? c->password : NULL,
		.from = m->from,
		.domain = same || at == NULL ? c->domain : at + 1,
		.seconds = (unsigned)m->seconds,
	};
}

struct mail_settings
setting_mail_settings(const struct app *app)
{
	return app->snapshot != NULL ? settings_of(app->config, snapshot_setting(app->snapshot, SETTING_MAIL))
	                             : app->config->mail;
}

/* With its password, for as long as opening takes: the mailer has a copy that it wipes. */
static enum result
open_server(const struct app *app, struct arena *a, const struct mail_server *m, struct mail_settings *s, struct mailer **out,
            struct fault *f)
{
	char *secret = NULL;
	enum result r = RESULT_OK;

	if (m != NULL && m->user != NULL)
		r = m->credential ? setting_secret_credential(app->config, a, prefix, m->secret_name, &secret, f)
		                  : setting_secret_file(app->config, a, prefix, m->secret_name, &secret, f);
	if (secret != NULL)
		s->password = secret;
	if (r == RESULT_OK)
		r = mailer_open(s, out, f);
	if (secret != NULL) {
		secret_wipe(secret, strlen(secret));
		free(secret);
	}
	return r;
}

enum result
setting_mail_open(const struct app *app, struct arena *a, struct mailer **out, struct fault *f)
{
	struct mail_settings s = setting_mail_settings(app);

	return open_server(app, a, app->snapshot != NULL ? snapshot_setting(app->snapshot, SETTING_MAIL) : NULL, &s, out, f);
}

enum result
settings_mailer(struct app *app, struct arena *a, struct mailer **out, const char **url, struct fault *f)
{
	struct setting_work w;
	enum result r = setting_begin(app, a, &w, f);

	if (r != RESULT_OK)
		return r;
	*url = setting_mail_settings(app).url;
	return setting_mail_open(app, a, out, f);
}

/* Whoever may set a server must not be able to have the password sent to their own. */
static enum result
check_account(const struct setting_work *w, const char *at, const struct mail_server *m, struct fault *f)
{
	const struct mail_settings *c = &w->app->config->mail;

	if (!m->account)
		return RESULT_OK;
	if (c->user == NULL)
		return fault_field(f, arena_format(w->arena, "%s/account", at), "parley.conf has no account for mail.");
	if (m->server == NULL || c->url == NULL || strcmp(m->server, c->url) != 0 || m->starttls < c->require_tls)
		return fault_field(f, arena_format(w->arena, "%s/account", at),
		                   "The account of parley.conf is for its own server, with its own safety: %s.", c->url ? c->url : "none");
	return RESULT_OK;
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct mail_server *m = value;
	struct mail_settings s = settings_of(w->app->config, m);
	struct mailer *mailer;
	struct fault why;
	enum result r = check_account(w, at, m, f);

	if (r != RESULT_OK || m->server == NULL)
		return r;
	fault_init(&why, w->arena);
	r = open_server(w->app, w->arena, m, &s, &mailer, &why);
	if (r != RESULT_OK)
		return fault_field(f, arena_format(w->arena, "%s/%s", at, strncmp(why.code, "secret", 6) == 0 ? "secret_name" : "server"),
		                   "%s", why.sentence);
	mailer_close(mailer);
	return RESULT_OK;
}

/* --- a message to whoever asks --- */

/* A mail server must not be made to work, or be guessed at, by somebody who presses a button all day. */
static enum result
may_test(struct app *app, const struct app_request *r, struct fault *f)
{
	const struct digest_part parts[] = { { "mail-test", 9 }, { &r->session->person.id, sizeof(r->session->person.id) } };
	instant now = instant_now();
	uint8_t key[DIGEST_SIZE];
	int count = 0;
	enum result result;

	digest_sha256(parts, 2, key);
	result = store_throttle_count(app->store, key, now - TESTS_MINUTES * INSTANT_MINUTE, &count);
	if (result == RESULT_OK && count >= TESTS_MOST)
		return fault_set(f, RESULT_LIMIT, "mail-test", "You have tried it %d times. Wait %d minutes, then try again.", TESTS_MOST,
		                 TESTS_MINUTES);
	return result == RESULT_OK ? store_throttle_add(app->store, key, now) : result;
}

static enum result
send_test(struct app *app, const struct app_request *r, const struct mail_server *m, struct fault *f)
{
	struct mail_settings s = settings_of(app->config, m);
	const struct mail_message message = {
		.to = r->session->person.mail,
		.subject = "Parley: a message to try the mail server",
		.body = arena_format(r->arena, "Somebody who administers Parley asked for this message.\n\n%s\n", app->config->instance.name),
		.id = arena_format(r->arena, "test-%s", r->id),
		.date = instant_now(),
	};
	struct mailer *mailer;
	struct fault why;
	enum result result;

	if (s.seconds > TEST_SECONDS_MOST)
		s.seconds = TEST_SECONDS_MOST;
	fault_init(&why, r->arena);
	result = open_server(app, r->arena, m, &s, &mailer, &why);
	if (result == RESULT_OK) {
		result = mailer_send(mailer, &message, &why);
		mailer_close(mailer);
	}
	return result == RESULT_OK ? result : fault_set(f, RESULT_INVALID, "mail-not-sent", "It was not sent: %s", why.sentence);
}

enum result
settings_mail_test(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct setting_kind *k = setting_kind(SETTING_MAIL);
	const void *value = NULL;
	struct setting_work w;
	enum result result = setting_asked(app, r, k, &w, &value, f);
	const struct mail_server *m = value;

	if (result == RESULT_OK && m->server == NULL)
		result = fault_field(f, "/value/server", "Say which server to try.");
	if (result == RESULT_OK && (r->session->person.mail == NULL || r->session->person.mail[0] == '\0'))
		result = fault_set(f, RESULT_INVALID, "no-address", "The directory has no mail address for you, so there is nobody to send it to.");
	if (result == RESULT_OK)
		result = may_test(app, r, f);
	if (result == RESULT_OK)
		result = send_test(app, r, m, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "to", r->session->person.mail);
	json_end_object(out);
	return RESULT_OK;
}

/* --- */

static enum result
offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	(void)value;
	(void)f;
	json_bool(out, "account", w->app->config->mail.user != NULL);
	return RESULT_OK;
}

static enum result
attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct mail_server *m = value;

	(void)w;
	if (m->server == NULL)
		setting_line_add(out, "No mail server is set", "notices are shown in Parley only");
	return RESULT_OK;
}

const struct setting_kind setting_mail = {
	.name = "mail",
	.title = "Mail server",
	.summary = "Where messages are handed over, and which address they come from.",
	.longest = 2048,
	.depth = 1,
	.otherwise = otherwise,
	.read = read_server,
	.write = write_server,
	.describe = describe,
	.check = check,
	.offer = offer,
	.attention = attention,
};
