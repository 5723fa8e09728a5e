/* load_cell.c - see load_cell.h. */
#include "sim/load_cell.h"

#include "sim/sensor_fault.h"

#define NS_PER_S 1e9
#define S_PER_H  3600.0

void load_cell_init(struct load_cell *cell, const struct sensor_spec *spec, int64_t t_ns,
		    double phase, struct noise *noise)
{
	double drift_n_ns = spec->drift_n_h / (S_PER_H * NS_PER_S);

	cell->sampling = sampling_of(spec->rate_hz, t_ns, phase);
	cell->latency_ns = (int64_t)(spec->latency_s * NS_PER_S + 0.5);
	cell->noise_n = spec->noise_n;
	cell->range_n = spec->range_n;
	cell->quantum = quantum_of(spec->quantum_n);
	cell->drift_n_ns = noise_draw(noise) & 1 ? drift_n_ns : -drift_n_ns;
	cell->zero_t_ns = t_ns;
	cell->slip_share = spec->slip_share;
	cell->slips = 0;
	cell->fault = FAULT_NONE;
	cell->magnitude = 0.0;
	cell->gain = 1.0;
	cell->fault_t_ns = t_ns;
	cell->stuck_n = 0.0;
	cell->line_first = 0;
	cell->line_count = 0;
}

void load_cell_fault(struct load_cell *cell, enum fault_kind kind, double magnitude,
		     const struct sample *shown, int64_t t_ns)
{
	kind = fault_on_sensor(kind, FAULT_AT_FORCE);
	if (kind == FAULT_KINDS) {
		return;
	}
	cell->fault = kind;
	cell->magnitude = sensor_fault_magnitude(kind, magnitude);
	cell->gain = kind == FAULT_WRONG ? cell->magnitude : 1.0;
	cell->fault_t_ns = t_ns;
	cell->stuck_n = shown->value;
}

/* The converter takes the force as it is: noise, steps, and a rail at either end. */
static struct sample measure(const struct load_cell *cell, double force_n, int64_t t_ns,
			     struct noise *noise)
{
	const double range_n = cell->range_n;
	double zero_n = cell->drift_n_ns * (double)(t_ns - cell->zero_t_ns);
	double value_n = (force_n + zero_n + cell->noise_n * noise_bell(noise)) * cell->gain;
	enum sample_state state = SAMPLE_OK;

	if (!(value_n > -range_n && value_n < range_n)) {
		value_n = value_n > 0.0 ? range_n : -range_n;
		state = SAMPLE_BAD;
	}
	return (struct sample){quantised(&cell->quantum, value_n), t_ns, state};
}

/* What a broken one makes of what it measured. */
static struct sample broken(const struct load_cell *cell, struct sample sample, struct noise *noise)
{
	if (cell->fault == FAULT_STUCK) {
		sample.value = cell->stuck_n;
	} else if (cell->fault == FAULT_GARBAGE) {
		sensor_fault_spoil(&sample, cell->range_n, noise);
	}
	return sample;
}

static bool is_silent(const struct load_cell *cell, int64_t t_ns)
{
	return cell->fault != FAULT_NONE &&
	       sensor_fault_is_silent(cell->fault, cell->magnitude, cell->fault_t_ns, t_ns);
}

static bool slips(struct load_cell *cell, struct noise *noise)
{
	bool slipped = cell->slip_share > 0.0 && noise_uniform(noise) < cell->slip_share;

	cell->slips += slipped;
	return slipped;
}

/* A full line loses the newest, as a device's buffer does. */
static void send(struct load_cell *cell, struct sample sample)
{
	if (cell->line_count < LOAD_CELL_LINE) {
		cell->line[(cell->line_first + cell->line_count) % LOAD_CELL_LINE] = sample;
		cell->line_count++;
	}
}

static void receive(struct load_cell *cell, struct sample *shown, int64_t t_ns)
{
	int64_t late_ns = cell->latency_ns;

	if (cell->fault == FAULT_DELAYED) {
		late_ns += (int64_t)(cell->magnitude * NS_PER_S);
	}
	while (cell->line_count > 0 && cell->line[cell->line_first].t_ns + late_ns <= t_ns) {
		*shown = cell->line[cell->line_first];
		cell->line_first = (cell->line_first + 1) % LOAD_CELL_LINE;
		cell->line_count--;
	}
	if (cell->line_count == 0) {
		cell->line_first = 0; /* a short line stays in the cache */
	}
}

static bool is_due(struct load_cell *cell, int64_t t_ns)
{
	struct sampling *sampling = &cell->sampling;
	int64_t period_ns = sampling->period_ns;
	bool due;

	if (cell->fault != FAULT_SLOW) {
		return sampling_is_due(sampling, t_ns);
	}
	sampling->period_ns = (int64_t)((double)period_ns * cell->magnitude);
	due = sampling_is_due(sampling, t_ns);
	sampling->period_ns = period_ns;
	return due;
}

void load_cell_take(struct load_cell *cell, struct sample *shown, double force_n, int64_t t_ns,
		    struct noise *noise)
{
	if (is_due(cell, t_ns) && !is_silent(cell, t_ns) && !slips(cell, noise)) {
		struct sample sample = measure(cell, force_n, t_ns, noise);

		if (cell->fault != FAULT_NONE) {
			sample = broken(cell, sample, noise);
		}
		if (cell->latency_ns == 0 && cell->line_count == 0 &&
		    cell->fault != FAULT_DELAYED) {
			*shown = sample;
			return;
		}
		send(cell, sample);
	}
	receive(cell, shown, t_ns);
}
