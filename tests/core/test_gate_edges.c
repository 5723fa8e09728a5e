/* test_gate_edges.c - what seldom meets the last check: screws in the sums, shares of heat, rare rigs. */
#include "core/safety/gate.h"

#include "core/bench_rig.h"
#include "core/lowered.h"
#include "stone.h"

#include <knead/condition.h>

#define HEADS    8
#define FAST_M_S 0.032 /* m/s, of a screw */
#define SLOW_M_S 0.008
#define SCREW    0
#define TOO_FAR  1e-9

static struct rig rig;
static struct gate gate;
static struct ceilings ceilings;
static struct heat heat;
static struct belief belief;
static struct actuation wanted;
static struct actuation out;

static double pa(double force_n)
{
	return (force_n + SPRING_N) / BORE_M2;
}

static double push_n(int head)
{
	return out.heads[head].pressure_pa * BORE_M2 - SPRING_N;
}

static void begin(void)
{
	gate_init(&gate, &rig);
	ceilings_init(&ceilings, &rig);
	memset(&heat, 0, sizeof(heat));
	memset(&belief, 0, sizeof(belief));
	memset(&wanted, 0, sizeof(wanted));
	memset(&out, 0, sizeof(out));
	for (int i = 0; i < HEADS; i++) {
		ceilings.heads[i].now_n = 80.0;
		wanted.heads[i].dump_shut = true;
	}
}

/* Every head over the trunk; the first one a screw. */
static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].region = REGION_UPPER_BACK;
	}
	rig.heads[SCREW].actuator.kind = ACTUATOR_VELOCITY;
	rig.heads[SCREW].actuator.screw.speed_max_m_s = FAST_M_S;
	begin();
	return 0;
}

static void step(void)
{
	gate_step(&gate, &out, STATE_RUNNING, &wanted, &ceilings, &belief, &heat);
}

/* All heads but the screw stand at this force and ask for it again. */
static void stand_all(double force_n)
{
	for (int i = SCREW + 1; i < HEADS; i++) {
		wanted.heads[i].pressure_pa = pa(force_n);
		gate.heads[i].last_pa = pa(force_n);
	}
}

static void a_screw__goes_no_further_where_the_sum_is_too_high(void **state)
{
	const double most_n = SUM_TRUNK_N + SUM_MARGIN_N;

	(void)state;
	stand_all(20.0);
	belief.heads[SCREW].force_n = most_n - 140.0 - 0.1;
	belief.heads[SCREW].contact = true;
	wanted.heads[SCREW].speed_m_s = SLOW_M_S;
	step();
	assert_near(out.heads[SCREW].speed_m_s, SLOW_M_S, 0.0);
	assert_true(out.heads[SCREW].dump_shut);
	assert_near(push_n(1), 20.0, TOO_FAR);
	assert_lowered(&gate, 0, 0, 0);

	belief.heads[SCREW].force_n = most_n - 140.0 + 0.1;
	step();
	assert_false(gate.refused);
	assert_zero(out.heads[SCREW].speed_m_s);
	assert_near(push_n(1), 20.0 * most_n / (most_n + 0.1), TOO_FAR);
	assert_lowered(&gate, 0, 1, 0);

	wanted.heads[SCREW].speed_m_s = -SLOW_M_S; /* away lowers the sum: let it */
	step();
	assert_near(out.heads[SCREW].speed_m_s, -SLOW_M_S, 0.0);
	wanted.heads[SCREW].speed_m_s = -FAST_M_S; /* as fast as it can */
	step();
	assert_false(gate.refused);
	assert_near(out.heads[SCREW].speed_m_s, -FAST_M_S, 0.0);
}

static void heads_that_push_at_nothing__count_for_no_sum(void **state)
{
	(void)state;
	stand_all(40.0);
	for (int i = 5; i < HEADS; i++) { /* held by their springs */
		wanted.heads[i].pressure_pa = pa(-5.0);
	}
	step();
	assert_false(gate.refused);
	assert_lowered(&gate, 0, 0, 0);
	assert_near(push_n(1), 40.0, TOO_FAR);
	wanted.heads[5].pressure_pa = pa(60.0); /* 160 N and 60 N */
	gate.heads[5].last_pa = pa(60.0);
	step();
	assert_lowered(&gate, 0, 1, 0);
	assert_near(push_n(1), 40.0 * 210.0 / 220.0, TOO_FAR);
	assert_near(push_n(6), -5.0, TOO_FAR); /* what pushes at nothing is not lowered either */
}

/* Held by the person with 20 N each, and asked for more than the body may bear: the sum is of what goes out. */
static void heads_lowered_each_by_itself__count_for_the_sum_as_lowered(void **state)
{
	(void)state;
	stand_all(60.0);
	for (int i = SCREW + 1; i < HEADS; i++) {
		belief.heads[i].force_n = 20.0;
		belief.heads[i].pressure_known = true;
		belief.heads[i].pressure_pa = pa(60.0);
	}
	step();
	assert_false(gate.refused);
	assert_lowered(&gate, HEADS - 1, 0, 0);
	for (int i = SCREW + 1; i < HEADS; i++) {
		assert_near(push_n(i), 20.0, TOO_FAR);
	}
}

/* A rise counts from what went out, and not from what had been asked for before. */
static void a_head_that_rises_step_by_step__passes(void **state)
{
	const double rise_n = COMMAND_RISE_N_S / rig.loop_hz;

	(void)state;
	for (int k = 1; k <= 20; k++) {
		wanted.heads[1].pressure_pa = pa(k * rise_n - SPRING_N);
		step();
		assert_false(gate.refused);
		assert_near(out.heads[1].pressure_pa, wanted.heads[1].pressure_pa, 0.0);
	}
}

/* Nothing to be proved with pressure, and nothing that holds it back: its valves alone are. */
static void a_head_without_a_spring__is_proved_without_pressure(void **state)
{
	static const struct proof_order none = {.head_count = HEADS, .edges = true};

	(void)state;
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].actuator.release.spring_n = 0.0;
	}
	begin();
	gate_prove(&gate, &out, STATE_SELFTEST, &none);
	assert_true(out.enable_level);
}

/* Its own compiled bound holds where somebody let the ceiling rise too high. */
static void a_screw_above_its_compiled_bound__stands_still(void **state)
{
	(void)state;
	ceilings.heads[SCREW].now_n = 1000.0;
	belief.heads[SCREW].contact = true;
	wanted.heads[SCREW].speed_m_s = SLOW_M_S;
	belief.heads[SCREW].force_n = FORCE_HARD_N;
	step();
	assert_near(out.heads[SCREW].speed_m_s, SLOW_M_S, 0.0);
	belief.heads[SCREW].force_n = FORCE_HARD_N + TOO_FAR;
	step();
	assert_zero(out.heads[SCREW].speed_m_s);
	assert_lowered(&gate, 0, 0, 1);
	step();
	assert_lowered(&gate, 0, 0, 2); /* each counts */
}

static void a_slow_screw_in_the_air__is_as_fast_as_it_can(void **state)
{
	(void)state;
	rig.heads[SCREW].actuator.screw.speed_max_m_s = SLOW_M_S;
	begin();
	wanted.heads[SCREW].speed_m_s = SLOW_M_S;
	step();
	assert_near(out.heads[SCREW].speed_m_s, SLOW_M_S, 0.0);
	assert_lowered(&gate, 0, 0, 0);
	wanted.heads[SCREW].speed_m_s = SLOW_M_S + TOO_FAR;
	step();
	assert_true(gate.refused);
}

/* A speed that nobody named bounds nothing: no speed passes. */
static void a_screw_of_unknown_speed__does_not_move(void **state)
{
	(void)state;
	rig.heads[SCREW].actuator.screw.speed_max_m_s = NOT_A_N;
	begin();
	wanted.heads[SCREW].speed_m_s = 0.001;
	step();
	assert_true(gate.refused);
	assert_int_equal(gate.refused_head, SCREW);
}

/* Were a rig described wrongly, its own arithmetic would lower to less than nothing. */
static void what_is_lowered__is_never_below_nothing(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].actuator.release.spring_n = -40.0;
	}
	begin();
	for (int i = SCREW + 1; i < HEADS; i++) {
		wanted.heads[i].pressure_pa = 1.0; /* 40 N each, says the file */
	}
	step();
	assert_false(gate.refused);
	assert_lowered(&gate, 0, 1, 0);
	for (int i = SCREW + 1; i < HEADS; i++) {
		assert_zero(out.heads[i].pressure_pa);
	}
	begin();
	wanted.heads[1].pressure_pa = 1.0;
	belief.heads[1].pressure_known = true;
	belief.heads[1].pressure_pa = 1e5;
	step();
	assert_false(gate.refused);
	assert_lowered(&gate, 1, 1, 0);
	assert_zero(out.heads[1].pressure_pa);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_screw__goes_no_further_where_the_sum_is_too_high),
		TEST(heads_that_push_at_nothing__count_for_no_sum),
		TEST(heads_lowered_each_by_itself__count_for_the_sum_as_lowered),
		TEST(a_head_that_rises_step_by_step__passes),
		TEST(a_head_without_a_spring__is_proved_without_pressure),
		TEST(a_screw_above_its_compiled_bound__stands_still),
		TEST(a_slow_screw_in_the_air__is_as_fast_as_it_can),
		TEST(a_screw_of_unknown_speed__does_not_move),
		TEST(what_is_lowered__is_never_below_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
