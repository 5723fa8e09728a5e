/*
 * test_marks_bending.c - what people and their bodies do meanwhile: everything changed all the time, a muscle
 * that tenses, a client who says that it is too much.
 */
#include "integration/marks.h"

#define STORM_EVERY 10 /* ticks: a hundred changes a second */

static const char *const all[] = {"swedish",       "deep_tissue", "shiatsu",
				  "trigger_point", "myofascial",  "hot_stone"};

#define ALL ((int)(sizeof(all) / sizeof(all[0])))

static uint64_t dice;

static double throw(void)
{
	dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
	return (double)(dice >> 40) / (double)(1ULL << 24);
}

static void change_everything(bool technique_too)
{
	loop.command.intensity = throw();
	loop.command.speed = SPEED_MIN + (SPEED_MAX - SPEED_MIN) * throw();
	loop.command.balance = 2.0 * throw() - 1.0;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		loop.command.focus[r] = throw();
	}
	if (technique_too) {
		loop.command.technique = (int)(throw() * loop.technique_count);
	}
}

static void check_steps(const char *what, double seconds, bool technique_too)
{
	/* a stone lies still with 5 N, and with what intensity comes to, which falls at once; a long hold of 10 N
	 * has the balance that is thrown while it lasts, down to 7.5 N here */
	const double least_n = mark_kind() == STROKE_STILL_HEAT ? 5.0 : 7.0;
	double most_n = 0.0;

	closed_loop_forget(&loop);
	for (int k = 0; k < (int)(seconds / loop.dt_s); k++) {
		if (k % STORM_EVERY == 0) {
			change_everything(technique_too);
		}
		if (closed_loop_tick(&loop) != STATE_RUNNING) {
			fail_msg("%s: %s", what, condition_words(loop.shown.reason)->sentence);
		}
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		const struct loop_head *head = &loop.heads[i];

		most_n = head->most_n > most_n ? head->most_n : most_n;
		if (head->rise_n > SLEW_RISE_N_S * loop.dt_s + 1e-9 ||
		    head->fall_n > SLEW_FALL_N_S * loop.dt_s + 1e-9 ||
		    head->over_n > FORCE_OVER_CEILING_N) /* ceilings jump */ {
			complain(
				"%s, head %d: target rises by %.4f N, falls by %.4f N, %.2f N over "
				"its ceiling",
				what, i + 1, head->rise_n, head->fall_n, head->over_n);
		}
	}
	if (!technique_too && most_n < least_n) { /* it does work meanwhile */
		complain("%s: pressed no more than %.1f N", what, most_n);
	}
	if (loop.trunk_n > SUM_TRUNK_N + 2.0) {
		complain("%s: trunk %.1f N", what, loop.trunk_n);
	}
	judged_excursion(&loop.neck, DWELL_N, "both sides of the neck", what);
}

static void a_storm_of_changes__is_followed_without_a_step(void **state)
{
	(void)state;
	complaints = 0;
	for (int t = 0; t < ALL; t++) {
		dice = 41 + (uint64_t)t;
		marks_open(t % 2 == 0 ? "sim-16" : "sim-8", "nominal", all[t]);
		loop.command.intensity = 1.0;
		closed_loop_start(&loop);
		closed_loop_run(&loop, 200.0); /* warm-up is over */
		check_steps(all[t], SLOW_BUILD ? 20.0 : 60.0, false);
		check_steps("techniques too", SLOW_BUILD ? 5.0 : 20.0, true);
	}
	assert_int_equal(complaints, 0);
}

/* Muscles that tensed under a head that pressed steadily: how often it backed off by itself. */
struct backing {
	int tensed;
	int backed;
};

#define TENSE_N 20.0
#define SOON_S \
	1.5 /* muscles tense in 0.3 s, heads are looked at in turn, letting go takes 0.1 s and more */
#define STEADY_N 1.0
#define PAST     300 /* ticks in which nobody asked for more */

struct watched {
	double past_n[PAST]; /* wanted */
	double since_s;      /* it tensed; below 0: it did not */
	double then_n;
};

static struct watched watched[MARK_HEADS];

static void watch_head(struct backing *backing, int i, bool tenses)
{
	struct watched *head = &watched[i];
	double wanted_n = loop.shown.heads[i].target_n;
	double *past_n = &head->past_n[loop.shown.tick % PAST];
	bool steady = fabs(wanted_n - *past_n) < STEADY_N && wanted_n > TENSE_N;

	*past_n = wanted_n;
	if (head->since_s < 0.0) {
		if (tenses && steady && loop.heads[i].tissue_n > TENSE_N) {
			head->since_s = 0.0;
			head->then_n = wanted_n;
		}
		return;
	}
	head->since_s += loop.dt_s;
	if (loop.shown.heads[i].limited_by == LIMIT_GUARD && wanted_n < 0.85 * head->then_n) {
		backing->backed++;
		backing->tensed++;
		head->since_s = -1.0;
	} else if (head->since_s > SOON_S || wanted_n > head->then_n + 2.0) {
		backing->tensed += head->since_s > SOON_S; /* more was asked for: no telling */
		head->since_s = -1.0;
	}
}

static void watch(struct backing *backing, const char *technique, uint64_t seed)
{
	double guard[REGION_COUNT] = {0};

	for (int i = 0; i < MARK_HEADS; i++) {
		watched[i] = (struct watched){.since_s = -1.0};
	}
	judged_open(&loop, "sim-16", "guarder", technique, seed);
	sim_set_answers(&loop.sim, false);
	loop.command.intensity = 1.0;
	closed_loop_start(&loop);
	while (closed_loop_tick(&loop) == STATE_RUNNING) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			enum region region = loop.rig.heads[i].region;
			double now = loop.sim.person.stretches[region].guard;

			watch_head(backing, i, now > 0.05 && guard[region] <= 0.05);
		}
		for (int r = 0; r < REGION_COUNT; r++) {
			guard[r] = loop.sim.person.stretches[r].guard;
		}
	}
	assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
}

static void a_muscle_that_tenses__makes_the_head_back_off(void **state)
{
	struct backing backing = {0};

	(void)state;
	for (uint64_t seed = 7; seed < (SLOW_BUILD ? 8U : 11U); seed++) {
		watch(&backing, "myofascial", seed);
		print_message("tensed %d times in all, backed off %d times\n", backing.tensed,
			      backing.backed);
	}
	assert_at_least(backing.tensed, SLOW_BUILD ? 1 : 40);
	assert_at_least(backing.backed, 0.95 * backing.tensed);
}

/*
 * Somebody whom it hurts, and who says so when asked: an answer of 4 and more eases what presses, and no
 * place comes back to more; 6 and more ends it.
 */
static int too_much(const char *patient, const char *technique, double intensity)
{
	struct {
		uint32_t answers;
		double eased_s; /* after the answer; below 0: not asked for */
		double felt_n[HEADS_MAX];
		int eased;
	} told = {.eased_s = -1.0};

	judged_open(&loop, "sim-4", patient, technique, 7);
	loop.command.intensity = intensity;
	closed_loop_start(&loop);
	told.answers = loop.frame.comfort_answers;
	while (closed_loop_tick(&loop) == STATE_RUNNING) {
		bool said = loop.frame.comfort_answers != told.answers;

		told.answers = loop.frame.comfort_answers;
		if (said && loop.frame.comfort >= COMFORT_EASES) {
			for (int i = 0; i < loop.rig.head_count; i++) {
				told.felt_n[i] = loop.heads[i].tissue_n;
			}
			told.eased_s = 0.0;
		}
		if (told.eased_s >= 0.0) {
			told.eased_s += loop.dt_s;
		}
		if (told.eased_s > 0.5) {
			for (int i = 0; i < loop.rig.head_count; i++) {
				if (told.felt_n[i] > EASE_LEFT_OUT_N + 1.0) {
					told.eased++;
					assert_at_most(loop.shown.heads[i].ceiling_n,
						       EASE_STEP_SORE * told.felt_n[i] + 1.0);
				}
			}
			told.eased_s = -1.0;
		}
	}
	print_message("%s, %s at %.1f: ended at %.1f s: %s, %d places eased\n", patient, technique,
		      intensity, loop.shown.elapsed_s, condition_words(loop.shown.reason)->sentence,
		      told.eased);
	if (loop.shown.reason == COND_COMFORT) {
		closed_loop_until(&loop, STATE_IDLE, 1.0);
		assert_at_most(closed_loop_most_n(&loop), RELEASED_N);
		loop.shown.reason = COND_COMFORT;
	}
	return told.eased;
}

static void a_client_who_says_too_much__is_eased_or_released(void **state)
{
	int eased = 0;

	(void)state;
	/* gently at first: where it becomes too much it is eased before it is ended, if that does not do */
	for (double intensity = 0.1; intensity < 0.6 && eased == 0; intensity += 0.05) {
		eased = too_much("guarder", "shiatsu", intensity);
		assert_true(loop.shown.reason == COND_SESSION_OVER ||
			    loop.shown.reason == COND_COMFORT);
	}
	assert_true(eased > 0);
	too_much("thin_old", "shiatsu", 0.6); /* cries out */
	assert_int_equal(loop.shown.reason, COND_COMFORT);
	assert_int_equal(too_much("nominal", "swedish", 0.6), 0);
	assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_storm_of_changes__is_followed_without_a_step),
		cmocka_unit_test(a_muscle_that_tenses__makes_the_head_back_off),
		cmocka_unit_test(a_client_who_says_too_much__is_eased_or_released),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
