/* test_cell_store.c - what weights told, in its folder: whole or refused, never half, never another's. */
#include "app/cell_store.h"
#include "app/stored_files.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HEADS 3

struct fixture {
	char folder[64];
	char said[4096];
	struct rig rig;
	struct wiring wiring;
	struct cell_subject subject;
	struct cells cells;
	struct cells read;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/knead-cells-XXXXXX");
	strcpy(f->rig.name, "a");
	f->rig.head_count = HEADS;
	f->cells.head_count = HEADS;
	f->wiring.head_count = HEADS;
	f->wiring.converter_count = 1;
	strcpy(f->wiring.converters[0].data[1].line, "GPIO20");
	for (int i = 0; i < HEADS; i++) {
		f->wiring.heads[i].force = (struct input_wire){1, i, 0.5, 100.0};
	}
	f->cells.heads[1] = (struct cell){
		.tared = true,
		.scaled = true,
		.factory_zero_n = -2.5,
		.zero_n = -1.25,
		.gain = 1.0625,
		.line_share = 0.003,
		.repeat_n = 0.04,
		.heaviest_n = 49.0,
		.noise_n = 0.02,
		.drift_n_h = -0.25,
		.tared_time_s = 1795282107,
		.scaled_time_s = 1795282000,
	};
	f->cells.heads[2] = (struct cell){.tared = true, .factory_zero_n = 1.0, .zero_n = 1.0};
	f->subject = (struct cell_subject){&f->rig, &f->wiring};
	*state = f;
	return mkdtemp(f->folder) == NULL;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(stored_path(f->folder, "a.cells"));
	unlink(stored_path(f->folder, "a.cells.old"));
	assert_int_equal(rmdir(f->folder), 0);
	free(f);
	return 0;
}

static enum learned_verdict reads(struct fixture *f)
{
	FILE *complaints = fmemopen(f->said, sizeof(f->said), "w");
	enum learned_verdict verdict;

	f->said[0] = '\0';
	verdict = cells_read(&f->read, f->folder, &f->subject, "knead", complaints);
	fclose(complaints);
	return verdict;
}

static void assert_near(double a, double b)
{
	assert_true(fabs(a - b) < 1e-6);
}

static void assert_as_written(const struct fixture *f)
{
	for (int i = 0; i < HEADS; i++) {
		const struct cell *wrote = &f->cells.heads[i];
		const struct cell *read = &f->read.heads[i];

		assert_int_equal(read->tared, wrote->tared);
		assert_int_equal(read->scaled, wrote->scaled);
		assert_near(read->factory_zero_n, wrote->factory_zero_n);
		assert_near(read->zero_n, wrote->zero_n);
		assert_near(read->gain, wrote->gain);
		assert_near(read->line_share, wrote->line_share);
		assert_near(read->repeat_n, wrote->repeat_n);
		assert_near(read->heaviest_n, wrote->heaviest_n);
		assert_near(read->noise_n, wrote->noise_n);
		assert_near(read->drift_n_h, wrote->drift_n_h);
		assert_int_equal(read->tared_time_s, wrote->tared_time_s);
		assert_int_equal(read->scaled_time_s, wrote->scaled_time_s);
	}
}

static void assert_unknown(const struct fixture *f)
{
	assert_int_equal(f->read.head_count, HEADS);
	for (int i = 0; i < HEADS; i++) {
		assert_false(f->read.heads[i].tared || f->read.heads[i].scaled);
	}
}

static void what_was_written__is_read(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(reads(f), LEARNED_NONE);
	assert_unknown(f);
	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), 0);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_as_written(f);
	assert_int_equal(cells_scaled(&f->read), 1);
	assert_string_equal(f->said, "");
}

static void byte_changed_anywhere__is_refused(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];
	const size_t length = cells_to_text(text, &f->cells, &f->subject);

	assert_true(length > 0);
	for (size_t i = 0; i < length; i++) {
		text[i] ^= 1;
		assert_int_not_equal(cells_from_text(&f->read, text, length, &f->subject),
				     LEARNED_FINE);
		text[i] ^= 1;
	}
	for (size_t cut = 0; cut < length; cut++) {
		const char kept = text[cut];

		text[cut] = '\0';
		assert_int_not_equal(cells_from_text(&f->read, text, cut, &f->subject),
				     LEARNED_FINE);
		text[cut] = kept;
	}
	assert_int_equal(cells_from_text(&f->read, text, length, &f->subject), LEARNED_FINE);
}

static void other_wires__are_another_cell(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), 0);
	f->wiring.heads[0].force.per_unit = 101.0;
	assert_int_equal(reads(f), LEARNED_OF_CONFIG);
	assert_unknown(f);
	assert_non_null(strstr(f->said, "run knead calibrate --weights again"));
	f->wiring.heads[0].force.per_unit = 100.0;
	strcpy(f->wiring.converters[0].data[1].line, "GPIO21");
	assert_int_equal(reads(f), LEARNED_OF_CONFIG);
	strcpy(f->wiring.converters[0].data[1].line, "GPIO20");
	f->wiring.heads[2].force.zero = 0.51;
	assert_int_equal(reads(f), LEARNED_OF_CONFIG);
	f->wiring.heads[2].force.zero = 0.5;
	assert_int_equal(reads(f), LEARNED_FINE);
}

static void damage__leaves_the_copy_before_and_then_refuses(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), 0);
	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), 0);
	stored_put(f->folder, "a.cells", "half", 4);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_non_null(strstr(f->said, "the copy before it counts"));
	stored_put(f->folder, "a.cells.old", "half", 4);
	assert_int_equal(reads(f), LEARNED_DAMAGED);
	assert_unknown(f);
	assert_non_null(strstr(f->said, "what is known of this rig's force sensors is damaged"));
}

static void what_is_beyond_belief__is_not_written(void **state)
{
	struct fixture *f = *state;
	struct cell *cell = &f->cells.heads[1];
	const struct cell fine = *cell;
	const double none = (double)NAN;
	const struct {
		double *field;
		double value;
	} cases[] = {
		{&cell->gain, 0.69},      {&cell->gain, 1.31},     {&cell->gain, none},
		{&cell->zero_n, none},    {&cell->zero_n, 2.6},    {&cell->factory_zero_n, 51.0},
		{&cell->line_share, 0.1}, {&cell->noise_n, -1e-3}, {&cell->drift_n_h, none},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		*cell = fine;
		*cases[i].field = cases[i].value;
		assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), -EINVAL);
	}
	*cell = fine;
	cell->tared = false; /* a scale without a zero is none */
	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), -EINVAL);
	assert_int_equal(reads(f), LEARNED_NONE);
}

static void wires__read_what_the_cell_says(void **state)
{
	struct fixture *f = *state;

	cells_wire(&f->wiring, &f->cells);
	for (int i = 0; i < HEADS; i++) {
		const struct input_wire *wire = &f->wiring.heads[i].force;
		const double reading = 0.7; /* 20 N by the file */

		assert_near((reading - wire->zero) * wire->per_unit,
			    cell_force_n(&f->cells.heads[i], 20.0));
	}
	assert_near(cell_force_n(&f->cells.heads[1], 20.0), 22.5 * 1.0625);
	assert_near(cell_shift_n(&f->cells.heads[1]), 1.25 * 1.0625);
	assert_near(cell_force_n(&f->cells.heads[0], 20.0), 20.0);
}

/* So that a service of another user reads what root calibrated for it. */
static void written_by_root__it_is_the_folders_owners(void **state)
{
	struct fixture *f = *state;
	struct stat facts;

	if (geteuid() != 0) {
		skip();
	}
	assert_int_equal(chown(f->folder, 12345, 12346), 0);
	assert_int_equal(cells_write(&f->cells, f->folder, &f->subject), 0);
	assert_int_equal(stat(stored_path(f->folder, "a.cells"), &facts), 0);
	assert_int_equal(facts.st_uid, 12345);
	assert_int_equal(facts.st_gid, 12346);
	assert_int_equal(facts.st_mode & 0777, 0600);
}

static void every_head_there_can_be__has_room(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];

	f->rig.head_count = HEADS_MAX;
	f->cells.head_count = HEADS_MAX;
	for (int i = 0; i < HEADS_MAX; i++) {
		f->cells.heads[i] = f->cells.heads[1];
	}
	assert_true(cells_to_text(text, &f->cells, &f->subject) > 0);
}

static void measured_noise__counts_where_it_is_less_than_the_files(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < HEADS; i++) {
		f->rig.heads[i].sensor.noise_n = 0.1;
	}
	cells_quiet(&f->rig, &f->cells);
	assert_near(f->rig.heads[0].sensor.noise_n, 0.1); /* never tared */
	assert_near(f->rig.heads[1].sensor.noise_n, 1.0625 * 0.02);
	assert_near(f->rig.heads[2].sensor.noise_n, 0.1); /* nothing was measured */
	f->rig.heads[1].sensor = (struct sensor_spec){.noise_n = 0.1, .quantum_n = 0.12};
	f->rig.heads[1].actuator.kind = ACTUATOR_VELOCITY;
	cells_quiet(&f->rig, &f->cells);
	assert_near(f->rig.heads[1].sensor.noise_n, 0.06); /* a screw's must be told */
	f->cells.heads[1].noise_n = 0.2;
	f->rig.heads[1].sensor.noise_n = 0.1;
	cells_quiet(&f->rig, &f->cells);
	assert_near(f->rig.heads[1].sensor.noise_n, 0.1); /* more hides nothing */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_was_written__is_read),
		TEST(byte_changed_anywhere__is_refused),
		TEST(other_wires__are_another_cell),
		TEST(damage__leaves_the_copy_before_and_then_refuses),
		TEST(what_is_beyond_belief__is_not_written),
		TEST(wires__read_what_the_cell_says),
		TEST(written_by_root__it_is_the_folders_owners),
		TEST(every_head_there_can_be__has_room),
		TEST(measured_noise__counts_where_it_is_less_than_the_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
