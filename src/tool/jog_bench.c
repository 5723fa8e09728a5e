/* jog_bench.c - see jog_bench.h. */
#include "tool/jog_bench.h"

#include "tool/nobody.h"

#include <knead/trip.h>

#include <string.h>

#define STARTS_MAX_S    12.0 /* boot and self-test, twice over */
#define BUTTON_MAX_S    120.0
#define RUNS_MAX_S      2.0 /* from the key to running */
#define ASK_AGAIN_TICKS 50
#define LETS_GO_MAX_S   1.5  /* RELEASE_ALARM_S and then some */
#define FIRST_SHARE     0.5  /* of its spring, whatever that truly is, this much ... [P] */
#define FIRST_N_S       15.0 /* ... at once */
#define AIR_N_S         3.0  /* up to the spring, and beyond it ... */
#define BREAKS_N_S      1.0  /* ... so that a piston which breaks loose does not run [P] */
#define BREAKS_N        0.9 /* more than breakaway and spring, in the air: 0.015 m/s by 60 N s/m [D] */

double jog_most_n(const struct head *head)
{
	const double share_n = JOG_CEILING_SHARE * head->ceiling_n;
	const double by_area_n = JOG_CEILING_SHARE * head->ceiling_pa * head->area_m2;
	double most_n = JOG_MOST_N;

	most_n = most_n <= share_n ? most_n : share_n;
	return most_n <= by_area_n ? most_n : by_area_n;
}

double jog_most_pa(const struct head *head)
{
	const struct actuator_spec *actuator = &head->actuator;
	const double push_n = actuator->release.spring_n + jog_most_n(head);

	return actuator->area_m2 > 0.0 ? push_n / actuator->area_m2 : 0.0;
}

void jog_bench_init(struct jog_bench *bench, const struct rig *rig, int head,
		    const struct jog_wish *wanted, double most_s)
{
	memset(bench, 0, sizeof(*bench));
	bench->rig = rig;
	bench->head = head;
	bench->wanted = *wanted;
	bench->most_s = most_s;
	bench->dt_s = 1.0 / rig->loop_hz;
	nobody_technique(&bench->technique, rig->heads[head].region);
	nobody_command(&bench->command);
	pipeline_init(&bench->pipeline, rig, &bench->technique, 1);
	bench->pipeline.given = &bench->wish;
	bench->pipeline.ordered = &bench->order;
	bench->order.head = head;
}

static void enter(struct jog_bench *bench, enum jog_phase phase)
{
	bench->phase = phase;
	bench->phase_s = 0.0;
}

/* As a press of stop does. */
static void let_go(struct jog_bench *bench, enum jog_failure failure)
{
	if (bench->failure == JOG_FINE) {
		bench->failure = failure;
	}
	bench->order.on = false;
	bench->wish = (struct wish){0};
	bench->now_n = 0.0;
	bench->pressed_s = 0.0;
	bench->wants_free = true;
	bench->command.presses.stop++;
	enter(bench, JOG_LETS_GO);
}

bool jog_bench_wants_button(const struct jog_bench *bench)
{
	return bench->phase == JOG_STARTS && nobody_wants_button(&bench->snapshot);
}

/* Until it may be armed. A stop by the button that is to be tried is none to fail by. */
static void start(struct jog_bench *bench)
{
	const struct snapshot *snapshot = &bench->snapshot;
	const bool wants = jog_bench_wants_button(bench);

	bench->stopped |= wants;
	if (bench->ticks == 0) {
		return; /* nothing is known yet */
	}
	if (snapshot->state == STATE_FAULT && !(bench->stopped && nobody_is_stopped(snapshot))) {
		let_go(bench, nobody_is_stopped(snapshot) ? JOG_STOP_OPEN : JOG_NOT_READY);
	} else if (snapshot->state == STATE_IDLE && snapshot->arm_refusal == ARM_CLEAR) {
		enter(bench, JOG_WAITS);
	} else if (bench->phase_s > (bench->stopped ? BUTTON_MAX_S : STARTS_MAX_S)) {
		let_go(bench, JOG_NOT_READY);
	}
}

static void wait(struct jog_bench *bench, bool held)
{
	bench->wants_free &= held;
	if (held && !bench->wants_free) {
		enter(bench, JOG_PRESSES);
	}
}

static double rise_n_s(const struct release_spec *release, double now_n, bool touches)
{
	if (now_n < FIRST_SHARE * release->spring_n) {
		return FIRST_N_S;
	}
	return touches ? JOG_RISE_N_S : now_n < release->spring_n ? AIR_N_S : BREAKS_N_S;
}

/* The pressure goes up from nothing; in the air it stops where a head just moves. */
static void order_pressure(struct jog_bench *bench, bool touches)
{
	const struct actuator_spec *actuator = &bench->rig->heads[bench->head].actuator;
	const double air_n = actuator->release.spring_n + actuator->friction.breakaway_n + BREAKS_N;
	const double wanted_n = bench->wanted.pressure_pa * actuator->area_m2;
	const double most_n = touches || wanted_n < air_n ? wanted_n : air_n;
	const double to_n =
		bench->now_n + bench->dt_s * rise_n_s(&actuator->release, bench->now_n, touches);

	bench->now_n = to_n < most_n ? to_n : most_n;
	bench->order.pressure_pa = bench->now_n / actuator->area_m2;
	bench->order.on = true;
	/* so that limits and the guard know what is coming */
	bench->wish.force_n[bench->head] = REST_N;
	bench->wish.peak_n[bench->head] = jog_most_n(&bench->rig->heads[bench->head]);
}

/* The controller brings it down and rests it there; from then on it is asked for more, little by little. */
static void wish_force(struct jog_bench *bench, bool touches)
{
	const double rise_n = JOG_RISE_N_S * bench->dt_s;
	const double least_n = bench->wanted.force_n < REST_N ? bench->wanted.force_n : REST_N;

	if (bench->now_n < least_n) {
		bench->now_n = least_n;
	} else if (touches) {
		bench->now_n += rise_n;
	}
	if (!(bench->now_n <= bench->wanted.force_n)) {
		bench->now_n = bench->wanted.force_n;
	}
	bench->wish.force_n[bench->head] = bench->now_n;
	bench->wish.peak_n[bench->head] = bench->now_n;
}

static bool is_too_strong(const struct jog_bench *bench, double force_n)
{
	const double asked_n = bench->wanted.is_pressure
				       ? jog_most_n(&bench->rig->heads[bench->head])
				       : bench->wanted.force_n;

	return !(force_n <= asked_n + JOG_OVER_N);
}

static void press(struct jog_bench *bench, bool held)
{
	const struct head_view *head = &bench->snapshot.heads[bench->head];

	bench->pressed_s += bench->dt_s;
	if (!held || !(bench->pressed_s < bench->most_s)) {
		let_go(bench, JOG_FINE);
	} else if (bench->snapshot.state == STATE_RUNNING) {
		if (is_too_strong(bench, head->force_n)) {
			let_go(bench, JOG_TOO_STRONG);
		} else if (bench->wanted.is_pressure) {
			order_pressure(bench, head->contact);
		} else {
			wish_force(bench, head->contact);
		}
	} else if (bench->phase_s > RUNS_MAX_S) {
		let_go(bench, JOG_NOT_READY);
	} else if (bench->ticks % ASK_AGAIN_TICKS == 0) {
		bench->command.presses.arm += bench->snapshot.state == STATE_IDLE;
		bench->command.presses.start += bench->snapshot.state == STATE_ARMED;
	}
}

/* A fault is waited through: its heads have let go by themselves. */
static void come_back(struct jog_bench *bench, bool ends)
{
	const bool released = bench->snapshot.conditions & COND_BIT(COND_RELEASED);
	const enum state state = bench->snapshot.state;
	const bool let_go = released && state != STATE_RELEASING && state != STATE_RUNNING &&
			    state != STATE_PAUSED && state != STATE_ARMED;

	if (let_go) {
		enter(bench, ends || bench->failure != JOG_FINE ? JOG_OVER : JOG_WAITS);
	} else if (bench->phase_s > LETS_GO_MAX_S) {
		bench->still_held = true;
		enter(bench, JOG_OVER);
	}
}

static void step_phase(struct jog_bench *bench, bool held, bool ends)
{
	const bool faulty = bench->snapshot.state == STATE_FAULT;

	if (faulty && (bench->phase == JOG_WAITS || bench->phase == JOG_PRESSES)) {
		let_go(bench, JOG_TRIPPED);
	} else if (ends && bench->phase < JOG_LETS_GO) {
		let_go(bench, JOG_FINE);
	}
	switch (bench->phase) {
	case JOG_STARTS:
		start(bench);
		break;
	case JOG_WAITS:
		wait(bench, held);
		break;
	case JOG_PRESSES:
		press(bench, held);
		break;
	case JOG_LETS_GO:
		come_back(bench, ends);
		break;
	case JOG_OVER:
	default:
		break;
	}
}

bool jog_bench_step(struct jog_bench *bench, const struct frame *frame, bool held, bool ends)
{
	step_phase(bench, held, ends);
	if (bench->phase == JOG_OVER) { /* in the middle of a self-test, too */
		bench->actuation = (struct actuation){
			.enable_level = bench->actuation.enable_level,
			.head_count = bench->rig->head_count,
		};
		return false;
	}
	nobody_attends(&bench->command, &bench->snapshot, frame->t_ns);
	pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, frame, &bench->command,
		      bench->dt_s);
	bench->ticks++;
	bench->phase_s += bench->dt_s;
	return true;
}

void jog_bench_say_failure(const struct jog_bench *bench, FILE *out)
{
	const struct snapshot *snapshot = &bench->snapshot;
	const int number = bench->head + 1;
	char why[UNREADY_BYTES];

	if (bench->still_held) {
		fputs("not every head is known to have let go: free what is held by hand; ", out);
	}
	switch (bench->failure) {
	case JOG_STOP_OPEN:
		fputs("the stop loop is open, so nothing moves; close it (look at the stop switch, "
		      "the "
		      "hand button and their wires) and try again\n",
		      out);
		break;
	case JOG_NOT_READY:
		nobody_tell_unready(why, sizeof(why), snapshot);
		fprintf(out,
			"the rig did not get ready (%s); see that every sensor reads and nothing "
			"touches a head, and try again\n",
			why);
		break;
	case JOG_TRIPPED:
		trip_tell(why, sizeof(why), snapshot_told(snapshot, snapshot->cause),
			  snapshot->cause_sensor);
		fprintf(out, "the rig let go (%s%s); look at that first\n",
			snapshot->cause_head == bench->head ? "this head: " : "", why);
		break;
	case JOG_TOO_STRONG:
		fprintf(out,
			"head %d felt %g N more than was asked for and let go; calibrate it before "
			"it moves again\n",
			number, JOG_OVER_N);
		break;
	case JOG_FINE:
	default:
		fprintf(out, "head %d did not let go in time\n", number);
		break;
	}
}
