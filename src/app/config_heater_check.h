/*
 * config_heater_check.h - what is refused of a head's heater although each of its keys is in range.
 */
#ifndef APP_CONFIG_HEATER_CHECK_H
#define APP_CONFIG_HEATER_CHECK_H

#include "app/config_complaint.h"

#include <knead/rig.h>

/* number: of the head, from 1. A heater that is not fitted is fine. */
void check_heater(struct complaints *complaints, int line, int number,
		  const struct heater_spec *heater);

#endif
