/*
 * view_session.h - what a session shows of itself and of the client, where it is no plain field.
 */
#ifndef NET_VIEW_SESSION_H
#define NET_VIEW_SESSION_H

#include "net/view.h"

/*
 * Fills a row's values, cleared and typed before, and is true; false where the row is none of
 * these.
 */
bool view_session(const struct view *view, const struct osc_entry *entry, int index,
		  struct value *values);

#endif
