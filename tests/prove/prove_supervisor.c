/*
 * For every state, every latch and every set of conditions, one tick: trips lead to fault, a fault stays
 * until it may be left, and nothing presses that was not armed and started.
 */
#include "core/safety/supervisor.h"

#include "prove/prove.h"

ANY(struct supervisor, supervisor);
ANY(struct conditions, conditions);
ANY(int64_t, t_ns);

static bool all(uint64_t bits, uint64_t wanted)
{
	return (bits & wanted) == wanted;
}

static void prove_fault(const struct supervisor *before, const struct supervisor *after,
			uint64_t bits)
{
	bool trips = (bits & COND_TRIP_BITS) != 0;

	prove(after->latch.set == (after->state == STATE_FAULT), "latched is in fault, and back");
	if (trips) {
		prove(after->state == STATE_FAULT, "every trip, in every state, leads to fault");
	}
	if (after->state == STATE_FAULT && before->state != STATE_FAULT) {
		prove(trips, "nothing but a trip leads to fault");
		prove(after->reason == after->latch.cause, "it says what tripped");
	}
	if (before->state == STATE_FAULT && after->state != STATE_FAULT) {
		prove(!trips && all(bits, COND_BIT(COND_RESET) | COND_BIT(COND_RELEASED)),
		      "a fault is left by a reset once it is over and the person free");
		prove(after->state == STATE_SELFTEST, "and then all is tested anew");
	}
	if (before->state == STATE_FAULT && after->state == STATE_FAULT) {
		prove(after->latch.cause == before->latch.cause &&
			      after->latch.head == before->latch.head &&
			      after->latch.t_ns == before->latch.t_ns,
		      "the first cause is kept");
	}
}

static void prove_start(enum state from, enum state to, uint64_t bits)
{
	const uint64_t stops =
		COND_BIT(COND_STOP) | COND_BIT(COND_PAUSE) | COND_BIT(COND_OWNER_SILENT);
	const uint64_t fit = COND_BIT(COND_READY) | COND_BIT(COND_CLEARED);

	if (to == STATE_ARMED && from != STATE_ARMED) {
		prove(from == STATE_IDLE &&
			      all(bits, fit | COND_BIT(COND_ARM) | COND_BIT(COND_RELEASED)) &&
			      !(bits & stops),
		      "armed from idle alone, asked for, fit, and off the person");
	}
	if (to == STATE_RUNNING && from != STATE_RUNNING) {
		prove((from == STATE_ARMED && (bits & COND_BIT(COND_START))) ||
			      (from == STATE_PAUSED && (bits & COND_BIT(COND_RESUME))),
		      "started when armed, resumed when paused");
		prove(all(bits, fit) && !(bits & stops), "fit, and nobody says stop");
	}
	if (to == STATE_PAUSED) {
		prove(from == STATE_PAUSED || from == STATE_RUNNING, "only what runs is paused");
	}
	if (from == STATE_ARMED || from == STATE_RUNNING || from == STATE_PAUSED) {
		prove(!(bits & COND_BIT(COND_STOP)) || to == STATE_RELEASING || to == STATE_FAULT,
		      "a stop releases in its tick");
	}
	if (to == STATE_IDLE && from == STATE_RELEASING) {
		prove((bits & COND_BIT(COND_RELEASED)) != 0, "idle again once it has let go");
	}
}

/* What people and clocks say is done in its tick, unless something worse is: a trip, or letting go. */
static void prove_heard(enum state from, enum state to, uint64_t bits)
{
	const uint64_t releases =
		COND_BIT(COND_SESSION_OVER) | COND_BIT(COND_COMFORT) | COND_BIT(COND_OWNER_LOST);
	const uint64_t pauses = COND_BIT(COND_PAUSE) | COND_BIT(COND_MOVED) |
				COND_BIT(COND_UNCLEARED) | COND_BIT(COND_OWNER_SILENT) |
				COND_BIT(COND_COMFORT_SILENT);
	const uint64_t ends_pause = COND_BIT(COND_PAUSE_EXPIRED) | COND_BIT(COND_COMFORT_SILENT);
	const bool lets_go = to == STATE_RELEASING || to == STATE_FAULT;

	if (from == STATE_RUNNING || from == STATE_PAUSED) {
		prove(!(bits & releases) || lets_go, "over, too much, or nobody there: it lets go");
	}
	if (from == STATE_RUNNING) {
		prove(!(bits & pauses) || lets_go || to == STATE_PAUSED, "what pauses does");
	}
	if (from == STATE_PAUSED) {
		prove(!(bits & ends_pause) || lets_go, "no pause lasts for ever");
	}
	if (from == STATE_ARMED) {
		prove(!(bits & COND_BIT(COND_COMFORT)) || lets_go, "too much, before it began");
		prove(!(bits & COND_BIT(COND_OWNER_SILENT)) || to != STATE_RUNNING,
		      "nobody starts what nobody steers");
		prove(!(bits & COND_BIT(COND_ARM_EXPIRED)) || lets_go || to == STATE_IDLE,
		      "armed does not last");
	}
}

void harness(void)
{
	struct supervisor supervisor = nondet_supervisor();
	const struct supervisor before = supervisor;
	const struct conditions conditions = nondet_conditions();
	const int64_t t_ns = nondet_t_ns();
	const uint64_t bits = conditions.bits;

	/* a state that is none is a trip: test_conditions.c */
	assume((unsigned)before.state < STATE_COUNT || (bits & COND_BIT(COND_IMPOSSIBLE)));
	assume(before.latch.set == (before.state == STATE_FAULT)); /* as is proved of each tick */
	supervisor_step(&supervisor, &conditions, t_ns);
	prove((unsigned)supervisor.state < STATE_COUNT, "it is a state that there is");
	prove(supervisor.state == before.state || supervisor.since_ns == t_ns,
	      "a change says when it was");
	prove_fault(&before, &supervisor, bits);
	prove_start(before.state, supervisor.state, bits);
	prove_heard(before.state, supervisor.state, bits);
}
