/* cell_fit.c - see cell_fit.h. */
#include "core/learn/cell_fit.h"

#include <knead/cell.h>

#include <math.h>
#include <string.h>

static bool has_two_weights(const struct cell_point *points, int count, double heaviest_n)
{
	for (int i = 0; i < count; i++) {
		if (points[i].weight_n <= heaviest_n * (1.0 - CELL_APART_SHARE)) {
			return true;
		}
	}
	return false;
}

static void fail(struct cell_fit *fit, enum cell_fault fault, int which)
{
	if (fit->fault == CELL_FINE) {
		fit->fault = fault;
		fit->which = which;
	}
}

/* What it showed under each, before any line is drawn. What is no number does not move. */
static void see_each(struct cell_fit *fit, const struct cell_point *points, int count)
{
	for (int i = 0; i < count; i++) {
		const double share = points[i].read_n / points[i].weight_n;

		fit->heaviest_n =
			points[i].weight_n > fit->heaviest_n ? points[i].weight_n : fit->heaviest_n;
		if (share <= -CELL_MOVES_SHARE) {
			fail(fit, CELL_AWRY, i);
		} else if (!(share >= CELL_MOVES_SHARE)) {
			fail(fit, CELL_STANDS, i);
		}
	}
}

/*
 * With the gain of all the others: a weight that is not what was said pulls the line towards itself, and
 * would make the honest ones look off.
 */
static double off_the_others_n(const struct cell_point *points, int count, int which)
{
	double products = 0.0;
	double squares = 0.0;

	for (int i = 0; i < count; i++) {
		products += i == which ? 0.0 : points[i].weight_n * points[i].read_n;
		squares += i == which ? 0.0 : points[i].read_n * points[i].read_n;
	}
	return products / squares * points[which].read_n - points[which].weight_n;
}

static void draw_line(struct cell_fit *fit, const struct cell_point *points, int count)
{
	double products = 0.0;
	double squares = 0.0;
	double most_n = -1.0;
	double worst_share = -1.0;

	for (int i = 0; i < count; i++) {
		products += points[i].weight_n * points[i].read_n;
		squares += points[i].read_n * points[i].read_n;
	}
	fit->gain = products / squares;
	for (int i = 0; i < count; i++) {
		const double off_n = fabs(fit->gain * points[i].read_n - points[i].weight_n);
		const double alone_n = off_the_others_n(points, count, i);

		most_n = off_n > most_n ? off_n : most_n;
		if (fabs(alone_n) / points[i].weight_n > worst_share) {
			worst_share = fabs(alone_n) / points[i].weight_n;
			fit->which = i;
			fit->off_n = alone_n;
		}
	}
	fit->line_share = most_n / fit->heaviest_n;
	if (!(fit->line_share <= CELL_LINE_SHARE)) {
		fail(fit, CELL_UNEVEN, fit->which);
	}
}

void cell_fit(struct cell_fit *fit, const struct cell_point *points, int count)
{
	memset(fit, 0, sizeof(*fit));
	see_each(fit, points, count);
	if (fit->fault == CELL_FINE && !has_two_weights(points, count, fit->heaviest_n)) {
		fail(fit, CELL_TOO_FEW, 0);
	}
	if (fit->fault == CELL_FINE) {
		draw_line(fit, points, count);
	}
}
