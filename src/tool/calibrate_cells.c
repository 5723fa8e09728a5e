/* calibrate_cells.c - see calibrate_cells.h. */
#include "tool/calibrate_cells.h"

#include "core/learn/cell_fit.h"
#include "tool/cell_turn.h"
#include "tool/option_number.h"
#include "tool/tools.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define REPEAT_SHARE  0.01 /* of a weight, that it may show otherwise the second time [P] */
#define REPEAT_N      0.15
#define STANDARD_M_S2 9.80665 /* standard gravity: here and there 0.3 % more or less */

bool cell_weight_n(double *weight_n, const char *text)
{
	static const struct {
		const char *unit;
		double n;
	} units[] = {{"kg", STANDARD_M_S2}, {"g", 1e-3 * STANDARD_M_S2}, {"N", 1.0}};
	const size_t digits = strspn(text, "0123456789.");
	const char *unit = text + digits + strspn(text + digits, " ");
	char number[CELL_LINE_BYTES];

	if (digits == 0 || digits >= sizeof(number)) {
		return false;
	}
	memcpy(number, text, digits);
	number[digits] = '\0';
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(unit, units[i].unit) == 0) {
			if (!option_is_number(weight_n, number, 0.0, 1e6)) {
				return false;
			}
			*weight_n *= units[i].n;
			return *weight_n > 0.0;
		}
	}
	return false;
}

/* ---- zero ---- */

static struct cell *cell_of(const struct cell_turn *turn)
{
	return &turn->of->cells->heads[turn->head];
}

static bool is_asked(const struct calibrate_cells *cells, int head)
{
	return cells->head == 0 || cells->head == head + 1;
}

/* Where it lies, and whether it may: without this nothing that follows is worth anything. */
static bool take_zero(struct cell_turn *turn, double zero_n)
{
	struct cell *cell = cell_of(turn);
	const bool first = !cell->tared || (turn->of->new_cell && is_asked(turn->of, turn->head));
	struct cell now = *cell;

	if (first) {
		now = (struct cell){.factory_zero_n = zero_n};
	}
	now.tared = true;
	now.zero_n = zero_n;
	now.tared_time_s = (int64_t)time(NULL);
	if (!(fabs(now.factory_zero_n) <= CELL_ZERO_MOST_N)) {
		return cell_turn_fail(
			turn,
			"unloaded it shows %.1f N by the rig file; correct the zero of its "
			"force wire "
			"there, or look whether the cell is bent or wired wrongly",
			zero_n);
	}
	if (!(fabs(cell_shift_n(&now)) <= CELL_SHIFT_MOST_N)) {
		return cell_turn_fail(
			turn,
			"its zero has moved by %.1f N since it was new, and may by %g; look "
			"whether the "
			"cell is bent or loose, and once it was exchanged give --new-cell",
			cell_shift_n(&now), CELL_SHIFT_MOST_N);
	}
	*cell = now;
	return true;
}

/* ---- weights ---- */

static double range_n(const struct cell_turn *turn)
{
	return turn->of->subject->rig->heads[turn->head].sensor.range_n;
}

static bool is_light(const struct cell_turn *turn, double weight_n)
{
	if (weight_n >= CELL_LEAST_N && weight_n <= range_n(turn)) {
		return false;
	}
	fprintf(stderr, "  that is %.2f N; lay something of %g to %g N there\n", weight_n,
		CELL_LEAST_N, range_n(turn));
	return true;
}

static bool weigh(struct cell_turn *turn, double weight_n, double *read_n)
{
	cell_turn_lay(turn, weight_n);
	if (!cell_turn_read(turn, read_n)) {
		return false;
	}
	*read_n -= turn->zero_n;
	return true;
}

static bool add_weight(struct cell_turn *turn, double weight_n)
{
	double read_n = 0.0;

	if (!weigh(turn, weight_n, &read_n)) {
		return false;
	}
	fprintf(stderr, "  %.2f N lies there, and it shows %.2f N by the rig file\n", weight_n,
		read_n);
	turn->points[turn->count++] = (struct cell_point){weight_n, read_n};
	return true;
}

/* Until an empty line, or until no more go in. */
static bool take_weights(struct cell_turn *turn)
{
	char line[CELL_LINE_BYTES];
	double weight_n = 0.0;

	while (turn->count < CELL_WEIGHTS_MAX) {
		fprintf(stderr,
			"head %d: lay a known weight on it and type what it is (2kg, 500g, "
			"19.6N)%s\n",
			turn->head + 1,
			turn->count < 2 ? "" : ", or press ENTER alone when there are no more");
		if (!cell_turn_hear(turn, line)) {
			return false;
		}
		if (line[0] == '\0' && turn->count >= 2) {
			return true;
		}
		if (!cell_weight_n(&weight_n, line)) {
			fputs("  that is no weight; type a number and its unit, 2kg, 500g or "
			      "19.6N\n",
			      stderr);
		} else if (!is_light(turn, weight_n) && !add_weight(turn, weight_n)) {
			return false;
		}
	}
	return true;
}

/* The last weight once more: a cell that binds, or a weight that lies askew, shows itself here. */
static bool repeat(struct cell_turn *turn, double *apart_n)
{
	const struct cell_point *last = &turn->points[turn->count - 1];
	const double most_n = fmax(REPEAT_SHARE * fabs(last->read_n), REPEAT_N);
	char words[96];
	double read_n = 0.0;

	snprintf(words, sizeof(words), "take it off, lay the same %.2f N on it once more",
		 last->weight_n);
	if (!cell_turn_ask(turn, words) || !weigh(turn, last->weight_n, &read_n)) {
		return false;
	}
	*apart_n = fabs(read_n - last->read_n);
	return *apart_n <= most_n ||
	       cell_turn_fail(turn,
			      "the same %.2f N showed %.2f N first and %.2f N then, which may "
			      "differ by %.2f "
			      "N; see that "
			      "nothing binds or rubs, lay it in the middle, and begin anew",
			      last->weight_n, last->read_n, read_n, most_n);
}

static bool come_back(struct cell_turn *turn)
{
	const double most_n =
		fmax(REPEAT_SHARE * fabs(turn->points[turn->count - 1].read_n), REPEAT_N);
	double zero_n = 0.0;

	if (!cell_turn_ask(turn, "take everything off")) {
		return false;
	}
	cell_turn_lay(turn, 0.0);
	if (!cell_turn_read(turn, &zero_n)) {
		return false;
	}
	return fabs(zero_n - turn->zero_n) <= most_n ||
	       cell_turn_fail(turn,
			      "empty again, it shows %.2f N more than before, which may be %.2f N; "
			      "see that "
			      "nothing "
			      "touches it, and whether it was overloaded, and begin anew",
			      zero_n - turn->zero_n, most_n);
}

/* ---- what follows ---- */

static const char *scale_key(const struct cell_turn *turn)
{
	const struct wiring *wiring = turn->of->subject->wiring;
	const int converter = wiring->heads[turn->head].force.converter;

	return converter > 0 && wiring->converters[converter - 1].driver == CONVERTER_HX711
		       ? "n_per_mv_v"
		       : "n_per_v";
}

static bool is_believed(struct cell_turn *turn, const struct cell_fit *fit)
{
	const struct cell_point *point = &turn->points[fit->which];

	switch (fit->fault) {
	case CELL_TOO_FEW:
		return cell_turn_fail(
			turn, "these weights are all alike; two that differ by a fifth or more are "
			      "needed, so begin anew");
	case CELL_STANDS:
		return cell_turn_fail(
			turn,
			"with %.2f N on it it shows only %.2f N more than without; is it the "
			"sensor of "
			"this head, and are all its wires on?",
			point->weight_n, point->read_n);
	case CELL_AWRY:
		return cell_turn_fail(
			turn,
			"a weight makes it show less; exchange its two signal wires, or turn "
			"the sign "
			"of %s in the rig file",
			scale_key(turn));
	case CELL_UNEVEN:
		return cell_turn_fail(
			turn,
			"the weights do not agree: %.2f N lies %.2f N off the line of the "
			"others; is it "
			"truly what you typed?",
			point->weight_n, fit->off_n);
	case CELL_FINE:
	default:
		break;
	}
	return (fit->gain >= CELL_GAIN_LEAST && fit->gain <= CELL_GAIN_MOST) ||
	       cell_turn_fail(
		       turn,
		       "its scale is %.3f of what the rig file says; where the weights are right, "
		       "write %s "
		       "= %.6g for this head there, and begin anew",
		       fit->gain, scale_key(turn),
		       fit->gain * turn->of->subject->wiring->heads[turn->head].force.per_unit);
}

static bool wait_and_see(struct cell_turn *turn)
{
	struct cell *cell = cell_of(turn);

	fprintf(stderr, "head %d: leave it alone for %.0f s\n", turn->head + 1, turn->of->wait_s);
	if (!cell_turn_look(turn, turn->of->wait_s, "drift and noise")) {
		return false;
	}
	cell->noise_n = cell_turn_sight(turn)->noise_n;
	cell->drift_n_h = 3600.0 * cell_turn_sight(turn)->slope_n_s;
	return true;
}

static bool scale(struct cell_turn *turn)
{
	const struct cell before = *cell_of(turn);
	struct cell *cell = cell_of(turn);
	struct cell_fit fit;
	double apart_n = 0.0;
	bool fine = take_weights(turn) && repeat(turn, &apart_n) && come_back(turn);

	if (fine) {
		cell_fit(&fit, turn->points, turn->count);
		fine = is_believed(turn, &fit) && wait_and_see(turn);
	}
	cell_turn_lay(turn, 0.0);
	if (!fine) {
		*cell = before;
		return false;
	}
	cell->scaled = true;
	cell->gain = fit.gain;
	cell->line_share = fit.line_share;
	cell->repeat_n = apart_n;
	cell->heaviest_n = fit.heaviest_n;
	cell->scaled_time_s = cell->tared_time_s;
	return true;
}

static bool keep(struct cell_turn *turn)
{
	const struct calibrate_cells *of = turn->of;
	const int error = of->folder != NULL ? cells_write(of->cells, of->folder, of->subject) : 0;

	return error == 0 || cell_turn_fail(turn,
					    "its scale cannot be kept in %s (%s); make room there, "
					    "or name another folder "
					    "with --state-dir",
					    of->folder, strerror(-error));
}

static void say(const struct cell_turn *turn)
{
	printf("head %d: ", turn->head + 1);
	cell_say(stdout, cell_of(turn), (int64_t)time(NULL));
	putchar('\n');
}

/* ---- all of it ---- */

/* One look at all heads: those that are not asked for are tared as well, where that is as easy as that. */
static bool tare(struct cell_turn *turn)
{
	const struct calibrate_cells *of = turn->of;
	double zeros_n[HEADS_MAX] = {0};
	bool taken[HEADS_MAX] = {false};

	turn->head = of->head > 0 ? of->head - 1 : 0;
	if (!cell_turn_ask(turn, "take everything off every head, so that nothing touches any") ||
	    !cell_turn_read(turn, &zeros_n[turn->head])) {
		return false;
	}
	for (int i = 0; i < of->subject->rig->head_count; i++) {
		const struct cell_sight *sight = &turn->watch.sights[i];

		turn->head = i;
		zeros_n[i] = sight->mean_n;
		taken[i] = sight->count > sight->bad && cell_turn_is_still(turn);
		if (is_asked(of, i) && !taken[i] && !cell_turn_read(turn, &zeros_n[i])) {
			return false;
		}
	}
	for (int i = 0; i < of->subject->rig->head_count; i++) {
		turn->head = i;
		if ((taken[i] || is_asked(of, i)) && !take_zero(turn, zeros_n[i]) &&
		    is_asked(of, i)) {
			return false;
		}
	}
	turn->code = EXIT_DONE;
	return true;
}

/* What it showed while the head before was left alone is newer than what it showed at the beginning. */
static bool tare_anew(struct cell_turn *turn)
{
	const struct cell_sight *sight = cell_turn_sight(turn);

	return sight->count <= sight->bad || take_zero(turn, sight->mean_n);
}

int calibrate_cells_run(struct calibrate_cells *cells)
{
	static struct cell_turn turn;
	bool first = true;

	turn = (struct cell_turn){.of = cells};
	if (!tare(&turn)) {
		return turn.code;
	}
	for (int i = 0; i < cells->subject->rig->head_count; i++) {
		if (!is_asked(cells, i)) {
			continue;
		}
		turn.head = i;
		turn.count = 0;
		if (!first && !tare_anew(&turn)) {
			return turn.code;
		}
		first = false;
		turn.zero_n = cells->cells->heads[i].zero_n;
		if (!scale(&turn) || !keep(&turn)) {
			return turn.code;
		}
		say(&turn);
	}
	return turn.code;
}
