/* test_calendar_ics.c - calendars, read back by a reader that is not ours: libical's own parser, and line by line. */
#include <string.h>

#include <libical/ical.h>

#include "parley/calendar_ics.h"
#include "suite.h"

/* Thursday 30 December 2027, 17:00 UTC. */
#define DUE INT64_C(1830186000000000)

static struct ics_event
sample(void)
{
	return (struct ics_event){ .uid = "MSP-2027-000001-due@parley.test", .summary = "MSP-2027-000001: due",
		.url = "https://parley.test/escalations/MSP-2027-000001", .starts = DUE - 15 * INSTANT_MINUTE,
		.stamp = DUE - 24 * INSTANT_HOUR, .minutes = 15, .sequence = 3 };
}

static struct buffer
written(const struct ics_calendar *c)
{
	struct arena *a = arena_new();
	struct fault f;
	struct buffer b;

	fault_init(&f, a);
	buffer_init(&b, 0);
	ck_assert_int_eq(calendar_ics_write(&b, c, &f), RESULT_OK);
	ck_assert(buffer_ok(&b));
	arena_free(a);
	return b;
}

/* Every line ends in CRLF and has at most 75 bytes (RFC 5545 §3.1). */
static void
lines_are_good(const char *text)
{
	while (*text != '\0') {
		const char *end = strstr(text, "\r\n");

		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end - text, 75);
		ck_assert_ptr_null(memchr(text, '\n', (size_t)(end - text)));
		text = end + 2;
	}
}

START_TEST(a_feed)
{
	struct ics_event events[] = { sample(), sample() };
	struct ics_calendar c = { ICS_PUBLISH, "Parley: what waits for you", events, 2 };
	struct buffer b;
	icalcomponent *read, *event;

	events[1].uid = "other@parley.test";
	b = written(&c);
	lines_are_good(b.data);
	read = icalparser_parse_string(b.data);
	ck_assert_ptr_nonnull(read);
	ck_assert_int_eq(icalcomponent_count_components(read, ICAL_XLICINVALID_COMPONENT), 0);
	ck_assert_int_eq(icalcomponent_count_components(read, ICAL_VEVENT_COMPONENT), 2);
	event = icalcomponent_get_first_component(read, ICAL_VEVENT_COMPONENT);
	ck_assert_str_eq(icalcomponent_get_uid(event), "MSP-2027-000001-due@parley.test");
	ck_assert_str_eq(icalcomponent_get_summary(event), "MSP-2027-000001: due");
	ck_assert_int_eq(icalcomponent_get_sequence(event), 3);
	ck_assert_int_eq((int)icalcomponent_get_dtend(event).hour, 17);
	ck_assert_ptr_null(strstr(b.data, "ATTENDEE"));
	ck_assert_ptr_nonnull(strstr(b.data, "CLASS:PRIVATE"));
	ck_assert_ptr_nonnull(strstr(b.data, "TRANSP:TRANSPARENT"));
	icalcomponent_free(read);
	buffer_clear(&b);
}
END_TEST

START_TEST(an_invitation_and_its_end)
{
	struct ics_event event = sample();
	struct ics_calendar c = { ICS_REQUEST, NULL, &event, 1 };
	struct buffer b;

	event.busy = true;
	event.organizer = "parley@partnership.test";
	event.attendee = "margaret.o'brien@stbrides.test";
	b = written(&c);
	lines_are_good(b.data);
	ck_assert_ptr_nonnull(strstr(b.data, "METHOD:REQUEST\r\n"));
	ck_assert_ptr_nonnull(strstr(b.data, "STATUS:CONFIRMED\r\n"));
	ck_assert_ptr_nonnull(strstr(b.data, "ORGANIZER:mailto:parley@partnership.test\r\n"));
	ck_assert_ptr_nonnull(strstr(b.data, "TRANSP:OPAQUE\r\n"));
	buffer_clear(&b);
	c.method = ICS_CANCEL;
	b = written(&c);
	ck_assert_ptr_nonnull(strstr(b.data, "METHOD:CANCEL\r\n"));
	ck_assert_ptr_nonnull(strstr(b.data, "STATUS:CANCELLED\r\n"));
	buffer_clear(&b);
}
END_TEST

START_TEST(an_empty_feed_is_one)
{
	struct ics_calendar c = { ICS_PUBLISH, "Parley", NULL, 0 };
	struct buffer b = written(&c);

	lines_are_good(b.data);
	ck_assert_ptr_nonnull(strstr(b.data, "END:VCALENDAR\r\n"));
	buffer_clear(&b);
}
END_TEST

START_TEST(nothing_is_slipped_in)
{
	static const char *const texts[] = { "a\r\nATTENDEE:mailto:x@y.test", "\xff", "a\nb" };
	struct arena *a = arena_new();
	struct fault f;
	struct buffer b;

	fault_init(&f, a);
	buffer_init(&b, 0);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct ics_event event = sample();
		struct ics_calendar c = { ICS_PUBLISH, NULL, &event, 1 };

		event.summary = texts[i];
		ck_assert_int_eq(calendar_ics_write(&b, &c, &f), RESULT_INVALID);
		ck_assert_uint_eq(b.length, 0);
	}
	buffer_clear(&b);
	arena_free(a);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_feed, an_invitation_and_its_end, an_empty_feed_is_one, nothing_is_slipped_in };

	return SUITE_RUN("calendar_ics", tests);
}
