/*
 * cell.h - what known weights told about a rig's force sensors: tool -> state folder -> devices and limits.
 *
 * All of it in newtons as the rig file reckons them: its own zero and scale come first, and this corrects
 * what they make of a reading. The factory zero is what a cell showed unloaded when it was first tared. It
 * is written once and kept: limits are held against it, so that no later tare moves them up.
 */
#ifndef KNEAD_CELL_H
#define KNEAD_CELL_H

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

#define CELL_GAIN_LEAST   0.7 /* beyond that the rig file is wrong, and says so to everybody [P] */
#define CELL_GAIN_MOST    1.3
#define CELL_ZERO_MOST_N  50.0 /* unloaded: what bends a cell for good shows more [P] */
#define CELL_SHIFT_MOST_N 5.0  /* of the zero since it was first tared [D] */
#define CELL_LINE_SHARE   0.02 /* of the heaviest weight, that the line may miss at most [P] */

/* All-zero: never tared, never scaled. */
struct cell {
	bool tared;
	bool scaled;
	double factory_zero_n;
	double zero_n;        /* when it was last tared */
	double gain;          /* true newtons for each of the rig file's */
	double line_share;    /* of the heaviest weight, that the line misses at most */
	double repeat_n;      /* that the same weight differed by */
	double heaviest_n;    /* that it was scaled with */
	double noise_n;       /* rms, at rest */
	double drift_n_h;     /* of the zero, while it was waited for */
	int64_t tared_time_s; /* of the day, as time(2) */
	int64_t scaled_time_s;
};

struct cells {
	int head_count;
	struct cell heads[HEADS_MAX];
};

static inline double cell_gain(const struct cell *cell)
{
	return cell->scaled ? cell->gain : 1.0;
}

/* What the rig file makes of a reading, as the force that it is, beyond the factory zero. */
static inline double cell_force_n(const struct cell *cell, double file_n)
{
	return cell->tared ? (file_n - cell->factory_zero_n) * cell_gain(cell) : file_n;
}

/* Where its zero lies now, beyond the factory's. */
static inline double cell_shift_n(const struct cell *cell)
{
	return cell->tared ? (cell->zero_n - cell->factory_zero_n) * cell_gain(cell) : 0.0;
}

#endif
