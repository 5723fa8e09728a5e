/*
 * sim.c - knead sim: a massage in virtual time, judged by the force the tissue feels.
 */
#include "app/config.h"
#include "app/learned_store.h"
#include "core/learn/learned_rig.h"
#include "tool/out_file.h"
#include "tool/plot.h"
#include "tool/plot_stiffness.h"
#include "tool/record_file.h"
#include "tool/setup_files.h"
#include "tool/sim_film.h"
#include "tool/sim_options.h"
#include "tool/sim_report.h"
#include "tool/sim_run.h"
#include "tool/sim_values.h"
#include "tool/tools.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WHO            "knead sim"
#define CSV_HZ         100.0
#define PROGRESS_TICKS 20000

/* Files written beside and after the run; NULL where none was asked for. */
struct outputs {
	FILE *json;
	FILE *csv;
	FILE *plot;
	FILE *stiffness;
	FILE *record;
	struct sim_film film;
};

static struct sim_run run;
static struct record_file record;
static struct patient cohort[PATIENTS_MAX];
static int cohort_count;

/* Only where a folder is named: a run must not hang on what somebody calibrated once. */
static int read_learned(struct sim_setup *setup, const struct sim_options *options)
{
	static struct learned learned;
	enum learned_verdict verdict;

	if (options->state_dir == NULL) {
		return 0;
	}
	verdict = learned_read(&learned, options->state_dir, &setup->rig, WHO, stderr);
	if (verdict == LEARNED_NONE) {
		fprintf(stderr,
			WHO ": nothing was learned of rig %s in %s; run knead calibrate "
			    "with that --state-dir, or leave it out here\n",
			setup->rig.name, options->state_dir);
	}
	if (verdict != LEARNED_FINE) {
		return -EINVAL;
	}
	fprintf(stderr, WHO ": control uses what knead calibrate learned of %d of %d heads (%s)\n",
		learned_heads(&learned), setup->rig.head_count, options->state_dir);
	learned_rig(&setup->learned, &setup->rig, &learned);
	setup->has_learned = true;
	return 0;
}

/* Whoever lies there is as tall as was typed. */
static void take_height(struct patient *patient, const struct sim_options *options)
{
	if (options->height_m > 0.0) {
		patient->height_m = options->height_m;
	}
}

static int read_setup(struct sim_setup *setup, const struct sim_options *options)
{
	char found[PATH_MAX];
	const char *rig_path = options->rig_path;

	if (rig_path == NULL) {
		if (find_rig_file(found, WHO) < 0) {
			return -ENOENT;
		}
		rig_path = found;
	}
	if (config_read_rig(&setup->rig, rig_path, stderr) < 0 ||
	    read_technique_named(&setup->technique, options->technique, rig_path, WHO) < 0 ||
	    (options->cohort == NULL &&
	     read_patient_named(&setup->patient, options->patient, rig_path, WHO) < 0)) {
		return -EINVAL;
	}
	take_height(&setup->patient, options);
	if (options->cohort != NULL) {
		cohort_count = config_read_cohort(cohort, PATIENTS_MAX, options->cohort, stderr);
		if (cohort_count < 0) {
			return cohort_count;
		}
	}
	if (read_learned(setup, options) < 0) {
		return -EINVAL;
	}
	return sim_faults_fit(options, &setup->rig) == EXIT_DONE ? 0 : -EINVAL;
}

static int worse(int one, int other)
{
	return one > other ? one : other;
}

static int open_outputs(struct outputs *outputs, const struct sim_options *options,
			const struct rig *rig)
{
	int result = out_file_open(&outputs->json, options->json_path, WHO);

	result = worse(result, out_file_open(&outputs->csv, options->csv_path, WHO));
	result = worse(result, out_file_open(&outputs->plot, options->plot_path, WHO));
	result = worse(result, out_file_open(&outputs->stiffness, options->stiffness_path, WHO));
	result = worse(result, out_file_open(&outputs->record, options->record_path, WHO));
	if (result == EXIT_DONE && outputs->plot != NULL &&
	    sim_film_open(&outputs->film, rig->head_count, sim_run_limit_s(options)) < 0) {
		fprintf(stderr, "knead sim: not enough memory to draw a run of this length\n");
		result = EXIT_FAILED;
	}
	return result;
}

static int close_outputs(struct outputs *outputs, const struct sim_options *options)
{
	int result = out_file_close(&outputs->json, options->json_path, WHO);

	result = worse(result, out_file_close(&outputs->csv, options->csv_path, WHO));
	result = worse(result, out_file_close(&outputs->plot, options->plot_path, WHO));
	result = worse(result, out_file_close(&outputs->stiffness, options->stiffness_path, WHO));
	result = worse(result, out_file_close(&outputs->record, options->record_path, WHO));
	sim_film_close(&outputs->film);
	return result;
}

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void show_progress(double t_s, double of_s, double wall_s)
{
	fprintf(stderr, "\r%3.0f %%  %.0f x real time ", 100.0 * t_s / of_s, t_s / wall_s);
}

/* Returns the seconds it took. */
static double run_through(const struct sim_options *options, struct outputs *outputs)
{
	double begun_s = now_s();
	bool show = isatty(STDERR_FILENO) == 1;
	int csv_ticks = (int)lround(run.setup->rig.loop_hz / CSV_HZ);
	int film_ticks = (int)lround(run.setup->rig.loop_hz / SIM_FILM_HZ);
	bool more = true;

	if (outputs->csv != NULL) {
		sim_report_csv_head(outputs->csv, &run);
	}
	if (outputs->record != NULL) {
		record_file_begin(&record, outputs->record, &run.setup->rig, &run.setup->technique,
				  &run.pipeline);
	}
	while (more) {
		uint64_t tick = run.ticks;
		int boots = run.boots;

		more = sim_run_step(&run);
		if (outputs->record != NULL && run.boots != boots) {
			record_file_again(&record, run.ticks, &run.pipeline);
		}
		if (outputs->record != NULL && run.came) {
			record_file_tick(&record, &run.frame, &run.command, &run.actuation,
					 run.snapshot.state);
		}
		if (outputs->csv != NULL && tick % (uint64_t)csv_ticks == 0) {
			sim_report_csv_row(outputs->csv, &run);
		}
		if (outputs->plot != NULL && tick % (uint64_t)film_ticks == 0) {
			sim_film_add(&outputs->film, &run.snapshot, run.true_n);
		}
		if (show && tick % PROGRESS_TICKS == PROGRESS_TICKS - 1) {
			show_progress(run.t_s, options->duration_s, now_s() - begun_s);
		}
	}
	if (outputs->record != NULL) {
		record_file_end(&record);
	}
	if (show) {
		fputs("\r                              \r", stderr);
	}
	return now_s() - begun_s;
}

static int say_unended(void)
{
	if (run.verdict.refused) {
		fputs(WHO ": ", stderr);
		sim_run_say_refusal(&run, stderr);
		return EXIT_WRONG;
	}
	if (run.verdict.ended) {
		return EXIT_DONE;
	}
	fprintf(stderr, "knead sim: the session did not end, it was left in state %s\n",
		state_name(run.snapshot.state));
	return EXIT_FAILED;
}

static void write_run(struct outputs *outputs, double wall_s, FILE *summary)
{
	if (outputs->json != NULL) {
		sim_report_json(outputs->json, &run);
	}
	if (outputs->plot != NULL) {
		plot_write(outputs->plot, &run, &outputs->film);
	}
	if (outputs->stiffness != NULL) {
		plot_stiffness_write(outputs->stiffness, &run);
	}
	if (summary != NULL) {
		sim_report_summary(summary, &run, wall_s);
	}
}

/* Of a run that was refused there is nothing to write but why. */
static int write_all(const struct sim_options *options, struct outputs *outputs, double wall_s)
{
	bool taken = outputs->json == stdout || outputs->csv == stdout || outputs->plot == stdout ||
		     outputs->stiffness == stdout || outputs->record == stdout;
	FILE *summary = taken ? NULL : stdout;
	int result;

	if (!run.verdict.refused) {
		write_run(outputs, wall_s, summary);
	}
	result = close_outputs(outputs, options);
	result = worse(result, out_file_close(&summary, "-", WHO));
	return worse(result, say_unended());
}

/* One run a patient; the JSON is a list of them. */
static int run_cohort(struct sim_setup *setup, const struct sim_options *options,
		      struct outputs *outputs)
{
	FILE *table = outputs->json == stdout ? NULL : stdout;
	int result = EXIT_DONE;

	if (table != NULL) {
		sim_report_line_head(table);
	}
	for (int i = 0; i < cohort_count; i++) {
		setup->patient = cohort[i];
		take_height(&setup->patient, options);
		sim_run_init(&run, setup, options);
		run_through(options, outputs);
		if (outputs->json != NULL) {
			fputs(i == 0 ? "[\n" : ",\n", outputs->json);
			sim_report_json(outputs->json, &run);
		}
		if (table != NULL) {
			sim_report_line(table, &run);
		}
		result = worse(result, say_unended());
	}
	if (outputs->json != NULL) {
		fputs("]\n", outputs->json);
	}
	result = worse(result, close_outputs(outputs, options));
	return worse(result, out_file_close(&table, "-", WHO));
}

int tool_sim(int argc, char **argv)
{
	static struct sim_setup setup;
	struct sim_options options;
	struct outputs outputs = {0};
	int result = sim_options_read(&options, argc, argv);

	if (result != OPTIONS_RUN) {
		return result;
	}
	if (read_setup(&setup, &options) < 0) {
		return EXIT_WRONG;
	}
	result = open_outputs(&outputs, &options, &setup.rig);
	if (result != EXIT_DONE) {
		close_outputs(&outputs, &options);
		return result;
	}
	if (options.cohort != NULL) {
		return run_cohort(&setup, &options, &outputs);
	}
	sim_run_init(&run, &setup, &options);
	return write_all(&options, &outputs, run_through(&options, &outputs));
}
