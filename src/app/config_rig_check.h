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

/* Radius of a round head of that area. */
double head_radius_m(const struct head *head);

/* What the head presses with its valve stuck open, and the most that may be. */
double head_mechanical_cap_n(const struct head *head);
double head_mechanical_bound_n(const struct head *head);

#endif
