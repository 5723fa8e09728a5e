/* setup_files.c - see setup_files.h. */
#include "tool/setup_files.h"

#include "app/config.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define RIG_HERE      "config/rigs/sim-16.conf"
#define RIG_INSTALLED "../share/knead/rigs/sim-16.conf" /* seen from the program's folder */

void find_rig_file(char *path)
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
