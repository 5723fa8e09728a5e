/*
 * sim_film.h - what a run looked like, at 50 frames a second, for those who draw it afterwards.
 */
#ifndef TOOL_SIM_FILM_H
#define TOOL_SIM_FILM_H

#include <knead/limits.h>
#include <knead/snapshot.h>

#define SIM_FILM_HZ   50.0
#define SIM_FILM_WARM 50 /* frames between two looks at temperatures, which are slow */

struct sim_film_hand {
	float x_m;
	float y_m;
	float force_n; /* under its centre */
};

struct sim_film_frame {
	int hand_count;
	int stroke; /* index in the technique, -1 between strokes */
	enum session_phase phase;
	struct sim_film_hand hands[HANDS_MAX];
};

/*
 * Frames are 1 / SIM_FILM_HZ apart, the first at 0 s. Forces: frame after frame, head after head.
 */
struct sim_film {
	int head_count;
	long count;
	long capacity;
	float *target_n;
	float *true_n;
	float *surface_c;        /* every SIM_FILM_WARM frames; 0: no heater there, */
	float *surface_target_c; /* or it is off */
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

/* Of the frame, or the last before it that was looked at. */
static inline double sim_film_surface_c(const struct sim_film *film, long frame, int head)
{
	return (double)film->surface_c[frame / SIM_FILM_WARM * film->head_count + head];
}

static inline double sim_film_surface_target_c(const struct sim_film *film, long frame, int head)
{
	return (double)film->surface_target_c[frame / SIM_FILM_WARM * film->head_count + head];
}

#endif
