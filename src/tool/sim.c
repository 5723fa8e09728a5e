/*
 * sim.c - knead sim: a massage in virtual time, judged by the force the tissue feels.
 */
#include "app/config.h"
#include "tool/plot.h"
#include "tool/sim_film.h"
#include "tool/sim_options.h"
#include "tool/sim_report.h"
#include "tool/sim_run.h"
#include "tool/tools.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RIG_HERE       "config/rigs/sim-16.conf"
#define RIG_INSTALLED  "../share/knead/rigs/sim-16.conf" /* seen from the program's folder */
#define PATIENTS_MAX   32
#define CSV_HZ         100.0
#define PROGRESS_TICKS 20000

/* Files written beside and after the run; NULL where none was asked for. */
struct outputs {
	FILE *json;
	FILE *csv;
	FILE *plot;
	struct sim_film film;
};

static struct sim_run run;

/* The rig that is simulated when none is named; path has room for PATH_MAX. */
static void find_rig(char *path)
{
	char program[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);

	snprintf(path, PATH_MAX, "%s", RIG_HERE);
	if (access(RIG_HERE, R_OK) == 0 || length < 0) {
		return;
	}
	program[length] = '\0';
	if (snprintf(path, PATH_MAX, "%s/%s", dirname(program), RIG_INSTALLED) >= PATH_MAX ||
	    access(path, R_OK) != 0) {
		snprintf(path, PATH_MAX, "%s", RIG_HERE);
	}
}

static bool is_file_name(const char *text)
{
	size_t length = strlen(text);

	return strchr(text, '/') != NULL || (length > 5 && strcmp(text + length - 5, ".conf") == 0);
}

static int read_technique(struct technique *out, const char *asked, const char *rig_path)
{
	static struct technique all[TECHNIQUES_MAX];
	int count;

	if (is_file_name(asked)) {
		return config_read_technique(out, asked, stderr);
	}
	count = config_read_techniques(all, TECHNIQUES_MAX, rig_path, stderr);
	for (int i = 0; i < count; i++) {
		if (strcmp(all[i].name, asked) == 0) {
			*out = all[i];
			return 0;
		}
	}
	if (count >= 0) {
		fprintf(stderr, "knead sim: there is no technique \"%s\"; there is", asked);
		for (int i = 0; i < count; i++) {
			fprintf(stderr, "%s %s", i == 0 ? "" : ",", all[i].name);
		}
		fputc('\n', stderr);
	}
	return -EINVAL;
}

static int read_patient(struct patient *out, const char *asked, const char *rig_path)
{
	static struct patient all[PATIENTS_MAX];
	int count;

	if (asked != NULL && is_file_name(asked)) {
		return config_read_patient(out, asked, stderr);
	}
	count = config_read_patients(all, PATIENTS_MAX, rig_path, stderr);
	for (int i = 0; i < count; i++) {
		if (asked == NULL || strcmp(all[i].name, asked) == 0) {
			*out = all[i];
			return 0;
		}
	}
	if (count >= 0) {
		fprintf(stderr, "knead sim: there is no patient \"%s\"; there is", asked);
		for (int i = 0; i < count; i++) {
			fprintf(stderr, "%s %s", i == 0 ? "" : ",", all[i].name);
		}
		fputc('\n', stderr);
	}
	return -EINVAL;
}

static int check_faults(const struct sim_options *options, const struct rig *rig)
{
	for (int i = 0; i < options->fault_count; i++) {
		if (options->faults[i].head > rig->head_count) {
			fprintf(stderr, "knead sim: --fault head=%d: rig %s has heads 1 to %d\n",
				options->faults[i].head, rig->name, rig->head_count);
			return -EINVAL;
		}
	}
	return 0;
}

static int read_setup(struct sim_setup *setup, const struct sim_options *options)
{
	char found[PATH_MAX];
	const char *rig_path = options->rig_path;

	if (rig_path == NULL) {
		find_rig(found);
		rig_path = found;
	}
	if (config_read_rig(&setup->rig, rig_path, stderr) < 0 ||
	    read_technique(&setup->technique, options->technique, rig_path) < 0 ||
	    read_patient(&setup->patient, options->patient, rig_path) < 0) {
		return -EINVAL;
	}
	return check_faults(options, &setup->rig);
}

static int fail_to_write(const char *path, int error)
{
	fprintf(stderr, "knead sim: cannot write %s: %s; name a file that can be written\n",
		strcmp(path, "-") == 0 ? "standard output" : path, strerror(error));
	return EXIT_FAILED;
}

static int open_output(FILE **out, const char *path)
{
	if (path == NULL) {
		return EXIT_DONE;
	}
	*out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	return *out == NULL ? fail_to_write(path, errno) : EXIT_DONE;
}

/* Whether every byte arrived is known only now. Accepts an output that was never opened. */
static int close_output(FILE **out, const char *path)
{
	FILE *file = *out;
	bool lost;

	if (file == NULL) {
		return EXIT_DONE;
	}
	*out = NULL;
	errno = 0;
	lost = fflush(file) != 0 || ferror(file) != 0;
	if (file != stdout && fclose(file) != 0) {
		lost = true;
	}
	return lost ? fail_to_write(path, errno == 0 ? EIO : errno) : EXIT_DONE;
}

static int worse(int one, int other)
{
	return one > other ? one : other;
}

static int open_outputs(struct outputs *outputs, const struct sim_options *options,
			const struct rig *rig)
{
	int result = open_output(&outputs->json, options->json_path);

	result = worse(result, open_output(&outputs->csv, options->csv_path));
	result = worse(result, open_output(&outputs->plot, options->plot_path));
	if (result == EXIT_DONE && outputs->plot != NULL &&
	    sim_film_open(&outputs->film, rig->head_count, sim_run_limit_s(options)) < 0) {
		fprintf(stderr, "knead sim: not enough memory to draw a run of this length\n");
		result = EXIT_FAILED;
	}
	return result;
}

static int close_outputs(struct outputs *outputs, const struct sim_options *options)
{
	int result = close_output(&outputs->json, options->json_path);

	result = worse(result, close_output(&outputs->csv, options->csv_path));
	result = worse(result, close_output(&outputs->plot, options->plot_path));
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
	while (more) {
		uint64_t tick = run.ticks;

		more = sim_run_step(&run);
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
	if (show) {
		fputs("\r                              \r", stderr);
	}
	return now_s() - begun_s;
}

static int write_all(const struct sim_options *options, struct outputs *outputs, double wall_s)
{
	bool taken = outputs->json == stdout || outputs->csv == stdout || outputs->plot == stdout;
	int result;

	if (outputs->json != NULL) {
		sim_report_json(outputs->json, &run);
	}
	if (outputs->plot != NULL) {
		plot_write(outputs->plot, &run, &outputs->film);
	}
	result = close_outputs(outputs, options);
	if (!taken) {
		FILE *summary = stdout;

		sim_report_summary(summary, &run, wall_s);
		result = worse(result, close_output(&summary, "-"));
	}
	if (!run.verdict.ended) {
		fprintf(stderr, "knead sim: the session did not end, it was left in state %s\n",
			state_name(run.snapshot.state));
		result = worse(result, EXIT_FAILED);
	}
	return result;
}

int tool_sim(int argc, char **argv)
{
	static struct sim_setup setup;
	struct sim_options options;
	struct outputs outputs = {0};
	int result = sim_options_read(&options, argc, argv);

	if (result != SIM_OPTIONS_RUN) {
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
	sim_run_init(&run, &setup, &options);
	return write_all(&options, &outputs, run_through(&options, &outputs));
}
