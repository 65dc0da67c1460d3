/* letters.c - see letters.h. */
#include "letters.h"

#include <stdlib.h>
#include <string.h>
#include "parley/store_clockwork.h"

#include "setting.h"

static const struct letter letters[] = {
	{ "turn", "Parley: {reference} needs you", "It is your turn in escalation {reference}.", "It is your turn", false, NULL },
	{ "soon", "Parley: {reference} is due soon", "Something that waits for you in escalation {reference} is due soon.", "Due soon", true, NULL },
	{ "today", "Parley: {reference} is due today", "Something that waits for you in escalation {reference} is due today.", "Due today",
	    true, NULL },
	{ "overdue", "Parley: {reference} is overdue", "Something that was due in escalation {reference} has not been done.", "Overdue",
	    true, NULL },
	{ "copy", "Parley: {reference}, a copy for you", "The policy asks that you are told of escalation {reference}.", "A copy for you",
	    false, NULL },
	{ "moved", "Parley: {reference} has moved on", "Something was recorded in escalation {reference}, which you raised.",
	    "It has moved on", false, NULL },
	{ "vacant", "Parley: {reference} needs somebody new", "Somebody is missing in escalation {reference}. It needs a new person.",
	    "Somebody is missing", false, NULL },
	{ "risk", "Parley: {reference}, immediate risk", "Immediate risk was flagged in escalation {reference}.", "Immediate risk", false, NULL },
	{ "meeting", "Parley: meeting about {reference}", "You are asked to a meeting about escalation {reference}.", "You are asked to a meeting",
	    false, NULL },
	{ "times", "Parley: when can you come to a meeting about {reference}?",
	    "Times were proposed for a meeting about escalation {reference}. Please say which of them you can make.",
	    "Say when you can come to a meeting", false, NULL },
	{ "meeting-changed", "Parley: changed meeting about {reference}", "A meeting about escalation {reference} has changed.",
	    "A meeting has changed", false, NULL },
	{ "meeting-off", "Parley: cancelled meeting about {reference}", "A meeting about escalation {reference} was called off, or goes on without you.",
	    "A meeting was called off", false, NULL },
	/* Of no escalation: without a place to fill in. */
	{ "recount", "Parley: dates have changed",
	    "Dates have changed in escalations that you have to do with. Each of them says by what.", "Dates have changed",
	    false, NULL },
	{ "calendar-ends", "Parley: the list of bank holidays ends",
	    "The list of bank holidays ends within a year. What is due after its end gets no date: add the years that are missing.",
	    "The list of bank holidays ends", false, "/settings/calendar" },
	{ "retention-waits", "Parley: erasing waits for you",
	    "More escalations have been kept for their time than may be erased unasked. They wait until an administrator says so.",
	    "Erasing waits for you", false, "/retention" },
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
	{ "handed-over", "Parley: escalations were given to you",
	    "You were asked to speak in escalations that somebody else had. They are under 'What needs me' and 'Mine'.",
	    "Escalations were given to you", false, "/?view=mine" },
	{ "deputy-over", "Parley: you no longer stand in for somebody",
	    "Somebody for whom you were to act in Parley is back, or does not go.", "You no longer stand in", false, "/absence" },
	{ "companion-over", "Parley: somebody no longer needs your support",
	    "Somebody whom you supported in {reference} does not need it any more. You no longer see that escalation.",
	    "Your support is over", false, "/" },
	{ "request", "Parley: somebody asks you to raise a disagreement",
	    "Somebody in your agency asks you to raise a disagreement for them. Raise it, or tell them why not.",
	    "You are asked to raise a disagreement", false, "/requests" },
	{ "request-risk", "Parley: somebody asks you to raise a disagreement, immediate risk",
	    "Somebody in your agency says that there is immediate risk, and asks you to raise a disagreement for them.",
	    "You are asked to raise a disagreement: immediate risk", false, "/requests" },
	{ "request-late", "Parley: a request to raise a disagreement waits",
	    "Nobody has answered somebody in your agency who asks for a disagreement to be raised.",
	    "A request to raise a disagreement waits", false, "/requests" },
	{ "request-waits", "Parley: nobody has answered your request yet",
	    "Nobody has answered what you asked to be raised. They were told again, and your manager was told. You can raise it yourself.",
	    "Nobody has answered your request yet", false, "/requests" },
	{ "request-moved", "Parley: your request waits for somebody else",
	    "Nobody whom you had asked is there any more, so what you asked to be raised was given to somebody else in your agency. "
	    "You can raise it yourself.",
	    "Your request waits for somebody else", false, "/requests" },
	{ "request-nobody", "Parley: nobody is there to answer your request",
	    "Nobody whom you had asked is there any more, and nobody else in your agency is known who could be asked. "
	    "Raise it yourself, or tell your administrator.",
	    "Nobody is there to answer your request", false, "/requests" },
	{ "request-answered", "Parley: your request was answered",
	    "What you asked to be raised will not be raised by them. Sign in to read why, and what you can do.",
	    "Your request was answered", false, "/requests" },
	{ "undelivered", "Parley: a message did not arrive", "A message to somebody could not be delivered. Please see to it.",
	    "A message did not arrive", false, "/undelivered" },
};
static const struct letter any_letter = { "", "Parley: {reference}", "There is news in escalation {reference}.", "There is news", false, NULL };

const struct letter *
letters_find(const char *kind)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return &letters[i];
	return &any_letter;
}

static bool
is_meeting(const struct outbox_item *item)
{
	return strncmp(item->kind, "meeting", strlen("meeting")) == 0;
}

/* "meeting.ID.SEQUENCE.MINUTES", as project_meeting.c writes it. */
static bool
read_meeting(const struct outbox_item *item, unsigned long numbers[3])
{
	const char *at = item->duty_key;

	if (!is_meeting(item) || at == NULL || item->due == INSTANT_NONE || item->reference == NULL)
		return false;
	for (int i = 0; i < 3; i++) {
		char *end;

		at = strchr(at, '.');
		if (at == NULL)
			return false;
		numbers[i] = strtoul(++at, &end, 10);
		if (end == at)
			return false;
	}
	return numbers[2] > 0;
}

enum result
letters_ics(const struct config *config, const struct ics_calendar *c, struct buffer *out, struct fault *f)
{
	struct buffer told;
	enum result result;

	buffer_init(&told, 0);
	calendar_ics_json(&told, c);
	result = files_run(&config->files, FILES_TASK_CALENDAR, told.data, told.length, out, f);
	buffer_clear(&told);
	return result;
}

enum result
letters_calendar(const struct config *config, const struct outbox_item *item, struct fault *f, struct buffer *out,
                 const char **method)
{
	const char *domain = config->mail.domain ? config->mail.domain : "parley.invalid";
	bool off = strcmp(item->kind, "meeting-off") == 0;
	struct ics_event event = { .organizer = config->mail.from, .attendee = item->mail, .starts = item->due,
		                   .stamp = item->created, .busy = true };
	struct arena *a = f->arena;
	unsigned long n[3];

	if (!read_meeting(item, n))
		return RESULT_OK;
	event.uid = arena_format(a, "%s-meeting-%lu@%s", item->reference, n[0], domain);
	event.summary = arena_format(a, "Parley: meeting about %s", item->reference);
	event.url = arena_format(a, "%s/escalations/%s", config->instance.origin, item->reference);
	event.sequence = (int)n[1];
	event.minutes = (int)n[2];
	*method = off ? "CANCEL" : "REQUEST";
	return letters_ics(config, &(struct ics_calendar){ off ? ICS_CANCEL : ICS_REQUEST, NULL, &event, 1 }, out, f);
}

const struct letter *
letters_all(size_t *count)
{
	*count = sizeof(letters) / sizeof(letters[0]);
	return letters;
}

/* What stands for a place; its length in *length, 0 where none begins. */
static const char *
place_at(const char *text, const char *reference, const char *link, size_t *length)
{
	if (strncmp(text, LETTERS_REFERENCE, strlen(LETTERS_REFERENCE)) == 0) {
		*length = strlen(LETTERS_REFERENCE);
		return reference != NULL ? reference : "";
	}
	if (strncmp(text, LETTERS_LINK, strlen(LETTERS_LINK)) == 0) {
		*length = strlen(LETTERS_LINK);
		return link;
	}
	*length = 0;
	return NULL;
}

static void
fill(struct buffer *b, const char *pattern, const char *reference, const char *link)
{
	for (size_t length; *pattern != '\0'; pattern += length > 0 ? length : 1) {
		const char *with = place_at(pattern, reference, link, &length);

		if (length > 0)
			buffer_string(b, with);
		else
			buffer_char(b, *pattern);
	}
}

/* The borough's own words for a kind, or ours. */
static struct letter
in_words(const struct app *app, const char *kind)
{
	struct letter letter = *letters_find(kind);
	const struct wording *own = setting_wording_find(app, kind);

	if (own != NULL) {
		letter.subject = own->subject;
		letter.sentence = own->text;
	}
	return letter;
}

static void
write_link(struct buffer *b, const struct config *config, const struct letter *letter, const char *reference)
{
	if (reference == NULL || letter->path != NULL)
		buffer_format(b, "%s%s", config->instance.origin, letter->path != NULL ? letter->path : "/");
	else
		buffer_format(b, "%s/escalations/%s", config->instance.origin, reference);
}

static void
write_item(struct buffer *b, const struct app *app, const struct outbox_item *item)
{
	const struct letter letter = in_words(app, item->kind);
	struct buffer link;

	buffer_init(&link, 0);
	write_link(&link, app->config, &letter, item->reference);
	fill(b, letter.sentence, item->reference, link.data);
	buffer_char(b, '\n');
	if (item->due != INSTANT_NONE) {
		buffer_string(b, strcmp(item->kind, "times") == 0 ? "Please answer by " :
		                 is_meeting(item) ? "It begins, or was to begin, on " :
		                 strcmp(item->kind, "overdue") == 0 ? "It was due by " : "It is due by ");
		instant_write_words(b, item->due);
		buffer_string(b, ".\n");
	}
	buffer_format(b, "%s%s\n", strstr(letter.sentence, LETTERS_LINK) == NULL ? link.data : "",
	    strstr(letter.sentence, LETTERS_LINK) == NULL ? "\n" : "");
	buffer_clear(&link);
}

void
letters_write(const struct app *app, const struct outbox_item *items, size_t count, bool doubtful,
              struct buffer *subject, struct buffer *body)
{
	if (count == 1)
		fill(subject, in_words(app, items[0].kind).subject, items[0].reference, "");
	else
		buffer_format(subject, "Parley: %zu reminders for you", count);
	if (doubtful)
		buffer_string(body, "You may have had this message already: an earlier one was sent, and whether it "
		                    "arrived is not known.\n\n");
	for (size_t i = 0; i < count; i++)
		write_item(body, app, &items[i]);
	buffer_format(body, "%s\n\nThis message says nothing of what it is about. Nobody reads answers to it.\n%s\n",
	    count == 1 ? "The link opens it after you have signed in." : "The links open them after you have signed in.",
	    app->config->instance.name);
}
