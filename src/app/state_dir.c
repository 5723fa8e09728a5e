/*
 * state_dir.c - the folder of what must outlive a run.
 */
#include "app/state_dir.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Sets shared where others could have made the folder before us. */
static int choose(char *path, size_t size, const char *asked, bool *shared)
{
	const char *state_home = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	int length = 0;

	if (asked != NULL) {
		length = snprintf(path, size, "%s", asked);
	} else if (state_home != NULL && state_home[0] == '/') {
		length = snprintf(path, size, "%s/knead", state_home);
	} else if (home != NULL && home[0] == '/') {
		length = snprintf(path, size, "%s/.local/state/knead", home);
	} else {
		length = snprintf(path, size, "/tmp/knead-%u", (unsigned)geteuid());
		*shared = true;
	}
	if (length <= 0) {
		return -EINVAL;
	}
	return (size_t)length < size ? 0 : -ENAMETOOLONG;
}

static int make_with_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST) {
			return -errno; /* path now ends at what could not be made */
		}
		*slash = '/';
	}
	return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : -errno;
}

int state_dir_make(char *path, size_t size, const char *asked)
{
	bool shared = false;
	struct stat facts;
	int error = choose(path, size, asked, &shared);

	if (error == 0) {
		error = make_with_parents(path);
	}
	if (error != 0) {
		return error;
	}
	if ((shared ? lstat(path, &facts) : stat(path, &facts)) != 0) {
		return -errno;
	}
	if (!S_ISDIR(facts.st_mode)) {
		return -ENOTDIR;
	}
	if (shared && facts.st_uid != geteuid()) {
		return -EPERM;
	}
	return access(path, W_OK | X_OK) == 0 ? 0 : -errno;
}
