/* letters.c - see letters.h. */
#include "letters.h"

#include <string.h>

static const struct letter letters[] = {
	{ "turn", "Parley: %s needs you", "It is your turn in escalation %s.", "It is your turn", false, NULL },
	{ "soon", "Parley: %s is due soon", "Something that waits for you in escalation %s is due soon.", "Due soon", true, NULL },
	{ "today", "Parley: %s is due today", "Something that waits for you in escalation %s is due today.", "Due today",
	    true, NULL },
	{ "overdue", "Parley: %s is overdue", "Something that was due in escalation %s has not been done.", "Overdue",
	    true, NULL },
	{ "copy", "Parley: %s, a copy for you", "The policy asks that you are told of escalation %s.", "A copy for you",
	    false, NULL },
	{ "moved", "Parley: %s has moved on", "Something was recorded in escalation %s, which you raised.",
	    "It has moved on", false, NULL },
	{ "vacant", "Parley: %s needs somebody new", "Somebody is missing in escalation %s. It needs a new person.",
	    "Somebody is missing", false, NULL },
	{ "risk", "Parley: %s, immediate risk", "Immediate risk was flagged in escalation %s.", "Immediate risk", false, NULL },
	/* Of no escalation: without a place to fill in. */
	{ "recount", "Parley: dates have changed",
	    "Dates have changed in escalations that you have to do with. Each of them says by what.", "Dates have changed",
	    false, NULL },
	{ "emergency-armed", "Parley: the emergency administrator was armed",
	    "Somebody at the server's command line armed the emergency administrator.\n"
	    "For an hour its password can be used, once, to change settings.\nIt shows no escalation.",
	    "The emergency administrator was armed", false, "/settings" },
	{ "emergency-used", "Parley: the emergency administrator has signed in",
	    "The password of the emergency administrator was used.\n"
	    "What is changed with it stands in the history of settings.",
	    "The emergency administrator has signed in", false, "/settings" },
	{ "absence", "Parley: your absence", "It is recorded in Parley when you are away, and who acts for you.",
	    "Your absence is recorded", false, "/absence" },
	{ "absence-over", "Parley: your absence is over", "What was recorded in Parley of your absence was ended.",
	    "Your absence was ended", false, "/absence" },
	{ "deputy", "Parley: you stand in for somebody",
	    "You were asked to act in Parley for somebody who will be away. Sign in to see for whom, and when.",
	    "You stand in for somebody", false, "/absence" },
	{ "deputy-over", "Parley: you no longer stand in for somebody",
	    "Somebody for whom you were to act in Parley is back, or does not go.", "You no longer stand in", false, "/absence" },
	{ "undelivered", "Parley: a message did not arrive", "A message to somebody could not be delivered. Please see to it.",
	    "A message did not arrive", false, "/undelivered" },
};
static const struct letter any_letter = { "", "Parley: %s", "There is news in escalation %s.", "There is news", false, NULL };

const struct letter *
letters_find(const char *kind)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return &letters[i];
	return &any_letter;
}

/* The one place of a pattern, "%s", if it has one, filled in: patterns are our own, but no format string is made of data. */
static void
fill(struct buffer *b, const char *pattern, const char *reference)
{
	const char *place = strstr(pattern, "%s");

	if (place == NULL || reference == NULL) {
		buffer_string(b, pattern);
		return;
	}
	buffer_add(b, pattern, (size_t)(place - pattern));
	buffer_string(b, reference);
	buffer_string(b, place + 2);
}

static void
write_item(struct buffer *b, const struct config *config, const struct outbox_item *item)
{
	fill(b, letters_find(item->kind)->sentence, item->reference);
	buffer_char(b, '\n');
	if (item->due != INSTANT_NONE) {
		buffer_string(b, strcmp(item->kind, "overdue") == 0 ? "It was due by " : "It is due by ");
		instant_write_words(b, item->due);
		buffer_string(b, ".\n");
	}
	if (item->reference == NULL) {
		const char *path = letters_find(item->kind)->path;

		buffer_format(b, "%s%s\n\n", config->instance.origin, path != NULL ? path : "/");
	} else
		buffer_format(b, "%s/escalations/%s\n\n", config->instance.origin, item->reference);
}

void
letters_write(const struct config *config, const struct outbox_item *items, size_t count, bool doubtful,
              struct buffer *subject, struct buffer *body)
{
	if (count == 1)
		fill(subject, letters_find(items[0].kind)->subject, items[0].reference);
	else
		buffer_format(subject, "Parley: %zu reminders for you", count);
	if (doubtful)
		buffer_string(body, "You may have had this message already: an earlier one was sent, and whether it "
		                    "arrived is not known.\n\n");
	for (size_t i = 0; i < count; i++)
		write_item(body, config, &items[i]);
	buffer_format(body, "%s\n\nThis message says nothing of what it is about. Nobody reads answers to it.\n%s\n",
	    count == 1 ? "The link opens it after you have signed in." : "The links open them after you have signed in.",
	    config->instance.name);
}
