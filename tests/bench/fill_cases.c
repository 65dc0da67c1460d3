/*
 * fill_cases.c - escalations made as people make them: by app_raise() and app_act(), so by the same checks, fold,
 * projection and transaction as over HTTP.
 */
#include "fill.h"

#include <stdlib.h>
#include <string.h>

/* What happens in a case, in order: who does which action. A course ends where there is no more action. */
struct step { const char *action; enum post who; };
enum { STEPS_MAX = 9 };

#define SETTLED(receiver, raiser) { "agreed", receiver }, { "confirm", receiver }, { "close", raiser }

/* Weights say how many of ten take the course. */
static const struct plan { enum course course; unsigned weight; struct step steps[STEPS_MAX]; } plans[] = {
	{ COURSE_CLOSED, 6, { { "contact", POST_RECEIVER }, SETTLED(POST_RECEIVER, POST_RAISER) } },
	{ COURSE_CLOSED, 1, { { "contact", POST_RECEIVER }, { "withdraw", POST_RAISER } } },
	{ COURSE_CLOSED, 2, { { "contact", POST_RECEIVER }, { "escalate", POST_RAISER },
	  { "contact", POST_RECEIVING_MANAGER }, SETTLED(POST_RECEIVING_MANAGER, POST_RAISING_MANAGER) } },
	{ COURSE_CLOSED, 1, { { "contact", POST_RECEIVER }, { "escalate", POST_RAISER },
	  { "contact", POST_RECEIVING_MANAGER }, { "escalate", POST_RAISING_MANAGER },
	  { "contact", POST_RECEIVING_SENIOR }, SETTLED(POST_RECEIVING_SENIOR, POST_RAISING_SENIOR) } },
	{ COURSE_OPEN, 1, { { NULL, POST_RAISER } } },
	{ COURSE_OPEN, 5, { { "contact", POST_RECEIVER } } },
	{ COURSE_OPEN, 2, { { "contact", POST_RECEIVER }, { "contact", POST_RECEIVER }, { "contact", POST_RAISER } } },
	{ COURSE_OPEN, 1, { { "contact", POST_RECEIVER }, { "escalate", POST_RAISER },
	  { "contact", POST_RECEIVING_MANAGER } } },
	{ COURSE_OPEN, 1, { { "contact", POST_RECEIVER }, { "escalate", POST_RAISER },
	  { "contact", POST_RECEIVING_MANAGER }, { "escalate", POST_RAISING_MANAGER } } },
};

static const char *const sentences[] = {
	"The ward plans to send the child home before anybody has seen the house. ",
	"Nobody has spoken to the grandmother, who has looked after the younger brother since the spring. ",
	"We read the injury as it was told to us by the parents, and the paediatrician reads it otherwise. ",
	"Two earlier attendances are in the file, neither of which led to a visit. ",
	"We ask for a strategy discussion on the ward, with the police, before any discharge. ",
	"The school has seen no change, and says so in its letter of the same week. ",
	"The threshold document speaks of significant harm that is likely, which is what we see here. ",
	"Both of us agree that a plan is needed; we disagree about who holds it until the review. ",
};

struct making {
	struct fill *fill;
	const struct member *who[POST_COUNT];
	const char *reference;
	uint32_t version;
	instant at;
};

/* A few sentences, as people write them into a large box. */
static const char *
prose(struct making *m)
{
	const char *text = "";
	uint64_t count = 2 + fill_chance(m->fill, 4);

	for (uint64_t i = 0; i < count; i++)
		text = arena_format(m->fill->scratch, "%s%s", text,
		                    sentences[fill_chance(m->fill, sizeof sentences / sizeof *sentences)]);
	return text;
}

static struct app_request
request_by(struct making *m, const struct member *who, const struct buffer *body)
{
	struct fill *f = m->fill;

	return (struct app_request){
		.arena = f->scratch, .id = "bench", .now = m->at, .session = &who->session,
		.idempotency_key = arena_format(f->scratch, "bench-%012llu", (unsigned long long)++f->keys),
		.body = body->data, .body_length = body->length,
	};
}

/* --- raising --- */

static void
write_day(struct buffer *b, const char *name, instant at)
{
	struct buffer text;

	buffer_init(&text, 0);
	day_write(&text, instant_day(at));
	json_string(b, name, text.data);
	buffer_clear(&text);
}

static void
write_raise(struct making *m, struct buffer *b)
{
	const struct person *other = &m->who[POST_RECEIVER]->session.person;

	json_object(b, NULL);
	json_object(b, "fields");
	json_bool(b, "immediate_risk", false);
	json_string(b, "category", "levels-of-need");
	json_string(b, "concern", "decision");
	write_day(b, "concern_date", m->at);
	json_string(b, "subject_kind", "child");
	json_string(b, "reference_kind", "pid");
	json_string(b, "pid", arena_format(m->fill->scratch, "P%08llu", (unsigned long long)fill_chance(m->fill, 99999999)));
	json_bool(b, "plan", fill_chance(m->fill, 4) == 0);
	json_bool(b, "looked_after", fill_chance(m->fill, 8) == 0);
	json_string(b, "receiving_agency", other->agency_id);
	json_string(b, "receiving_person", arena_format(m->fill->scratch, "%lld", (long long)other->id));
	json_string(b, "issue", prose(m));
	json_string(b, "risk", prose(m));
	json_string(b, "nature", prose(m));
	json_string(b, "aim", prose(m));
	json_string(b, "evidence", prose(m));
	json_end_object(b);
	json_end_object(b);
}

static void
do_raise(struct making *m)
{
	struct fill *f = m->fill;
	struct buffer body, answer;
	struct fault fault;
	const char *reference = NULL;
	enum result r;

	buffer_init(&body, 0);
	buffer_init(&answer, 0);
	fault_init(&fault, f->scratch);
	write_raise(m, &body);
	struct app_request request = request_by(m, m->who[POST_RAISER], &body);
	r = app_raise(&f->app, &request, &reference, &answer, &fault);
	if (r != RESULT_OK)
		fill_stop("raising", r, &fault);
	m->reference = arena_string(f->scratch, reference);
	m->version = 1;
	f->cases++;
	f->events++;
	buffer_clear(&body);
	buffer_clear(&answer);
}

/* --- what follows --- */

static void
write_happened(struct making *m, struct buffer *b)
{
	struct buffer text;

	buffer_init(&text, 0);
	instant_write(&text, m->at - m->at % INSTANT_SECOND);
	json_string(b, "happened", text.data);
	buffer_clear(&text);
}

static void
write_person(struct making *m, struct buffer *b, const char *name, enum post post)
{
	json_string(b, name, arena_format(m->fill->scratch, "%lld", (long long)m->who[post]->session.person.id));
}

static void
write_fields(struct making *m, const struct step *s, struct buffer *b)
{
	const char *action = s->action;

	if (strcmp(action, "contact") == 0) {
		write_happened(m, b);
		json_string(b, "contact_type", "telephone");
		json_string(b, "summary", prose(m));
		json_string(b, "actions", prose(m));
	} else if (strcmp(action, "agreed") == 0) {
		write_happened(m, b);
		json_string(b, "outcome", prose(m));
	} else if (strcmp(action, "confirm") == 0) {
		json_string(b, "confirmation", prose(m));
	} else if (strcmp(action, "escalate") == 0) {
		bool first = s->who == POST_RAISER;

		json_string(b, "reason", prose(m));
		json_string(b, "tried", prose(m));
		write_person(m, b, "raising_speaker", first ? POST_RAISING_MANAGER : POST_RAISING_SENIOR);
		write_person(m, b, "receiving_speaker", first ? POST_RECEIVING_MANAGER : POST_RECEIVING_SENIOR);
	} else {
		json_string(b, strcmp(action, "close") == 0 ? "summary" : "reason", prose(m));
	}
}

static void
do_step(struct making *m, const struct step *s)
{
	struct fill *f = m->fill;
	struct buffer body, answer;
	struct fault fault;
	enum result r;

	buffer_init(&body, 0);
	buffer_init(&answer, 0);
	fault_init(&fault, f->scratch);
	json_object(&body, NULL);
	json_string(&body, "action", s->action);
	json_int(&body, "version", m->version);
	json_object(&body, "fields");
	write_fields(m, s, &body);
	json_end_object(&body);
	json_end_object(&body);
	struct app_request request = request_by(m, m->who[s->who], &body);
	r = app_act(&f->app, &request, m->reference, &answer, &fault);
	if (r != RESULT_OK)
		fill_stop(s->action, r, &fault);
	m->version++;
	f->events++;
	buffer_clear(&body);
	buffer_clear(&answer);
}

/* --- a case --- */

static const struct plan *
choose_plan(struct fill *f, enum course course)
{
	uint64_t ticket = fill_chance(f, 10);

	for (size_t i = 0;; i++) {
		if (plans[i].course != course)
			continue;
		if (ticket < plans[i].weight)
			return &plans[i];
		ticket -= plans[i].weight;
	}
}

/* Agencies of the two sides are chosen once; everybody in the case works in one of them. */
static void
choose_people(struct making *m)
{
	struct fill *f = m->fill;
	size_t agency[2] = { fill_chance(f, AGENCIES_OF_A_SIDE), fill_chance(f, AGENCIES_OF_A_SIDE) };

	for (int post = 0; post < POST_COUNT; post++) {
		const struct staff *s = &f->staff[post];
		size_t row = fill_chance(f, s->count / AGENCIES_OF_A_SIDE);

		/* Posts alternate: raising side, receiving side. */
		m->who[post] = &s->members[row * AGENCIES_OF_A_SIDE + agency[post % 2]];
	}
}

static instant
begin_of(struct fill *f, enum course course)
{
	uint64_t hours = course == COURSE_OPEN ? 30 + fill_chance(f, 150) : 24 * (30 + fill_chance(f, 700));

	return f->now - (instant)hours * INSTANT_HOUR - (instant)fill_chance(f, 3600) * INSTANT_SECOND;
}

static void
list_line(FILE *list, const struct making *m)
{
	const struct member *who = m->who[POST_RECEIVER];

	if (fprintf(list, "%s\t%s\t%s\t%u\n", who->token, who->session.csrf, m->reference, m->version) < 0)
		fill_stop("a list", RESULT_UNAVAILABLE, NULL);
}

void
fill_case(struct fill *f, enum course course, FILE *reads, FILE *writes)
{
	const struct plan *plan = choose_plan(f, course);
	struct making m = { .fill = f, .at = begin_of(f, course) };
	bool same_stage = true;

	arena_reset(f->scratch);
	choose_people(&m);
	do_raise(&m);
	for (size_t i = 0; i < STEPS_MAX && plan->steps[i].action; i++) {
		m.at += (instant)(60 + fill_chance(f, 240)) * INSTANT_MINUTE;
		do_step(&m, &plan->steps[i]);
		same_stage = same_stage && strcmp(plan->steps[i].action, "escalate") != 0;
	}
	if (course != COURSE_OPEN)
		return;
	list_line(reads, &m);
	/* Where the receiver has spoken already, one contact more changes the record and no list. */
	if (same_stage && m.version > 1)
		list_line(writes, &m);
}
