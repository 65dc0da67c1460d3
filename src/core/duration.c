/*
 * duration.c - reads a length of time as policies write it (the grammar is in deadline.h).
 *
 * One table of forms. In a form, '#' stands for a number and 'day(s)' for 'day' or 'days';
 * any other word stands for itself. The longest form decides the room for words.
 */
#include "parley/deadline.h"

#include <string.h>

#define WORDS_MAX 8
#define NUMBER_MAX 999

struct word {
	const char *at;
	size_t length;
};

struct words {
	struct word word[WORDS_MAX];
	size_t count;
};

static const struct form {
	const char *pattern;
	enum duration_kind kind;
	int factor;      /* amount = factor * number */
	int amount;      /* where the form has no number of its own */
	bool reversible; /* may stand in front of 'before' */
} forms[] = {
	{ "# working day(s)", DURATION_WORKING_DAYS, 1, 0, true },
	{ "# working week(s)", DURATION_WORKING_DAYS, 5, 0, true },
	{ "# calendar day(s)", DURATION_CALENDAR_DAYS, 1, 0, true },
	{ "# day(s) elapsed", DURATION_CALENDAR_DAYS, 1, 0, true },
	{ "# week(s)", DURATION_CALENDAR_DAYS, 7, 0, true },
	{ "# month(s)", DURATION_MONTHS, 1, 0, true },
	{ "# hour(s)", DURATION_MINUTES, 60, 0, true },
	{ "# minute(s)", DURATION_MINUTES, 1, 0, true },
	{ "# hour(s) meaning # working day(s)", DURATION_WORKING_DAYS, 1, 0, true },
	{ "# working hour(s)", DURATION_WORKING_HOURS, 1, 0, true },
	{ "working day #", DURATION_WORKING_DAY_N, 1, 0, false },
	{ "next working day", DURATION_WORKING_DAYS, 0, 1, false },
	{ "same working day", DURATION_SAME_WORKING_DAY, 0, 0, false },
	{ "same day", DURATION_SAME_WORKING_DAY, 0, 0, false },
	{ "at once", DURATION_AT_ONCE, 0, 0, false },
	{ "immediately", DURATION_AT_ONCE, 0, 0, false },
	{ "not stated", DURATION_NO_TIME, 0, 0, false },
	{ "no time stated", DURATION_NO_TIME, 0, 0, false },
	{ "no time set", DURATION_NO_TIME, 0, 0, false },
	{ "as soon as possible", DURATION_NO_TIME, 0, 0, false },
	{ "as soon as practicable", DURATION_NO_TIME, 0, 0, false },
	{ "without delay", DURATION_NO_TIME, 0, 0, false },
	{ "without undue delay", DURATION_NO_TIME, 0, 0, false },
	{ "promptly", DURATION_NO_TIME, 0, 0, false },
	{ "swiftly", DURATION_NO_TIME, 0, 0, false },
	{ "in a timely manner", DURATION_NO_TIME, 0, 0, false },
	{ "in a timely way", DURATION_NO_TIME, 0, 0, false },
	{ "in a short time", DURATION_NO_TIME, 0, 0, false },
	{ "in the shortest time possible", DURATION_NO_TIME, 0, 0, false },
	{ "within the agreed timescale", DURATION_NO_TIME, 0, 0, false },
	{ "in the child's interests", DURATION_NO_TIME, 0, 0, false },
	{ "in the adult's interests", DURATION_NO_TIME, 0, 0, false },
	{ "in the subject's interests", DURATION_NO_TIME, 0, 0, false },
};

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* False when there are more words than any form has. */
static bool
split(const char *s, struct words *out)
{
	out->count = 0;
	for (;;) {
		size_t length;

		s += strspn(s, " ");
		if (*s == '\0')
			return true;
		if (out->count == WORDS_MAX)
			return false;
		length = strcspn(s, " ");
		out->word[out->count++] = (struct word){ .at = s, .length = length };
		s += length;
	}
}

/* Whether `w` is the `length` letters at `text`; case is ignored, and an apostrophe may be a curly one. */
static bool
word_is(struct word w, const char *text, size_t length)
{
	static const char curly[] = "\xe2\x80\x99";
	size_t i = 0;

	for (size_t j = 0; j < length; j++) {
		if (text[j] == '\'' && w.length - i >= 3 && memcmp(w.at + i, curly, 3) == 0) {
			i += 3;
			continue;
		}
		if (i >= w.length || lower(w.at[i]) != text[j])
			return false;
		i++;
	}
	return i == w.length;
}

static bool
word_equals(struct word w, const char *text)
{
	return word_is(w, text, strlen(text));
}

static bool
is_digits(struct word w)
{
	for (size_t i = 0; i < w.length; i++)
		if (w.at[i] < '0' || w.at[i] > '9')
			return false;
	return w.length > 0;
}

/* 1..999 without leading zeros, or 'one' … 'twelve'; 0 for anything else. */
static int
word_number(struct word w)
{
	static const char *const named[] = { "one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "eleven", "twelve" };
	int n = 0;

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (word_equals(w, named[i]))
			return (int)i + 1;
	if (!is_digits(w) || w.length > 3 || w.at[0] == '0')
		return 0;
	for (size_t i = 0; i < w.length; i++)
		n = 10 * n + (w.at[i] - '0');
	return n;
}

/* One word against one word of a pattern. A number is left in *number. */
static bool
word_fits(struct word w, const char *pattern, size_t length, int *number)
{
	static const char plural[] = "(s)";
	const size_t tail = sizeof(plural) - 1;

	if (length == 1 && pattern[0] == '#') {
		*number = word_number(w);
		return *number > 0;
	}
	if (length > tail && memcmp(pattern + length - tail, plural, tail) == 0) {
		size_t stem = length - tail;

		if (w.length == stem + 1 && lower(w.at[stem]) == 's')
			w.length = stem;
		return word_is(w, pattern, stem);
	}
	return word_is(w, pattern, length);
}

/* The last number of the form is left in *number: in '48 hours meaning 2 working days' the 2 counts. */
static bool
form_fits(const char *pattern, const struct words *words, int *number)
{
	for (size_t i = 0; i < words->count; i++) {
		size_t length = strcspn(pattern, " ");

		if (length == 0 || !word_fits(words->word[i], pattern, length, number))
			return false;
		pattern += length;
		pattern += strspn(pattern, " ");
	}
	return *pattern == '\0';
}

/* What to tell the editor of a policy about words that no form fits. */
static const char *
explain_refusal(const struct words *words)
{
	int number = 0;

	if (form_fits("# day(s)", words, &number))
		return "Say which days are meant: working days or calendar days.";
	for (size_t i = 0; i < words->count; i++)
		if (is_digits(words->word[i]) && word_number(words->word[i]) == 0)
			return "A number must be a whole one from 1 to 999, without leading zeros.";
	return "This is not a length of time as the manual lists them.";
}

static const struct form *
form_find(const struct words *words, int *number)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (form_fits(forms[i].pattern, words, number))
			return &forms[i];
	return NULL;
}

enum result
duration_parse(const char *s, struct duration *out, const char **why)
{
	struct words words;
	const struct form *form;
	int number = 0, amount;
	bool before = false;

	*why = "A length of time is missing.";
	if (s == NULL || s[strspn(s, " ")] == '\0')
		return RESULT_INVALID;
	*why = "This is not a length of time as the manual lists them.";
	if (!split(s, &words))
		return RESULT_INVALID;
	if (words.count > 1 && word_equals(words.word[words.count - 1], "before")) {
		words.count--;
		before = true;
	}
	form = form_find(&words, &number);
	if (form == NULL) {
		*why = explain_refusal(&words);
		return RESULT_INVALID;
	}
	*why =
	    "Only a number of days, weeks, months, hours or minutes can be counted back with 'before'.";
	if (before && !form->reversible)
		return RESULT_INVALID;
	amount = form->factor > 0 ? form->factor * number : form->amount;
	*why = "Working days can be counted up to 999.";
	if (form->kind == DURATION_WORKING_DAYS && amount > NUMBER_MAX)
		return RESULT_INVALID;
	*why = NULL;
	*out =
	    (struct duration){ .kind = form->kind, .amount = amount, .before = before, .words = s };
	return RESULT_OK;
}
