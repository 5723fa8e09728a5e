/*
 * replay.c - knead replay: what a recording tells, and whether this build does the same with it.
 */
#include "app/config.h"
#include "tool/option_scan.h"
#include "tool/out_file.h"
#include "tool/replay_tell.h"
#include "tool/tools.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WHO "knead replay"

static const char help[] =
	"usage: knead replay [OPTION...] FILE\n"
	"\n"
	"Puts a recording through the controller once more and says whether the same goes out, bit "
	"for\n"
	"bit. A recording is what kneadd keeps of the seconds around a trip, in the folder "
	"blackbox of\n"
	"its state folder, or what knead sim --record wrote. It holds the rig and the techniques "
	"it was\n"
	"made with. One that was cut off is replayed as far as it is whole.\n"
	"\n"
	"  --csv FILE     a row for each tick: state, force, target and order of each head; - is\n"
	"                 standard output\n"
	"  --rig FILE     first ask whether this rig file, and the techniques beside it, are still "
	"what\n"
	"                 was recorded\n"
	"  -h, --help     this text\n"
	"\n"
	"Exit codes: 0 outputs are bit-identical, 1 they differ, or a file could not be written, 2 "
	"the\n"
	"recording cannot be read, is another build's or another configuration's, or wrong "
	"usage.\n";

enum { OPTION_CSV = 256, OPTION_RIG };

struct replay_options {
	const char *path;
	const char *csv_path;
	const char *rig_path;
};

static const struct option table[] = {
	{"csv", required_argument, NULL, OPTION_CSV},
	{"rig", required_argument, NULL, OPTION_RIG},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static const struct option_text texts[] = {
	{OPTION_CSV, offsetof(struct replay_options, csv_path)},
	{OPTION_RIG, offsetof(struct replay_options, rig_path)},
	{0},
};

static struct replay_run run;

static int read_options(struct replay_options *options, int argc, char **argv)
{
	static const struct option_words words = {WHO, help, table, texts, NULL, true};
	int result = option_scan(options, &words, argc, argv);

	if (result != OPTIONS_RUN) {
		return result;
	}
	if (optind + 1 != argc) {
		fputs(WHO ": name one recording; see knead replay --help\n", stderr);
		return EXIT_WRONG;
	}
	options->path = argv[optind];
	return OPTIONS_RUN;
}

/* ---- reading ---- */

/* The whole file; NULL after a sentence. */
static unsigned char *read_file(const char *path, size_t *length)
{
	FILE *file = NULL;
	unsigned char *bytes = NULL;
	size_t room = 0;
	size_t got = 1;

	*length = 0;
	errno = 0;
	file = fopen(path, "rbe");
	while (file != NULL && got > 0) {
		if (*length == room) {
			unsigned char *more = realloc(bytes, room * 2 + BOX_BLOCK_BYTES);

			if (more == NULL) {
				break;
			}
			bytes = more;
			room = room * 2 + BOX_BLOCK_BYTES;
		}
		got = fread(bytes + *length, 1, room - *length, file);
		*length += got;
	}
	if (file == NULL || got > 0 || ferror(file)) {
		fprintf(stderr, WHO ": cannot read %s: %s\n", path,
			strerror(errno != 0 ? errno : ENOMEM));
		free(bytes);
		bytes = NULL;
	}
	if (file != NULL) {
		fclose(file);
	}
	return bytes;
}

static int say_unreadable(const char *path, enum box_verdict verdict)
{
	const struct box_build *build = &run.reader.head.build;

	switch (verdict) {
	case BOX_FINE:
		return OPTIONS_RUN;
	case BOX_OF_BUILD:
		fprintf(stderr,
			WHO ": %s was recorded by another build (of knead %s, %s; this one is of "
			    "knead %s): only that build can replay it\n",
			path, build->version[0] != '\0' ? build->version : "in another format",
			build->machine, KNEAD_VERSION);
		break;
	case BOX_DAMAGED:
		fprintf(stderr, WHO ": %s is cut off or damaged before its first tick\n", path);
		break;
	case BOX_NO_BOX:
	case BOX_VERDICTS:
	default:
		fprintf(stderr,
			WHO ": %s is no recording of knead's, or its beginning is damaged\n", path);
	}
	return EXIT_WRONG;
}

/* ---- whether the files are still those ---- */

/* Where it listens changes nothing about a run. */
static bool is_same_rig(const struct rig *one, const struct rig *other)
{
	static struct rig a;
	static struct rig b;

	a = *one;
	b = *other;
	memset(&a.osc, 0, sizeof(a.osc));
	memset(&b.osc, 0, sizeof(b.osc));
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static const struct technique *technique_named(const struct technique *techniques, int count,
					       const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(techniques[i].name, name) == 0) {
			return &techniques[i];
		}
	}
	return NULL;
}

static int compare_files(const char *path, const char *rig_path)
{
	static struct technique techniques[TECHNIQUES_MAX];
	static struct rig rig;
	const struct box_head *head = &run.reader.head;
	int count;

	if (config_read_rig(&rig, rig_path, stderr) < 0) {
		return EXIT_WRONG;
	}
	count = config_read_techniques(techniques, TECHNIQUES_MAX, rig_path, stderr);
	if (count < 0) {
		return EXIT_WRONG;
	}
	if (!is_same_rig(&rig, &head->rig)) {
		fprintf(stderr, WHO ": %s was recorded on another rig, or %s has changed since\n",
			path, rig_path);
		return EXIT_WRONG;
	}
	for (int i = 0; i < head->technique_count; i++) {
		const struct technique *then = &head->techniques[i];
		const struct technique *now = technique_named(techniques, count, then->name);

		if (now == NULL || memcmp(now, then, sizeof(*now)) != 0) {
			fprintf(stderr,
				WHO ": %s was recorded with another %s: its technique file %s "
				    "since\n",
				path, then->title, now == NULL ? "is gone" : "has changed");
			return EXIT_WRONG;
		}
	}
	return OPTIONS_RUN;
}

static int replay(const struct replay_options *options, size_t length)
{
	FILE *csv = NULL;
	int result = out_file_open(&csv, options->csv_path, WHO);
	int written;

	if (result != EXIT_DONE) {
		return result;
	}
	if (csv != NULL) {
		replay_tell_csv_head(csv, &run);
	}
	while (replay_run_step(&run)) {
		if (csv != NULL) {
			replay_tell_csv_row(csv, &run);
		}
	}
	if (run.ticks == 0) {
		result = say_unreadable(options->path, BOX_DAMAGED);
	} else {
		result = replay_tell(csv == stdout ? stderr : stdout, &run, options->path, length);
	}
	written = out_file_close(&csv, options->csv_path, WHO);
	return result != EXIT_DONE ? result : written;
}

int tool_replay(int argc, char **argv)
{
	struct replay_options options = {0};
	unsigned char *bytes = NULL;
	size_t length = 0;
	int result = read_options(&options, argc, argv);

	if (result != OPTIONS_RUN) {
		return result;
	}
	bytes = read_file(options.path, &length);
	if (bytes == NULL) {
		return EXIT_WRONG;
	}
	result = say_unreadable(options.path, replay_run_open(&run, bytes, length));
	if (result == OPTIONS_RUN && options.rig_path != NULL) {
		result = compare_files(options.path, options.rig_path);
	}
	if (result == OPTIONS_RUN) {
		result = replay(&options, length);
	}
	free(bytes);
	return result;
}
