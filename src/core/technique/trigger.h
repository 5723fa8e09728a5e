/*
 * trigger.h - how stiff each place was felt to be, and which are stiffer than their own neighbourhood.
 *
 * Stiffness is the secant of a light press, force over depth and freed of how much force that was, of both
 * heads of a row in the same seconds: breath and the person's own firmness act on both alike. What counts
 * is the ratio to the mirrored head of the row, pressed at once and about alike; where that is never so, to
 * the mirrored head pressed before, else to the region's other heads, else to the neighbours in line; never
 * the figure itself. With one side left out only what stands out far is found.
 * Of two places that are stiff alike, left and right, neither is found. A trapezius may well be uneven, so this is no
 * diagnosis, and the confidence says how far the ratio is from the bar and how often it was felt.
 */
#ifndef CORE_TECHNIQUE_TRIGGER_H
#define CORE_TECHNIQUE_TRIGGER_H

#include "core/safety/ceiling.h"
#include "core/technique/rows.h"

#include <knead/belief.h>
#include <knead/snapshot.h>

#include <stdbool.h>

#define TRIGGER_NOBODY (-1)
#define STIFF_RATIO    1.10 /* felt stiffer than its mirror by this [P] */

/* Depth and force of the heads of one row while it is pressed. */
struct probe {
	bool touched[ROW_SIDES];  /* before the press */
	bool known[ROW_SIDES];    /* pressed, and felt all the time */
	double from_m[ROW_SIDES]; /* before the press */
	double from_n[ROW_SIDES];
	double sum_m[ROW_SIDES];
	double sum_n[ROW_SIDES];
	int felt[ROW_SIDES]; /* ticks of them: a head that only rests may hop */
	int count;
};

#define PRESSES_KEPT 7 /* of a place [P]: about what one search comes to */

/* What the last presses of a place said. The middle one counts: a cough, or a person who turned over, in
 * one press or two of them moves the mean and not the middle. */
struct felt {
	int count; /* kept */
	int next;
	double said[PRESSES_KEPT];
};

/* All-zero: nothing felt yet. */
struct triggers {
	int count;
	struct trigger_view list[TRIGGERS_MAX];
	struct felt felt[HEADS_MAX];  /* how stiff each head found its place, N/m */
	struct felt pairs[HEADS_MAX]; /* by row, pressed at once: the right over the left */
};

/* A new session: another person may lie there. */
void triggers_forget(struct triggers *triggers);

/* A press of this row begins: where its heads are, and with what force. To be called until it says that
 * all of them touch. */
bool probe_begin(struct probe *probe, const struct row *row, enum side side,
		 const struct belief *belief);

/* One tick of full pressure on it. */
void probe_step(struct probe *probe, const struct row *row, const struct belief *belief);

/* Stiffness each side of the row was felt with in this press, whatever the force on it; 0: not felt. */
void probe_end(const struct probe *probe, double n_m[ROW_SIDES]);

/* Whether one side of it is stiffer than the other just now, by more than the forces on them and breath
 * explain; not where one was not felt. */
bool probe_is_uneven(const struct probe *probe);

/* Takes a press into the map and judges its row. */
void triggers_feel(struct triggers *triggers, const struct rows *rows, int row,
		   const struct probe *probe);

/*
 * Places found whose ceiling is below the least that a compression begins with are spared: half of one is
 * none, and would be logged as given up. They are open again where the ceiling rises.
 */
void triggers_spare(struct triggers *triggers, const struct ceilings *ceilings, double least_n);

/* The place found and not treated yet that is surest, among regions with a weight in this plan; its
 * index in the list, or TRIGGER_NOBODY. */
int triggers_next(const struct triggers *triggers, const struct rows *rows, const struct plan *plan,
		  const struct stroke *stroke);

/* Region of a place in the list. */
enum region triggers_region(const struct triggers *triggers, const struct rows *rows, int index);

#endif
