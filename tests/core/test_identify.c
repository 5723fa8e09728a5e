/* test_identify.c - what steps and ramps tell of a regulator and a piston, from traces made by hand. */
#include "core/bench_rig.h"

#include "core/learn/air_fit.h"
#include "core/learn/piston_fit.h"

#define FROM_PA 30000.0
#define TO_PA   60000.0
#define REST_S  0.10
#define LONG_S  1.5

static struct trace trace;

/* A regulator of that dead time and lag, whose sensor reads every_ticks, with noise. */
struct regulator {
	double dt_s;
	double dead_s;
	double lag_s;
	double gain;
	double offset_pa;
	double noise_pa;
	int every_ticks;
};

static const struct regulator plain = {
	.dt_s = TICK_S, .dead_s = 0.023, .lag_s = 0.12, .gain = 1.0, .every_ticks = 1};

static void add(int64_t t_ns, double order_pa, double pressure_pa, double force_n, bool fresh)
{
	static struct head_frame frame;

	if (fresh) {
		frame.pressure_pa = (struct sample){pressure_pa, t_ns, SAMPLE_OK};
		frame.force_n = (struct sample){force_n, t_ns, SAMPLE_OK};
	}
	assert_true(trace_add(&trace, &frame, order_pa));
}

static double order_at(double t_s)
{
	return t_s < REST_S ? FROM_PA : TO_PA;
}

static void record_step(const struct regulator *regulator)
{
	struct dice dice = {77};
	double pressure_pa = FROM_PA;
	double keep = exp(-regulator->dt_s / regulator->lag_s);

	trace_begin(&trace, regulator->dt_s, S_NS);
	for (int k = 0; k < (int)(LONG_S / regulator->dt_s); k++) {
		double t_s = k * regulator->dt_s;
		double noise_pa = regulator->noise_pa * dice_between(&dice, -1.7, 1.7);

		add(S_NS + (int64_t)(t_s * 1e9), order_at(t_s),
		    regulator->offset_pa + regulator->gain * pressure_pa + noise_pa, 0.0,
		    k % regulator->every_ticks == 0);
		pressure_pa = order_at(t_s - regulator->dead_s) +
			      keep * (pressure_pa - order_at(t_s - regulator->dead_s));
	}
}

static bool fits(struct air_fit *fit)
{
	return air_fit(fit, &trace, 0.05, LONG_S);
}

static void dead_time_and_lag__are_found_exactly_without_noise(void **state)
{
	struct air_fit fit;

	(void)state;
	record_step(&plain);
	assert_true(fits(&fit));
	assert_near(fit.dead_s, plain.dead_s, 1e-4);
	assert_near(fit.lag_s, plain.lag_s, 1e-4);
}

static void noise_offset_and_a_slow_sensor__cost_little(void **state)
{
	struct air_fit fit;

	(void)state;
	for (int every = 1; every <= 10; every += 3) {
		struct regulator regulator = plain;

		regulator.noise_pa = 100.0;
		regulator.offset_pa = 700.0;
		regulator.every_ticks = every;
		record_step(&regulator);
		assert_true(fits(&fit));
		assert_near(fit.dead_s, plain.dead_s, 1e-3);
		assert_near(fit.lag_s, plain.lag_s, 2e-3);
	}
}

static void lags_of_every_length__are_found(void **state)
{
	struct air_fit fit;

	(void)state;
	for (double lag_s = 0.02; lag_s < 0.4; lag_s *= 1.5) {
		struct regulator regulator = plain;

		regulator.lag_s = lag_s;
		regulator.dead_s = 0.4 * lag_s;
		regulator.noise_pa = 50.0;
		record_step(&regulator);
		assert_true(fits(&fit));
		assert_near(fit.lag_s, lag_s, 0.02 * lag_s);
		assert_near(fit.dead_s, regulator.dead_s, 1e-3 + 0.02 * regulator.dead_s);
	}
}

static void a_loop_of_another_rate__is_no_matter(void **state)
{
	struct air_fit fit;

	(void)state;
	for (int hz = 500; hz <= 2000; hz *= 2) {
		struct regulator regulator = plain;

		regulator.dt_s = 1.0 / hz;
		regulator.dead_s = 0.022;
		record_step(&regulator);
		assert_true(fits(&fit));
		assert_near(fit.dead_s, regulator.dead_s, 5e-4);
		assert_near(fit.lag_s, regulator.lag_s, 5e-4);
	}
}

static void no_pressure_sensor__is_no_answer(void **state)
{
	struct air_fit fit;

	(void)state;
	record_step(&plain);
	trace.pressure_pa.count = 0;
	assert_false(fits(&fit));
}

static void no_step__is_no_answer(void **state)
{
	struct air_fit fit;

	(void)state;
	record_step(&plain);
	assert_false(air_fit(&fit, &trace, 0.5, LONG_S));
	assert_false(air_fit(&fit, &trace, 0.5, 0.5));
	assert_false(air_fit(&fit, &trace, 0.5, 1e6));
}

/* Of a size with noise and the regulator's play. */
static void a_step_too_small_to_tell__is_no_answer(void **state)
{
	struct air_fit fit;

	(void)state;
	record_step(&plain);
	for (int i = 0; i < trace.pressure_pa.count; i++) {
		trace.pressure_pa.value[i] = FROM_PA + 0.1 * (trace.pressure_pa.value[i] - FROM_PA);
	}
	for (int k = 0; k < trace.ticks; k++) {
		trace.order_pa[k] = FROM_PA + 0.1 * (trace.order_pa[k] - FROM_PA);
	}
	assert_false(fits(&fit));
}

static void a_pressure_that_does_not_follow__is_no_answer(void **state)
{
	struct regulator weak = plain;
	struct air_fit fit;

	(void)state;
	weak.gain = 0.5;
	record_step(&weak);
	assert_false(fits(&fit));
	weak.gain = 0.9;
	record_step(&weak);
	assert_true(fits(&fit));

	record_step(&plain);
	for (int i = 0; i < trace.pressure_pa.count; i++) {
		trace.pressure_pa.value[i] = FROM_PA;
	}
	assert_false(fits(&fit));
}

/* A stuck valve that opens late, a swing: nothing of the kind is called a lag. */
static void an_answer_that_is_no_lag__is_no_answer(void **state)
{
	struct air_fit fit;

	(void)state;
	record_step(&plain);
	for (int i = 0; i < trace.pressure_pa.count; i++) {
		trace.pressure_pa.value[i] += 8000.0 * sin(60.0 * trace.pressure_pa.t_s[i]);
	}
	assert_false(fits(&fit));
}

/* ---- piston ---- */

struct piston {
	double spring_n;
	double breakaway_n;
	double sliding_n;
	double drag_n_s_m;
	double pad_n_m;
	int every_ticks; /* of the force sensor */
};

static const struct piston usual = {.spring_n = 11.0,
				    .breakaway_n = 3.3,
				    .sliding_n = 2.4,
				    .drag_n_s_m = 60.0,
				    .pad_n_m = 3000.0,
				    .every_ticks = 1};

static double felt_n;
static int64_t now_ns;

/* Stuck, the pad feels what it felt; sliding, all but spring and friction. */
static void ramp(const struct piston *piston, double *push_n, double to_n, double rate_n_s)
{
	double way = to_n > *push_n ? 1.0 : -1.0;
	double drag_n = rate_n_s / piston->pad_n_m * piston->drag_n_s_m;
	bool slides = false;

	for (int k = 0; way * (to_n - *push_n) > 0.0; k++) {
		*push_n += way * rate_n_s * TICK_S;
		if (!slides && way * (*push_n - felt_n) > piston->breakaway_n) {
			slides = true;
		}
		if (slides) {
			felt_n = *push_n - way * (piston->sliding_n + drag_n);
		}
		add(now_ns, 0.0, (*push_n + piston->spring_n) / BORE_M2, felt_n,
		    k % piston->every_ticks == 0);
		now_ns += MS_NS;
	}
}

static double now_s(void)
{
	return (double)(now_ns - S_NS) * 1e-9;
}

static void record_loop(struct piston_fit *fit, const struct piston *piston)
{
	struct span spans[6];
	double push_n = 2.0;

	felt_n = 3.0;
	now_ns = S_NS;
	trace_begin(&trace, TICK_S, S_NS);
	ramp(piston, &push_n, 20.0, 15.0);
	ramp(piston, &push_n, 1.0, 15.0);
	for (int k = 0; k < 6; k++) {
		static const double rates_n_s[] = {4.0, 15.0, 30.0};

		spans[k].from_s = now_s();
		ramp(piston, &push_n, k % 2 == 0 ? 20.0 : 1.0, rates_n_s[k / 2]);
		spans[k].to_s = now_s();
	}
	piston_fit(fit, &trace, BORE_M2, &spans[0], &spans[1], &spans[2], 4);
}

static void spring_and_friction__are_found_from_the_loop(void **state)
{
	struct piston_fit fit;

	(void)state;
	record_loop(&fit, &usual);
	assert_true(fit.holds);
	assert_true(fit.slides);
	assert_near(fit.spring_n, usual.spring_n, 0.05);
	assert_near(fit.sliding_spring_n, usual.spring_n, 0.05);
	assert_near(fit.breakaway_n, usual.breakaway_n, 0.05);
	assert_near(fit.sliding_n, usual.sliding_n, 0.05);
}

static void what_grows_with_speed__is_no_part_of_sliding_friction(void **state)
{
	struct piston thick = usual;
	struct piston_fit fit;

	(void)state;
	thick.drag_n_s_m = 120.0;
	record_loop(&fit, &thick);
	assert_true(fit.slides);
	assert_near(fit.sliding_n, usual.sliding_n, 0.05);
}

static void a_slow_force_sensor__finds_the_same(void **state)
{
	struct piston slow = usual;
	struct piston_fit fit;

	(void)state;
	slow.every_ticks = 12;
	record_loop(&fit, &slow);
	assert_true(fit.holds);
	assert_true(fit.slides);
	assert_near(fit.spring_n, usual.spring_n, 0.1);
	assert_near(fit.breakaway_n, usual.breakaway_n, 0.15);
	assert_near(fit.sliding_n, usual.sliding_n, 0.15);
}

/* So slowly it goes by fits and starts, and what it shows is breakaway again. */
static void ramps_too_slow_to_slide__tell_no_sliding_friction(void **state)
{
	const struct span all = {0.0, 100.0};
	struct span slow[2] = {{0.0, 0.0}, {0.0, 0.0}};
	struct piston_fit fit;
	double push_n = 2.0;

	(void)state;
	felt_n = 3.0;
	now_ns = S_NS;
	trace_begin(&trace, TICK_S, S_NS);
	for (int k = 0; k < 2; k++) {
		slow[k].from_s = now_s();
		ramp(&usual, &push_n, k == 0 ? 20.0 : 1.0, 5.0);
		slow[k].to_s = now_s();
	}
	piston_fit(&fit, &trace, BORE_M2, &all, &all, slow, 2);
	assert_true(fit.holds);
	assert_false(fit.slides);
}

static void a_pad_too_hard_to_slide_on__tells_no_sliding_friction(void **state)
{
	struct piston stuck = usual;
	struct piston_fit fit;

	(void)state;
	stuck.breakaway_n = 30.0;
	record_loop(&fit, &stuck);
	assert_false(fit.slides);
}

static void without_force_or_pressure__nothing_is_found(void **state)
{
	const struct span span = {0.0, 1.0};
	struct piston_fit fit;

	(void)state;
	record_loop(&fit, &usual);
	trace.force_n.count = 0;
	piston_fit(&fit, &trace, BORE_M2, &span, &span, &span, 1);
	assert_false(fit.holds || fit.slides);

	record_loop(&fit, &usual);
	trace.pressure_pa.count = 0;
	piston_fit(&fit, &trace, BORE_M2, &span, &span, &span, 1);
	assert_false(fit.holds || fit.slides);
}

static void samples_that_are_none__are_not_taken(void **state)
{
	struct head_frame frame = {.pressure_pa = {NOT_A_N, S_NS, SAMPLE_OK},
				   .force_n = {5.0, S_NS, SAMPLE_BAD}};

	(void)state;
	trace_begin(&trace, TICK_S, S_NS);
	trace_add(&trace, &frame, 0.0);
	frame.pressure_pa = (struct sample){5.0, S_NS - 1, SAMPLE_OK}; /* of before */
	frame.force_n = (struct sample){5.0, S_NS, SAMPLE_OK};
	trace_add(&trace, &frame, 0.0);
	trace_add(&trace, &frame, 0.0); /* the same again */
	assert_int_equal(trace.pressure_pa.count, 0);
	assert_int_equal(trace.force_n.count, 1);
}

static void a_full_trace__takes_no_more(void **state)
{
	const struct head_frame frame = {0};

	(void)state;
	trace_begin(&trace, TICK_S, S_NS);
	trace.ticks = TRACE_TICKS - 1;
	assert_true(trace_add(&trace, &frame, 0.0));
	assert_false(trace_add(&trace, &frame, 0.0));
	assert_int_equal(trace.ticks, TRACE_TICKS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dead_time_and_lag__are_found_exactly_without_noise),
		cmocka_unit_test(noise_offset_and_a_slow_sensor__cost_little),
		cmocka_unit_test(lags_of_every_length__are_found),
		cmocka_unit_test(a_loop_of_another_rate__is_no_matter),
		cmocka_unit_test(no_pressure_sensor__is_no_answer),
		cmocka_unit_test(no_step__is_no_answer),
		cmocka_unit_test(a_step_too_small_to_tell__is_no_answer),
		cmocka_unit_test(a_pressure_that_does_not_follow__is_no_answer),
		cmocka_unit_test(an_answer_that_is_no_lag__is_no_answer),
		cmocka_unit_test(spring_and_friction__are_found_from_the_loop),
		cmocka_unit_test(what_grows_with_speed__is_no_part_of_sliding_friction),
		cmocka_unit_test(a_slow_force_sensor__finds_the_same),
		cmocka_unit_test(ramps_too_slow_to_slide__tell_no_sliding_friction),
		cmocka_unit_test(a_pad_too_hard_to_slide_on__tells_no_sliding_friction),
		cmocka_unit_test(without_force_or_pressure__nothing_is_found),
		cmocka_unit_test(samples_that_are_none__are_not_taken),
		cmocka_unit_test(a_full_trace__takes_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
