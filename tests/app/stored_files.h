/*
 * stored_files.h - for the tests of stores: the files in a store's folder, read as it left them and
 * written as damage would leave them.
 */
#ifndef TESTS_APP_STORED_FILES_H
#define TESTS_APP_STORED_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

/* Holds until the fourth call from here. */
static inline const char *stored_path(const char *folder, const char *name)
{
	static char paths[4][128];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

/* How many bytes it had, of at most size. */
static inline size_t stored_get(const char *folder, const char *name, char *bytes, size_t size)
{
	FILE *file = fopen(stored_path(folder, name), "r");
	size_t got = 0;

	assert_non_null(file);
	got = fread(bytes, 1, size, file);
	fclose(file);
	return got;
}

static inline void stored_put(const char *folder, const char *name, const char *bytes, size_t size)
{
	FILE *file = fopen(stored_path(folder, name), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

#endif
