/*
 * guarding.c - how well a head hears that a person tenses: one session in closed loop, judged by what the
 * simulated muscles do.
 * usage: guarding PATIENT TECHNIQUE SEED [INTENSITY [SECONDS [RIG [TRACE]]]]; names as under config/.
 *
 * Prints one line: muscles that began to tense under a head that pressed, how many of them the head
 * heard within SOON_S and how fast, false alarms an hour and what surrounded them, the share of the
 * wished force that the false ones took, and how many heads were taken back as from a cough, also where
 * a muscle had tensed meanwhile. With TRACE, a line of figures for each look at a pressed head.
 */
#include "app/config.h"
#include "core/pipeline.h"
#include "sim/sim.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRESSED_N 10.0
#define STEADY_N  1.0
#define BEGUN     0.05 /* of the tension that there will be */
#define SOON_S    1.5
#define PAST      300 /* ticks in which nobody asked for more */
#define MORE_N    2.0
#define TENSER    0.2  /* than before it was pushed */
#define LEVELS    4096 /* ticks */
#define COUGH_S   1.0
#define DEEP_S    7.0
#define SHIFT_S   3.0
#define S_PER_H   3600.0
#define NS_PER_S  1e9
#define BEYOND_S  30.0
#define TRACE_IN  8 /* ticks */

struct tensing {
	double since_s; /* below 0: none */
	bool steady;
	double then_n;
};

struct tally {
	int began; /* at a steady force ... */
	int heard;
	int moving; /* ... and while it changed, or more was asked for right after */
	int moving_heard;
	int missed_hard; /* at a steady force, pressed with 20 N and more */
	double heard_s;
	int backed_off;
	int false_plain;
	int false_deep;
	int false_cough;
	int false_shift;
	int forgiven;       /* taken for a cough when judged once more ... */
	int forgiven_tense; /* ... with a muscle that had tensed since */
	double wished_n_s;
	double lost_n_s; /* to false alarms */
	double owed_n_s; /* to true ones */
	double pressed_s;
};

struct bench {
	struct rig rig;
	struct technique technique;
	struct patient patient;
	struct command command;
	struct frame frame;
	struct actuation actuation;
	struct snapshot shown;
	struct tally tally;
	struct tensing tensing[HEADS_MAX];
	double past_n[HEADS_MAX][PAST];
	bool yields[HEADS_MAX];
	int64_t yield_t_ns[HEADS_MAX];
	bool wrong[HEADS_MAX]; /* the last time it backed off, nobody had tensed */
	double guard[REGION_COUNT];
	float level[LEVELS][REGION_COUNT]; /* of tension, tick by tick */
	FILE *trace;
	struct pipeline pipeline;
	struct sim sim;
};

static void press_buttons(struct bench *bench, int64_t t_ns)
{
	bench->command.heard_t_ns = t_ns;
	bench->command.presses.arm += bench->shown.state == STATE_IDLE;
	bench->command.presses.start += bench->shown.state == STATE_ARMED;
}

static double since_s(const struct bench *bench, enum event_kind kind)
{
	return bench->sim.person.t_s - bench->sim.person.last_s[kind];
}

static void blame(struct bench *bench)
{
	struct tally *tally = &bench->tally;

	if (since_s(bench, EVENT_COUGH) < COUGH_S) {
		tally->false_cough++;
	} else if (since_s(bench, EVENT_SHIFT) < SHIFT_S) {
		tally->false_shift++;
	} else if (since_s(bench, EVENT_DEEP_BREATH) < DEEP_S) {
		tally->false_deep++;
	} else {
		tally->false_plain++;
	}
}

static double level_then(const struct bench *bench, int i, int64_t t_ns)
{
	const int64_t ticks =
		(int64_t)((double)(bench->frame.t_ns - t_ns) / NS_PER_S * bench->rig.loop_hz);

	return (double)bench->level[((int64_t)bench->pipeline.tick - ticks + LEVELS) % LEVELS]
				   [bench->rig.heads[i].region];
}

/* Taken back before its time: a cough, as it is judged then. */
static void follow_forgiving(struct bench *bench, int i)
{
	const struct guard_head *head = &bench->pipeline.guard.heads[i];
	const double now = bench->sim.person.stretches[bench->rig.heads[i].region].guard;

	if (bench->yield_t_ns[i] != 0 && !head->yields &&
	    (double)(bench->frame.t_ns - bench->yield_t_ns[i]) < GUARD_HOLD_S * NS_PER_S) {
		bench->tally.forgiven++;
		bench->tally.forgiven_tense +=
			now > level_then(bench, i, head->before.t_ns) + TENSER;
	}
}

/* A head that backs off while its muscle is tense, or tensed a moment ago, does right. */
static bool backs_off(struct bench *bench, int i)
{
	const struct guard_head *head = &bench->pipeline.guard.heads[i];
	const bool now = head->yields && head->yield_t_ns != bench->yield_t_ns[i];

	follow_forgiving(bench, i);
	bench->yield_t_ns[i] = head->yields ? head->yield_t_ns : 0;
	if (now) {
		bench->wrong[i] =
			!(bench->sim.person.stretches[bench->rig.heads[i].region].guard > 0.0);
		bench->tally.backed_off++;
		if (bench->wrong[i]) {
			blame(bench);
		}
	}
	return now;
}

static void follow_tensing(struct bench *bench, int i, bool tenses, bool backed)
{
	const double now_n = bench->shown.heads[i].target_n;
	struct tensing *at = &bench->tensing[i];
	struct tally *tally = &bench->tally;
	double *past_n = &bench->past_n[i][bench->pipeline.tick % PAST];
	const bool steady = fabs(now_n - *past_n) < STEADY_N;
	const bool more = now_n > at->then_n + MORE_N;

	*past_n = now_n;
	if (at->since_s < 0.0) {
		if (tenses && now_n > PRESSED_N && !backed &&
		    sim_tissue_force_n(&bench->sim, i) > PRESSED_N) {
			*at = (struct tensing){0.0, steady, now_n};
		}
		return;
	}
	at->since_s += 1.0 / bench->rig.loop_hz;
	at->steady = at->steady && !more;
	if (backed || at->since_s > SOON_S) {
		if (at->steady) {
			tally->began++;
			tally->heard += backed;
			tally->missed_hard += !backed && at->then_n >= 20.0;
			tally->heard_s += backed ? at->since_s : 0.0;
		} else {
			tally->moving++;
			tally->moving_heard += backed;
		}
		at->since_s = -1.0;
	} else if (now_n < 0.5 * at->then_n && !bench->pipeline.guard.heads[i].yields) {
		at->since_s = -1.0; /* the stroke went elsewhere */
	}
}

static void follow_loss(struct bench *bench, int i)
{
	const struct head_view *view = &bench->shown.heads[i];
	const double dt_s = 1.0 / bench->rig.loop_hz;
	double wished_n = bench->pipeline.wish.force_n[i];
	const double plain_n = bench->pipeline.ceilings.heads[i].plain_n;
	double lost_n;

	wished_n = wished_n < plain_n ? wished_n : plain_n;
	bench->tally.wished_n_s += wished_n * dt_s;
	bench->tally.pressed_s += wished_n > PRESSED_N ? dt_s : 0.0;
	lost_n = wished_n - view->target_n;
	if (view->limited_by == LIMIT_GUARD && lost_n > 0.0) {
		*(bench->wrong[i] ? &bench->tally.lost_n_s : &bench->tally.owed_n_s) +=
			lost_n * dt_s;
	}
}

static void trace(struct bench *bench, int i)
{
	const struct belief *belief = &bench->pipeline.belief;
	const struct head_belief *at = &belief->heads[i];
	const struct head_setpoint *to = &bench->pipeline.setpoint.heads[i];
	const struct breath_sense *breath = &bench->pipeline.identify.breath;
	const struct tissue_sense_head *tissue = &bench->pipeline.identify.tissue[i];

	if (!(to->at_sample_n > 3.0)) {
		return;
	}
	fprintf(bench->trace,
		"%.3f %d %.3f %.3f %.6f %.0f %.0f %.0f %.3f %.5f %.5f %d %.3f %.3f %.3f %.3f %.3f "
		"%.6f %.3f\n",
		bench->sim.person.t_s, i, at->force_n, to->at_sample_n, at->position_m,
		at->pressure_pa, belief_stiffness_n_m(at), tissue->slope_n_m,
		belief->breath.share[i], breath->skin_m_s, breath->jolt_m_s,
		breath_sense_is_quiet(breath),
		bench->sim.person.stretches[bench->rig.heads[i].region].guard,
		since_s(bench, EVENT_COUGH), since_s(bench, EVENT_DEEP_BREATH),
		since_s(bench, EVENT_SHIFT), sim_tissue_force_n(&bench->sim, i),
		bench->sim.person.stretches[bench->rig.heads[i].region].rise_m,
		belief->breath.confidence);
}

static void judge(struct bench *bench)
{
	for (int r = 0; r < REGION_COUNT; r++) {
		bench->level[bench->pipeline.tick % LEVELS][r] =
			(float)bench->sim.person.stretches[r].guard;
	}
	for (int i = 0; i < bench->rig.head_count; i++) {
		const enum region region = bench->rig.heads[i].region;
		const double now = bench->sim.person.stretches[region].guard;
		const bool tenses = now > BEGUN && bench->guard[region] <= BEGUN;

		follow_tensing(bench, i, tenses, backs_off(bench, i));
		follow_loss(bench, i);
		if (bench->trace != NULL && bench->pipeline.tick % TRACE_IN == 0) {
			trace(bench, i);
		}
	}
	for (int r = 0; r < REGION_COUNT; r++) {
		bench->guard[r] = bench->sim.person.stretches[r].guard;
	}
}

static bool run(struct bench *bench, uint64_t seed, double session_s, double intensity)
{
	const double dt_s = 1.0 / bench->rig.loop_hz;

	pipeline_init(&bench->pipeline, &bench->rig, &bench->technique, 1);
	sim_init(&bench->sim, &bench->rig, &bench->patient, seed, 0);
	sim_set_answers(&bench->sim, false);
	command_init(&bench->command);
	bench->command.intensity = intensity;
	bench->command.duration_s = session_s;
	for (int i = 0; i < HEADS_MAX; i++) {
		bench->tensing[i].since_s = -1.0;
	}
	for (int k = 0; k < (int)((session_s + BEYOND_S) / dt_s); k++) {
		sim_read(&bench->sim, &bench->frame);
		press_buttons(bench, bench->frame.t_ns);
		pipeline_step(&bench->pipeline, &bench->actuation, &bench->shown, &bench->frame,
			      &bench->command, dt_s);
		if (bench->shown.state == STATE_RUNNING) {
			judge(bench);
		} else if (bench->shown.state == STATE_RELEASING) {
			break;
		}
		sim_step(&bench->sim, &bench->actuation, dt_s);
	}
	return bench->shown.reason == COND_SESSION_OVER;
}

static void report(const struct bench *bench, double session_s)
{
	const struct tally *t = &bench->tally;
	const double per_h = S_PER_H / session_s;
	const double share = t->wished_n_s > 0.0 ? 100.0 / t->wished_n_s : 0.0;

	printf("%-13s %-13s steady %3d heard %3d hard_missed %2d in %.2f s  moving %3d heard %3d  "
	       "backed_off %3d  false/h %5.0f = plain %.0f deep %.0f cough %.0f shift %.0f  lost "
	       "%.2f "
	       "%% owed %.2f %%  forgiven %d tense %d\n",
	       bench->patient.name, bench->technique.name, t->began, t->heard, t->missed_hard,
	       t->heard > 0 ? t->heard_s / t->heard : 0.0, t->moving, t->moving_heard,
	       t->backed_off,
	       per_h * (t->false_plain + t->false_deep + t->false_cough + t->false_shift),
	       per_h * t->false_plain, per_h * t->false_deep, per_h * t->false_cough,
	       per_h * t->false_shift, share * t->lost_n_s, share * t->owed_n_s, t->forgiven,
	       t->forgiven_tense);
}

static double figure(int argc, char **argv, int at, double otherwise)
{
	return argc > at ? strtod(argv[at], NULL) : otherwise;
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const double session_s = figure(argc, argv, 5, SESSION_MIN_S);
	char rig[96];
	char technique[96];
	char patient[96];

	if (argc < 4) {
		fprintf(stderr, "usage: guarding PATIENT TECHNIQUE SEED [INTENSITY [SECONDS [RIG "
				"[TRACE]]]]\n");
		return 2;
	}
	snprintf(patient, sizeof(patient), "config/patients/%s.conf", argv[1]);
	snprintf(technique, sizeof(technique), "config/techniques/%s.conf", argv[2]);
	snprintf(rig, sizeof(rig), "config/rigs/%s.conf", argc > 6 ? argv[6] : "sim-16");
	if (config_read_rig(&bench.rig, rig, stderr) != 0 ||
	    config_read_technique(&bench.technique, technique, stderr) != 0 ||
	    config_read_patient(&bench.patient, patient, stderr) != 0) {
		return 2;
	}
	if (argc > 7) {
		bench.trace = fopen(argv[7], "w");
		if (bench.trace == NULL) {
			return 2;
		}
	}
	if (!run(&bench, strtoull(argv[3], NULL, 10), session_s, figure(argc, argv, 4, 1.0))) {
		printf("%s %s: %s\n", argv[1], argv[2],
		       condition_words(bench.shown.reason)->sentence);
		return 1;
	}
	report(&bench, session_s);
	return bench.trace != NULL && fclose(bench.trace) != 0;
}
