/*
 * fill.h - making escalations for the bench: people, cases by the real program, and copies of the closed ones.
 */
#ifndef BENCH_FILL_H
#define BENCH_FILL_H

#include <stdio.h>
#include "parley/app.h"
#include "parley/digest.h"

enum post {
	POST_RAISER, POST_RECEIVER, /* the two practitioners */
	POST_RAISING_MANAGER, POST_RECEIVING_MANAGER,
	POST_RAISING_SENIOR, POST_RECEIVING_SENIOR,
	POST_COUNT
};

struct member {
	struct session session;
	char token[44];          /* what a browser would send; the store has its hash */
};

/* Everybody of one post; those of one agency stand AGENCIES_OF_A_SIDE apart. */
struct staff { struct member *members; size_t count; };

enum { AGENCIES_OF_A_SIDE = 3 };
extern const char *const fill_agencies[2][AGENCIES_OF_A_SIDE]; /* raising, receiving */

struct fill {
	struct config config;    /* as the owner of the tables */
	struct app app;
	struct arena *lasting, *scratch;
	struct staff staff[POST_COUNT];
	instant now;
	uint64_t chance;         /* the state of a generator of our own: every run makes the same cases */
	uint64_t keys;           /* idempotency keys used so far */
	size_t cases, events;    /* made by the program */
};

/* A number below `limit`. */
uint64_t fill_chance(struct fill *f, uint64_t limit);
/* Report and end: a bench over half-made data would measure something else. */
void fill_stop(const char *what, enum result r, const struct fault *f);

/* --- people (fill_people.c) --- */
/* So many practitioners on each side, and the managers above them. */
void fill_people(struct fill *f, size_t practitioners);

/* --- cases by app_raise() and app_act() (fill_cases.c) --- */
enum course { COURSE_CLOSED, COURSE_OPEN };
/* One escalation from its raising to where its course ends. What a receiver can read or add to goes into the lists. */
void fill_case(struct fill *f, enum course course, FILE *reads, FILE *writes);

/* --- copies of closed cases by SQL (fill_copies.c) --- */
struct fill_copies { const char *socket, *user, *password, *database; size_t count; };
/* `count` copies of the escalations that are there and have ended, with ids, references and chains of their own. */
void fill_copies(const struct fill_copies *c);

#endif
