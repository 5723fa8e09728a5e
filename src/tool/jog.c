/*
 * jog.c - knead jog: one head moved by hand, gently, while a key is held.
 */
#include "app/cell_store.h"
#include "app/config.h"
#include "app/state_dir.h"
#include "rt/clock.h"
#include "sim/pad.h"
#include "tool/jog_bench.h"
#include "tool/jog_options.h"
#include "tool/key_hold.h"
#include "tool/keyboard.h"
#include "tool/stand.h"
#include "tool/setup_files.h"
#include "tool/tools.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define WHO    "knead jog"
#define KEY    ' '
#define SAY_NS INT64_C(100000000) /* as often as an eye follows */

struct jog {
	struct jog_options options;
	struct jog_bench bench; /* the tick's, while it runs */
	struct keyboard keyboard;
	struct key_hold hold;
	bool ends;
	int64_t said_t_ns;
	const char *said; /* of what is to be done */
};

static struct jog jog;
static struct stand stand;
static struct rig rig;
static struct wiring wiring;
static struct cells cells;
static struct patient pad;

/* ---- tick ---- */

static bool step(void *context, const struct frame *frame, const struct stand_asked *asked,
		 struct actuation *actuation, struct stand_shown *shown)
{
	struct jog_bench *bench = context;
	const bool goes_on = jog_bench_step(bench, frame, asked->held, asked->ends);
	const struct snapshot *snapshot = &bench->snapshot;
	const struct head_view *head = &snapshot->heads[bench->head];

	*actuation = bench->actuation;
	shown->phase = (int)bench->phase;
	shown->state = snapshot->state;
	shown->wants_hand_button = jog_bench_wants_button(bench);
	shown->contact = head->contact;
	shown->force_n = head->force_n;
	shown->pressure_pa = head->pressure_pa;
	shown->left_s = bench->most_s - bench->pressed_s;
	return goes_on;
}

/* ---- caller ---- */

static void hear(int64_t now_ns)
{
	int key;

	while ((key = keyboard_key(&jog.keyboard)) != KEYBOARD_NOTHING) {
		if (key == KEY) {
			key_hold_press(&jog.hold, now_ns);
			continue;
		}
		key_hold_break(&jog.hold);
		jog.ends |=
			key == 'q' || key == 'Q' || key == KEYBOARD_END || key == KEYBOARD_SIGNAL;
	}
}

static const char *what_to_do(const struct stand_shown *shown)
{
	if (shown->wants_hand_button) {
		return "press the hand button once, which must stop the rig, let go of it, and "
		       "then "
		       "press confirm at the rig";
	}
	switch ((enum jog_phase)shown->phase) {
	case JOG_STARTS:
		return shown->state == STATE_FAULT ? "now let go of the hand button, and press "
						     "confirm at the rig"
						   : "the rig tests itself";
	case JOG_WAITS:
		return "hold SPACE: the head comes down; let go of it: it vents. q ends";
	case JOG_PRESSES:
	case JOG_LETS_GO:
	case JOG_OVER:
	default:
		return NULL;
	}
}

static void say(const struct stand_shown *shown, int64_t now_ns)
{
	const char *words = what_to_do(shown);

	if (words != NULL && words != jog.said) {
		fprintf(stderr, "\r\033[K%s\n", words);
		jog.said = words;
	}
	if (now_ns - jog.said_t_ns < SAY_NS || shown->phase == JOG_STARTS) {
		return;
	}
	jog.said_t_ns = now_ns;
	fprintf(stderr, "\r\033[Khead %d  %s%5.1f N  %6.1f kPa", jog.options.head,
		shown->phase == JOG_PRESSES   ? shown->contact ? "presses  " : "comes    "
		: shown->phase == JOG_LETS_GO ? "lets go  "
					      : "is free  ",
		shown->force_n, shown->pressure_pa / 1e3);
	if (shown->phase == JOG_PRESSES) {
		fprintf(stderr, "  for %2.0f s at most", shown->left_s);
	}
}

static struct stand_asked look(void *context, const struct stand_shown *shown)
{
	const int64_t now_ns = clock_now_ns();

	(void)context;
	hear(now_ns);
	say(shown, now_ns);
	return (struct stand_asked){.held = key_hold_is_held(&jog.hold, now_ns), .ends = jog.ends};
}

/* ---- before and after ---- */

static int refuse_too_much(const struct head *head)
{
	const struct jog_wish *wish = &jog.options.wish;
	const bool screw = head->actuator.kind != ACTUATOR_PRESSURE;

	if (wish->is_pressure && screw) {
		fprintf(stderr, WHO ": head %d has a screw and no air; ask for a force, 5N\n",
			jog.options.head);
		return EXIT_WRONG;
	}
	if (wish->is_pressure && !(wish->pressure_pa <= jog_most_pa(head))) {
		fprintf(stderr,
			WHO
			": %g kPa is more than head %d is moved with by hand; at most %.0f kPa, "
			"which is its spring and %g N\n",
			wish->pressure_pa / 1e3, jog.options.head, jog_most_pa(head) / 1e3,
			jog_most_n(head));
		return EXIT_WRONG;
	}
	if (!wish->is_pressure && !(wish->force_n <= jog_most_n(head))) {
		fprintf(stderr,
			WHO ": %g N is more than head %d is moved with by hand; at most %g N\n",
			wish->force_n, jog.options.head, jog_most_n(head));
		return EXIT_WRONG;
	}
	return EXIT_DONE;
}

static int read_rig(void)
{
	char found[PATH_MAX];
	const char *path = jog.options.rig_path;

	if (path == NULL) {
		if (find_rig_file(found, WHO) < 0) {
			return EXIT_WRONG;
		}
		path = found;
	}
	if (config_read_wired_rig(&rig, &wiring, path, stderr) < 0) {
		return EXIT_WRONG;
	}
	if (jog.options.head > rig.head_count) {
		fprintf(stderr, WHO ": head %d: rig %s has heads 1 to %d\n", jog.options.head,
			rig.name, rig.head_count);
		return EXIT_WRONG;
	}
	return refuse_too_much(&rig.heads[jog.options.head - 1]);
}

/* What weights told about its force sensors. Damaged is refused; never is said. */
static int read_cells(void)
{
	const struct cell_subject subject = {&rig, &wiring};
	char folder[PATH_MAX];

	cells = (struct cells){.head_count = rig.head_count};
	if (state_dir_make(folder, sizeof(folder), jog.options.state_dir) == 0 &&
	    cells_read(&cells, folder, &subject, WHO, stderr) == LEARNED_DAMAGED) {
		return EXIT_WRONG;
	}
	if (wiring.wired && !cells.heads[jog.options.head - 1].scaled) {
		fprintf(stderr,
			WHO
			": head %d's force sensor was never scaled with weights, so what it shows "
			"may be wrong; knead calibrate --weights-only%s%s %d scales it\n",
			jog.options.head, jog.options.rig_path != NULL ? " " : "",
			jog.options.rig_path != NULL ? jog.options.rig_path : "", jog.options.head);
	}
	return EXIT_DONE;
}

static int run(void)
{
	const struct stand_job job = {.context = &jog.bench, .step = step, .look = look};
	bool fine;

	jog_bench_init(&jog.bench, &rig, jog.options.head - 1, &jog.options.wish,
		       jog.options.most_s);
	for (int i = 0; i < rig.head_count; i++) {
		pipeline_tare(&jog.bench.pipeline, i, cell_shift_n(&cells.heads[i]));
	}
	stand.cells = &cells;
	fine = stand_run(&stand, &job);
	fputs("\r\033[K", stderr);
	if (fine && (jog.bench.failure != JOG_FINE || jog.bench.still_held)) {
		fputs(WHO ": ", stderr);
		jog_bench_say_failure(&jog.bench, stderr);
		fine = false;
	}
	return fine ? EXIT_DONE : EXIT_FAILED;
}

int tool_jog(int argc, char **argv)
{
	int code = jog_options_read(&jog.options, argc, argv);

	if (code != OPTIONS_RUN) {
		return code;
	}
	code = read_rig();
	if (code == EXIT_DONE) {
		code = read_cells();
	}
	if (code != EXIT_DONE) {
		return code;
	}
	if (!keyboard_open(&jog.keyboard, true)) {
		fputs(WHO ": somebody must hold a key: run it in a terminal\n", stderr);
		return EXIT_WRONG;
	}
	pad_init(&pad);
	code = stand_open(&stand, &(struct stand_setup){.who = WHO,
							.rig = &rig,
							.wiring = &wiring,
							.machine = {.means = &wired_here},
							.late_is_fine = jog.options.late_is_fine,
							.plant = &rig,
							.lies_there = &pad,
							.seed = 1});
	if (code == EXIT_DONE) {
		code = run();
	}
	stand_close(&stand);
	keyboard_close(&jog.keyboard);
	return code;
}
