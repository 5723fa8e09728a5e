/*
 * A head of a real rig's file moved by hand, over fake lines and converters: what is missing, busy or
 * broken is said with its exit code, and however it ends, everything is vented.
 */
#include "tool/jog_bench.h"
#include "tool/stand.h"
#include "tool/tools.h"

#include "tool/fake_table.h"
#include "tool/typing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD 2 /* from 0 */
#define WHO  "knead jog"

static struct stand stand;
static struct jog_bench bench;

/* What a person does, by virtual time since the run began. */
static struct {
	int64_t t0_ns;
	double from_s; /* holds the key */
	double to_s;
	double ends_s;
	double button_s; /* since it was wanted, < 0: not yet */
	bool ready;
	double ready_s;
	double most_n; /* felt under the head while the key was held */
} person;

static double now_s(void)
{
	return (double)(table.t_ns - person.t0_ns) / 1e9;
}

static bool step(void *context, const struct frame *frame, const struct stand_asked *asked,
		 struct actuation *actuation, struct stand_shown *shown)
{
	const bool goes_on = jog_bench_step(context, frame, asked->held, asked->ends);

	*actuation = bench.actuation;
	shown->phase = (int)bench.phase;
	shown->wants_hand_button = jog_bench_wants_button(&bench);
	return goes_on;
}

/* The buttons as they are asked for; then the key. */
static struct stand_asked look(void *context, const struct stand_shown *shown)
{
	struct stand_asked asked = {0};
	double since_s;

	(void)context;
	if (shown->wants_hand_button && person.button_s < 0.0) {
		person.button_s = now_s();
	}
	if (person.button_s >= 0.0 && !person.ready) {
		since_s = now_s() - person.button_s;
		table_hand(since_s < 0.3);
		table_confirm(since_s > 1.0 && since_s < 1.3);
	}
	if (shown->phase == JOG_WAITS && !person.ready) {
		person.ready = true;
		person.ready_s = now_s();
	}
	since_s = person.ready ? now_s() - person.ready_s : -1.0;
	asked.held = since_s >= person.from_s && since_s < person.to_s;
	asked.ends = since_s >= person.ends_s;
	if (asked.held) {
		person.most_n = fmax(person.most_n, sim_tissue_force_n(&table.sim, HEAD));
	}
	return asked;
}

static int open_stand(void)
{
	return stand_open(&stand, &(struct stand_setup){
					  .who = WHO,
					  .rig = &table.rig,
					  .wiring = &table.wiring,
					  .machine = {.means = &table_means, .turn = table_turn}});
}

static bool run(struct jog_wish wish)
{
	const struct stand_job job = {.context = &bench, .step = step, .look = look};

	person.t0_ns = table.t_ns;
	person.button_s = -1.0;
	jog_bench_init(&bench, &table.rig, HEAD, &wish, 20.0);
	return stand_run(&stand, &job);
}

static int begin(void **state)
{
	memset(&person, 0, sizeof(person));
	person.to_s = 9.0;
	person.ends_s = 10.0;
	table_begin();
	return typing_begin(state);
}

static int end(void **state)
{
	stand_close(&stand);
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_int_equal(table.opens, 0);
	table_end();
	return typing_end(state);
}

static void wired_head__is_moved_by_hand_and_let_go_of(void **state)
{
	(void)state;
	assert_int_equal(open_stand(), EXIT_DONE);
	assert_true(run((struct jog_wish){.force_n = 8.0}));
	assert_int_equal(bench.failure, JOG_FINE);
	assert_true(person.most_n > 7.0 && person.most_n < 10.0);
	assert_true(table_has_let_go());
	assert_true(sim_tissue_force_n(&table.sim, HEAD) < RELEASED_N);
}

static void second_run__is_as_good_as_the_first(void **state)
{
	(void)state;
	assert_int_equal(open_stand(), EXIT_DONE);
	assert_true(run((struct jog_wish){.force_n = 8.0}));
	memset(&person, 0, sizeof(person));
	person.to_s = 9.0;
	person.ends_s = 10.0;
	assert_true(run((struct jog_wish){.is_pressure = true, .pressure_pa = 40000.0}));
	assert_int_equal(bench.failure, JOG_FINE);
	assert_true(person.most_n > 3.0);
	assert_true(table_has_let_go());
}

/* Signals and other keys end it at whatever moment. */
static void end_in_the_middle__vents(void **state)
{
	static const double ends_s[] = {0.2, 1.0, 3.0, 5.0};

	(void)state;
	for (size_t k = 0; k < sizeof(ends_s) / sizeof(ends_s[0]); k++) {
		memset(&person, 0, sizeof(person));
		person.to_s = 9.0;
		person.ends_s = ends_s[k];
		assert_int_equal(open_stand(), EXIT_DONE);
		assert_true(run((struct jog_wish){.force_n = 8.0}));
		assert_true(table_has_let_go());
		stand_close(&stand);
	}
}

static void tear_supply_wire(void)
{
	if (person.ready && now_s() > person.ready_s + 4.0) {
		table.spi_error = -EIO;
	}
}

static void converter_that_falls_silent__lets_go_by_name(void **state)
{
	(void)state;
	table.meddle = tear_supply_wire;
	assert_int_equal(open_stand(), EXIT_DONE);
	assert_true(run((struct jog_wish){.force_n = 8.0}));
	assert_int_equal(bench.failure, JOG_TRIPPED);
	assert_int_equal(bench.snapshot.cause, COND_SENSOR_LOST);
	assert_true(bench.still_held); /* nobody can tell */
	assert_true(table_has_let_go());
}

static void stop_loop_that_is_open__moves_nothing(void **state)
{
	(void)state;
	fake_drive(0, LINE_CLOSED, true);
	assert_int_equal(open_stand(), EXIT_DONE);
	assert_true(run((struct jog_wish){.force_n = 8.0}));
	assert_int_equal(bench.failure, JOG_STOP_OPEN);
	assert_int_equal(table.edges, 0);
	assert_true(table.moved_pa <= 0.0);
}

static int complaint_of_opening(const char *words)
{
	const int kept = typing_send(STDERR_FILENO, typing_err);
	const int code = open_stand();

	fflush(stderr);
	typing_bring_back(STDERR_FILENO, kept);
	if (!file_holds(typing_err, words)) {
		fail_msg("it says \"%s\" and not \"%s\"", content_of(typing_err), words);
	}
	return code;
}

static void busy_line__is_named_and_kneadd_with_it(void **state)
{
	struct fake_line *line = fake_line(0, LINE_ENABLE);

	(void)state;
	line->used = true;
	snprintf(line->user, sizeof(line->user), "knead");
	assert_int_equal(complaint_of_opening("systemctl stop kneadd"), EXIT_MISSING);
	assert_true(file_holds(typing_err, "enable"));
	line->used = false;
}

static void missing_pwm__is_named(void **state)
{
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/" TABLE_PWM "device", sysfs_root);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(complaint_of_opening("1-0040"), EXIT_MISSING);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(wired_head__is_moved_by_hand_and_let_go_of),
		TEST(second_run__is_as_good_as_the_first),
		TEST(end_in_the_middle__vents),
		TEST(converter_that_falls_silent__lets_go_by_name),
		TEST(stop_loop_that_is_open__moves_nothing),
		TEST(busy_line__is_named_and_kneadd_with_it),
		TEST(missing_pwm__is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
