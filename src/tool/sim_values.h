/*
 * sim_values.h - values behind the options of knead sim that are more than a number or a name of a
 * file.
 *
 * Each reads text and returns EXIT_DONE, or EXIT_WRONG after a sentence on stderr that says what
 * would be right.
 */
#ifndef TOOL_SIM_VALUES_H
#define TOOL_SIM_VALUES_H

#include "tool/sim_options.h"

#include <knead/rig.h>

int sim_value_seed(uint64_t *seed, const char *text);
int sim_value_controller(enum controller *controller, const char *text);

/* REGION=W; sets that region's weight. */
int sim_value_focus(struct sim_options *options, const char *text);

/* REGION */
int sim_value_leave_out(struct sim_options *options, const char *text);

/* t=S,kind=KIND[,sensor=SENSOR][,head=N][,magnitude=F], each once */
int sim_value_fault(struct sim_options *options, const char *text);

/* Whether every fault typed can befall that rig, and within the longest run. */
int sim_faults_fit(const struct sim_options *options, const struct rig *rig);

/* BUTTON@S */
int sim_value_press(struct sim_options *options, const char *text);

/* yes, no, or what is always said: 0 to 10 */
int sim_value_answers(struct sim_options *options, const char *text);

/* ITEM=no|yes|consent */
int sim_value_screening(struct sim_options *options, const char *text);

#endif
