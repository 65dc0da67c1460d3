/* mail.h - writing a message down as it goes over the wire (RFC 5322, 2045, 2047); private to this room. */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include <stdbool.h>

#include "parley/buffer.h"
#include "parley/mail.h"

/* What may stand on either side of the @ of a Message-ID, and name us in EHLO: letters, digits, . - _ */
bool mail_token_is_valid(const char *token);
/*
 * Headers and body with CRLF. INVALID, and nothing written, when an address is none, or when a line
 * break or another control character stands where it could begin a header of its own.
 */
enum result mail_write(struct buffer *b, const char *from, const char *domain, const struct mail_message *m,
                       struct fault *f) MUST_USE;

#endif
