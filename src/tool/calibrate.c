/*
 * calibrate.c - knead calibrate: what a rig's pressure heads are really like, by a step and ramp test,
 * beside what the rig file says of them.
 */
#include "app/config.h"
#include "app/learned_store.h"
#include "app/state_dir.h"
#include "core/learn/learned_rig.h"
#include "sim/pad.h"
#include "sim/sim.h"
#include "tool/calibrate_bench.h"
#include "tool/calibrate_judge.h"
#include "tool/calibrate_options.h"
#include "tool/calibrate_report.h"
#include "tool/out_file.h"
#include "tool/score_plant.h"
#include "tool/setup_files.h"
#include "tool/tools.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#define WHO "knead calibrate"

static struct calibrate_bench bench;
static struct sim sim;
static struct rig rig;
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
	if (config_read_rig(&rig, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	if (options->head > rig.head_count) {
		fprintf(stderr, WHO ": head %d: rig %s has heads 1 to %d\n", options->head,
			rig.name, rig.head_count);
		return EXIT_WRONG;
	}
	for (int i = 0; i < rig.head_count; i++) {
		if (rig.heads[i].actuator.driver != DRIVER_SIM) {
			fprintf(stderr,
				WHO ": head %d is no simulated one, and drivers of real devices "
				    "come later; name a simulated rig\n",
				i + 1);
			return EXIT_MISSING;
		}
	}
	return EXIT_DONE;
}

/* ---- the test ---- */

static void show_progress(int number)
{
	static int shown = -1;
	int percent = (int)(100.0 * calibration_share(&bench.calibration));

	if (bench.phase == BENCH_TESTS && percent != shown) {
		shown = percent;
		fprintf(stderr, "\rhead %d of %d: %3d %% ", number, rig.head_count, percent);
	}
}

/* In virtual time. With a driver, frames come from it and actuations go there; the rest is the same. */
static void run_head(const struct calibrate_options *options, int head)
{
	const bool show = isatty(STDERR_FILENO) == 1;
	struct patient pad;
	struct frame frame = {0};

	pad_init(&pad);
	sim_init(&sim, &plant, &pad, options->seed + (uint64_t)head, 0);
	calibrate_bench_init(&bench, &rig, head);
	sim_read(&sim, &frame);
	while (calibrate_bench_step(&bench, &frame)) {
		sim_step(&sim, &bench.actuation, bench.dt_s);
		sim_read(&sim, &frame);
		if (show) {
			show_progress(head + 1);
		}
	}
	if (show) {
		fputs("\r                        \r", stderr);
	}
}

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
	return worst > FOUND_NOTHING && !options->force ? OUTCOME_LEFT : OUTCOME_KEPT;
}

static void test_head(const struct calibrate_options *options, int head)
{
	if (rig.heads[head].actuator.kind != ACTUATOR_PRESSURE) {
		fprintf(stderr, WHO ": head %d has a screw; only pressure heads are calibrated\n",
			head + 1);
		result.outcomes[head] = OUTCOME_FAILED;
		return;
	}
	run_head(options, head);
	if (bench.phase != BENCH_DONE) {
		fputs(WHO ": ", stderr);
		calibrate_bench_say_failure(&bench, stderr);
		result.outcomes[head] = OUTCOME_FAILED;
		return;
	}
	calibration_result(&bench.calibration, &result.learned.heads[head]);
	result.outcomes[head] = judge(options, head);
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
		}
	}
	return count(OUTCOME_LEFT) + count(OUTCOME_UNSAFE) + count(OUTCOME_FAILED) > 0 ? EXIT_FAILED
										       : EXIT_DONE;
}

/* Heads that were not tested, or gave nothing to keep, stay as they were known. */
static int keep(const struct calibrate_options *options)
{
	static struct learned kept;
	char folder[PATH_MAX];
	int error = state_dir_make(folder, sizeof(folder), options->state_dir);

	if (error == 0) {
		/* one that is of no use is replaced */
		learned_read(&kept, folder, &rig, WHO, NULL);
		for (int i = 0; i < rig.head_count; i++) {
			if (result.outcomes[i] == OUTCOME_KEPT) {
				kept.heads[i] = result.learned.heads[i];
			} else if (result.outcomes[i] == OUTCOME_UNSAFE) {
				kept.heads[i] = (struct learned_head){0};
			}
		}
		error = learned_write(&kept, folder, &rig);
	}
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

	if (options->vary == 0 && count(OUTCOME_KEPT) + count(OUTCOME_UNSAFE) > 0) {
		code = worse(code, keep(options));
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

int tool_calibrate(int argc, char **argv)
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
	plant = rig;
	if (options.vary > 0) {
		score_plant_vary(&plant, options.vary);
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
	for (int i = 0; i < rig.head_count; i++) {
		if (options.head == i + 1 ||
		    (options.head == 0 && rig.heads[i].actuator.kind == ACTUATOR_PRESSURE)) {
			test_head(&options, i);
		}
	}
	return report(&options);
}
