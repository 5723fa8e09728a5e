/* cell_text.c - see cell_text.h. */
#include "app/cell_text.h"

#include "app/crc32.h"
#include "app/kept_lines.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define VERSION "1" /* another one for every change of what follows, fingerprint included */
#define UNKNOWN "unknown"

static uint32_t fingerprint(const struct cell_subject *subject)
{
	char text[1024];
	struct kept_page page = {.text = text, .size = sizeof(text)};
	uint32_t sum = 0;

	for (int i = 0; i < subject->rig->head_count; i++) {
		const struct sensor_spec *sensor = &subject->rig->heads[i].sensor;
		const struct input_wire *wire = &subject->wiring->heads[i].force;
		const struct converter *of =
			wire->converter > 0 ? &subject->wiring->converters[wire->converter - 1]
					    : &(const struct converter){0};

		page.used = 0;
		kept_put(&page, "%08x %d %d %.9g %d %d %d %.9g %.9g %s %s %d %.9g", sum, i,
			 (int)sensor->driver, sensor->range_n, wire->converter, wire->channel,
			 (int)of->driver, wire->zero, wire->per_unit, of->device,
			 of->data[wire->channel].line, of->gain, of->reference_v);
		sum = crc32_of(text, page.used);
	}
	return sum;
}

static bool is_inside(double value, double least, double most)
{
	return value >= least && value <= most;
}

bool cell_is_sound(const struct cell *cell)
{
	if (!cell->tared) {
		return !cell->scaled;
	}
	return is_inside(cell->factory_zero_n, -CELL_ZERO_MOST_N, CELL_ZERO_MOST_N) &&
	       is_inside(cell_shift_n(cell), -CELL_SHIFT_MOST_N, CELL_SHIFT_MOST_N) &&
	       is_inside(cell->noise_n, 0.0, FORCE_PLAUSIBLE_N) &&
	       is_inside(fabs(cell->drift_n_h), 0.0, 1e6) && cell->tared_time_s >= 0 &&
	       cell->scaled_time_s >= 0 &&
	       (!cell->scaled || (is_inside(cell->gain, CELL_GAIN_LEAST, CELL_GAIN_MOST) &&
				  is_inside(cell->line_share, 0.0, CELL_LINE_SHARE) &&
				  is_inside(cell->repeat_n, 0.0, FORCE_PLAUSIBLE_N) &&
				  is_inside(cell->heaviest_n, 0.0, FORCE_PLAUSIBLE_N)));
}

/* ---- to text ---- */

static void put_cell(struct kept_page *page, int number, const struct cell *cell)
{
	page->wrong = page->wrong || !cell_is_sound(cell);
	if (cell->tared) {
		kept_put(page, "head_%d_zero %.6f %.6f %.6f %.6f %" PRId64 "\n", number,
			 cell->factory_zero_n, cell->zero_n, cell->noise_n, cell->drift_n_h,
			 cell->tared_time_s);
	} else {
		kept_put(page, "head_%d_zero " UNKNOWN "\n", number);
	}
	if (cell->scaled) {
		kept_put(page, "head_%d_scale %.6f %.6f %.6f %.6f %" PRId64 "\n", number,
			 cell->gain, cell->line_share, cell->repeat_n, cell->heaviest_n,
			 cell->scaled_time_s);
	} else {
		kept_put(page, "head_%d_scale " UNKNOWN "\n", number);
	}
}

size_t cells_to_text(char *text, const struct cells *cells, const struct cell_subject *subject)
{
	struct kept_page page = {.text = text, .size = LEARNED_TEXT_BYTES};

	if (cells->head_count != subject->rig->head_count || cells->head_count > HEADS_MAX) {
		return 0;
	}
	kept_put(&page, "knead_cells " VERSION "\nrig %s\nheads %d\nconfig %08x\n",
		 subject->rig->name, cells->head_count, fingerprint(subject));
	for (int i = 0; i < cells->head_count; i++) {
		put_cell(&page, i + 1, &cells->heads[i]);
	}
	kept_put(&page, "crc32 %08x\n", crc32_of(text, page.used));
	return page.wrong ? 0 : page.used;
}

/* ---- from text ---- */

/* False where the word says that it is unknown, or is no such line. */
static bool take_five(struct kept_reading *reading, int number, const char *what, double five[5])
{
	char key[64];
	char word[256];

	snprintf(key, sizeof(key), "head_%d_%s", number, what);
	kept_take(reading, key, word, sizeof(word));
	return reading->at != NULL && strcmp(word, UNKNOWN) != 0 &&
	       kept_numbers(reading, word, five, 5);
}

static void take_cell(struct kept_reading *reading, int number, struct cell *cell)
{
	double zero[5];
	double scale[5];

	*cell = (struct cell){0};
	cell->tared = take_five(reading, number, "zero", zero);
	cell->scaled = take_five(reading, number, "scale", scale);
	if (cell->tared) {
		cell->factory_zero_n = zero[0];
		cell->zero_n = zero[1];
		cell->noise_n = zero[2];
		cell->drift_n_h = zero[3];
		cell->tared_time_s = (int64_t)zero[4];
	}
	if (cell->scaled) {
		cell->gain = scale[0];
		cell->line_share = scale[1];
		cell->repeat_n = scale[2];
		cell->heaviest_n = scale[3];
		cell->scaled_time_s = (int64_t)scale[4];
	}
	if (!cell_is_sound(cell)) {
		reading->at = NULL;
	}
}

static enum learned_verdict judge_top(struct kept_reading *reading,
				      const struct cell_subject *subject)
{
	char heads[16];
	char config[16];

	snprintf(heads, sizeof(heads), "%d", subject->rig->head_count);
	snprintf(config, sizeof(config), "%08x", fingerprint(subject));
	if (!kept_takes(reading, "knead_cells", VERSION)) {
		return LEARNED_OF_VERSION;
	}
	if (!kept_takes(reading, "rig", subject->rig->name)) {
		return LEARNED_OF_RIG;
	}
	if (!kept_takes(reading, "heads", heads) || !kept_takes(reading, "config", config)) {
		return LEARNED_OF_CONFIG;
	}
	return LEARNED_FINE;
}

enum learned_verdict cells_from_text(struct cells *cells, const char *text, size_t length,
				     const struct cell_subject *subject)
{
	struct kept_reading reading = {.at = text};
	struct cells read = {.head_count = subject->rig->head_count};
	enum learned_verdict verdict;

	if (!crc32_is_whole(text, length)) {
		return LEARNED_DAMAGED;
	}
	verdict = judge_top(&reading, subject);
	if (verdict != LEARNED_FINE) {
		return reading.at != NULL ? verdict : LEARNED_DAMAGED;
	}
	for (int i = 0; i < read.head_count; i++) {
		take_cell(&reading, i + 1, &read.heads[i]);
	}
	if (reading.at == NULL || strncmp(reading.at, "crc32 ", strlen("crc32 ")) != 0) {
		return LEARNED_DAMAGED;
	}
	*cells = read;
	return LEARNED_FINE;
}
