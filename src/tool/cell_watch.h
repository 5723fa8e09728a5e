/*
 * cell_watch.h - looks at the force sensors of a rig for a while, with everything vented: what each shows,
 * how much it scatters, and where it drifts.
 */
#ifndef TOOL_CELL_WATCH_H
#define TOOL_CELL_WATCH_H

#include "tool/keyboard.h"
#include "tool/stand.h"

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

/* Of one sensor. count 0: it showed nothing new. */
struct cell_sight {
	int count;
	int bad;      /* samples that the device itself called bad, or no numbers */
	int64_t t_ns; /* of the newest */
	double mean_n;
	double noise_n;   /* rms beside its drift */
	double slope_n_s; /* drift */
	/* sums while it looks, of time since the first sample and of force since that one */
	int64_t first_t_ns;
	double first_n;
	double t_s;
	double tt_s2;
	double f_n;
	double tf_n_s;
	double ff_n2;
};

struct cell_watch {
	double settle_s; /* it waits for so long first */
	double look_s;
	struct keyboard *keyboard; /* its signals end it */
	const char *progress;      /* what to show of it on a terminal, or NULL */
	/* of this run */
	int head_count;
	double dt_s;
	double in_s;
	bool ended; /* by a signal */
	int percent;
	struct cell_sight sights[HEADS_MAX];
};

/* False where the stand could not go on, or a signal came: ended. settle_s, look_s, keyboard and progress
 * are the caller's to fill in. */
__attribute__((warn_unused_result)) bool cell_watch_run(struct cell_watch *watch,
							struct stand *stand);

#endif
