/*
 * place.h - what the place of a head on the body leaves it to press.
 *
 * The height is asked for over the network, so it may only add to what is spared: a head is judged on
 * a body of BODY_HEIGHT_M and on the client's, and the stricter of both holds.
 */
#ifndef CORE_SAFETY_PLACE_H
#define CORE_SAFETY_PLACE_H

#include <knead/region.h>

struct place {
	double cap_n; /* FORCE_HARD_N where nothing is spared, 0 where nothing may be pressed */
	double share; /* of the compiled limits: NECK_SHARE on what is named neck or reaches it */
};

/* Of a head's centre, its area and the region its file names. What is no number may press nothing. */
struct place place_of(enum region named, double x_m, double y_m, double area_m2, double height_m);

#endif
