/*
 * test_marks_searching.c - trigger points: which of the simulated person's own were found, what became of
 * them, and what was taken for one that is none.
 */
#include "integration/marks.h"

#define AT_IT_M    0.02 /* a head this near to a knot is over it */
#define LATE_S     10.0 /* after the knot truly let go */
#define ROUNDS_MAX 64

static struct closed_loop *const at = &loop;

/* What happened to one place that was found. */
struct place {
	bool seen;
	bool knotted;
	double ratio;
	double held_s;      /* now */
	double held_most_s; /* at one go */
	int held;           /* times */
	double pressed_n;   /* most felt under compression */
	enum trigger_state state;
	double let_go_s; /* a knot below it truly released; 0: not yet */
	double ended_s;  /* seen as released */
	bool early;      /* seen as released though nothing let go */
};

static struct place places[HEADS_MAX];
static double now_s;

/* The knot below that head, or -1. */
static int knot_at(int head)
{
	const struct head *place = &at->rig.heads[head];

	for (int k = 0; k < at->patient.knot_count; k++) {
		const struct knot *knot = &at->patient.knots[k];

		if (hypot(knot->x_m - place->x_m, knot->y_m - place->y_m) < AT_IT_M) {
			return k;
		}
	}
	return -1;
}

static void note_release(struct place *place, const struct trigger_view *view)
{
	if (view->state == TRIGGER_RELEASED && place->state != TRIGGER_RELEASED) {
		place->ended_s = now_s;
		place->early = !(place->let_go_s > 0.0);
	}
}

static void note(const struct trigger_view *view)
{
	struct place *place = &places[view->head];
	int knot = knot_at(view->head);
	double felt_n = at->heads[view->head].tissue_n;

	place->seen = true;
	place->knotted = knot >= 0;
	place->ratio = view->ratio;
	if (knot >= 0 && at->sim.person.knots.knots[knot].released && !(place->let_go_s > 0.0)) {
		place->let_go_s = now_s;
	}
	note_release(place, view);
	if (view->state == TRIGGER_HELD) {
		place->held += place->state != TRIGGER_HELD;
		place->held_s = place->state != TRIGGER_HELD ? 0.0 : place->held_s + at->dt_s;
		place->held_most_s =
			place->held_s > place->held_most_s ? place->held_s : place->held_most_s;
		place->pressed_n = felt_n > place->pressed_n ? felt_n : place->pressed_n;
	}
	place->state = view->state;
}

static void balanced_session(const char *rig, const char *patient, uint64_t seed, double intensity,
			     double balance)
{
	char what[96];

	snprintf(what, sizeof(what), "trigger_point on %s, %s, seed %d", rig, patient, (int)seed);
	memset(places, 0, sizeof(places));
	memset(&judge, 0, sizeof(judge));
	judged_open(at, rig, patient, "trigger_point", seed);
	sim_set_answers(&at->sim, false);
	at->command.intensity = intensity;
	at->command.balance = balance;
	at->command.duration_s = SLOW_BUILD ? 400.0 : SESSION_DEFAULT_S;
	closed_loop_start(at);
	now_s = 0.0;
	do {
		judge_tick(&judge, at);
		now_s += at->dt_s;
		for (int k = 0; k < at->shown.trigger_count; k++) {
			note(&at->shown.triggers[k]);
		}
	} while (closed_loop_tick(at) == STATE_RUNNING);
	assert_int_equal(at->shown.reason, COND_SESSION_OVER);
	judged_limits(&judge, at, what);
	if (!SLOW_BUILD && !(fabs(balance) > 0.0)) {
		judged_shares(&judge, at, 0.03, what);
	}
}

static void session(const char *rig, const char *patient, uint64_t seed, double intensity)
{
	balanced_session(rig, patient, seed, intensity, 0.0);
}

struct tally {
	int found;
	int missed;
	int wrong;
	int released;
	int given_up;
	int unseen; /* releases */
};

/* Knots that stand out from their mirror and lie under a head; those of both sides alike do not. */
static bool stands_out(int head)
{
	int knot = knot_at(head);
	const struct head *here = &at->rig.heads[head];

	if (knot < 0) {
		return false;
	}
	for (int i = 0; i < at->rig.head_count; i++) {
		const struct head *there = &at->rig.heads[i];

		if (i != head && fabs(there->x_m - here->x_m) < 1e-6 && knot_at(i) >= 0) {
			return false;
		}
	}
	return true;
}

/* It was held and truly let go, and that was seen late or never. */
static bool is_unseen(const struct place *place)
{
	return place->held > 0 && place->let_go_s > 0.0 &&
	       !(place->ended_s > 0.0 && place->ended_s - place->let_go_s <= LATE_S);
}

static struct tally count(void)
{
	struct tally tally = {0};

	for (int i = 0; i < at->rig.head_count; i++) {
		tally.found += places[i].seen && places[i].knotted;
		tally.missed += !places[i].seen && stands_out(i);
		tally.wrong += places[i].seen && !places[i].knotted;
		tally.released += places[i].state == TRIGGER_RELEASED;
		tally.given_up += places[i].state == TRIGGER_GIVEN_UP;
		tally.unseen += is_unseen(&places[i]);
	}
	return tally;
}

static void check_places(const char *what)
{
	for (int i = 0; i < at->rig.head_count; i++) {
		const struct place *place = &places[i];
		int knot = place->seen ? knot_at(i) : -1;

		if (!place->seen) {
			continue;
		}
		print_message("  head %d: ratio %.2f, %s, held %d times, up to %.1f s and %.1f N, "
			      "let go at %.1f s, state %d at %.1f s\n",
			      i + 1, place->ratio, knot >= 0 ? "a knot" : "no knot", place->held,
			      place->held_most_s, place->pressed_n, place->let_go_s, place->state,
			      place->ended_s);
		if (place->held_most_s > DWELL_TRIGGER_S + 5.0) { /* and the ramps */
			complain("%s, head %d: held for %.1f s", what, i + 1, place->held_most_s);
		}
		if (place->held > 0 && place->state != TRIGGER_RELEASED &&
		    place->state != TRIGGER_GIVEN_UP) {
			complain("%s, head %d: held, and neither released nor given up", what,
				 i + 1);
		}
		if (at->patient.knot_count == 0) {
			continue; /* what was never there cannot let go in truth */
		}
		if (place->early) {
			complain("%s, head %d: a release where nothing let go", what, i + 1);
		}
	}
}

/*
 * Each session finds what lies under its heads: 5 points under 16 heads, 4 under 8, 2 under 4. Not every one
 * does: on sim-8 most seeds find two or three of the four.
 */
static const struct {
	const char *rig;
	uint64_t seed;
} searched[] = {{"sim-16", 7}, {"sim-16", 8}, {"sim-16", 9}, {"sim-8", 7}, {"sim-4", 7}};

static void points_of_the_knotty__are_found_pressed_and_let_go_or_given_up(void **state)
{
	struct tally sum = {0};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 5); k++) {
		struct tally tally;

		session(searched[k].rig, "knotty", searched[k].seed, 0.7);
		tally = count();
		print_message(
			"knotty on %s, seed %d: found %d, missed %d, false %d; released %d, given "
			"up %d\n",
			searched[k].rig, (int)searched[k].seed, tally.found, tally.missed,
			tally.wrong, tally.released, tally.given_up);
		check_places("knotty");
		sum.found += tally.found;
		sum.missed += tally.missed;
		sum.wrong += tally.wrong;
		sum.released += tally.released;
		sum.given_up += tally.given_up;
		sum.unseen += tally.unseen;
	}
	if (!SLOW_BUILD && (sum.found < 20 || sum.missed > 1 || sum.wrong > 1 || sum.released < 9 ||
			    sum.unseen > 3)) {
		complain("found %d, missed %d, false %d, released %d, unseen %d", sum.found,
			 sum.missed, sum.wrong, sum.released, sum.unseen);
	}
	assert_int_equal(complaints, 0);
}

/* People without any point take turns on the rigs; who turns over on the table lies on each. */
static const struct {
	const char *rig;
	const char *patient;
} pointless[] = {
	{"sim-8", "mover"},    {"sim-16", "mover"},        {"sim-4", "mover"},
	{"sim-16", "cougher"}, {"sim-16", "nominal"},      {"sim-8", "soft"},
	{"sim-8", "bony"},     {"sim-8", "deep_breather"}, {"sim-4", "thin_old"},
	{"sim-4", "stiff"},    {"sim-8", "guarder"},
};

static void nobody_elses_body__has_points(void **state)
{
	int wrong = 0;

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 11); k++) {
		struct tally tally;

		session(pointless[k].rig, pointless[k].patient, 7, 0.5);
		tally = count();
		print_message("%s on %s: false %d\n", pointless[k].patient, pointless[k].rig,
			      tally.wrong);
		wrong += tally.wrong;
		check_places(pointless[k].patient);
		if (tally.wrong > 1) {
			complain("%s: %d places taken for points", pointless[k].patient,
				 tally.wrong);
		}
	}
	if (wrong > 2) { /* of 100 places */
		complain("%d places in all", wrong);
	}
	assert_int_equal(complaints, 0);
}

/* Less pressure on one side says nothing of the tissue, and both are searched alike, until one is left out. */
static void a_balance__makes_no_points_and_hides_none(void **state)
{
	static const struct {
		const char *patient;
		double balance;
		int found;
	} cases[] = {
		{"nominal", -0.3, 0},
		{"nominal", 1.0, 0},
		{"knotty", 0.5, 2},
	};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		struct tally tally;

		balanced_session("sim-4", cases[k].patient, 7, 0.5, cases[k].balance);
		tally = count();
		print_message("%s at %.1f: found %d, false %d\n", cases[k].patient,
			      cases[k].balance, tally.found, tally.wrong);
		if (tally.wrong > 0 || (!SLOW_BUILD && tally.found < cases[k].found)) {
			complain("%s at %.1f: found %d, false %d", cases[k].patient,
				 cases[k].balance, tally.found, tally.wrong);
		}
	}
	assert_int_equal(complaints, 0);
}

/* Until some place has been under compression for that long; the head. */
static int compressed(double seconds)
{
	for (int k = 0; k < 900000; k++) {
		assert_int_equal(closed_loop_tick(at), STATE_RUNNING);
		for (int t = 0; t < at->shown.trigger_count; t++) {
			if (at->shown.triggers[t].state == TRIGGER_HELD &&
			    at->shown.triggers[t].held_s > seconds) {
				return at->shown.triggers[t].head;
			}
		}
	}
	fail_msg("nothing was compressed");
	return 0;
}

static enum trigger_state state_of(int head)
{
	for (int t = 0; t < at->shown.trigger_count; t++) {
		if (at->shown.triggers[t].head == head) {
			return at->shown.triggers[t].state;
		}
	}
	return TRIGGER_NONE;
}

static void let_go_and_skip__end_a_compression(void **state)
{
	int head;

	(void)state;
	judged_open(at, "sim-16", "knotty", "trigger_point", 7);
	sim_set_answers(&at->sim, false);
	at->command.intensity = 0.7;
	closed_loop_start(at);
	head = compressed(6.0);
	at->command.presses.let_go++;
	closed_loop_run(at, 0.1);
	assert_int_equal(state_of(head), TRIGGER_RELEASED);
	closed_loop_run(at, 3.0);
	assert_at_most(at->heads[head].tissue_n, DWELL_N);
	head = compressed(6.0);
	at->command.presses.skip++;
	closed_loop_run(at, 0.1);
	assert_int_equal(state_of(head), TRIGGER_GIVEN_UP);
	closed_loop_run(at, 3.0);
	assert_at_most(at->heads[head].tissue_n, DWELL_N);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_of_the_knotty__are_found_pressed_and_let_go_or_given_up),
		cmocka_unit_test(nobody_elses_body__has_points),
		cmocka_unit_test(a_balance__makes_no_points_and_hides_none),
		cmocka_unit_test(let_go_and_skip__end_a_compression),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
