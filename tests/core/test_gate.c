/* test_gate.c - whatever comes in, what goes out is inside every limit or nothing at all. */
#include "core/safety/gate.h"

#include "core/bench_rig.h"
#include "core/lowered.h"

#include <knead/condition.h>

#define HEADS    16
#define RISE_PA  (COMMAND_RISE_N_S * TICK_S / BORE_M2)
#define ROUNDING 1e-6

static struct rig rig;
static struct gate gate;
static struct ceilings ceilings;
static struct heat heat;
static struct belief belief;
static struct actuation out;
static double wanted_pa[HEADS_MAX];
static struct actuation asked;

static double pa(double force_n)
{
	return (force_n + SPRING_N) / BORE_M2;
}

static double push_n(double pressure_pa)
{
	return pressure_pa * BORE_M2 - SPRING_N;
}

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	gate_init(&gate, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&out, 0, sizeof(out));
	memset(wanted_pa, 0, sizeof(wanted_pa));
	memset(&asked, 0, sizeof(asked));
	for (int i = 0; i < HEADS; i++) {
		asked.heads[i].dump_shut = true;
	}
	ceilings_init(&ceilings, &rig);
	for (int i = 0; i < HEADS; i++) {
		ceilings.heads[i].now_n = rig.heads[i].ceiling_n;
	}
	return 0;
}

static void step(enum state state)
{
	for (int i = 0; i < HEADS; i++) {
		asked.heads[i].pressure_pa = wanted_pa[i];
	}
	gate_step(&gate, &out, state, &asked, &ceilings, &belief, &heat);
}

/* As if this had gone out in the last tick. */
static void stand_at(int head, double pressure_pa)
{
	gate.heads[head].last_pa = pressure_pa;
}

static bool is_nothing(void)
{
	for (int i = 0; i < out.head_count; i++) {
		if (out.heads[i].dump_shut || !(out.heads[i].pressure_pa <= 0.0) ||
		    !(out.heads[i].pressure_pa >= 0.0)) {
			return false;
		}
	}
	return out.head_count == HEADS;
}

static void a_plain_command__passes_untouched(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		wanted_pa[i] = 100.0 * i;
	}
	step(STATE_RUNNING);
	assert_false(gate.refused);
	for (int i = 0; i < HEADS; i++) {
		assert_near(out.heads[i].pressure_pa, wanted_pa[i], 0.0);
		assert_true(out.heads[i].dump_shut);
	}
	assert_lowered(&gate, 0, 0, 0);
}

/* Head 2 stands at last_pa, all others at nothing; does a command for it pass? */
static bool passes(double last_pa, double command_pa)
{
	stand_at(2, last_pa);
	wanted_pa[2] = command_pa;
	step(STATE_RUNNING);
	if (gate.refused) {
		assert_int_equal(gate.refused_head, 2);
		assert_true(is_nothing());
	}
	return !gate.refused;
}

static void what_is_no_number_or_negative__is_refused(void **state)
{
	(void)state;
	assert_false(passes(0.0, NOT_A_N));
	assert_false(passes(0.0, -NOT_A_N));
	assert_false(passes(0.0, ENDLESS));
	assert_false(passes(0.0, -ENDLESS));
	assert_false(passes(0.0, -1.0));
	assert_false(passes(0.0, -1e-300));
	assert_true(passes(0.0, 0.0));
	assert_true(passes(0.0, -0.0));
}

static void force_beyond_ceiling_and_lead__is_refused(void **state)
{
	(void)state;
	ceilings.heads[2].now_n = 30.0;
	assert_true(passes(pa(40.0), pa(40.0 - ROUNDING)));
	assert_false(passes(pa(40.0), pa(40.0 + ROUNDING)));
	ceilings.heads[2].now_n = NOT_A_N;
	assert_false(passes(pa(40.0), pa(1.0)));
	ceilings.heads[2].now_n = 30.0;
	rig.heads[2].actuator.area_m2 = 1.0 / 1024.0; /* in which 40 N are so many Pa, to the bit */
	gate_init(&gate, &rig);
	assert_true(passes(1024.0 * (40.0 + SPRING_N), 1024.0 * (40.0 + SPRING_N)));
}

static void pressure_beyond_the_relief_valve__is_refused(void **state)
{
	(void)state;
	rig.heads[2].actuator.relief_pa = pa(50.0);
	gate_init(&gate, &rig);
	assert_true(passes(pa(50.0), pa(50.0)));
	assert_false(passes(pa(50.0), pa(50.0 + ROUNDING)));
}

/* Even were a ceiling too high: 120 N, half of it on the neck, 400 kPa under a small head. */
static void force_beyond_the_compiled_limits__is_refused(void **state)
{
	(void)state;
	rig.heads[2].actuator.relief_pa = 1e6;
	gate_init(&gate, &rig);
	ceilings.heads[2].now_n = 1000.0;
	assert_true(passes(pa(120.0), pa(120.0 - ROUNDING)));
	assert_false(passes(pa(120.0), pa(120.0 + ROUNDING)));
	rig.heads[2].region = REGION_NECK;
	gate_init(&gate, &rig);
	assert_true(passes(pa(60.0), pa(60.0 - ROUNDING)));
	assert_false(passes(pa(60.0), pa(60.0 + ROUNDING)));
	rig.heads[2].area_m2 = 1e-4; /* 40 N at 400 kPa, 20 N on the neck */
	gate_init(&gate, &rig);
	assert_true(passes(pa(20.0), pa(20.0 - ROUNDING)));
	assert_false(passes(pa(20.0), pa(20.0 + ROUNDING)));
}

static void a_rise_exactly_at_its_bound__passes(void **state)
{
	const double from_pa[] = {0.0, 1234.5, 33333.333, 100000.1};

	(void)state;
	for (size_t k = 0; k < sizeof(from_pa) / sizeof(from_pa[0]); k++) {
		assert_true(passes(from_pa[k], from_pa[k] + RISE_PA));
		assert_true(
			passes(from_pa[k], from_pa[k] + gate.heads[2].rise_pa)); /* rounding, too */
		assert_false(passes(from_pa[k], from_pa[k] + RISE_PA * (1.0 + ROUNDING)));
		assert_true(passes(from_pa[k], 0.0)); /* down is free */
	}
}

static void after_a_refusal__the_rise_starts_from_nothing(void **state)
{
	(void)state;
	assert_true(passes(pa(20.0), pa(20.0)));
	wanted_pa[5] = NOT_A_N;
	step(STATE_RUNNING);
	assert_true(gate.refused && is_nothing());
	assert_int_equal(gate.refused_head, 5);
	wanted_pa[5] = 0.0;
	step(STATE_RUNNING);
	assert_true(gate.refused);
	assert_int_equal(gate.refused_head, 2);
	wanted_pa[2] = gate.heads[2].rise_pa * (1.0 + ROUNDING);
	step(STATE_RUNNING);
	assert_true(gate.refused);
	wanted_pa[2] = gate.heads[2].rise_pa;
	step(STATE_RUNNING);
	assert_false(gate.refused);
}

/* Pressure of 40 N behind a head that 20 N hold back: 20 N are stored, 15 may be. */
static void a_stored_push__is_lowered_to_what_holds_it(void **state)
{
	struct head_belief *head = &belief.heads[2];

	(void)state;
	*head = (struct head_belief){
		.pressure_known = true, .pressure_pa = pa(40.0), .force_n = 20.0};
	assert_true(passes(pa(40.0), pa(40.0)));
	assert_near(push_n(out.heads[2].pressure_pa), 20.0, ROUNDING);
	assert_lowered(&gate, 1, 0, 0);
	assert_true(passes(pa(40.0), pa(19.0))); /* what is less stays */
	assert_near(push_n(out.heads[2].pressure_pa), 19.0, ROUNDING);
	assert_lowered(&gate, 1, 0, 0);
	assert_true(passes(pa(40.0), pa(40.0)));
	assert_lowered(&gate, 2, 0, 0); /* each counts */
	head->force_n = 25.1;
	assert_true(passes(pa(40.0), pa(40.0)));
	assert_near(push_n(out.heads[2].pressure_pa), 40.0, ROUNDING);
	head->force_n = 0.5; /* a touch holds what it holds */
	head->pressure_pa = pa(15.4);
	assert_true(passes(pa(15.4), pa(15.4)));
	assert_near(push_n(out.heads[2].pressure_pa), 15.4, ROUNDING);
	head->pressure_pa = pa(40.0);
	head->force_n = -50.0; /* pulling holds nothing back */
	assert_true(passes(pa(40.0), pa(40.0)));
	assert_near(push_n(out.heads[2].pressure_pa), 0.0, ROUNDING);
	head->pressure_known = false;
	assert_true(passes(pa(40.0), pa(40.0)));
	assert_near(push_n(out.heads[2].pressure_pa), 40.0, ROUNDING);
}

static void a_stored_push__excuses_no_garbage(void **state)
{
	(void)state;
	belief.heads[2] = (struct head_belief){.pressure_known = true, .pressure_pa = pa(60.0)};
	assert_false(passes(pa(40.0), NOT_A_N));
	assert_false(passes(pa(40.0), -1.0));
	assert_false(passes(pa(40.0), ENDLESS));
	assert_false(passes(pa(40.0), pa(95.0)));
}

static double sum_n(bool trunk_only)
{
	double sum = 0.0;

	for (int i = 0; i < HEADS; i++) {
		double force_n = push_n(out.heads[i].pressure_pa);

		if (force_n > 0.0 && (!trunk_only || region_facts(rig.heads[i].region)->trunk)) {
			sum += force_n;
		}
	}
	return sum;
}

static void sums__are_lowered_alike_to_their_bounds(void **state)
{
	(void)state;
	for (int i = 0; i < HEADS; i++) {
		wanted_pa[i] = pa(i < 8 ? 30.0 : 0.0);
		stand_at(i, wanted_pa[i]);
	}
	step(STATE_RUNNING);
	assert_false(gate.refused);
	assert_near(sum_n(true), SUM_TRUNK_N + SUM_MARGIN_N, ROUNDING);
	assert_near(push_n(out.heads[0].pressure_pa), push_n(out.heads[7].pressure_pa), ROUNDING);
	for (int i = 0; i < HEADS; i++) {
		wanted_pa[i] = pa(20.0);
		stand_at(i, wanted_pa[i]);
	}
	step(STATE_RUNNING);
	assert_near(sum_n(false), SUM_BODY_N + SUM_MARGIN_N,
		    ROUNDING + (sum_n(true) > 209.9 ? 1.0 : 0.0));
	assert_lowered(&gate, 0, 2, 0);
}

static void enable__toggles_only_armed_running_or_paused_and_healthy(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT + 3; s++) {
		bool alive = s == STATE_ARMED || s == STATE_RUNNING || s == STATE_PAUSED;

		for (int k = 0; k < 10; k++) {
			bool before = out.enable_level;

			step((enum state)s);
			assert_int_equal(out.enable_level != before, alive);
		}
		assert_true(s == STATE_RUNNING || s == STATE_PAUSED || is_nothing());
	}
	for (int k = 0; k < 10; k++) {
		bool before = out.enable_level;

		wanted_pa[0] = NOT_A_N;
		step(STATE_RUNNING);
		assert_true(out.enable_level == before);
	}
}

static void pressing_commands__go_nowhere_in_other_states(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT + 3; s++) {
		for (int i = 0; i < HEADS; i++) {
			wanted_pa[i] = RISE_PA;
			stand_at(i, 0.0);
		}
		step((enum state)s);
		assert_int_equal(is_nothing(), s != STATE_RUNNING && s != STATE_PAUSED);
	}
}

/* How close to each bound the outputs came, so that a property nobody reached is no property. */
struct reached {
	double ceiling_n; /* least distance */
	double rise_pa;
	double trunk_n;
	double body_n;
	int refused;
	int passed;
};

static void note(double *least, double distance)
{
	assert_at_least(distance, -ROUNDING);
	*least = distance < *least ? distance : *least;
}

static void check_bounds(struct reached *reached, const double *before_pa)
{
	for (int i = 0; i < HEADS; i++) {
		const struct head *head = &rig.heads[i];
		double out_pa = out.heads[i].pressure_pa;
		double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;

		assert_true(out_pa >= 0.0 && out_pa <= head->actuator.relief_pa);
		assert_at_most(push_n(out_pa), share * FORCE_HARD_N);
		assert_at_most(push_n(out_pa) / head->area_m2, share * PRESSURE_HARD_PA);
		note(&reached->ceiling_n, ceilings.heads[i].now_n + 10.0 - push_n(out_pa));
		note(&reached->rise_pa, before_pa[i] + RISE_PA - out_pa);
	}
	note(&reached->trunk_n, 210.0 - sum_n(true));
	note(&reached->body_n, 310.0 - sum_n(false));
}

static void throw_inputs(struct dice *dice, double *before_pa)
{
	double most_n = dice_between(dice, 1.0, 200.0);

	for (int i = 0; i < HEADS; i++) {
		bool plain = dice_below(dice, 100) != 0;
		struct head_belief *head = &belief.heads[i];

		before_pa[i] = gate.heads[i].last_pa;
		ceilings.heads[i].now_n = dice_between(dice, 0.0, rig.heads[i].ceiling_n);
		head->pressure_known = dice_below(dice, 2) == 0;
		head->pressure_pa = dice_wild(dice, 0.0, pa(40.0));
		head->force_n = dice_wild(dice, -5.0, 80.0);
		wanted_pa[i] = plain ? dice_between(dice, 0.0, pa(most_n))
				     : dice_wild(dice, 0.0, pa(90.0));
		if (plain && wanted_pa[i] > before_pa[i] + RISE_PA) {
			wanted_pa[i] = before_pa[i] + RISE_PA;
		}
		if (plain && wanted_pa[i] > pa(ceilings.heads[i].now_n + 10.0)) {
			wanted_pa[i] = pa(ceilings.heads[i].now_n + 10.0 - 1e-9);
		}
	}
}

static void any_input_at_all__leaves_inside_or_as_nothing(void **state)
{
	struct reached reached = {1e9, 1e9, 1e9, 1e9, 0, 0};
	struct dice dice = {1234567};
	double before_pa[HEADS];

	(void)state;
	for (int k = 0; k < 100000; k++) {
		for (int i = 0; k % 10 == 0 && i < HEADS;
		     i++) { /* where only the sums can hold it */
			stand_at(i, pa(dice_between(&dice, 0.0, 90.0)));
		}
		throw_inputs(&dice, before_pa);
		step(dice_below(&dice, 2) == 0 ? STATE_RUNNING : STATE_PAUSED);
		if (gate.refused) {
			reached.refused++;
			assert_true(is_nothing());
		} else {
			reached.passed++;
			check_bounds(&reached, before_pa);
		}
	}
	assert_true(reached.refused > 1000 && reached.passed > 1000);
	assert_at_most(reached.ceiling_n, 1e-3);
	assert_at_most(reached.rise_pa, 1e-3);
	assert_at_most(reached.trunk_n, 1e-3);
	assert_at_most(reached.body_n, 1e-3);
}

/* One head at a time over a grid of commands, ceilings and last commands; the rule told again. */
static void a_grid_of_commands__passes_exactly_what_is_inside(void **state)
{
	int passed = 0;
	int refused = 0;

	(void)state;
	for (double last_n = -10.0; last_n <= 90.0; last_n += 5.0) {
		for (double ceiling_n = 0.0; ceiling_n <= 80.0; ceiling_n += 10.0) {
			for (double to_n = -12.25; to_n <= 101.0; to_n += 0.25) {
				bool wanted = to_n >= -10.0 && to_n <= ceiling_n + 10.0 &&
					      to_n <= last_n + 1.0;
				bool edge = fabs(to_n - ceiling_n - 10.0) < 1e-3 ||
					    fabs(to_n + 10.0) < 1e-3;

				ceilings.heads[2].now_n = ceiling_n;
				if (!edge) {
					assert_int_equal(passes(pa(last_n), pa(to_n)), wanted);
				}
				passed += wanted;
				refused += !wanted;
			}
		}
	}
	assert_true(passed > 1000 && refused > 1000);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

static void a_dump_that_is_to_open__opens(void **state)
{
	(void)state;
	asked.heads[1].dump_shut = false;
	step(STATE_RUNNING);
	assert_false(gate.refused);
	assert_true(out.heads[0].dump_shut);
	assert_false(out.heads[1].dump_shut);
}

#define SCREW_M_S 0.032

static void begin_screw(double force_n, bool contact)
{
	gate.heads[0].screw = true;
	gate.heads[0].speed_max_m_s = SCREW_M_S;
	belief.heads[0].force_n = force_n;
	belief.heads[0].contact = contact;
}

static double screw_m_s(double wanted_m_s)
{
	asked.heads[0].speed_m_s = wanted_m_s;
	step(STATE_RUNNING);
	return out.heads[0].speed_m_s;
}

static void a_screw__goes_on_only_while_the_force_is_inside(void **state)
{
	const double most_n = ceilings.heads[0].now_n + COMMAND_OVER_CEILING_N;

	(void)state;
	begin_screw(most_n, true);
	assert_near(screw_m_s(0.02), 0.02, 0.0);
	belief.heads[0].force_n = most_n + 0.01;
	assert_zero(screw_m_s(0.02));
	assert_near(screw_m_s(-0.02), -0.02, 0.0); /* away is always allowed */
	assert_false(gate.refused);
}

static void a_screw_in_the_air__keeps_to_the_approach_speed(void **state)
{
	(void)state;
	begin_screw(0.0, false);
	assert_near(screw_m_s(SCREW_M_S), APPROACH_MAX_M_S, 1e-12);
	begin_screw(5.0, true);
	assert_near(screw_m_s(SCREW_M_S), SCREW_M_S, 1e-12);
}

static void a_speed_that_is_none__is_refused(void **state)
{
	const double wild[] = {NOT_A_N, ENDLESS, -ENDLESS, 0.04, -0.04};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		begin_screw(5.0, true);
		assert_near(screw_m_s(wild[k]), -SCREW_M_S, 0.0); /* it turns back */
		assert_true(gate.refused);
		assert_false(out.heads[0].dump_shut);
	}
}

/* Its quick release may be dead, and a screw does not give way. */
static void a_screw_that_lets_go__turns_back_beside_its_quick_release(void **state)
{
	(void)state;
	for (int k = 0; k < STATE_COUNT; k++) {
		const bool presses = k == STATE_RUNNING || k == STATE_PAUSED;

		begin_screw(5.0, true);
		asked.heads[0].speed_m_s = 0.01;
		asked.heads[0].dump_shut = true;
		gate_step(&gate, &out, (enum state)k, &asked, &ceilings, &belief, &heat);
		assert_near(out.heads[0].speed_m_s, presses ? 0.01 : -SCREW_M_S, 0.0);
		assert_true(out.heads[0].dump_shut == presses);
		begin_screw(5.0, true);
		gate.heads[0].screw = false; /* there is nothing to turn */
		gate_step(&gate, &out, STATE_IDLE, &asked, &ceilings, &belief, &heat);
		assert_zero(out.heads[0].speed_m_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_dump_that_is_to_open__opens),
		TEST(a_screw__goes_on_only_while_the_force_is_inside),
		TEST(a_screw_in_the_air__keeps_to_the_approach_speed),
		TEST(a_speed_that_is_none__is_refused),
		TEST(a_screw_that_lets_go__turns_back_beside_its_quick_release),
		TEST(a_plain_command__passes_untouched),
		TEST(what_is_no_number_or_negative__is_refused),
		TEST(force_beyond_ceiling_and_lead__is_refused),
		TEST(pressure_beyond_the_relief_valve__is_refused),
		TEST(force_beyond_the_compiled_limits__is_refused),
		TEST(a_rise_exactly_at_its_bound__passes),
		TEST(after_a_refusal__the_rise_starts_from_nothing),
		TEST(a_stored_push__is_lowered_to_what_holds_it),
		TEST(a_stored_push__excuses_no_garbage),
		TEST(sums__are_lowered_alike_to_their_bounds),
		TEST(enable__toggles_only_armed_running_or_paused_and_healthy),
		TEST(pressing_commands__go_nowhere_in_other_states),
		TEST(any_input_at_all__leaves_inside_or_as_nothing),
		TEST(a_grid_of_commands__passes_exactly_what_is_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
