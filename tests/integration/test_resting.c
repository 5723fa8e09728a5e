/* test_resting.c - places rest and people are yielded to, judged over whole sessions on what the tissue
 * feels. */
#include "closed_loop.h"

#define TENSE 0.05 /* of the tension that there will be */

static struct closed_loop loop;

/* By the tissue's own clock: what has been pressed here since the place last had its rest. */
struct pressed {
	double soft_s;
	double hard_s;
	double under_s;
	double most_soft_s;
	double most_hard_s;
	bool rested_by_dwell;
};

static struct pressed felt[HEADS_MAX];

static void feel(void)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		struct pressed *at = &felt[i];
		double force_n = loop.heads[i].tissue_n;

		at->under_s = force_n < RELEASED_N ? at->under_s + loop.dt_s : 0.0;
		if (at->under_s >= DWELL_REFILL_S) {
			at->soft_s = 0.0;
			at->hard_s = 0.0;
		}
		at->soft_s += force_n > DWELL_N ? loop.dt_s : 0.0;
		at->hard_s += force_n > DWELL_HARD_N ? loop.dt_s : 0.0;
		at->most_soft_s = at->soft_s > at->most_soft_s ? at->soft_s : at->most_soft_s;
		at->most_hard_s = at->hard_s > at->most_hard_s ? at->hard_s : at->most_hard_s;
		at->rested_by_dwell |= loop.shown.heads[i].limited_by == LIMIT_DWELL;
	}
}

static void work(double seconds)
{
	for (int k = 0; k < (int)(seconds / loop.dt_s); k++) {
		/* hands breathe before a budget is spent; what holds where they do not is judged here */
		loop.pipeline.player.breather = (struct breather){0};
		closed_loop_tick(&loop);
		feel();
	}
}

/* Circles that hardly move on, over one region: the longest press there is. */
static void begin(const char *rig, double force_n)
{
	struct technique *technique = &loop.techniques[0];

	memset(felt, 0, sizeof(felt));
	closed_loop_open(&loop, rig, "nominal", 11);
	*technique = (struct technique){
		.name = "circles", .title = "Circles", .needs_ceiling_n = 10.0, .stroke_count = 1};
	technique->strokes[0] = (struct stroke){
		.kind = STROKE_FRICTION,
		.share = 1.0,
		.hands = 2,
		.from = REGION_UPPER_BACK,
		.to = REGION_UPPER_BACK,
		.force_min_n = force_n,
		.force_max_n = force_n,
		.footprint_m = 0.30,
		.speed_m_s = 0.002,
		.speed_min_m_s = 0.002,
		.speed_max_m_s = 0.01,
		.rate_hz = 1.0,
		.rate_min_hz = 0.5,
		.rate_max_hz = 1.5,
		.radius_m = 0.02,
	};
	loop.technique_count = 1;
	loop.command.technique = 0;
	loop.command.intensity = 1.0;
	loop.command.duration_s = SESSION_MAX_S;
	patient_calm(&loop.patient);
	pipeline_init(&loop.pipeline, &loop.rig, loop.techniques, 1);
	loop.pipeline.proves_nothing = true;
	sim_init(&loop.sim, &loop.rig, &loop.patient, 11, S_NS);
}

static void check_budgets(double soft_reached_s, double hard_reached_s)
{
	double most_soft_s = 0.0;
	double most_hard_s = 0.0;
	int rested = 0;

	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(felt[i].most_soft_s, DWELL_S);
		assert_at_most(felt[i].most_hard_s, DWELL_HARD_S);
		most_soft_s = felt[i].most_soft_s > most_soft_s ? felt[i].most_soft_s : most_soft_s;
		most_hard_s = felt[i].most_hard_s > most_hard_s ? felt[i].most_hard_s : most_hard_s;
		rested += felt[i].rested_by_dwell;
		assert_at_most(loop.heads[i].rise_n, SLEW_RISE_N_S * loop.dt_s + 1e-6);
		assert_at_most(loop.heads[i].fall_n, SLEW_FALL_N_S * loop.dt_s + 1e-6);
	}
	assert_at_least(most_soft_s, soft_reached_s);
	assert_at_least(most_hard_s, hard_reached_s);
	assert_true(rested >= 2);
}

static void a_light_hand_that_never_moves_on__rests_after_300_s(void **state)
{
	const char *const rigs[] = {"sim-4", "sim-16", "sim-4-velocity"};

	(void)state;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		begin(rigs[k], 20.0);
		closed_loop_start(&loop);
		work(700.0); /* spent, rested and well on the way again */
		assert_int_equal(loop.shown.state, STATE_RUNNING);
		check_budgets(DWELL_S - 5.0, 0.0);
	}
}

static void a_heavy_hand__rests_after_60_s(void **state)
{
	(void)state;
	begin("sim-4", 60.0);
	closed_loop_start(&loop);
	work(300.0);
	assert_int_equal(loop.shown.state, STATE_RUNNING);
	check_budgets(60.0, 20.0);
}

/* Paused, stopped, started and restarted as fast as can be: the tissue's own count still holds. */
static void stopping_and_starting__gives_no_place_more_time(void **state)
{
	static struct memory memory;

	(void)state;
	begin("sim-4", 20.0);
	closed_loop_start(&loop);
	for (int round = 0; round < 20; round++) {
		work(30.0);
		if (round % 3 == 0) {
			loop.command.presses.pause++;
			work(1.5);
			loop.command.presses.resume++;
			work(0.1);
		} else if (round % 3 == 1) {
			loop.command.presses.stop++;
			work(0.6);
			loop.command.presses.arm++;
			work(0.01);
			loop.command.presses.start++;
			work(0.01);
		} else {
			pipeline_remember(&loop.pipeline, &memory, loop.frame.t_ns);
			pipeline_init(&loop.pipeline, &loop.rig, loop.techniques, 1);
			loop.pipeline.proves_nothing = true;
			pipeline_recall(&loop.pipeline, &memory, loop.frame.t_ns);
			loop.command.presses = (struct presses){0};
			work(1.0);
			loop.command.presses.arm++;
			work(0.01);
			loop.command.presses.start++;
			work(0.01);
		}
		assert_int_equal(loop.shown.state, STATE_RUNNING);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(felt[i].most_soft_s, DWELL_S);
	}
	assert_true(felt[0].rested_by_dwell && felt[0].most_soft_s > DWELL_S - 5.0);
}

/* Some muscle of the person, still or already. */
static bool is_tense(void)
{
	for (int r = 0; r < REGION_COUNT; r++) {
		if (loop.sim.person.stretches[r].guard > TENSE) {
			return true;
		}
	}
	return false;
}

/* Times heads backed off in a session, and of those the ones without any event. */
static void back_offs(const char *patient, uint64_t seed, double seconds, int *all, int *unprovoked)
{
	uint32_t seen = 0;

	closed_loop_open(&loop, "sim-16", patient, seed);
	loop.command.intensity = 1.0;
	loop.command.duration_s = seconds + 60.0;
	closed_loop_start(&loop);
	*all = 0;
	*unprovoked = 0;
	for (int k = 0; k < (int)(seconds / loop.dt_s); k++) {
		int fresh;

		assert_int_equal(closed_loop_tick(&loop), STATE_RUNNING);
		fresh = (int)(loop.pipeline.guard.times - seen);
		seen = loop.pipeline.guard.times;
		*all += fresh;
		*unprovoked += sim_is_in_event(&loop.sim) || is_tense() ? 0 : fresh;
	}
}

static void a_person_who_tenses__is_yielded_to_and_nobody_else(void **state)
{
	const char *const quiet[] = {"nominal", "soft"};
	const int people = SLOW_BUILD ? 1 : 8; /* one alone tenses as chance has it */
	int yielded = 0;
	int all;
	int unprovoked;

	(void)state;
	for (int k = 0; k < people; k++) {
		back_offs("guarder", (uint64_t)k + 1, 240.0, &all, &unprovoked);
		assert_int_equal(unprovoked, 0);
		yielded += all;
	}
	print_message("yielded to who tenses %d times in %d sessions\n", yielded, people);
	assert_true(yielded >= (SLOW_BUILD ? 6 : 80));
	for (int k = 0; k < (SLOW_BUILD ? 1 : 2); k++) {
		back_offs(quiet[k], 1, 240.0, &all, &unprovoked);
		assert_int_equal(unprovoked, 0);
	}
}

/* Heads that obey to the letter, as targets are computed with: every technique there is. */
static void heads_that_obey__never_back_off_or_rest(void **state)
{
	(void)state;
	closed_loop_open(&loop, "sim-16", "nominal", 1);
	loop.command.intensity = 1.0;
	loop.command.duration_s = SESSION_MIN_S;
	for (int i = 0; i < loop.rig.head_count; i++) {
		loop.rig.heads[i].sensor.air.rate_hz =
			0.0; /* no air follows its orders to the letter */
		loop.rig.heads[i].sensor.noise_n = 0.0; /* and here no sensor has noise to show */
		loop.rig.heads[i].sensor.position.noise_m = 0.0;
	}
	for (int technique = 0; technique < loop.technique_count; technique++) {
		double most_n = 0.0;

		pipeline_init(&loop.pipeline, &loop.rig, loop.techniques, loop.technique_count);
		loop.pipeline.proves_nothing = true;
		memset(&loop.command.presses, 0, sizeof(loop.command.presses));
		memset(&loop.frame, 0, sizeof(loop.frame));
		loop.command.technique = technique;
		loop.frame.stop_loop_closed = true;
		loop.frame.head_count = loop.rig.head_count;
		for (int64_t k = 1; k < 70000; k++) {
			loop.frame.t_ns = k * MS_NS;
			for (int i = 0; i < loop.rig.head_count; i++) {
				double force_n = loop.pipeline.setpoint.heads[i].now_n;
				struct head_frame *head = &loop.frame.heads[i];

				most_n = force_n > most_n ? force_n : most_n;
				head->force_n = (struct sample){force_n, k * MS_NS, SAMPLE_OK};
				head->position_m = (struct sample){0.015 + force_n / 2500.0,
								   k * MS_NS, SAMPLE_OK};
				head->surface_c = (struct sample){40.0, k * MS_NS, SAMPLE_OK};
			}
			loop.command.presses.arm = k >= 1000;
			loop.command.presses.start = k >= 1010;
			pipeline_step(&loop.pipeline, &loop.actuation, &loop.shown, &loop.frame,
				      &loop.command, loop.dt_s);
		}
		assert_int_equal(loop.pipeline.guard.times, 0);
		if (fit_allows(&loop.pipeline.fit, technique)) {
			assert_at_least(most_n, 10.0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_light_hand_that_never_moves_on__rests_after_300_s),
		cmocka_unit_test(a_heavy_hand__rests_after_60_s),
		cmocka_unit_test(stopping_and_starting__gives_no_place_more_time),
		cmocka_unit_test(a_person_who_tenses__is_yielded_to_and_nobody_else),
		cmocka_unit_test(heads_that_obey__never_back_off_or_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
