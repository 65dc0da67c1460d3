/* policy_check_forms.c - do the fields that a policy asks for fit beside those that every event has? */
#include <string.h>

#include "policy_check_parts.h"

static const struct field *
find_field(const struct field *fields, size_t count, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strlen(fields[i].name) == length && memcmp(fields[i].name, name, length) == 0)
			return &fields[i];
	return NULL;
}

/* The fields of `form`: what is asked, and the event that it is asked with. */
struct form {
	const struct field *own;
	size_t own_count;
	const struct policy_asks *asks;
	const char *pointer;
};

static void
check_field(struct policy_checking *c, const struct form *form, size_t i)
{
	const struct field *field = &form->asks->fields[i];
	const char *pointer = arena_format(c->arena, "%s/%zu", form->pointer, i), *equals;
	size_t length = strlen(field->name);

	if (find_field(form->own, form->own_count, field->name, length) != NULL ||
	    find_field(form->asks->fields, i, field->name, length) != NULL)
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/name", pointer),
		                 "This form already has a field of that name.");
	if (field->only_if == NULL)
		return;
	equals = strchr(field->only_if, '=');
	length = equals == NULL ? 0 : (size_t)(equals - field->only_if);
	if (equals == NULL || equals[1] == '\0' ||
	    (find_field(form->own, form->own_count, field->only_if, length) == NULL &&
	     find_field(form->asks->fields, i, field->only_if, length) == NULL))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/only_if", pointer),
		                 "This must be NAME=VALUE, with the name of a field that is asked before.");
}

static void
check_asks(struct policy_checking *c, const struct policy_asks *asks, enum event_kind kind, const char *pointer)
{
	struct form form = { .asks = asks, .pointer = pointer };
	size_t i;

	form.own = event_fields(kind, &form.own_count);
	for (i = 0; i < asks->count; i++)
		check_field(c, &form, i);
}

static enum event_kind
event_of(enum exit_kind kind)
{
	if (kind == EXIT_AGREED)
		return EVENT_AGREED;
	return kind == EXIT_DECIDED ? EVENT_DECIDED : EVENT_ESCALATED;
}

/* A contact type that does not exist would leave a duty that nothing can end. */
static void
check_counts(struct policy_checking *c, size_t duty)
{
	const struct policy_duty *d = &c->policy->duties[duty];
	const struct field *fields, *type;
	size_t count, i, k;

	fields = event_fields(EVENT_CONTACT, &count);
	type = find_field(fields, count, "contact_type", strlen("contact_type"));
	for (i = 0; type != NULL && i < d->counts_count; i++) {
		for (k = 0; k < type->choice_count && strcmp(type->choices[k].id, d->counts[i]) != 0; k++)
			;
		if (k == type->choice_count)
			policy_check_add(c, FINDING_ERROR,
			                 arena_format(c->arena, "%s/counts/%zu", policy_check_duty_pointer(c, duty), i),
			                 "There is no such type of contact.");
	}
}

void
policy_check_forms(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t s, i;

	check_asks(c, &p->raise_asks, EVENT_RAISED, "/raise/asks");
	for (s = 0; s < p->stage_count; s++)
		for (i = 0; i < p->stages[s].exit_count; i++)
			check_asks(c, &p->stages[s].exits[i].asks, event_of(p->stages[s].exits[i].kind),
			           arena_format(c->arena, "/stages/%zu/exits/%zu/asks", s, i));
	for (i = 0; i < p->duty_count; i++)
		check_counts(c, i);
}
