/*
 * test_frozen_cell.c - a screw's force cell that shows half, or freezes before it feels anybody, or as soon as
 * it does: no second channel tells, so it must be found before the screw has driven in far, on bone too.
 */
#include "integration/closed_loop.h"

#include <math.h>

#define HEAD    1
#define FOUND_S 0.2 /* 18 samples, and 0.3 mm at the pace at which it comes to somebody */

static struct closed_loop loop;
static struct wish wish;

static enum state tick(double wish_n)
{
	wish = (struct wish){0};
	wish.force_n[HEAD] = wish_n;
	wish.peak_n[HEAD] = wish_n;
	loop.pipeline.given = &wish;
	return closed_loop_tick(&loop);
}

/* Comes down anew on this person, until its cell shows that much, or it goes at all. */
static void come_down(const char *patient, double until_n, uint64_t seed)
{
	closed_loop_open(&loop, "sim-4-velocity", patient, seed);
	sim_set_answers(&loop.sim, false);
	closed_loop_start(&loop);
	for (int k = 0; k < 12000; k++) {
		const bool goes = sim_position_m(&loop.sim, HEAD) > 0.004;

		assert_int_equal(tick(60.0), STATE_RUNNING);
		if (goes && loop.shown.heads[HEAD].force_n >= until_n) {
			return;
		}
	}
	fail_msg("%s is never felt with %.1f N", patient, until_n);
}

static void a_cell_that_freezes_below_2_n__is_found_within_a_fifth_of_a_second(void **state)
{
	static const char *const patients[] = {"nominal", "soft",    "stiff",   "bony",
					       "knotty",  "guarder", "cougher", "thin_old"};
	static const double until_n[] = {-1.0, 0.3, CONTACT_ON_N, 1.2, 1.9};
	double most_s = 0.0;
	double most_n = 0.0;

	(void)state;
	for (int p = 0; p < 8; p++) {
		for (int k = 0; k < 5; k++) {
			double found_s = 0.0;
			double bound_n;

			come_down(patients[p], until_n[k], (uint64_t)(5 * p + k + 1));
			closed_loop_order(&loop, FAULT_STUCK, HEAD + 1);
			closed_loop_forget(&loop);
			bound_n = loop.rig.heads[HEAD].ceiling_n + FORCE_OVER_CEILING_N;
			while (tick(60.0) != STATE_FAULT && found_s < 5.0) {
				found_s += loop.dt_s;
			}
			if (loop.shown.cause != COND_SENSOR_STUCK || !(found_s <= FOUND_S) ||
			    !(loop.heads[HEAD].most_n <= bound_n)) {
				fail_msg("%s, frozen at %.1f N: %s after %.3f s, %.1f N felt",
					 patients[p], until_n[k],
					 condition_words(loop.shown.cause)->name, found_s,
					 loop.heads[HEAD].most_n);
			}
			most_s = found_s > most_s ? found_s : most_s;
			most_n =
				loop.heads[HEAD].most_n > most_n ? loop.heads[HEAD].most_n : most_n;
		}
	}
	print_message("# found within %.0f ms, %.1f N felt at most\n", most_s * 1e3, most_n);
	assert_at_least(most_n, 2.0); /* it did come to somebody */
}

/*
 * No second channel tells that a screw's cell shows half of what is felt: so it presses twice what it is to,
 * up to the thrust at which it stalls and what breath adds. That is within the region's cap, or the file is
 * refused.
 */
static void a_cell_that_shows_half__leads_to_no_more_than_a_region_bears(void **state)
{
	static const char *const patients[] = {"nominal", "stiff", "bony"};
	double most_n = 0.0;

	(void)state;
	for (int p = 0; p < 3; p++) {
		come_down(patients[p], 10.0, (uint64_t)(p + 1));
		closed_loop_order(&loop, FAULT_WRONG, HEAD + 1);
		loop.order.fault_magnitude = 0.5;
		closed_loop_forget(&loop);
		for (int k = 0; k < 8000; k++) {
			tick(80.0);
		}
		assert_at_most(loop.heads[HEAD].most_n, MECHANICAL_CAP_N);
		most_n = fmax(most_n, loop.heads[HEAD].most_n);
	}
	print_message("# %.1f N felt at most\n", most_n);
	assert_at_least(most_n, 100.0); /* it did come to twice */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_cell_that_freezes_below_2_n__is_found_within_a_fifth_of_a_second),
		cmocka_unit_test(a_cell_that_shows_half__leads_to_no_more_than_a_region_bears),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
