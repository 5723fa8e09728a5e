/*
 * config_fields.h - reads the keys of one libconfig group into a struct, by a table with one row a key.
 *
 * Every key must be there unless its row belongs to other variants; every key that is there must have
 * a row. A number must be finite and inside its row's range; there are no defaults.
 */
#ifndef APP_CONFIG_FIELDS_H
#define APP_CONFIG_FIELDS_H

#include "app/config_complaint.h"

#include <knead/region.h>

#include <libconfig.h>

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_NUMBER, /* double; an integer is taken too */
	FIELD_COUNT,  /* int */
	FIELD_PORT,   /* uint16_t */
	FIELD_WORD,   /* an enum, by the name of its value; its value 0 cannot be written */
	FIELD_NAME,   /* char[]: a lower-case letter, then those, digits, "-" and "_" */
	FIELD_TEXT,   /* char[]: printable ASCII */
	FIELD_GROUP,  /* a group with rows of its own */
	FIELD_OWN     /* read by a function */
};

struct field;

struct field_table {
	const struct field *rows;
	int count;
};

/* Where a value is read into and what it is part of, for the sentences: "head 3", "the rig". */
struct field_target {
	void *base;
	const char *of;
	unsigned
		variant; /* one bit, or 0 while it is unknown which rows belong; groups inherit it */
};

struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	double least; /* of numbers, both ends inside */
	double most;
	const char *unit;             /* "" where there is none */
	const char *(*word)(int);     /* FIELD_WORD: the name of a value */
	int words;                    /* FIELD_WORD: values are 1..words-1 */
	size_t size;                  /* FIELD_NAME, FIELD_TEXT: of the array */
	const struct field_table *in; /* FIELD_GROUP */
	/* FIELD_OWN: complains by itself; base is the target's. */
	void (*read)(struct complaints *complaints, config_setting_t *setting, void *base);
	const char *wants; /* FIELD_OWN: what is to be added where it is missing */
	unsigned only;     /* variants this row belongs to; 0: all */
	bool may_miss; /* what only saves writing, or a device that need not be fitted; no figure */
};

/* clang-format off */
#define FIELD_NUMBER_ROW(k, s, m, lo, hi, u) \
	{ .key = (k), .type = FIELD_NUMBER, .offset = offsetof(s, m), .least = (lo), .most = (hi), .unit = (u) }
#define FIELD_ONLY_ROW(k, s, m, lo, hi, u, v) \
	{ .key = (k), .type = FIELD_NUMBER, .offset = offsetof(s, m), .least = (lo), .most = (hi), .unit = (u), .only = (v) }
#define FIELD_COUNT_ROW(k, s, m, lo, hi) \
	{ .key = (k), .type = FIELD_COUNT, .offset = offsetof(s, m), .least = (lo), .most = (hi), .unit = "" }
#define FIELD_WORD_ROW(k, s, m, f, n) \
	{ .key = (k), .type = FIELD_WORD, .offset = offsetof(s, m), .word = (f), .words = (n) }
#define FIELD_REGION_ROW(k, s, m) FIELD_WORD_ROW(k, s, m, fields_region_word, REGION_COUNT)
#define FIELD_STRING_ROW(k, t, s, m) \
	{ .key = (k), .type = (t), .offset = offsetof(s, m), .size = sizeof(((s *)0)->m) }
#define FIELD_GROUP_ROW(k, s, m, t) \
	{ .key = (k), .type = FIELD_GROUP, .offset = offsetof(s, m), .in = (t) }
#define FIELD_OWN_ROW(k, f, w) \
	{ .key = (k), .type = FIELD_OWN, .read = (f), .wants = (w) }
#define FIELD_TABLE(r) { .rows = (r), .count = (int)(sizeof(r) / sizeof((r)[0])) }
/* clang-format on */

/* Reads all keys of group; whatever was wrong was complained about and left zero. */
void fields_read(struct complaints *complaints, config_setting_t *group,
		 const struct field_table *table, const struct field_target *target);

/* Reads one key of group that decides about others; 0 where it is missing or wrong, unsaid. */
int fields_peek_word(config_setting_t *group, const struct field_table *table, const char *key);

/* Whether setting is a group; complains where it is none. of: "head 3". */
bool fields_is_group(struct complaints *complaints, config_setting_t *setting, const char *of);

/* The name of an enum region, for its rows. */
const char *fields_region_word(int region);

/* The line a setting stands on. */
int fields_line(const config_setting_t *setting);

/* The line that key of this group stands on; the group's own where it has none of that name. */
int fields_line_of(const config_setting_t *group, const char *key);

#endif
