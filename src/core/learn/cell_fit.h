/*
 * cell_fit.h - the scale of a force sensor from what it showed under known weights, and whether those agree.
 *
 * A straight line through the unloaded reading, by least squares. What a weight lies off that line is the
 * sensor's bend, or a weight that is not what somebody said.
 */
#ifndef CORE_LEARN_CELL_FIT_H
#define CORE_LEARN_CELL_FIT_H

#include <stdbool.h>

#define CELL_WEIGHTS_MAX 12
#define CELL_LEAST_N     4.0 /* a lighter weight tells little of a scale [P] */
#define CELL_APART_SHARE 0.2 /* of the heaviest: two that differ less are one [P] */
#define CELL_MOVES_SHARE 0.2 /* of a weight: who shows less of it does not move [P] */

/* What was said to lie there, and what the sensor showed beyond its unloaded reading. */
struct cell_point {
	double weight_n;
	double read_n;
};

enum cell_fault {
	CELL_FINE = 0,
	CELL_TOO_FEW, /* different weights */
	CELL_STANDS,  /* it does not move under a weight: which */
	CELL_AWRY,    /* it goes the wrong way: which */
	CELL_UNEVEN   /* off the line by too much: which */
};

struct cell_fit {
	enum cell_fault fault;
	int which; /* of the points: the lightest, or the one that lies off most */
	double gain;
	double off_n; /* of the one that lies off most, as it shows with that gain */
	double line_share;
	double heaviest_n;
};

void cell_fit(struct cell_fit *fit, const struct cell_point *points, int count);

#endif
