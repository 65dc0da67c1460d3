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
};

/* Rows in the order of the policy's stages. INVALID when the policy cannot be walked (with a fault). */
enum result timetable_make(const struct policy *p, const struct calendar *c, instant raised,
                           const struct timetable_assumptions *assumed, struct arena *a,
                           struct timetable_row **rows, size_t *count, struct fault *f) MUST_USE;

#endif
