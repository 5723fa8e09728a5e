/* sim_film.c - see sim_film.h. */
#include "tool/sim_film.h"

#include <errno.h>
#include <stdlib.h>

int sim_film_open(struct sim_film *film, int head_count, double duration_s)
{
	long capacity = (long)(duration_s * SIM_FILM_HZ) + 1;
	size_t forces = (size_t)capacity * (size_t)head_count;
	size_t looks = (size_t)(capacity / SIM_FILM_WARM + 1) * (size_t)head_count;

	*film = (struct sim_film){.head_count = head_count, .capacity = capacity};
	film->target_n = calloc(forces, sizeof(film->target_n[0]));
	film->true_n = calloc(forces, sizeof(film->true_n[0]));
	film->surface_c = calloc(looks, sizeof(film->surface_c[0]));
	film->surface_target_c = calloc(looks, sizeof(film->surface_target_c[0]));
	film->frames = calloc((size_t)capacity, sizeof(film->frames[0]));
	if (film->target_n == NULL || film->true_n == NULL || film->surface_c == NULL ||
	    film->surface_target_c == NULL || film->frames == NULL) {
		sim_film_close(film);
		return -ENOMEM;
	}
	return 0;
}

static void look_at_warmth(struct sim_film *film, const struct snapshot *snapshot)
{
	long first = film->count / SIM_FILM_WARM * film->head_count;

	for (int i = 0; i < film->head_count; i++) {
		film->surface_c[first + i] = (float)snapshot->heads[i].surface_c;
		film->surface_target_c[first + i] = (float)snapshot->heads[i].surface_target_c;
	}
}

void sim_film_add(struct sim_film *film, const struct snapshot *snapshot, const double *true_n)
{
	struct sim_film_frame *frame = &film->frames[film->count];
	long first = film->count * film->head_count;

	if (film->count >= film->capacity) {
		return;
	}
	for (int i = 0; i < film->head_count; i++) {
		film->target_n[first + i] = (float)snapshot->heads[i].target_n;
		film->true_n[first + i] = (float)true_n[i];
	}
	if (film->count % SIM_FILM_WARM == 0) {
		look_at_warmth(film, snapshot);
	}
	frame->phase = snapshot->phase;
	frame->hand_count = snapshot->hands.count;
	frame->stroke = snapshot->hands.stroke;
	for (int i = 0; i < snapshot->hands.count && i < HANDS_MAX; i++) {
		const struct hand *hand = &snapshot->hands.hands[i];

		frame->hands[i] = (struct sim_film_hand){(float)hand->x_m, (float)hand->y_m,
							 (float)hand->force_n};
	}
	film->count++;
}

void sim_film_close(struct sim_film *film)
{
	free(film->target_n);
	free(film->true_n);
	free(film->surface_c);
	free(film->surface_target_c);
	free(film->frames);
	*film = (struct sim_film){0};
}
