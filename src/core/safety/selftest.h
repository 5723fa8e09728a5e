/*
 * selftest.h - before anybody may be armed: each head fills, each dump valve alone lets its air out again,
 * and the valve supply drops when the enable line's edges end.
 *
 * All of it under the heads' return springs: a piston is asked for less than holds it, a screw moves by
 * PROOF_WAY_M inside its clearance. What it cannot see, a head without a gauge, it does not prove.
 */
#ifndef CORE_SAFETY_SELFTEST_H
#define CORE_SAFETY_SELFTEST_H

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

#define PROOF_SPRING_SHARE 0.7   /* of what the return spring holds: no piston moves [P] */
#define PROOF_WAY_M        0.002 /* that a screw moves, of a clearance of 15 mm [P] */
#define PROOF_SPEED_M_S    0.010
#define PROOF_FILLED       0.6 /* of what was asked for: it fills ... [P] */
#define PROOF_FALLEN       0.3 /* ... and it let go [P] */
#define PROOF_TOO_FULL     1.3 /* no regulator does that, and no piston moves yet */
#define PROOF_EMPTY_S \
	0.03 /* supplied, beyond its dead time, and empty: no valve is stuck open [P] */
#define PROOF_SUPPLY_S 0.1 /* until the supply is there, where nobody shows it [P] */
#define PROOF_FILL_S   1.0 /* it fills within, or not at all [P] */
#define PROOF_FALL_S   0.4 /* and lets go within, as every release must */

enum proof_step {
	PROOF_WAITS = 0, /* for sensors that are live and at zero */
	PROOF_EMPTY,     /* supplied and asked for nothing: nothing comes */
	PROOF_FILL,
	PROOF_DUMP, /* dump valves alone, against regulators that still ask */
	PROOF_REFILL,
	PROOF_WITHHOLD, /* everything asked for, and no edges */
	PROOF_DONE,
	PROOF_STEPS
};

struct proof_head {
	int head;
	bool screw;
	double proof; /* Pa, or m of a screw */
};

/* All-zero: nothing is proved. */
struct selftest {
	int count; /* heads that can be proved */
	double dt_s;
	double empty_s; /* for which heads must have been supplied and stayed empty */
	enum proof_step step;
	double in_step_s;
	double supplied_s; /* of it with a supply that follows the edges, as far as anybody can see */
	bool proved;
	bool failed;
	enum condition why; /* while failed: a trip of its own for each of what may be wrong ... */
	int why_head;       /* ... and the head, or HEAD_NONE */
	struct proof_head heads[HEADS_MAX];
};

/* What the self-test asks of the rig. */
struct proof_order {
	bool edges; /* the enable line toggles */
	int head_count;
	struct head_actuation heads[HEADS_MAX];
};

void selftest_init(struct selftest *selftest, const struct rig *rig);

/* Whether heads are being proved, or were not found sound. */
static inline bool selftest_is_under_way(const struct selftest *selftest)
{
	return selftest->failed || (selftest->step != PROOF_WAITS && selftest->step != PROOF_DONE);
}

/*
 * One tick, and nothing at all outside of STATE_SELFTEST, where each entry begins it anew. quiet: every
 * sensor has been live and at zero for a while; as soon as one is not, everything is let go of and it
 * begins again. What failed stays so until it is entered again. supply: where a wire shows it, it must come
 * and go with the edges.
 */
void selftest_step(struct selftest *selftest, enum state state, bool quiet,
		   enum supply_shown supply, const struct belief *belief);

/* What this tick's step asks for: order is written as far as the rig has heads. */
void selftest_order(const struct selftest *selftest, struct proof_order *order, int head_count,
		    const struct belief *belief);

#endif
