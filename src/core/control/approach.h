/*
 * approach.h - a pressure head's way through the air: how it is pushed until it touches, and gently.
 *
 * The push rises slowly until the piston breaks loose. Sliding friction is less than breakaway, and by the rest of
 * that push it goes on, held back by what is viscous: by our files (3 N, 0.75, 60 N s/m) at 12.5 mm/s, at 23 mm/s where
 * breakaway and what is viscous are 30 % off. So there is little to add, and that slowly: a push that answers the speed
 * faster than the air follows has the piston stick, break loose and stick again (Armstrong-Helouvry and others,
 * Automatica 30, 1994), at 55 mm/s in simulation.
 *
 * So it lands like a feather: it stops where the tissue bears what the push is above sliding friction, 0.75 N by the
 * files and 0.98 N by such ones.
 */
#ifndef CORE_CONTROL_APPROACH_H
#define CORE_CONTROL_APPROACH_H

#include <knead/belief.h>
#include <knead/rig.h>

struct approach {
	double push_n;       /* beyond the spring */
	double least_n;      /* no air at all */
	double most_n;       /* enough to break loose, and little more */
	double blind_most_n; /* likewise, where no position tells the speed */
};

#define APPROACH_SLID_M_S 0.005 /* so fast it slides by its push, and is not pushed by breath */

void approach_init(struct approach *approach, const struct actuator_spec *actuator);

/* The head is lifted: the next approach begins anew. */
static inline void approach_end(struct approach *approach)
{
	approach->push_n = 0.0;
}

/*
 * The skin went away: where from to approach it again. It slides in by slides_n, as is known by now; and what a
 * piston does not move by, air_n beyond its spring, is not enough. Much more than that is no friction: it was
 * pressing, is free, and begins from slides_n.
 */
void approach_again(struct approach *approach, double slides_n, double air_n,
		    const struct head_belief *belief);

/* One turn of dt_s: the push wanted beyond the spring. */
double approach_push_n(struct approach *approach, const struct head_belief *belief, double dt_s);

#endif
