/*
 * learned_rig.h - the rig as control is to take it: its file, with what a calibration found in its place.
 */
#ifndef CORE_LEARN_LEARNED_RIG_H
#define CORE_LEARN_LEARNED_RIG_H

#include <knead/learned.h>
#include <knead/rig.h>

#include <stdbool.h>

/*
 * Whether a found value is one to use: known, and inside of what is believed. A spring weaker than twice the
 * breakaway is not: that is a rig which holds a person, and is to be repaired.
 */
bool learned_is_sound(const struct learned_head *learned, const struct actuator_spec *file);

/* Puts what is known of each sound head over a copy of the file's rig. Safety must not be given it. */
void learned_rig(struct rig *out, const struct rig *file, const struct learned *learned);

#endif
