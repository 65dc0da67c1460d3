/* test_mail.c - a message as it goes over the wire, and what may not be in one. */
#include <check.h>
#include <string.h>

#include "../../src/mail/mail.h"
#include "suite.h"

static struct arena *arena;
static struct fault fault;
static struct buffer text;

static void
start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
	buffer_init(&text, 0);
}

static void
stop(void)
{
	buffer_clear(&text);
	arena_free(arena);
}

static struct mail_message
message(void)
{
	return (struct mail_message){
		.to = "priya.nair@csc.marlowe.test",
		.subject = "MSP-2027-000001 is due on 30 December",
		.body = "Something waits for you.\n\nhttps://parley.example.org/e/MSP-2027-000001\n",
		.id = "reminder-17",
		.date = INT64_C(1829210400) * INSTANT_SECOND, /* 2027-12-19T10:00:00Z, a Sunday */
	};
}

static enum result
write_message(const struct mail_message *m)
{
	buffer_reset(&text);
	fault_init(&fault, arena);
	return mail_write(&text, "parley@partnership.test", "partnership.test", m, &fault);
}

START_TEST(a_message_in_full)
{
	struct mail_message m;

	start();
	m = message();
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_str_eq(text.data,
	    "Date: Sun, 19 Dec 2027 10:00:00 +0000\r\n"
	    "From: <parley@partnership.test>\r\n"
	    "To: <priya.nair@csc.marlowe.test>\r\n"
	    "Subject: MSP-2027-000001 is due on 30 December\r\n"
	    "Message-ID: <reminder-17@partnership.test>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: All\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Something waits for you.\r\n"
	    "\r\n"
	    "https://parley.example.org/e/MSP-2027-000001\r\n");
	stop();
}
END_TEST

START_TEST(summer_time_is_in_the_date)
{
	struct mail_message m;

	start();
	m = message();
	m.date = INT64_C(1783468800) * INSTANT_SECOND; /* 2026-07-08T00:00:00Z */
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_ptr_nonnull(strstr(text.data, "Date: Wed, 8 Jul 2026 01:00:00 +0100\r\n"));
	stop();
}
END_TEST

START_TEST(a_subject_beyond_ascii_is_encoded)
{
	struct mail_message m;

	start();
	m = message();
	m.subject = "N\u00ed Cheallaigh: is due";
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_ptr_nonnull(strstr(text.data, "\r\nSubject: =?UTF-8?Q?N=C3=AD_Cheallaigh=3A_is_due?=\r\n"));
	/* What looks encoded and is not. */
	m.subject = "=?UTF-8?Q?x?=";
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_ptr_nonnull(strstr(text.data, "\r\nSubject: =?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?=\r\n"));
	stop();
}
END_TEST

/* The longest line up to the empty one, without its CRLF. */
static size_t
longest_line(const char *s)
{
	size_t longest = 0;

	for (const char *end; (end = strstr(s, "\r\n")) != NULL; s = end + 2)
		if ((size_t)(end - s) > longest)
			longest = (size_t)(end - s);
	return longest;
}

START_TEST(long_subjects_and_bodies_are_folded)
{
	char subject[401], body[1001];
	struct mail_message m;

	start();
	/* Two bytes a character: no encoded word may end within one. */
	for (size_t i = 0; i < 400; i += 2)
		memcpy(subject + i, "\u00e9", 2);
	subject[400] = '\0';
	memset(body, 'a', 1000);
	body[1000] = '\0';
	m = message();
	m.subject = subject;
	m.body = body;
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_uint_le(longest_line(text.data), 85); /* "Subject: " and a whole encoded word of 75 */
	ck_assert_uint_le(longest_line(strstr(text.data, "\r\n ")), 76);
	for (const char *at = strstr(text.data, "UTF-8?Q?"); at != NULL; at = strstr(at + 1, "UTF-8?Q?"))
		ck_assert_int_eq(strncmp(at + 8, "=C3=A9", 6), 0);
	ck_assert_ptr_nonnull(strstr(text.data, "a=\r\na"));
	stop();
}
END_TEST

START_TEST(what_relays_would_change_is_encoded)
{
	struct mail_message m;

	start();
	m = message();
	m.body = "From here\n.\n..two\nspace \ntab\t\n1 = 1\nNa\u00efve\r\nlast";
	ck_assert_int_eq(write_message(&m), RESULT_OK);
	ck_assert_str_eq(strstr(text.data, "\r\n\r\n") + 4,
	    "=46rom here\r\n=2E\r\n=2E.two\r\nspace=20\r\ntab=09\r\n1 =3D 1\r\nNa=C3=AFve\r\nlast\r\n");
	stop();
}
END_TEST

/* Nothing is written, and the fault has the code. */
#define REFUSED(field, value, code_) do { \
	struct mail_message m_ = message(); \
	m_.field = (value); \
	ck_assert_int_eq(write_message(&m_), RESULT_INVALID); \
	ck_assert_str_eq(fault.code, (code_)); \
	ck_assert_uint_eq(text.length, 0); \
} while (0)

START_TEST(no_header_can_be_slipped_in)
{
	static const char *const addresses[] = {
		"", "nobody", "@", "a@", "@b.test", "a b@c.test", "a@b.test\r\nBcc: x@y.test", "a@b.test\n", "a@b.test,c@d.test",
		"<a@b.test>", "a@b.test>", "A <a@b.test>", "\"a b\"@c.test", "a@b@c.test", ".a@b.test", "a.@b.test",
		"a..b@c.test", "a@.test", "a@b..test", "a@b_.test\t", "a@[127.0.0.1]", "j\u00fcrgen@b.test", "a@b\u00fc.test",
		"a@b.test SIZE=1", NULL,
	};
	static const char *const subjects[] = {
		"", "  ", "x\r\nBcc: y@z.test", "x\ny", "x\ry", "x\ty", "x\x01", "x\xff", "x\u2028y", "x\u202ey", NULL,
	};
	static const char *const ids[] = { "", "a b", "a>", "a@b", "a\r\n", "a\u00e9", NULL };
	char long_address[300];

	start();
	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
		REFUSED(to, addresses[i], "mail-address");
	memset(long_address, 'a', sizeof long_address);
	memcpy(long_address + sizeof long_address - 8, "@b.test", 8);
	REFUSED(to, long_address, "mail-address");
	for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
		REFUSED(subject, subjects[i], "mail-subject");
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		REFUSED(id, ids[i], "mail-settings");
	REFUSED(body, "x\x01", "mail-body");
	REFUSED(body, "x\ry", "mail-body");
	REFUSED(body, NULL, "mail-body");
	REFUSED(date, INSTANT_NONE, "mail-date");
	stop();
}
END_TEST

START_TEST(addresses_that_people_have)
{
	static const char *const good[] = {
		"a@b.test", "margaret.o'brien@stbrides.test", "first+tag@sub.domain.test", "A_B-c@x-y.test", "a@localhost",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(mail_address_is_valid(good[i]), "%s", good[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_message_in_full, summer_time_is_in_the_date,
		a_subject_beyond_ascii_is_encoded, long_subjects_and_bodies_are_folded,
		what_relays_would_change_is_encoded, no_header_can_be_slipped_in, addresses_that_people_have };

	return SUITE_RUN("mail", tests);
}
