/*
 * Any bytes as a kept event: what is taken must be our own writing to the byte, or the hash chain would cover
 * something else than what people read. The same bytes as what a client sends: taken or refused with a reason.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/event_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
kept(const char *json, size_t length, struct arena *a)
{
	struct event ev;
	struct buffer b;

	if (event_payload_read(json, length, 1, a, &ev) != RESULT_OK)
		return;
	buffer_init(&b, 0);
	event_payload_write(&b, &ev);
	must(buffer_ok(&b) && b.length == length && memcmp(b.data, json, length) == 0);
	buffer_clear(&b);
}

static void
sent(const char *json, size_t length, struct arena *a)
{
	struct client_action c = { 0 };
	struct field_set sets[2];
	struct fault f;

	sets[0].fields = event_fields(EVENT_RAISED, &sets[0].count);
	sets[1].fields = event_fields(EVENT_CONTACT, &sets[1].count);
	fault_init(&f, a);
	if (client_action_read(json, length, BODY_ACTION, a, &c, &f) == RESULT_OK) {
		must(c.action != NULL);
		if (client_fields_read(sets, 2, a, &c, &f) == RESULT_OK)
			(void)!event_check_fields(sets, 2, c.values, c.count, 0, &f);
	}
	must(f.result == RESULT_OK || f.sentence != NULL);
	fault_init(&f, a);
	must(draft_check(json, length, &f) == f.result);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();

	kept((const char *)data, size, a);
	sent((const char *)data, size, a);
	arena_free(a);
	return 0;
}
