/*
 * setting_calendar.h - where the list of bank holidays ends, for whoever warns of it; private to app/.
 */
#ifndef APP_SETTING_CALENDAR_H
#define APP_SETTING_CALENDAR_H

#include "snapshot.h"

/* Of those that an edition counts by, the nation whose list ends soonest, within a year; NULL: none does. */
const struct calendar_nation *setting_calendar_ending(const struct snapshot *s, instant now);

#endif
