/* test_sensor_cell.c - the converters behind a load cell: steps, rail, drift, lost bits, lateness. */
#include "sim/one_rig.h"

#define PERIOD_NS  12500000
#define LATENCY_NS 25000000
#define HOUR_S     3600

static const struct sensor_spec hx711 = {
	.driver = DRIVER_SIM,
	.rate_hz = 80.0,
	.latency_s = 0.025,
	.noise_n = 0.004,
	.range_n = 490.0,
	.quantum_n = 5.84e-5,
	.drift_n_h = 0.2,
	.slip_share = 0.02,
};
static struct load_cell cell;
static struct sample shown;
static struct noise noise;

static void open_cell(const struct sensor_spec *spec, uint64_t seed)
{
	shown = (struct sample){.state = SAMPLE_NEVER};
	noise.state = seed;
	load_cell_init(&cell, spec, 0, 0.0, &noise);
}

static void samples__come_at_their_rate_and_late_by_their_latency(void **state)
{
	struct sensor_spec spec = hx711;
	int64_t before_ns = 0;
	int samples = 0;

	(void)state;
	spec.slip_share = 0.0;
	open_cell(&spec, 1);
	for (int64_t t_ns = 0; t_ns <= 10 * (int64_t)1000000000; t_ns += 500000) {
		load_cell_take(&cell, &shown, 20.0, t_ns, &noise);
		if (shown.t_ns != before_ns) {
			assert_int_equal(shown.t_ns - before_ns, PERIOD_NS);
			assert_int_equal(t_ns - shown.t_ns, LATENCY_NS);
			before_ns = shown.t_ns;
			samples++;
		}
	}
	assert_in_range(samples, 797, 800);
}

static void values__come_in_whole_steps(void **state)
{
	static const double quanta_n[] = {5.84e-5, 0.015, 0.5};

	(void)state;
	for (size_t q = 0; q < sizeof(quanta_n) / sizeof(quanta_n[0]); q++) {
		struct sensor_spec spec = {.rate_hz = 1000.0, .range_n = 490.0};
		double force_n = -80.0;

		spec.quantum_n = quanta_n[q];
		open_cell(&spec, 1);
		for (int64_t t_ns = 0; force_n < 80.0; t_ns += 1000000, force_n += 0.0137) {
			double steps;

			load_cell_take(&cell, &shown, force_n, t_ns, &noise);
			steps = shown.value / quanta_n[q];
			assert_near(steps, round(steps), 1e-6);
			assert_near(shown.value, force_n, 0.5001 * quanta_n[q]);
		}
	}
}

static void beyond_its_range__it_says_so(void **state)
{
	struct sensor_spec spec = {.rate_hz = 1000.0, .range_n = 490.0};

	(void)state;
	open_cell(&spec, 1);
	load_cell_take(&cell, &shown, 489.0, 0, &noise);
	assert_int_equal(shown.state, SAMPLE_OK);
	load_cell_take(&cell, &shown, 491.0, 1000000, &noise);
	assert_int_equal(shown.state, SAMPLE_BAD);
	assert_near(shown.value, 490.0, 0.0);
	load_cell_take(&cell, &shown, -1e9, 2000000, &noise);
	assert_int_equal(shown.state, SAMPLE_BAD);
	assert_near(shown.value, -490.0, 0.0);
	load_cell_take(&cell, &shown, 0.0, 3000000, &noise);
	assert_int_equal(shown.state, SAMPLE_OK);
}

/* An hour of standing still: mean of the last minute, rms around it, share that went missing. */
static void an_hour_at_rest__shows_drift_noise_and_slips(void **state)
{
	int ways[2] = {0, 0};

	(void)state;
	for (uint64_t seed = 1; seed <= 8; seed++) {
		int64_t before_ns = -1;
		double sum_n = 0.0;
		double square_n2 = 0.0;
		int samples = 0;
		int all = 0;

		open_cell(&hx711, seed);
		for (int64_t t_ns = 0; t_ns < HOUR_S * (int64_t)1000000000; t_ns += PERIOD_NS / 5) {
			load_cell_take(&cell, &shown, 10.0, t_ns, &noise);
			if (shown.t_ns == before_ns || shown.state == SAMPLE_NEVER) {
				continue;
			}
			before_ns = shown.t_ns;
			all++;
			if (t_ns > (HOUR_S - 60) * (int64_t)1000000000) {
				sum_n += shown.value - 10.0;
				square_n2 += (shown.value - 10.0) * (shown.value - 10.0);
				samples++;
			}
		}
		sum_n /= samples;
		assert_near(fabs(sum_n), 0.2, 0.004);
		ways[sum_n > 0.0]++;
		assert_near(sqrt(square_n2 / samples - sum_n * sum_n), 0.0041, 0.0004);
		assert_in_range(all + (int)cell.slips, 80 * HOUR_S - 3, 80 * HOUR_S);
		assert_near(cell.slips / (80.0 * HOUR_S), 0.02, 0.002);
	}
	assert_true(ways[0] > 0 && ways[1] > 0);
}

/* What is lost is lost: nobody sees an old value with a new time. */
static void a_slipped_read__is_a_gap(void **state)
{
	struct sensor_spec spec = {.rate_hz = 80.0, .range_n = 490.0, .slip_share = 0.05};
	int64_t before_ns = 0;
	int gaps = 0;

	(void)state;
	open_cell(&spec, 3);
	for (int64_t t_ns = 0; t_ns < 60 * (int64_t)1000000000; t_ns += PERIOD_NS / 5) {
		load_cell_take(&cell, &shown, (double)t_ns * 1e-9, t_ns, &noise);
		assert_near(shown.value, (double)shown.t_ns * 1e-9, 1e-9);
		gaps += shown.t_ns - before_ns > PERIOD_NS;
		before_ns = shown.t_ns;
	}
	assert_true(gaps > 100 && gaps <= (int)cell.slips);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples__come_at_their_rate_and_late_by_their_latency),
		cmocka_unit_test(values__come_in_whole_steps),
		cmocka_unit_test(beyond_its_range__it_says_so),
		cmocka_unit_test(an_hour_at_rest__shows_drift_noise_and_slips),
		cmocka_unit_test(a_slipped_read__is_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
