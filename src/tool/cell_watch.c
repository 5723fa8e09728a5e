/* cell_watch.c - see cell_watch.h. */
#include "tool/cell_watch.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- tick ---- */

static void see(struct cell_sight *sight, const struct sample *sample)
{
	double t_s;
	double f_n;

	if (sample->state == SAMPLE_NEVER || sample->t_ns == sight->t_ns) {
		return;
	}
	sight->t_ns = sample->t_ns;
	if (sample->state != SAMPLE_OK || !isfinite(sample->value)) {
		sight->bad++;
		return;
	}
	if (sight->count == 0) {
		sight->first_t_ns = sample->t_ns;
		sight->first_n = sample->value;
	}
	t_s = (double)(sample->t_ns - sight->first_t_ns) / 1e9;
	f_n = sample->value - sight->first_n;
	sight->count++;
	sight->t_s += t_s;
	sight->tt_s2 += t_s * t_s;
	sight->f_n += f_n;
	sight->tf_n_s += t_s * f_n;
	sight->ff_n2 += f_n * f_n;
}

static bool step(void *context, const struct frame *frame, const struct stand_asked *asked,
		 struct actuation *actuation, struct stand_shown *shown)
{
	struct cell_watch *watch = context;
	const bool looks = watch->in_s >= watch->settle_s;

	for (int i = 0; i < watch->head_count; i++) {
		struct cell_sight *sight = &watch->sights[i];

		if (looks) {
			see(sight, &frame->heads[i].force_n);
		} else {
			sight->t_ns = frame->heads[i].force_n.t_ns; /* what is old is not new */
		}
	}
	*actuation = (struct actuation){.head_count = frame->head_count};
	watch->in_s += watch->dt_s;
	shown->share = watch->in_s / (watch->settle_s + watch->look_s);
	return watch->in_s < watch->settle_s + watch->look_s && !asked->ends;
}

/* ---- caller ---- */

static struct stand_asked look(void *context, const struct stand_shown *shown)
{
	struct cell_watch *watch = context;
	const int percent = (int)(100.0 * shown->share);

	watch->ended |= keyboard_key(watch->keyboard) == KEYBOARD_SIGNAL;
	if (watch->progress != NULL && percent != watch->percent) {
		fprintf(stderr, "\r\033[K%s: %3d %% ", watch->progress, percent);
		watch->percent = percent;
	}
	return (struct stand_asked){.ends = watch->ended};
}

static void conclude(struct cell_sight *sight)
{
	const double n = sight->count;
	const double spread = n * sight->tt_s2 - sight->t_s * sight->t_s;
	double about_n;
	double beside_n2;

	if (sight->count == 0) {
		return;
	}
	sight->slope_n_s =
		spread > 0.0 ? (n * sight->tf_n_s - sight->t_s * sight->f_n) / spread : 0.0;
	about_n = (sight->f_n - sight->slope_n_s * sight->t_s) / n;
	beside_n2 = (sight->ff_n2 - about_n * sight->f_n - sight->slope_n_s * sight->tf_n_s) / n;
	sight->mean_n = sight->first_n + sight->f_n / n;
	sight->noise_n = beside_n2 > 0.0 ? sqrt(beside_n2) : 0.0;
}

bool cell_watch_run(struct cell_watch *watch, struct stand *stand)
{
	const struct stand_job job = {.context = watch, .step = step, .look = look};
	bool fine;

	watch->head_count = stand->setup.rig->head_count;
	watch->dt_s = 1.0 / stand->setup.rig->loop_hz;
	watch->in_s = 0.0;
	watch->ended = false;
	watch->percent = -1;
	memset(watch->sights, 0, sizeof(watch->sights));
	fine = stand_run(stand, &job);
	if (watch->progress != NULL) {
		fputs("\r\033[K", stderr);
	}
	for (int i = 0; i < watch->head_count; i++) {
		conclude(&watch->sights[i]);
	}
	return fine && !watch->ended;
}
