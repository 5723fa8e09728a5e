/*
 * neck.h - which side of the neck is pressed: never both.
 */
#ifndef CORE_SAFETY_NECK_H
#define CORE_SAFETY_NECK_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

struct neck {
	int count;
	int at[HEADS_MAX]; /* heads on the neck */
	enum side side_of[HEADS_MAX];
	enum side side; /* the one that is worked on */
	bool clear;     /* the other has let go */
};

void neck_init(struct neck *neck, const struct rig *rig);

/*
 * One tick, by what each head of the rig is wished for, its newest set-point and the one of now: the side that is
 * wished for more, with some reluctance to change, and not before the other has let go.
 */
void neck_choose(struct neck *neck, const double *force_n, const double *last_n,
		 const double *now_n, const struct belief *belief);

/* Whether a head on the neck may do more than rest. */
static inline bool neck_may_press(const struct neck *neck, int head)
{
	return neck->clear && neck->side_of[head] == neck->side;
}

#endif
