/* policy_file_stage.c - stages, their duties and their exits. */
#include <string.h>

#include "policy_file_parts.h"

#define AT(type, member) .to = offsetof(struct type, member)
#define LIST(type, member, counter) .to = offsetof(struct type, member), .count_to = offsetof(struct type, counter)

static const struct policy_key guidance_keys[] = {
	{ .name = "text", .read = policy_file_shape_text, AT(policy_guidance, text), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_guidance, clause), .required = true },
};
const struct policy_shape policy_file_stage_guidance = { POLICY_SHAPE(struct policy_guidance, guidance_keys) };

/* --- duties --- */

static void
read_act(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_duty *duty = object;
	const char *s;

	(void)key;
	if (json_get_line(at, 0, &s, r->fault) && !act_find(s, &duty->act))
		json_fault(at, r->fault, "There is no act \"%s\".", s);
}

static void
preset_duty(void *object)
{
	((struct policy_duty *)object)->stage = -1;
}

static void
finish_duty(struct policy_reading *r, const struct json_at *at, void *object)
{
	struct policy_duty *duty = object;
	struct json_at within = json_member(at, "within"), from = json_member(at, "from");
	struct json_at counts = json_member(at, "counts");

	duty->stage = r->stage;
	if (counts.value != NULL && duty->act != ACT_CONTACT && duty->act != ACT_MEET)
		json_fault(&counts, r->fault, "Only a contact or a meeting can say which of them count.");
	if (duty->act == ACT_STANDING) {
		/* It holds as long as the case is open, so there is nothing to count. */
		if (within.value != NULL)
			json_fault(&within, r->fault, "A standing duty has no time.");
		if (from.value != NULL)
			json_fault(&from, r->fault, "A standing duty has no time.");
		return;
	}
	if (within.value == NULL)
		json_fault(&within, r->fault, "This is missing. Write \"not stated\" where the text sets no time.");
	if (from.value == NULL)
		json_fault(&from, r->fault, "This is missing: what does the clock run from?");
}

static const struct policy_key duty_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_duty, id), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_duty, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_duty, text), .required = true },
	{ .name = "short", .read = policy_file_shape_line, AT(policy_duty, short_text), .required = true },
	{ .name = "who", .read = policy_file_who_one, AT(policy_duty, who), .required = true },
	{ .name = "act", .read = read_act, AT(policy_duty, act), .required = true },
	{ .name = "counts", .read = policy_file_shape_lines, LIST(policy_duty, counts, counts_count) },
	{ .name = "within", .read = policy_file_clock_within, AT(policy_duty, clock) },
	{ .name = "from", .read = policy_file_clock_from, AT(policy_duty, clock) },
	{ .name = "firm", .read = policy_file_clock_firm, AT(policy_duty, clock) },
	{ .name = "protectable", .read = policy_file_clock_protectable, AT(policy_duty, clock) },
	{ .name = "also_stated", .read = policy_file_clock_also, AT(policy_duty, clock) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_duty, when) },
	{ .name = "optional", .read = policy_file_shape_bool, AT(policy_duty, optional) },
	{ .name = "note", .read = policy_file_shape_text, AT(policy_duty, note) },
};
static const struct policy_shape duty_shape = { POLICY_SHAPE(struct policy_duty, duty_keys),
	.preset = preset_duty, .finish = finish_duty };

/* Reads a list of duties behind those that were read before; gives the index of the first. */
static size_t
read_duties(struct policy_reading *r, const struct json_at *at, size_t *count)
{
	struct json_at each = { 0 };
	size_t first = r->policy->duty_count;

	*count = 0;
	if (!json_expect_array(at, r->fault))
		return first;
	while (json_next(at, &each))
		policy_file_shape_read(r, &each, &duty_shape, &r->duties[first + each.index]);
	*count = json_count(at);
	r->policy->duty_count += *count;
	return first;
}

void
policy_file_stage_duties(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                         void *object)
{
	size_t count;

	(void)key;
	(void)object;
	(void)read_duties(r, at, &count);
}

static void
read_stage_duties(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_stage *stage = object;
	size_t i, count, first = read_duties(r, at, &count);

	(void)key;
	stage->duties = ARENA_ARRAY(r->arena, count, int);
	for (i = 0; i < count; i++)
		stage->duties[i] = (int)(first + i);
	stage->duty_count = count;
}

/* --- exits --- */

static const char *const exit_words[] = {
	[EXIT_AGREED] = "agreed", [EXIT_ESCALATE] = "escalate", [EXIT_BACK] = "back", [EXIT_REPEAT] = "repeat",
	[EXIT_DECIDED] = "decided", [EXIT_DISSENT] = "dissent", [EXIT_REFER_OUT] = "refer out",
};
static const struct policy_words exit_kinds = POLICY_WORDS(exit_words);

void
policy_file_stage_index(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	int stage = policy_file_shape_refer(r, at, &r->stages, "stage");

	memcpy(policy_file_shape_slot(key, object), &stage, sizeof stage);
}

void
policy_file_stage_indexes(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                          void *object)
{
	struct json_at each = { 0 };
	int *list;

	if (!json_expect_array(at, r->fault))
		return;
	list = ARENA_ARRAY(r->arena, json_count(at), int);
	while (json_next(at, &each))
		list[each.index] = policy_file_shape_refer(r, &each, &r->stages, "stage");
	policy_file_shape_store(key, object, list, json_count(at));
}

static void
read_force(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;
	unsigned f;

	if (!json_get_line(at, 0, &s, r->fault))
		return;
	for (f = FORCE_RECOMMENDATION; f <= FORCE_BINDING; f++) {
		if (strcmp(force_name((enum force)f), s) != 0)
			continue;
		memcpy(policy_file_shape_slot(key, object), &f, sizeof f);
		return;
	}
	json_fault(at, r->fault, "This must be recommendation, determination or binding.");
}

static void
preset_exit(void *object)
{
	((struct policy_exit *)object)->to = -1;
}

static const struct policy_key exit_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_exit, id), .required = true },
	{ .name = "kind", .read = policy_file_shape_word, AT(policy_exit, kind), .required = true, .words = &exit_kinds },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_exit, clause), .required = true },
	{ .name = "label", .read = policy_file_shape_line, AT(policy_exit, label), .required = true },
	{ .name = "to", .read = policy_file_stage_index, AT(policy_exit, to) },
	{ .name = "by", .read = policy_file_who_one, AT(policy_exit, by), .required = true },
	{ .name = "approval", .read = policy_file_who_pointer, AT(policy_exit, approval) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_exit, when) },
	{ .name = "asks", .read = policy_file_field_asks, AT(policy_exit, asks) },
	{ .name = "grounds", .read = policy_file_shape_lines, LIST(policy_exit, grounds, ground_count) },
	{ .name = "outcome", .read = policy_file_shape_id, AT(policy_exit, outcome) },
	{ .name = "force", .read = read_force, AT(policy_exit, force) },
	{ .name = "panel", .read = policy_file_shape_bool, AT(policy_exit, panel) },
	{ .name = "note", .read = policy_file_shape_text, AT(policy_exit, note) },
};
static const struct policy_shape exit_shape = { POLICY_SHAPE(struct policy_exit, exit_keys), .preset = preset_exit };

/* --- the stage --- */

static const struct policy_key speaker_keys[] = {
	{ .name = "raising", .read = policy_file_who_roles, .to = offsetof(struct policy_stage, speakers[0]),
	  .count_to = offsetof(struct policy_stage, speaker_count[0]), .required = true },
	{ .name = "receiving", .read = policy_file_who_roles, .to = offsetof(struct policy_stage, speakers[1]),
	  .count_to = offsetof(struct policy_stage, speaker_count[1]), .required = true },
};
static const struct policy_shape speaker_shape = { POLICY_SHAPE(struct policy_stage, speaker_keys) };

static void
read_concerned(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_panel *panel = object;
	const char *s;

	(void)key;
	if (!json_get_line(at, 0, &s, r->fault))
		return;
	panel->concerned_must = strcmp(s, "must") == 0;
	panel->concerned_where_possible = strcmp(s, "where possible") == 0;
	if (!panel->concerned_must && !panel->concerned_where_possible)
		json_fault(at, r->fault, "This must be must, or where possible.");
}

static void
read_agencies(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_panel *panel = object;
	int64_t n;

	(void)key;
	if (json_get_int(at, 1, 20, &n, r->fault))
		panel->agencies = (int)n;
}

static void
preset_panel(void *object)
{
	((struct policy_panel *)object)->chair = -1;
}

static const struct policy_key panel_keys[] = {
	{ .name = "agencies", .read = read_agencies, .required = true },
	{ .name = "concerned", .read = read_concerned },
	{ .name = "chair", .read = policy_file_who_role, AT(policy_panel, chair) },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_panel, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_panel, text), .required = true },
};
static const struct policy_shape panel_shape = { POLICY_SHAPE(struct policy_panel, panel_keys),
	.preset = preset_panel };

static void
preset_stage(void *object)
{
	((struct policy_stage *)object)->panel.chair = -1;
}

static const struct policy_key stage_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_stage, id), .required = true },
	{ .name = "name", .read = policy_file_shape_line, AT(policy_stage, name), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_stage, clause), .required = true },
	{ .name = "summary", .read = policy_file_shape_text, AT(policy_stage, summary), .required = true },
	{ .name = "speakers", .read = policy_file_shape_object, .of = &speaker_shape, .required = true },
	{ .name = "authority", .read = policy_file_who_roles, LIST(policy_stage, authority, authority_count) },
	{ .name = "panel", .read = policy_file_shape_object, AT(policy_stage, panel), .of = &panel_shape },
	{ .name = "guidance", .read = policy_file_shape_list, LIST(policy_stage, guidance, guidance_count),
	  .of = &policy_file_stage_guidance },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_stage, when) },
	{ .name = "duties", .read = read_stage_duties, .required = true },
	{ .name = "exits", .read = policy_file_shape_list, LIST(policy_stage, exits, exit_count), .of = &exit_shape,
	  .required = true },
	{ .name = "note", .read = policy_file_shape_text, AT(policy_stage, note) },
};
static const struct policy_shape stage_shape = { POLICY_SHAPE(struct policy_stage, stage_keys),
	.preset = preset_stage };

void
policy_file_stage_all(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct json_at each = { 0 };
	struct policy_stage *stages;

	if (!json_expect_array(at, r->fault))
		return;
	stages = ARENA_ARRAY(r->arena, json_count(at), struct policy_stage);
	while (json_next(at, &each)) {
		r->stage = (int)each.index;
		policy_file_shape_read(r, &each, &stage_shape, &stages[each.index]);
	}
	r->stage = -1;
	policy_file_shape_store(key, object, stages, json_count(at));
}
