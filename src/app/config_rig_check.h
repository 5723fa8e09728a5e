/*
 * config_rig_check.h - what must hold between the figures of a rig, beyond each one's own range.
 */
#ifndef APP_CONFIG_RIG_CHECK_H
#define APP_CONFIG_RIG_CHECK_H

#include "app/config_complaint.h"

#include <knead/rig.h>

/* One head by itself, number counted from 1, whose group stands on that line. */
void check_head(struct complaints *complaints, int line, int number, const struct head *head);

/* Everything between heads, and the rig's own; lines are the heads', line the rig's. */
void check_rig(struct complaints *complaints, int line, const int *lines, const struct rig *rig);

#endif
