/*
 * seen.h - has the loop seen what people pressed? Lines pasted quickly arrive together: a refusal may
 * be about a state that a press just before it has changed by now.
 */
#ifndef NET_SEEN_H
#define NET_SEEN_H

#include "net/asked.h"
#include "net/view.h"

#include <stdbool.h>
#include <stdint.h>

struct seen {
	int64_t pressed_ns; /* the last press, CLOCK_MONOTONIC; 0 for never */
	int64_t window_ns;  /* when waiting was last allowed anew */
	int64_t left_ns;    /* of what may be waited in this window */
};

/* A press was counted in what is asked, just now. */
void seen_press(struct seen *seen);

/*
 * Where the view is older than the last press: publishes what is asked, waits for the tick after the
 * one that sees it, and renews the view. For 3 periods of the loop at most, 40 ms in any 250 ms, so
 * that no flood holds up a stop. True where the view is newer now: what was refused may be judged anew.
 */
bool seen_wait(struct seen *seen, struct asked *asked, struct view *view);

#endif
