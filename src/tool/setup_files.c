/* setup_files.c - see setup_files.h. */
#include "tool/setup_files.h"

#include "app/config.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RIG        "rigs/sim-16.conf"
#define FOLDER_ENV "KNEAD_CONFIG"

/* Where the configuration lies, seen from the program's folder: installed, and built in the source tree. */
static const char *const beside_program[] = {"../etc/knead", "../../etc/knead", "../../config"};

static bool is_rig_in(char *path, const char *folder)
{
	int length = snprintf(path, PATH_MAX, "%s/" RIG, folder);

	return length < PATH_MAX && access(path, R_OK) == 0;
}

static bool is_rig_beside_program(char *path)
{
	char program[PATH_MAX];
	char folder[PATH_MAX + 32];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (length < 0) {
		return false;
	}
	program[length] = '\0';
	dirname(program);
	for (size_t i = 0; i < sizeof(beside_program) / sizeof(beside_program[0]); i++) {
		snprintf(folder, sizeof(folder), "%s/%s", program, beside_program[i]);
		if (is_rig_in(path, folder)) {
			return true;
		}
	}
	return false;
}

int find_rig_file(char *path, const char *who)
{
	const char *named = getenv(FOLDER_ENV);

	if (named != NULL && named[0] != '\0') {
		if (is_rig_in(path, named)) {
			return 0;
		}
		fprintf(stderr,
			"%s: " FOLDER_ENV " names %s, where " RIG
			" cannot be read; name the folder "
			"that holds rigs, techniques and patients\n",
			who, named);
		return -ENOENT;
	}
	if (is_rig_in(path, "config") || is_rig_beside_program(path)) {
		return 0;
	}
	fprintf(stderr,
		"%s: there is no config/" RIG " here and none beside the program; set " FOLDER_ENV
		" to the folder that holds rigs, techniques and patients\n",
		who);
	return -ENOENT;
}

static bool is_file_name(const char *text)
{
	size_t length = strlen(text);

	return strchr(text, '/') != NULL || (length > 5 && strcmp(text + length - 5, ".conf") == 0);
}

int read_technique_named(struct technique *out, const char *asked, const char *rig_path,
			 const char *who)
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
		fprintf(stderr, "%s: there is no technique \"%s\"; there is", who, asked);
		for (int i = 0; i < count; i++) {
			fprintf(stderr, "%s %s", i == 0 ? "" : ",", all[i].name);
		}
		fputc('\n', stderr);
	}
	return -EINVAL;
}

int read_patient_named(struct patient *out, const char *asked, const char *rig_path,
		       const char *who)
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
		fprintf(stderr, "%s: there is no patient \"%s\"; there is", who, asked);
		for (int i = 0; i < count; i++) {
			fprintf(stderr, "%s %s", i == 0 ? "" : ",", all[i].name);
		}
		fputc('\n', stderr);
	}
	return -EINVAL;
}
