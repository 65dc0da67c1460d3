/*
 * instant.h - points in time, days, and the local time of the United Kingdom.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z (what DATETIME(6) holds);
 * a day is the number of days since 1970-01-01 in the proleptic Gregorian
 * calendar, and has no time or zone. All three nations keep one civil time:
 * UTC, and UTC+1 from 01:00 UTC on the last Sunday of March to 01:00 UTC on the
 * last Sunday of October (Summer Time Act 1972 s.1 as amended by SI 2002/262).
 * It is written here, not read from the machine's zone files, because the core
 * reads nothing; a unit test holds it against the system's Europe/London for
 * every hour from 1996 to 2037. Before 1996 it must not be used.
 */
#ifndef PARLEY_INSTANT_H
#define PARLEY_INSTANT_H

#include <stdbool.h>
#include <stdint.h>
#include "parley/buffer.h"
#include "parley/result.h"

typedef int64_t instant; /* microseconds since the epoch, UTC */
typedef int32_t day;     /* days since 1970-01-01 */

/* What there is not. The functions here give NONE for NONE, and for what falls outside years 1 to
 * 9999 (the written forms have four digits); writing it marks the buffer as failed. */
#define INSTANT_NONE INT64_MIN
#define DAY_NONE INT32_MIN
#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR (60 * INSTANT_MINUTE)

struct civil { /* local wall-clock time */
	int year, month, day; /* 1-based month and day */
	int hour, minute, second;
	int offset; /* minutes that it is ahead of UTC: 0 or 60 */
	day on;     /* the same day as year, month and day */
};

/* The real time of the machine. Nothing in core/ or codec/ may call this. */
instant instant_now(void);

day day_from_civil(int year, int month, int day_of_month); /* DAY_NONE if there is no such day */
void day_to_civil(day d, int *year, int *month, int *day_of_month);
int day_of_week(day d); /* 0 Monday … 6 Sunday */
/* The same day of a later (or earlier) month; a day that month lacks becomes its last day. */
day day_add_months(day d, int months);

day instant_day(instant t);                              /* its local day */
struct civil instant_civil(instant t);                   /* its local wall clock */
int instant_minute_of_day(instant t);                    /* local, 0..1439 */
bool instant_begins_day(instant t);                      /* whether it is the very beginning of its local day */
/* The instant of a local day and minute (0..1440). A minute that the spring change leaves out
 * gives the same elapsed time after midnight; one that autumn repeats gives the first. */
instant instant_at(day d, int minute_of_day);
/*
 * Whether the time `due` has passed at `now`. People are told times to the minute, so one has passed when its minute
 * has: what is done 'at 5pm' is in time for 'by 5pm', whatever the second. Not before 1970.
 */
bool instant_has_passed(instant due, instant now);
int instant_offset_minutes(instant t);                   /* 0 or 60 */

/* "2027-12-30", "2027-12-30T17:00:00+00:00" (local with offset, RFC 3339; microseconds only when not zero). */
void day_write(struct buffer *b, day d);
void instant_write(struct buffer *b, instant t);
/* "Thursday 30 December 2027", "Thursday 30 December 2027 at 5pm" / "at 4:30pm" (GOV.UK style). */
void day_write_words(struct buffer *b, day d);
void instant_write_words(struct buffer *b, instant t);
/* The same four into `to`, without a NUL behind them: how many bytes, 0 for what has no written form. All are plain ASCII. */
enum { INSTANT_TEXT_MAX = 48 };
size_t day_put(char to[INSTANT_TEXT_MAX], day d);
size_t instant_put(char to[INSTANT_TEXT_MAX], instant t);
size_t day_put_words(char to[INSTANT_TEXT_MAX], day d);
size_t instant_put_words(char to[INSTANT_TEXT_MAX], instant t);
/* "5pm", "4:30pm", "midday": the words of a minute of the day, 0 to 1,440, in the same way; 7 bytes at most. */
size_t instant_put_minute(char to[INSTANT_TEXT_MAX], int minute_of_day);
/* A member of a JSON object with these words; INSTANT_NONE writes null. */
void instant_words_json(struct buffer *b, const char *name, instant t);

/* Strict readers: the whole string or RESULT_INVALID. instant_parse takes RFC 3339 with a zone (1 to 6
 * digits of a second's fraction, no leap second); and, because people and the command line write
 * local time, "2027-12-23T16:30" and "2027-12-23T16:30:05" (local, as instant_at reads it) too. */
enum result day_parse(const char *s, day *out) MUST_USE;
/* "17:00" -> the minute of the day, 0 to 1439. INVALID for anything else. */
enum result instant_time_of_day_parse(const char *s, int *minute) MUST_USE;
enum result instant_parse(const char *s, instant *out) MUST_USE;

#endif
