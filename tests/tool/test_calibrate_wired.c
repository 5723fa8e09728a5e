/*
 * knead calibrate as it is typed for the rig of pi-8.conf, over fake lines, converters and PWM channels with
 * simulated pistons behind them.
 */
#include "app/cell_store.h"
#include "app/learned_store.h"
#include "tool/calibrate.h"
#include "tool/tools.h"

#include "tool/fake_table.h"
#include "tool/typing.h"

#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define RUN_MAX_S 400.0

static struct learned learned;

/* What somebody at the table does, by virtual time. */
static struct {
	bool tries_button;
	double button_s;
	double stops_s; /* presses the stop at this time */
	double kills_s; /* SIGTERM, likewise */
	bool killed;
} person;

static double now_s(void)
{
	return (double)table.t_ns / 1e9;
}

/* The self-test is over after 2 s or so; then the button, and confirm. */
static void attend(void)
{
	if (person.tries_button) {
		const double since_s = now_s() - person.button_s;

		table_hand(since_s > 0.0 && since_s < 0.3);
		table_confirm(since_s > 1.0 && since_s < 1.3);
	}
	if (person.stops_s > 0.0 && now_s() > person.stops_s) {
		fake_drive(0, LINE_CLOSED, true);
		fake_drive(0, LINE_PRESSED, true);
	}
	if (person.kills_s > 0.0 && now_s() > person.kills_s && !person.killed) {
		person.killed = true;
		raise(SIGTERM); /* held back, and heard */
	}
	if (now_s() > RUN_MAX_S) {
		abort();
	}
}

/* ---- weights ---- */

/* What is typed, and what lies on the cell from then on. */
struct line {
	const char *typed;
	double laid_n;
};

static struct {
	const struct line *lines;
	int count;
	int fd; /* the tool's standard input */
	size_t bytes;
	int kept;
	double jitter_n;
} desk;

/* As far as the tool has read. */
static void lay(void)
{
	int left = 0;
	size_t end = 0;
	int line = -1;

	if (ioctl(desk.fd, FIONREAD, &left) != 0) {
		abort();
	}
	for (int i = 0; i < desk.count; i++) {
		end += strlen(desk.lines[i].typed);
		line = end <= desk.bytes - (size_t)left ? i : line;
	}
	table.laid_n[2] = line >= 0 ? desk.lines[line].laid_n : 0.0;
	table.laid_n[2] += (now_s() - floor(now_s()) < 0.5 ? 1.0 : -1.0) * desk.jitter_n;
	attend();
}

static void sit_down(const struct line *lines, int count)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	desk.lines = lines;
	desk.count = count;
	for (int i = 0; i < count; i++) {
		const size_t length = strlen(lines[i].typed);

		assert_int_equal(write(ends[1], lines[i].typed, length), (int)length);
		desk.bytes += length;
	}
	close(ends[1]);
	desk.fd = ends[0];
	desk.kept = dup(STDIN_FILENO);
	dup2(desk.fd, STDIN_FILENO);
	table.meddle = lay;
}

static int begin(void **state)
{
	memset(&desk, 0, sizeof(desk));
	memset(&person, 0, sizeof(person));
	person.tries_button = true;
	person.button_s = 6.0;
	table_begin();
	table.meddle = attend;
	return typing_begin(state);
}

static int end(void **state)
{
	if (desk.count > 0) {
		dup2(desk.kept, STDIN_FILENO);
		close(desk.kept);
		close(desk.fd);
	}
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_int_equal(table.opens, 0);
	table_end();
	return typing_end(state);
}

/* As if every head had been scaled before. */
static void keep_scaled(double factory_zero_n, double zero_n)
{
	static struct cells cells;
	const struct cell_subject subject = {&table.rig, &table.wiring};

	cells = (struct cells){.head_count = table.rig.head_count};
	for (int i = 0; i < cells.head_count; i++) {
		cells.heads[i] = (struct cell){
			.tared = true,
			.scaled = true,
			.factory_zero_n = factory_zero_n,
			.zero_n = zero_n,
			.gain = 1.0,
			.heaviest_n = 50.0,
		};
	}
	assert_int_equal(cells_write(&cells, typing_folder, &subject), 0);
}

static int begin_scaled(void **state)
{
	const int result = begin(state);

	keep_scaled(0.0, 0.0);
	return result;
}

static int on_the_table(int argc, char **argv)
{
	return calibrate_on(&(struct stand_machine){.means = &table_means, .turn = table_turn},
			    argc, argv);
}

static int type(const char *more)
{
	char line[512];

	snprintf(line, sizeof(line), "calibrate --rig " TABLE_RIG " --state-dir %s %s",
		 typing_folder, more);
	return typed(on_the_table, line, typing_out);
}

static void assert_said(const char *words)
{
	if (!file_holds(typing_err, words)) {
		fail_msg("it says \"%s\" and not \"%s\"", content_of(typing_err), words);
	}
}

static enum learned_verdict kept(void)
{
	return learned_read(&learned, typing_folder, &table.rig, "test", NULL);
}

static void assert_nothing_kept_and_vented(void)
{
	assert_int_equal(kept(), LEARNED_NONE);
	assert_true(table_has_let_go());
}

static void wired_head__is_found_as_it_is_and_kept(void **state)
{
	const struct learned_head *head = &learned.heads[2];
	struct actuator_spec *truth = &table.plant.heads[2].actuator;

	(void)state;
	truth->release.spring_n = 11.5;
	truth->lag_s = 0.12;
	sim_init(&table.sim, &table.plant, &table.pad, 1, table.t_ns);
	assert_int_equal(type("3"), EXIT_DONE);
	assert_said("press the hand button once");
	assert_int_equal(kept(), LEARNED_FINE);
	assert_true(head->of[LEARNED_SPRING].known && head->of[LEARNED_LAG].known);
	assert_true(fabs(head->of[LEARNED_SPRING].value - 11.5) < 0.2);
	assert_true(fabs(head->of[LEARNED_LAG].value - 0.12) < 0.004);
	assert_true(fabs(head->of[LEARNED_DEAD].value - truth->dead_s) < 0.004);
	assert_true(fabs(head->of[LEARNED_BREAKAWAY].value - truth->friction.breakaway_n) < 0.3);
	assert_true(table.most_n > 10.0 && table.most_n < 25.0);
	assert_true(table_has_let_go());
	assert_true(file_holds(typing_out, "(at most 400 ms)"));
}

static void stop_in_the_middle__keeps_nothing(void **state)
{
	(void)state;
	person.stops_s = 40.0;
	assert_int_equal(type("3"), EXIT_FAILED);
	assert_said("head 3: the rig let go in the middle of the test (the wired stop is open)");
	assert_nothing_kept_and_vented();
}

static void signal_in_the_middle__vents_and_keeps_nothing(void **state)
{
	(void)state;
	person.kills_s = 40.0;
	assert_int_equal(type("3"), EXIT_FAILED);
	assert_true(person.killed);
	assert_said("head 3: interrupted; everything was vented");
	assert_nothing_kept_and_vented();
}

static void open_stop_loop__moves_nothing(void **state)
{
	(void)state;
	person.tries_button = false;
	person.stops_s = 0.5;
	assert_int_equal(type("3"), EXIT_FAILED);
	assert_said("the stop loop is open, so nothing moves");
	assert_int_equal(table.edges, 0);
	assert_nothing_kept_and_vented();
}

static void button_that_nobody_tries__is_waited_for_and_no_more(void **state)
{
	(void)state;
	person.tries_button = false;
	assert_int_equal(type("3"), EXIT_FAILED);
	assert_said("let the client press the hand button once");
	assert_true(table.most_n <= 0.0);
	assert_nothing_kept_and_vented();
}

static void busy_line__is_named(void **state)
{
	struct fake_line *line = fake_line(0, table_dumps[0]);

	(void)state;
	line->used = true;
	snprintf(line->user, sizeof(line->user), "kneadd");
	assert_int_equal(type("3"), EXIT_MISSING);
	assert_said("is used by kneadd already");
	assert_said("systemctl stop kneadd");
	line->used = false;
}

/* ---- */

#define KG 9.80665

static const struct line honest[] = {
	{"\n", 0.0},    {"2kg\n", 2 * KG}, {"5kg\n", 5 * KG},
	{"\n", 5 * KG}, {"\n", 5 * KG},    {"\n", 0.0},
};

#define SIT_DOWN(lines) sit_down((lines), (int)(sizeof(lines) / sizeof((lines)[0])))

static struct cells cells;

static enum learned_verdict kept_cells(void)
{
	const struct cell_subject subject = {&table.rig, &table.wiring};

	return cells_read(&cells, typing_folder, &subject, "test", stderr);
}

static void assert_nothing_moved(void)
{
	assert_int_equal(table.edges, 0);
	assert_true(table.moved_pa <= 0.0);
	assert_true(table_has_let_go());
}

static void assert_refused(const char *words, int code)
{
	assert_int_equal(type("--weights-only --wait 2 3"), code);
	assert_said(words);
	assert_int_equal(kept_cells(), LEARNED_NONE);
	assert_nothing_moved();
}

static void weights__find_zero_and_scale_and_keep_them(void **state)
{
	const struct cell *cell = &cells.heads[2];
	struct input_wire was = table.wiring.heads[2].force;
	struct input_wire *wire = &table.wiring.heads[2].force;
	double volts;

	(void)state;
	table.cell_gain[2] = 0.9;
	table.cell_zero_n[2] = 3.0;
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --wait 5 3"), EXIT_DONE);
	assert_nothing_moved();
	assert_true(file_holds(typing_out, "head 3: zero +0.00 N"));
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_int_equal(cells_scaled(&cells), 1);
	assert_true(fabs(cell->gain - 1.0 / 0.9) < 0.002);
	assert_true(fabs(cell->factory_zero_n - 3.0) < 0.05);
	assert_true(fabs(cell->heaviest_n - 5 * KG) < 1e-5);
	assert_true(cell->line_share < 0.005);
	assert_true(cell->noise_n > 0.03 && cell->noise_n < 0.3);
	assert_true(cells.heads[7].tared); /* nothing lay there either */

	/* as kneadd reads it: 20 N are 20 N */
	cells_wire(&table.wiring, &cells);
	volts = (20.0 * 0.9 + 3.0) / was.per_unit + was.zero;
	assert_true(fabs((volts - wire->zero) * wire->per_unit - 20.0) < 0.1);
}

static void weights_and_test__go_on_from_one_to_the_other(void **state)
{
	(void)state;
	table.cell_gain[2] = 0.9;
	table.cell_zero_n[2] = 3.0;
	SIT_DOWN(honest);
	person.button_s = 30.0; /* once it is asked for */
	assert_int_equal(type("--weights --wait 2 3"), EXIT_DONE);
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_int_equal(kept(), LEARNED_FINE);
	assert_true(fabs(learned.heads[2].of[LEARNED_SPRING].value - 10.0) < 0.2);
	assert_true(fabs(learned.heads[2].of[LEARNED_BREAKAWAY].value - 3.0) < 0.3);
}

static void wrong_weight__is_refused(void **state)
{
	static const struct line lines[] = {
		{"\n", 0.0},    {"2kg\n", 2 * KG}, {"3kg\n", 2.5 * KG}, {"5kg\n", 5 * KG},
		{"\n", 5 * KG}, {"\n", 5 * KG},    {"\n", 0.0}};

	(void)state;
	SIT_DOWN(lines);
	assert_refused("head 3: the weights do not agree: 29.42 N lies", EXIT_FAILED);
}

static void weights_that_are_alike__are_refused(void **state)
{
	static const struct line lines[] = {{"\n", 0.0},    {"5kg\n", 5 * KG}, {"5kg\n", 5 * KG},
					    {"\n", 5 * KG}, {"\n", 5 * KG},    {"\n", 0.0}};

	(void)state;
	SIT_DOWN(lines);
	assert_refused("two that differ by a fifth or more", EXIT_FAILED);
}

static void words_that_are_no_weight__are_asked_again(void **state)
{
	static const struct line lines[] = {
		{"\n", 0.0},          {"two\n", 0.0},  {"-2kg\n", 0.0},    {"nankg\n", 0.0},
		{"300g\n", 0.3 * KG}, {"90kg\n", 0.0}, {"2 kg\n", 2 * KG}, {"\n", 2 * KG},
		{"49.03N\n", 5 * KG}, {"\n", 5 * KG},  {"\n", 5 * KG},     {"\n", 0.0}};

	(void)state;
	SIT_DOWN(lines);
	assert_int_equal(type("--weights-only --wait 2 3"), EXIT_DONE);
	assert_said("that is no weight");
	assert_said("that is 2.94 N; lay something of 4 to 238 N there");
	assert_said("that is 882.60 N");
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_true(fabs(cells.heads[2].gain - 1.0) < 0.002);
}

static void cell_that_stands__is_refused(void **state)
{
	(void)state;
	table.cell_gain[2] = 0.02;
	SIT_DOWN(honest);
	assert_refused("is it the sensor of this head, and are all its wires on?", EXIT_FAILED);
}

static void cell_the_wrong_way_round__is_refused(void **state)
{
	(void)state;
	table.cell_gain[2] = -1.0;
	SIT_DOWN(honest);
	assert_refused("turn the sign of n_per_v in the rig file", EXIT_FAILED);
}

static void scale_far_from_the_file__tells_what_to_write_there(void **state)
{
	(void)state;
	table.cell_gain[2] = 0.5;
	SIT_DOWN(honest);
	assert_refused("write n_per_v = 29", EXIT_FAILED); /* 2 x 148.5 */
}

static void repetition_that_differs__is_refused(void **state)
{
	static const struct line lines[] = {{"\n", 0.0},    {"2kg\n", 2 * KG}, {"5kg\n", 5 * KG},
					    {"\n", 5 * KG}, {"\n", 4.8 * KG},  {"\n", 0.0}};

	(void)state;
	SIT_DOWN(lines);
	assert_refused("the same 49.03 N showed 49.0", EXIT_FAILED);
}

static void zero_that_does_not_come_back__is_refused(void **state)
{
	static const struct line lines[] = {{"\n", 0.0},    {"2kg\n", 2 * KG}, {"5kg\n", 5 * KG},
					    {"\n", 5 * KG}, {"\n", 5 * KG},    {"\n", 1.0}};

	(void)state;
	SIT_DOWN(lines);
	assert_refused("empty again, it shows ", EXIT_FAILED);
}

static void restless_cell__is_refused(void **state)
{
	(void)state;
	desk.jitter_n = 3.0;
	SIT_DOWN(honest);
	assert_refused("does not come to rest, it scatters by", EXIT_FAILED);
}

static void railed_cell__is_refused(void **state)
{
	(void)state;
	table.cell_railed[2] = true;
	SIT_DOWN(honest);
	assert_refused("out of its range", EXIT_FAILED);
}

static void silent_converter__is_a_missing_device(void **state)
{
	(void)state;
	table.spi_error = -EIO;
	SIT_DOWN(honest);
	assert_refused("its force sensor shows nothing", EXIT_MISSING);
}

static void unloaded_cell_far_off__is_refused(void **state)
{
	(void)state;
	table.cell_zero_n[2] = 60.0;
	SIT_DOWN(honest);
	assert_refused("unloaded it shows 60.", EXIT_FAILED);
}

static void end_of_the_input__keeps_nothing(void **state)
{
	(void)state;
	for (int count = 0; count < 6; count++) {
		sit_down(honest, count);
		assert_refused("interrupted; nothing of it is kept", EXIT_FAILED);
		dup2(desk.kept, STDIN_FILENO);
		close(desk.kept);
		close(desk.fd);
		memset(&desk, 0, sizeof(desk));
	}
}

static void signal_while_it_waits__keeps_nothing(void **state)
{
	(void)state;
	person.kills_s = 20.0; /* in the wait for drift */
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --wait 60 3"), EXIT_FAILED);
	assert_true(person.killed);
	assert_said("head 3: interrupted; nothing of it is kept");
	assert_int_equal(kept_cells(), LEARNED_NONE);
}

static void factory_zero__is_written_once(void **state)
{
	(void)state;
	table.cell_zero_n[2] = 3.0;
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --wait 2 3"), EXIT_DONE);
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_true(fabs(cells.heads[2].factory_zero_n) < 1e-9); /* as it was */
	assert_true(fabs(cells.heads[2].zero_n - 3.0) < 0.05);
	assert_true(file_holds(typing_out, "head 3: zero +"));
	assert_false(file_holds(typing_out, "head 3: zero +0"));
}

static void zero_that_moved_too_far__is_refused_until_the_cell_is_new(void **state)
{
	(void)state;
	table.cell_zero_n[2] = 6.0;
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --wait 2 3"), EXIT_FAILED);
	assert_said("its zero has moved by 6.0 N since it was new, and may by 5");
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_true(fabs(cells.heads[2].zero_n) < 1e-9);
	dup2(desk.kept, STDIN_FILENO);
	close(desk.kept);
	close(desk.fd);
	memset(&desk, 0, sizeof(desk));
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --new-cell --wait 2 3"), EXIT_DONE);
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_true(fabs(cells.heads[2].factory_zero_n - 6.0) < 0.05);
	assert_true(fabs(cells.heads[3].factory_zero_n) < 1e-9); /* not asked for */
}

/* A drift of the zero is no spring. */
static void shifted_zero__is_no_spring(void **state)
{
	(void)state;
	keep_scaled(0.0, 3.0);
	for (int h = 0; h < TABLE_HEADS; h++) {
		table.cell_zero_n[h] = 3.0;
	}
	assert_int_equal(type("3"), EXIT_DONE);
	assert_int_equal(kept(), LEARNED_FINE);
	assert_true(fabs(learned.heads[2].of[LEARNED_SPRING].value - 10.0) < 0.2);
}

static void unscaled_head__is_not_moved(void **state)
{
	(void)state;
	assert_int_equal(type("3"), EXIT_FAILED);
	assert_said("head 3's force sensor was never scaled with weights; the same with --weights");
	assert_nothing_moved();
}

/* As a full disk would: what was there still is. */
static void folder_that_takes_nothing__is_said_and_keeps_what_was_there(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/pi-8.cells.new", typing_folder);
	assert_int_equal(mkdir(path, 0700), 0);
	table.cell_gain[2] = 0.9;
	SIT_DOWN(honest);
	assert_int_equal(type("--weights-only --wait 2 3"), EXIT_FAILED);
	assert_said("cannot be kept in");
	assert_int_equal(kept_cells(), LEARNED_FINE);
	assert_true(fabs(cells.heads[2].gain - 1.0) < 1e-6);
}

static void new_cell_without_weights__is_wrong_usage(void **state)
{
	(void)state;
	assert_int_equal(type("--new-cell 3"), EXIT_WRONG);
	assert_said("--new-cell goes with --weights");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin_scaled, end)
#define NEW(f)  cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(wired_head__is_found_as_it_is_and_kept),
		TEST(stop_in_the_middle__keeps_nothing),
		TEST(signal_in_the_middle__vents_and_keeps_nothing),
		TEST(open_stop_loop__moves_nothing),
		TEST(button_that_nobody_tries__is_waited_for_and_no_more),
		TEST(busy_line__is_named),
		NEW(weights__find_zero_and_scale_and_keep_them),
		NEW(weights_and_test__go_on_from_one_to_the_other),
		NEW(wrong_weight__is_refused),
		NEW(weights_that_are_alike__are_refused),
		NEW(words_that_are_no_weight__are_asked_again),
		NEW(cell_that_stands__is_refused),
		NEW(cell_the_wrong_way_round__is_refused),
		NEW(scale_far_from_the_file__tells_what_to_write_there),
		NEW(repetition_that_differs__is_refused),
		NEW(zero_that_does_not_come_back__is_refused),
		NEW(restless_cell__is_refused),
		NEW(railed_cell__is_refused),
		NEW(silent_converter__is_a_missing_device),
		NEW(unloaded_cell_far_off__is_refused),
		NEW(end_of_the_input__keeps_nothing),
		NEW(signal_while_it_waits__keeps_nothing),
		TEST(factory_zero__is_written_once),
		TEST(zero_that_moved_too_far__is_refused_until_the_cell_is_new),
		TEST(shifted_zero__is_no_spring),
		NEW(unscaled_head__is_not_moved),
		TEST(folder_that_takes_nothing__is_said_and_keeps_what_was_there),
		NEW(new_cell_without_weights__is_wrong_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
