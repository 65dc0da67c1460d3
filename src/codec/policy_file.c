/*
 * policy_file.c - see parley/policy_file.h.
 *
 * Ids are collected first, so that a reference may stand before what it names (a duty of stage 1 that counts from a
 * notice at the end); then the document is read by tables; what is well formed is then asked whether it makes sense.
 */
#include "parley/policy_file.h"

#include <string.h>

#include "parley/policy_check.h"
#include "policy_file_parts.h"

#define BYTES_MOST ((size_t)1024 * 1024)
#define DEPTH_MOST 24

#define AT(type, member) .to = offsetof(struct type, member)
#define LIST(type, member, counter) .to = offsetof(struct type, member), .count_to = offsetof(struct type, counter)

/* --- the small tables --- */

static const struct policy_key sector_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_sector, id), .required = true },
	{ .name = "name", .read = policy_file_shape_line, AT(policy_sector, name), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_sector, clause), .required = true },
};
static const struct policy_shape sector_shape = { POLICY_SHAPE(struct policy_sector, sector_keys) };

static const struct policy_key category_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_category, id), .required = true },
	{ .name = "name", .read = policy_file_shape_line, AT(policy_category, name), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_category, clause), .required = true },
	{ .name = "excluded", .read = policy_file_shape_text, AT(policy_category, excluded) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_category, when) },
};
static const struct policy_shape category_shape = { POLICY_SHAPE(struct policy_category, category_keys) };

static const struct policy_key track_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_track, id), .required = true },
	{ .name = "name", .read = policy_file_shape_line, AT(policy_track, name), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_track, clause), .required = true },
	{ .name = "hint", .read = policy_file_shape_line, AT(policy_track, hint) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_track, when) },
};
static const struct policy_shape track_shape = { POLICY_SHAPE(struct policy_track, track_keys) };

static const struct policy_key role_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_role, id), .required = true },
	{ .name = "name", .read = policy_file_shape_line, AT(policy_role, name), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_role, clause), .required = true },
	{ .name = "partnership", .read = policy_file_shape_bool, AT(policy_role, partnership) },
	{ .name = "oversight", .read = policy_file_shape_bool, AT(policy_role, oversight) },
	{ .name = "stand_ins", .read = policy_file_who_stand_ins, LIST(policy_role, stand_ins, stand_in_count) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_role, when) },
};
static const struct policy_shape role_shape = { POLICY_SHAPE(struct policy_role, role_keys) };

static void
read_sector(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *id = json_peek(at);

	if (policy_file_shape_refer(r, at, &r->sectors, "sector") >= 0)
		memcpy(policy_file_shape_slot(key, object), &id, sizeof id);
}

static const struct policy_key titles_keys[] = {
	{ .name = "role", .read = policy_file_who_role, AT(policy_titles, role), .required = true },
	{ .name = "sector", .read = read_sector, AT(policy_titles, sector) },
	{ .name = "titles", .read = policy_file_shape_lines, LIST(policy_titles, titles, title_count), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_titles, clause), .required = true },
	{ .name = "suggested", .read = policy_file_shape_bool, AT(policy_titles, suggested) },
};
static const struct policy_shape titles_shape = { POLICY_SHAPE(struct policy_titles, titles_keys) };

static const struct policy_key contact_keys[] = {
	{ .name = "name", .read = policy_file_shape_line, AT(policy_contact, name), .required = true },
	{ .name = "telephone", .read = policy_file_shape_line, AT(policy_contact, telephone) },
	{ .name = "email", .read = policy_file_shape_line, AT(policy_contact, email) },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_contact, text) },
};
static const struct policy_shape contact_shape = { POLICY_SHAPE(struct policy_contact, contact_keys) };

static const struct policy_key emergency_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_emergency, id), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_emergency, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_emergency, text), .required = true },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_emergency, when) },
	{ .name = "contacts", .read = policy_file_shape_list, LIST(policy_emergency, contacts, contact_count),
	  .of = &contact_shape },
	{ .name = "tell", .read = policy_file_who_list, LIST(policy_emergency, tell, tell_count) },
};
static const struct policy_shape emergency_shape = { POLICY_SHAPE(struct policy_emergency, emergency_keys) };

/* --- notices and caps --- */

static const char *const notice_words[] = {
	[NOTICE_ON_RAISED] = "raised", [NOTICE_ON_STAGE_ENTERED] = "stage entered", [NOTICE_ON_AGREED] = "agreed",
	[NOTICE_ON_CONFIRMED] = "confirmed", [NOTICE_ON_DECIDED] = "decided", [NOTICE_ON_CLOSED] = "closed",
	[NOTICE_ON_RISK] = "risk", [NOTICE_ON_ESCALATED] = "escalated", [NOTICE_ON_OVERDUE] = "overdue",
	[NOTICE_ON_RESPONDED] = "responded",
};
static const struct policy_words notice_on = POLICY_WORDS(notice_words);

/* A notice without "within" is given at once, and a clock without "from" runs from what the notice is on. */
static void
preset_notice(void *object)
{
	struct policy_notice *notice = object;

	notice->stage = -1;
	notice->clock.within = (struct duration){ .kind = DURATION_AT_ONCE, .words = "at once" };
}

static void
finish_notice(struct policy_reading *r, const struct json_at *at, void *object)
{
	struct policy_notice *notice = object;
	struct json_at from_on = json_member(at, "from_stage_on"), duty = json_member(at, "duty");
	struct json_at by = json_member(at, "by");

	if (notice->from_stage_on && notice->stage < 0 && json_member(at, "stage").value == NULL)
		json_fault(&from_on, r->fault, "From which stage on? Say so with \"stage\".");
	if (notice->duty != NULL && notice->on != NOTICE_ON_OVERDUE)
		json_fault(&duty, r->fault, "Only a notice on \"overdue\" is about a duty.");
	if (notice->to.kind == WHO_SUBJECT && notice->by == NULL)
		json_fault(&by, r->fault, "The program cannot tell them: who has to?");
}

static void
read_notice_duty(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *id = json_peek(at);

	if (policy_file_shape_refer(r, at, &r->duty_ids, "duty") >= 0)
		memcpy(policy_file_shape_slot(key, object), &id, sizeof id);
}

static const struct policy_key notice_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_notice, id), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_notice, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_notice, text), .required = true },
	{ .name = "short", .read = policy_file_shape_line, AT(policy_notice, short_text) },
	{ .name = "on", .read = policy_file_shape_word, AT(policy_notice, on), .required = true, .words = &notice_on },
	{ .name = "stage", .read = policy_file_stage_index, AT(policy_notice, stage) },
	{ .name = "duty", .read = read_notice_duty, AT(policy_notice, duty) },
	{ .name = "from_stage_on", .read = policy_file_shape_bool, AT(policy_notice, from_stage_on) },
	{ .name = "to", .read = policy_file_who_one, AT(policy_notice, to), .required = true },
	{ .name = "by", .read = policy_file_who_pointer, AT(policy_notice, by) },
	{ .name = "within", .read = policy_file_clock_within, AT(policy_notice, clock) },
	{ .name = "from", .read = policy_file_clock_from, AT(policy_notice, clock) },
	{ .name = "firm", .read = policy_file_clock_firm, AT(policy_notice, clock) },
	{ .name = "also_stated", .read = policy_file_clock_also, AT(policy_notice, clock) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_notice, when) },
	{ .name = "form", .read = policy_file_shape_line, AT(policy_notice, form) },
	{ .name = "informs_only", .read = policy_file_shape_bool, AT(policy_notice, informs_only) },
	{ .name = "note", .read = policy_file_shape_text, AT(policy_notice, note) },
};
static const struct policy_shape notice_shape = { POLICY_SHAPE(struct policy_notice, notice_keys),
	.preset = preset_notice, .finish = finish_notice };

static const struct policy_key cap_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, AT(policy_cap, id), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_cap, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_cap, text), .required = true },
	{ .name = "stages", .read = policy_file_stage_indexes, LIST(policy_cap, stages, stage_count) },
	{ .name = "within", .read = policy_file_clock_within, AT(policy_cap, clock), .required = true },
	{ .name = "from", .read = policy_file_clock_from, AT(policy_cap, clock), .required = true },
	{ .name = "firm", .read = policy_file_clock_firm, AT(policy_cap, clock) },
	{ .name = "protectable", .read = policy_file_clock_protectable, AT(policy_cap, clock) },
	{ .name = "also_stated", .read = policy_file_clock_also, AT(policy_cap, clock) },
	{ .name = "when", .read = policy_file_when_condition, AT(policy_cap, when) },
	{ .name = "note", .read = policy_file_shape_text, AT(policy_cap, note) },
};
static const struct policy_shape cap_shape = { POLICY_SHAPE(struct policy_cap, cap_keys) };

/* --- the whole --- */

static const char *const event_day_words[] = { "day 0", "day 1" };
static const char *const closed_day_words[] = { "day 1 is the next working day", "counts as the next working day" };

static bool
read_either(struct policy_reading *r, const struct json_at *at, const char *const words[2], bool *out)
{
	const char *s;

	if (!json_get_line(at, 0, &s, r->fault))
		return false;
	if (strcmp(s, words[0]) != 0 && strcmp(s, words[1]) != 0)
		return json_fault(at, r->fault, "This must be \"%s\" or \"%s\".", words[0], words[1]);
	*out = strcmp(s, words[1]) == 0;
	return true;
}

static void
read_event_day(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	(void)read_either(r, at, event_day_words, policy_file_shape_slot(key, object));
}

static void
read_closed_day(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	(void)read_either(r, at, closed_day_words, policy_file_shape_slot(key, object));
}

enum { NOT_STATED = -2 }; /* of a cut-off, while it is read */

static void
preset_policy(void *object)
{
	struct day_rules *days = &((struct policy *)object)->days;

	*days = (struct day_rules){ .start_of_day = -1, .end_of_day = -1, .cut_off = NOT_STATED };
}

/* "16:00", or that there is none, whatever the borough says. */
static void
read_cut_off(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	int none = -1;

	if (json_is_string(at) && strcmp(json_peek(at), "none") == 0)
		memcpy(policy_file_shape_slot(key, object), &none, sizeof none);
	else
		policy_file_clock_time_of_day(r, at, key, object);
}

static void
finish_days(struct policy_reading *r, const struct json_at *at, void *object)
{
	struct day_rules *days = &((struct policy *)object)->days;
	struct json_at start = json_member(at, "start_of_day"), end = json_member(at, "end_of_day");
	struct json_at cut_off = json_member(at, "cut_off");
	const struct borough_hours hours = borough_hours_default();

	if (json_present(&start) != json_present(&end))
		json_fault(at, r->fault, "Say when a working day begins and when it ends, or neither.");
	days->borough_day = !json_present(&start) && !json_present(&end);
	days->borough_cut_off = days->cut_off == NOT_STATED;
	day_rules_settle(days, &hours);
	if (days->start_of_day >= days->end_of_day)
		json_fault(&end, r->fault, "The day must end after it begins.");
	if (days->cut_off > days->end_of_day)
		json_fault(&cut_off, r->fault, "This is after the end of the day.");
}

static const struct policy_key days_keys[] = {
	{ .name = "holidays", .read = policy_file_shape_id, AT(policy, nation), .required = true },
	{ .name = "start_of_day", .read = policy_file_clock_time_of_day, AT(policy, days.start_of_day) },
	{ .name = "end_of_day", .read = policy_file_clock_time_of_day, AT(policy, days.end_of_day) },
	{ .name = "cut_off", .read = read_cut_off, AT(policy, days.cut_off) },
	{ .name = "event_day", .read = read_event_day, AT(policy, days.event_day_is_day_one), .required = true },
	{ .name = "event_on_closed_day", .read = read_closed_day, AT(policy, days.closed_day_event_moves),
	  .required = true },
	{ .name = "note", .read = policy_file_shape_text, AT(policy, days_note) },
};
static const struct policy_shape days_shape = { POLICY_SHAPE(struct policy, days_keys), .finish = finish_days };

static void
read_entry_within(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct duration within = { 0 };
	const char *s, *why = "";

	if (!json_get_line(at, 0, &s, r->fault))
		return;
	if (duration_parse(s, &within, &why) != RESULT_OK)
		json_fault(at, r->fault, "%s", why);
	else if (within.kind == DURATION_NO_TIME || within.before)
		json_fault(at, r->fault, "Until when it can be raised needs a length of time.");
	else
		memcpy(policy_file_shape_slot(key, object), &within, sizeof within);
}

static const struct policy_key entry_keys[] = {
	{ .name = "within", .read = read_entry_within, AT(policy_entry, within), .required = true },
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_entry, clause), .required = true },
	{ .name = "instead", .read = policy_file_shape_text, AT(policy_entry, instead), .required = true },
	{ .name = "unless", .read = policy_file_when_condition, AT(policy_entry, unless) },
};
static const struct policy_shape entry_shape = { POLICY_SHAPE(struct policy_entry, entry_keys) };

/* "asks" comes first: what lets a late one in may ask for one of them. */
static const struct policy_key paper_keys[] = {
	{ .name = "title", .read = policy_file_shape_lines, LIST(policy_paper, title, title_count), .required = true },
	{ .name = "head", .read = policy_file_shape_lines, LIST(policy_paper, head, head_count), .required = true },
	{ .name = "details", .read = policy_file_shape_text, AT(policy_paper, details), .required = true },
	{ .name = "rows", .read = policy_file_shape_text, AT(policy_paper, rows), .required = true },
	{ .name = "columns", .read = policy_file_shape_lines, LIST(policy_paper, columns, column_count), .required = true },
};
static const struct policy_shape paper_shape = { POLICY_SHAPE(struct policy_paper, paper_keys) };

static void
read_paper(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_records *records = object;
	struct policy_paper *paper = ARENA_NEW(r->arena, struct policy_paper);

	(void)key;
	policy_file_shape_read(r, at, &paper_shape, paper);
	if (paper->head_count != PAPER_HEAD || paper->column_count != PAPER_COLUMNS)
		json_fault(at, r->fault, "The form has %d lines about the case and %d columns", PAPER_HEAD, PAPER_COLUMNS);
	else
		records->paper = paper;
}

static const struct policy_key records_keys[] = {
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_records, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_records, text), .required = true },
	{ .name = "form", .read = policy_file_shape_line, AT(policy_records, form) },
	{ .name = "paper", .read = read_paper },
};
static const struct policy_shape records_shape = { POLICY_SHAPE(struct policy_records, records_keys) };

static const struct policy_key lessons_keys[] = {
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_lessons, clause), .required = true },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_lessons, text), .required = true },
	{ .name = "to", .read = policy_file_who_pointer, AT(policy_lessons, to), .required = true },
};
static const struct policy_shape lessons_shape = { POLICY_SHAPE(struct policy_lessons, lessons_keys) };

static const struct policy_key support_keys[] = {
	{ .name = "clause", .read = policy_file_shape_line, AT(policy_support, clause) },
	{ .name = "text", .read = policy_file_shape_text, AT(policy_support, text) },
	{ .name = "ask", .read = policy_file_who_pointer, AT(policy_support, ask), .required = true },
	{ .name = "ask_clause", .read = policy_file_shape_line, AT(policy_support, ask_clause), .required = true },
};
static const struct policy_shape support_shape = { POLICY_SHAPE(struct policy_support, support_keys) };

static const struct policy_key raise_keys[] = {
	{ .name = "asks", .read = policy_file_field_asks, AT(policy, raise_asks) },
	{ .name = "guidance", .read = policy_file_shape_list, LIST(policy, raise_guidance, raise_guidance_count),
	  .of = &policy_file_stage_guidance },
	{ .name = "track", .read = policy_file_shape_line, AT(policy, track_label) },
	{ .name = "latest", .read = policy_file_shape_object, AT(policy, entry), .of = &entry_shape },
};
static const struct policy_shape raise_shape = { POLICY_SHAPE(struct policy, raise_keys) };

static void
read_nothing(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	(void)r, (void)at, (void)key, (void)object; /* "$schema" is for editors */
}

/* "subjects" and "raise" come early: conditions are checked against them. */
static const struct policy_key policy_keys[] = {
	{ .name = "$schema", .read = read_nothing },
	{ .name = "id", .read = policy_file_shape_id, AT(policy, id), .required = true },
	{ .name = "title", .read = policy_file_shape_line, AT(policy, title), .required = true },
	{ .name = "owner", .read = policy_file_shape_line, AT(policy, owner), .required = true },
	{ .name = "edition", .read = policy_file_shape_line, AT(policy, edition) },
	{ .name = "issued", .read = policy_file_shape_line, AT(policy, issued) },
	{ .name = "review", .read = policy_file_shape_line, AT(policy, review) },
	{ .name = "source", .read = policy_file_shape_text, AT(policy, source), .required = true },
	{ .name = "subjects", .read = policy_file_shape_lines, LIST(policy, subjects, subject_count), .required = true },
	{ .name = "days", .read = policy_file_shape_object, .of = &days_shape, .required = true },
	{ .name = "raise", .read = policy_file_shape_object, .of = &raise_shape, .required = true },
	{ .name = "sectors", .read = policy_file_shape_list, LIST(policy, sectors, sector_count), .of = &sector_shape,
	  .required = true },
	{ .name = "categories", .read = policy_file_shape_list, LIST(policy, categories, category_count),
	  .of = &category_shape, .required = true },
	{ .name = "tracks", .read = policy_file_shape_list, LIST(policy, tracks, track_count), .of = &track_shape },
	{ .name = "roles", .read = policy_file_shape_list, LIST(policy, roles, role_count), .of = &role_shape,
	  .required = true },
	{ .name = "matrix", .read = policy_file_shape_list, LIST(policy, matrix, matrix_count), .of = &titles_shape,
	  .required = true },
	{ .name = "emergencies", .read = policy_file_shape_list, LIST(policy, emergencies, emergency_count),
	  .of = &emergency_shape, .required = true },
	{ .name = "duties", .read = policy_file_stage_duties, .required = true },
	{ .name = "stages", .read = policy_file_stage_all, LIST(policy, stages, stage_count), .required = true },
	{ .name = "notices", .read = policy_file_shape_list, LIST(policy, notices, notice_count), .of = &notice_shape,
	  .required = true },
	{ .name = "caps", .read = policy_file_shape_list, LIST(policy, caps, cap_count), .of = &cap_shape,
	  .required = true },
	{ .name = "lessons", .read = policy_file_shape_object, AT(policy, lessons), .of = &lessons_shape },
	{ .name = "records", .read = policy_file_shape_object, AT(policy, records), .of = &records_shape },
	{ .name = "support", .read = policy_file_shape_object, AT(policy, support), .of = &support_shape },
	{ .name = "note", .read = policy_file_shape_text, AT(policy, note) },
};
static const struct policy_shape policy_shape = { POLICY_SHAPE(struct policy, policy_keys), .preset = preset_policy };

/* --- what may be referred to --- */

static void
add_id(struct policy_reading *r, const struct json_at *entry, const char *key, bool unique, struct policy_ids *ids)
{
	struct json_at member = json_member(entry, key);
	const char *id = json_peek(&member);

	if (id == NULL)
		id = "";
	if (unique && policy_file_shape_find(ids, id) >= 0)
		json_fault(&member, r->fault, "This id is used twice.");
	ids->items[ids->count++] = id;
}

/* The ids of one list of the document, at the root or in another object. */
static void
collect(struct policy_reading *r, const struct json_at *object, const char *list, struct policy_ids *ids)
{
	struct json_at at = json_member(object, list), each = { 0 };

	while (json_next(&at, &each))
		add_id(r, &each, "id", true, ids);
}

static void
make_room(struct policy_reading *r, struct policy_ids *ids, size_t count)
{
	ids->items = ARENA_ARRAY(r->arena, count, const char *);
}

static size_t
count_of(const struct json_at *object, const char *list)
{
	struct json_at at = json_member(object, list);

	return json_count(&at);
}

static void
collect_list(struct policy_reading *r, const struct json_at *root, const char *list, struct policy_ids *ids)
{
	make_room(r, ids, count_of(root, list));
	collect(r, root, list, ids);
}

/* Duties stand in two places, and outcomes in the exits. */
static void
collect_from_stages(struct policy_reading *r, const struct json_at *root)
{
	struct json_at stages = json_member(root, "stages"), each = { 0 };
	size_t duties = count_of(root, "duties"), exits = 0;

	while (json_next(&stages, &each)) {
		duties += count_of(&each, "duties");
		exits += count_of(&each, "exits");
	}
	make_room(r, &r->duty_ids, duties);
	make_room(r, &r->outcomes, exits);
	r->duties = ARENA_ARRAY(r->arena, duties, struct policy_duty);
	r->policy->duties = r->duties;
	collect(r, root, "duties", &r->duty_ids);
	each = (struct json_at){ 0 };
	while (json_next(&stages, &each)) {
		struct json_at list = json_member(&each, "exits"), exit = { 0 };

		collect(r, &each, "duties", &r->duty_ids);
		while (json_next(&list, &exit))
			add_id(r, &exit, "outcome", false, &r->outcomes);
	}
}

static void
collect_all(struct policy_reading *r, const struct json_at *root)
{
	struct json_at roles = json_member(root, "roles"), each = { 0 }, member;
	struct fault ignored;

	collect_list(r, root, "sectors", &r->sectors);
	collect_list(r, root, "categories", &r->categories);
	collect_list(r, root, "tracks", &r->tracks);
	collect_list(r, root, "roles", &r->roles);
	collect_list(r, root, "stages", &r->stages);
	collect_list(r, root, "notices", &r->notices);
	collect_from_stages(r, root);
	r->partnership = ARENA_ARRAY(r->arena, r->roles.count, bool);
	fault_init(&ignored, r->arena); /* what is no bool is reported when the role is read */
	while (json_next(&roles, &each)) {
		member = json_member(&each, "partnership");
		(void)json_get_bool(&member, &r->partnership[each.index], &ignored);
	}
}

/* Emergencies and caps are named by nothing, but each needs a name of its own. */
static void
refuse_same_ids(struct policy_reading *r, const struct json_at *root)
{
	struct policy_ids ids;

	ids = (struct policy_ids){ 0 };
	collect_list(r, root, "emergencies", &ids);
	ids = (struct policy_ids){ 0 };
	collect_list(r, root, "caps", &ids);
}

static void
report_findings(struct policy_reading *r)
{
	struct policy_finding *findings;
	size_t i, count;

	policy_check(r->policy, r->arena, &findings, &count);
	for (i = 0; i < count; i++)
		if (findings[i].severity == FINDING_ERROR)
			(void)fault_field(r->fault, findings[i].pointer, "%s", findings[i].reason);
}

enum result
policy_file_parse(const char *json, size_t length, struct arena *a, const struct policy **out, struct fault *f)
{
	const struct json_limits limits = { .length = BYTES_MOST, .depth = DEPTH_MOST };
	struct policy_reading r = { .arena = a, .fault = f, .stage = -1 };
	const struct cJSON *tree;
	struct json_at root;
	enum result result = json_read(json, length, &limits, a, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	r.policy = ARENA_NEW(a, struct policy);
	collect_all(&r, &root);
	refuse_same_ids(&r, &root);
	policy_file_shape_read(&r, &root, &policy_shape, r.policy);
	/* The checks may rely on a policy without holes, so they come only after a clean reading. */
	if (f->result == RESULT_OK)
		report_findings(&r);
	if (f->result != RESULT_OK)
		return f->result;
	*out = r.policy;
	return RESULT_OK;
}
