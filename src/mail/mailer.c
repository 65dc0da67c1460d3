/* mailer.c - see parley/mail.h. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "mail.h"
#include "parley/arena.h"
#include "parley/digest.h"

#define MESSAGE_MAX (256 * 1024)
#define DEFAULT_SECONDS 20

/* How far a conversation has come: what a refusal speaks of depends on it. */
enum phase { PHASE_GREETING, PHASE_SENDER, PHASE_RECIPIENT, PHASE_GIVEN };

struct mailer {
	struct arena *arena;
	struct mail_settings settings; /* password NULL: it is with curl, and below */
	char *password;                /* wiped when closed */
	CURL *curl;
	enum phase phase;
	struct mail_trouble trouble;   /* of the last message */
	const char *unread;            /* of the message being sent */
	size_t unread_length;
};

/* Codes of libcurl in which no server spoke, or not about this message. Others are read from its answer. */
static const struct {
	CURLcode curl;
	enum result result;
	const char *code, *sentence;
} failures[] = {
	{ CURLE_OPERATION_TIMEDOUT, RESULT_TIMEOUT, "mail-timeout", "The mail server did not answer in time." },
	{ CURLE_USE_SSL_FAILED, RESULT_UNAVAILABLE, "mail-certificate", "The mail server offers no safe connection." },
	{ CURLE_PEER_FAILED_VERIFICATION, RESULT_UNAVAILABLE, "mail-certificate",
	    "The mail server's certificate is not one that is trusted." },
	{ CURLE_SSL_CONNECT_ERROR, RESULT_UNAVAILABLE, "mail-certificate",
	    "A safe connection to the mail server could not be made." },
	{ CURLE_SSL_CACERT_BADFILE, RESULT_UNAVAILABLE, "mail-certificate",
	    "The file with the mail server's certificate authority cannot be read." },
	{ CURLE_LOGIN_DENIED, RESULT_UNAVAILABLE, "mail-account", "The mail server does not accept Parley's account." },
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;

static void
start_curl(void)
{
	(void)curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t
give(char *to, size_t size, size_t count, void *data)
{
	struct mailer *m = data;
	size_t length = size * count < m->unread_length ? size * count : m->unread_length;

	memcpy(to, m->unread, length);
	m->unread += length;
	m->unread_length -= length;
	if (m->unread_length == 0)
		m->phase = PHASE_GIVEN;
	return length;
}

/* libcurl tells what the server answered, but not to what: so we look at what it sends. */
static int
watch(CURL *curl, curl_infotype type, char *text, size_t length, void *data)
{
	struct mailer *m = data;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT || length < 4)
		return 0;
	if (strncasecmp(text, "MAIL", 4) == 0)
		m->phase = PHASE_SENDER;
	else if (strncasecmp(text, "RCPT", 4) == 0)
		m->phase = PHASE_RECIPIENT;
	return 0;
}

static enum result
refuse(struct fault *f, const char *sentence)
{
	return fault_set(f, RESULT_INVALID, "mail-settings", "%s", sentence);
}

/* Without TLS nothing leaves this machine. */
static bool
is_loopback(const char *url)
{
	static const char *const hosts[] = { "127.", "localhost", "[::1]" };
	const char *host = strstr(url, "://");

	for (size_t i = 0; host != NULL && i < sizeof hosts / sizeof hosts[0]; i++) {
		size_t length = strlen(hosts[i]), more;

		if (strncasecmp(host + 3, hosts[i], length) != 0)
			continue;
		more = strspn(host + 3 + length, i == 0 ? "0123456789." : "");
		if (strchr(":/", host[3 + length + more]) != NULL) /* the end counts too */
			return true;
	}
	return false;
}

static enum result
check_settings(const struct mail_settings *s, struct fault *f)
{
	bool plain = s->url != NULL && strncmp(s->url, "smtp://", 7) == 0;

	if (!plain && (s->url == NULL || strncmp(s->url, "smtps://", 8) != 0))
		return refuse(f, "The mail server's address must begin with smtp:// or smtps://.");
	if (strpbrk(strstr(s->url, "://") + 3, "/@ \r\n") != NULL)
		return refuse(f, "The mail server's address is a host and a port, and nothing else.");
	if (plain && !s->require_tls && !is_loopback(s->url))
		return refuse(f, "Mail may only go without TLS to a server on this machine.");
	if (!mail_address_is_valid(s->from))
		return refuse(f, "The address that mail is sent from is not a mail address.");
	if (!mail_token_is_valid(s->domain))
		return refuse(f, "The domain for the numbers of messages is not the name of a domain.");
	if ((s->user == NULL) != (s->password == NULL))
		return refuse(f, "The mail server's user and password go together.");
	return RESULT_OK;
}

/* `ok` says whether all options were taken: a TLS check that could not be switched on must not go unseen. */
#define SET(m, ok, option, value) \
	do { \
		if (curl_easy_setopt((m)->curl, (option), (value)) != CURLE_OK) \
			(ok) = false; \
	} while (0)

static bool
set_connection(struct mailer *m)
{
	const struct mail_settings *s = &m->settings;
	bool ok = true;

	SET(m, ok, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	/* What stands behind the host is the name we give ourselves in EHLO. */
	SET(m, ok, CURLOPT_URL, arena_format(m->arena, "%s/%s", s->url, s->domain));
	SET(m, ok, CURLOPT_USE_SSL, s->require_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
	SET(m, ok, CURLOPT_SSL_VERIFYPEER, 1L);
	SET(m, ok, CURLOPT_SSL_VERIFYHOST, 2L);
	SET(m, ok, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca_file != NULL)
		SET(m, ok, CURLOPT_CAINFO, s->ca_file);
	if (s->user != NULL) {
		SET(m, ok, CURLOPT_USERNAME, s->user);
		SET(m, ok, CURLOPT_PASSWORD, m->password);
	}
	/* The environment may name a proxy; mail does not go through it. */
	SET(m, ok, CURLOPT_PROXY, "");
	SET(m, ok, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(m, ok, CURLOPT_NOSIGNAL, 1L);
	SET(m, ok, CURLOPT_TIMEOUT, (long)s->seconds);
	SET(m, ok, CURLOPT_CONNECTTIMEOUT, (long)s->seconds);
	return ok;
}

static bool
set_callbacks(struct mailer *m)
{
	bool ok = true;

	SET(m, ok, CURLOPT_UPLOAD, 1L);
	SET(m, ok, CURLOPT_READFUNCTION, give);
	SET(m, ok, CURLOPT_READDATA, m);
	SET(m, ok, CURLOPT_DEBUGFUNCTION, watch);
	SET(m, ok, CURLOPT_DEBUGDATA, m);
	SET(m, ok, CURLOPT_VERBOSE, 1L);
	SET(m, ok, CURLOPT_MAIL_FROM, arena_format(m->arena, "<%s>", m->settings.from));
	return ok;
}

enum result
mailer_open(const struct mail_settings *s, struct mailer **out, struct fault *f)
{
	enum result r = check_settings(s, f);
	struct arena *a;
	struct mailer *m;

	if (r != RESULT_OK)
		return r;
	(void)pthread_once(&curl_once, start_curl);
	a = arena_new();
	m = ARENA_NEW(a, struct mailer);
	m->arena = a;
	m->settings = (struct mail_settings){
		.url = arena_string(a, s->url),
		.require_tls = s->require_tls,
		.ca_file = arena_string(a, s->ca_file),
		.user = arena_string(a, s->user),
		.from = arena_string(a, s->from),
		.domain = arena_string(a, s->domain),
		.seconds = s->seconds != 0 ? s->seconds : DEFAULT_SECONDS,
	};
	m->password = s->password != NULL ? strdup(s->password) : NULL;
	m->curl = curl_easy_init();
	if (m->curl == NULL || !set_connection(m) || !set_callbacks(m)) {
		mailer_close(m);
		return fault_set(f, RESULT_BUG, "mail-library", "Mail cannot be sent with the libcurl of this machine.");
	}
	*out = m;
	return RESULT_OK;
}

void
mailer_close(struct mailer *m)
{
	if (m == NULL)
		return;
	curl_easy_cleanup(m->curl);
	if (m->password != NULL) {
		secret_wipe(m->password, strlen(m->password));
		free(m->password);
	}
	arena_free(m->arena);
}

/* What the server said, by its number (RFC 5321 §4.2.1): 4yz is 'later', 5yz 'never'. */
static enum result
judge_answer(const struct mailer *m, long answer, struct fault *f)
{
	if (answer >= 500 && answer <= 599 && m->phase >= PHASE_RECIPIENT)
		return fault_set(f, RESULT_INVALID, "mail-refused", "The mail server will not deliver to this address "
		    "(it answered %ld).", answer);
	/* A refusal of us or of our address harms every message: no reason to give up one recipient. */
	if (answer >= 500 && answer <= 599)
		return fault_set(f, RESULT_UNAVAILABLE, "mail-sender", "The mail server takes no mail from Parley "
		    "(it answered %ld).", answer);
	if (answer >= 400 && answer <= 499)
		return fault_set(f, RESULT_UNAVAILABLE, "mail-later", "The mail server asks to try again later "
		    "(it answered %ld).", answer);
	return fault_set(f, RESULT_UNAVAILABLE, "mail-down", "The mail server cannot be reached.");
}

static enum result
judge(struct mailer *m, CURLcode code, struct fault *f)
{
	long answer = 0;

	m->trouble = (struct mail_trouble){ 0 };
	if (code == CURLE_OK)
		return RESULT_OK;
	(void)curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &answer);
	m->trouble.of_recipient = m->phase >= PHASE_RECIPIENT && answer >= 400;
	m->trouble.doubtful = m->phase == PHASE_GIVEN && answer < 400;
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
		if (failures[i].curl == code)
			return fault_set(
			    f, failures[i].result, failures[i].code, "%s", failures[i].sentence);
	return judge_answer(m, answer, f);
}

static enum result
transfer(struct mailer *m, const char *to, const struct buffer *text, struct fault *f)
{
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	CURLcode code;

	if (recipients == NULL)
		return fault_set(f, RESULT_UNAVAILABLE, "mail-library", "There is not enough memory to send mail.");
	m->phase = PHASE_GREETING;
	m->unread = text->data;
	m->unread_length = text->length;
	code = curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, recipients);
	if (code == CURLE_OK)
		code = curl_easy_perform(m->curl);
	m->unread_length = 0;
	(void)curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	return judge(m, code, f);
}

struct mail_trouble
mailer_trouble(const struct mailer *m)
{
	return m->trouble;
}

enum result
mailer_send(struct mailer *m, const struct mail_message *message, struct fault *f)
{
	struct buffer text;
	enum result r;

	buffer_init(&text, MESSAGE_MAX);
	/* What cannot be written down concerns nobody else. */
	m->trouble = (struct mail_trouble){ .of_recipient = true };
	r = mail_write(&text, m->settings.from, m->settings.domain, message, f);
	if (r == RESULT_OK)
		r = transfer(m, message->to, &text, f);
	buffer_clear(&text);
	return r;
}
