#include "io/head_inputs.h"

#include <math.h>

static int64_t told(struct stamp *stamp, int64_t came_ns, int64_t now_ns)
{
	if (came_ns != stamp->came_ns) {
		stamp->came_ns = came_ns;
		stamp->told_ns = came_ns < now_ns ? came_ns : now_ns;
	}
	return stamp->told_ns;
}

static struct sample read_wire(const struct input_wire *wire, struct stamp *stamp,
			       const struct converter_view *const *views, double latency_s,
			       int64_t now_ns)
{
	const struct channel_sample *from;

	if (wire->converter == 0) {
		return (struct sample){0};
	}
	from = &views[wire->converter - 1]->channels[wire->channel];
	return (struct sample){
		.value = (from->reading - wire->zero) * wire->per_unit,
		.t_ns = told(stamp, from->t_ns, now_ns) - (int64_t)(latency_s * 1e9),
		.state = from->state,
	};
}

void head_inputs_put(struct head_frame *head, struct head_stamps *stamps,
		     const struct head_wires *wires, const struct sensor_spec *sensor,
		     const struct converter_view *const *views, int64_t now_ns)
{
	struct sample *force = &head->force_n;

	*force = read_wire(&wires->force, &stamps->force, views, sensor->latency_s, now_ns);
	if (force->state == SAMPLE_OK && !(fabs(force->value) < sensor->range_n)) {
		force->state = SAMPLE_BAD;
	}
	head->pressure_pa = read_wire(&wires->air, &stamps->air, views, 0.0, now_ns);
	head->position_m = read_wire(&wires->position, &stamps->position, views, 0.0, now_ns);
	head->surface_c = read_wire(&wires->surface, &stamps->surface, views, 0.0, now_ns);
}
