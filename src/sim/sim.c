/* sim.c - see sim.h. */
#include "sim/sim.h"

#include <string.h>

#define STEP_MAX_S        0.001 /* sub-steps; the stiffest wall with 0.5 kg is stable well beyond */
#define STEPS_AT_ONCE_MAX 1000
#define ENABLE_HOLDS_S    0.05  /* the charge pump after its last edge (safety.md: 20-50 ms) */
#define POSITION_NOISE_M  2e-5  /* a plain linear encoder [M] */
#define PRESSURE_NOISE_PA 100.0 /* 0.05 N on a 25 mm piston [M] */
#define TURN_RAD          6.283185307179586
#define NS_PER_S          1e9

static void feel(struct sim *sim, struct sim_head *head)
{
	const struct tissue *tissue = &head->tissue;
	double rise_m = tissue->breath_m * sim->breath.share;
	double rise_m_s = tissue->breath_m * sim->breath.share_per_s;
	double depth_m = head->cylinder.position_m - tissue->clearance_m + rise_m;

	head->elastic_n = tissue_elastic_n(tissue, depth_m);
	head->tissue_n =
		tissue_force_n(tissue, head->elastic_n, head->cylinder.speed_m_s + rise_m_s);
}

static void sense(struct sim *sim, int i)
{
	struct sim_head *head = &sim->heads[i];
	struct head_frame *shown = &sim->frame.heads[i];
	double position_noise;
	double pressure_noise;

	load_cell_take(&head->cell, head->tissue_n, sim->t_ns, &sim->noise);
	noise_pair(&sim->noise, &position_noise, &pressure_noise);
	shown->force_n = head->cell.shown;
	shown->position_m =
		(struct sample){head->cylinder.position_m + POSITION_NOISE_M * position_noise,
				sim->t_ns, SAMPLE_OK};
	shown->pressure_pa =
		(struct sample){head->cylinder.pressure_pa + PRESSURE_NOISE_PA * pressure_noise,
				sim->t_ns, SAMPLE_OK};
}

static void sense_all(struct sim *sim)
{
	sim->frame.t_ns = sim->t_ns;
	for (int i = 0; i < sim->head_count; i++) {
		sense(sim, i);
	}
}

/* A person lies down: heads keep their place, the skin under them is another. */
static void lie_down(struct sim *sim, const struct patient *patient)
{
	sim->breath_rate_hz = patient->breathing.rate_hz;
	breath_pace(&sim->breath, sim->breath_rate_hz, sim->step_s);
	for (int i = 0; i < sim->head_count; i++) {
		struct sim_head *head = &sim->heads[i];

		tissue_init(&head->tissue, patient, head->region, head->area_m2);
		feel(sim, head);
	}
}

static void pace(struct sim *sim, double step_s)
{
	sim->step_s = step_s;
	breath_pace(&sim->breath, sim->breath_rate_hz, step_s);
	for (int i = 0; i < sim->head_count; i++) {
		cylinder_pace(&sim->heads[i].cylinder, step_s);
	}
}

void sim_init(struct sim *sim, const struct rig *rig, const struct patient *patient, uint64_t seed,
	      int64_t t0_ns)
{
	sim->t_ns = t0_ns;
	sim->noise.state = seed;
	sim->enable_level = false;
	sim->enable_quiet_s = ENABLE_HOLDS_S;
	sim->fault_orders = 0;
	sim->patient = 0;
	sim->head_count = rig->head_count < HEADS_MAX ? rig->head_count : HEADS_MAX;
	sim->frame = (struct frame){.stop_loop_closed = true, .head_count = sim->head_count};
	breath_init(&sim->breath, patient->breathing.rate_hz,
		    TURN_RAD * noise_uniform(&sim->noise));
	for (int i = 0; i < sim->head_count; i++) {
		const struct head *head = &rig->heads[i];
		/* A converter slower than the loop runs on its own phase. */
		double phase = noise_uniform(&sim->noise);

		sim->heads[i].region = head->region;
		sim->heads[i].area_m2 = head->area_m2;
		cylinder_init(&sim->heads[i].cylinder, &head->actuator);
		load_cell_init(&sim->heads[i].cell, &head->sensor, t0_ns,
			       head->sensor.rate_hz < rig->loop_hz ? phase : 0.0);
	}
	pace(sim, STEP_MAX_S);
	lie_down(sim, patient);
	sense_all(sim);
}

static void fault_head(struct sim *sim, struct sim_head *head, const struct sim_order *order)
{
	struct cylinder *cylinder = &head->cylinder;

	if (order->fault == FAULT_NONE) {
		cylinder->stuck_open = false;
		cylinder->stuck_shut = false;
		cylinder->dump_dead = false;
	} else if (order->fault == FAULT_VALVE_OPEN || order->fault == FAULT_VALVE_CLOSED) {
		cylinder->stuck_open = order->fault == FAULT_VALVE_OPEN;
		cylinder->stuck_shut = order->fault == FAULT_VALVE_CLOSED;
	} else if (order->fault == FAULT_DUMP_DEAD) {
		cylinder->dump_dead = true;
	}
	load_cell_fault(&head->cell, order->fault, order->fault_magnitude, sim->t_ns);
}

void sim_order(struct sim *sim, const struct sim_order *order, const struct patient *patients,
	       int patient_count)
{
	if (order->fault_orders != sim->fault_orders) {
		sim->fault_orders = order->fault_orders;
		for (int i = 0; i < sim->head_count; i++) {
			if (order->fault_head == 0 || order->fault_head == i + 1) {
				fault_head(sim, &sim->heads[i], order);
			}
		}
	}
	if (order->patient != sim->patient && order->patient >= 0 &&
	    order->patient < patient_count) {
		sim->patient = order->patient;
		lie_down(sim, &patients[order->patient]);
	}
	sim->frame.stop_loop_closed = !order->stop_open;
	sim->frame.reset_button = order->reset_held;
}

/* Whether the valve supply has power: edges of the enable line keep it up. */
static bool supply(struct sim *sim, bool level, double dt_s)
{
	if (level != sim->enable_level) {
		sim->enable_level = level;
		sim->enable_quiet_s = 0.0;
	} else {
		sim->enable_quiet_s += dt_s;
	}
	return sim->enable_quiet_s < ENABLE_HOLDS_S;
}

static void sub_step(struct sim *sim, const struct actuation *actuation, bool supplied)
{
	static const struct head_actuation nothing; /* for heads the controller does not know */
	double step_s = sim->step_s;
	double share_per_s = sim->breath.share_per_s;

	breath_advance(&sim->breath);
	for (int i = 0; i < sim->head_count; i++) {
		struct sim_head *head = &sim->heads[i];
		const struct head_actuation *asked =
			i < actuation->head_count ? &actuation->heads[i] : &nothing;

		cylinder_breathe(&head->cylinder, asked->pressure_pa, asked->dump_shut, supplied,
				 step_s);
		cylinder_move(&head->cylinder, &head->tissue, head->elastic_n,
			      head->tissue.breath_m * share_per_s, step_s);
		feel(sim, head);
	}
}

void sim_step(struct sim *sim, const struct actuation *actuation, double dt_s)
{
	int steps = 1;
	double step_s;
	bool supplied;

	if (!(dt_s > 0.0 && dt_s <= STEPS_AT_ONCE_MAX * STEP_MAX_S)) {
		return;
	}
	while (dt_s > steps * STEP_MAX_S * (1.0 + 1e-9)) {
		steps++;
	}
	step_s = dt_s / steps;
	if (!(step_s > sim->step_s * (1.0 - 1e-9) && step_s < sim->step_s * (1.0 + 1e-9))) {
		pace(sim, step_s);
	}
	supplied = supply(sim, actuation->enable_level, dt_s);
	for (int i = 0; i < steps; i++) {
		sub_step(sim, actuation, supplied);
	}
	sim->t_ns += (int64_t)(dt_s * NS_PER_S + 0.5);
	sense_all(sim);
}

void sim_read(const struct sim *sim, struct frame *frame)
{
	frame->t_ns = sim->frame.t_ns;
	frame->stop_loop_closed = sim->frame.stop_loop_closed;
	frame->reset_button = sim->frame.reset_button;
	frame->head_count = sim->head_count;
	memcpy(frame->heads, sim->frame.heads, (size_t)sim->head_count * sizeof(frame->heads[0]));
}

static const struct sim_head *head_at(const struct sim *sim, int head)
{
	return head >= 0 && head < sim->head_count ? &sim->heads[head] : NULL;
}

double sim_tissue_force_n(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at ? at->tissue_n : 0.0;
}

double sim_position_m(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at ? at->cylinder.position_m : 0.0;
}

double sim_pressure_pa(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at ? at->cylinder.pressure_pa : 0.0;
}
