/*
 * config_fields.c - the walk over one group: its rows against its keys, and its keys against the rows.
 */
#include "app/config_fields.h"

#include "app/config_strangers.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What the reading of one key needs to know. */
struct spot {
	struct complaints *complaints;
	config_setting_t *setting;
	const struct field *field;
	const struct field_target *target;
	char *at; /* where the value goes */
	int line;
};

static const char *shown(const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		if (*c < ' ' || *c > '~') {
			return "(unprintable)";
		}
	}
	return text;
}

int fields_line(const config_setting_t *setting)
{
	return (int)config_setting_source_line(setting);
}

int fields_line_of(const config_setting_t *group, const char *key)
{
	const config_setting_t *setting = config_setting_get_member(group, key);

	return fields_line(setting != NULL ? setting : group);
}

const char *fields_region_word(int region)
{
	return region_facts((enum region)region)->name;
}

bool fields_is_group(struct complaints *complaints, config_setting_t *setting, const char *of)
{
	if (!config_setting_is_group(setting)) {
		complain(complaints, fields_line(setting), "%s is no group; write { ... }", of);
		return false;
	}
	return true;
}

static void list_words(char *list, const struct field *field)
{
	list[0] = '\0';
	for (int value = 1; value < field->words; value++) {
		fields_append_word(list, field->word(value), value == 1, value == field->words - 1);
	}
}

/* What a row wants, for "must be ..." and "add ...". */
static void describe(char *text, size_t size, const struct field *field)
{
	char words[LIST_BYTES];
	const char *space = field->unit != NULL && field->unit[0] != '\0' ? " " : "";

	switch (field->type) {
	case FIELD_NUMBER:
		snprintf(text, size, "a number from %g to %g%s%s", field->least, field->most, space,
			 field->unit);
		break;
	case FIELD_COUNT:
	case FIELD_PORT:
		snprintf(text, size, "a whole number from %g to %g", field->least, field->most);
		break;
	case FIELD_WORD:
		list_words(words, field);
		snprintf(text, size, "one of %s, in quotes", words);
		break;
	case FIELD_NAME:
		snprintf(text, size,
			 "a name of at most %zu letters a-z, digits, - and _, in quotes, a letter "
			 "first",
			 field->size - 1);
		break;
	case FIELD_TEXT:
		snprintf(text, size, "a text of 1 to %zu plain characters, in quotes",
			 field->size - 1);
		break;
	case FIELD_GROUP:
		snprintf(text, size, "a group, %s : { ... };", field->key);
		break;
	case FIELD_OWN:
		snprintf(text, size, "%s", field->wants);
		break;
	}
}

static void complain_value(const struct spot *spot, const char *is)
{
	char wanted[LIST_BYTES + 80];

	describe(wanted, sizeof wanted, spot->field);
	complain(spot->complaints, spot->line, "%s of %s %s; it must be %s", spot->field->key,
		 spot->target->of, is, wanted);
}

/*
 * The number a setting holds, if it holds one. Hexadecimal is no way to write a quantity, and the
 * library wraps it around without a word.
 */
static bool to_number(const config_setting_t *setting, bool whole, double *out)
{
	int type = config_setting_type(setting);

	if (config_setting_get_format(setting) == CONFIG_FORMAT_HEX) {
		return false;
	}
	if (type == CONFIG_TYPE_INT) {
		*out = config_setting_get_int(setting);
	} else if (type == CONFIG_TYPE_INT64) {
		*out = (double)config_setting_get_int64(setting);
	} else if (type == CONFIG_TYPE_FLOAT && !whole) {
		*out = config_setting_get_float(setting);
	} else {
		return false;
	}
	return true;
}

static void read_number(const struct spot *spot)
{
	const struct field *field = spot->field;
	double number;
	char is[64];

	if (!to_number(spot->setting, field->type != FIELD_NUMBER, &number)) {
		complain_value(spot,
			       field->type == FIELD_NUMBER ? "is no number" : "is no whole number");
		return;
	}
	if (!isfinite(number)) {
		complain_value(spot, "is not finite");
		return;
	}
	if (!(number >= field->least && number <= field->most)) {
		snprintf(is, sizeof is, "is %.12g", number);
		complain_value(spot, is);
		return;
	}
	if (field->type == FIELD_COUNT) {
		memcpy(spot->at, &(int){(int)number}, sizeof(int));
	} else if (field->type == FIELD_PORT) {
		memcpy(spot->at, &(uint16_t){(uint16_t)number}, sizeof(uint16_t));
	} else {
		memcpy(spot->at, &number, sizeof number);
	}
}

/* The value of that name, or 0. */
static int to_word(const struct field *field, const char *text)
{
	for (int value = 1; text != NULL && value < field->words; value++) {
		if (strcmp(field->word(value), text) == 0) {
			return value;
		}
	}
	return 0;
}

static void read_word(const struct spot *spot)
{
	const char *text = config_setting_get_string(spot->setting);
	int value = to_word(spot->field, text);
	char is[80];

	if (value == 0) {
		snprintf(is, sizeof is, "is \"%.40s\"", text != NULL ? shown(text) : "");
		complain_value(spot, text != NULL ? is : "is no text");
		return;
	}
	_Static_assert(sizeof(enum field_type) == sizeof(int), "enums are stored as int");
	memcpy(spot->at, &value, sizeof value);
}

static bool fits_name(const char *text)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";

	return text[0] != '\0' && strchr(first, text[0]) != NULL &&
	       text[strspn(text, rest)] == '\0';
}

static void read_string(const struct spot *spot)
{
	const char *text = config_setting_get_string(spot->setting);

	if (text == NULL) {
		complain_value(spot, "is no text");
	} else if (text[0] == '\0') {
		complain_value(spot, "is empty");
	} else if (strlen(text) >= spot->field->size) {
		complain_value(spot, "is too long");
	} else if (spot->field->type == FIELD_NAME ? !fits_name(text) : shown(text) != text) {
		complain_value(spot, "has a character that is not allowed");
	} else {
		memcpy(spot->at, text, strlen(text) + 1);
	}
}

static void read_group(const struct spot *spot)
{
	struct field_target inner = {.base = spot->at, .variant = spot->target->variant};
	char of[80];

	if (!config_setting_is_group(spot->setting)) {
		complain_value(spot, "is no group");
		return;
	}
	snprintf(of, sizeof of, "the %s of %s", spot->field->key, spot->target->of);
	inner.of = of;
	fields_read(spot->complaints, spot->setting, spot->field->in, &inner);
}

static void read_one(const struct spot *spot)
{
	switch (spot->field->type) {
	case FIELD_NUMBER:
	case FIELD_COUNT:
	case FIELD_PORT:
		read_number(spot);
		break;
	case FIELD_WORD:
		read_word(spot);
		break;
	case FIELD_NAME:
	case FIELD_TEXT:
		read_string(spot);
		break;
	case FIELD_GROUP:
		read_group(spot);
		break;
	case FIELD_OWN:
		spot->field->read(spot->complaints, spot->setting, spot->target->base);
		break;
	}
}

void fields_read(struct complaints *complaints, config_setting_t *group,
		 const struct field_table *table, const struct field_target *target)
{
	char wanted[LIST_BYTES + 80];

	fields_refuse_strangers(complaints, group, table, target);
	for (int i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		config_setting_t *setting = config_setting_get_member(group, field->key);

		if (!fields_belongs(field, target->variant) ||
		    (setting == NULL && field->may_miss)) {
			continue;
		}
		if (setting == NULL && fields_came_without_unit(group, table, field)) {
			continue;
		}
		if (setting == NULL) {
			describe(wanted, sizeof wanted, field);
			complain(complaints, fields_line(group), "%s has no %s; add %s", target->of,
				 field->key, wanted);
			continue;
		}
		read_one(&(struct spot){
			.complaints = complaints,
			.setting = setting,
			.field = field,
			.target = target,
			.at = (char *)target->base + field->offset,
			.line = fields_line(setting),
		});
	}
}

int fields_peek_word(config_setting_t *group, const struct field_table *table, const char *key)
{
	const struct field *field = fields_row(table, key);
	config_setting_t *setting = config_setting_get_member(group, key);

	if (field == NULL || setting == NULL) {
		return 0;
	}
	return to_word(field, config_setting_get_string(setting));
}
