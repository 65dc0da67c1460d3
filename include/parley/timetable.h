/*
 * timetable.h - every date that a policy gives from one day on, if everybody takes the time that they have.
 *
 * Pure, and made by the fold itself: an escalation is raised at the given time, and each stage is left by its way on at
 * the moment at which its time runs out (at once, where the policy sets none). Beside each stage stand the dates that an
 * agreement at that moment would start. So the timetable of a policy and the dates of a case cannot differ.
 */
#ifndef PARLEY_TIMETABLE_H
#define PARLEY_TIMETABLE_H

#include "parley/escalation.h"

enum timetable_branch {
	BRANCH_WAY_ON,   /* a duty on the way through the stages */
	BRANCH_AGREED,   /* a duty that follows if it is agreed when this stage's time runs out */
	BRANCH_DECIDED   /* a duty that follows the authority's decision */
};

struct timetable_row {
	int stage;                   /* index; -1 = of no stage */
	instant entered;             /* when that stage began in this timetable; INSTANT_NONE for -1 */
	enum timetable_branch branch;
	const struct duty *duty;     /* with deadline and explanation */
};

/* What is taken as given: answers of the raiser, such as {"subject_kind","child"}, {"category","threshold"}. */
struct timetable_assumptions {
	const struct field_value *values; size_t count;
	const char *raising_sector, *receiving_sector; /* NULL = of no sector */
	const char *raising_role;                      /* in which it is raised; NULL = not said */
	bool same_agency;                              /* both sides are of one agency */
	const char *const *said; size_t said_count;    /* the same in the words of timetable_assume(): "subject.kind=child" */
};

/*
 * Reads "subject.kind=child, category=threshold": the facts of the policy language by their names (docs/policy-language.md),
 * and concern_date=2026-12-21; "" assumes nothing. INVALID names what is not understood at "/assume", with the list of
 * what there is. Where a policy is about one kind of person only, that is taken as given. Strings live in the arena.
 */
enum result timetable_assume(const struct policy *p, const char *words, struct arena *a,
                             struct timetable_assumptions *out, struct fault *f) MUST_USE;

/* One thing that the dates hang on under a policy, to be asked of whoever wants a timetable. */
struct timetable_question {
	const char *name;            /* as timetable_assume() reads it: "subject.kind", "field:legal_advice", "concern_date" */
	enum fact fact;              /* FACT_COUNT: the day of the concern, which has no choices */
	const struct field *field;   /* the policy's own question, for FACT_FIELD; else NULL */
	const char *const *values; size_t value_count; /* what may be answered */
};

/* Those that its conditions ask for and that somebody can say beforehand, in the order of raising. Lives in the arena. */
void timetable_questions(const struct policy *p, struct arena *a, struct timetable_question **out, size_t *count);

/*
 * Rows in the order of the policy's stages: each duty once for each stage and branch in which it comes up; one whose clock
 * has not started by the end of its stage (it waits for what somebody may do) stands there without a date.
 * p->days.nation must be set. INVALID, with a fault, when the policy cannot be walked, or "/raised" when the list of
 * bank holidays ends before one of the dates.
 */
enum result timetable_make(const struct policy *p, const struct calendar *c, instant raised,
                           const struct timetable_assumptions *assumed, struct arena *a,
                           struct timetable_row **rows, size_t *count, struct fault *f) MUST_USE;

#endif
