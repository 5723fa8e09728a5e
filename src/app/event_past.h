/*
 * event_past.h - how the run before ended, by what an event log says of it: every run says there that it
 * began, and an orderly end says so too. Reads alone.
 */
#ifndef APP_EVENT_PAST_H
#define APP_EVENT_PAST_H

/* Behind the time of day; a comma and something for people follows the rig's name. */
#define EVENT_BEGAN   "began: rig "
#define EVENT_GOES_ON "goes on: rig " /* in this file, what was before is in another */
#define EVENT_ENDED   "ended: rig "

enum event_past {
	PAST_UNKNOWN = 0, /* no whole line tells of a run of this rig */
	PAST_OPEN,        /* it began and never said that it ended */
	PAST_ENDED
};

/* The latest run of that rig in the log, which may be cut off or hold anything at all. */
enum event_past event_past_of(int fd, const char *rig_name);

#endif
