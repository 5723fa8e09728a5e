/*
 * test_false_trips.c - healthy rigs never trip: hours of sessions over the cohort, every rig and
 * technique, with plants up to 30 % off what their files say and people at the buttons.
 *
 * FALSE_TRIPS_HOURS in the environment asks for other than HOURS of simulated time, FALSE_TRIPS_FROM for
 * those from that session on: the same ones, so that one can be seen again and a long run shared.
 */
#include "tool/score_plant.h"

#include "integration/closed_loop.h"

#include <knead/arming.h>

#include <stdio.h>
#include <stdlib.h>

#define HOURS     (SLOW_BUILD ? 0.2 : 10.0)
#define SESSION_S 180.0 /* of one person on one rig, with stops and new starts in between */

static const char *const rigs[] = {"sim-16-hx711", "sim-16",         "sim-8",
				   "sim-16-hx711", "sim-4-velocity", "sim-16-lowfriction"};
static const char *const patients[] = {"nominal", "soft",    "stiff", "bony",     "knotty",
				       "cougher", "guarder", "mover", "thin_old", "deep_breather"};

static struct closed_loop loop;
static struct dice dice;
static double running_s;
static uint32_t slips;
static int true_trips;
static int thrown_trips;
static bool judged;
static bool was_true;

static double asked(const char *name, double otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtod(text, NULL) : otherwise;
}

/* Another person on another rig, whose figures the controller only believes to know. */
static void begin(int number)
{
	static struct rig plant;
	const uint64_t seed = dice_draw(&dice);

	closed_loop_open(&loop, rigs[number % 6], patients[dice_below(&dice, 10)], seed);
	plant = loop.rig;
	score_plant_vary(&plant, seed);
	sim_init(&loop.sim, &plant, &loop.patient, seed, S_NS);
	loop.command.technique = dice_below(&dice, loop.technique_count);
	loop.command.intensity = dice_between(&dice, 0.2, 1.0);
	loop.command.speed = dice_between(&dice, SPEED_MIN, SPEED_MAX);
	loop.command.duration_s = SESSION_MIN_S;
}

/* Somebody at the tablet who does a little of everything. */
static void press_something(void)
{
	struct presses *presses = &loop.command.presses;

	switch (dice_below(&dice, 40)) {
	case 0:
		presses->stop++;
		break;
	case 1:
		presses->pause++;
		break;
	case 2:
		presses->skip++;
		break;
	case 3:
		presses->ease += dice_below(&dice, 3) == 0;
		break;
	case 4:
		loop.command.intensity = dice_between(&dice, 0.2, 1.0);
		break;
	default:
		presses->resume++;
		presses->arm += loop.shown.state == STATE_IDLE;
		presses->start += loop.shown.state == STATE_ARMED;
		break;
	}
}

/* A piston gives way, and comes to far too much only where a cough throws the body against it. */
static bool may_be_too_much(int head)
{
	return loop.rig.heads[head].actuator.kind == ACTUATOR_VELOCITY ||
	       sim_is_in_event(&loop.sim);
}

/* Of all heads together, as felt in truth now. */
static bool sums_are_too_much(void)
{
	double trunk_n = 0.0;
	double body_n = 0.0;

	for (int i = 0; i < loop.rig.head_count; i++) {
		const double felt_n = loop.heads[i].tissue_n;

		body_n += felt_n;
		trunk_n += region_facts(loop.rig.heads[i].region)->trunk ? felt_n : 0.0;
	}
	return trunk_n > SUM_TRUNK_N + 0.95 * SUM_MARGIN_N ||
	       body_n > SUM_BODY_N + 0.95 * SUM_MARGIN_N;
}

/*
 * What is felt in truth above a limit and its margin is no false trip: a body that tenses, or stiff tissue,
 * against a screw, which does not give way.
 */
static bool is_true(void)
{
	const int head = loop.shown.cause_head;

	if (loop.shown.cause == COND_SUM_HIGH) {
		return may_be_too_much(0) && sums_are_too_much();
	}
	return loop.shown.cause == COND_FORCE_HIGH && may_be_too_much(head) &&
	       loop.heads[head].over_n > 0.95 * FORCE_OVER_CEILING_N;
}

static void check_no_trip(int number)
{
	if (loop.shown.state != STATE_FAULT) {
		judged = false;
		return;
	}
	if (!judged) { /* by what was felt when it tripped: by the next tick it may be less */
		judged = true;
		was_true = is_true();
	}
	if (was_true) {
		thrown_trips += loop.rig.heads[0].actuator.kind == ACTUATOR_PRESSURE;
		true_trips++;
		loop.command.presses.reset++;
		return;
	}
	fail_msg("session %d, %s, %s, %s at %.2f: %s, head %d, after %.3f s", number, loop.rig.name,
		 loop.patient.name, loop.techniques[loop.command.technique].name,
		 loop.command.intensity, condition_words(loop.shown.cause)->name,
		 loop.shown.cause_head + 1, (double)loop.shown.cause_t_ns * 1e-9);
}

/* What would keep the next session from being armed. */
static void check_no_doubt(int number)
{
	if (loop.shown.calibrate != 0 || loop.shown.arm_refusal == ARM_STILL) {
		fail_msg("session %d, %s, %s, %s: heads %#llx as not believed, %s", number,
			 loop.rig.name, loop.patient.name,
			 loop.techniques[loop.command.technique].name,
			 (unsigned long long)loop.shown.calibrate,
			 arm_sentence(loop.shown.arm_refusal));
	}
}

static void healthy_sessions__never_trip_nor_are_doubted(void **state)
{
	const double wanted_s = asked("FALSE_TRIPS_HOURS", HOURS) * 3600.0;
	const int first = (int)asked("FALSE_TRIPS_FROM", 0.0);
	double gone_s = 0.0;

	(void)state;
	for (int number = 0; gone_s < wanted_s; number++) {
		begin(number);
		for (int k = 0; k < (int)(SESSION_S / loop.dt_s); k++) {
			if (k % 500 == 0) {
				press_something(); /* the dice of the sessions left out, too */
			}
			if (number >= first) {
				running_s +=
					closed_loop_tick(&loop) == STATE_RUNNING ? loop.dt_s : 0.0;
				check_no_trip(number);
				check_no_doubt(number);
			}
		}
		if (number < first) {
			continue;
		}
		for (int i = 0; i < loop.rig.head_count; i++) {
			slips += loop.sim.heads[i].sensors.cell.slips;
		}
		gone_s += SESSION_S;
	}
	print_message("%.2f h, %.2f h of them running, %u bit slips, %d ticks in true trips, %d of "
		      "them of pistons\n",
		      gone_s / 3600.0, running_s / 3600.0, slips, true_trips, thrown_trips);
	assert_true(running_s > 0.4 * gone_s);
	assert_true(slips > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(healthy_sessions__never_trip_nor_are_doubted),
	};

	dice = (struct dice){20261121};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
