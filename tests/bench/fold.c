/*
 * fold.c - how long the parts that touch nothing outside take: reading and checking a policy, folding a long case, and
 * the timetable of a policy from each day of a year.
 *
 *     fold POLICY-FILE CALENDAR-FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "parley/calendar_file.h"
#include "parley/escalation.h"
#include "parley/event_json.h"
#include "parley/policy_check.h"
#include "parley/policy_file.h"
#include "parley/timetable.h"

enum { EVENTS = 200, TIMES = 201, YEARS = 21, FILE_ROOM = 1 << 20 };

static int64_t
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int
compare(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return a < b ? -1 : a > b;
}

static void
report_of(const char *what, int64_t *times, size_t count)
{
	qsort(times, count, sizeof *times, compare);
	(void)printf("%s\t%.1f\t%.1f\n", what, (double)times[count / 2] / 1000, (double)times[count * 99 / 100] / 1000);
}

static void
report(const char *what, int64_t times[TIMES])
{
	report_of(what, times, TIMES);
}

static void
stop(const char *what, const struct fault *f)
{
	(void)fprintf(stderr, "fold: %s: %s\n", what, f && f->sentence ? f->sentence : "failed");
	exit(1);
}

static char *
read_file(const char *path, struct arena *a, size_t *length)
{
	char *text = arena_alloc(a, FILE_ROOM);
	FILE *file = fopen(path, "rbe");

	if (!file)
		stop(path, NULL);
	*length = fread(text, 1, FILE_ROOM, file);
	(void)fclose(file);
	return text;
}

static const struct person_ref raiser = { 1, "Sample Person A1", "Social Worker", "marlowe-csc", "Marlowe Children's Social Care" };
static const struct person_ref receiver = { 2, "Sample Person B1", "Staff Nurse", "st-brides-hospital", "St Bride's Hospital" };
static const struct agency_ref agencies[2] = {
	{ "marlowe-csc", "Marlowe Children's Social Care", "childrens-social-care" },
	{ "st-brides-hospital", "St Bride's Hospital", "health" },
};

static void
write_events(struct event events[EVENTS], instant from)
{
	static const struct field_value raised[] = {
		{ .name = "category", .text = "levels-of-need" }, { .name = "concern", .text = "decision" },
		{ .name = "concern_date", .text = "2026-03-27" }, { .name = "subject_kind", .text = "child" },
		{ .name = "immediate_risk", .text = "no" }, { .name = "plan", .text = "no" }, { .name = "looked_after", .text = "no" },
		{ .name = "receiving_agency", .agency = &agencies[1] }, { .name = "raising_agency", .agency = &agencies[0] },
		{ .name = "receiving_person", .people = &receiver, .people_count = 1 },
	};
	static const struct field_value contact[] = {
		{ .name = "contact_type", .text = "telephone" },
		{ .name = "summary", .text = "We went through the file together. We do not agree yet." },
	};

	for (uint32_t i = 0; i < EVENTS; i++) {
		bool theirs = i % 2 == 1;

		events[i] = (struct event){ .seq = i + 1, .kind = EVENT_CONTACT, .recorded = from + (instant)i * INSTANT_HOUR,
			.happened = from + (instant)i * INSTANT_HOUR, .actor = theirs ? receiver : raiser,
			.side = theirs ? SIDE_RECEIVING : SIDE_RAISING, .role = "practitioner", .fields = contact,
			.field_count = sizeof contact / sizeof *contact };
	}
	events[0].kind = EVENT_RAISED;
	events[0].fields = raised;
	events[0].field_count = sizeof raised / sizeof *raised;
}

static void
time_policy(const char *text, size_t length)
{
	int64_t reading[TIMES], checking[TIMES];

	for (int i = 0; i < TIMES; i++) {
		struct arena *a = arena_new();
		struct policy_finding *findings;
		const struct policy *p;
		struct fault f;
		size_t count;
		int64_t begun = now_ns();

		fault_init(&f, a);
		if (policy_file_parse(text, length, a, &p, &f) != RESULT_OK)
			stop("the policy", &f);
		reading[i] = now_ns() - begun;
		begun = now_ns();
		policy_check(p, a, &findings, &count);
		checking[i] = now_ns() - begun;
		arena_free(a);
	}
	report("read a policy file", reading);
	report("check a policy", checking);
}

static void
time_fold(const struct policy *p, const struct calendar *c, size_t count)
{
	struct event events[EVENTS];
	instant from = instant_at(day_from_civil(2026, 3, 27), 600);
	struct arena *a = arena_new();
	int64_t times[TIMES];
	char what[64];

	write_events(events, from);
	for (int i = 0; i < TIMES; i++) {
		struct escalation *e;
		struct fault f;

		arena_reset(a);
		fault_init(&f, a);
		int64_t begun = now_ns();
		if (escalation_fold(p, c, events, count, from + 300 * INSTANT_HOUR, a, &e, &f) != RESULT_OK)
			stop("the fold", &f);
		times[i] = now_ns() - begun;
	}
	(void)snprintf(what, sizeof what, "fold %zu events", count);
	report(what, times);
	arena_free(a);
}

/* All dates of the policy, from each day of a year: 'what if it is raised on …', asked 365 times. */
static void
time_timetables(const struct policy *p, const struct calendar *c)
{
	day first = day_from_civil(2026, 1, 1);
	struct arena *kept = arena_new(), *a = arena_new();
	struct timetable_assumptions assumed;
	int64_t times[YEARS];
	struct fault f;

	fault_init(&f, kept);
	if (timetable_assume(p, "", kept, &assumed, &f) != RESULT_OK)
		stop("what is assumed", &f);
	for (int i = 0; i < YEARS; i++) {
		int64_t begun = now_ns();

		for (day d = first; d < first + 365; d++) {
			struct timetable_row *rows;
			size_t count;

			arena_reset(a);
			if (timetable_make(p, c, instant_at(d, 990), &assumed, a, &rows, &count, &f) != RESULT_OK)
				stop("a timetable", &f);
		}
		times[i] = now_ns() - begun;
	}
	report_of("timetables of a year", times, YEARS);
	arena_free(a);
	arena_free(kept);
}

static void
time_payloads(void)
{
	struct event events[EVENTS];
	struct arena *a = arena_new();
	struct buffer all[EVENTS];
	int64_t times[TIMES];

	write_events(events, instant_at(day_from_civil(2026, 3, 27), 600));
	for (int i = 0; i < EVENTS; i++) {
		buffer_init(&all[i], 0);
		event_payload_write(&all[i], &events[i]);
	}
	for (int t = 0; t < TIMES; t++) {
		int64_t begun = now_ns();

		arena_reset(a);
		for (uint32_t i = 0; i < EVENTS; i++) {
			struct event ev;

			if (event_payload_read(all[i].data, all[i].length, i + 1, a, &ev) != RESULT_OK)
				stop("an event", NULL);
		}
		times[t] = now_ns() - begun;
	}
	report("read 200 kept events", times);
	for (int i = 0; i < EVENTS; i++)
		buffer_clear(&all[i]);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	const struct calendar *calendar = NULL;
	const struct policy *as_read = NULL;
	struct policy policy;
	struct fault f;
	size_t length, calendar_length;

	if (argc != 3) {
		(void)fprintf(stderr, "use: fold POLICY-FILE CALENDAR-FILE\n");
		return 2;
	}
	fault_init(&f, a);
	char *text = read_file(argv[1], a, &length), *list = read_file(argv[2], a, &calendar_length);
	if (calendar_file_parse(list, calendar_length, a, &calendar, &f) != RESULT_OK ||
	    policy_file_parse(text, length, a, &as_read, &f) != RESULT_OK)
		stop("a file", &f);
	policy = *as_read;
	policy.days.nation = calendar_nation_find(calendar, as_read->nation);
	(void)printf("what\tmedian us\tp99 us\n");
	time_policy(text, length);
	time_payloads();
	time_fold(&policy, calendar, 5);
	time_fold(&policy, calendar, EVENTS);
	time_timetables(&policy, calendar);
	arena_free(a);
	return 0;
}
