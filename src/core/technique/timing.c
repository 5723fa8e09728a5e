#include "core/technique/timing.h"

#define OUT_FROM     0.5  /* of a breath: it goes out from here on */
#define OUT_LATEST   0.75 /* half of it is out: a press that begins now meets the next one in [P] */
#define LEAD_S       0.1  /* the force follows what is asked for so late [P] */
#define BREATH_S     4.0  /* [S] 0.25 Hz */
#define WAIT_BREATHS 0.28 /* three in four wait, on average half of three quarters of one [D] */

static bool is_timed(const struct stroke *stroke, const struct breath_belief *breath)
{
	return stroke->timed_to == TIMED_TO_BREATH && breath->confidence >= BREATH_SURE &&
	       breath->rate_hz > 0.0;
}

double timing_wait_s(const struct stroke *stroke)
{
	return stroke->timed_to == TIMED_TO_BREATH ? WAIT_BREATHS * BREATH_S : 0.0;
}

/* Where in the breath a press is felt that is asked for now. */
static double phase_felt(const struct breath_belief *breath)
{
	const double phase = breath->phase + LEAD_S * breath->rate_hz;

	return phase < 1.0 ? phase : phase - 1.0;
}

bool timing_begins(const struct stroke *stroke, const struct breath_belief *breath, double waited_s)
{
	double phase;

	if (!is_timed(stroke, breath) || waited_s * breath->rate_hz >= 1.0) {
		return true;
	}
	phase = phase_felt(breath);
	return phase >= OUT_FROM && phase < OUT_LATEST;
}

double timing_deepens(const struct stroke *stroke, const struct breath_belief *breath)
{
	if (!is_timed(stroke, breath)) {
		return 1.0;
	}
	return phase_felt(breath) >= OUT_FROM ? 2.0 : 0.0;
}
