/*
 * seen.h - has the loop seen what people asked for? Lines pasted quickly arrive together: what a
 * press or an answer changed just before may no longer be as the view has it.
 */
#ifndef NET_SEEN_H
#define NET_SEEN_H

#include "net/asked.h"
#include "net/view.h"

#include <stdbool.h>
#include <stdint.h>

struct seen {
	int64_t asked_ns;  /* the last press or change, CLOCK_MONOTONIC; 0 for never */
	int64_t window_ns; /* when waiting was last allowed anew */
	int64_t left_ns;   /* of what may be waited in this window */
};

/* What is asked changed, just now. */
void seen_ask(struct seen *seen);

/*
 * Where the view is older than the last change: publishes what is asked, waits for the tick after
 * the one that sees it, and renews the view. For 3 periods of the loop at most, 40 ms in any 250
 * ms, so that no flood holds up a stop. True where the view is newer now: what was refused may be
 * judged anew.
 */
bool seen_wait(struct seen *seen, struct asked *asked, struct view *view);

#endif
