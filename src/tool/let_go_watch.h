/*
 * let_go_watch.h - how long a head takes to let go, and how fast its air leaves, by its own sensors.
 */
#ifndef TOOL_LET_GO_WATCH_H
#define TOOL_LET_GO_WATCH_H

#include <knead/frame.h>

#include <stdbool.h>
#include <stdint.h>

/* What a head lets go by; each is tried alone. */
enum release_way { RELEASE_BY_DUMP = 0, RELEASE_BY_REGULATOR, RELEASE_WAYS };

/* The air at these shares of what it began with: between them an exponential's time constant is seen. */
#define LET_GO_SHARES 2

/* All-zero: nothing was seen. */
struct let_go_watch {
	int64_t from_t_ns; /* the order to let go went out */
	double from_n;
	double from_pa;
	bool released;
	double release_s; /* until less than RELEASED_N was felt */
	int crossed;      /* of the shares, so far */
	double at_s[LET_GO_SHARES];
	double last_s; /* of the sample of air before */
	double last_pa;
};

/* At the tick in which the order goes out; head: what its sensors show then. */
void let_go_watch_begin(struct let_go_watch *watch, int64_t t_ns, const struct head_frame *head);

/* Each tick after. */
void let_go_watch_step(struct let_go_watch *watch, const struct head_frame *head);

/* Time constant and dead time of what let the air out; false where no sensor of air told. */
bool let_go_watch_air(const struct let_go_watch *watch, double *tau_s, double *dead_s);

#endif
