/* test_supervisor.c - every state under every condition and every pair of them, by a table of
 * its own. */
#include "core/safety/supervisor.h"

#include "core/bench_rig.h"

#define BIT(c) COND_BIT(COND_##c)
#define NOW_NS 12345
#define BEFORE COND_STOP /* the reason of whatever state a supervisor stands in */

struct passage {
	enum state from;
	uint64_t bits; /* these together, and nothing else */
	enum state to;
	enum condition because;
};

/*
 * All passages there are but the trips, written from the design and not from the rules: what is not
 * here stays where it is. Trips lead to fault from everywhere.
 */
/* clang-format off */
static const struct passage passages[] = {
	{ STATE_BOOT,      BIT(CONFIGURED),          STATE_SELFTEST,  COND_CONFIGURED },
	{ STATE_SELFTEST,  BIT(SELFTEST_PASSED),     STATE_IDLE,      COND_SELFTEST_PASSED },
	{ STATE_IDLE,      BIT(ARM) | BIT(READY) | BIT(CLEARED) | BIT(RELEASED), STATE_ARMED, COND_ARM },
	{ STATE_ARMED,     BIT(STOP),                STATE_RELEASING, COND_STOP },
	{ STATE_ARMED,     BIT(ARM_EXPIRED),         STATE_IDLE,      COND_ARM_EXPIRED },
	{ STATE_ARMED,     BIT(START) | BIT(READY) | BIT(CLEARED), STATE_RUNNING, COND_START },
	{ STATE_RUNNING,   BIT(STOP),                STATE_RELEASING, COND_STOP },
	{ STATE_RUNNING,   BIT(SESSION_OVER),        STATE_RELEASING, COND_SESSION_OVER },
	{ STATE_ARMED,     BIT(COMFORT),             STATE_RELEASING, COND_COMFORT },
	{ STATE_RUNNING,   BIT(COMFORT),             STATE_RELEASING, COND_COMFORT },
	{ STATE_PAUSED,    BIT(COMFORT),             STATE_RELEASING, COND_COMFORT },
	{ STATE_RUNNING,   BIT(COMFORT_SILENT),      STATE_PAUSED,    COND_COMFORT_SILENT },
	{ STATE_PAUSED,    BIT(COMFORT_SILENT),      STATE_RELEASING, COND_COMFORT_SILENT },
	{ STATE_RUNNING,   BIT(OWNER_LOST),          STATE_RELEASING, COND_OWNER_LOST },
	{ STATE_PAUSED,    BIT(OWNER_LOST),          STATE_RELEASING, COND_OWNER_LOST },
	{ STATE_RUNNING,   BIT(OWNER_SILENT),        STATE_PAUSED,    COND_OWNER_SILENT },
	{ STATE_ARMED,     BIT(OWNER_SILENT),        STATE_IDLE,      COND_OWNER_SILENT },
	{ STATE_RUNNING,   BIT(MOVED),               STATE_PAUSED,    COND_MOVED },
	{ STATE_RUNNING,   BIT(UNCLEARED),           STATE_PAUSED,    COND_UNCLEARED },
	{ STATE_RUNNING,   BIT(PAUSE),               STATE_PAUSED,    COND_PAUSE },
	{ STATE_PAUSED,    BIT(STOP),                STATE_RELEASING, COND_STOP },
	{ STATE_PAUSED,    BIT(SESSION_OVER),        STATE_RELEASING, COND_SESSION_OVER },
	{ STATE_PAUSED,    BIT(PAUSE_EXPIRED),       STATE_RELEASING, COND_PAUSE_EXPIRED },
	{ STATE_PAUSED,    BIT(RESUME) | BIT(READY) | BIT(CLEARED), STATE_RUNNING, COND_RESUME },
	{ STATE_RELEASING, BIT(RELEASED),            STATE_IDLE,      BEFORE },
	{ STATE_FAULT,     BIT(RESET) | BIT(RELEASED), STATE_SELFTEST,  COND_RESET },
};
/* clang-format on */

#define PASSAGES (sizeof(passages) / sizeof(passages[0]))

static struct conditions with(uint64_t bits)
{
	struct conditions conditions = {.bits = bits};

	for (int c = 0; c < COND_TRIPS; c++) {
		conditions.head[c] = (int8_t)(c + 1);
		conditions.sensor[c] = (uint8_t)(c % SENSORS);
	}
	return conditions;
}

/* A supervisor that stands in a state, with a first cause kept where that state is fault. */
static struct supervisor standing(enum state state)
{
	struct supervisor supervisor = {.state = state, .reason = BEFORE, .since_ns = 7};

	if (state == STATE_FAULT) {
		supervisor.latch = (struct latch){
			.set = true, .cause = COND_WRITE_FAILED, .head = 3, .t_ns = 7};
	}
	return supervisor;
}

static struct supervisor stepped(enum state state, uint64_t bits)
{
	struct supervisor supervisor = standing(state);
	struct conditions conditions = with(bits);

	supervisor_step(&supervisor, &conditions, NOW_NS);
	return supervisor;
}

/* Whether some passage leads from this state to that one with no more than these bits. */
static bool leads(enum state from, enum state to, uint64_t bits)
{
	for (size_t k = 0; k < PASSAGES; k++) {
		if (passages[k].from == from && passages[k].to == to &&
		    (passages[k].bits & ~bits) == 0) {
			return true;
		}
	}
	return false;
}

static void every_state_and_single_condition__goes_where_the_design_says(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		for (int c = 0; c < COND_COUNT; c++) {
			enum state wanted = c < COND_TRIPS ? STATE_FAULT : (enum state)s;
			enum condition because = BEFORE;
			bool moved = c < COND_TRIPS && s != STATE_FAULT;
			struct supervisor after = stepped((enum state)s, COND_BIT(c));

			for (size_t k = 0; k < PASSAGES; k++) {
				if ((int)passages[k].from == s && passages[k].bits == COND_BIT(c)) {
					wanted = passages[k].to;
					because = passages[k].because;
					moved = true;
				}
			}
			if (c < COND_TRIPS && s != STATE_FAULT) {
				because = (enum condition)c;
			}
			if (after.state != wanted || after.reason != because) {
				fail_msg("%s with %s: %s because %d", state_name((enum state)s),
					 condition_words((enum condition)c)->name,
					 state_name(after.state), after.reason);
			}
			assert_int_equal(after.since_ns, moved ? NOW_NS : 7);
		}
	}
}

static void no_condition__changes_nothing(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		struct supervisor after = stepped((enum state)s, 0);

		assert_int_equal(after.state, s);
		assert_int_equal(after.reason, BEFORE);
		assert_int_equal(after.since_ns, 7);
	}
}

static void every_passage_of_two_bits__needs_both(void **state)
{
	(void)state;
	for (size_t k = 0; k < PASSAGES; k++) {
		struct supervisor after = stepped(passages[k].from, passages[k].bits);

		assert_int_equal(after.state, passages[k].to);
		assert_int_equal(after.reason, passages[k].because);
		for (int c = 0; c < COND_COUNT; c++) {
			uint64_t fewer = passages[k].bits & ~COND_BIT(c);

			if (fewer != passages[k].bits) {
				assert_int_equal(stepped(passages[k].from, fewer).state,
						 passages[k].from);
			}
		}
	}
}

/* Whoever reads the reason in idle learns why the person was let go, whatever else is true by then. */
static void let_go__the_reason_of_the_release_is_still_there_in_idle(void **state)
{
	int releases = 0;

	(void)state;
	for (size_t k = 0; k < PASSAGES; k++) {
		struct supervisor supervisor = stepped(passages[k].from, passages[k].bits);
		struct conditions released = with(BIT(RELEASED) | BIT(STOP) | BIT(READY));

		if (passages[k].to != STATE_RELEASING) {
			continue;
		}
		supervisor_step(&supervisor, &released, NOW_NS + 1);
		assert_int_equal(supervisor.state, STATE_IDLE);
		assert_int_equal(supervisor.reason, passages[k].because);
		assert_int_equal(supervisor.since_ns, NOW_NS + 1);
		releases++;
	}
	assert_true(releases >= 9);
}

/* Of every pair: a trip wins; else letting go wins; else it goes nowhere no passage leads. */
static void every_pair_of_conditions__keeps_the_order(void **state)
{
	int faults = 0;
	int releases = 0;

	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		for (int a = 0; a < COND_COUNT; a++) {
			for (int b = 0; b < COND_COUNT; b++) {
				uint64_t bits = COND_BIT(a) | COND_BIT(b);
				enum state from = (enum state)s;
				enum state to = stepped(from, bits).state;

				if (bits & COND_TRIP_BITS) {
					assert_int_equal(to, STATE_FAULT);
					faults++;
				} else if (leads(from, STATE_RELEASING, bits)) {
					assert_int_equal(to, STATE_RELEASING);
					releases++;
				} else if (to != from) {
					assert_true(leads(from, to, bits));
				}
			}
		}
	}
	assert_true(faults > 1000 && releases > 100);
}

/* Start, arm and resume with everything that helps them, and a stop or pause in the same tick. */
static void stop_and_pause__are_never_outranked(void **state)
{
	const uint64_t helps = BIT(READY) | BIT(CONFIGURED) | BIT(SELFTEST_PASSED) | BIT(CLEARED) |
			       BIT(RELEASED) | BIT(ARM) | BIT(START) | BIT(RESUME) | BIT(RESET);

	(void)state;
	for (uint64_t some = helps;; some = (some - 1) & helps) { /* every subset */
		assert_int_equal(stepped(STATE_IDLE, some | BIT(STOP)).state, STATE_IDLE);
		assert_int_equal(stepped(STATE_ARMED, some | BIT(STOP)).state, STATE_RELEASING);
		assert_int_equal(stepped(STATE_RUNNING, some | BIT(STOP)).state, STATE_RELEASING);
		assert_int_equal(stepped(STATE_PAUSED, some | BIT(STOP)).state, STATE_RELEASING);
		assert_int_equal(stepped(STATE_IDLE, some | BIT(PAUSE)).state, STATE_IDLE);
		assert_int_equal(stepped(STATE_ARMED, some | BIT(PAUSE)).state, STATE_ARMED);
		assert_int_equal(stepped(STATE_RUNNING, some | BIT(PAUSE)).state, STATE_PAUSED);
		assert_int_equal(stepped(STATE_RUNNING, some | BIT(UNCLEARED)).state, STATE_PAUSED);
		assert_int_equal(stepped(STATE_PAUSED, some | BIT(PAUSE)).state, STATE_PAUSED);
		for (int s = STATE_IDLE; s <= STATE_PAUSED; s++) {
			assert_int_not_equal(stepped((enum state)s, some | BIT(OWNER_SILENT)).state,
					     s == STATE_IDLE ? STATE_ARMED : STATE_RUNNING);
		}
		if (some == 0) {
			break;
		}
	}
}

static void a_trip_with_everything_else__still_leads_to_fault(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		for (int c = 0; c < COND_TRIPS; c++) {
			uint64_t all = ~COND_TRIP_BITS | COND_BIT(c);
			struct supervisor after = stepped((enum state)s, all);

			assert_int_equal(after.state, STATE_FAULT);
			assert_true(after.latch.set);
		}
	}
}

static void start_from_idle__takes_two_steps(void **state)
{
	struct supervisor supervisor = standing(STATE_IDLE);
	struct conditions both =
		with(BIT(ARM) | BIT(START) | BIT(READY) | BIT(CLEARED) | BIT(RELEASED));

	(void)state;
	supervisor_step(&supervisor, &both, 1);
	assert_int_equal(supervisor.state, STATE_ARMED);
}

static void the_worst_trip_of_a_tick__is_the_cause(void **state)
{
	(void)state;
	for (int a = 0; a < COND_TRIPS; a++) {
		for (int b = a; b < COND_TRIPS; b++) {
			struct supervisor after = stepped(STATE_RUNNING, COND_BIT(a) | COND_BIT(b));

			assert_int_equal(after.latch.cause, a);
			assert_int_equal(after.latch.head, a + 1);
			assert_int_equal(after.latch.sensor, a % SENSORS);
			assert_int_equal(after.latch.t_ns, NOW_NS);
			assert_int_equal(after.reason, a);
		}
	}
}

#define BITS_UP_TO(c) ((COND_BIT(c) << 1) - 1)

static void the_first_cause__outlasts_every_later_one(void **state)
{
	(void)state;
	for (int first = 0; first < COND_TRIPS; first++) {
		struct supervisor supervisor = stepped(STATE_RUNNING, COND_BIT(first));

		for (int later = 0; later < COND_TRIPS; later++) {
			struct conditions conditions = with(COND_BIT(later) | BIT(RESET));

			supervisor_step(&supervisor, &conditions, NOW_NS + 1);
			assert_int_equal(supervisor.state, STATE_FAULT);
			assert_int_equal(supervisor.latch.cause, first);
			assert_int_equal(supervisor.latch.t_ns, NOW_NS);
			assert_int_equal(supervisor.since_ns, NOW_NS);
			assert_true(supervisor.trips == (BITS_UP_TO(later) | COND_BIT(first)));
		}
	}
}

/* Sets of bits with and without trips, resets and pressing heads, drawn many times. */
static void leaving_fault__needs_no_trip_nobody_pressed_and_a_reset(void **state)
{
	struct dice dice = {4711};

	(void)state;
	for (int k = 0; k < 100000; k++) {
		uint64_t bits = dice_draw(&dice) & (COND_BIT(COND_COUNT) - 1);
		bool may_leave;
		struct supervisor after;

		if (k % 2 == 0) {
			bits &= ~COND_TRIP_BITS;
		}
		may_leave =
			(bits & BIT(RESET)) && (bits & BIT(RELEASED)) && !(bits & COND_TRIP_BITS);
		after = stepped(STATE_FAULT, bits);
		assert_int_equal(after.state, may_leave ? STATE_SELFTEST : STATE_FAULT);
		assert_int_equal(after.latch.set, !may_leave);
	}
}

static void trips__are_gathered_until_the_reset(void **state)
{
	struct supervisor supervisor = {0};
	struct conditions conditions = {0};

	(void)state;
	conditions.bits = BIT(FORCE_HIGH);
	supervisor_step(&supervisor, &conditions, 0);
	conditions.bits = BIT(STOP_LOOP);
	supervisor_step(&supervisor, &conditions, 0);
	assert_true(supervisor.trips == (BIT(FORCE_HIGH) | BIT(STOP_LOOP)));
	conditions.bits = BIT(RESET) | BIT(RELEASED);
	supervisor_step(&supervisor, &conditions, 0);
	assert_int_equal(supervisor.state, STATE_SELFTEST);
	assert_true(supervisor.trips == 0);
}

static void an_impossible_state__trips_and_is_left(void **state)
{
	(void)state;
	assert_int_equal(stepped((enum state)77, BIT(IMPOSSIBLE)).state, STATE_FAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_and_single_condition__goes_where_the_design_says),
		cmocka_unit_test(no_condition__changes_nothing),
		cmocka_unit_test(every_passage_of_two_bits__needs_both),
		cmocka_unit_test(let_go__the_reason_of_the_release_is_still_there_in_idle),
		cmocka_unit_test(every_pair_of_conditions__keeps_the_order),
		cmocka_unit_test(stop_and_pause__are_never_outranked),
		cmocka_unit_test(a_trip_with_everything_else__still_leads_to_fault),
		cmocka_unit_test(start_from_idle__takes_two_steps),
		cmocka_unit_test(the_worst_trip_of_a_tick__is_the_cause),
		cmocka_unit_test(the_first_cause__outlasts_every_later_one),
		cmocka_unit_test(leaving_fault__needs_no_trip_nobody_pressed_and_a_reset),
		cmocka_unit_test(trips__are_gathered_until_the_reset),
		cmocka_unit_test(an_impossible_state__trips_and_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
