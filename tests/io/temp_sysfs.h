/*
 * temp_sysfs.h - a folder with the files of a kernel's devices in it, for the tests of what reads them.
 */
#ifndef TESTS_IO_TEMP_SYSFS_H
#define TESTS_IO_TEMP_SYSFS_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char sysfs_root[64];

static inline void sysfs_begin(void)
{
	snprintf(sysfs_root, sizeof(sysfs_root), "/tmp/knead-sysfs-XXXXXX");
	if (mkdtemp(sysfs_root) == NULL) {
		abort();
	}
}

static inline int sysfs_remove_one(const char *path, const struct stat *is, int kind,
				   struct FTW *at)
{
	(void)is;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline void sysfs_end(void)
{
	if (nftw(sysfs_root, sysfs_remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0) {
		abort();
	}
}

/* Makes folders as needed. The file keeps its identity when it is written again, as those of a kernel. */
static inline void sysfs_file(const char *path, const char *text)
{
	char full[256];
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", sysfs_root, path);
	for (char *c = full + strlen(sysfs_root) + 1; (c = strchr(c, '/')) != NULL; c++) {
		*c = '\0';
		(void)mkdir(full, 0700);
		*c = '/';
	}
	file = fopen(full, "w");
	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
		abort();
	}
}

static inline void sysfs_gone(const char *path)
{
	char full[256];

	snprintf(full, sizeof(full), "%s/%s", sysfs_root, path);
	if (unlink(full) != 0) {
		abort();
	}
}

/* What a file holds, up to its first line's end. */
static inline const char *sysfs_text(const char *path)
{
	static char text[64];
	char full[256];
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", sysfs_root, path);
	file = fopen(full, "r");
	if (file == NULL) {
		return "(none)";
	}
	if (fgets(text, sizeof(text), file) == NULL) {
		text[0] = '\0';
	}
	fclose(file);
	text[strcspn(text, "\n")] = '\0';
	return text;
}

#endif
