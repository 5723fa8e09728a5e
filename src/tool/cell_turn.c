/* cell_turn.c - see cell_turn.h. */
#include "tool/cell_turn.h"

#include "tool/tools.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define WHO          "knead calibrate"
#define SETTLE_S     1.0
#define LOOK_S       2.0
#define STILL_TRIES  5   /* so often it is looked at until it is still */
#define STILL_NOISES 6.0 /* of the rig file's: who touches it shows more [P] */
#define STILL_N      0.1

/* ---- words ---- */

bool cell_turn_fail(struct cell_turn *turn, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, WHO ": head %d: ", turn->head + 1);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	turn->code = turn->code == EXIT_DONE ? EXIT_FAILED : turn->code;
	return false;
}

static bool interrupted(struct cell_turn *turn)
{
	return cell_turn_fail(turn, "interrupted; nothing of it is kept");
}

/* Whether a line came. */
bool cell_turn_hear(struct cell_turn *turn, char line[CELL_LINE_BYTES])
{
	return keyboard_line(turn->of->keyboard, line, CELL_LINE_BYTES) >= 0 || interrupted(turn);
}

bool cell_turn_ask(struct cell_turn *turn, const char *what)
{
	char line[CELL_LINE_BYTES];

	fprintf(stderr, "head %d: %s, then press ENTER\n", turn->head + 1, what);
	return cell_turn_hear(turn, line);
}

/* ---- what it shows ---- */

const struct cell_sight *cell_turn_sight(const struct cell_turn *turn)
{
	return &turn->watch.sights[turn->head];
}

static const struct sensor_spec *spec_of(const struct cell_turn *turn)
{
	return &turn->of->subject->rig->heads[turn->head].sensor;
}

bool cell_turn_is_still(const struct cell_turn *turn)
{
	const struct cell_sight *sight = cell_turn_sight(turn);
	const double most_n = STILL_NOISES * spec_of(turn)->noise_n + STILL_N;

	return sight->noise_n <= most_n && fabs(sight->slope_n_s) * LOOK_S <= most_n;
}

bool cell_turn_look(struct cell_turn *turn, double look_s, const char *progress)
{
	turn->watch.settle_s = SETTLE_S;
	turn->watch.look_s = look_s;
	turn->watch.keyboard = turn->of->keyboard;
	turn->watch.progress = isatty(STDERR_FILENO) == 1 ? progress : NULL;
	if (!cell_watch_run(&turn->watch, turn->of->stand)) {
		return turn->watch.ended ? interrupted(turn)
					 : cell_turn_fail(turn, "its devices do not answer");
	}
	return true;
}

/* What its sensor shows, at rest. */
bool cell_turn_read(struct cell_turn *turn, double *read_n)
{
	for (int tries = 0; tries < STILL_TRIES; tries++) {
		if (!cell_turn_look(turn, LOOK_S, NULL)) {
			return false;
		}
		if (cell_turn_sight(turn)->count == 0 && cell_turn_sight(turn)->bad == 0) {
			turn->code = EXIT_MISSING;
			return cell_turn_fail(
				turn,
				"its force sensor shows nothing; look at its wires and its power, "
				"and see what knead check --probe says");
		}
		if (cell_turn_sight(turn)->bad > cell_turn_sight(turn)->count) {
			return cell_turn_fail(
				turn,
				"its force sensor is out of its range or reads no numbers; look at "
				"its wires, and whether it is overloaded");
		}
		if (cell_turn_is_still(turn)) {
			*read_n = cell_turn_sight(turn)->mean_n;
			return true;
		}
	}
	return cell_turn_fail(
		turn,
		"its force sensor does not come to rest, it scatters by %.2f N; see that "
		"nothing moves "
		"or touches it, and that its wires are shielded",
		cell_turn_sight(turn)->noise_n);
}

/* On a simulated rig whatever is asked for lies there at once. */
void cell_turn_lay(struct cell_turn *turn, double weight_n)
{
	turn->of->stand->laid_n[turn->head] = weight_n;
}
