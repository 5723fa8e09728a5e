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

#include <stdbool.h>

struct still_watch {
	double band;   /* two values this near are the same; negative: it cannot be told */
	double moving; /* more than that in two looks is movement, and no noise */
	int enough;    /* looks that show the same: its noise alone would not */
	double shown;
	double before; /* two looks ago ... */
	double last;   /* ... and one */
	bool moves;
	int looks;
};

/* Of one head. All-zero: nothing was seen. */
struct stillness {
	bool screw;
	bool has_air; /* sensors that are fitted */
	bool has_place;
	int felt_enough; /* looks that show a screw the same force in the air */
	double felt_n;   /* a screw's reading that stays the same, ... */
	double felt_m;   /* ... since it was here ... */
	int felt_looks;  /* ... and for so long */
	struct still_watch force;
	struct still_watch air;
	struct still_watch place;
};

/* look_s: from look to look. */
void stillness_init(struct stillness *stillness, const struct head *head, double look_s);

/*
 * A look. A sensor counts as stuck once it has shown the same for a second in which another one of its head
 * moved; a screw's force, which nothing else tells, while it drives on into somebody and when it lost its
 * noise.
 */
bool stillness_look(struct stillness *stillness, const struct head_belief *belief);

#endif
