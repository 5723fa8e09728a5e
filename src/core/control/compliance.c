#include "core/control/compliance.h"

#include "core/control/within.h"

#include <string.h>

#define NOMINAL      2.5e-3 /* m per root of N: a nominal back [D] */
#define WANDERS      3e-4   /* c, while the root changes by 1 [P] */
#define SKIN_M_S     2.4e-3 /* at most, of 3 mm peak to peak at 0.25 Hz [D] */
#define SKIN_S       0.64   /* a radian of it */
#define SKIN_MOST    6e-3   /* m/s: no head goes after more, unasked [P] */
#define COUGH_M_S    0.010  /* of skin: no breath is as fast [P] */
#define NOISES       2.0    /* of a place, and steps, in the difference of two [P] */
#define FELT_N       0.2    /* ten times a cell's noise: the tissue begins to answer [P] */
#define STRETCH_ROOT 0.25   /* 1 N at 4 N, 3.5 at 50 [P] */
#define STRETCH_S    0.1    /* a slower one ends here */
#define TELLS_ROOT   0.1    /* with less of it a stretch says nothing of c [P] */

static void forget(struct compliance *head)
{
	head->begun = false;
	head->skin_m_s = 0.0;
	head->var_c = NOMINAL * NOMINAL;
	head->var_cs = 0.0;
	head->var_s = SKIN_M_S * SKIN_M_S;
}

void compliance_init(struct compliance *head, const struct position_spec *place)
{
	const double noise_m = NOISES * (place->noise_m + place->quantum_m);

	memset(head, 0, sizeof(*head));
	head->noise_m2 = noise_m * noise_m;
	compliance_unknown(head);
}

void compliance_unknown(struct compliance *head)
{
	head->m_root_n = COMPLIANCE_LEAST;
	forget(head);
}

/* What time and the press itself have made of what was known. */
static void foretell(struct compliance *head, double more)
{
	const double share = head->stretch_s / SKIN_S;

	head->skin_m_s -= head->skin_m_s * share;
	head->var_s += 2.0 * share * (SKIN_M_S * SKIN_M_S - head->var_s);
	head->var_cs -= head->var_cs * share;
	head->var_c += WANDERS * WANDERS * more * more;
}

/* One stretch, which tells of both or of the skin alone: it went way_m while its root changed by more. */
static void take(struct compliance *head, double more, double way_m, bool of_both)
{
	const double time_s = head->stretch_s;
	const double missed_m = way_m - head->m_root_n * more + head->skin_m_s * time_s;
	double gain_c;
	double gain_s;
	double var;

	head->var_cs = of_both ? head->var_cs : 0.0;
	gain_c = of_both ? head->var_c * more - head->var_cs * time_s : 0.0;
	gain_s = head->var_cs * more - head->var_s * time_s;
	var = gain_c * more - gain_s * time_s + head->noise_m2;
	head->m_root_n =
		within(head->m_root_n + gain_c / var * missed_m, COMPLIANCE_LEAST, COMPLIANCE_MOST);
	head->skin_m_s = within(head->skin_m_s + gain_s / var * missed_m, -SKIN_MOST, SKIN_MOST);
	head->var_c -= gain_c * gain_c / var;
	head->var_cs -= gain_c * gain_s / var;
	head->var_s -= gain_s * gain_s / var;
}

/* Too little of a change, or somebody who coughs: pushed harder while it goes back, and faster than by breath. */
static bool tells(const struct compliance *head, double more, double way_m)
{
	return fabs(more) >= TELLS_ROOT &&
	       !(way_m < 0.0 && head->m_root_n * more > COUGH_M_S * head->stretch_s);
}

static void begin(struct compliance *head, double root, double place_m)
{
	head->begun = true;
	head->from_root = root;
	head->from_m = place_m;
	head->stretch_s = 0.0;
}

void compliance_step(struct compliance *head, const struct head_belief *belief, double dt_s)
{
	const double root = compliance_root(belief->force_n);
	const double more = root - head->from_root;
	const double way_m = belief->position_m - head->from_m;

	if (!belief->position_known || (!belief->contact && !(belief->force_n > FELT_N))) {
		forget(head);
		return;
	}
	head->stretch_s += dt_s;
	if (!belief->fresh) {
		return; /* between two samples the way would go on without its force */
	}
	if (!head->begun) {
		begin(head, root, belief->position_m);
	} else if (fabs(more) >= STRETCH_ROOT || head->stretch_s >= STRETCH_S) {
		foretell(head, more);
		take(head, more, way_m, tells(head, more, way_m));
		begin(head, root, belief->position_m);
	}
}
