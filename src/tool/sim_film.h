/*
 * sim_film.h - what a run looked like, at 50 frames a second, for those who draw it afterwards.
 */
#ifndef TOOL_SIM_FILM_H
#define TOOL_SIM_FILM_H

#include <knead/limits.h>
#include <knead/snapshot.h>

#define SIM_FILM_HZ 50.0

struct sim_film_hand {
	float x_m;
	float y_m;
};

struct sim_film_frame {
	int hand_count;
	int stroke; /* index in the technique, -1 between strokes */
	struct sim_film_hand hands[HANDS_MAX];
};

/* Frames are 1 / SIM_FILM_HZ apart, the first at 0 s. Forces: frame after frame, head after head. */
struct sim_film {
	int head_count;
	long count;
	long capacity;
	float *target_n;
	float *true_n;
	struct sim_film_frame *frames;
};

/* Room for duration_s: 0 or -ENOMEM. sim_film_close frees it. */
__attribute__((warn_unused_result)) int sim_film_open(struct sim_film *film, int head_count,
						      double duration_s);

/* A full film takes no more. */
void sim_film_add(struct sim_film *film, const struct snapshot *snapshot, const double *true_n);

void sim_film_close(struct sim_film *film);

static inline double sim_film_target_n(const struct sim_film *film, long frame, int head)
{
	return (double)film->target_n[frame * film->head_count + head];
}

static inline double sim_film_true_n(const struct sim_film *film, long frame, int head)
{
	return (double)film->true_n[frame * film->head_count + head];
}

#endif
