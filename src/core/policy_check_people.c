/* policy_check_people.c - is there somebody for every role that a policy calls on? */
#include <string.h>

#include "policy_check_parts.h"

static bool
row_fits(const struct policy_titles *row, int role, const char *sector)
{
	if (row->role != role || row->title_count == 0)
		return false;
	return sector == NULL || row->sector == NULL || strcmp(row->sector, sector) == 0;
}

/* Does any job title hold the role in that sector (NULL = in any)? */
static bool
has_titles(const struct policy *p, int role, const char *sector)
{
	size_t i;

	for (i = 0; i < p->matrix_count; i++)
		if (row_fits(&p->matrix[i], role, sector))
			return true;
	return false;
}

/* In that sector, by whoever has the role or stands in there. */
static bool
has_holders(const struct policy *p, int role, const char *sector)
{
	size_t i;

	if (has_titles(p, role, sector))
		return true;
	for (i = 0; i < p->role_count; i++)
		if (policy_stands_in(p, (int)i, role, sector) && has_titles(p, (int)i, sector))
			return true;
	return false;
}

static bool
can_be_filled(const struct policy *p, int role)
{
	size_t i;

	if (has_titles(p, role, NULL))
		return true;
	for (i = 0; i < p->roles[role].stand_in_count; i++)
		if (has_titles(p, p->roles[role].stand_ins[i].role, NULL))
			return true;
	return false;
}

static void
check_roles(struct policy_checking *c, const int *roles, size_t count, const char *pointer)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!can_be_filled(c->policy, roles[i]))
			policy_check_add(c, FINDING_WARNING, arena_format(c->arena, "%s/%zu", pointer, i),
			                 arena_format(c->arena, "No row of the matrix says which job titles hold the role \"%s\".",
			                              c->policy->roles[roles[i]].name));
}

static void
check_who(struct policy_checking *c, const struct policy_who *who, const char *pointer)
{
	if (who != NULL)
		check_roles(c, who->roles, who->role_count, arena_format(c->arena, "%s/roles", pointer));
}

static void
check_speakers(struct policy_checking *c, size_t s, size_t side)
{
	const struct policy *p = c->policy;
	const struct policy_stage *stage = &p->stages[s];
	const char *pointer = arena_format(c->arena, "/stages/%zu/speakers/%s", s, side_name((enum side)(side + 1)));
	size_t i, k;

	check_roles(c, stage->speakers[side], stage->speaker_count[side], pointer);
	if (stage->speaker_count[side] == 0)
		policy_check_add(c, FINDING_WARNING, pointer, "Nobody speaks for this side in this stage.");
	for (k = 0; k < p->sector_count; k++) {
		for (i = 0; i < stage->speaker_count[side] && !has_holders(p, stage->speakers[side][i], p->sectors[k].id); i++)
			;
		if (i == stage->speaker_count[side] && i > 0)
			policy_check_add(c, FINDING_WARNING, pointer,
			                 arena_format(c->arena, "The matrix names no job title that speaks for %s in this stage.",
			                              p->sectors[k].name));
	}
}

static void
check_stage(struct policy_checking *c, size_t s)
{
	const struct policy_stage *stage = &c->policy->stages[s];
	size_t i;

	check_speakers(c, s, 0);
	check_speakers(c, s, 1);
	check_roles(c, stage->authority, stage->authority_count, arena_format(c->arena, "/stages/%zu/authority", s));
	for (i = 0; i < stage->exit_count; i++) {
		const char *pointer = arena_format(c->arena, "/stages/%zu/exits/%zu", s, i);

		check_who(c, &stage->exits[i].by, arena_format(c->arena, "%s/by", pointer));
		check_who(c, stage->exits[i].approval, arena_format(c->arena, "%s/approval", pointer));
	}
}

/* Whoever is asked to raise it works where the asker does: a role of the partnership is in no agency. */
static void
check_support(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	const struct policy_who *ask = p->support.ask;

	check_who(c, ask, "/support/ask");
	for (size_t i = 0; ask && i < ask->role_count; i++) {
		if (p->roles[ask->roles[i]].partnership)
			policy_check_add(c, FINDING_ERROR, "/support/ask",
			                 "Whoever is asked to raise it works in the asker's agency: name a role that is held there.");
	}
	if (ask && ask->role_count == 0)
		policy_check_add(c, FINDING_ERROR, "/support/ask", "Name the roles that can be asked to raise it.");
}

void
policy_check_people(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i, k;

	for (i = 0; i < p->stage_count; i++)
		check_stage(c, i);
	for (i = 0; i < p->duty_count; i++)
		check_who(c, &p->duties[i].who, arena_format(c->arena, "%s/who", policy_check_duty_pointer(c, i)));
	for (i = 0; i < p->notice_count; i++)
		check_who(c, &p->notices[i].to, arena_format(c->arena, "/notices/%zu/to", i));
	for (i = 0; i < p->emergency_count; i++)
		for (k = 0; k < p->emergencies[i].tell_count; k++)
			check_who(c, &p->emergencies[i].tell[k], arena_format(c->arena, "/emergencies/%zu/tell/%zu", i, k));
	check_support(c);
}
