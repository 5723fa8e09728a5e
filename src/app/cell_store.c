/* cell_store.c - see cell_store.h. */
#include "app/cell_store.h"

#include "app/kept_copies.h"

#include <knead/limits.h>

#include <errno.h>

#define DAY_S 86400.0

static enum learned_verdict from_text(void *out, const char *text, size_t length, const void *of)
{
	return cells_from_text(out, text, length, of);
}

static const struct kept_kind kind = {
	.suffix = "cells",
	.subject = "what is known of this rig's force sensors",
	.remedy = "run knead calibrate --weights again",
	.from_text = from_text,
};

enum learned_verdict cells_read(struct cells *cells, const char *folder,
				const struct cell_subject *subject, const char *who,
				FILE *complaints)
{
	*cells = (struct cells){.head_count = subject->rig->head_count};
	return kept_copies_read(&kind, cells, subject, subject->rig->name, folder, who, complaints);
}

int cells_write(const struct cells *cells, const char *folder, const struct cell_subject *subject)
{
	struct cells latest;
	char text[LEARNED_TEXT_BYTES];
	const size_t length = cells_to_text(text, cells, subject);

	return length == 0 ? -EINVAL
			   : kept_copies_write(&kind, &latest, subject, subject->rig->name, folder,
					       text, length);
}

int cells_scaled(const struct cells *cells)
{
	int count = 0;

	for (int i = 0; i < cells->head_count; i++) {
		count += cells->heads[i].scaled;
	}
	return count;
}

/* force = (file's - factory zero) x gain, and the file's is (reading - zero) x per_unit. */
void cells_wire(struct wiring *wiring, const struct cells *cells)
{
	for (int i = 0; i < wiring->head_count && i < cells->head_count; i++) {
		struct input_wire *wire = &wiring->heads[i].force;
		const struct cell *cell = &cells->heads[i];

		if (wire->converter > 0 && cell->tared) {
			wire->zero += cell->factory_zero_n / wire->per_unit;
			wire->per_unit *= cell_gain(cell);
		}
	}
}

void cells_quiet(struct rig *rig, const struct cells *cells)
{
	for (int i = 0; i < rig->head_count && i < cells->head_count; i++) {
		struct sensor_spec *sensor = &rig->heads[i].sensor;
		const bool screw = rig->heads[i].actuator.kind == ACTUATOR_VELOCITY;
		const double least_n = screw ? NOISE_OF_STEP * sensor->quantum_n : 0.0;
		const struct cell *cell = &cells->heads[i];
		const double measured_n = cell->noise_n * cell_gain(cell);

		if (cell->tared && measured_n > 0.0 && measured_n < sensor->noise_n) {
			sensor->noise_n = measured_n > least_n ? measured_n : least_n;
		}
	}
}

void cell_say(FILE *out, const struct cell *cell, int64_t now_s)
{
	if (!cell->tared) {
		fputs("never tared", out);
		return;
	}
	fprintf(out, "zero %+.2f N since it was new, noise %.3f N, drift %+.2f N/h",
		cell_shift_n(cell), cell->noise_n * cell_gain(cell),
		cell->drift_n_h * cell_gain(cell));
	if (!cell->scaled) {
		fputs("; never scaled with weights", out);
		return;
	}
	fprintf(out,
		"; scale x %.4f of the file's, up to %.1f N off the line by %.2f %%, %.0f days ago",
		cell->gain, cell->heaviest_n, 1e2 * cell->line_share,
		now_s > cell->scaled_time_s ? (double)(now_s - cell->scaled_time_s) / DAY_S : 0.0);
}
