/* calibrate_bench.c - see calibrate_bench.h. */
#include "tool/calibrate_bench.h"

#include "tool/nobody.h"

#include <knead/trip.h>

#include <string.h>

#define STARTS_MAX_S    10.0 /* self-test, arming, start */
#define BUTTON_MAX_S    120.0
#define ASK_AGAIN_TICKS 500
#define MEETS_MAX_S     50.0 /* more than the push takes to its most, and the piston over its travel */
#define SEEK_FIRST_N_S  15.0
#define SEEK_FROM_SHARE 0.5 /* of the file's spring [P] */
#define SEEK_N_S        0.4 /* keeps a loose piston inside APPROACH_MAX_M_S for 60 mm [D] */
#define SEEK_TO_SHARE   1.6 /* a spring stronger than this is another one [P] */
#define MET_S           1.0 /* contact this long before the test begins */
#define LOST_S          0.5
#define RISES_N_S       8.0
#define TOP_S           0.5 /* there, so that air and pad are at rest */
#define EMPTIES_LAGS    3.0 /* of venting: a twentieth is left [D] */
#define FALL_SEEN_S     0.6 /* the air as well, however slow its sensor */
#define LETS_GO_MAX_S   1.5 /* RELEASE_ALARM_S and then some */

void calibrate_bench_init(struct calibrate_bench *bench, const struct rig *rig, int head)
{
	memset(bench, 0, sizeof(*bench));
	bench->rig = rig;
	bench->head = head;
	bench->dt_s = 1.0 / rig->loop_hz;
	nobody_technique(&bench->technique, rig->heads[head].region);
	nobody_command(&bench->command);
	pipeline_init(&bench->pipeline, rig, &bench->technique, 1);
	ceilings_nobody(&bench->pipeline.ceilings);
	bench->pipeline.given = &bench->wish;
	bench->pipeline.proves_nothing = true;
	bench->pipeline.ordered = &bench->order;
	bench->order.head = head;
}

void calibrate_bench_next(struct calibrate_bench *bench, int head)
{
	const struct registration done = bench->pipeline.client.registration;
	const bool thinks_elsewhere = bench->thinks_elsewhere;

	calibrate_bench_init(bench, bench->rig, head);
	bench->pipeline.client.registration = done;
	bench->thinks_elsewhere = thinks_elsewhere;
}

static void enter(struct calibrate_bench *bench, enum bench_phase phase)
{
	bench->phase = phase;
	bench->phase_s = 0.0;
}

/* The wish goes with the orders, so that limits and the guard know what is coming. */
static void wish_for(struct calibrate_bench *bench, double force_n)
{
	bench->wish.force_n[bench->head] = force_n;
	bench->wish.peak_n[bench->head] = force_n;
}

static void fail(struct calibrate_bench *bench, enum bench_failure failure)
{
	bench->failure = failure;
	bench->order.on = false;
	bench->wish = (struct wish){0};
	bench->command.presses.stop++;
	enter(bench, BENCH_LETS_GO);
}

bool calibrate_bench_wants_button(const struct calibrate_bench *bench)
{
	return bench->phase == BENCH_STARTS && nobody_wants_button(&bench->snapshot);
}

void calibrate_bench_interrupt(struct calibrate_bench *bench)
{
	if (bench->phase < BENCH_LETS_GO) {
		fail(bench, BENCH_INTERRUPTED);
	}
}

static void start(struct calibrate_bench *bench)
{
	const enum state state = bench->snapshot.state;

	bench->button_tried |= nobody_wants_button(&bench->snapshot);
	if (bench->ticks > 0 && state == STATE_FAULT &&
	    !(bench->button_tried && nobody_is_stopped(&bench->snapshot))) {
		fail(bench,
		     nobody_is_stopped(&bench->snapshot) ? BENCH_STOP_OPEN : BENCH_NOT_READY);
	} else if (state == STATE_RUNNING) {
		wish_for(bench, CALIBRATION_REST_N);
		enter(bench, BENCH_MEETS);
	} else if (bench->phase_s > (bench->button_tried ? BUTTON_MAX_S : STARTS_MAX_S)) {
		fail(bench, BENCH_NOT_READY);
	} else if (bench->ticks % ASK_AGAIN_TICKS == 0) {
		bench->command.presses.arm += state == STATE_IDLE;
		bench->command.presses.start += state == STATE_ARMED;
	}
}

static void begin_test(struct calibrate_bench *bench)
{
	const struct head *head = &bench->rig->heads[bench->head];
	double ceiling_n = bench->snapshot.heads[bench->head].ceiling_n;

	if (!calibration_init(&bench->calibration, &bench->trace, head, bench->rig->loop_hz,
			      ceiling_n)) {
		fail(bench, BENCH_NO_ROOM);
		return;
	}
	wish_for(bench, bench->calibration.high_n);
	enter(bench, BENCH_TESTS);
}

/*
 * More push by little and little, from well below what the spring may be: how strong it is nobody knows
 * yet, and a piston that breaks loose with much to spare comes down fast.
 */
static void seek(struct calibrate_bench *bench)
{
	const struct actuator_spec *actuator = &bench->rig->heads[bench->head].actuator;
	double push_n = bench->actuation.heads[bench->head].pressure_pa * actuator->area_m2;
	double spring_n = actuator->release.spring_n;
	double rate_n_s = push_n < SEEK_FROM_SHARE * spring_n ? SEEK_FIRST_N_S : SEEK_N_S;
	double most_n = SEEK_TO_SHARE * spring_n + actuator->friction.breakaway_n;

	push_n += rate_n_s * bench->dt_s;
	bench->order.on = true;
	bench->order.dump_open = false;
	bench->order.pressure_pa = (push_n < most_n ? push_n : most_n) / actuator->area_m2;
}

/* After its dump valve alone let go: shut before the regulator came down, it would be filled at once. */
static bool still_asks(const struct calibrate_bench *bench)
{
	const struct actuator_spec *actuator = &bench->rig->heads[bench->head].actuator;

	return bench->order.dump_open &&
	       bench->phase_s < actuator->dead_s + EMPTIES_LAGS * actuator->vent_lag_s;
}

static void meet(struct calibrate_bench *bench)
{
	bench->met_s =
		bench->snapshot.heads[bench->head].contact ? bench->met_s + bench->dt_s : 0.0;
	if (bench->met_s >= MET_S) {
		bench->met_s = 0.0;
		if (bench->calibration.done) { /* between its two ways to let go */
			wish_for(bench, bench->calibration.high_n);
			enter(bench, BENCH_RISES);
		} else {
			begin_test(bench);
		}
	} else if (bench->phase_s > MEETS_MAX_S) {
		fail(bench, BENCH_NO_PAD);
	} else if (!bench->snapshot.heads[bench->head].contact && !still_asks(bench)) {
		seek(bench);
	}
}

/* What its sensors show, by the zero of now: what is learned of a spring is not learned of a drift. */
static struct head_frame seen_now(const struct calibrate_bench *bench, const struct frame *frame)
{
	struct head_frame seen = frame->heads[bench->head];

	seen.force_n.value -= bench->shift_n;
	return seen;
}

static void test(struct calibrate_bench *bench, const struct frame *frame)
{
	const struct head_frame seen = seen_now(bench, frame);
	const bool touches = bench->snapshot.heads[bench->head].contact;

	bench->met_s = touches ? 0.0 : bench->met_s + bench->dt_s;
	if (bench->met_s > LOST_S) {
		fail(bench, BENCH_LOST_PAD);
		return;
	}
	bench->order.pressure_pa =
		calibration_step(&bench->calibration, &seen, frame->t_ns,
				 bench->actuation.heads[bench->head].pressure_pa);
	bench->order.on = true;
	if (bench->calibration.thinks && !bench->thinks_elsewhere) {
		calibration_think(&bench->calibration);
		calibration_go_on(&bench->calibration);
	}
	if (bench->calibration.done) {
		enter(bench, BENCH_RISES);
	}
}

/* The dump valve while the regulator goes on asking, or the regulator with the dump valve shut. */
static void order_fall(struct calibrate_bench *bench)
{
	if (bench->way == RELEASE_BY_DUMP) {
		bench->order.dump_open = true;
	} else {
		bench->order.pressure_pa = 0.0;
	}
}

/* Both at once, and on to what comes after. */
static void end_fall(struct calibrate_bench *bench)
{
	bench->met_s = 0.0;
	bench->order.pressure_pa = 0.0;
	bench->order.dump_open = true;
	if (++bench->way == RELEASE_WAYS) {
		fail(bench, BENCH_FINE); /* which is no failure: it lets go */
	} else {
		wish_for(bench, CALIBRATION_REST_N);
		enter(bench, BENCH_MEETS);
	}
}

static void fall(struct calibrate_bench *bench, const struct frame *frame)
{
	const struct head_frame seen = seen_now(bench, frame);
	struct let_go_watch *watch = &bench->falls[bench->way];
	const bool is_seen = watch->crossed == LET_GO_SHARES || !(watch->from_pa > 0.0);

	order_fall(bench);
	let_go_watch_step(watch, &seen);
	if (watch->released && is_seen && bench->phase_s >= FALL_SEEN_S) {
		end_fall(bench);
	} else if (bench->phase_s > LETS_GO_MAX_S) {
		fail(bench, BENCH_ONE_HELD);
	}
}

/* As far as the test went, and there a moment's rest; then one of the two that let go does so alone. */
static void rise(struct calibrate_bench *bench, const struct frame *frame)
{
	const struct calibration *calibration = &bench->calibration;
	const double area_m2 = calibration->file.area_m2;
	const double most_pa = (calibration->high_n + calibration->spring_n) / area_m2;
	const double to_pa = bench->order.pressure_pa + RISES_N_S * bench->dt_s / area_m2;

	bench->order.pressure_pa = to_pa < most_pa ? to_pa : most_pa;
	bench->met_s = to_pa < most_pa ? 0.0 : bench->met_s + bench->dt_s;
	if (bench->met_s >= TOP_S) {
		const struct head_frame seen = seen_now(bench, frame);

		let_go_watch_begin(&bench->falls[bench->way], frame->t_ns, &seen);
		enter(bench, BENCH_FALLS);
		fall(bench, frame);
	}
}

static bool has_let_go(const struct calibrate_bench *bench)
{
	const enum state state = bench->snapshot.state;

	return state == STATE_IDLE ||
	       (state == STATE_FAULT && (bench->snapshot.conditions & COND_BIT(COND_RELEASED)));
}

static void let_go(struct calibrate_bench *bench)
{
	if (has_let_go(bench)) {
		enter(bench, bench->failure == BENCH_FINE ? BENCH_DONE : BENCH_FAILED);
	} else if (bench->phase_s > LETS_GO_MAX_S) {
		bench->failure = bench->failure == BENCH_FINE ? BENCH_STILL_HELD : bench->failure;
		enter(bench, BENCH_FAILED);
	}
}

bool calibrate_bench_step(struct calibrate_bench *bench, const struct frame *frame)
{
	if (bench->phase != BENCH_STARTS && bench->phase < BENCH_LETS_GO &&
	    bench->snapshot.state == STATE_FAULT) {
		fail(bench, BENCH_TRIPPED);
	}
	switch (bench->phase) {
	case BENCH_STARTS:
		start(bench);
		break;
	case BENCH_MEETS:
		meet(bench);
		break;
	case BENCH_TESTS:
		test(bench, frame);
		break;
	case BENCH_RISES:
		rise(bench, frame);
		break;
	case BENCH_FALLS:
		fall(bench, frame);
		break;
	case BENCH_LETS_GO:
		let_go(bench);
		break;
	case BENCH_DONE:
	case BENCH_FAILED:
	default:
		break;
	}
	nobody_attends(&bench->command, &bench->snapshot, frame->t_ns);
	pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, frame, &bench->command,
		      bench->dt_s);
	bench->ticks++;
	bench->phase_s += bench->dt_s;
	return bench->phase != BENCH_DONE && bench->phase != BENCH_FAILED;
}

void calibrate_bench_say_failure(const struct calibrate_bench *bench, FILE *out)
{
	const int number = bench->head + 1;
	char why[UNREADY_BYTES];

	switch (bench->failure) {
	case BENCH_NOT_READY:
		nobody_tell_unready(why, sizeof(why), &bench->snapshot);
		fprintf(out,
			"head %d: the rig did not get ready (%s); see that every sensor reads and "
			"nothing touches a head, and try again\n",
			number, why);
		break;
	case BENCH_NO_PAD:
		fprintf(out,
			"head %d met nothing within its travel; lay a soft pad under it and try "
			"again\n",
			number);
		break;
	case BENCH_NO_ROOM:
		fprintf(out, "head %d: its ceiling of %g N just now is too low for a test\n",
			number, bench->snapshot.heads[bench->head].ceiling_n);
		break;
	case BENCH_LOST_PAD:
		fprintf(out,
			"head %d lost the pad in the middle of the test; lay it so that it cannot "
			"move and try again\n",
			number);
		break;
	case BENCH_TRIPPED:
		trip_tell_head(why, sizeof(why),
			       snapshot_told(&bench->snapshot, bench->snapshot.cause),
			       bench->snapshot.cause_head, bench->snapshot.cause_sensor);
		fprintf(out, "head %d: the rig let go in the middle of the test (%s)\n", number,
			why);
		break;
	case BENCH_STOP_OPEN:
		fprintf(out,
			"head %d: the stop loop is open, so nothing moves; close it (look at the "
			"stop "
			"switch, the hand button and their wires) and try again\n",
			number);
		break;
	case BENCH_INTERRUPTED:
		fprintf(out,
			"head %d: interrupted; everything was vented, and nothing of it is kept\n",
			number);
		break;
	case BENCH_ONE_HELD:
		fprintf(out,
			"head %d: its %s alone did not let go in %g s, and both together were "
			"used; look at "
			"it before anybody lies there\n",
			number, bench->way == RELEASE_BY_DUMP ? "dump valve" : "regulator",
			LETS_GO_MAX_S);
		break;
	case BENCH_STILL_HELD:
		fprintf(out, "head %d did not let go in time: free it by hand, and look at it\n",
			number);
		break;
	case BENCH_FINE:
	default:
		break;
	}
}
