/* plot_holds.c - see plot_holds.h. */
#include "tool/plot_holds.h"

#include "tool/plot_strokes.h"

#include <math.h>
#include <stdbool.h>

#define PRESSED_N 2.0
#define STILL_M   0.012
#define DRIFT_M   0.05 /* of a hand that follows the tissue, it is still one hold */
#define LEAST_S   0.5

struct finder {
	struct plot_hold *holds;
	int max;
	int count;
	int orders[STROKE_KINDS];
};

/* One hand, pressing somewhere. */
struct press {
	bool is_on;
	long since;
	double x_m;
	double y_m;
	double force_n;
	enum stroke_kind kind;
};

/* How far a hand may move and is at the same place. */
static double still_m(enum stroke_kind kind)
{
	return kind == STROKE_FOLLOW ? DRIFT_M : STILL_M;
}

static struct plot_hold *hold_at(struct finder *finder, const struct press *press)
{
	struct plot_hold *hold;

	for (int i = 0; i < finder->count; i++) {
		hold = &finder->holds[i];
		if (hold->kind == press->kind &&
		    hypot(hold->x_m - press->x_m, hold->y_m - press->y_m) < still_m(hold->kind)) {
			return hold;
		}
	}
	if (finder->count == finder->max) {
		return NULL;
	}
	hold = &finder->holds[finder->count++];
	*hold = (struct plot_hold){
		.x_m = press->x_m,
		.y_m = press->y_m,
		.kind = press->kind,
		.order = ++finder->orders[press->kind],
	};
	return hold;
}

static void end_press(struct finder *finder, struct press *press, long frame)
{
	double held_s = (double)(frame - press->since) / SIM_FILM_HZ;

	if (press->is_on && held_s >= LEAST_S) {
		struct plot_hold *hold = hold_at(finder, press);

		if (hold != NULL) {
			hold->held_s = (hold->held_s * hold->times + held_s) / (hold->times + 1);
			hold->times++;
			hold->force_n = fmax(hold->force_n, press->force_n);
		}
	}
	press->is_on = false;
}

static void follow(struct finder *finder, struct press *press, const struct sim_film_hand *hand,
		   enum stroke_kind kind, long frame)
{
	bool presses = hand != NULL && (double)hand->force_n >= PRESSED_N;

	if (press->is_on &&
	    (!presses || kind != press->kind ||
	     hypot((double)hand->x_m - press->x_m, (double)hand->y_m - press->y_m) > STILL_M)) {
		end_press(finder, press, frame);
	}
	if (presses && !press->is_on && plot_stroke_holds(kind)) {
		*press = (struct press){
			.is_on = true,
			.since = frame,
			.x_m = (double)hand->x_m,
			.y_m = (double)hand->y_m,
			.kind = kind,
		};
	}
	if (press->is_on) {
		press->force_n = fmax(press->force_n, (double)hand->force_n);
	}
}

int plot_holds_find(struct plot_hold *holds, int max, const struct technique *technique,
		    const struct sim_film *film)
{
	struct finder finder = {.holds = holds, .max = max};
	struct press presses[HANDS_MAX] = {0};

	for (long f = 0; f < film->count; f++) {
		const struct sim_film_frame *frame = &film->frames[f];

		for (int h = 0; h < HANDS_MAX; h++) {
			follow(&finder, &presses[h],
			       h < frame->hand_count ? &frame->hands[h] : NULL,
			       plot_stroke_at(technique, film, f), f);
		}
	}
	for (int h = 0; h < HANDS_MAX; h++) {
		end_press(&finder, &presses[h], film->count);
	}
	return finder.count;
}
