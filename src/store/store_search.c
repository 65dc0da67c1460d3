/*
 * store_search.c - the search for people by what somebody types.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/store_people.h"
#include "people.h"
#include "words.h"

/* Every word typed has to stand at the beginning of a word of name, title or agency. The least common one leads:
 * 'social amina' looks at those called Amina, not at every social worker. Words past the fourth longest are not
 * asked for. */
enum { ASKED = 4, SEARCH_LIMIT = 100, LETTERS_LEAST = 2 };

static int
longer(const void *a, const void *b)
{
	size_t x = strlen(*(const char *const *)a), y = strlen(*(const char *const *)b);

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Puts the least common pattern first. One that is alone leads without being asked about. */
static enum result
lead_choose(struct store *st, const char *patterns[ASKED], size_t count, struct arena *a)
{
	const struct sql_cell *row;
	int64_t least = INT64_MAX;
	size_t lead = 0;

	for (size_t i = 0; i < count && count > 1; i++) {
		enum result r = sql_one(st, SQL_WORD_COMMON,
		    SQL_VALUES(sql_string(patterns[i]), sql_string(patterns[i])), a, &row);
		if (r != RESULT_OK)
			return r;
		if (row[0].number < least) {
			least = row[0].number;
			lead = i;
		}
	}
	const char *first = patterns[lead];
	patterns[lead] = patterns[0];
	patterns[0] = first;
	return RESULT_OK;
}

/* The values of one arm: leading word, agency, each other word twice (person, agency), limit. */
static size_t
arm_values(
    struct sql_value *v, const char *const patterns[ASKED], const char *agency_id, size_t limit)
{
	size_t n = 0;

	v[n++] = sql_string(patterns[0]);
	if (agency_id)
		v[n++] = sql_string(agency_id);
	for (size_t i = 1; i < ASKED; i++) {
		v[n++] = sql_string(patterns[i]);
		v[n++] = sql_string(patterns[i]);
	}
	/* A person may come up by two of their words: ask for some more than will be shown. */
	v[n++] = sql_int((int64_t)limit * 2);
	return n;
}

bool
store_people_search_enough(const char *q)
{
	return words_letters(q) >= LETTERS_LEAST;
}

enum result
store_people_search(struct store *st, const char *q, const char *agency_id, size_t limit,
    struct arena *a, struct person **out, size_t *count)
{
	const char *words[WORDS_MAX], *patterns[ASKED] = { "%", "%", "%", "%" };
	size_t found = words_split(q, a, words), n = 0;
	struct sql_value in[3 * (ASKED * 2 + 1)];
	int id = agency_id ? SQL_PEOPLE_SEARCH_AGENCY : SQL_PEOPLE_SEARCH;

	if (limit > SEARCH_LIMIT)
		limit = SEARCH_LIMIT;
	if (found == 0) {
		*out = NULL;
		*count = 0;
		return RESULT_OK;
	}
	qsort(words, found, sizeof *words, longer);
	for (size_t i = 0; i < found && i < ASKED; i++)
		patterns[i] = arena_format(
		    a, "%s%%", words[i]); /* letters and digits only: nothing to escape */
	enum result r = lead_choose(st, patterns, found < ASKED ? found : ASKED, a);
	if (r != RESULT_OK)
		return r;
	for (int arm = 0; arm < 3; arm++)
		n += arm_values(in + n, patterns, agency_id, limit);
	r = sql_run(st, id, in, n);
	if (r == RESULT_OK)
		people_collect(st, id, limit, a, out, count);
	return r;
}
