/*
 * calibrate.c - knead calibrate: what a rig's pressure heads are really like, by a step and ramp test,
 * beside what the rig file says of them.
 */
#include "tool/calibrate.h"

#include "app/config.h"
#include "app/cell_store.h"
#include "app/learned_store.h"
#include "app/state_dir.h"
#include "core/learn/learned_rig.h"
#include "sim/noise.h"
#include "sim/pad.h"
#include "tool/calibrate_bench.h"
#include "tool/calibrate_cells.h"
#include "tool/calibrate_judge.h"
#include "tool/calibrate_options.h"
#include "tool/calibrate_release.h"
#include "tool/calibrate_report.h"
#include "tool/calibrate_test.h"
#include "tool/keyboard.h"
#include "tool/out_file.h"
#include "tool/score_plant.h"
#include "tool/stand.h"
#include "tool/setup_files.h"
#include "tool/tools.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define WHO          "knead calibrate"
#define CELLS_SALT   0x63656c6c73u
#define CELLS_VARY   0.1 /* of a varied rig's cells [P] */
#define CELLS_VARY_N 4.0

static struct calibrate_bench bench;
static struct stand stand;
static struct keyboard keyboard;
static struct rig rig;
static struct wiring wiring;
static struct cells cells;
static char folder[PATH_MAX];
static struct patient pad;
static struct rig plant;
static struct calibrate_result result;

/* ---- the rig ---- */

static int read_rig(const struct calibrate_options *options)
{
	char found[PATH_MAX];
	const char *path = options->rig_path;

	if (path == NULL) {
		if (find_rig_file(found, WHO) < 0) {
			return EXIT_WRONG;
		}
		path = found;
	}
	if (config_read_wired_rig(&rig, &wiring, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	if (options->head > rig.head_count) {
		fprintf(stderr, WHO ": head %d: rig %s has heads 1 to %d\n", options->head,
			rig.name, rig.head_count);
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

static int open_stand(const struct calibrate_options *options, const struct stand_machine *machine)
{
	plant = rig;
	if (options->vary > 0) {
		score_plant_vary(&plant, options->vary);
	}
	pad_init(&pad);
	return stand_open(&stand, &(struct stand_setup){.who = WHO,
							.rig = &rig,
							.wiring = &wiring,
							.machine = *machine,
							.late_is_fine = options->late_is_fine,
							.virtual_time = !wiring.wired,
							.plant = &plant,
							.lies_there = &pad,
							.seed = options->seed});
}

/* ---- cells ---- */

static const struct cell_subject subject = {&rig, &wiring};

/* Of a simulated rig that differs from its file, the cells do as well. */
static void vary_cells(uint64_t seed)
{
	struct noise noise = {seed ^ CELLS_SALT};

	for (int i = 0; i < rig.head_count; i++) {
		stand.cell_gain[i] = 1.0 + CELLS_VARY * (2.0 * noise_uniform(&noise) - 1.0);
		stand.cell_zero_n[i] = CELLS_VARY_N * (2.0 * noise_uniform(&noise) - 1.0);
	}
}

static int weigh(const struct calibrate_options *options)
{
	struct calibrate_cells weighing = {
		.stand = &stand,
		.keyboard = &keyboard,
		.subject = &subject,
		.folder = options->vary == 0 ? folder : NULL,
		.head = options->head,
		.new_cell = options->new_cell,
		.wait_s = options->wait_s,
		.cells = &cells,
	};

	if (options->vary > 0 && !wiring.wired) {
		cells = (struct cells){.head_count = rig.head_count}; /* another rig's */
		vary_cells(options->vary);
	}
	return calibrate_cells_run(&weighing);
}

/* Both bad means refuse, unless they are about to be found anew. */
static int read_cells(const struct calibrate_options *options)
{
	const int error = state_dir_make(folder, sizeof(folder), options->state_dir);

	if (error != 0) {
		fprintf(stderr,
			WHO ": cannot keep anything in %s (%s); name another folder with "
			    "--state-dir\n",
			folder, strerror(-error));
		return EXIT_FAILED;
	}
	return cells_read(&cells, folder, &subject, WHO, stderr) == LEARNED_DAMAGED &&
			       !options->weights
		       ? EXIT_WRONG
		       : EXIT_DONE;
}

/* No head is moved whose force nobody knows. */
static int refuse_unscaled(const struct calibrate_options *options)
{
	for (int i = 0; i < rig.head_count && wiring.wired && !options->weights; i++) {
		if ((options->head == 0 || options->head == i + 1) && !cells.heads[i].scaled) {
			fprintf(stderr,
				WHO ": head %d's force sensor was never scaled with weights; the "
				    "same with --weights does that first\n",
				i + 1);
			return EXIT_FAILED;
		}
	}
	return EXIT_DONE;
}

/* ---- the test ---- */

static enum head_outcome judge(const struct calibrate_options *options, int head)
{
	const struct actuator_spec *file = &rig.heads[head].actuator;
	const struct learned_head *learned = &result.learned.heads[head];
	enum found worst = judge_head(learned, file);

	if (worst == FOUND_BEYOND) {
		return OUTCOME_LEFT;
	}
	if (!learned_is_sound(learned, file)) {
		return OUTCOME_UNSAFE;
	}
	if (releases_are_slow(result.releases[head])) {
		return OUTCOME_SLOW;
	}
	return worst > FOUND_NOTHING && !options->force ? OUTCOME_LEFT : OUTCOME_KEPT;
}

/* Whether the next head may have its turn. */
static bool test_head(const struct calibrate_options *options, struct calibrate_test *test,
		      int head, bool first)
{
	static struct rig found;

	if (rig.heads[head].actuator.kind != ACTUATOR_PRESSURE) {
		fprintf(stderr, WHO ": head %d has a screw; only pressure heads are calibrated\n",
			head + 1);
		result.outcomes[head] = OUTCOME_FAILED;
		return true;
	}
	if (first) {
		calibrate_bench_init(&bench, &rig, head);
	} else {
		calibrate_bench_next(&bench, head);
	}
	for (int i = 0; i < rig.head_count; i++) {
		pipeline_tare(&bench.pipeline, i, cell_shift_n(&cells.heads[i]));
	}
	bench.shift_n = cell_shift_n(&cells.heads[head]);
	if (!calibrate_test_run(test)) {
		result.outcomes[head] = OUTCOME_FAILED;
		return false;
	}
	if (bench.phase != BENCH_DONE) {
		fputs(WHO ": ", stderr);
		calibrate_bench_say_failure(&bench, stderr);
		result.outcomes[head] = OUTCOME_FAILED;
		return bench.failure != BENCH_INTERRUPTED && bench.failure != BENCH_STILL_HELD &&
		       bench.failure != BENCH_STOP_OPEN;
	}
	calibration_result(&bench.calibration, &result.learned.heads[head]);
	learned_rig(&found, &rig, &result.learned);
	releases_find(result.releases[head], bench.falls, &found.heads[head]);
	result.outcomes[head] = judge(options, head);
	return true;
}

static void test_heads(const struct calibrate_options *options)
{
	struct calibrate_test test = {.stand = &stand,
				      .keyboard = &keyboard,
				      .bench = &bench,
				      .shows = isatty(STDERR_FILENO) == 1};
	bool goes_on = true;
	bool first = true;

	for (int i = 0; i < rig.head_count && goes_on; i++) {
		if (options->head == i + 1 ||
		    (options->head == 0 && rig.heads[i].actuator.kind == ACTUATOR_PRESSURE)) {
			goes_on = test_head(options, &test, i, first);
			first = false;
		}
	}
}

/* ---- keeping it ---- */

static int count(enum head_outcome outcome)
{
	int heads = 0;

	for (int i = 0; i < rig.head_count; i++) {
		heads += result.outcomes[i] == outcome;
	}
	return heads;
}

static int say_outcomes(const struct calibrate_options *options)
{
	for (int i = 0; i < rig.head_count; i++) {
		if (result.outcomes[i] == OUTCOME_LEFT) {
			fprintf(stderr,
				WHO ": head %d is not as the rig file says and is not kept; look "
				    "at the head, or correct the file%s\n",
				i + 1,
				options->force ? ""
					       : ", or keep it with --force where it is believed");
		} else if (result.outcomes[i] == OUTCOME_UNSAFE) {
			fprintf(stderr,
				WHO ": head %d's spring is weaker than twice its friction: vented, "
				    "it would stay on the person; repair it before anybody lies "
				    "there\n",
				i + 1);
		} else if (result.outcomes[i] == OUTCOME_SLOW) {
			releases_say_slow(result.releases[i], i + 1, WHO, stderr);
		}
	}
	return count(OUTCOME_LEFT) + count(OUTCOME_UNSAFE) + count(OUTCOME_SLOW) +
				       count(OUTCOME_FAILED) >
			       0
		       ? EXIT_FAILED
		       : EXIT_DONE;
}

/* Heads that were not tested, or gave nothing to keep, stay as they were known. */
static int keep(void)
{
	static struct learned kept;
	int error;

	/* one that is of no use is replaced */
	learned_read(&kept, folder, &rig, WHO, NULL);
	for (int i = 0; i < rig.head_count; i++) {
		if (result.outcomes[i] == OUTCOME_KEPT) {
			kept.heads[i] = result.learned.heads[i];
		} else if (result.outcomes[i] == OUTCOME_UNSAFE ||
			   result.outcomes[i] == OUTCOME_SLOW) {
			kept.heads[i] = (struct learned_head){0};
		}
	}
	error = learned_write(&kept, folder, &rig);
	if (error != 0) {
		fprintf(stderr,
			WHO ": cannot keep it in %s (%s); name another folder with "
			    "--state-dir\n",
			folder, strerror(-error));
		return EXIT_FAILED;
	}
	result.written = true;
	return EXIT_DONE;
}

static int worse(int one, int other)
{
	return one > other ? one : other;
}

static int report(const struct calibrate_options *options)
{
	FILE *json = NULL;
	int code = say_outcomes(options);

	if (options->vary == 0 &&
	    count(OUTCOME_KEPT) + count(OUTCOME_UNSAFE) + count(OUTCOME_SLOW) > 0) {
		code = worse(code, keep());
	}
	if (options->json_path == NULL || strcmp(options->json_path, "-") != 0) {
		calibrate_report_table(stdout, &result);
		printf("%d of %d heads %s\n", count(OUTCOME_KEPT), rig.head_count,
		       result.written ? "kept; kneadd uses them from its next start on"
				      : "found fit, nothing was kept");
	}
	code = worse(code, out_file_open(&json, options->json_path, WHO));
	if (json != NULL) {
		calibrate_report_json(json, &result);
	}
	return worse(code, out_file_close(&json, options->json_path, WHO));
}

static bool has_pressure_heads(void)
{
	for (int i = 0; i < rig.head_count; i++) {
		if (rig.heads[i].actuator.kind == ACTUATOR_PRESSURE) {
			return true;
		}
	}
	return false;
}

static int run(const struct calibrate_options *options, const struct stand_machine *machine)
{
	int code = open_stand(options, machine);

	if (code == EXIT_DONE && options->weights) {
		code = weigh(options);
	}
	if (code == EXIT_DONE && options->tests) {
		stand.cells = &cells;
		test_heads(options);
	}
	stand_close(&stand);
	return code == EXIT_DONE && options->tests ? report(options) : code;
}

int calibrate_on(const struct stand_machine *machine, int argc, char **argv)
{
	struct calibrate_options options;
	int code = calibrate_options_read(&options, argc, argv);

	if (code != OPTIONS_RUN) {
		return code;
	}
	code = read_rig(&options);
	if (code != EXIT_DONE) {
		return code;
	}
	memset(&result, 0, sizeof(result));
	result.rig = &rig;
	result.learned.head_count = rig.head_count;
	if (options.head == 0 && !has_pressure_heads()) {
		fprintf(stderr,
			WHO ": rig %s has screws only; only pressure heads are calibrated\n",
			rig.name);
		return EXIT_WRONG;
	}
	code = read_cells(&options);
	if (code == EXIT_DONE) {
		code = refuse_unscaled(&options);
	}
	if (code != EXIT_DONE) {
		return code;
	}
	if (!keyboard_open(&keyboard, false)) {
		fprintf(stderr, WHO ": cannot hear signals: %s\n", strerror(errno));
		return EXIT_FAILED;
	}
	code = run(&options, machine);
	keyboard_close(&keyboard);
	return code;
}

int tool_calibrate(int argc, char **argv)
{
	return calibrate_on(&(struct stand_machine){.means = &wired_here}, argc, argv);
}
