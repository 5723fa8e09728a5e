#include "io/head_outputs.h"

#include <knead/limits.h>

bool heat_order_lasts(struct heat_order *order, uint32_t count, int64_t now_ns)
{
	if (count != order->count) {
		*order = (struct heat_order){count, now_ns};
	}
	return order->t_ns != 0 && now_ns - order->t_ns < (int64_t)(HEATER_EXPIRES_S * 1e9);
}

static double heat_share(double share)
{
	return share >= 0.0 && share <= 1.0 ? share : 0.0;
}

void head_outputs_put(struct drive_order *const *orders, const struct head_wires *wires,
		      const struct head_actuation *asked, bool heats)
{
	const struct output_wire *regulator = &wires->regulator;
	const struct heater_wire *heater = &wires->heater;

	if (regulator->drive != 0) {
		orders[regulator->drive - 1]->shares[regulator->channel] =
			drive_share(regulator, asked->pressure_pa);
	}
	if (heater->drive != 0 && heats) {
		orders[heater->drive - 1]->shares[heater->channel] =
			heat_share(asked->heater_share);
	}
}
