/*
 * deadline.h - a length of time as policies write it, and the date that it gives.
 *
 * The grammar (also in parley-policy(5)); case is ignored, N is 1..999, 'one' … 'twelve' may stand for N:
 *
 *   N working day(s)                       N working week(s)  = 5 N working days
 *   N calendar day(s) | N day(s) elapsed   N week(s)          = 7 N calendar days
 *   N month(s)                             a day the month lacks becomes its last day
 *   N hour(s) | N minute(s)                elapsed, through nights, weekends and clock changes (UTC arithmetic)
 *   N hour(s) meaning M working day(s)     counted as M working days, shown with both
 *   N working hour(s)                      only between start_of_day and end_of_day of working days
 *   same working day | same day            end of the working day of the event
 *   next working day                       = 1 working day
 *   at once | immediately                  due when it starts
 *   working day N                          the N-th working day of the whole, counted from the anchor as day 1
 *   <any counted form> before              counted back from the anchor (a meeting, a conference): days are clear
 *                                          days, the anchor's own not counted nor that of the act (CPR 2.8), so
 *                                          '3 working days before' Friday 20 October is Monday 16 October
 *   as soon as possible | without delay | not stated | in the child's interests | …
 *                                          no number: NO_TIME; the words are kept and shown, no date is invented.
 *                                          A fixed list of such phrases; any other text is an error.
 *
 * 'N days' without a kind is refused: the policy's editor must say which.
 */
#ifndef PARLEY_DEADLINE_H
#define PARLEY_DEADLINE_H

#include "parley/calendar.h"

enum duration_kind {
	DURATION_NO_TIME,
	DURATION_AT_ONCE,
	DURATION_SAME_WORKING_DAY,
	DURATION_WORKING_DAYS,
	DURATION_WORKING_DAY_N,
	DURATION_WORKING_HOURS,
	DURATION_CALENDAR_DAYS,
	DURATION_MONTHS,
	DURATION_MINUTES         /* elapsed; hours are 60 each */
};

struct duration {
	enum duration_kind kind;
	int amount;              /* in the kind's unit; 0 where there is none */
	bool before;             /* counted back from the anchor */
	const char *words;       /* as the policy writes it; NULL only in a zeroed duration */
};

/* Reads the grammar above. INVALID with one plain sentence in *why (a literal); *out untouched. `words` is
 * the string itself, so it must live as long as the duration. */
enum result duration_parse(const char *s, struct duration *out, const char **why) MUST_USE;

enum deadline_state {
	DEADLINE_NONE,           /* the policy sets no time */
	DEADLINE_WAITING,        /* its clock has not started */
	DEADLINE_DATED,
	DEADLINE_BEYOND_CALENDAR /* the bank-holiday list ends before the date: refused, not guessed */
};

/* How a date came about: part of the answer, written while it is counted. */
struct explanation {
	const char *clause;      /* of the duty */
	const char *from_words;  /* "it was raised": what the clock counts from, in words */
	instant from;            /* when that was */
	struct duration within;
	day counted_from;        /* the day taken as day 0 (or day 1), after cut-off and closed-day rules; for working hours the
	                          * day on which they begin to run; DAY_NONE if neither days nor working hours are counted */
	const char *moved;       /* why counted_from is not the day of `from`; NULL if it is */
	struct skipped skipped;  /* days passed over, with reasons */
	bool indicative;         /* the text gives the time as a guide; the caller's to set, like the clause */
	bool at_end_of_day;      /* the date stands at the end of the working day */
	const char *borough;     /* the borough's own hours that went into it, in words: "the day ends at 4:30pm"; NULL if none did */
	const char *calendar_version; /* NULL when no working day was asked for: hours, calendar days, months */
	const char *nation;      /* name of the nation whose holidays counted; NULL likewise */
	/* When another rule gave the earlier time and so decides: */
	const char *capped_by;   /* words: "a protective timescale", "the whole process by working day 22"; NULL if none */
	const char *capped_clause;
	instant uncapped;        /* what it would have been; INSTANT_NONE if not capped */
};

struct deadline {
	enum deadline_state state;
	instant due;             /* only when DATED */
	struct explanation explanation;
};

/*
 * The date that `within` gives from `from`. Fills *out, its explanation included (clause and from_words are
 * the caller's to set, afterwards). An answer outside the calendar has the state BEYOND_CALENDAR: a case goes on
 * without that date; a clock without a start (`from` is INSTANT_NONE) is WAITING.
 * 'same working day' of an event after the end of the day means the next working day, and so does 'working
 * day 1': no deadline falls before its start. A cut-off is for working days and hours, and moves only what
 * happened on a working day. Neither it nor the event-day and closed-day rules touch what is counted back.
 */
void deadline_compute(const struct calendar *c, const struct day_rules *rules, const struct duration *within,
                      instant from, struct arena *a, struct deadline *out);

#endif
