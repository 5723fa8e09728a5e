/*
 * calibrate_judge.h - whether what a calibration found is to be believed, and to be kept.
 */
#ifndef TOOL_CALIBRATE_JUDGE_H
#define TOOL_CALIBRATE_JUDGE_H

#include <knead/learned.h>
#include <knead/rig.h>

#include <stdbool.h>

/* Worst last. */
enum found {
	FOUND_FITS = 0,
	FOUND_NOTHING,  /* this head's sensors do not tell it: the file's holds */
	FOUND_OFF,      /* further than LEARNED_OFF_SHARE from what the file says */
	FOUND_SCATTERS, /* the rounds do not agree */
	FOUND_BEYOND    /* nothing of the kind is believed */
};

enum found judge_value(const struct learned_value *value, const struct actuator_spec *file,
		       enum learned_kind kind);

/* The worst of a head's. */
enum found judge_head(const struct learned_head *learned, const struct actuator_spec *file);

/* "fits", "off", ... */
const char *found_name(enum found found);

/* Difference from the file's, as a share of it; not a number where the file says 0. */
double learned_off(const struct learned_value *value, const struct actuator_spec *file,
		   enum learned_kind kind);

#endif
