/* score_oracle.c - see score_oracle.h. */
#include "tool/score_oracle.h"

#include <knead/limits.h>

#include <stddef.h>
#include <string.h>

#define DECIDE_TICKS       6     /* a command is kept this long */
#define ORACLE_AHEAD_TICKS 12    /* beyond the dead time, where the force is looked at */
#define TRIAL_N            4.0   /* a little less, a little more: pressure heads */
#define TRIAL_M_S          0.004 /* and velocity heads */
#define APPROACH_M_S       0.012
#define APPROACH_N         (-0.5) /* push in the air at once: not yet off the spring */
#define APPROACH_STEP_N    0.04   /* gained or lost at each decision from there */
#define TOUCH_N            0.1
#define SLOPE_LEAST        0.02 /* of force by command: what sticks now may come loose */

enum trial { TRIAL_LESS = 0, TRIAL_SAME, TRIAL_MORE, TRIALS };

/* A head's command as one number: N beyond the spring, or m/s. */
struct scale {
	bool screw;
	double least;
	double most;
	double trial;
	double rise; /* most of one decision */
};

void score_oracle_init(struct score_oracle *oracle, const struct rig *plant,
		       const struct score_target *target)
{
	oracle->plant = plant;
	oracle->target = target;
	oracle->held = (struct actuation){.head_count = plant->head_count};
}

static struct scale scale_of(const struct score_oracle *oracle, int head)
{
	const struct actuator_spec *spec = &oracle->plant->heads[head].actuator;
	double relief_n = spec->relief_pa * spec->area_m2 - spec->release.spring_n;
	double lead_n = oracle->target->ceiling_n[head] + COMMAND_OVER_CEILING_N;

	if (spec->kind == ACTUATOR_VELOCITY) {
		return (struct scale){true, -spec->screw.speed_max_m_s, spec->screw.speed_max_m_s,
				      TRIAL_M_S, 2.0 * spec->screw.speed_max_m_s};
	}
	return (struct scale){false, -spec->release.spring_n, relief_n < lead_n ? relief_n : lead_n,
			      TRIAL_N, COMMAND_RISE_N_S * DECIDE_TICKS * oracle->target->dt_s};
}

static double command_of(const struct score_oracle *oracle, int head, const struct scale *scale)
{
	const struct actuator_spec *spec = &oracle->plant->heads[head].actuator;
	const struct head_actuation *held = &oracle->held.heads[head];

	return scale->screw ? held->speed_m_s
			    : held->pressure_pa * spec->area_m2 - spec->release.spring_n;
}

static void put_command(const struct score_oracle *oracle, struct head_actuation *out, int head,
			const struct scale *scale, double command)
{
	const struct actuator_spec *spec = &oracle->plant->heads[head].actuator;

	command = command < scale->least ? scale->least : command;
	command = command > scale->most ? scale->most : command;
	if (scale->screw) {
		out->speed_m_s = command;
	} else {
		out->pressure_pa = (command + spec->release.spring_n) / spec->area_m2;
	}
	out->dump_shut = true;
}

/* What force comes of: the sensors, by far the most of it, keep what they were given first. */
static void copy_plant(struct sim *to, const struct sim *from)
{
	memcpy(to, from, offsetof(struct sim, heads));
	for (int i = 0; i < from->head_count; i++) {
		memcpy(&to->heads[i], &from->heads[i], offsetof(struct sim_head, sensors));
	}
}

static long look_at(const struct score_oracle *oracle, int head)
{
	double dead_s = oracle->plant->heads[head].actuator.dead_s;

	return (long)(dead_s / oracle->target->dt_s + 0.5) + ORACLE_AHEAD_TICKS;
}

/* The force each head will press at its own horizon if this is held. */
static void play(struct score_oracle *oracle, const struct sim *sim, struct actuation *actuation,
		 double *force_n)
{
	long last = 0;

	copy_plant(&oracle->ahead, sim);
	for (int i = 0; i < sim->head_count; i++) {
		last = look_at(oracle, i) > last ? look_at(oracle, i) : last;
	}
	for (long k = 1; k <= last; k++) {
		actuation->enable_level = !actuation->enable_level;
		sim_step(&oracle->ahead, actuation, oracle->target->dt_s);
		for (int i = 0; i < sim->head_count; i++) {
			if (look_at(oracle, i) == k) {
				force_n[i] = sim_tissue_force_n(&oracle->ahead, i);
			}
		}
	}
}

static void play_trial(struct score_oracle *oracle, const struct sim *sim, enum trial trial,
		       double *force_n)
{
	struct actuation actuation = oracle->held;

	for (int i = 0; i < sim->head_count; i++) {
		const struct scale scale = scale_of(oracle, i);
		double command = command_of(oracle, i, &scale) + (trial - 1) * scale.trial;

		put_command(oracle, &actuation.heads[i], i, &scale, command);
	}
	play(oracle, sim, &actuation, force_n);
}

/* By the line through the two trials on the side where the target lies. */
static double step_toward(const double *force_n, double target_n, double trial)
{
	bool more = target_n > force_n[TRIAL_SAME];
	double change_n = more ? force_n[TRIAL_MORE] - force_n[TRIAL_SAME]
			       : force_n[TRIAL_SAME] - force_n[TRIAL_LESS];
	double slope = change_n / trial;
	double least = SLOPE_LEAST * TRIAL_N / trial;

	return (target_n - force_n[TRIAL_SAME]) / (slope > least ? slope : least);
}

/* In the air: slowly until it breaks loose, then at the approach speed. */
static double approach(const struct sim *sim, int head, const struct scale *scale, double command)
{
	double missing = 1.0 - actuator_speed_m_s(&sim->heads[head].actuator) / APPROACH_M_S;

	if (scale->screw) {
		return APPROACH_M_S;
	}
	if (command < APPROACH_N) {
		return command + scale->rise < APPROACH_N ? command + scale->rise : APPROACH_N;
	}
	missing = missing > 1.0 ? 1.0 : missing < -1.0 ? -1.0 : missing;
	return command + APPROACH_STEP_N * missing;
}

static void decide(struct score_oracle *oracle, const struct sim *sim, long tick)
{
	double trials_n[TRIALS][HEADS_MAX];

	for (int trial = 0; trial < TRIALS; trial++) {
		play_trial(oracle, sim, (enum trial)trial, trials_n[trial]);
	}
	for (int i = 0; i < sim->head_count; i++) {
		const struct scale scale = scale_of(oracle, i);
		const double force_n[TRIALS] = {trials_n[TRIAL_LESS][i], trials_n[TRIAL_SAME][i],
						trials_n[TRIAL_MORE][i]};
		double command = command_of(oracle, i, &scale);
		long at = tick + look_at(oracle, i);
		double target_n =
			at < oracle->target->end ? score_target_n(oracle->target, at, i) : 0.0;
		double step;

		if (target_n > LIFTED_N && sim_tissue_force_n(sim, i) < TOUCH_N &&
		    force_n[TRIAL_MORE] < TOUCH_N) {
			command = approach(sim, i, &scale, command);
		} else {
			step = step_toward(force_n, target_n, scale.trial);
			command += step < scale.rise ? step : scale.rise;
		}
		put_command(oracle, &oracle->held.heads[i], i, &scale, command);
	}
}

void score_oracle_step(struct score_oracle *oracle, struct actuation *actuation,
		       const struct sim *sim, long tick)
{
	bool pressing = tick >= oracle->target->begin && tick < oracle->target->end;

	oracle->held.enable_level = !oracle->held.enable_level;
	if (!pressing) {
		oracle->held = (struct actuation){.enable_level = oracle->held.enable_level,
						  .head_count = sim->head_count};
	} else if (tick == oracle->target->begin) {
		oracle->ahead = *sim;
	} else if ((tick - oracle->target->begin) % DECIDE_TICKS == 0) {
		decide(oracle, sim, tick);
	}
	*actuation = oracle->held;
}
