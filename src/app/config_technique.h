/*
 * config_technique.h - the tables a technique's file is read by, for whoever documents or tests
 * them.
 */
#ifndef APP_CONFIG_TECHNIQUE_H
#define APP_CONFIG_TECHNIQUE_H

#include "app/config_fields.h"

#include <knead/technique.h>

/* The bit that a kind of stroke has in the `only` of a row. */
#define STROKE_BIT(kind) (1u << (kind))

const struct field_table *config_technique_fields(void);
const struct field_table *config_stroke_fields(void);

#endif
