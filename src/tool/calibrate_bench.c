/* calibrate_bench.c - see calibrate_bench.h. */
#include "tool/calibrate_bench.h"

#include <string.h>

#define STARTS_MAX_S    10.0 /* self-test, arming, start */
#define ASK_AGAIN_TICKS 500
#define MEETS_MAX_S     50.0 /* more than the push takes to its most, and the piston over its travel */
#define SEEK_FIRST_N_S  15.0
#define SEEK_FROM_SHARE 0.5 /* of the file's spring [P] */
#define SEEK_N_S        0.4 /* keeps a loose piston inside APPROACH_MAX_M_S for 60 mm [D] */
#define SEEK_TO_SHARE   1.6 /* a spring stronger than this is another one [P] */
#define MET_S           1.0 /* contact this long before the test begins */
#define LOST_S          0.5
#define LETS_GO_MAX_S   3.0

/* What the pipeline wants to be configured with. The wish it makes of it is not used. */
static void make_technique(struct technique *technique, enum region region)
{
	*technique = (struct technique){
		.name = "calibrate",
		.title = "Calibration",
		.needs_ceiling_n = 1.0,
		.stroke_count = 1,
		.strokes = {{
			.kind = STROKE_EFFLEURAGE,
			.share = 1.0,
			.hands = 1,
			.from = region,
			.to = region,
			.force_min_n = 1.0,
			.force_max_n = 1.0,
			.footprint_m = 0.05,
			.speed_m_s = 0.01,
			.speed_min_m_s = 0.01,
			.speed_max_m_s = 0.01,
		}},
	};
}

/* Nobody lies there: what a person would be asked is answered for the pad. */
static void make_command(struct command *command)
{
	command_init(command);
	command->duration_s = SESSION_MAX_S;
	command->placed = true;
	command->placings = 1;
	command->heights = 1;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		command->screening[item] = ANSWER_NO;
		command->screening_answers[item] = 1;
	}
}

void calibrate_bench_init(struct calibrate_bench *bench, const struct rig *rig, int head)
{
	memset(bench, 0, sizeof(*bench));
	bench->rig = rig;
	bench->head = head;
	bench->dt_s = 1.0 / rig->loop_hz;
	make_technique(&bench->technique, rig->heads[head].region);
	make_command(&bench->command);
	pipeline_init(&bench->pipeline, rig, &bench->technique, 1);
	bench->pipeline.given = &bench->wish;
	bench->pipeline.proves_nothing = true;
	bench->pipeline.ordered = &bench->order;
	bench->order.head = head;
}

static void enter(struct calibrate_bench *bench, enum bench_phase phase)
{
	bench->phase = phase;
	bench->phase_s = 0.0;
}

static void fail(struct calibrate_bench *bench, enum bench_failure failure)
{
	bench->failure = failure;
	bench->order.on = false;
	bench->wish = (struct wish){0};
	bench->command.presses.stop++;
	enter(bench, BENCH_LETS_GO);
}

static void start(struct calibrate_bench *bench)
{
	const enum state state = bench->snapshot.state;

	if (state == STATE_RUNNING) {
		bench->wish.force_n[bench->head] = CALIBRATION_REST_N;
		bench->wish.peak_n[bench->head] = CALIBRATION_REST_N;
		enter(bench, BENCH_MEETS);
	} else if (bench->phase_s > STARTS_MAX_S) {
		fail(bench, BENCH_NOT_READY);
	} else if (bench->ticks % ASK_AGAIN_TICKS == 0) {
		bench->command.presses.arm += state == STATE_IDLE;
		bench->command.presses.start += state == STATE_ARMED;
	}
}

/* The wish goes with the orders, so that limits and the guard know what is coming. */
static void begin_test(struct calibrate_bench *bench)
{
	const struct head *head = &bench->rig->heads[bench->head];
	double ceiling_n = bench->snapshot.heads[bench->head].ceiling_n;

	if (!calibration_init(&bench->calibration, &bench->trace, head, bench->rig->loop_hz,
			      ceiling_n)) {
		fail(bench, BENCH_NO_ROOM);
		return;
	}
	bench->wish.force_n[bench->head] = bench->calibration.high_n;
	bench->wish.peak_n[bench->head] = bench->calibration.high_n;
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
	bench->order.pressure_pa = (push_n < most_n ? push_n : most_n) / actuator->area_m2;
}

static void meet(struct calibrate_bench *bench)
{
	bench->met_s =
		bench->snapshot.heads[bench->head].contact ? bench->met_s + bench->dt_s : 0.0;
	if (bench->met_s >= MET_S) {
		bench->met_s = 0.0;
		begin_test(bench);
	} else if (bench->phase_s > MEETS_MAX_S) {
		fail(bench, BENCH_NO_PAD);
	} else if (!bench->snapshot.heads[bench->head].contact) {
		seek(bench);
	}
}

static void test(struct calibrate_bench *bench, const struct frame *frame)
{
	const bool touches = bench->snapshot.heads[bench->head].contact;

	bench->met_s = touches ? 0.0 : bench->met_s + bench->dt_s;
	if (bench->met_s > LOST_S) {
		fail(bench, BENCH_LOST_PAD);
		return;
	}
	bench->order.pressure_pa =
		calibration_step(&bench->calibration, &frame->heads[bench->head], frame->t_ns,
				 bench->actuation.heads[bench->head].pressure_pa);
	bench->order.on = true;
	if (bench->calibration.done) {
		fail(bench, BENCH_FINE); /* which is no failure: it lets go */
	}
}

static void let_go(struct calibrate_bench *bench)
{
	const enum state state = bench->snapshot.state;

	if (state == STATE_IDLE || state == STATE_FAULT || bench->phase_s > LETS_GO_MAX_S) {
		enter(bench, bench->failure == BENCH_FINE ? BENCH_DONE : BENCH_FAILED);
	}
}

bool calibrate_bench_step(struct calibrate_bench *bench, const struct frame *frame)
{
	if (bench->phase != BENCH_LETS_GO && bench->snapshot.state == STATE_FAULT) {
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
	case BENCH_LETS_GO:
		let_go(bench);
		break;
	case BENCH_DONE:
	case BENCH_FAILED:
	default:
		break;
	}
	command_attend(&bench->command, frame->t_ns);
	pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, frame, &bench->command,
		      bench->dt_s);
	bench->ticks++;
	bench->phase_s += bench->dt_s;
	return bench->phase != BENCH_DONE && bench->phase != BENCH_FAILED;
}

static const char *not_ready_because(const struct calibrate_bench *bench)
{
	const struct snapshot *snapshot = &bench->snapshot;

	if (snapshot->state == STATE_FAULT) {
		return condition_words(snapshot->cause)->sentence;
	}
	return "it could not be armed";
}

void calibrate_bench_say_failure(const struct calibrate_bench *bench, FILE *out)
{
	const int number = bench->head + 1;

	switch (bench->failure) {
	case BENCH_NOT_READY:
		fprintf(out,
			"head %d: the rig did not get ready (%s); see that every sensor reads and "
			"nothing touches a head, and try again\n",
			number, not_ready_because(bench));
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
		fprintf(out, "head %d: the rig let go in the middle of the test (%s)\n", number,
			condition_words(bench->snapshot.cause)->sentence);
		break;
	case BENCH_FINE:
	default:
		break;
	}
}
