/* test_coarse.c - an hour of pressing on sensors that repeat themselves without being stuck: none is named. */
#include "integration/coarse.h"

#define SESSION_S 240.0
#define SESSIONS  (SLOW_BUILD ? 1 : 16)

static struct closed_loop loop;

/* The k-th of those that can be done without a heater and without places. */
static void choose(int k)
{
	int technique = -1;

	for (int left = k; left >= 0;) {
		technique = (technique + 1) % loop.technique_count;
		left -= loop.shown.unfit[technique] == FIT;
	}
	loop.command.technique = technique;
}

static void an_hour_on_coarse_converters__takes_none_for_stuck(void **state)
{
	static const char *const patients[] = {"nominal", "soft",    "stiff",   "bony",
					       "cougher", "guarder", "thin_old"};
	static const double noises[] = {0.0, 0.6, 0.51, 0.3}; /* of a step; 0: as the file says */
	double running_s = 0.0;

	(void)state;
	for (int k = 0; k < SESSIONS; k++) {
		coarse_open(&loop, patients[k % 7], noises[k % 4], (uint64_t)k + 1);
		loop.command.intensity = 0.2 + 0.2 * (k % 5);
		closed_loop_until(&loop, STATE_IDLE, 3.0);
		choose(k);
		for (int n = 0; n < (int)(SESSION_S / loop.dt_s); n++) {
			if (closed_loop_tick(&loop) == STATE_FAULT) {
				fail_msg("%s, %.2f, %s: %s of head %d after %.1f s",
					 patients[k % 7], noises[k % 4],
					 loop.techniques[loop.command.technique].name,
					 condition_words(loop.shown.cause)->name,
					 loop.shown.cause_head + 1, n * loop.dt_s);
			}
			running_s += loop.shown.state == STATE_RUNNING ? loop.dt_s : 0.0;
			loop.command.presses.arm += loop.shown.state == STATE_IDLE;
			loop.command.presses.start += loop.shown.state == STATE_ARMED;
			loop.command.presses.resume += loop.shown.state == STATE_PAUSED;
		}
	}
	assert_at_least(running_s, 0.8 * SESSIONS * SESSION_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_hour_on_coarse_converters__takes_none_for_stuck),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
