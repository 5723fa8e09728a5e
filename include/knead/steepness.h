/*
 * steepness.h - how steeply a stroke in motion makes the force under a head rise, and so how hard it may
 * press within the slew limit: configuration check, technique.
 *
 * A virtual hand's pressure fades from its centre by (1 - (r/R)^2)^2, full in the middle and level at both
 * ends. Whatever moves it over a head, or raises it, makes that head's target rise.
 */
#ifndef KNEAD_STEEPNESS_H
#define KNEAD_STEEPNESS_H

#include <knead/limits.h>
#include <knead/technique.h>

/* Steepest slope of that fading, times R: 8 / (3 sqrt 3), at r = R / sqrt 3. [D] */
#define FOOTPRINT_STEEPEST    1.5396007178390020
#define FOOTPRINT_STEEPEST_AT 0.5773502691896258

#define EASE_STEEPEST    1.875 /* slope of the step of least jerk, half-way [D] */
#define STRIP_ON_S       2.0   /* a deep strip sinks in [P] */
#define GLIDE_BACK_SPEED 2.0   /* the way back of a glide is quicker [M] */
#define STEEPNESS_TWO_PI 6.283185307179586

/* What a stroke by itself may take of the slew limit: the rest is for what people change meanwhile. [P] */
#define STROKE_RISE_N_S (0.86 * SLEW_RISE_N_S)

/* How fast a glide goes back: quicker than up, inside the stroke's own range. m/s. */
static inline double glide_back_m_s(const struct stroke *stroke, double speed_m_s)
{
	const double quick_m_s = GLIDE_BACK_SPEED * speed_m_s;

	return quick_m_s < stroke->speed_max_m_s ? quick_m_s : stroke->speed_max_m_s;
}

/* Steepest flank that a place meets as far out as a cross friction goes, 1/m. */
static inline double cross_edge_1_m(const struct stroke *stroke)
{
	const double part = 2.0 * stroke->radius_m / stroke->footprint_m;
	const double there = 4.0 * part * (1.0 - part * part);

	return (part < FOOTPRINT_STEEPEST_AT ? there : FOOTPRINT_STEEPEST) / stroke->footprint_m;
}

/*
 * Steepest that a hand of 1 N of this stroke makes a head's target rise while it works at that pace, in
 * 1/s. Only of strokes in motion: those that hold take longer to rise instead.
 */
static inline double stroke_steepness_1_s(const struct stroke *stroke, double speed_m_s,
					  double rate_hz)
{
	const double edge_1_m = FOOTPRINT_STEEPEST / stroke->footprint_m;
	const double drift = speed_m_s * edge_1_m;

	if (stroke->kind == STROKE_STRIPPING) {
		/* half-way through sinking in the other half is what the glide may take */
		const double on = EASE_STEEPEST / STRIP_ON_S + 0.5 * drift;

		return drift > on ? drift : on;
	}
	if (stroke->kind == STROKE_PETRISSAGE) {
		/* a sine of amplitude A at f rises with 2 pi f A */
		return drift + (1.0 - stroke->floor_share) * 0.5 * STEEPNESS_TWO_PI * rate_hz;
	}
	if (stroke->kind == STROKE_FRICTION) {
		return drift + STEEPNESS_TWO_PI * rate_hz * stroke->radius_m * edge_1_m;
	}
	if (stroke->kind == STROKE_CROSS_FRICTION) {
		return drift +
		       STEEPNESS_TWO_PI * rate_hz * stroke->radius_m * cross_edge_1_m(stroke);
	}
	return glide_back_m_s(stroke, speed_m_s) * edge_1_m;
}

#endif
