/*
 * config_text.h - for the tests of the configuration: a folder of their own, texts read as files, and
 * what was complained about them.
 */
#ifndef TESTS_APP_CONFIG_TEXT_H
#define TESTS_APP_CONFIG_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/config.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_BYTES 32768
#define SIM_16     "config/rigs/sim-16.conf"
#define SIM_4      "config/rigs/sim-4.conf"
#define VELOCITY   "config/rigs/sim-4-velocity.conf"
#define SWEDISH    "config/techniques/swedish.conf"
#define NOMINAL    "config/patients/nominal.conf"
#define KNOTTY     "config/patients/knotty.conf"

/* Anything a file can be read into. */
union item {
	struct rig rig;
	struct technique technique;
	struct patient patient;
};

struct bench {
	char dir[256];
	char path[320];
	union item item; /* the last one read */
	char *said;      /* what was complained about it */
	size_t said_bytes;
};

static inline int bench_open(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);

	assert_non_null(bench);
	snprintf(bench->dir, sizeof bench->dir, "%s/knead-config-XXXXXX",
		 getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(bench->dir));
	snprintf(bench->path, sizeof bench->path, "%s/test.conf", bench->dir);
	*state = bench;
	return 0;
}

static inline int bench_close(void **state)
{
	struct bench *bench = *state;

	unlink(bench->path);
	assert_int_equal(rmdir(bench->dir), 0);
	free(bench->said);
	free(bench);
	return 0;
}

static inline void load(char *text, const char *path)
{
	FILE *file = fopen(path, "r");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, TEXT_BYTES - 1, file);
	assert_true(length > 0 && length < TEXT_BYTES - 1);
	text[length] = '\0';
	fclose(file);
}

static inline void store(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

/* Reads a path as that kind; what it said is in bench->said. The item is dirtied before. */
static inline int read_path(struct bench *bench, enum config_kind kind, const char *path)
{
	FILE *said;
	int result = -1000;

	free(bench->said);
	bench->said = NULL;
	said = open_memstream(&bench->said, &bench->said_bytes);
	assert_non_null(said);
	memset(&bench->item, 0x5a, sizeof bench->item);
	if (kind == CONFIG_RIG) {
		result = config_read_rig(&bench->item.rig, path, said);
	} else if (kind == CONFIG_TECHNIQUE) {
		result = config_read_technique(&bench->item.technique, path, said);
	} else if (kind == CONFIG_PATIENT) {
		result = config_read_patient(&bench->item.patient, path, said);
	}
	fclose(said);
	return result;
}

static inline int read_text(struct bench *bench, enum config_kind kind, const char *text)
{
	store(bench->path, text, strlen(text));
	return read_path(bench, kind, bench->path);
}

/* What the file says and what is read are the same decimal, so the same double. */
static inline bool same(double a, double b)
{
	return a >= b && a <= b;
}

static inline size_t item_bytes(enum config_kind kind)
{
	return kind == CONFIG_RIG         ? sizeof(struct rig)
	       : kind == CONFIG_TECHNIQUE ? sizeof(struct technique)
					  : sizeof(struct patient);
}

/* Refused means: an error, a complaint, and nothing in the item. */
static inline bool is_refused(const struct bench *bench, enum config_kind kind, int result)
{
	static const union item zero;

	return result < 0 && bench->said_bytes > 0 &&
	       memcmp(&bench->item, &zero, item_bytes(kind)) == 0;
}

/* Replaces the first occurrence of from, which must be there, by to. */
static inline void replace(char *text, const char *from, const char *to)
{
	char *at = strstr(text, from);

	if (at == NULL) {
		fail_msg("\"%s\" is not in the text", from);
		return;
	}
	assert_true(strlen(text) + strlen(to) < TEXT_BYTES);
	memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
	memcpy(at, to, strlen(to));
}

/* Replaces every occurrence; to may not contain from. */
static inline void replace_all(char *text, const char *from, const char *to)
{
	assert_non_null(strstr(text, from));
	while (strstr(text, from) != NULL) {
		replace(text, from, to);
	}
}

static inline int line_of(const char *text, const char *at)
{
	int line = 1;

	for (const char *c = text; c < at; c++) {
		line += *c == '\n';
	}
	return line;
}

/* True if some complaint is about that line (0: any) and holds these words. */
static inline bool said_at(const struct bench *bench, int line, const char *words)
{
	char start[400];
	const char *at = bench->said;

	snprintf(start, sizeof start, line > 0 ? "%s:%d: " : "%s:", bench->path, line);
	while (at != NULL && *at != '\0') {
		const char *end = strchr(at, '\n');
		const char *found = strstr(at, words);

		if (strncmp(at, start, strlen(start)) == 0 && found != NULL && found < end) {
			return true;
		}
		at = end == NULL ? NULL : end + 1;
	}
	return false;
}

#endif
