#include "core/control/approach.h"

#include "core/control/within.h"

#include <knead/limits.h>

#define GOES_M_S    0.015 /* aimed at: half of APPROACH_MAX_M_S, as breaking loose takes some [P] */
#define TOUCHES_M_S 0.012 /* slowed down to, by the first touch [P] */
#define KP_N_S_M    20.0  /* N per m/s missing: a third of what is viscous in a piston [P] */
#define KI_N_M      300.0 /* N per metre missing: 4.5 N a second where it sticks [P] */
#define MORE_N      3.0   /* of push, beyond spring and breakaway */
#define STUCK_N \
	3.0 /* more than what slides it in, that may hold it stuck: breakaway and a spring that is off [P] */
#define SPRING_OFF_SHARE    0.3  /* a spring may be this much stronger than its file says [P] */
#define BLIND_VISCOUS_N_S_M 60.0 /* that holds it back, where nobody sees the speed [M] */
#define BLIND_N_S           3.0  /* likewise, push rises this slowly */

void approach_init(struct approach *approach, const struct actuator_spec *actuator)
{
	const double spring_n = actuator->release.spring_n;
	const double breakaway_n = actuator->friction.breakaway_n;

	*approach = (struct approach){
		.least_n = -spring_n,
		.most_n = breakaway_n + SPRING_OFF_SHARE * spring_n + MORE_N,
		.blind_most_n = breakaway_n + BLIND_VISCOUS_N_S_M * APPROACH_MAX_M_S,
	};
}

void approach_again(struct approach *approach, double slides_n, double air_n,
		    const struct head_belief *belief)
{
	const double more_n = air_n - slides_n;
	const bool sticks = belief->speed_m_s < APPROACH_SLID_M_S && more_n > 0.0;

	approach->push_n = sticks && more_n < STUCK_N ? air_n : slides_n;
}

double approach_push_n(struct approach *approach, const struct head_belief *belief, double dt_s)
{
	const double felt = within(belief->force_n * (1.0 / CONTACT_ON_N), 0.0, 1.0);
	const double missing_m_s = GOES_M_S - felt * (GOES_M_S - TOUCHES_M_S) - belief->speed_m_s;

	if (!belief->position_known) {
		approach->push_n = within(approach->push_n + BLIND_N_S * dt_s, approach->least_n,
					  approach->blind_most_n);
		return approach->push_n;
	}
	approach->push_n = within(approach->push_n + KI_N_M * missing_m_s * dt_s, approach->least_n,
				  approach->most_n);
	if (!(belief->speed_m_s <= APPROACH_MAX_M_S)) {
		return approach->least_n; /* thrown: nothing pushes it on */
	}
	return within(approach->push_n + KP_N_S_M * missing_m_s, approach->least_n,
		      approach->most_n);
}
