/* calendar_ics.c - see parley/calendar_ics.h. */
#include "parley/calendar_ics.h"

#include <libical/ical.h>

#include "parley/utf8.h"

static struct icaltimetype
time_of(instant t)
{
	return icaltime_from_timet_with_zone((time_t)(t / INSTANT_SECOND), 0, icaltimezone_get_utc_timezone());
}

static bool
is_writable(const struct ics_event *e)
{
	const char *const lines[] = { e->uid, e->summary, e->url, e->organizer, e->attendee };

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (lines[i] != NULL && !utf8_is_line(lines[i]))
			return false;
	return e->uid != NULL && e->summary != NULL && e->minutes > 0 && e->starts != INSTANT_NONE &&
	    e->stamp != INSTANT_NONE;
}

static void
add(icalcomponent *to, icalproperty *p)
{
	icalcomponent_add_property(to, p);
}

static void
add_people(icalcomponent *to, const struct ics_event *e)
{
	struct buffer b;
	icalproperty *p;

	if (e->organizer == NULL || e->attendee == NULL)
		return;
	buffer_init(&b, 0);
	buffer_format(&b, "mailto:%s", e->organizer);
	add(to, icalproperty_new_organizer(b.data));
	buffer_reset(&b);
	buffer_format(&b, "mailto:%s", e->attendee);
	p = icalproperty_new_attendee(b.data);
	buffer_clear(&b);
	icalproperty_add_parameter(p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
	icalproperty_add_parameter(p, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
	/* Nobody reads answers to our mail: availability is said in Parley. */
	icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
	add(to, p);
}

static icalcomponent *
event_of(const struct ics_event *e, enum ics_method method)
{
	icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	add(c, icalproperty_new_uid(e->uid));
	add(c, icalproperty_new_dtstamp(time_of(e->stamp)));
	add(c, icalproperty_new_sequence(e->sequence));
	add(c, icalproperty_new_dtstart(time_of(e->starts)));
	add(c, icalproperty_new_dtend(time_of(e->starts + e->minutes * INSTANT_MINUTE)));
	add(c, icalproperty_new_summary(e->summary));
	if (e->url != NULL) {
		/* Not every program shows URL. */
		add(c, icalproperty_new_description(e->url));
		add(c, icalproperty_new_url(e->url));
	}
	add(c, icalproperty_new_class(ICAL_CLASS_PRIVATE));
	add(c, icalproperty_new_transp(e->busy ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
	add(c, icalproperty_new_status(method == ICS_CANCEL ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	add_people(c, e);
	return c;
}

static void
add_extension(icalcomponent *to, const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	icalproperty_set_x_name(p, name);
	add(to, p);
}

enum result
calendar_ics_write(struct buffer *b, const struct ics_calendar *c, struct fault *f)
{
	static const icalproperty_method methods[] = { ICAL_METHOD_PUBLISH, ICAL_METHOD_REQUEST, ICAL_METHOD_CANCEL };
	icalcomponent *calendar;
	char *text;

	for (size_t i = 0; i < c->count; i++)
		if (!is_writable(&c->events[i]))
			return fault_set(f, RESULT_INVALID, "calendar-entry", "A calendar entry cannot be written.");
	calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	add(calendar, icalproperty_new_version("2.0"));
	add(calendar, icalproperty_new_prodid("-//Parley//Parley//EN"));
	add(calendar, icalproperty_new_method(methods[c->method]));
	if (c->name != NULL) {
		add_extension(calendar, "X-WR-CALNAME", c->name);
		add_extension(calendar, "REFRESH-INTERVAL", "PT30M");
		add_extension(calendar, "X-PUBLISHED-TTL", "PT30M");
	}
	for (size_t i = 0; i < c->count; i++)
		icalcomponent_add_component(calendar, event_of(&c->events[i], c->method));
	text = icalcomponent_as_ical_string_r(calendar);
	buffer_string(b, text);
	icalmemory_free_buffer(text);
	icalcomponent_free(calendar);
	return RESULT_OK;
}
