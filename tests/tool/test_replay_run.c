/* test_replay_run.c - what was recorded is done again, bit for bit; what is not the same is found. */
#include "tool/record_file.h"
#include "tool/replay_run.h"
#include "tool/sim_run.h"
#include "tool/tools.h"

#include "app/config.h"
#include "core/control/plain_gains.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define RIG        "config/rigs/sim-16.conf"
#define PATIENT    "config/patients/cougher.conf"
#define RUN_S      25.0
#define FILE_BYTES (16u << 20)
#define SOME_TICK  9000

static struct sim_setup setup;
static struct technique techniques[TECHNIQUES_MAX];
static int technique_count;
static struct sim_options options;
static struct sim_run sim;
static struct record_file record;
static struct replay_run run;
static unsigned char bytes[FILE_BYTES];
static size_t length;

static int read_files(void **state)
{
	(void)state;
	technique_count = config_read_techniques(techniques, TECHNIQUES_MAX, RIG, stderr);
	return config_read_rig(&setup.rig, RIG, stderr) < 0 || technique_count < 6 ||
	       config_read_patient(&setup.patient, PATIENT, stderr) < 0;
}

static int short_run(void **state)
{
	char *nothing[] = {(char[]){"sim"}, NULL};

	(void)state;
	setup.technique = techniques[0];
	assert_int_equal(sim_options_read(&options, 1, nothing), OPTIONS_RUN);
	options.intensity = 0.6;
	options.answers = SIM_SAYS;
	options.says = 2;
	options.press_count = 2;
	options.presses[0] = (struct sim_press){15.0, SIM_EASE};
	options.presses[1] = (struct sim_press){18.0, SIM_SKIP};
	return 0;
}

/* Into bytes. tampered: of this tick the record tells another pressure for the third head. */
static void record_run(double for_s, uint64_t tampered, double by_pa)
{
	static struct actuation other;
	FILE *out = fmemopen(bytes, sizeof(bytes), "wb");

	assert_non_null(out);
	sim_run_init(&sim, &setup, &options);
	record_file_begin(&record, out, &setup.rig, &setup.technique, &sim.pipeline);
	while (sim.t_s < for_s && sim_run_step(&sim)) {
		other = sim.actuation;
		other.heads[2].pressure_pa += sim.ticks - 1 == tampered ? by_pa : 0.0;
		record_file_tick(&record, &sim.frame, &sim.command, &other, sim.snapshot.state);
	}
	record_file_end(&record);
	length = (size_t)ftell(out);
	assert_int_equal(fclose(out), 0);
}

/* As above, and the client presses the hand button at that time. */
static void record_pressed_at(double pressed_s)
{
	FILE *out = fmemopen(bytes, sizeof(bytes), "wb");

	assert_non_null(out);
	sim_run_init(&sim, &setup, &options);
	record_file_begin(&record, out, &setup.rig, &setup.technique, &sim.pipeline);
	while (sim.t_s < pressed_s + 2.0) {
		if (sim.t_s >= pressed_s) {
			sim.order.hand_held = true;
			sim_order(&sim.sim, &sim.order, &setup.patient, 1);
		}
		if (!sim_run_step(&sim)) {
			break;
		}
		record_file_tick(&record, &sim.frame, &sim.command, &sim.actuation,
				 sim.snapshot.state);
	}
	record_file_end(&record);
	length = (size_t)ftell(out);
	assert_int_equal(fclose(out), 0);
}

static void replay(size_t of_bytes)
{
	assert_int_equal(replay_run_open(&run, bytes, of_bytes), BOX_FINE);
	while (replay_run_step(&run)) {
		/* to its end */
	}
}

static void each_technique__is_done_again_bit_for_bit(void **state)
{
	(void)state;
	for (int i = 0; i < technique_count; i++) {
		setup.technique = techniques[i];
		record_run(RUN_S, UINT64_MAX, 0.0);
		replay(length);
		assert_true(run.whole);
		assert_int_equal(run.ticks, sim.ticks);
		assert_int_equal(run.others, 0);
		assert_int_equal(run.stretches, 1);
		assert_true(sim.was_running);
		assert_int_equal(
			memcmp(run.snapshot.heads, sim.snapshot.heads, sizeof(run.snapshot.heads)),
			0);
	}
}

static void a_trip__is_told_with_its_cause_and_head(void **state)
{
	(void)state;
	options.fault_count = 1;
	options.faults[0] = (struct sim_fault){20.0, FAULT_OFF, 3, 0.0};
	record_run(RUN_S, UINT64_MAX, 0.0);
	replay(length);
	assert_int_equal(run.others, 0);
	assert_int_equal(run.trip.cause, COND_SENSOR_LOST);
	assert_int_equal(run.trip.head, 2);
	assert_true(fabs((double)run.trip.t_ns / 1e9 - 20.0) < 0.1);
}

static void the_press_of_the_hand_button_that_is_asked_for__is_no_trip(void **state)
{
	const enum control_mode control = setup.rig.control;

	(void)state;
	setup.rig.control = CONTROL_RIG;
	record_run(10.0, UINT64_MAX, 0.0);
	replay(length);
	assert_int_equal(run.others, 0);
	assert_true(sim.button_tried && sim.was_running);
	assert_true(run.tried);
	assert_int_equal(run.trip.cause, COND_COUNT);

	options.fault_count = 1;
	options.faults[0] = (struct sim_fault){8.0, FAULT_OFF, 3, 0.0};
	record_run(10.0, UINT64_MAX, 0.0);
	replay(length);
	assert_true(run.tried);
	assert_int_equal(run.trip.cause, COND_SENSOR_LOST);
	setup.rig.control = control;
}

/* The client presses it while it presses them. */
static void a_press_of_the_hand_button_in_a_session__is_a_trip(void **state)
{
	const enum control_mode control = setup.rig.control;

	(void)state;
	setup.rig.control = CONTROL_RIG;
	record_pressed_at(8.0);
	setup.rig.control = control;
	replay(length);
	assert_int_equal(run.others, 0);
	assert_true(run.tried);
	assert_int_equal(run.trip.cause, COND_STOP_LOOP);
	assert_true(fabs((double)(run.trip.t_ns - run.begun_ns) / 1e9 - 8.0) < 0.1);
}

/* The least a double can differ by. */
static void the_last_bit_of_an_order__is_told_from_the_same(void **state)
{
	(void)state;
	record_run(10.0, SOME_TICK, 1e-11);
	replay(length);
	assert_int_equal(run.others, 1);
	assert_int_equal(run.first.tick, SOME_TICK);
	assert_int_equal(run.first.head, HEAD_NONE); /* too little to be written */
	record_run(10.0, SOME_TICK, 100.0);
	replay(length);
	assert_int_equal(run.others, 1);
	assert_int_equal(run.first.head, 2);
	assert_true(fabs(run.first.ordered.pressure_pa - run.first.orders.pressure_pa - 100.0) <
		    1.0);
}

/* As another build would: everything from the first tick it thinks differently. */
static void another_controller__is_found_out(void **state)
{
	const struct plain_gains gains = plain_gains_tuned();

	(void)state;
	options.controller = CONTROLLER_ADMITTANCE;
	record_run(15.0, UINT64_MAX, 0.0);
	replay(length); /* its state is in the recording */
	assert_int_equal(run.others, 0);
	assert_int_equal(replay_run_open(&run, bytes, length), BOX_FINE);
	while (run.ticks < 1000 && replay_run_step(&run)) {
		/* so far */
	}
	control_choose(&run.pipeline.control, CONTROLLER_PI, &gains);
	while (replay_run_step(&run)) {
		/* from here on another one */
	}
	assert_true(run.others > 100);
}

static void a_file_cut_anywhere__is_the_same_as_far_as_it_is_whole(void **state)
{
	uint64_t most = 0;

	(void)state;
	record_run(3.0, UINT64_MAX, 0.0);
	for (size_t cut = length / 3; cut < length; cut += 1009) {
		replay(cut);
		assert_false(run.whole);
		assert_int_equal(run.others, 0);
		assert_true(run.ticks >= most);
		most = run.ticks;
		assert_true(box_reader_whole_bytes(&run.reader) <= cut);
	}
	assert_true(most > 2000);
}

/* ---- the command ---- */

struct folder {
	char path[64];
	char file[96];
};

static int make_folder(void **state)
{
	static struct folder folder;

	strcpy(folder.path, "/tmp/knead-replay-XXXXXX");
	*state = &folder;
	if (mkdtemp(folder.path) == NULL) {
		return -1;
	}
	snprintf(folder.file, sizeof(folder.file), "%s/one.box", folder.path);
	return short_run(state) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	const struct folder *folder = *state;

	unlink(folder->file);
	return rmdir(folder->path);
}

static void keep(const struct folder *folder, size_t of_bytes)
{
	FILE *out = fopen(folder->file, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, of_bytes, out), of_bytes);
	assert_int_equal(fclose(out), 0);
}

static int command(const struct folder *folder, const char *option, const char *value)
{
	char *argv[] = {(char[]){"replay"}, (char *)(uintptr_t)folder->file,
			(char *)(uintptr_t)option, (char *)(uintptr_t)value, NULL};
	int said = dup(STDOUT_FILENO);
	int nowhere = open("/dev/null", O_WRONLY);
	int code;

	fflush(stdout);
	dup2(nowhere, STDOUT_FILENO);
	code = tool_replay(option == NULL ? 2 : 4, argv);
	fflush(stdout);
	dup2(said, STDOUT_FILENO);
	close(nowhere);
	close(said);
	return code;
}

static void the_exit_code__tells_the_same_from_other_from_unreadable(void **state)
{
	const struct folder *folder = *state;

	record_run(6.0, UINT64_MAX, 0.0);
	keep(folder, length);
	assert_int_equal(command(folder, NULL, NULL), EXIT_DONE);
	keep(folder, length - 1);
	assert_int_equal(command(folder, NULL, NULL), EXIT_DONE); /* as far as it is whole */
	keep(folder, 1000);
	assert_int_equal(command(folder, NULL, NULL), EXIT_WRONG);
	keep(folder, 0);
	assert_int_equal(command(folder, NULL, NULL), EXIT_WRONG);
	record_run(6.0, 5000, 100.0);
	keep(folder, length);
	assert_int_equal(command(folder, NULL, NULL), EXIT_FAILED);
	assert_int_equal(command(folder, "--csv", "/nowhere/at.all"), EXIT_FAILED);
	unlink(folder->file);
	assert_int_equal(command(folder, NULL, NULL), EXIT_WRONG);
}

static void files_that_changed_since__are_told(void **state)
{
	const struct folder *folder = *state;

	record_run(2.0, UINT64_MAX, 0.0);
	keep(folder, length);
	assert_int_equal(command(folder, "--rig", RIG), EXIT_DONE);
	assert_int_equal(command(folder, "--rig", "config/rigs/sim-4.conf"), EXIT_WRONG);
	setup.technique.strokes[0].force_max_n += 0.5;
	record_run(2.0, UINT64_MAX, 0.0);
	keep(folder, length);
	assert_int_equal(command(folder, NULL, NULL), EXIT_DONE);
	assert_int_equal(command(folder, "--rig", RIG), EXIT_WRONG);
}

#define RECORDED(test) cmocka_unit_test_setup(test, short_run)
#define TYPED(test)    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RECORDED(each_technique__is_done_again_bit_for_bit),
		RECORDED(a_trip__is_told_with_its_cause_and_head),
		RECORDED(the_press_of_the_hand_button_that_is_asked_for__is_no_trip),
		RECORDED(a_press_of_the_hand_button_in_a_session__is_a_trip),
		RECORDED(the_last_bit_of_an_order__is_told_from_the_same),
		RECORDED(another_controller__is_found_out),
		RECORDED(a_file_cut_anywhere__is_the_same_as_far_as_it_is_whole),
		TYPED(the_exit_code__tells_the_same_from_other_from_unreadable),
		TYPED(files_that_changed_since__are_told),
	};

	return cmocka_run_group_tests(tests, read_files, NULL);
}
