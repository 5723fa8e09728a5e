/*
 * nobody.h - what the pipeline is told where a head is moved and nobody lies there: a technique whose wish
 * is not used, and what a person would be asked, answered for sand and foam.
 */
#ifndef TOOL_NOBODY_H
#define TOOL_NOBODY_H

#include <knead/command.h>
#include <knead/region.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

#include <stdbool.h>
#include <stddef.h>

void nobody_technique(struct technique *technique, enum region region);
void nobody_command(struct command *command);

/* Before each tick: somebody attends, and foam is comfortable. snapshot: of the tick before. */
void nobody_attends(struct command *command, const struct snapshot *snapshot, int64_t t_ns);

/* In rig mode: the hand button is to be pressed once, let go of, and then confirm pressed at the rig. */
bool nobody_wants_button(const struct snapshot *snapshot);

/* A simulated rig's buttons, that long after the hand button was pressed so. Whether anything is still to come. */
bool nobody_tries_button(struct sim_order *order, double pressed_s);

/* Whether it is stopped by a wire: by that button, or by any other of the stop loop. */
bool nobody_is_stopped(const struct snapshot *snapshot);

#define UNREADY_BYTES 256

/* Why it cannot be armed, without a full stop. */
void nobody_tell_unready(char *text, size_t size, const struct snapshot *snapshot);

#endif
