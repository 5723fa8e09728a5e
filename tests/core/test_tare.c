/* test_tare.c - a zero that wanders is followed at rest and nowhere else, and moves no limit up. */
#include "core/safety/gate.h"
#include "core/safety/tare.h"

#include "core/judging.h"

#define HEAD 1

static struct judging on;
static struct tare tare;
static double reads_n; /* what the sensor of head HEAD shows on its factory zero */
static enum state state_now;

static void fit_beside(struct head *head)
{
	head->sensor.noise_n = 0.01;
	head->sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
	head->sensor.position = (struct position_spec){1000.0, 2e-5, 1e-5};
}

static void begin(void)
{
	judging_begin(&on, 4);
	fit_beside(&on.rig.heads[HEAD]);
	judging_begin_on_rig(&on);
	tare_init(&tare, &on.rig);
	reads_n = 0.0;
	state_now = STATE_IDLE;
	on.situation.state = STATE_IDLE;
	on.frame.heads[HEAD].position_m = (struct sample){0.0, 1, SAMPLE_OK};
	on.frame.heads[HEAD].pressure_pa = (struct sample){0.0, 1, SAMPLE_OK};
}

/* Seconds, with the noise of a sensor at rest; conditions of all of them. */
static uint64_t rest(double seconds)
{
	uint64_t bits = 0;

	for (int k = 0; k < (int)(seconds * 1000.0); k++) {
		struct head_frame *head = &on.frame.heads[HEAD];

		on.force_n[HEAD] = reads_n + 0.01 * (k % 7 - 3);
		head->position_m.t_ns = on.frame.t_ns + MS_NS;
		head->pressure_pa.t_ns = on.frame.t_ns + MS_NS;
		bits |= judging_tick(&on);
		tare_step(&tare, &on.belief, state_now);
	}
	return bits;
}

static double zero_n(void)
{
	return on.belief.heads[HEAD].zero_n;
}

static void a_reading_that_wanders__is_followed_at_rest(void **state)
{
	(void)state;
	for (int down = 0; down < 2; down++) {
		const double sign = down ? -1.0 : 1.0;

		begin();
		for (int k = 1; k <= 9; k++) {
			reads_n = sign * 0.5 * k;
			rest(4.5);
			assert_near(zero_n(), reads_n, 0.011);
			assert_near(on.belief.heads[HEAD].force_n, 0.0, 0.05);
			assert_near(on.belief.zeros_n, down ? 0.0 : reads_n, 0.011);
		}
		assert_false(on.belief.heads[HEAD].contact);
		assert_true(rest(0.1) & COND_BIT(COND_READY));
		assert_near(on.belief.heads[0].zero_n, 0.0, 0.0);
		assert_true(tare.far == 0);
	}
}

static void further_than_5_n__it_is_not_followed_and_said(void **state)
{
	(void)state;
	for (int down = 0; down < 2; down++) {
		const double sign = down ? -1.0 : 1.0;

		begin();
		for (int k = 1; k <= 11; k++) {
			reads_n = sign * (0.5 * k - 0.04);
			rest(4.5);
		}
		assert_near(zero_n(), sign * 4.96, 0.011);
		assert_true(tare.far == 1u << HEAD);
		reads_n = sign * 4.8; /* it came back: warm again */
		rest(4.5);
		assert_true(tare.far == 0);
		assert_near(zero_n(), reads_n, 0.011);
	}
}

/* Too much to be followed and too little for a fault: in the air it would pass for the person's skin. */
static void a_step_that_looks_like_contact__refuses_until_it_is_gone(void **state)
{
	(void)state;
	for (int down = 0; down < 2; down++) {
		const double sign = down ? -1.0 : 1.0;

		begin();
		reads_n = sign * (CONTACT_ON_N - 0.04);
		rest(0.1);
		assert_false(tare_is_off(&tare));
		begin();
		rest(4.5);
		assert_false(tare_is_off(&tare));
		reads_n = sign * (CONTACT_ON_N + 0.04);
		rest(4.5);
		assert_near(zero_n(), 0.0, 0.011);
		assert_true(tare_is_off(&tare));
		reads_n = 0.0; /* somebody leant on it */
		rest(0.1);
		assert_false(tare_is_off(&tare));
	}
	reads_n = (double)NAN;
	on.belief.heads[HEAD].force_n = (double)NAN;
	for (int k = 0; k < 4; k++) {
		tare_step(&tare, &on.belief, STATE_IDLE);
	}
	assert_true(tare_is_off(&tare));
}

/* What a head that touched still takes for touch, it takes for it in the air as well. */
static void a_head_that_believes_in_contact__refuses(void **state)
{
	(void)state;
	begin();
	reads_n = CONTACT_ON_N + 0.1;
	rest(0.1);
	reads_n = CONTACT_OFF_N + 0.1;
	rest(0.1);
	assert_true(on.belief.heads[HEAD].contact);
	assert_true(tare_is_off(&tare));
	rest(4.5); /* it is the zero that moved */
	assert_false(tare_is_off(&tare));
}

/* Every state but those of a session refuses what is felt, each head at the first tick there. */
static void what_is_felt__refuses_outside_of_a_session_from_its_first_tick(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		const bool works = s == STATE_RUNNING || s == STATE_PAUSED;

		for (int before = 0; before < 3; before++) {
			static const enum state befores[] = {STATE_BOOT, STATE_RUNNING,
							     STATE_PAUSED};

			begin();
			reads_n = CONTACT_ON_N + 0.1;
			if (before > 0) { /* else it is the first tick of all */
				state_now = befores[before];
				rest(0.1);
				assert_false(tare_is_off(&tare));
			} else {
				judging_tick(&on);
				on.belief.heads[HEAD].force_n = reads_n;
			}
			for (int k = 0; k < 4; k++) { /* whoever has its turn */
				tare_step(&tare, &on.belief, (enum state)s);
				assert_true(tare_is_off(&tare) != works);
			}
		}
	}
}

/* Later it is one head a tick, whoever has its turn: all at once would cost a calm tick what a busy one may. */
static void what_is_felt_later__is_seen_by_one_head_a_tick(void **state)
{
	int seen = 0;

	(void)state;
	begin();
	tare_step(&tare, &on.belief, STATE_IDLE);
	for (int i = 0; i < 4; i++) {
		on.belief.heads[i].force_n = CONTACT_ON_N + 0.1;
	}
	for (int k = 1; k <= 4; k++) {
		const uint64_t before = tare.felt;

		tare_step(&tare, &on.belief, STATE_IDLE);
		for (int i = 0; i < 4; i++) {
			seen += (tare.felt & ~before) >> i & 1 ? 1 : 0;
		}
		assert_int_equal(seen, k);
	}
}

enum unrest {
	PRESSED = 0,
	PULLED,
	OUT,
	NO_PLACE,
	FILLED,
	NO_GAUGE,
	SHAKEN,
	SILENT,
	STARTING,
	TESTED,
	ARMED,
	RUNNING,
	PAUSED,
	RELEASING,
	IN_FAULT,
	UNRESTS
};

static void disturb(enum unrest unrest)
{
	static const enum state states[UNRESTS] = {
		[STARTING] = STATE_BOOT,   [TESTED] = STATE_SELFTEST, [ARMED] = STATE_ARMED,
		[RUNNING] = STATE_RUNNING, [PAUSED] = STATE_PAUSED,   [RELEASING] = STATE_RELEASING,
		[IN_FAULT] = STATE_FAULT,
	};
	struct head_frame *head = &on.frame.heads[HEAD];

	state_now = unrest >= STARTING && unrest < UNRESTS ? states[unrest] : STATE_IDLE;
	reads_n = unrest == PRESSED ? CONTACT_ON_N + 0.1 : 0.5;
	reads_n = unrest == PULLED ? -CONTACT_ON_N - 0.1 : reads_n;
	head->position_m.value = unrest == OUT ? TARE_WAY_M + 1e-4 : TARE_WAY_M;
	head->position_m.state = unrest == NO_PLACE ? SAMPLE_BAD : SAMPLE_OK;
	head->pressure_pa.value = (unrest == FILLED ? 0.31 : 0.29) * SPRING_N / BORE_M2;
	head->pressure_pa.state = unrest == NO_GAUGE ? SAMPLE_BAD : SAMPLE_OK;
	on.silent[HEAD] = unrest == SILENT;
}

static void no_rest__is_no_zero(void **state)
{
	(void)state;
	for (int unrest = 0; unrest < UNRESTS; unrest++) {
		begin();
		disturb((enum unrest)unrest);
		for (int k = 0; k < 100; k++) {
			reads_n += unrest == SHAKEN ? (k % 2 ? 0.2 : -0.2) : 0.0;
			rest(0.1);
		}
		assert_near(zero_n(), 0.0, 0.0);
		/* and as soon as it is one, two seconds later */
		disturb(UNRESTS);
		state_now = STATE_IDLE;
		on.silent[HEAD] = false;
		rest(1.9);
		assert_near(zero_n(), 0.0, 0.0);
		rest(0.3);
		assert_near(zero_n(), reads_n, 0.011);
	}
}

/* A rest that is broken begins anew: two halves are no whole. */
static void a_rest_that_is_broken__begins_anew(void **state)
{
	(void)state;
	begin();
	for (int k = 0; k < 10; k++) {
		disturb(UNRESTS);
		rest(1.5);
		disturb(k % 2 ? ARMED : PRESSED);
		rest(0.1);
	}
	assert_near(zero_n(), 0.0, 0.0);
}

/* What the sensor shows, whatever zero was believed: over 10 N above the ceiling it is a trip. */
static void a_thousand_tares_under_load__move_no_limit(void **state)
{
	(void)state;
	begin();
	for (int k = 0; k < 1000; k++) {
		reads_n = 0.7 * (k + 1) < 40.0 ? 0.7 * (k + 1) : 40.0; /* leant on, ever more */
		rest(0.2);
		reads_n = zero_n() + 0.7; /* or so slowly that it passes for warmth */
		rest(k < 30 ? 2.5 : 0.01);
	}
	assert_near(zero_n(), TARE_MAX_N, 0.7);
	on.situation.state = STATE_RUNNING;
	state_now = STATE_RUNNING;
	reads_n = 80.0 + FORCE_OVER_CEILING_N - 0.04;
	assert_not_raised(rest(0.5), COND_FORCE_HIGH);
	reads_n = 80.0 + FORCE_OVER_CEILING_N + 0.04;
	assert_raised(rest(0.5), COND_FORCE_HIGH);
	assert_int_equal(on.conditions.head[COND_FORCE_HIGH], HEAD);
}

/* One that reads too little is believed about what is felt, as well. */
static void a_zero_below_the_factorys__makes_no_limit_looser(void **state)
{
	(void)state;
	begin();
	for (int k = 1; k <= 9; k++) {
		reads_n = -0.5 * k;
		rest(4.5);
	}
	on.situation.state = STATE_RUNNING;
	state_now = STATE_RUNNING;
	reads_n = 80.0 + FORCE_OVER_CEILING_N - 4.5 - 0.06;
	assert_not_raised(rest(0.5), COND_FORCE_HIGH);
	reads_n = 80.0 + FORCE_OVER_CEILING_N - 4.5 + 0.06;
	assert_raised(rest(0.5), COND_FORCE_HIGH);
}

/* Four heads of the trunk, each believed to be at 4 N when nobody presses. */
static void zeros_of_all_heads__move_no_sum(void **state)
{
	(void)state;
	for (int over = 0; over < 2; over++) {
		begin();
		on.situation.state = STATE_RUNNING;
		rest(0.01);
		for (int i = 0; i < 4; i++) {
			on.belief.heads[i].zero_n = 4.0;
			on.force_n[i] = (SUM_TRUNK_N + SUM_MARGIN_N) / 4.0 + (over ? 0.02 : -0.02);
		}
		on.belief.zeros_n = 16.0;
		reads_n = on.force_n[HEAD];
		state_now = STATE_RUNNING;
		assert_int_equal((rest(0.1) & COND_BIT(COND_SUM_HIGH)) != 0, over);
	}
}

static double screw_m_s(struct gate *gate, double force_n, double zero)
{
	struct belief belief = {.head_count = 1};
	struct actuation wanted = {.head_count = 1};
	struct actuation out = {0};
	static const struct heat heat;

	belief.heads[0].force_n = force_n;
	belief.heads[0].zero_n = zero;
	belief.heads[0].contact = true;
	wanted.heads[0].speed_m_s = 0.01;
	gate_step(gate, &out, STATE_RUNNING, &wanted, &on.ceilings, &belief, &heat);
	return out.heads[0].speed_m_s;
}

static void the_gate__holds_a_screw_by_either_zero(void **state)
{
	struct gate gate;
	double most_n;

	(void)state;
	judging_begin(&on, 1);
	on.rig.heads[0].actuator.kind = ACTUATOR_VELOCITY;
	on.rig.heads[0].actuator.screw.speed_max_m_s = 0.02;
	judging_begin_on_rig(&on);
	on.situation.state = STATE_IDLE;
	judging_wait(&on, 10);
	gate_init(&gate, &on.rig);
	most_n = on.ceilings.heads[0].now_n + COMMAND_OVER_CEILING_N;
	assert_near(screw_m_s(&gate, most_n - 4.01, 4.0), 0.01, 0.0);
	assert_near(screw_m_s(&gate, most_n - 3.99, 4.0), 0.0, 0.0);
	assert_near(screw_m_s(&gate, most_n - 0.01, -4.0), 0.01, 0.0);
	assert_near(screw_m_s(&gate, most_n + 0.01, -4.0), 0.0, 0.0);
}

/* The push stored beyond what the person holds: by the zero that says less of that. */
static void the_gate__trusts_no_zero_about_what_is_held_back(void **state)
{
	struct gate gate;
	struct belief belief = {.head_count = 1};
	struct actuation wanted = {.head_count = 1};
	static const struct heat heat;

	(void)state;
	judging_begin(&on, 1);
	on.situation.state = STATE_IDLE;
	judging_wait(&on, 10);
	for (int k = 0; k < 3; k++) {
		const double zero = k == 0 ? 0.0 : k == 1 ? -4.0 : 4.0;
		const double held_n = k == 1 ? 26.0 : 30.0;
		struct actuation out = {0};

		gate_init(&gate, &on.rig);
		gate.heads[0].last_pa = (60.0 + SPRING_N) / BORE_M2;
		belief.heads[0].pressure_known = true;
		belief.heads[0].pressure_pa = (50.0 + SPRING_N) / BORE_M2;
		belief.heads[0].force_n = 30.0;
		belief.heads[0].zero_n = zero;
		wanted.heads[0].pressure_pa = (60.0 + SPRING_N) / BORE_M2;
		gate_step(&gate, &out, STATE_RUNNING, &wanted, &on.ceilings, &belief, &heat);
		assert_near(out.heads[0].pressure_pa * BORE_M2 - SPRING_N, held_n, 1e-6);
	}
}

/* A head without gauge and place, a screw: their reading and the state are all there is. */
static void a_head_with_a_force_sensor_alone__is_followed_too(void **state)
{
	(void)state;
	begin();
	on.force_n[0] = 0.5;
	on.rig.heads[2].actuator.kind = ACTUATOR_VELOCITY;
	on.rig.heads[2].sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
	tare_init(&tare, &on.rig);
	on.force_n[2] = -0.25;
	rest(4.5);
	assert_near(on.belief.heads[0].zero_n, 0.5, 1e-9);
	assert_near(on.belief.heads[2].zero_n, -0.25, 1e-9);
	assert_near(on.belief.zeros_n, 0.5, 0.02);
}

/* What weights were laid beside, before the first tick. */
static void a_zero_that_a_person_gave__counts_and_moves_no_limit(void **state)
{
	(void)state;
	for (int down = 0; down < 2; down++) {
		const double given_n = down ? -3.0 : 3.0;

		begin();
		tare_recall(&tare, &on.belief, HEAD, given_n);
		reads_n = given_n;
		rest(0.5);
		assert_near(zero_n(), given_n, 0.0);
		assert_near(on.belief.zeros_n, down ? 0.0 : given_n, 0.0);
		assert_near(on.belief.heads[HEAD].force_n, 0.0, 0.05);
		assert_near(belief_most_n(&on.belief.heads[HEAD]), down ? 0.0 : 3.0, 0.05);
		assert_true(rest(0.1) & COND_BIT(COND_READY));
		reads_n = on.ceilings.heads[HEAD].follow_n + FORCE_OVER_CEILING_N + 0.2 +
			  (down ? given_n : 0.0);
		assert_true(rest(0.1) & COND_BIT(COND_FORCE_HIGH));
	}
}

static void a_zero_too_far_off_or_none__is_not_believed(void **state)
{
	const double given_n[] = {5.01, -5.01, (double)NAN, (double)INFINITY};
	static struct belief before;

	(void)state;
	for (size_t k = 0; k < sizeof(given_n) / sizeof(given_n[0]); k++) {
		begin();
		tare_recall(&tare, &on.belief, HEAD, given_n[k]);
		assert_near(zero_n(), 0.0, 0.0);
		assert_true(tare_is_off(&tare));
	}
	begin();
	tare_recall(&tare, &on.belief, HEAD, TARE_MAX_N);
	assert_near(zero_n(), TARE_MAX_N, 0.0);
	assert_false(tare_is_off(&tare));
	before = on.belief;
	tare_recall(&tare, &on.belief, -1, 1.0);
	tare_recall(&tare, &on.belief, 4, 1.0);
	tare_recall(&tare, &on.belief, 4, NOT_A_N);
	assert_memory_equal(&on.belief, &before, sizeof(before)); /* there are no such heads */
	assert_false(tare_is_off(&tare));
	tare_recall(&tare, &on.belief, 0, 1.0);
	tare_recall(&tare, &on.belief, 3, 2.0);
	assert_near(on.belief.heads[0].zero_n, 1.0, 0.0);
	assert_near(on.belief.zeros_n, TARE_MAX_N + 3.0, 0.0);
}

/* Leant on with as much as begins a contact is not yet one; the last of 64 counts like the first. */
static void what_every_head_feels__refuses_beyond_the_last_digit(void **state)
{
	(void)state;
	judging_begin(&on, HEADS_MAX);
	for (int head = 0; head < HEADS_MAX; head++) {
		for (int sign = -1; sign <= 1; sign += 2) {
			memset(&on.belief, 0, sizeof(on.belief));
			tare_init(&tare, &on.rig);
			on.belief.heads[head].force_n = sign * CONTACT_ON_N;
			tare_step(&tare, &on.belief, STATE_IDLE);
			assert_false(tare_is_off(&tare));
			tare_init(&tare, &on.rig);
			on.belief.heads[head].force_n = sign * (CONTACT_ON_N + 1e-9);
			tare_step(&tare, &on.belief, STATE_IDLE);
			assert_true(tare_is_off(&tare));
			tare_step(&tare, &on.belief, STATE_RUNNING);
			assert_false(tare_is_off(&tare)); /* it is at work */
			tare_step(&tare, &on.belief, STATE_RELEASING);
			assert_true(tare_is_off(&tare));
		}
	}
}

static void every_head_of_64__has_its_turn(void **state)
{
	(void)state;
	judging_begin(&on, HEADS_MAX);
	on.situation.state = STATE_IDLE;
	tare_init(&tare, &on.rig);
	for (int i = 0; i < HEADS_MAX; i++) {
		on.force_n[i] = 0.01 * i;
	}
	for (int k = 0; k < 4200; k++) {
		judging_tick(&on);
		tare_step(&tare, &on.belief, STATE_IDLE);
	}
	for (int i = 0; i < HEADS_MAX; i++) {
		assert_near(on.belief.heads[i].zero_n, 0.01 * i, 1e-9);
	}
}

/* Four heads by hand: so many looks at head HEAD, reading that beyond its factory zero. */
static void look_by_hand(int looks, double factory_n)
{
	for (int k = 0; k < 4 * looks; k++) {
		struct head_belief *head = &on.belief.heads[HEAD];

		head->force_n = factory_n - head->zero_n;
		tare_step(&tare, &on.belief, STATE_IDLE);
	}
}

static void begin_by_hand(void)
{
	struct head *head;

	judging_begin(&on, 4);
	head = &on.rig.heads[HEAD];
	fit_beside(head);
	head->sensor.position.rate_hz = 0.5; /* however slow, it is fitted */
	head->sensor.air.rate_hz = 0.5;
	head->sensor.noise_n = 0.0;
	on.rig.heads[0].sensor.noise_n = 0.01;
	memset(&tare, 0xff, sizeof(tare));
	tare_init(&tare, &on.rig);
	memset(&on.belief, 0, sizeof(on.belief));
	for (int i = 0; i < 4; i++) {
		on.belief.heads[i].input = INPUT_LIVE;
		on.belief.heads[i].position_known = true;
		on.belief.heads[i].pressure_known = true;
	}
}

static void its_bounds__are_inside_to_the_last_digit(void **state)
{
	const int enough = 501; /* of two seconds in fours */

	(void)state;
	begin_by_hand();
	assert_near(tare.heads[0].still_n, 0.13, 1e-12);
	assert_near(tare.heads[4].still_n, 0.0, 0.0); /* there is no such head */
	assert_true(tare.heads[HEAD].has_place && tare.heads[HEAD].has_air);
	look_by_hand(enough - 1, 0.5);
	assert_near(zero_n(), 0.0, 0.0);
	look_by_hand(1, 0.5);
	assert_near(zero_n(), 0.5, 1e-12);
	/* the next zero is of as many looks again, and of none before */
	look_by_hand(enough - 1, 0.53);
	assert_near(zero_n(), 0.5, 1e-12);
	look_by_hand(1, 0.53);
	assert_near(zero_n(), 0.53, 1e-12);
	for (int sign = -1; sign <= 1; sign += 2) {
		begin_by_hand();
		on.belief.heads[HEAD].pressure_pa = tare.heads[HEAD].empty_pa;
		on.belief.heads[HEAD].position_m = TARE_WAY_M;
		look_by_hand(enough, sign * CONTACT_ON_N);
		assert_near(zero_n(), sign * CONTACT_ON_N, 1e-9);
		on.belief.heads[HEAD].zero_n = sign * 4.75;
		look_by_hand(enough, sign * TARE_MAX_N);
		assert_near(zero_n(), sign * TARE_MAX_N, 0.0);
		assert_true(tare.far == 0);
	}
}

static void what_comes_down_meanwhile__is_no_rest_either(void **state)
{
	(void)state;
	begin_by_hand();
	tare.heads[HEAD].still_n = 0.25;
	look_by_hand(400, 0.5);
	look_by_hand(101, 0.25); /* as much as it may */
	assert_near(zero_n(), (400 * 0.5 + 101 * 0.25) / 501.0, 1e-9);
	begin_by_hand();
	look_by_hand(400, 0.5);
	look_by_hand(200, 0.25);
	assert_near(zero_n(), 0.0, 0.0);
}

/* As if nothing had been seen before, whatever that was. */
static void a_session_in_between__begins_a_rest_anew(void **state)
{
	(void)state;
	begin_by_hand();
	look_by_hand(400, 0.5);
	for (int k = 0; k < 4; k++) {
		tare_step(&tare, &on.belief, STATE_RUNNING);
	}
	look_by_hand(500, 0.45);
	assert_near(zero_n(), 0.0, 0.0);
	look_by_hand(1, 0.45);
	assert_near(zero_n(), 0.45, 1e-12);
}

static void heads_that_are_none__have_no_zero(void **state)
{
	(void)state;
	begin_by_hand();
	on.belief.heads[4].zero_n = 3.0;
	look_by_hand(501, 0.5);
	assert_near(on.belief.zeros_n, 0.5, 1e-12);
}

static void heads_that_are_none__feel_nothing(void **state)
{
	(void)state;
	begin();
	on.belief.heads[4].force_n = 2.0 * CONTACT_ON_N;
	for (int k = 0; k < 5; k++) {
		tare_step(&tare, &on.belief, STATE_IDLE);
		assert_false(tare_is_off(&tare));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reading_that_wanders__is_followed_at_rest),
		cmocka_unit_test(further_than_5_n__it_is_not_followed_and_said),
		cmocka_unit_test(a_step_that_looks_like_contact__refuses_until_it_is_gone),
		cmocka_unit_test(a_head_that_believes_in_contact__refuses),
		cmocka_unit_test(a_session_in_between__begins_a_rest_anew),
		cmocka_unit_test(what_every_head_feels__refuses_beyond_the_last_digit),
		cmocka_unit_test(what_is_felt__refuses_outside_of_a_session_from_its_first_tick),
		cmocka_unit_test(what_is_felt_later__is_seen_by_one_head_a_tick),
		cmocka_unit_test(no_rest__is_no_zero),
		cmocka_unit_test(a_rest_that_is_broken__begins_anew),
		cmocka_unit_test(a_thousand_tares_under_load__move_no_limit),
		cmocka_unit_test(a_zero_below_the_factorys__makes_no_limit_looser),
		cmocka_unit_test(zeros_of_all_heads__move_no_sum),
		cmocka_unit_test(the_gate__holds_a_screw_by_either_zero),
		cmocka_unit_test(the_gate__trusts_no_zero_about_what_is_held_back),
		cmocka_unit_test(a_head_with_a_force_sensor_alone__is_followed_too),
		cmocka_unit_test(its_bounds__are_inside_to_the_last_digit),
		cmocka_unit_test(what_comes_down_meanwhile__is_no_rest_either),
		cmocka_unit_test(heads_that_are_none__have_no_zero),
		cmocka_unit_test(heads_that_are_none__feel_nothing),
		cmocka_unit_test(a_zero_that_a_person_gave__counts_and_moves_no_limit),
		cmocka_unit_test(a_zero_too_far_off_or_none__is_not_believed),
		cmocka_unit_test(every_head_of_64__has_its_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
