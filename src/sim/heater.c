/* heater.c - see heater.h. */
#include "sim/heater.h"

#define SKIN_J_K       10.0 /* 30 mm across and 4 mm deep, 3.5 J/(g K) [D] */
#define SKIN_BACK_W_K  0.05 /* to blood at 20 ml/min and 100 g, and to what lies below [M] */
#define CUT_OUT_TAU_S  3.0  /* of a bimetal behind the face [M] */
#define CUT_OUT_BACK_K 10.0 /* cooler than where it opens, it closes again [M] */

void heater_init(struct heater *heater, const struct heater_spec *spec, int64_t t_ns)
{
	*heater = (struct heater){
		.fitted = spec->driver != DRIVER_NONE,
		.spec = *spec,
		.face_c = HEATER_AIR_C,
		.skin_c = SKIN_REST_C,
		.felt_c = HEATER_AIR_C,
	};
	thermistor_init(&heater->surface, &spec->surface, HEATER_AIR_C, t_ns);
}

void heater_lie_down(struct heater *heater)
{
	heater->skin_c = SKIN_REST_C;
}

void heater_fault(struct heater *heater, enum fault_kind kind, double magnitude,
		  const struct sample *shown, int64_t t_ns)
{
	const enum fault_kind manner = fault_on_sensor(kind, FAULT_AT_SURFACE);

	heater->stuck_on = kind == FAULT_HEATER_ON || (heater->stuck_on && kind != FAULT_NONE);
	heater->loose = kind == FAULT_SURFACE_LOOSE || (heater->loose && kind != FAULT_NONE);
	if (manner != FAULT_KINDS) {
		heater->honest = heater->fault.kind == FAULT_NONE ? *shown : heater->honest;
		sensor_fault_begin(&heater->fault, manner, magnitude, shown, &heater->honest, t_ns);
	}
}

static double power_w(const struct heater *heater, const struct heating *heating)
{
	bool inside = heating->share >= 0.0 && heating->share <= 1.0;

	if (!heating->powered || heater->cut_out) {
		return 0.0;
	}
	if (heater->stuck_on) {
		return heater->spec.power_w;
	}
	return heating->ordered && inside ? heating->share * heater->spec.power_w : 0.0;
}

static void feel_cut_out(struct heater *heater, double dt_s)
{
	double open_c = heater->spec.cut_out_c;

	heater->felt_c += (heater->face_c - heater->felt_c) * dt_s / CUT_OUT_TAU_S;
	heater->cut_out = heater->felt_c > (heater->cut_out ? open_c - CUT_OUT_BACK_K : open_c);
}

void heater_step(struct heater *heater, const struct heating *heating, double dt_s)
{
	double to_skin_w = heating->force_n > 0.0
				   ? heater->spec.contact_w_k * (heater->face_c - heater->skin_c)
				   : 0.0;
	double to_air_w = heater->spec.loss_w_k * (heater->face_c - HEATER_AIR_C);
	double away_w = SKIN_BACK_W_K * (heater->skin_c - SKIN_REST_C);
	double in_w = power_w(heater, heating);

	heater->face_c += (in_w - to_skin_w - to_air_w) * dt_s / heater->spec.capacity_j_k;
	heater->skin_c += (to_skin_w - away_w) * dt_s / SKIN_J_K;
	feel_cut_out(heater, dt_s);
}

void heater_take(struct heater *heater, struct sample *shown, int64_t t_ns, struct noise *noise)
{
	const double taken_c = heater->loose ? HEATER_AIR_C : heater->face_c;

	if (heater->fault.kind == FAULT_NONE) {
		thermistor_take(&heater->surface, shown, taken_c, t_ns, noise);
		return;
	}
	thermistor_take(&heater->surface, &heater->honest, taken_c, t_ns, noise);
	sensor_fault_pass(&heater->fault, shown, &heater->honest, SURFACE_PLAUSIBLE_C, t_ns, noise);
}
