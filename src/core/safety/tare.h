/*
 * tare.h - where the zero of each force sensor lies now, beside the factory's: seen while nobody is pressed.
 *
 * A reading moves with warmth and age. It is followed in idle alone, while the head is empty, retracted and
 * untouched and its reading still, and never by more than TARE_MAX_N: from there on arming is refused, for
 * such a sensor wants calibration. So it is while a head that is not at work feels what would pass for
 * contact: in the air it would be driven as if it had landed. Control and letting go go by the force beyond this zero; limits
 * take the greater one of it and the factory's, so that no taring, right or wrong, moves them up. Nothing of
 * what is seen here outlasts a restart: a sensor that is not near the zero that a person last gave it, or else
 * its factory's, then fails the self-test.
 */
#ifndef CORE_SAFETY_TARE_H
#define CORE_SAFETY_TARE_H

#include <knead/belief.h>
#include <knead/limits.h>
#include <knead/rig.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

#define TARE_MAX_N     5.0   /* [D]; load.c counts on it with FORCE_NEAR_N */
#define TARE_S         2.0   /* of a still reading [P] */
#define TARE_NOISES    8.0   /* peak to peak: six is what two seconds of noise show [D] */
#define TARE_STILL_N   0.05  /* and that much more: nobody who touches it is so still [P] */
#define TARE_WAY_M     0.003 /* no further out is retracted [P] */
#define TARE_AIR_SHARE 0.3   /* of what its spring holds: the self-test's own word for empty */

struct tare_head {
	bool has_place; /* sensors that are fitted */
	bool has_air;
	double empty_pa;
	double still_n; /* more than that from least to most is no rest */
	int looks;      /* at the reading of this rest so far */
	double least_n; /* on the factory zero, as are these: */
	double most_n;
	double sum_n;
};

/* All-zero: every sensor as the factory set it. */
struct tare {
	int head_count;
	int at;       /* whose turn it is */
	int enough;   /* looks in TARE_S */
	uint64_t far; /* a bit for each head whose zero is further off than is followed */
	uint64_t
		felt; /* a bit for each head that feels something, as of its last look; in a session none */
	bool feels; /* no session: all were looked at since */
	struct tare_head heads[HEADS_MAX];
};

/* Whether some sensor is not at its zero: somebody leans on its head, or it moved too far to be followed.
 * Whoever leaves a session is looked at before anything can be armed. */
static inline bool tare_is_off(const struct tare *tare)
{
	return (tare->far | tare->felt) != 0;
}

void tare_init(struct tare *tare, const struct rig *rig);

/*
 * Before the first tick: where that head's zero lay when a person last tared it, beyond the factory's. What
 * is no number, or further off than is followed, is none: that sensor wants calibration.
 */
void tare_recall(struct tare *tare, struct belief *belief, int head, double zero_n);

/* One tick: outside of a session a look at one head in turn, which in idle may move its zero in belief. */
void tare_step(struct tare *tare, struct belief *belief, enum state state);

#endif
