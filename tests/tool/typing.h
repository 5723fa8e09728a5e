/* typing.h - a subcommand as it is typed, its output and errors in files of a folder of its own. */
#ifndef TESTS_TOOL_TYPING_H
#define TESTS_TOOL_TYPING_H

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TYPED_ARGS_MAX 24
#define TYPED_TEXT_MAX (4 * 1024 * 1024)

static char typing_folder[64];
static char typing_out[96];
static char typing_err[96];
static char typing_text[TYPED_TEXT_MAX];

static int typing_begin(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(typing_folder, sizeof(typing_folder), "%s/knead-typing.XXXXXX",
		 base != NULL && strlen(base) < 40 ? base : "/tmp");
	if (mkdtemp(typing_folder) == NULL) {
		return -1;
	}
	snprintf(typing_out, sizeof(typing_out), "%s/out", typing_folder);
	snprintf(typing_err, sizeof(typing_err), "%s/err", typing_folder);
	return 0;
}

static int typing_remove(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	(void)facts;
	(void)kind;
	(void)place;
	return remove(path);
}

/* With all that tests put there. */
static int typing_end(void **state)
{
	(void)state;
	return nftw(typing_folder, typing_remove, 4, FTW_DEPTH | FTW_PHYS);
}

static int typing_send(int descriptor, const char *path)
{
	int kept = dup(descriptor);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	dup2(file, descriptor);
	close(file);
	return kept;
}

static void typing_bring_back(int descriptor, int kept)
{
	dup2(kept, descriptor);
	close(kept);
}

/* Words separated by spaces. Returns the exit code. */
static inline int typed(int (*tool)(int argc, char **argv), const char *line, const char *out_path)
{
	char words[1024];
	char *argv[TYPED_ARGS_MAX + 1];
	char *rest = words;
	int argc = 0;
	int out;
	int err;
	int result;

	snprintf(words, sizeof(words), "%s", line);
	while (argc < TYPED_ARGS_MAX && (argv[argc] = strsep(&rest, " ")) != NULL) {
		argc += argv[argc][0] != '\0';
	}
	argv[argc] = NULL;
	fflush(stdout);
	fflush(stderr);
	out = typing_send(STDOUT_FILENO, out_path);
	err = typing_send(STDERR_FILENO, typing_err);
	result = tool(argc, argv);
	fflush(stdout);
	clearerr(stdout);
	fflush(stderr);
	typing_bring_back(STDOUT_FILENO, out);
	typing_bring_back(STDERR_FILENO, err);
	return result;
}

/* Valid until the next call. */
static const char *content_of(const char *path)
{
	FILE *file = fopen(path, "re");
	size_t size = 0;

	if (file != NULL) {
		size = fread(typing_text, 1, sizeof(typing_text) - 1, file);
		fclose(file);
	}
	typing_text[size] = '\0';
	return typing_text;
}

static bool file_holds(const char *path, const char *part)
{
	return strstr(content_of(path), part) != NULL;
}

#endif
