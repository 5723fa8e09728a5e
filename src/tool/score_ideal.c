/* score_ideal.c - see score_ideal.h. */
#include "tool/score_ideal.h"

#include <string.h>

#define NS_PER_S    1e9
#define AIR_M       0.015
#define SOFT_N_M    2500.0 /* of the tissue, for a plausible place */
#define CREEP_SHARE 0.25   /* of its depth, that it gives in time */
#define CREEP_S     8.0
#define ROOM_C      25.0
/* trigger points */
#define STIFF_EVERY       5 /* one head in so many has one, the third first */
#define STIFF_FIRST       2
#define STIFF_RATIO_IDEAL 1.8
#define HARD_N            15.0 /* pressed like this ... */
#define RELEASE_S         20.0 /* ... for so long it lets go ... */
#define GIVES_PER_S       1.0  /* ... this fast */

void score_ideal_command(struct command *command, double t_s)
{
	command->presses.arm = t_s >= SCORE_ARM_S;
	command->presses.start = t_s >= SCORE_START_S;
	command->heard_t_ns = (int64_t)(t_s * NS_PER_S + 0.5);
	command->placed = true;
	command->placings = 1;
	command->heights = 1;
}

void score_ideal_init(struct score_ideal *ideal, const struct rig *rig,
		      const struct technique *technique, const struct command *command)
{
	memset(ideal, 0, sizeof(*ideal));
	ideal->rig = rig;
	ideal->command = *command;
	pipeline_init(&ideal->pipeline, rig, technique, 1);
	ideal->pipeline.judge.witness.head_count =
		0; /* these heads obey the wish, not the orders */
	ideal->pipeline.proves_nothing = true;
	for (int i = 0; i < rig->head_count; i++) {
		ideal->pipeline.heat.heads[i].still_band = -1.0; /* their faces do not flicker */
		ideal->tissues[i].ratio = i % STIFF_EVERY == STIFF_FIRST ? STIFF_RATIO_IDEAL : 1.0;
	}
}

/* How deep the head lies in the tissue, pressed like this for dt_s more. */
static double depth_m(struct score_ideal_tissue *tissue, double force_n, double dt_s)
{
	double elastic_m = force_n / (SOFT_N_M * tissue->ratio);

	tissue->crept_m += (CREEP_SHARE * elastic_m - tissue->crept_m) * dt_s / CREEP_S;
	tissue->pressed_s += force_n >= HARD_N ? dt_s : 0.0;
	if (tissue->pressed_s >= RELEASE_S && tissue->ratio > 1.0) {
		tissue->ratio -= GIVES_PER_S * dt_s;
	}
	return elastic_m + tissue->crept_m;
}

static void show_obedience(struct score_ideal *ideal, int i, int64_t t_ns, bool arrived,
			   double dt_s)
{
	const struct head *place = &ideal->rig->heads[i];
	const struct actuator_spec *actuator = &place->actuator;
	const struct head_setpoint *asked = &ideal->pipeline.setpoint.heads[i];
	struct head_frame *head = &ideal->frame.heads[i];
	double force_n = arrived ? asked->now_n : 0.0;
	double place_m = AIR_M + depth_m(&ideal->tissues[i], force_n, dt_s);

	head->force_n = (struct sample){force_n, t_ns, SAMPLE_OK};
	head->position_m = (struct sample){place_m, t_ns, SAMPLE_OK};
	if (actuator->kind == ACTUATOR_PRESSURE) {
		double pa = (force_n + actuator->release.spring_n) / actuator->area_m2;

		head->pressure_pa = (struct sample){pa, t_ns, SAMPLE_OK};
	}
	if (place->heater.driver != DRIVER_NONE) {
		double surface_c = asked->surface_c > ROOM_C ? asked->surface_c : ROOM_C;

		head->surface_c = (struct sample){surface_c, t_ns, SAMPLE_OK};
	}
}

void score_ideal_step(struct score_ideal *ideal, double t_s, double dt_s)
{
	const int64_t t_ns = (int64_t)(t_s * NS_PER_S + 0.5);
	bool arrived = t_s >= SCORE_START_S + SCORE_ARRIVAL_S;

	ideal->frame.t_ns = t_ns;
	ideal->frame.stop_loop_closed = true;
	ideal->frame.head_count = ideal->rig->head_count;
	for (int i = 0; i < ideal->rig->head_count; i++) {
		show_obedience(ideal, i, t_ns, arrived, dt_s);
	}
	score_ideal_command(&ideal->command, t_s);
	pipeline_step(&ideal->pipeline, &ideal->actuation, &ideal->snapshot, &ideal->frame,
		      &ideal->command, dt_s);
}
