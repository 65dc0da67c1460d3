/* mail.c - see mail.h. */
#include "mail.h"

#include <string.h>

#include "parley/utf8.h"

#define ADDRESS_MAX 254      /* RFC 5321 §4.5.3.1.3, less the brackets */
#define TOKEN_MAX 200
#define PLAIN_SUBJECT_MAX 67 /* with "Subject: " it fits into the 76 characters of a line */
#define WORD_MAX 63          /* of the 75 of an encoded word, =?UTF-8?Q? and ?= take 12 (RFC 2047 §2) */
#define LINE_MAX_QP 76       /* RFC 2045 §6.7 */

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool
mail_token_is_valid(const char *token)
{
	size_t length = 0;

	for (; token != NULL && token[length] != '\0'; length++)
		if (!is_letter_or_digit(token[length]) && strchr(".-_", token[length]) == NULL)
			return false;
	return length > 0 && length <= TOKEN_MAX;
}

/* The local part is an RFC 5322 dot-atom; quoted ones exist on paper and in attacks. */
bool
mail_address_is_valid(const char *address)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;

	if (at == NULL || at == address || strlen(address) > ADDRESS_MAX || !mail_token_is_valid(at + 1))
		return false;
	for (const char *c = address; c < at; c++)
		if (!is_letter_or_digit(*c) && strchr(".!#$%&'*+-/=?^_`{|}~", *c) == NULL)
			return false;
	return address[0] != '.' && at[-1] != '.' && at[1] != '.' && strstr(address, "..") == NULL;
}

static void
add_hex(struct buffer *b, char byte)
{
	buffer_format(b, "=%02X", (unsigned)(unsigned char)byte);
}

static bool
needs_encoding(const char *subject)
{
	if (strlen(subject) > PLAIN_SUBJECT_MAX || strstr(subject, "=?") != NULL)
		return true;
	for (; *subject != '\0'; subject++)
		if ((unsigned char)*subject >= 0x80)
			return true;
	return false;
}

/* Encoded words may not be parted within a character (RFC 2047 §5), so each goes as a whole. */
static void
write_subject(struct buffer *b, const char *subject)
{
	size_t left = strlen(subject), used = 0, size;
	uint32_t code;

	buffer_string(b, "Subject: ");
	if (!needs_encoding(subject)) {
		buffer_format(b, "%s\r\n", subject);
		return;
	}
	buffer_string(b, "=?UTF-8?Q?");
	for (; left > 0; subject += size, left -= size) {
		size_t room;

		size = utf8_next(subject, left, &code);
		room = size == 1 && (is_letter_or_digit(*subject) || *subject == ' ') ? 1 : 3 * size;
		if (used + room > WORD_MAX) {
			buffer_string(b, "?=\r\n =?UTF-8?Q?");
			used = 0;
		}
		for (size_t i = 0; i < size; i++) {
			if (room == 1)
				buffer_char(b, *subject == ' ' ? '_' : *subject);
			else
				add_hex(b, subject[i]);
		}
		used += room;
	}
	buffer_string(b, "?=\r\n");
}

static void
write_date(struct buffer *b, instant at)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec" };
	struct civil c = instant_civil(at);

	buffer_format(b, "Date: %s, %d %s %04d %02d:%02d:%02d +%02d00\r\n", days[day_of_week(instant_day(at))], c.day,
	    months[c.month - 1], c.year, c.hour, c.minute, c.second, instant_offset_minutes(at) / 60);
}

/* Quoted-printable: lines stay short and in ASCII, whatever relays there are on the way. */
static void
write_body(struct buffer *b, const char *body)
{
	size_t column = 0;

	for (; *body != '\0'; body++) {
		bool at_end = body[1] == '\n' || body[1] == '\r' || body[1] == '\0';
		/* Spaces at the end of a line are lost on the way, and 'From ' or '.' at its start are changed. */
		bool plain = *body == '\t' || *body == ' ' ? !at_end :
		    *body > ' ' && *body < 0x7f && *body != '=' && !(column == 0 && (*body == '.' || *body == 'F'));
		size_t room = plain ? 1 : 3;

		if (*body == '\r')
			continue; /* stands before a line feed only: mail_write has looked */
		if (*body == '\n') {
			buffer_string(b, "\r\n");
			column = 0;
			continue;
		}
		if (column + room > LINE_MAX_QP - 1) {
			buffer_string(b, "=\r\n");
			column = 0;
		}
		if (plain)
			buffer_char(b, *body);
		else
			add_hex(b, *body);
		column += room;
	}
	if (column > 0)
		buffer_string(b, "\r\n");
}

static void
write_part(struct buffer *b, const char *type, const char *text)
{
	buffer_format(b, "Content-Type: %s\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type);
	write_body(b, text);
}

/* Words for people and the same for their calendar (RFC 6047 §2.4). No line of ours begins like the boundary. */
static void
write_parts(struct buffer *b, const struct mail_message *m)
{
	static const char boundary[] = "=_parley_part";

	buffer_format(b, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary);
	write_part(b, "text/plain; charset=UTF-8", m->body);
	buffer_format(b, "--%s\r\nContent-Type: text/calendar; charset=UTF-8; method=%s; name=\"invite.ics\"\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", boundary, m->method);
	write_body(b, m->calendar);
	buffer_format(b, "--%s--\r\n", boundary);
}

static enum result
check(const char *from, const char *domain, const struct mail_message *m, struct fault *f)
{
	if (!mail_address_is_valid(m->to))
		return fault_set(f, RESULT_INVALID, "mail-address", "This is not a mail address that can be used.");
	if (m->subject == NULL || !utf8_is_line(m->subject) || utf8_is_blank(m->subject))
		return fault_set(f, RESULT_INVALID, "mail-subject", "A message's subject is one line of text.");
	if (m->body == NULL || !utf8_is_text(m->body))
		return fault_set(f, RESULT_INVALID, "mail-body", "A message's body is text.");
	if (m->calendar != NULL && (!utf8_is_text(m->calendar) || !mail_token_is_valid(m->method)))
		return fault_set(f, RESULT_INVALID, "mail-calendar", "The entry for calendars is not one.");
	if (!mail_token_is_valid(m->id) || !mail_token_is_valid(domain) || !mail_address_is_valid(from))
		return fault_set(f, RESULT_INVALID, "mail-settings", "The sender's address or domain is not right.");
	if (instant_day(m->date) == DAY_NONE)
		return fault_set(f, RESULT_INVALID, "mail-date", "A message has a date.");
	return RESULT_OK;
}

enum result
mail_write(struct buffer *b, const char *from, const char *domain, const struct mail_message *m, struct fault *f)
{
	enum result r = check(from, domain, m, f);

	if (r != RESULT_OK)
		return r;
	write_date(b, m->date);
	buffer_format(b, "From: <%s>\r\nTo: <%s>\r\n", from, m->to);
	write_subject(b, m->subject);
	buffer_format(b, "Message-ID: <%s@%s>\r\n", m->id, domain);
	/* RFC 3834: no machine shall answer; Exchange has a header of its own for that. */
	buffer_string(b, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"
	    "MIME-Version: 1.0\r\n");
	if (m->calendar == NULL)
		write_part(b, "text/plain; charset=UTF-8", m->body);
	else
		write_parts(b, m);
	if (!buffer_ok(b))
		return fault_set(f, RESULT_LIMIT, "mail-size", "The message is too long.");
	return RESULT_OK;
}
