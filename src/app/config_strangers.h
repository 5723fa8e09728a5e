/*
 * config_strangers.h - a group's keys against its rows: which row is whose, and which key is
 * nobody's.
 */
#ifndef APP_CONFIG_STRANGERS_H
#define APP_CONFIG_STRANGERS_H

#include "app/config_fields.h"

#define LIST_BYTES 400 /* of the words or keys that would be right */

/* The next of "a, b or c", in a list of LIST_BYTES; cut off where it does not fit. */
void fields_append_word(char *list, const char *word, bool first, bool last);

/* Whether a row is for this variant. */
bool fields_belongs(const struct field *field, unsigned variant);

/* The row of that key, or NULL. */
const struct field *fields_row(const struct field_table *table, const char *key);

/* Complains about every key that is there and has no business to be. */
void fields_refuse_strangers(struct complaints *complaints, config_setting_t *group,
			     const struct field_table *table, const struct field_target *target);

/*
 * Whether a key of this row is there without its unit; that was complained about with the
 * strangers.
 */
bool fields_came_without_unit(const config_setting_t *group, const struct field_table *table,
			      const struct field *field);

#endif
