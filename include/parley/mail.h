/*
 * mail.h - messages out, by SMTP (RFC 5321). The only room that includes curl.
 *
 * One message per recipient, so that one refusal harms nobody else. A message carries a reference and a link,
 * never case content. 4xx answers → UNAVAILABLE (try again), 5xx → INVALID (this address will not work). What else there
 * is to know of a failure mailer_trouble() says.
 */
#ifndef PARLEY_MAIL_H
#define PARLEY_MAIL_H

#include <stdbool.h>
#include "parley/fault.h"
#include "parley/instant.h"

/* A mailbox of the plain kind: something@a.host, in ASCII, at most 254 bytes, nothing that could end a command. */
bool mail_address_is_valid(const char *address);

struct mailer;
struct mail_settings {
	const char *url;             /* smtp://host:port or smtps:// */
	bool require_tls;            /* STARTTLS must succeed; off only for a sink on loopback */
	const char *ca_file, *user, *password; /* NULL = none */
	const char *from, *domain;   /* envelope and header From; right side of Message-ID */
	unsigned seconds;
};
struct mail_message {
	const char *to, *subject, *body; /* body: plain text, UTF-8 */
	const char *calendar;        /* an iCalendar object to go with it, and its METHOD; NULL = none */
	const char *method;
	const char *id;              /* stable: the same message sent again carries the same Message-ID */
	instant date;
};
enum result mailer_open(const struct mail_settings *s, struct mailer **out, struct fault *f) MUST_USE;
void mailer_close(struct mailer *m);
enum result mailer_send(struct mailer *m, const struct mail_message *message, struct fault *f) MUST_USE;
/* Of the message that was last sent: */
struct mail_trouble {
	bool of_recipient; /* it was about this one: others may still be sent */
	bool doubtful;     /* it was given whole and no answer came: it may have arrived */
};
struct mail_trouble mailer_trouble(const struct mailer *m);

#endif
