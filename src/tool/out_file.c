/* out_file.c - see out_file.h. */
#include "tool/out_file.h"

#include "tool/tools.h"

#include <errno.h>
#include <string.h>

static int fail_to_write(const char *path, int error, const char *who)
{
	fprintf(stderr, "%s: cannot write %s: %s; name a file that can be written\n", who,
		strcmp(path, "-") == 0 ? "standard output" : path, strerror(error));
	return EXIT_FAILED;
}

int out_file_open(FILE **out, const char *path, const char *who)
{
	if (path == NULL) {
		return EXIT_DONE;
	}
	*out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	return *out == NULL ? fail_to_write(path, errno, who) : EXIT_DONE;
}

int out_file_close(FILE **out, const char *path, const char *who)
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
	return lost ? fail_to_write(path, errno == 0 ? EIO : errno, who) : EXIT_DONE;
}

bool out_files_collide(const char *const *paths, int count)
{
	int standard = 0;

	for (int i = 0; i < count; i++) {
		standard += paths[i] != NULL && strcmp(paths[i], "-") == 0;
	}
	return standard > 1;
}
