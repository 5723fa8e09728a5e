/* test_learned_rig.c - what was learned is for control, and limits stay with the rig file. */
#include "core/bench_rig.h"

#include "core/learn/learned_rig.h"
#include "core/pipeline.h"

struct fixture {
	struct rig file;
	struct rig rig;
	struct learned learned;
	struct pipeline pipeline;
	struct pipeline plain;
};

static struct fixture f;

static void learn(int head, enum learned_kind kind, double value)
{
	f.learned.heads[head].of[kind] = (struct learned_value){.known = true, .value = value};
}

static int set_up(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	bench_rig(&f.file, 4);
	for (int i = 0; i < 4; i++) {
		f.file.heads[i].actuator.friction = (struct friction_spec){3.0, 0.75, 0.001, 60.0};
	}
	f.learned.head_count = 4;
	return 0;
}

static const struct technique technique = {
	.name = "any",
	.needs_ceiling_n = 1.0,
	.stroke_count = 1,
	.strokes = {{.kind = STROKE_EFFLEURAGE,
		     .share = 1.0,
		     .hands = 1,
		     .from = REGION_HIPS,
		     .to = REGION_HIPS,
		     .force_min_n = 1.0,
		     .force_max_n = 1.0,
		     .footprint_m = 0.05,
		     .speed_m_s = 0.01,
		     .speed_min_m_s = 0.01,
		     .speed_max_m_s = 0.01}},
};

static void learn_into_pipeline(void)
{
	learned_rig(&f.rig, &f.file, &f.learned);
	pipeline_init(&f.plain, &f.file, &technique, 1);
	pipeline_init(&f.pipeline, &f.file, &technique, 1);
	pipeline_learn(&f.pipeline, &f.file, &f.rig);
}

static void known_values__take_the_place_of_the_files(void **state)
{
	const struct actuator_spec *head = &f.rig.heads[1].actuator;

	(void)state;
	learn(1, LEARNED_DEAD, 0.03);
	learn(1, LEARNED_LAG, 0.2);
	learn(1, LEARNED_VENT_LAG, 0.25);
	learn(1, LEARNED_SPRING, 12.0);
	learn(1, LEARNED_BREAKAWAY, 4.0);
	learn(1, LEARNED_SLIDING, 2.0);
	learned_rig(&f.rig, &f.file, &f.learned);
	assert_near(head->dead_s, 0.03, 0.0);
	assert_near(head->lag_s, 0.2, 0.0);
	assert_near(head->vent_lag_s, 0.25, 0.0);
	assert_near(head->release.spring_n, 12.0, 0.0);
	assert_near(head->friction.breakaway_n, 4.0, 0.0);
	assert_near(head->friction.coulomb_share, 0.5, 1e-12);
}

static void unknown_values__leave_the_files(void **state)
{
	(void)state;
	learn(2, LEARNED_LAG, 0.2);
	learned_rig(&f.rig, &f.file, &f.learned);
	assert_near(f.rig.heads[2].actuator.lag_s, 0.2, 0.0);
	f.rig.heads[2].actuator.lag_s = f.file.heads[2].actuator.lag_s;
	assert_memory_equal(&f.rig, &f.file, sizeof(f.rig));
}

static void sliding_above_breakaway__is_a_share_of_one(void **state)
{
	(void)state;
	learn(0, LEARNED_BREAKAWAY, 2.0);
	learn(0, LEARNED_SLIDING, 2.1);
	learn(1, LEARNED_BREAKAWAY, 0.1);
	learn(1, LEARNED_SLIDING, 0.0);
	learned_rig(&f.rig, &f.file, &f.learned);
	assert_near(f.rig.heads[0].actuator.friction.coulomb_share, 1.0, 0.0);
	assert_near(f.rig.heads[1].actuator.friction.coulomb_share, 0.75, 0.0);
}

static void a_head_that_would_stay_on_the_person__keeps_its_file(void **state)
{
	(void)state;
	learn(0, LEARNED_SPRING, 7.9);
	learn(0, LEARNED_BREAKAWAY, 4.0);
	learn(1, LEARNED_SPRING, 8.0);
	learn(1, LEARNED_BREAKAWAY, 4.0);
	learned_rig(&f.rig, &f.file, &f.learned);
	assert_false(learned_is_sound(&f.learned.heads[0], &f.file.heads[0].actuator));
	assert_true(learned_is_sound(&f.learned.heads[1], &f.file.heads[1].actuator));
	assert_near(f.rig.heads[0].actuator.release.spring_n, SPRING_N, 0.0);
	assert_near(f.rig.heads[1].actuator.release.spring_n, 8.0, 0.0);
}

static void values_beyond_belief__keep_the_file(void **state)
{
	static const double wild[] = {-1.0, 1e9, NOT_A_N, ENDLESS};

	(void)state;
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		for (int k = 0; k < 4; k++) {
			set_up(NULL);
			learn(0, (enum learned_kind)kind, wild[k]);
			learned_rig(&f.rig, &f.file, &f.learned);
			assert_memory_equal(&f.rig, &f.file, sizeof(f.rig));
		}
	}
}

static void limits__stay_with_the_file(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		learn(i, LEARNED_DEAD, 0.035);
		learn(i, LEARNED_SPRING, 13.0);
		learn(i, LEARNED_BREAKAWAY, 5.0);
	}
	learn_into_pipeline();
	assert_memory_equal(&f.pipeline.gate, &f.plain.gate, sizeof(f.plain.gate));
	assert_memory_equal(&f.pipeline.guard, &f.plain.guard, sizeof(f.plain.guard));
	assert_memory_equal(&f.pipeline.ceilings, &f.plain.ceilings, sizeof(f.plain.ceilings));
	assert_near(f.pipeline.control.pressure.heads[0].spring_n, 13.0, 0.0);
	assert_int_equal(f.pipeline.override.heads[0].preview_ticks,
			 f.plain.override.heads[0].preview_ticks + 15);
}

/* The most that control asks of a head anywhere is inside of what the gate lets through. */
static void commands_with_a_stronger_spring__stay_inside_the_gate(void **state)
{
	(void)state;
	for (double spring_n = 7.0; spring_n <= 13.0; spring_n += 1.0) {
		set_up(NULL);
		learn(0, LEARNED_SPRING, spring_n);
		learn_into_pipeline();
		const struct pressure_head *head = &f.pipeline.control.pressure.heads[0];
		double most_pa = (head->most_n + head->spring_n) / BORE_M2;

		assert_at_most(most_pa, f.pipeline.gate.heads[0].most_pa);
	}
}

/* Not even where much is missing at the ceiling and the integral has run full. */
static void orders_at_the_ceiling__stay_inside_the_gate(void **state)
{
	static struct setpoint setpoint;
	static struct belief belief;
	static struct actuation out;
	static struct actuation last;
	const double ceiling_n = 40.0;
	double most_n = 0.0;

	(void)state;
	learn(0, LEARNED_SPRING, 13.0);
	learn_into_pipeline();
	setpoint.heads[0] = (struct head_setpoint){.now_n = ceiling_n,
						   .at_sample_n = ceiling_n,
						   .ahead_n = ceiling_n,
						   .ceiling_n = ceiling_n};
	belief.heads[0] = (struct head_belief){.input = INPUT_LIVE,
					       .contact = true,
					       .contact_sure = true,
					       .pressure_known = true,
					       .force_n = 5.0};
	for (int k = 0; k < 20000; k++) {
		double push_n;

		control_step(&f.pipeline.control, &out, &setpoint, &belief, &last);
		push_n = out.heads[0].pressure_pa * BORE_M2 - SPRING_N;
		most_n = push_n > most_n ? push_n : most_n;
		belief.heads[0].pressure_pa = out.heads[0].pressure_pa;
		last = out;
	}
	assert_at_most(most_n, ceiling_n + COMMAND_OVER_CEILING_N);
	assert_at_least(most_n, ceiling_n + 0.9 * COMMAND_OVER_CEILING_N); /* it was asked for */
}

static void a_rig_of_other_heads__is_not_learned(void **state)
{
	(void)state;
	learn(0, LEARNED_LAG, 0.2);
	learned_rig(&f.rig, &f.file, &f.learned);
	f.rig.head_count = 3;
	pipeline_init(&f.plain, &f.file, &technique, 1);
	pipeline_init(&f.pipeline, &f.file, &technique, 1);
	pipeline_learn(&f.pipeline, &f.file, &f.rig);
	assert_memory_equal(&f.pipeline, &f.plain, sizeof(f.plain));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(known_values__take_the_place_of_the_files, set_up),
		cmocka_unit_test_setup(unknown_values__leave_the_files, set_up),
		cmocka_unit_test_setup(sliding_above_breakaway__is_a_share_of_one, set_up),
		cmocka_unit_test_setup(a_head_that_would_stay_on_the_person__keeps_its_file,
				       set_up),
		cmocka_unit_test_setup(values_beyond_belief__keep_the_file, set_up),
		cmocka_unit_test_setup(limits__stay_with_the_file, set_up),
		cmocka_unit_test_setup(commands_with_a_stronger_spring__stay_inside_the_gate,
				       set_up),
		cmocka_unit_test_setup(orders_at_the_ceiling__stay_inside_the_gate, set_up),
		cmocka_unit_test_setup(a_rig_of_other_heads__is_not_learned, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
