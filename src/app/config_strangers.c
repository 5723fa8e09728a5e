/*
 * config_strangers.c - the keys of a group that no row is for, and what was probably meant by them.
 */
#include "app/config_strangers.h"

#include <ctype.h>
#include <string.h>

void fields_append_word(char *list, const char *word, bool first, bool last)
{
	size_t used = strlen(list);

	snprintf(list + used, LIST_BYTES - used, "%s%s", first ? "" : last ? " or " : ", ", word);
}

bool fields_belongs(const struct field *field, unsigned variant)
{
	return field->only == 0 || (field->only & variant) != 0;
}

const struct field *fields_row(const struct field_table *table, const char *key)
{
	for (int i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].key, key) == 0) {
			return &table->rows[i];
		}
	}
	return NULL;
}

static void list_keys(char *list, const struct field_table *table, unsigned variant)
{
	int last = table->count - 1;
	bool first = true;

	while (last > 0 && !fields_belongs(&table->rows[last], variant)) {
		last--;
	}
	list[0] = '\0';
	for (int i = 0; i <= last; i++) {
		if (fields_belongs(&table->rows[i], variant)) {
			fields_append_word(list, table->rows[i].key, first, i == last);
			first = false;
		}
	}
}

/* Whether text ends a key that is named in this unit: "m/s" is written _m_s, "degC" is written _c. */
static bool is_suffix(const char *text, const char *unit)
{
	if (strncmp(unit, "deg", 3) == 0) {
		unit += 3;
	}
	for (; *text != '\0' && *unit != '\0'; text++, unit++) {
		int wanted = isalnum((unsigned char)*unit) ? tolower((unsigned char)*unit) : '_';

		if (*text != wanted) {
			return false;
		}
	}
	return *text == '\0' && *unit == '\0';
}

/* Whether name is this row's key without its unit. */
static bool lacks_unit(const struct field *field, const char *name)
{
	size_t length = strlen(name);

	return field->type == FIELD_NUMBER && field->unit[0] != '\0' &&
	       strncmp(field->key, name, length) == 0 && field->key[length] == '_' &&
	       is_suffix(field->key + length + 1, field->unit);
}

/* The row of this variant that is meant by a key without its unit, or NULL. */
static const struct field *find_meant(const struct field_table *table, const char *name,
				      unsigned variant)
{
	for (int i = 0; i < table->count; i++) {
		if (fields_belongs(&table->rows[i], variant) && lacks_unit(&table->rows[i], name)) {
			return &table->rows[i];
		}
	}
	return NULL;
}

/* A key that is in no row. */
static void refuse_stranger(struct complaints *complaints, const config_setting_t *setting,
			    const struct field_table *table, const struct field_target *target)
{
	const char *name = config_setting_name(setting);
	const char *of = target->of; /* may end with the comma of an insertion: "stroke 3, lean," */
	const struct field *meant = find_meant(table, name, target->variant);
	int length = (int)strlen(of);
	char keys[LIST_BYTES];

	length -= length > 0 && of[length - 1] == ',';
	if (meant != NULL) {
		complain(complaints, fields_line(setting),
			 "%.40s of %s lacks its unit; write %s, in %s", name, of, meant->key,
			 meant->unit);
		return;
	}
	list_keys(keys, table, target->variant);
	complain(complaints, fields_line(setting), "%.40s is no key of %.*s; its keys are %s", name,
		 length, of, keys);
}

bool fields_came_without_unit(const config_setting_t *group, const struct field_table *table,
			      const struct field *field)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const char *name = config_setting_name(config_setting_get_elem(group, (unsigned)i));

		if (lacks_unit(field, name) && fields_row(table, name) == NULL) {
			return true;
		}
	}
	return false;
}

void fields_refuse_strangers(struct complaints *complaints, config_setting_t *group,
			     const struct field_table *table, const struct field_target *target)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
		const struct field *field = fields_row(table, config_setting_name(setting));

		if (field == NULL) {
			refuse_stranger(complaints, setting, table, target);
		} else if (target->variant != 0 && !fields_belongs(field, target->variant)) {
			complain(complaints, fields_line(setting), "%s takes no %s; remove it",
				 target->of, field->key);
		}
	}
}
