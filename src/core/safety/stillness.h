/*
 * stillness.h - whether a sensor of a head shows the same again and again, as one that is stuck does.
 *
 * A sensor that is well has noise. What rounds to steps coarser than its noise may well repeat itself at rest,
 * so how often is too often follows from both; with less than NOISE_OF_STEP of it nothing can be told.
 */
#ifndef CORE_SAFETY_STILLNESS_H
#define CORE_SAFETY_STILLNESS_H

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/sensor.h>

#include <stdbool.h>

struct still_watch {
	double band;   /* two values this near are the same; negative: it cannot be told */
	double moving; /* more than that in three looks is movement, and no noise */
	int enough;    /* looks that show the same: its noise alone would not */
	double shown;
	double third;  /* three looks ago ... */
	double second; /* ... two ... */
	double last;   /* ... and one */
	bool moves;
	int looks;
	int rest_enough; /* looks at rest that show the same, likewise; of them ... */
	double rest_shown;
	int rest_looks; /* ... so far */
};

/* Of one head. All-zero: nothing was seen. */
struct stillness {
	bool has_air; /* sensors that are fitted */
	bool has_place;
	int felt_enough;  /* samples that show a screw the same force: its noise alone would not */
	double felt_n;    /* a screw's reading that stays the same, ... */
	double felt_m;    /* ... since it was here ... */
	int felt_samples; /* ... and in so many samples more */
	struct still_watch force;
	struct still_watch air;
	struct still_watch place;
};

/* look_s: from look to look. */
void stillness_init(struct stillness *stillness, const struct head *head, double look_s);

/*
 * A look. A sensor counts as stuck once it has shown the same for a second in which another one of its head
 * moved: the first of them that is, or SENSOR_NONE.
 */
enum sensor stillness_look(struct stillness *stillness, const struct head_belief *belief);

/*
 * A look as well, while nobody drives the head: the first of its sensors that goes on showing the same,
 * whatever moves, or SENSOR_NONE. Only of those that are live. Noise is all that tells it from a sound one, so
 * this is why nothing is armed and no trip.
 */
enum sensor stillness_rest(struct stillness *stillness, const struct head_belief *belief);

/* What the last such look found. */
enum sensor stillness_at_rest(const struct stillness *stillness);

/* At every tick, of a screw alone: its force is compared sample by sample, as they come. */
void stillness_tick(struct stillness *stillness, const struct head_belief *belief);

/*
 * Of that tick's belief: whether a screw's force, which nothing else tells, stayed the same while it drove on into
 * somebody, or lost its noise. Never of a head that has no ticks.
 */
bool stillness_feels_nothing(const struct stillness *stillness, const struct head_belief *belief);

#endif
