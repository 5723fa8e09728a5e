/* sim.c - see sim.h. */
#include "sim/sim.h"

#include <string.h>

#define STEP_MAX_S        0.001 /* sub-steps; the stiffest wall with 0.5 kg is stable well beyond */
#define STEPS_AT_ONCE_MAX 1000
#define ENABLE_HOLDS_S    0.05 /* the charge pump after its last edge: 20 to 50 ms [P] */
#define NS_PER_S          1e9
#define HEAT_SEED         0x68656174u
#define LONG_S            1e9
#define ROUND_S           1e-9 /* steps do not add up to whole times */

static void feel(struct sim *sim, struct sim_head *head)
{
	struct tissue *tissue = &head->tissue;
	double depth_m = actuator_position_m(&head->actuator) - tissue->clearance_m +
			 person_rise_m(&sim->person, tissue);

	head->rise_m_s = person_rise_m_s(&sim->person, tissue);
	head->elastic_n = tissue_press(tissue, depth_m, person_firmness(&sim->person, tissue));
	head->tissue_n = tissue_force_n(tissue, head->elastic_n,
					actuator_speed_m_s(&head->actuator) + head->rise_m_s);
}

static void sense(struct sim *sim, int i)
{
	struct sim_head *head = &sim->heads[i];

	sensors_take(&head->sensors, &sim->frame.heads[i], head->tissue_n, &head->actuator,
		     sim->t_ns, &sim->noise);
}

static void sense_all(struct sim *sim)
{
	sim->frame.t_ns = sim->t_ns;
	for (int i = 0; i < sim->head_count; i++) {
		sense(sim, i);
	}
}

static void sense_surfaces(struct sim *sim)
{
	for (int k = 0; k < sim->heated_count; k++) {
		int i = sim->heated[k];

		heater_take(&sim->heads[i].heater, &sim->frame.heads[i].surface_c, sim->t_ns,
			    &sim->heat_noise);
	}
}

/* A person lies down: heads keep their place, the skin under them is another. */
static void lie_down(struct sim *sim, const struct patient *patient)
{
	person_init(&sim->person, patient, sim->seed + (uint64_t)sim->patient);
	for (int i = 0; i < sim->head_count; i++) {
		struct sim_head *head = &sim->heads[i];

		tissue_init(&head->tissue, patient, &head->spot);
		tissue_pace(&head->tissue, sim->step_s);
		heater_lie_down(&head->heater);
		person_tend(&sim->person, &head->tissue, 0.0);
		feel(sim, head);
	}
	person_tended(&sim->person);
}

static void pace(struct sim *sim, double step_s)
{
	sim->step_s = step_s;
	for (int i = 0; i < sim->head_count; i++) {
		tissue_pace(&sim->heads[i].tissue, step_s);
		actuator_pace(&sim->heads[i].actuator, step_s);
	}
}

void sim_init(struct sim *sim, const struct rig *rig, const struct patient *patient, uint64_t seed,
	      int64_t t0_ns)
{
	sim->t_ns = t0_ns;
	sim->seed = seed;
	sim->noise.state = seed;
	sim->enable_level = false;
	sim->enable_quiet_s = ENABLE_HOLDS_S;
	sim->pump_stuck = false;
	sim->fault_orders = 0;
	sim->powered = false;
	sim->power_lost_s = 0.0;
	sim->heat_s = 0.0;
	sim->heat_orders = 0;
	sim->heat_quiet_s = HEATER_EXPIRES_S;
	sim->heat_noise.state = seed ^ HEAT_SEED;
	sim->heated_count = 0;
	sim->answers = true;
	sim->answer = (struct answer_maker){0};
	sim->patient = 0;
	sim->head_count = rig->head_count < HEADS_MAX ? rig->head_count : HEADS_MAX;
	sim->frame = (struct frame){.stop_loop_closed = true, .head_count = sim->head_count};
	for (int i = 0; i < sim->head_count; i++) {
		const struct head *head = &rig->heads[i];

		sim->heads[i].spot =
			(struct spot){head->region, head->x_m, head->y_m, head->area_m2};
		actuator_init(&sim->heads[i].actuator, &head->actuator);
		sensors_init(&sim->heads[i].sensors, head, rig->loop_hz, t0_ns, &sim->noise);
		heater_init(&sim->heads[i].heater, &head->heater, t0_ns);
		if (sim->heads[i].heater.fitted) {
			sim->heated[sim->heated_count++] = i;
		}
	}
	sim->step_s = STEP_MAX_S;
	lie_down(sim, patient);
	pace(sim, STEP_MAX_S);
	sense_all(sim);
	sense_surfaces(sim);
}

static void fault_head(struct sim *sim, int i, const struct sim_order *order)
{
	struct sim_head *head = &sim->heads[i];

	heater_fault(&head->heater, order->fault, order->fault_magnitude,
		     &sim->frame.heads[i].surface_c, sim->t_ns);
	actuator_fault(&head->actuator, order->fault, order->fault_magnitude);
	sensors_fault(&head->sensors, order->fault, order->fault_magnitude, &sim->frame.heads[i],
		      sim->t_ns);
}

/* The supply of all valves and heaters. Nobody's sensors: whoever reads them has no power, either. */
static void fault_power(struct sim *sim, const struct sim_order *order)
{
	if (order->fault == FAULT_POWER_LOST) {
		const double lasts_s = order->fault_magnitude;
		const bool timed = lasts_s > 0.0 && lasts_s <= FAULT_LASTS_MAX_S;

		sim->power_lost_s = timed ? lasts_s : LONG_S;
	} else if (order->fault == FAULT_NONE) {
		sim->power_lost_s = 0.0;
	}
}

void sim_order(struct sim *sim, const struct sim_order *order, const struct patient *patients,
	       int patient_count)
{
	if (order->fault_orders != sim->fault_orders) {
		sim->fault_orders = order->fault_orders;
		fault_power(sim, order);
		if (order->fault == FAULT_NONE || order->fault == FAULT_PUMP_STUCK) {
			sim->pump_stuck = order->fault == FAULT_PUMP_STUCK;
		}
		for (int i = 0; i < sim->head_count; i++) {
			if (order->fault_head == 0 || order->fault_head == i + 1) {
				fault_head(sim, i, order);
			}
		}
	}
	if (order->patient != sim->patient && order->patient >= 0 &&
	    order->patient < patient_count) {
		sim->patient = order->patient;
		lie_down(sim, &patients[order->patient]);
	}
	sim->frame.stop_pressed = order->stop_open || order->hand_held;
	sim->frame.stop_loop_closed = !sim->frame.stop_pressed;
	sim->frame.hand_pressed = order->hand_held;
	sim->frame.reset_button = order->reset_held;
	sim->answer.silent = order->silent || !sim->answers;
}

/* Whether the valve supply has power: edges of the enable line keep it up. */
static bool has_power(struct sim *sim, bool level, double dt_s)
{
	if (level != sim->enable_level) {
		sim->enable_level = level;
		sim->enable_quiet_s = 0.0;
	} else {
		sim->enable_quiet_s += dt_s;
	}
	if (sim->power_lost_s > 0.0) {
		sim->power_lost_s -= dt_s;
		return false;
	}
	return sim->enable_quiet_s < ENABLE_HOLDS_S || sim->pump_stuck;
}

static void advance_person(struct sim *sim)
{
	if (person_advance(&sim->person, sim->step_s)) {
		for (int i = 0; i < sim->head_count; i++) {
			person_tend(&sim->person, &sim->heads[i].tissue, sim->heads[i].tissue_n);
		}
		person_tended(&sim->person);
	}
}

/* Of the air supply, after what every head has drawn lately. */
static double air_share(const struct sim *sim)
{
	double share = 1.0;

	for (int i = 0; i < sim->head_count; i++) {
		share -= sim->heads[i].actuator.cylinder.draw_share;
	}
	return share > 0.0 ? share : 0.0;
}

/* What the tissue under a head does to it while it moves. */
static struct reaction react(const struct sim_head *head)
{
	double lambda = head->tissue.damping_s_m;

	return (struct reaction){
		.force_n = head->elastic_n * (1.0 + lambda * head->rise_m_s),
		.damping_n_s_m = head->elastic_n * lambda,
	};
}

static void sub_step(struct sim *sim, const struct actuation *actuation, bool powered)
{
	static const struct head_actuation nothing; /* for heads the controller does not know */
	const struct supply supply = {powered, air_share(sim)};
	double step_s = sim->step_s;

	advance_person(sim);
	for (int i = 0; i < sim->head_count; i++) {
		struct sim_head *head = &sim->heads[i];
		const struct head_actuation *asked =
			i < actuation->head_count ? &actuation->heads[i] : &nothing;
		const struct reaction reaction = react(head);

		actuator_step(&head->actuator, asked, &supply, &reaction, step_s);
		feel(sim, head);
	}
}

/* Faces and skins, which are slow: every HEATER_STEP_S. */
static void step_heaters(struct sim *sim, const struct actuation *actuation)
{
	struct heating heating = {
		.powered = sim->powered,
		.ordered = sim->heat_quiet_s < HEATER_EXPIRES_S,
	};

	sim->person.skin_c = 0.0;
	for (int k = 0; k < sim->heated_count; k++) {
		int i = sim->heated[k];
		struct sim_head *head = &sim->heads[i];

		heating.share = i < actuation->head_count ? actuation->heads[i].heater_share : 0.0;
		heating.force_n = head->tissue_n;
		heater_step(&head->heater, &heating, sim->heat_s);
		if (head->heater.skin_c > sim->person.skin_c) {
			sim->person.skin_c = head->heater.skin_c;
		}
	}
	sense_surfaces(sim);
	sim->heat_s = 0.0;
}

static void advance_heat(struct sim *sim, const struct actuation *actuation, double dt_s)
{
	sim->heat_quiet_s =
		actuation->heat_orders != sim->heat_orders ? 0.0 : sim->heat_quiet_s + dt_s;
	sim->heat_orders = actuation->heat_orders;
	sim->heat_s += dt_s;
	if (sim->heat_s >= HEATER_STEP_S - ROUND_S) {
		step_heaters(sim, actuation);
	}
}

void sim_step(struct sim *sim, const struct actuation *actuation, double dt_s)
{
	int steps = 1;
	double step_s;

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
	sim->powered = has_power(sim, actuation->enable_level, dt_s);
	for (int i = 0; i < steps; i++) {
		sub_step(sim, actuation, sim->powered);
	}
	sim->t_ns += (int64_t)(dt_s * NS_PER_S + 0.5);
	sense_all(sim);
	if (sim->heated_count > 0) {
		advance_heat(sim, actuation, dt_s);
	}
	answer_step(&sim->answer, sim->person.discomfort.level, actuation->ask_comfort, dt_s);
}

void sim_read(const struct sim *sim, struct frame *frame)
{
	frame->t_ns = sim->frame.t_ns;
	frame->stop_loop_closed = sim->frame.stop_loop_closed;
	frame->stop_pressed = sim->frame.stop_pressed;
	frame->hand_pressed = sim->frame.hand_pressed;
	frame->reset_button = sim->frame.reset_button;
	frame->comfort_answers = sim->answer.answers;
	frame->comfort = sim->answer.comfort;
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

	return at ? actuator_position_m(&at->actuator) : 0.0;
}

double sim_pressure_pa(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at ? at->actuator.cylinder.pressure_pa : 0.0;
}

double sim_surface_c(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at && at->heater.fitted ? at->heater.face_c : 0.0;
}

double sim_skin_c(const struct sim *sim, int head)
{
	const struct sim_head *at = head_at(sim, head);

	return at && at->heater.fitted ? at->heater.skin_c : 0.0;
}

void sim_set_answers(struct sim *sim, bool answers)
{
	sim->answers = answers;
	sim->answer.silent = !answers;
}

double sim_discomfort(const struct sim *sim)
{
	return sim->person.discomfort.level;
}

bool sim_is_in_event(const struct sim *sim)
{
	return person_is_in_window(&sim->person);
}

int sim_events(const struct sim *sim, struct event *out, int max)
{
	int first = sim->person.event_count - (max < EVENTS_KEPT ? max : EVENTS_KEPT);
	int count = 0;

	for (int i = first > 0 ? first : 0; i < sim->person.event_count; i++) {
		out[count++] = sim->person.events[i % EVENTS_KEPT];
	}
	return count;
}

int sim_script(struct event *out, int max, const struct patient *patient, uint64_t seed,
	       double length_s)
{
	return person_events(out, max, patient, seed, length_s);
}
