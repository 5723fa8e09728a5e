/*
 * tick.c - what one tick costs: a whole short session in closed loop with the simulated rig.
 * usage: tick HEADS [RIG.conf TECHNIQUE.conf PATIENT.conf [SECONDS]], of Swedish massage if not told.
 *
 * A rig with other than HEADS heads is widened or cut in memory. Prints one line of JSON for each
 * stretch of ticks in one state and stroke, then one with the times. Under callgrind with
 * --toggle-collect=pipeline_step --dump-before=segment_ends each stretch is a part of its own, in the
 * order of the lines, so that instructions a tick are exact for each stroke.
 */
#include "app/config.h"
#include "core/pipeline.h"
#include "rt/clock.h"
#include "rt/histogram.h"
#include "sim/sim.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define INTENSITY 0.5
#define BEYOND_S  30.0 /* self-test, arming, release */
#define SEED      7
#define WIDEN_SHARE \
	0.5 /* a row's next head lies this much of the first one's distance further out */

struct segment {
	enum state state;
	enum stroke_kind stroke;
	uint64_t ticks;
};

struct bench {
	struct rig rig;
	struct technique technique;
	struct patient patient;
	double session_s;
	struct command command;
	struct frame frame;
	struct actuation actuation;
	struct snapshot snapshot;
	struct segment segment;
	struct histogram running; /* how long each tick of the session took */
	struct histogram clock;   /* how long it takes to look at the clock twice */
	struct pipeline pipeline;
	struct sim sim;
};

/* Rows get more heads side by side, or the last heads are left out. */
static void widen(struct rig *rig, int heads)
{
	const int first = rig->head_count;

	for (int i = first; i < heads; i++) {
		rig->heads[i] = rig->heads[i % first];
		rig->heads[i].y_m *= 1.0 + WIDEN_SHARE * (i / first);
	}
	rig->head_count = heads;
}

/* By name, so that callgrind finds it. */
__attribute__((noinline)) void segment_ends(const struct segment *segment);

void segment_ends(const struct segment *segment)
{
	printf("{\"state\": \"%s\", \"stroke\": \"%s\", \"ticks\": %" PRIu64 "}\n",
	       state_name(segment->state), stroke_kind_name(segment->stroke), segment->ticks);
}

static void count(struct bench *bench)
{
	const struct snapshot *shown = &bench->snapshot;
	int stroke = shown->hands.stroke;
	struct segment now = {
		.state = shown->state,
		.stroke = stroke >= 0 ? bench->technique.strokes[stroke].kind : STROKE_NONE,
		.ticks = bench->segment.ticks + 1,
	};

	if (now.state != bench->segment.state || now.stroke != bench->segment.stroke) {
		/* The tick that brought the change is the old stretch's last. */
		bench->segment.ticks = now.ticks;
		segment_ends(&bench->segment);
		now.ticks = 0;
	}
	bench->segment = now;
}

static void step(struct bench *bench, double dt_s)
{
	int64_t before_ns = 0;
	int64_t between_ns = 0;
	int64_t after_ns = 0;

	sim_read(&bench->sim, &bench->frame);
	bench->command.heard_t_ns = bench->frame.t_ns;
	bench->command.presses.arm += bench->snapshot.state == STATE_IDLE;
	bench->command.presses.start += bench->snapshot.state == STATE_ARMED;
	before_ns = clock_now_ns();
	between_ns = clock_now_ns();
	pipeline_step(&bench->pipeline, &bench->actuation, &bench->snapshot, &bench->frame,
		      &bench->command, dt_s);
	after_ns = clock_now_ns();
	if (bench->snapshot.state == STATE_RUNNING) {
		histogram_add(&bench->running, after_ns - between_ns);
		histogram_add(&bench->clock, between_ns - before_ns);
	}
	count(bench);
	sim_step(&bench->sim, &bench->actuation, dt_s);
}

static bool session(struct bench *bench)
{
	const double dt_s = 1.0 / bench->rig.loop_hz;
	const uint64_t ticks_max = (uint64_t)((bench->session_s + BEYOND_S) * bench->rig.loop_hz);
	bool was_running = false;

	command_init(&bench->command);
	bench->command.intensity = INTENSITY;
	bench->command.duration_s = bench->session_s;
	bench->command.placed = true;
	pipeline_init(&bench->pipeline, &bench->rig, &bench->technique, 1);
	bench->pipeline.shows_seldom = true; /* as in the daemon */
	sim_init(&bench->sim, &bench->rig, &bench->patient, SEED, 0);
	for (uint64_t i = 0; i < ticks_max; i++) {
		enum state state = bench->snapshot.state;

		was_running = was_running || state == STATE_RUNNING;
		if (state == STATE_FAULT || (was_running && state == STATE_IDLE)) {
			break;
		}
		step(bench, dt_s);
	}
	if (bench->snapshot.state != STATE_IDLE || bench->snapshot.cause != COND_COUNT) {
		fprintf(stderr, "tick: the session ended in %s, by %s\n",
			state_name(bench->snapshot.state),
			condition_words(bench->snapshot.reason)->name);
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *rig = argc > 2 ? argv[2] : "config/rigs/sim-16.conf";
	const char *technique = argc > 3 ? argv[3] : "config/techniques/swedish.conf";
	const char *patient = argc > 4 ? argv[4] : "config/patients/nominal.conf";
	int heads = argc > 1 ? atoi(argv[1]) : 0;

	/* unless told the shortest there is: most techniques have every stroke in it */
	bench.session_s = argc > 5 ? atof(argv[5]) : SESSION_MIN_S;
	if (heads < 1 || heads > HEADS_MAX) {
		fprintf(stderr,
			"usage: tick HEADS [RIG TECHNIQUE PATIENT [SECONDS]], 1 to %d heads\n",
			HEADS_MAX);
		return 2;
	}
	if (config_read_rig(&bench.rig, rig, stderr) != 0 ||
	    config_read_technique(&bench.technique, technique, stderr) != 0 ||
	    config_read_patient(&bench.patient, patient, stderr) != 0) {
		return 2;
	}
	widen(&bench.rig, heads);
	if (!session(&bench)) {
		return 1;
	}
	printf("{\"heads\": %d, \"running_ticks\": %" PRIu64 ", \"ns_p50\": %" PRId64
	       ", \"ns_p99\": %" PRId64 ", \"ns_clock_p50\": %" PRId64 "}\n",
	       heads, bench.running.count, histogram_percentile_ns(&bench.running, 0.5),
	       histogram_percentile_ns(&bench.running, 0.99),
	       histogram_percentile_ns(&bench.clock, 0.5));
	return 0;
}
