/*
 * release.h - the moment a tight place under a held head lets go: all at once the head lies deeper for
 * the same force, and stays there.
 *
 * Breath moves a head much farther than a release does. But at the end of each breath out the body comes
 * back to where it was, however deep the breath: so the deepest of the last breath is compared with the
 * deepest of all before it. Force over the square of the depth is taken as the tissue's law, so that a
 * press that changes is no release. Whatever moves faster than anybody breathes, a cough or a person who
 * turns over, is no tissue at all: what was known before it counts no more.
 */
#ifndef CORE_TECHNIQUE_RELEASE_H
#define CORE_TECHNIQUE_RELEASE_H

#include <stdbool.h>

#define RELEASE_PARTS 11 /* of the last breath */

/* All-zero: a press that has just begun. */
struct release {
	double held_s;
	double moved_s; /* when something last moved too fast, of held_s */
	double mean_m;  /* depth and force, smoothed ... */
	double mean_n;
	bool known; /* ... and as they were when judging began */
	double usual_m;
	double usual_n;
	double deepest_m[RELEASE_PARTS]; /* of the last breath, part by part */
	double part_s;                   /* of the part under way */
	int part;                        /* which that is */
	int parts;                       /* done so far, of two breaths at most */
	double before_m;                 /* the deepest before that breath */
	int deeper;                      /* parts in a row after which it lay deeper */
};

/* One tick of a held press: how deep below the skin, how hard, and how fast it moves. */
void release_step(struct release *release, double depth_m, double force_n, double speed_m_s,
		  double dt_s);

/* Whether the place has let go. */
bool release_seen(const struct release *release);

#endif
